"""Quotations in a text: quotation marks of all shapes, nested ones too, in one pass.

« » and ‹ › may stand the wrong way round, as Arabic typing leaves them; “ ” „ and " open and close by turns; of single
marks only those count that cannot be apostrophes.
"""

from __future__ import annotations

from dataclasses import dataclass

import regex

from aligner.data import Span

# Doubled straight marks are one: they are left over from spreadsheets.
_MARK = regex.compile(r"[«»‹›“”„‟]|\"{1,3}+|(?<!\w)['‘](?=\S)|(?<=\S)['’](?!\w)")
_SINGLE, _CURLY = "'’‘", "“”„‟"
_GROUPS = {mark: group for group in ("«»", "‹›", _SINGLE, _CURLY) for mark in group}
_DIRECTED = "«»‹›"
# No more quotations stand in each other: hostile text stays linear.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation: ``span`` with its marks, ``inside`` without them; ``depth`` counts the quotations around it."""

    span: Span
    inside: Span
    depth: int


def quotes(text: str) -> tuple[list[Quote], bool]:
    """The quotations of ``text`` in the order in which they open, and whether a mark (no single one) has no partner."""
    found: list[Quote] = []
    stray = False
    opened: list[tuple[str, regex.Match[str]]] = []
    for match in _MARK.finditer(text):
        mark = match[0]
        group = _GROUPS.get(mark, '"')
        at = next((n for n in range(len(opened) - 1, -1, -1) if opened[n][0] == group), None)
        if at is not None and not (mark in _DIRECTED and mark == opened[at][1][0]):
            first = opened[at][1]
            found.append(Quote(Span(first.start(), match.end()), Span(first.end(), match.start()), at))
            stray = stray or any(group != _SINGLE for group, _ in opened[at + 1 :])
            del opened[at:]
        elif group != _SINGLE or _opens(text, match.start()):
            opened.append((group, match))
            if len(opened) > _DEEPEST:
                stray = True
                del opened[0]
    stray = stray or any(group != _SINGLE for group, _ in opened)
    return sorted(found, key=lambda quote: quote.span), stray


def _opens(text: str, at: int) -> bool:
    """Whether a single mark may open a quotation: nothing or a space stands before it, a letter behind."""
    return (at == 0 or text[at - 1].isspace() or text[at - 1] in "(«“") and text[at + 1 : at + 2].isalnum()
