"""The lattice against plain programs that look at every cell, and at every path."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, log
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import lattice as module
from aligner.lattice import ALONG, DOWN, TIES, Band, Lattice, Link, whole

Path = list[Link]


class Problem:
    """Values of all links between two texts, and the band that is searched."""

    def __init__(self, rows: int, columns: int, band: Band, seed: int, digits: int) -> None:
        random = np.random.default_rng(seed)
        self.rows, self.columns, self.band = rows, columns, band
        self.ties = {kind: random.normal(0, 4, (rows + 1, columns + 1)).round(digits) for kind in TIES}
        self.alone = [random.normal(-2, 1, size).round(digits) for size in (rows, columns)]

    def lattice(self) -> Lattice:
        def tables(rows: slice, columns: slice) -> Any:
            return {kind: table[rows.start :, columns.start :] for kind, table in self.ties.items()}

        return Lattice(self.band, tables, *(alone.astype(np.float32) for alone in self.alone))

    def value(self, link: Link) -> float:
        (i0, i1), (j0, j1) = link.src, link.tgt
        if link.is_tie:
            return float(np.float32(self.ties[i1 - i0, j1 - j0][i0, j0]))
        return float(np.float32(self.alone[0][i0] if i1 > i0 else self.alone[1][j0]))

    def inside(self, i: int, j: int) -> bool:
        return bool(self.band[0][i] <= j <= self.band[1][i])

    def onward(self, i: int, j: int) -> Iterator[Link]:
        """The links that begin after i and j sentences, one kind after the other."""
        for k, n in (*DOWN, ALONG):
            if i + k <= self.rows and j + n <= self.columns and self.inside(i + k, j + n):
                yield Link((i, i + k), (j, j + n))

    def links(self) -> list[Link]:
        """Every link in the band."""
        cells = [(i, j) for i, j in np.ndindex(self.rows + 1, self.columns + 1) if self.inside(i, j)]
        return [link for cell in cells for link in self.onward(*cell)]

    def left_alone(self, link: Link) -> float:
        """What the sentences of a link are worth without a counterpart."""
        return float(self.alone[0][slice(*link.src)].sum() + self.alone[1][slice(*link.tgt)].sum())

    def paths(self, i: int = 0, j: int = 0) -> Iterator[Path]:
        """Every path from a cell to the last one."""
        if (i, j) == (self.rows, self.columns):
            yield []
        for link in self.onward(i, j):
            for rest in self.paths(link.src[1], link.tgt[1]):
                yield [link, *rest]

    def best(self) -> float:
        """The value of the best path, cell by cell."""
        values = {(0, 0): 0.0}
        for i in range(self.rows + 1):
            for j in range(self.columns + 1):
                if (i, j) in values:
                    for link in self.onward(i, j):
                        end = link.src[1], link.tgt[1]
                        values[end] = max(values.get(end, -np.inf), values[i, j] + self.value(link))
        return values[self.rows, self.columns]


@st.composite
def problems(draw: st.DrawFn, most: int = 8) -> Problem:
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, most))
    # Whole numbers give ties, fractions give none.
    seed, digits = draw(st.integers(0, 2**32)), draw(st.integers(0, 6))
    if draw(st.booleans()):
        return Problem(rows, columns, whole(rows, columns), seed, digits)
    low = sorted(draw(st.lists(st.integers(0, columns), min_size=rows + 1, max_size=rows + 1)))
    width = draw(st.lists(st.integers(0, 3), min_size=rows + 1, max_size=rows + 1))
    low[0] = 0
    # Steps down must stay in the band: a row begins no later than the one before it ends.
    high = [max(min(low[i] + width[i], columns), low[min(i + 1, rows)]) for i in range(rows)] + [columns]
    band = np.array(low), np.maximum.accumulate(np.array(high))
    return Problem(rows, columns, band, seed, digits)


@settings(max_examples=120)
@given(problems(), st.sampled_from([2, 48]))
def test_the_best_path(problem: Problem, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        links = problem.lattice().best()
    assert [n for link in links for n in range(*link.src)] == list(range(problem.rows))
    assert [n for link in links for n in range(*link.tgt)] == list(range(problem.columns))
    assert all(problem.inside(link.src[1], link.tgt[1]) for link in links)
    assert sum(map(problem.value, links)) == pytest.approx(problem.best(), abs=1e-4)


@settings(max_examples=40)
@given(problems(most=4), st.sampled_from([2, 48]))
def test_chances_are_shares_of_all_paths(problem: Problem, block: int) -> None:
    weights = dict.fromkeys(problem.links(), 0.0)
    total = 0.0
    for path in problem.paths():
        weight = exp(sum(map(problem.value, path)))
        total += weight
        for link in path:
            weights[link] += weight
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        lattice = problem.lattice()
    assert lattice.total == pytest.approx(log(total), abs=1e-4)
    shares = {link: weight / total for link, weight in weights.items()}
    rated = {Link(link.src, link.tgt): link.chance for link in lattice.rated(shares)}
    assert rated == pytest.approx(shares, abs=1e-4)
    assert {link: chance for link, chance in listed(lattice) if link in shares} == pytest.approx(shares, abs=1e-4)
    # What leads out of the band or out of the texts has no chance.
    assert not any(chance for link, chance in listed(lattice) if link not in shares)


def listed(lattice: Lattice) -> Iterator[tuple[Link, float]]:
    """The links of ``chances`` by their sentences."""
    down, along = lattice.chances()
    i, j = lattice.places(slice(0, lattice.count))
    for (k, n), chances in zip((*DOWN, ALONG), (*down, along), strict=True):
        for cell, chance in enumerate(chances.tolist()):
            yield Link((int(i[cell]) - k, int(i[cell])), (int(j[cell]) - n, int(j[cell]))), chance


@settings(max_examples=60)
@given(problems(most=10), st.sampled_from([1, 2, 48]))
def test_every_link_has_its_own_value(problem: Problem, block: int) -> None:
    """In whatever block it ends: how clear a link is tells its value."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "BLOCK", block)
        lattice = problem.lattice()
    links = problem.links()
    clear = [1 / (1 + exp(problem.left_alone(link) - problem.value(link))) for link in links]
    assert [link.clear for link in lattice.rated(links)] == pytest.approx(clear, abs=1e-5)


@settings(max_examples=60)
@given(problems())
def test_every_sentence_is_in_one_link(problem: Problem) -> None:
    """The chances of the links that hold a sentence add up to 1."""
    src, tgt = np.zeros(problem.rows), np.zeros(problem.columns)
    for link, chance in listed(problem.lattice()):
        if chance:
            src[slice(*link.src)] += chance
            tgt[slice(*link.tgt)] += chance
    assert src == pytest.approx(np.ones(problem.rows), abs=1e-4)
    assert tgt == pytest.approx(np.ones(problem.columns), abs=1e-4)


def test_a_clear_link_is_worth_more_than_its_sentences_alone() -> None:
    problem = Problem(1, 1, whole(1, 1), 3, 6)
    (link,) = problem.lattice().rated([Link((0, 1), (0, 1))])
    value, alone = problem.value(link), float(problem.alone[0][0] + problem.alone[1][0])
    assert link.clear == pytest.approx(1 / (1 + exp(alone - value)), abs=1e-5)
