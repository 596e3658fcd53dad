from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from aligner.assignment import assignment

VALUES = st.integers(-20, 40).map(lambda n: n / 4)
MATRICES = st.tuples(st.integers(1, 7), st.integers(1, 7)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=VALUES)
)


def test_the_greatest_total_beats_the_greatest_pair() -> None:
    assert assignment(np.array([[9.0, 8.0], [8.0, 1.0]])) == {(0, 1), (1, 0)}


def test_what_is_worth_nothing_is_left_alone() -> None:
    assert assignment(np.array([[-1.0, 0.0], [2.0, -3.0], [-1.0, -1.0]])) == {(1, 0)}


@given(MATRICES)
def test_the_total_is_that_of_scipy(value: np.ndarray) -> None:
    from scipy.optimize import linear_sum_assignment

    found = assignment(value)
    assert len({i for i, _ in found}) == len({j for _, j in found}) == len(found)
    rows, columns = linear_sum_assignment(np.maximum(value, 0), maximize=True)
    assert sum(value[cell] for cell in found) == pytest.approx(np.maximum(value, 0)[rows, columns].sum())
