"""Bands for long documents."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NEWS

from aligner.alignment import COARSE
from aligner.band import band, heaviest_chain
from aligner.model import LexicalModel
from aligner.model.likelihood import Likelihood
from aligner.text.words import tokens

points = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 9).map(float)), max_size=8)


@given(points)
def test_the_heaviest_chain(points: list[tuple[int, int, float]]) -> None:
    def rises(chain: tuple[tuple[int, int, float], ...]) -> bool:
        return all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(chain))

    chains = (sorted(some) for size in range(len(points) + 1) for some in combinations(points, size))
    best = max(sum(weight for *_, weight in chain) for chain in chains if rises(tuple(chain)))
    found = heaviest_chain(points)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(found))
    heaviest = {point[:2]: max(w for i, j, w in points if (i, j) == point[:2]) for point in points}
    assert sum(heaviest[point] for point in found) == best


def vectors(count: int, seed: int = 1) -> np.ndarray:
    made = np.random.default_rng(seed).normal(size=(count, 64))
    return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def assert_sound(found: tuple[np.ndarray, np.ndarray], rows: int, columns: int) -> None:
    first, last = found
    assert len(first) == len(last) == rows + 1
    assert first[0] == 0
    assert last[-1] == columns
    assert (np.diff(first) >= 0).all()
    assert (np.diff(last) >= 0).all()
    assert (first <= last).all()
    assert (first[1:] <= last[:-1]).all()


@pytest.mark.parametrize(("rows", "columns"), [(1, 400), (400, 1), (300, 300), (37, 900), (2000, 1500)])
def test_bands_of_texts_that_have_nothing_in_common_are_sound(rows: int, columns: int) -> None:
    assert_sound(band(vectors(rows, 1), vectors(columns, 2)), rows, columns)


@given(st.integers(1, 90), st.integers(1, 90), st.integers(1, 9), st.integers(0, 2**32))
def test_bands_of_any_vectors_are_sound(rows: int, columns: int, size: int, seed: int) -> None:
    """Few dimensions: many are alike; some sentences have no words."""
    random = np.random.default_rng(seed)
    sides = [random.normal(size=(count, size)) for count in (rows, columns)]
    made = [side / np.linalg.norm(side, axis=1, keepdims=True) for side in sides]
    made = [(side * (random.random((len(side), 1)) > 0.1)).astype(np.float32) for side in made]
    assert_sound(band(*made), rows, columns)


def test_the_band_of_a_text_holds_the_path(model: LexicalModel) -> None:
    """Our sentences in an order by chance, each with a number of its own; passages were left out on either side."""
    chosen = np.random.default_rng(5).integers(0, len(NEWS), 700).tolist()
    left_out = {*range(200, 230), *range(0, 700, 19)}, {*range(430, 490), *range(7, 700, 23)}
    arabic, french = ([n for n in range(700) if n not in left] for left in left_out)
    texts = [f"{NEWS[chosen[n]][0]} {1000 + n}" for n in arabic], [f"{NEWS[chosen[n]][1]} {1000 + n}" for n in french]
    found = band(*Likelihood(model, *([tokens(text) for text in side] for side in texts)).vectors(COARSE))
    assert_sound(found, len(arabic), len(french))
    place = {n: j for j, n in enumerate(french)}
    for i, n in enumerate(arabic):
        if n in place:
            assert found[0][i] <= place[n] < found[1][i + 1]
    assert np.mean(found[1] - found[0]) < len(french) / 4


def test_the_band_is_narrow_and_holds_the_path() -> None:
    """Passages left out on either side, and noise."""
    src = vectors(3000)
    noise = np.random.default_rng(3).normal(scale=0.12, size=src.shape).astype(np.float32)
    kept = [n for n in range(3000) if not 700 <= n < 760 and n % 17]
    tgt = (src + noise)[kept]
    dropped = [n for n in range(3000) if not 2000 <= n < 2300]
    first, last = band(src[dropped], tgt)
    assert_sound((first, last), len(dropped), len(kept))
    place = {n: j for j, n in enumerate(kept)}
    for i, n in enumerate(dropped):
        if n in place:
            assert first[i] <= place[n] < last[i + 1]
    assert np.median(last - first) < 60
