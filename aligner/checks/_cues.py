"""What the checks of cues share: which cue of one side stands for which of the other."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from aligner.data import Span
from aligner.evidence import Evidence, Side

if TYPE_CHECKING:
    from aligner.model.units import Floats

# A cue belongs to the words from itself to so many words behind it.
REACH = 3
REACH_FR = 3
# Ties stronger than this say that two cues stand at the same words.
TIED = 0.15
# Without a tie, cues render each other if their places in the two texts (0 … 1) are at most so far apart.
NEAR = 0.25
FAR = 0.4
ON_TIE = {"limit", "maybe"}
# What it counts that two cues both need a counterpart.
BOTH = 0.5
# No more cues of a side are compared: hostile text stays linear.
MOST = 40
DEBUG=None


@dataclass(frozen=True, slots=True)
class Point:
    """A cue as it is compared: the words ``first:last`` of its side, and where it stands in the text (0 … 1)."""

    first: int
    last: int
    place: float
    spans: tuple[Span, ...]
    cls: str = ""
    family: str = ""


def point(side: Side, first: int, last: int, cls: str = "", spans: tuple[Span, ...] = ()) -> Point:
    words = side.words
    spans = spans or (Span(words[first].span.start, words[last - 1].span.end),)
    return Point(first, last, (first + last) / 2 / max(1, len(words)), spans, cls)


def points(side: Side) -> list[Point]:
    """Every cue of a side as it is compared."""
    size = max(1, len(side.words))
    return [Point(c.first, c.last, (c.first + c.last) / 2 / size, (c.span,), c.cls, c.family) for c in side.cues]


class Links:
    """How strongly the words around the cues of a pair are tied."""

    def __init__(self, evidence: Evidence) -> None:
        assert evidence.ties is not None
        self._links: Floats = evidence.ties.links

    def between(self, a: Point, f: Point) -> float:
        block = self._links[a.first : a.last + REACH, f.first : f.last + (0 if f.cls == "prefix" else REACH_FR)]
        return float(block.max()) if block.size else 0.0

    def meet(self, a: Point, f: Point, near: float) -> bool:
        return abs(a.place - f.place) <= near or self.between(a, f) > TIED

    def own(self, a: Point, f: Point) -> float:
        return float(self._links[a.first : a.last, f.first : f.last].max())

    def alone(self, side: str, p: Point) -> float:
        links = self._links if side == "ar" else self._links.T
        return float(links[p.first : p.last].max())

    def score(self, a: Point, f: Point, strong: Container[str]) -> float | None:
        """How well two cues fit; None if they do not."""
        apart, tie = abs(a.place - f.place), self.between(a, f)
        both = a.cls in strong and f.cls in strong
        near = FAR if both else 0.0 if a.cls in ON_TIE or f.cls in ON_TIE else NEAR
        if apart > near and tie <= TIED:
            return None
        if f.cls == "prefix" and (a.cls != "un-" or apart > 0.1 and tie <= TIED):
            return None
        return tie + self.own(a, f) / 2 - apart + both * BOTH

    def governed(self, side: str, p: Point) -> tuple[float, int]:
        """The strongest tie of the words that a cue governs, and the word of the other side at its end."""
        links = self._links if side == "ar" else self._links.T
        block = links[p.first : p.last + (REACH if side == "ar" else REACH_FR)]
        if not block.size:
            return 0.0, 0
        at = int(np.argmax(block.max(axis=0)))
        return float(block[:, at].max()), at

    def matched(
        self, left: Sequence[Point], right: Sequence[Point], strong: Container[str]
    ) -> tuple[list[Point], list[Point]]:
        """What is left of both sides when the cues that fit best have been set against each other, one to one."""
        scores = [
            (score, i, j)
            for i, a in enumerate(left)
            for j, f in enumerate(right)
            if (score := self.score(a, f, strong)) is not None
        ]
        free_left, free_right = set(range(len(left))), set(range(len(right)))
        for _, i, j in sorted(scores, reverse=True):
            if i in free_left and j in free_right:
                free_left.remove(i)
                free_right.remove(j)
                if DEBUG is not None: DEBUG.append((left[i],right[j]))
        return [left[i] for i in sorted(free_left)], [right[j] for j in sorted(free_right)]
