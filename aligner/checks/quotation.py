"""Quotations that are lost, added or opened around other words: speech became narration, or the other way.

Words that render each other should stand inside quotation marks in both languages or in neither. So it does not matter
which marks are used, nor whether a quotation is cut in two (« … », a-t-il dit, « … »). Where ties tell little, a
quotation is taken to render one of the other side, if that has as many. For information only: names, titles and single
terms, which each language quotes or not as it likes; speech after a colon or a dash, which needs no marks; a quotation
that goes on in another sentence, where it may be marked. Of quotations within each other the outermost is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aligner.checks import Rule
from aligner.data import Finding, Severity, Span
from aligner.evidence import Evidence, Side
from aligner.text.quotes import Quotation, quotations

if TYPE_CHECKING:
    from aligner.model.units import Floats

VERSION = 2
RULES = {
    "quotation": Rule(
        "quotation marks are lost, added or opened around other words: speech became narration, or the other way",
        fires=(
            "قال الشاهد: «رأيت الجنود يدخلون المدرسة ليلا».",
            "Le témoin a raconté avoir vu les soldats entrer dans l’école la nuit.",
        ),
        silent=(
            "قال الشاهد: «رأيت الجنود يدخلون المدرسة ليلا».",
            "« J’ai vu les soldats entrer dans l’école la nuit », a dit le témoin.",
        ),
    )
}

# Words more frequent than this say little of where a quotation stands.
COMMON = 1e-3
# A word tied so firmly has its counterpart there.
FIRM = 0.3
# The share of a quotation's ties that lead into quotations of the other side, if it has a counterpart at all.
INSIDE = 0.3
# The ties that must lead outside (one is a word's whole tie): of the words at an end, for the quotation to begin or
# end elsewhere; of all, for it to have no counterpart although there are quotations enough.
END, ALL = 1.0, 1.5
# So many words, in Arabic, which writes more in one, and in French, are a term.
TERM = {"ar": 2, "fr": 3}
# An added quotation is an error from so many French words on, if its words are tied so well and somebody speaks
# within so many words of it.
LONG, WELL, BESIDE = 6, 0.6, 4
# What introduces speech without quotation marks.
_COLON, _DASH = re.compile(r":(?![\d/])"), re.compile(r"\s*[-–—]\s?\w")


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yields ``quotation`` for quotations whose words are not, or not all, quoted on the other side."""
    arabic, french = quotations(evidence.src.language), quotations(evidence.tgt.language)
    if (arabic or french) and (ties := evidence.ties) is not None:
        src = _Quoted(evidence.src, arabic, ties.src_frequency)
        tgt = _Quoted(evidence.tgt, french, ties.tgt_frequency)
        yield from _compared(src, tgt, ties.links)
        yield from _compared(tgt, src, ties.links.T)


@dataclass(frozen=True, slots=True)
class _Place:
    """An outermost quotation, and its words ``first:last``."""

    quotation: Quotation
    first: int
    last: int


class _Quoted:
    """The words of a side, which of them carry meaning (``content``) and which are ``quoted``."""

    def __init__(self, side: Side, found: list[Quotation], frequency: Floats) -> None:
        self.side, self.words = side, side.words
        self.content = frequency < COMMON
        self.quoted = np.zeros(len(self.words), np.float32)
        self.places: list[_Place] = []
        starts = [word.span.start for word in self.words]
        for quotation in found:
            if not quotation.depth:
                first, last = (bisect_left(starts, at) for at in (quotation.inside.start, quotation.inside.end))
                if first < last:
                    self.places.append(_Place(quotation, first, last))
                    self.quoted[first:last] = 1

    def size(self, place: _Place) -> int:
        """The words of a quotation, elided articles and the like left out."""
        return sum(len(word.text) > 1 for word in self.words[place.first : place.last])

    def capitals(self, places: list[int]) -> bool:
        """Whether most of the words at some places are written as names."""
        return 2 * sum(self.words[at].text[0].isupper() for at in places) > len(places)


def _compared(this: _Quoted, other: _Quoted, links: Floats) -> Iterator[Finding]:
    """What is wrong with the quotations of ``this`` side; ``links`` has a row for each of its words."""
    for place in this.places:
        rows = links[place.first : place.last]
        inside = rows @ other.quoted
        outside = rows.sum(axis=1) - inside
        content = this.content[place.first : place.last]
        if other.places and inside.sum() >= INSIDE * rows.sum():
            if place.quotation.whole:
                yield from _elsewhere(this, place, (outside - inside) * content)
        elif len(other.places) < len(this.places) or outside[content].sum() >= ALL:
            yield from _unmarked(this, other, place, rows)


def _elsewhere(this: _Quoted, place: _Place, leaning: Floats) -> Iterator[Finding]:
    """The words at the ends of a quotation whose counterparts stand outside of any; ``leaning``: how clearly."""
    start, end = _end(leaning), len(leaning) - _end(leaning[::-1])
    parts = [(0, start), (end, len(leaning))] if start <= end else [(0, len(leaning))]
    for first, last in parts:
        if first < last:
            words = this.words[place.first + first : place.first + last]
            message = "In the {} this stands inside the quotation marks, in the {} outside."
            yield _finding(this.side, "warning", message, Span(words[0].span.start, words[-1].span.end))


def _end(leaning: Floats) -> int:
    """How many words at the beginning lean to the outside, all in all; 0 if it is too little."""
    total = leaning.cumsum()
    size = int(total.argmax()) + 1
    return size if total[size - 1] >= END and (leaning[:size] > FIRM).sum() > 1 else 0


def _unmarked(this: _Quoted, other: _Quoted, place: _Place, rows: Floats) -> Iterator[Finding]:
    """A quotation of ``this`` side that has no counterpart in marks."""
    firm = (rows.max(axis=1) > FIRM) & this.content[place.first : place.last]
    if this.side.lang == "ar":
        names = not firm.any() or other.capitals(rows[firm].argmax(axis=1).tolist())
        introduced = bool(_DASH.match(other.side.text))
    else:
        names = this.capitals(list(range(place.first + 1, place.last)))
        introduced = bool(_DASH.match(other.side.text) or _COLON.search(other.side.language)) and not other.places
    severity: Severity = "warning"
    message = "The {} sets this in quotation marks, the {} does not."
    if names or introduced or not place.quotation.whole or this.size(place) <= TERM[this.side.lang]:
        severity = "info"
    elif this.side.lang == "fr" and not other.places and _verbatim(this, place, rows[firm]):
        severity = "error"
        message = "The {} quotes this word for word, the {} has no quotation."
    yield _finding(this.side, severity, message, place.quotation.span)


def _verbatim(this: _Quoted, place: _Place, firm: Floats) -> bool:
    """Whether a quotation is a long speech whose words surely render something; ``firm``: the rows of firm ties."""
    spoken = (cue for cue in this.side.cues if cue.family == "speech")
    return (
        this.size(place) >= LONG
        and firm.sum() >= WELL * this.content[place.first : place.last].sum()
        and any(0 <= place.first - cue.last <= BESIDE or 0 <= cue.first - place.last <= BESIDE for cue in spoken)
    )


def _finding(side: Side, severity: Severity, message: str, span: Span) -> Finding:
    if side.lang == "ar":
        return Finding("quotation", severity, message.format("Arabic", "French"), src=(span,))
    return Finding("quotation", severity, message.format("French", "Arabic"), tgt=(span,))
