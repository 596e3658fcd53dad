"""Alignments as vecalign writes them: ``[Arabic sentence numbers]:[French ones]:cost``, a line for each link.

See Thompson & Koehn, "Vecalign: improved sentence alignment in linear time and space" (2019).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from aligner.data import Pair, Sentence

SUFFIXES = (".vecalign",)
READS = ""
WRITES = "bitext"
KEEPS = "sentence numbers, scores (as costs: 1 less the score), the order of the pairs"
LOSES = "texts, ids, whether a pair moved"


def write_pairs(pairs: Iterable[Pair]) -> Iterator[str]:
    """A line for each pair; a sentence without a counterpart has an empty list on the other side and costs nothing."""
    for pair in pairs:
        cost = 1 - pair.score if pair.src and pair.tgt else 0
        yield f"{_numbers(pair.src)}:{_numbers(pair.tgt)}:{cost:.6f}\n"


def _numbers(side: Sequence[Sentence]) -> list[int]:
    return [sentence.number for sentence in side]
