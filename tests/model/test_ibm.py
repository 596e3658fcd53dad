"""Training on examples that are small enough to be reckoned by hand."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from aligner.model import ibm


def ids(*numbers: int) -> ibm.Ints:
    return np.array(numbers, np.int32)


Table = dict[tuple[int, int], float]
# A pair of one word each, and a pair of two words each that begins with the same two.
AR = FR = [ids(0), ids(0, 1)]
# The prior of a word half a sentence away from its place.
E = exp(-ibm.DIAGONAL / 2)


def counts(table: ibm.Table) -> dict[tuple[int, int], float]:
    return {(int(a), int(f)): float(c) for a, f, c in zip(table.ar, table.fr, table.count, strict=True)}


def test_counts_begin_with_the_prior() -> None:
    table = ibm.train(AR, FR, [1, 1], 2, 2, rounds=0)
    assert counts(table) == pytest.approx({(0, 0): 2, (0, 1): E, (1, 0): E, (1, 1): 1})
    assert table.fr_given_ar == pytest.approx([2 / (2 + E), E / (2 + E), E / (1 + E), 1 / (1 + E)])


def test_expected_counts_after_a_round() -> None:
    # In the second pair, how likely the first word is tied to the first and the second to the second, either way.
    first = (2 / (2 + E)) / (2 / (2 + E) + E * E / (1 + E))
    second = (1 / (1 + E)) / (1 / (1 + E) + E * E / (2 + E))
    cross = (1 - first) * (1 - second)
    expected = {(0, 0): 1 + first**2, (0, 1): cross, (1, 0): cross, (1, 1): second**2}
    assert counts(ibm.train(AR, FR, [1, 1], 2, 2, rounds=1)) == pytest.approx(expected, rel=1e-5)


def test_a_weight_is_as_many_examples() -> None:
    twice = ibm.train([*AR, AR[1]], [*FR, FR[1]], [1, 1, 1], 2, 2)
    weighted = ibm.train(AR, FR, [1, 2], 2, 2)
    assert counts(weighted) == pytest.approx(counts(twice), rel=1e-5)


def test_probabilities_add_up_to_one() -> None:
    random = np.random.default_rng(1)
    ar = [random.integers(0, 9, random.integers(1, 8)).astype(np.int32) for _ in range(40)]
    fr = [random.integers(0, 7, random.integers(1, 8)).astype(np.int32) for _ in range(40)]
    table = ibm.train(ar, fr, [1.0] * 40, 9, 7)
    assert np.bincount(table.ar, table.fr_given_ar) == pytest.approx(np.ones(9), abs=1e-4)
    assert np.bincount(table.fr, table.ar_given_fr) == pytest.approx(np.ones(7), abs=1e-4)


def test_words_beyond_the_longest_are_not_read() -> None:
    long = ids(*range(ibm.LONGEST + 5))
    table = ibm.train([long], [ids(0)], [1], len(long), 1)
    assert table.ar.tolist() == list(range(ibm.LONGEST))


def slowly(pairs: list[tuple[list[int], list[int]]], known: ibm.Known, rounds: int) -> tuple[Table, Table]:
    """The same training with what is known, word by word: t(fr | ar) and t(ar | fr) by (ar, fr)."""
    cells = list(zip(known.table.ar.tolist(), known.table.fr.tolist(), strict=True))
    before = [
        dict(zip(cells, side.tolist(), strict=True)) for side in (known.table.fr_given_ar, known.table.ar_given_fr)
    ]
    worth = known.ar_worth.tolist(), known.fr_worth.tolist()
    priors = [
        {
            (i, j): exp(-ibm.DIAGONAL * abs((i + 0.5) / len(ar) - (j + 0.5) / len(fr)))
            for i in range(len(ar))
            for j in range(len(fr))
        }
        for ar, fr in pairs
    ]

    def normalised(counts: Table) -> tuple[Table, Table]:
        every = {**dict.fromkeys(cells, 0.0), **counts}
        found: tuple[Table, Table] = {}, {}
        for side in (0, 1):
            totals: dict[int, float] = {}
            for cell, count in every.items():
                totals[cell[side]] = totals.get(cell[side], 0) + count
            for cell, count in every.items():
                unit = cell[side]
                found[side][cell] = (count + worth[side][unit] * before[side].get(cell, 0)) / (
                    totals[unit] + worth[side][unit] + 1e-9
                )
        return found

    counts: Table = {}
    for (ar, fr), prior in zip(pairs, priors, strict=True):
        for (i, j), p in prior.items():
            counts[ar[i], fr[j]] = counts.get((ar[i], fr[j]), 0) + p
    for _ in range(rounds):
        forth, back = normalised(counts)
        counts = {}
        for (ar, fr), prior in zip(pairs, priors, strict=True):
            for (i, j), p in prior.items():
                cell = ar[i], fr[j]
                of_fr = sum(forth[ar[k], fr[j]] * prior[k, j] for k in range(len(ar)))
                of_ar = sum(back[ar[i], fr[k]] * prior[i, k] for k in range(len(fr)))
                share = forth[cell] * p / of_fr * back[cell] * p / of_ar
                counts[cell] = counts.get(cell, 0) + share
    return normalised(counts)


def test_what_is_known_is_a_prior() -> None:
    # Arabic 2 and French 2 are known and do not come; 3 comes and is not known.
    table = ibm.Table(
        ids(0, 1, 1, 2), ids(0, 0, 1, 2), np.ones(4), *np.float32([[0.9, 0.2, 0.7, 0.8], [0.8, 0.1, 1, 0.5]])
    )
    known = ibm.Known(table, np.float32([5, 2, 4, 0]), np.float32([3, 3, 6, 0]))
    pairs = [([0, 1, 3], [0, 1]), ([1, 0], [3, 0, 1]), ([3], [3])]
    found = ibm.train(
        [ids(*ar) for ar, _ in pairs], [ids(*fr) for _, fr in pairs], [1] * 3, 4, 4, rounds=3, known=known
    )
    forth, back = slowly(pairs, known, 3)
    cells = list(zip(found.ar.tolist(), found.fr.tolist(), strict=True))
    assert cells == sorted(forth)
    assert found.fr_given_ar == pytest.approx([forth[cell] for cell in cells], rel=1e-4)
    assert found.ar_given_fr == pytest.approx([back[cell] for cell in cells], rel=1e-4)
    assert forth[2, 2] == pytest.approx(0.8), "what the text has nothing of stays as it was"
