"""The paths through two texts: the best one, and how likely each link is among all of them.

A cell (i, j) stands for the place after i Arabic and j French sentences, a link of k and n sentences for a step from
(i - k, j - n) to (i, j). A path is as likely as the exponent of the sum of its links' values says: a semi-Markov
conditional random field (Sarawagi & Cohen, "Semi-Markov conditional random fields for information extraction", 2004),
whose sums over all paths come from the forward and backward passes (Rabiner, "A tutorial on hidden Markov models",
1989). Only the cells of a band are looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]
Sums = NDArray[np.float64]
Numbers = NDArray[np.int64]
# The first and the last column of each row that are searched. Neither ever falls, and rows that follow each other
# overlap; the first row holds column 0 and the last one the last column.
Band = tuple[Numbers, Numbers]
Kind = tuple[int, int]
# Values of links by kind, where each begins: first row × first column.
Tables = dict[Kind, Values]

# The kinds of links as (Arabic, French) sentence counts: those with a counterpart …
LONGEST = 6
TIES: tuple[Kind, ...] = (
    (1, 1),
    *((1, n) for n in range(2, LONGEST + 1)),
    *((n, 1) for n in range(2, LONGEST + 1)),
    (2, 2),
    (2, 3),
    (3, 2),
)
# … and all that end a row below the one where they begin; (0, 1) is the kind beside these.
DOWN: tuple[Kind, ...] = ((1, 0), *TIES)
ALONG: Kind = (0, 1)
# Rows that are valued at a time.
BLOCK = 48


@dataclass(frozen=True, slots=True)
class Link:
    """Sentences ``src[0]`` to ``src[1] - 1`` tied to ``tgt[0]`` to ``tgt[1] - 1``; one side may be empty.

    ``chance`` is the link's share of the likelihood of all paths, ``clear`` its chance against leaving its sentences
    alone, whatever else they might be tied to.
    """

    src: tuple[int, int]
    tgt: tuple[int, int]
    chance: float = 0.0
    clear: float = 0.0

    @property
    def is_tie(self) -> bool:
        """Whether it has sentences on both sides."""
        return self.src[0] < self.src[1] and self.tgt[0] < self.tgt[1]


def whole(rows: int, columns: int) -> Band:
    """The band that holds every cell."""
    return np.zeros(rows + 1, np.int64), np.full(rows + 1, columns, np.int64)


class Lattice:
    """The cells of a band, row by row, with the values of the links that end in each.

    ``tables`` gives for a slice of the Arabic and one of the French sentences the values of all ties between them;
    ``src_alone`` and ``tgt_alone`` are the values of sentences without a counterpart.
    """

    def __init__(
        self, band: Band, tables: Callable[[slice, slice], Tables], src_alone: Values, tgt_alone: Values
    ) -> None:
        self.first, self.last = band
        self.rows = len(self.first)
        self.starts = np.concatenate([[0], np.cumsum(self.last - self.first + 1)])
        self.count = int(self.starts[-1])
        # What leaving alone all sentences up to one is worth.
        self._down, self._along = (
            np.concatenate([[0.0], np.cumsum(alone, dtype=np.float64)]) for alone in (src_alone, tgt_alone)
        )
        # By kind and by the cell where a link ends: its value, and the cell where it begins.
        self.values = np.full((len(DOWN), self.count), -np.inf, np.float32)
        self.begins = np.zeros((len(DOWN), self.count), np.int32)
        for first in range(1, self.rows, BLOCK):
            self._fill(first, min(first + BLOCK, self.rows), tables, src_alone)

    def _fill(self, first: int, last: int, tables: Callable[[slice, slice], Tables], src_alone: Values) -> None:
        cells = slice(int(self.starts[first]), int(self.starts[last]))
        i, j = self.places(cells)
        row = max(first - LONGEST, 0)
        column = int(self.first[row])
        found = tables(slice(row, last - 1), slice(column, int(self.last[last - 1])))
        for number, (k, n) in enumerate(DOWN):
            above, left = np.maximum(i - k, 0), j - n
            inside = (i >= k) & (left >= self.first[above]) & (left <= self.last[above])
            above, left = above[inside], left[inside]
            self.begins[number, cells][inside] = self.starts[above] + left - self.first[above]
            self.values[number, cells][inside] = found[k, n][above - row, left - column] if n else src_alone[above]

    def places(self, cells: slice) -> tuple[Numbers, Numbers]:
        """Row and column of some cells."""
        number = np.arange(cells.start, cells.stop)
        i = np.searchsorted(self.starts, number, side="right") - 1
        return i, self.first[i] + number - self.starts[i]

    def _row(self, i: int) -> tuple[slice, Sums]:
        """The cells of a row, and what steps along it cost."""
        return slice(int(self.starts[i]), int(self.starts[i + 1])), self._along[self.first[i] : self.last[i] + 1]

    def best(self) -> list[Link]:
        """The links of the best path, in order; their chances are not filled in."""
        best = np.full(self.count, -np.inf)
        came = np.full(self.count, len(DOWN), np.int8)  # the kind of the last link; the last number is ALONG
        best[: self.starts[1]] = self._along[self.first[0] : self.last[0] + 1]
        for i in range(1, self.rows):
            here, along = self._row(i)
            reached = best[self.begins[:, here]] + self.values[:, here]
            value = reached.max(axis=0)
            climb = np.maximum.accumulate(value - along) + along
            best[here] = climb
            came[here] = np.where(climb > value + 1e-9, len(DOWN), reached.argmax(axis=0))
        links = []
        i, j = self.rows - 1, int(self.last[-1])
        while i or j:
            kind = int(came[self.starts[i] + j - self.first[i]])
            k, n = DOWN[kind] if kind < len(DOWN) else ALONG
            links.append(Link((i - k, i), (j - n, j)))
            i, j = i - k, j - n
        return links[::-1]

    @property
    def total(self) -> float:
        """The logarithm of the sum over all paths."""
        return float(self._sums[0][-1])

    @cached_property
    def _sums(self) -> tuple[Sums, Sums]:
        """Logarithms of the sums over all paths to each cell, and over all paths from it."""
        forward = np.full(self.count, -np.inf)
        forward[: self.starts[1]] = self._along[self.first[0] : self.last[0] + 1]
        for i in range(1, self.rows):
            here, along = self._row(i)
            reached = np.logaddexp.reduce(forward[self.begins[:, here]] + self.values[:, here], axis=0)
            forward[here] = np.logaddexp.accumulate(reached - along) + along
        backward = np.full(self.count, -np.inf)
        kinds = np.arange(len(DOWN))[:, None]
        for i in range(self.rows - 1, -1, -1):
            here, along = self._row(i)
            below = np.minimum(i + _SRC, self.rows - 1)
            column = np.arange(self.first[i], self.last[i] + 1) + _TGT
            inside = (i + _SRC < self.rows) & (column >= self.first[below]) & (column <= self.last[below])
            end = np.where(inside, self.starts[below] + column - self.first[below], 0)
            onward = np.logaddexp.reduce(np.where(inside, backward[end] + self.values[kinds, end], -np.inf), axis=0)
            if i == self.rows - 1:
                onward[-1] = 0.0
            backward[here] = np.logaddexp.accumulate((onward + along)[::-1])[::-1] - along
        return forward, backward

    def rated(self, links: Iterable[Link]) -> list[Link]:
        """The links with their chances."""
        forward, backward = self._sums
        found = []
        for link in links:
            (i0, i1), (j0, j1) = link.src, link.tgt
            value = self._value(link)
            rest = forward[self._cell(i0, j0)] + backward[self._cell(i1, j1)] - self.total
            alone = self._down[i1] - self._down[i0] + self._along[j1] - self._along[j0]
            odds = min(max(alone - value, -700.0), 700.0)
            found.append(replace(link, chance=math.exp(min(value + rest, 0)), clear=1 / (1 + math.exp(odds))))
        return found

    def _cell(self, i: int, j: int) -> int:
        return int(self.starts[i] + j - self.first[i])

    def _value(self, link: Link) -> float:
        (i0, i1), (j0, j1) = link.src, link.tgt
        if i0 == i1:
            return float(self._along[j1] - self._along[j0])
        return float(self.values[DOWN.index((i1 - i0, j1 - j0)), self._cell(i1, j1)])

    def chances(self) -> tuple[Sums, Sums]:
        """The chances of all links among all paths, where they end: those of DOWN by kind, then those of ALONG."""
        forward, backward = self._sums
        down = np.zeros((len(DOWN), self.count))
        along = np.zeros(self.count)
        for i in range(self.rows):
            here, steps = self._row(i)
            rest = backward[here] - self.total
            if i:
                down[:, here] = np.exp(np.minimum(forward[self.begins[:, here]] + self.values[:, here] + rest, 0))
            along[here][1:] = np.exp(np.minimum(forward[here][:-1] + np.diff(steps) + rest[1:], 0))
        return down, along


_SRC, _TGT = (np.array(side)[:, None] for side in zip(*DOWN, strict=True))
