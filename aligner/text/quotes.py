"""Where quotations begin and end, whatever marks a text uses: « … », “ … ”, „ … “, ‹ … ›, " … ", ' … ', (( … )).

Writers mix the shapes, turn them round and forget one of two. So a mark's shape is what it most likely does, and the
characters beside it may overrule that: a mark behind a space and before a letter opens, one behind a letter and before
a space closes. Apostrophes, inches and minutes are no marks. Of quotations within each other each is given.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from aligner.data import Span

Role = Literal["opens", "closes", "either"]

# A single mark only where no apostrophe can stand: before a word and not within one, or behind a word's end.
_SINGLE = r"['‘‚](?=\w)(?<!\w.)|['’](?<=[\w.,!?…؟،].)(?!\w)"
_MARK = re.compile(rf"[\"“”„‟❝❞＂«»‹›]|''|``|‘‘|’’|<<|>>|\(\(|\)\)|{_SINGLE}")
_SHAPES: tuple[tuple[str, Role, str], ...] = (
    ("double", "opens", "“ „ ‟ ❝ `` ‘‘"),
    ("double", "closes", "” ❞ ’’"),
    ("double", "either", "\" ＂ ''"),
    ("angle", "opens", "« <<"),
    ("angle", "closes", "» >>"),
    ("single angle", "opens", "‹"),
    ("single angle", "closes", "›"),
    ("bracket", "opens", "(("),
    ("bracket", "closes", "))"),
    ("single", "opens", "‘ ‚"),
    ("single", "closes", "’"),
    ("single", "either", "'"),
)
_KINDS = {mark: (family, role) for family, role, marks in _SHAPES for mark in marks.split()}
# Families of which a mark without its counterpart is dropped: it may be an apostrophe, or brackets within brackets.
_LOOSE = frozenset(["single", "bracket"])
# A cell as a spreadsheet exports it: in straight marks, and those inside doubled.
_CELL = re.compile(r'"[^"]*""')
# What stands before a mark that opens (a dash, a bracket, an elided article, tatweel) and behind one that closes.
_BEFORE, _BEHIND = frozenset("([{:-–—/'’ـ"), frozenset(".,;:!?…)]}-–—/،؛؟")


@dataclass(frozen=True, slots=True)
class Quotation:
    """``span`` with the marks, ``inside`` without them. A quotation that is not ``whole`` lacks a mark, and goes on to
    the end of the text or comes from its beginning. ``depth``: how many others it stands within."""

    span: Span
    inside: Span
    depth: int
    whole: bool


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text, in the order in which they begin; takes time in proportion to the text."""
    found: list[tuple[Span, Span, bool]] = []
    opened: list[tuple[str, re.Match[str]]] = []
    still_open = dict.fromkeys((family for family, _, _ in _SHAPES), 0)
    last: tuple[int, bool] = (-1, False)  # where the mark before ended, and whether it opened
    first, end = (1, len(text) - 1) if text.endswith('"') and _CELL.match(text) else (0, len(text))
    for match in _MARK.finditer(text, first, end):
        family, shape = _KINDS[match[0]]
        opens = _opens(text, match, shape, bool(still_open[family]), last)
        last = match.end(), opens
        if opens:
            opened.append((family, match))
            still_open[family] += 1
        elif still_open[family]:
            start = _close(family, opened, still_open)
            found.append((Span(start.start(), match.end()), Span(start.end(), match.start()), True))
        elif not found and not opened and family not in _LOOSE and not _measure(text, match):
            found.append((Span(0, match.end()), Span(0, match.start()), False))
    for family, match in opened:
        if family not in _LOOSE:
            found.append((Span(match.start(), len(text)), Span(match.end(), len(text)), False))
            break
    return _nested(found)


def _opens(text: str, match: re.Match[str], shape: Role, is_open: bool, last: tuple[int, bool]) -> bool:
    start, end = match.span()
    if shape == "either" and last[0] == start:  # one of several in a row
        return last[1] or not is_open
    before, behind = text[start - 1 : start] or " ", text[end : end + 1] or " "
    may_open = (before.isspace() or before in _BEFORE) and not (behind.isspace() or behind in _BEHIND)
    may_close = (behind.isspace() or behind in _BEHIND) and not before.isspace()
    if may_open == may_close:
        return shape == "opens" or (shape == "either" and not is_open and not _measure(text, match))
    if shape == "either":
        return may_open
    # Turned round: ”…“, »…«
    return not (may_close and is_open) if shape == "opens" else may_open and not is_open


def _measure(text: str, match: re.Match[str]) -> bool:
    """Whether the mark may stand for inches or minutes."""
    return match[0] in ('"', "'", "''") and text[match.start() - 1 : match.start()].isdigit()


def _close(family: str, opened: list[tuple[str, re.Match[str]]], still_open: dict[str, int]) -> re.Match[str]:
    """The mark that opens what a mark of the family closes; what was opened since then and not closed is forgotten."""
    while True:
        kind, match = opened.pop()
        still_open[kind] -= 1
        if kind == family:
            return match


def _nested(found: list[tuple[Span, Span, bool]]) -> list[Quotation]:
    """In order and with their depths; marks directly within marks make one quotation."""
    quotations: list[Quotation] = []
    around: list[Quotation] = []
    for span, inside, whole in sorted(found, key=lambda quotation: (quotation[0].start, -quotation[0].end)):
        while around and around[-1].span.end <= span.start:
            around.pop()
        if not around or span != around[-1].inside:
            quotations.append(Quotation(span, inside, len(around), whole))
            around.append(quotations[-1])
    return quotations
