"""What the checks of cues share: where the cues of a pair stand, and which of the two sides render each other.

Two cues may render each other if the words around them are tied in the model, or if they stand at about the same place
of their texts.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from aligner.data import Span
from aligner.evidence import Side

if TYPE_CHECKING:
    from aligner.model.ties import Ties
    from aligner.model.units import Floats

Lang = Literal["ar", "fr"]

# A cue governs its own words and so many behind it.
_REACH = 3
# Ties stronger than this say that two cues stand at the same words.
_TIED = 0.15
# What it counts, beside ties and places, that a cue needs a counterpart.
_NEEDY = 0.3
# No more cues of a side are compared: hostile text stays linear.
MOST = 40


@dataclass(frozen=True, slots=True)
class Point:
    """A cue as it is compared: its ``family`` and ``cls``, the words ``first:last`` of its side, and its ``place`` in
    the text (0 … 1)."""

    family: str
    cls: str
    first: int
    last: int
    place: float
    spans: tuple[Span, ...]


def point(side: Side, family: str, cls: str, first: int, last: int, *spans: Span) -> Point:
    return Point(family, cls, first, last, (first + last) / 2 / max(1, len(side.words)), spans)


def points(side: Side, *families: str) -> list[Point]:
    """The first cues of a side, of some families only if any are named."""
    cues = (cue for cue in side.cues if not families or cue.family in families)
    return [point(side, c.family, c.cls, c.first, c.last, c.span) for c in cues][:MOST]


class Links:
    """How the cues of a pair hang together."""

    def __init__(self, ties: Ties) -> None:
        self._links: Floats = ties.links
        self.word = 1 / max(self._links.shape)  # how far apart neighbouring words stand, at least

    def between(self, a: Point, f: Point) -> float:
        """The strongest tie of the words that an Arabic and a French cue govern."""
        reach = 0 if f.cls == "prefix" else _REACH
        return float(self._links[a.first : a.last + _REACH, f.first : f.last + reach].max())

    def meet(self, lang: Lang, p: Point, q: Point, near: float) -> bool:
        """Whether a cue of a side and one of the other stand at tied words, or up to ``near`` apart (0: only tied)."""
        a, f = (p, q) if lang == "ar" else (q, p)
        return (near > 0 and abs(a.place - f.place) <= near) or self.between(a, f) > _TIED

    def fit(self, lang: Lang, p: Point, q: Point) -> float:
        """How well a cue of a side and one of the other fit, to compare candidates."""
        a, f = (p, q) if lang == "ar" else (q, p)
        own = float(self._links[a.first : a.last, f.first : f.last].max())
        return self.between(a, f) + own / 2 - abs(a.place - f.place)

    def strongest(self, lang: Lang, words: Sequence[int]) -> float:
        """The strongest tie of any of some words of a side."""
        links = self._links if lang == "ar" else self._links.T
        return float(links[list(words)].max()) if words else 0.0

    def governed(self, lang: Lang, p: Point) -> float:
        """The strongest tie of the words that a cue governs, or of the word before (القاتل المزعوم)."""
        links = self._links if lang == "ar" else self._links.T
        return float(links[max(0, p.first - 1) : p.last + _REACH].max())

    def matched(
        self,
        left: Sequence[Point],
        right: Sequence[Point],
        near: Callable[[Point, Point], float | None],
        needy: Container[str],
    ) -> tuple[list[Point], list[Point]]:
        """What is left of both sides when the cues that fit best have been set against each other, one to one.

        ``near`` says how far apart an Arabic and a French cue may stand (as in :meth:`meet`), or None if they never
        render each other; classes in ``needy`` are matched first.
        """
        scores = [
            (self.fit("ar", a, f) + _NEEDY * ((a.cls in needy) + (f.cls in needy)), i, j)
            for i, a in enumerate(left)
            for j, f in enumerate(right)
            if (distance := near(a, f)) is not None and self.meet("ar", a, f, distance)
        ]
        free_left, free_right = set(range(len(left))), set(range(len(right)))
        for _, i, j in sorted(scores, reverse=True):
            if i in free_left and j in free_right:
                free_left.remove(i)
                free_right.remove(j)
        return [left[i] for i in sorted(free_left)], [right[j] for j in sorted(free_right)]
