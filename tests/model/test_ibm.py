"""Training on examples that are small enough to be reckoned by hand."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from aligner.model import ibm


def ids(*numbers: int) -> ibm.Ints:
    return np.array(numbers, np.int32)


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
