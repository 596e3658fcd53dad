"""Lines of a plain text, and which of them belong to one paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from aligner.data import Block
from aligner.formats._layout import BLANK, Kind

# Editors count \n, \r\n and \r. The others end a line of text without a new number.
_LINE = re.compile(r"([^\n\r\x0b\x0c\x85\u2028\u2029]*)(\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]|\Z)")
RULE = re.compile(r"\s*(?:([-*=_~•·#—–─━═☆★◆◇■▪⁂])(?:\s?\1){2,}|⁂)\s*")
# A bullet, a number of one or two digits ("2020 -" begins a sentence), or a letter with a bracket ("M." is a title).
ITEM = re.compile(r"\s*(?:[-–—*•·▪●◦‣○■◆✓✔➢➤]|\d{1,2}\s?[.)\-–]|\(\d{1,2}\)|\(?[a-zأ-ي]\))\s")
SENTENCE_END = re.compile(r"[.!?؟…:؛][\s\"'»”’)\]\u200e\u200f]*")

_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")

# Widths at which mail programs, editors and people break lines.
_NARROWEST, _WIDEST = 50, 110


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a text without its end; ``text`` is ``whole[start:start + len(text)]``, stripped of white space."""

    text: str
    start: int
    number: int
    indent: int = 0

    @property
    def width(self) -> int:
        return self.indent + len(self.text)

    @property
    def blank(self) -> bool:
        return not self.text


def lines(text: str) -> Iterator[Line]:
    """The lines of ``text`` with their offsets; invisible marks alone make a line blank, but are not stripped."""
    number = 1
    for match in _LINE.finditer(text):
        if not match[0]:
            return
        raw = match[1]
        bare = raw.strip()
        indent = len(raw) - len(raw.lstrip())
        yield Line("" if BLANK.fullmatch(bare) else bare, match.start() + indent, number, indent)
        number += match[2] in ("\n", "\r", "\r\n")


def script(text: str) -> str:
    """``"ar"`` or ``"fr"`` by the alphabet of most letters at the beginning, ``""`` without letters of either."""
    head = text[:200]
    arabic, latin = len(_ARABIC.findall(head)), len(_LATIN.findall(head))
    return "" if not arabic and not latin else "ar" if arabic >= latin else "fr"


def block(whole: str, run: list[Line], gap: bool, kind: Kind = "paragraph") -> Block:
    """The lines of ``run`` as one block: a slice of ``whole``, line ends in it included."""
    start, end = run[0].start, run[-1].start + len(run[-1].text)
    return Block(whole[start:end], start, (run[0].number, run[-1].number), kind, gap)


def _full(line: Line, following: Line, width: int) -> bool:
    """Whether the next word had no room on the line: then the break is no choice of the author's."""
    word = following.text.split(maxsplit=1)[0]
    return line.width <= width < line.width + 1 + len(word)


def _width(run: list[Line]) -> int:
    """The width at which the lines may have been broken, 0 if it is none that people use."""
    longest = max(line.width for line in run)
    return longest if _NARROWEST <= longest <= _WIDEST else 0


def wrap_width(runs: Iterable[list[Line]]) -> int:
    """The width at which the lines of a text were broken by machine, 0 if they were not.

    On a page with one paragraph a line, lines end anywhere. In a wrapped text nearly every line within a paragraph is
    so full that the next word would not fit. ``runs`` are lines that stand together, without blank ones.
    """
    narrow = [(width, run) for run in runs if len(run) > 1 and (width := _width(run))]
    widths = Counter(width for width, _ in narrow)
    best, most = 0, 3
    for candidate in {*dict(widths.most_common(8)), max(widths, default=0)}:
        full = slack = risen = 0
        for before, line in (lines for width, run in narrow if width <= candidate for lines in pairwise(run)):
            if _full(before, line, candidate):
                full += 1
                # Headlines of like length begin with capitals; lines within a sentence mostly do not.
                risen += line.text[0].isupper() - line.text[0].islower()
            elif not SENTENCE_END.search(before.text[-3:]):
                slack += 1
        if full > most and full >= 3 * slack and risen <= 0:
            best, most = candidate, full
    return best


def paragraphs(run: list[Line], width: int) -> Iterator[list[Line]]:
    """A run of lines without a blank one, cut into paragraphs: each line is one unless it was broken at ``width``."""
    wrapped = 0 < _width(run) <= width
    current = run[:1]
    for before, line in pairwise(run):
        if wrapped and _full(before, line, width) and script(before.text) == script(line.text):
            current.append(line)
        else:
            yield current
            current = [line]
    yield current
