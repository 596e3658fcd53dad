"""Where to look for the alignment of two long documents: a band of cells about a path of landmarks.

Passages of some sentences are compared, all with all, as vectors; the heaviest chain of passages that stand in the
same order on both sides gives the landmarks. The cost of that is a small part of a matrix product, so that time grows
with the length of the documents for all that is practical.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

import numpy as np

from aligner.lattice import Band
from aligner.model.units import Floats
from aligner.model.vectors import normalised

# Sentences of a passage; French passages begin at every STEP-th sentence.
PASSAGE = 8
STEP = 4
# How far a passage's likeness must stand out from those of its row, in standard deviations, to be a landmark, and how
# many landmarks a row may have.
CLEAR = 3.0
CHOICES = 2
# French sentences before and after the landmarks that are searched.
AROUND = 20
# Sentences between the landmarks that are anchors must be nearer to each other than to any other by this much; French
# sentences before and after anchors are searched.
NEARER = 0.1
CLOSE = 12
ROWS = 128
# Where landmarks are further apart than this on both sides, some are put between them on a straight line.
OPEN = 400


def band(src: Floats, tgt: Floats) -> Band:
    """The band for documents whose sentences have these vectors. Neither end ever falls; rows that follow each other
    overlap; the first row holds column 0 and the last one the last column."""
    wide = _about(_landmarks(src, tgt), len(src), len(tgt), AROUND)
    return _about(_anchors(src, tgt, wide), len(src), len(tgt), CLOSE)


def _about(points: list[tuple[int, int]], rows: int, columns: int, around: int) -> Band:
    """The band that holds, between any two points that follow each other, all columns from ``around`` before the first
    one's to ``around`` after the second one's."""
    first, last = np.full(rows + 1, columns), np.zeros(rows + 1, np.int64)
    for (i0, j0), (i1, j1) in pairwise(_filled([(0, 0), *points, (rows, columns)])):
        first[i0 : i1 + 1] = np.minimum(first[i0 : i1 + 1], max(j0 - around, 0))
        last[i0 : i1 + 1] = np.maximum(last[i0 : i1 + 1], min(j1 + around, columns))
    return first, last


def _anchors(src: Floats, tgt: Floats, searched: Band) -> list[tuple[int, int]]:
    """Sentences that are each other's nearest in the band, and far nearer than the next one, in order."""
    points: list[tuple[int, int, float]] = []
    for row in range(0, len(src), ROWS):
        end = min(row + ROWS, len(src))
        low, high = int(searched[0][row]), max(int(searched[1][end]), int(searched[0][row]) + 2)
        likeness = src[row:end] @ tgt[low:high].T
        column = likeness.argmax(axis=1)
        every = np.arange(end - row)
        best = likeness[every, column]
        mutual = likeness.argmax(axis=0)[column] == every
        likeness[every, column] = -np.inf
        clear = best - likeness.max(axis=1)
        inside = (column + low >= searched[0][row:end]) & (column + low < searched[1][row:end])
        for k in np.nonzero(mutual & inside & (clear > NEARER))[0].tolist():
            points.append((row + k, low + int(column[k]), float(best[k])))
    return heaviest_chain(points)


def _landmarks(src: Floats, tgt: Floats) -> list[tuple[int, int]]:
    """Middles of passages that render each other, in order."""
    src_passages = _passages(src, PASSAGE)
    tgt_passages = _passages(tgt, STEP)
    points: list[tuple[int, int, float]] = []
    for row in range(0, len(src_passages), 256):
        likeness = src_passages[row : row + 256] @ tgt_passages.T
        mean = likeness.mean(axis=1)
        spread = np.sqrt(np.maximum(np.einsum("ij,ij->i", likeness, likeness) / len(tgt_passages) - mean**2, 1e-9))
        every = np.arange(len(likeness))
        for _ in range(CHOICES):
            column = likeness.argmax(axis=1)
            clear = (likeness[every, column] - mean) / spread
            likeness[every, column] = -np.inf
            points += [(row + k, int(column[k]), float(clear[k])) for k in np.nonzero(clear > CLEAR)[0].tolist()]
    half = PASSAGE // 2
    return [(min(i * PASSAGE + half, len(src)), min(j * STEP + half, len(tgt))) for i, j in heaviest_chain(points)]


def _passages(vectors: Floats, step: int) -> Floats:
    """The mean vectors of the passages that begin at each ``step``-th sentence, less what all have in common."""
    sums = np.concatenate([np.zeros_like(vectors[:1]), np.cumsum(vectors, axis=0, dtype=np.float64)])
    begin = np.arange(0, len(vectors), step)
    passages = normalised(sums[np.minimum(begin + PASSAGE, len(vectors))] - sums[begin])
    return normalised(passages - passages.mean(axis=0)).astype(np.float32)


def heaviest_chain(points: list[tuple[int, int, float]]) -> list[tuple[int, int]]:
    """The points (i, j, weight > 0) of the heaviest chain in which both i and j rise."""
    ends: list[int] = []  # j of the chains that may still be the best to go on from …
    totals: list[float] = []  # … and their weights, both rising
    tails: list[int] = []
    before: list[int] = []
    for number, (_, j, weight) in enumerate(points := sorted(points, key=lambda p: (p[0], -p[1]))):
        at = bisect_right(ends, j - 1)
        before.append(tails[at - 1] if at else -1)
        total = weight + (totals[at - 1] if at else 0.0)
        if at < len(ends) and ends[at] == j and totals[at] >= total:
            continue
        stop = at
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        ends[at:stop], totals[at:stop], tails[at:stop] = [j], [total], [number]
    chain = []
    number = tails[-1] if tails else -1
    while number >= 0:
        chain.append(points[number][:2])
        number = before[number]
    return chain[::-1]


def _filled(path: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The path with points on a straight line where its own are too far apart."""
    filled = [path[0]]
    for (i0, j0), (i1, j1) in pairwise(path):
        parts = 1 + min(i1 - i0, j1 - j0) // OPEN
        filled += [(i0 + (i1 - i0) * k // parts, j0 + (j1 - j0) * k // parts) for k in range(1, parts + 1)]
    return filled
