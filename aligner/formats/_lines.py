"""Lines of a plain text, and which of them belong to one paragraph."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from aligner.data import Block
from aligner.formats._layout import BLANK, Kind

# Editors count \n, \r\n and \r. The others end a line of text without a new number.
_LINE = re.compile(r"([^\n\r\x0b\x0c\x85\u2028\u2029]*)(\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]|\Z)")
RULE = re.compile(r"\s*(?:([-*=_~•·#—–─━═☆★◆◇■▪⁂])(?:\s?\1){2,}|⁂)\s*")
# A bullet, a number of one or two digits ("2020 -" begins a sentence), or a letter with a bracket ("M." is a title).
ITEM = re.compile(r"\s*(?:[-–—*•·▪●◦‣○■◆✓✔➢➤]|\d{1,2}\s?[.)\-–]|\(\d{1,2}\)|\(?[a-zأ-ي]\))\s")
SENTENCE_END = re.compile(r"[.!?؟…:؛][\s\"'»”’)\]\u200e\u200f]*")

# Python reads no number of thousands of figures.
_ENDLESS = re.compile(r"&#(?:\d{20,}|[xX][0-9A-Fa-f]{20,});?")

_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")

# Widths at which mail programs, editors and people break lines.
_NARROWEST, _WIDEST = 35, 110
# Words that end no Arabic headline: what they belong to stands on the next line.
_UNFINISHED = "في من على إلى الى عن مع أن إن كي لكي كان كانت قد لم لن لا ما التي الذي الذين بين خلال حتى أو أي كل"
# A line that ends in one of them, or on which one sentence ended and another began.
_BROKEN_OFF = re.compile(rf"[.؟!] [^.؟!]*\Z|(?:^| )[وف]?(?:{_UNFINISHED.replace(' ', '|')})\Z")


class Line(NamedTuple):
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
    arabic, latin = (len("".join(letters.findall(head))) for letters in (_ARABIC, _LATIN))
    return "" if not arabic and not latin else "ar" if arabic >= latin else "fr"


def unescaped(text: str) -> str:
    """The text with the characters that its HTML references stand for; a number that no character has is U+FFFD."""
    return html.unescape(_ENDLESS.sub("\ufffd", text))


def block(whole: str, run: list[Line], gap: bool, kind: Kind = "paragraph") -> Block:
    """The lines of ``run`` as one block: a slice of ``whole``, line ends in it included."""
    start, end = run[0].start, run[-1].start + len(run[-1].text)
    return Block(whole[start:end], start, (run[0].number, run[-1].number), kind, gap)


def wrap_widths(runs: Iterable[list[Line]]) -> dict[str, int]:
    """The width at which the lines of each script (``"ar"``, ``"fr"``) were broken; nothing for one that was not.

    On a page with one paragraph or one headline a line, lines end anywhere, at a stop, and before a capital. In a
    wrapped text nearly every line within a paragraph is so full that the next word had no room, and most end in the
    middle of a sentence. A page whose one language was wrapped needs less to show that the other was too.
    ``runs`` are lines that stand together, without blank ones.
    """
    evidence = {"ar": _Evidence(), "fr": _Evidence()}
    for run in runs:
        for tongue, part in _by_script(run) if len(run) > 1 else ():
            if tongue and len(part) > 1:
                evidence[tongue].add(part)
    widths = {"ar": evidence["ar"].width(4, proof=2), "fr": evidence["fr"].width(3, proof=1)}
    if any(widths.values()):
        widths = {tongue: width or evidence[tongue].width(2) for tongue, width in widths.items()}
    return {tongue: width for tongue, width in widths.items() if width}


def paragraphs(run: list[Line], widths: dict[str, int]) -> Iterator[list[Line]]:
    """A run of lines without a blank one, cut into paragraphs: each line is one unless it was broken at its width."""
    if not widths or len(run) == 1:
        yield from ([line] for line in run)
        return
    for tongue, part in _by_script(run):
        width = widths.get(tongue, 0)
        wrapped = max(line.width for line in part) <= width
        current = part[:1]
        for before, line in pairwise(part):
            if wrapped and width < _room_until(before, line, _stopped(before)):
                current.append(line)
            else:
                yield current
                current = [line]
        yield current


def _by_script(run: list[Line]) -> Iterator[tuple[str, list[Line]]]:
    for tongue, part in groupby(run, key=lambda line: script(line.text)):
        yield tongue, list(part)


def _room_until(before: Line, line: Line, exact: bool) -> int:
    """The width from which the break between two lines was a choice of the author's: the next word had room.

    People who break lines by hand, and programs that measure in millimetres, leave some room: that is believed where
    it need not be ``exact``, in the middle of a sentence.
    """
    needed = before.width + 1 + len(line.text.split(maxsplit=1)[0])
    return needed if exact else needed * 10 // 9


def _stopped(line: Line) -> bool:
    return bool(SENTENCE_END.search(line.text[-3:]))


class _Evidence:
    """What pairs of neighbouring lines say for and against each width, summed up as steps from width to width."""

    def __init__(self) -> None:
        size = _WIDEST + 2
        self._full, self._slack, self._amid, self._rising, self._proof = ([0] * size for _ in range(5))

    def add(self, part: list[Line]) -> None:
        longest = max(max(line.width for line in part), _NARROWEST)
        if longest > _WIDEST:
            return
        for before, line in pairwise(part):
            stopped = _stopped(before)
            end = min(_room_until(before, line, stopped or line.text[0].isupper()), _WIDEST + 1)
            if longest < end:
                self._step(self._full, longest, end)
                if not stopped:
                    self._step(self._amid, longest, end)
                    # Lines within a sentence mostly begin with small letters, headlines with capitals.
                    self._step(self._rising, longest, end, line.text[0].isupper() - line.text[0].islower())
                    if line.text[0].islower() or _BROKEN_OFF.search(before.text):
                        self._step(self._proof, longest, end)
            # A line of less than half the width is a title, a greeting, a name: it says nothing.
            if not stopped and max(longest, end) <= 2 * before.width:
                self._step(self._slack, max(longest, end), min(2 * before.width, _WIDEST) + 1)

    @staticmethod
    def _step(counts: list[int], first: int, end: int, by: int = 1) -> None:
        counts[first] += by
        counts[end] -= by

    def width(self, least: int, proof: int = 0) -> int:
        """The width that ``least`` lines or more speak for, 0 if there is none.

        ``proof``: so many of them must break off in the middle of a sentence beyond doubt.
        """
        best, most = 0, 0
        sums = zip(*map(accumulate, (self._full, self._slack, self._amid, self._rising, self._proof)), strict=True)
        for width, (full, slack, amid, rising, proven) in enumerate(sums):
            good = full >= max(least, 3 * slack) and 2 * amid > full and rising <= 0 and proven >= proof
            if good and full - slack > most:
                best, most = width, full - slack
        return best
