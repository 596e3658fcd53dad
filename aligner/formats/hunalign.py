"""Alignments as the ladder of hunalign: a line for each rung, with the sentence numbers at which a link begins.

A link reaches to the next rung; the last rung stands behind the last sentences. See Varga et al., "Parallel corpora
for medium density languages" (2005), and the README of hunalign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aligner.data import Pair

SUFFIXES = (".ladder",)
READS = ""
WRITES = "bitext"
KEEPS = "sentence numbers, scores"
LOSES = "texts, ids, pairs that moved (as two links without a counterpart)"


def write_pairs(pairs: Iterable[Pair]) -> Iterator[str]:
    """The rungs: Arabic sentence number, French sentence number, and the score of the link that begins there."""
    given = list(pairs)
    src = tgt = 0
    # A ladder cannot cross itself: what stands elsewhere is between its links.
    for pair in given:
        if not (pair.src and pair.tgt) or pair.moved:
            continue
        first = pair.src[0].number, pair.tgt[0].number
        if first[0] < src or first[1] < tgt:
            continue
        yield from _gap((src, tgt), first)
        yield f"{first[0]}\t{first[1]}\t{pair.score:.4f}\n"
        src, tgt = pair.src[-1].number + 1, pair.tgt[-1].number + 1
    ends = (
        1 + max((sentence.number for pair in given for sentence in pair.src), default=-1),
        1 + max((sentence.number for pair in given for sentence in pair.tgt), default=-1),
    )
    yield from _gap((src, tgt), ends)
    yield f"{ends[0]}\t{ends[1]}\t0.0000\n"


def _gap(at: tuple[int, int], to: tuple[int, int]) -> Iterator[str]:
    """The rungs of sentences without a counterpart: of the Arabic ones first."""
    if at[0] < to[0]:
        yield f"{at[0]}\t{at[1]}\t0.0000\n"
    if at[1] < to[1]:
        yield f"{to[0]}\t{at[1]}\t0.0000\n"
