"""Lengths: of each side, of its words, and of the two beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.corpus.filters._sides import Sides

if TYPE_CHECKING:
    from aligner.corpus.filters import Settings

ORDER = 1
RULES = {
    "score": "the link is less sure than min_score",
    "short": "a side has fewer than min_words words",
    "long": "a side has more than max_words words",
    "word": "a word that is no address has more than max_word characters",
    "ratio": "one side is much longer than the other usually is",
}

# Characters added to both sides before they are compared, so that short texts may differ more.
SMOOTHING = 10
# What shows that something long without a space is an address, a path or code.
_ADDRESS = frozenset("/@\\=_")


def reasons(sides: Sides, settings: Settings) -> Iterator[str]:
    # A pair that was given, not aligned, has no score.
    if sides.row.score and sides.row.score < settings.min_score:
        yield "score"
    src, tgt = sides.src_words, sides.tgt_words
    if min(len(src), len(tgt)) < settings.min_words:
        yield "short"
    if max(len(src), len(tgt)) > settings.max_words:
        yield "long"
    if max(map(len, src + tgt), default=0) > settings.max_word and any(
        len(word) > settings.max_word and _ADDRESS.isdisjoint(word) for word in src + tgt
    ):
        yield "word"
    if not settings.min_ratio <= ratio(sides.src, sides.tgt) <= settings.max_ratio:
        yield "ratio"


def ratio(src: str, tgt: str) -> float:
    """How long the French is beside the Arabic, in characters of normalised texts."""
    return (len(tgt) + SMOOTHING) / (len(src) + SMOOTHING)
