"""One-to-one assignment of the greatest total value.

The Hungarian method with shortest augmenting paths (Jonker & Volgenant, 1987). scipy has it too, but importing
``scipy.optimize`` takes longer than the rest of an audit: it solves what is so large that this pays, such as a page
that says the same a thousand times.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

LARGE = 150


def assignment(value: NDArray[np.floating]) -> set[tuple[int, int]]:
    """The pairs (row, column) of the best assignment whose value is above 0; no row or column is in two of them."""
    pairs: set[tuple[int, int]] = set()
    for rows, columns in _components(value > 0):
        part = value[np.ix_(rows, columns)]
        solved = _solved_by_scipy(part) if min(part.shape) > LARGE else _solved(part)
        pairs.update((rows[i], columns[j]) for i, j in solved)
    return pairs


def _solved_by_scipy(value: NDArray[np.floating]) -> set[tuple[int, int]]:
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(np.maximum(value, 0), maximize=True)
    return {(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if value[i, j] > 0}


def _components(tied: NDArray[np.bool_]) -> Iterator[tuple[list[int], list[int]]]:
    """Rows and columns that cells tie to each other: what is not tied can be assigned on its own."""
    seen: NDArray[np.bool_] = ~np.any(tied, axis=1, keepdims=False)
    for start in range(len(tied)):
        if seen[start]:
            continue
        rows, columns = np.zeros(len(tied), bool), np.zeros(tied.shape[1], bool)
        new = np.array([start])
        while len(new):
            rows[new] = True
            reached = np.flatnonzero(tied[new].any(axis=0) & ~columns)
            columns[reached] = True
            new = np.flatnonzero(tied[:, reached].any(axis=1) & ~rows)
        seen |= rows
        yield np.flatnonzero(rows).tolist(), np.flatnonzero(columns).tolist()


def _solved(value: NDArray[np.floating]) -> set[tuple[int, int]]:
    if value.shape[0] > value.shape[1]:
        return {(row, column) for column, row in _solved(value.T)}
    cost = -np.maximum(value, 0).astype(np.float64)
    rows, columns = cost.shape
    row_price = np.zeros(rows)
    column_price = np.zeros(columns)
    row_of = np.full(columns, -1)
    for start in range(rows):
        # Grows a tree of cheapest alternating paths from the row until it reaches a free column.
        distance = np.full(columns, np.inf)
        came_from = np.full(columns, -1)
        reached = np.zeros(columns, bool)
        row, last, length = start, -1, 0.0
        while True:
            further = length + cost[row] - row_price[row] - column_price
            closer = ~reached & (further < distance)
            distance[closer] = further[closer]
            came_from[closer] = last
            column = int(np.argmin(np.where(reached, np.inf, distance)))
            length = float(distance[column])
            reached[column] = True
            last = column
            if row_of[column] < 0:
                break
            row = int(row_of[column])
        row_price[start] += length
        for passed in np.flatnonzero(reached):
            if row_of[passed] >= 0:
                row_price[row_of[passed]] += length - distance[passed]
            column_price[passed] -= length - distance[passed]
        # Flips the path that ends in the free column.
        while last >= 0:
            before = int(came_from[last])
            row_of[last] = row_of[before] if before >= 0 else start
            last = before
    return {(int(row_of[j]), int(j)) for j in range(columns) if row_of[j] >= 0 and value[row_of[j], j] > 0}
