"""Documents paired by content: vectors in blocks, candidates, and what the alignment explains."""

from __future__ import annotations

import numpy as np
import pytest
from folders import texts
from hypothesis import given
from hypothesis import strategies as st
from samples import AR, FR

from aligner import align
from aligner.corpus import documents, search
from aligner.data import Pair, Sentence
from aligner.model import LexicalModel
from aligner.text.words import tokens

ORDER = [3, 0, 4, 1, 2]


def proposals(model: LexicalModel, ar: list[str], fr: list[str]) -> list[tuple[int, int]]:
    """The pairs that content proposes among documents in memory."""
    heads = [[documents.head(text) for text in side] for side in (ar, fr)]
    of_fr, known = search.french_vectors(model, heads[1])
    of_ar = search.arabic_vectors(model, heads[0], known)
    forth, back = (
        search.nearest(of_ar, [of_fr], documents.CANDIDATES)[0],
        search.nearest(of_fr, [of_ar], documents.CANDIDATES)[0],
    )
    pairs = {(i, int(j)) for i, row in enumerate(forth) for j in row if j >= 0}
    pairs |= {(int(i), j) for j, row in enumerate(back) for i in row if i >= 0}
    rows, columns = (np.array(side, np.int64) for side in zip(*sorted(pairs), strict=True))
    values = documents.likeness(model, heads[0], heads[1], rows, columns)
    return documents.one_to_one(
        (int(i), int(j), float(value))
        for i, j, value in zip(rows, columns, values, strict=True)
        if value >= documents.LEAST
    )


def test_partners_are_proposed_in_any_order(model: LexicalModel) -> None:
    ar, fr = ([" ".join(sentences) for sentences in texts(side)] for side in (0, 1))
    assert proposals(model, ar, [fr[n] for n in ORDER]) == [(n, ORDER.index(n)) for n in range(len(ar))]


def test_an_alignment_explains_partners_alone(model: LexicalModel) -> None:
    ar, fr = texts(0), texts(1)
    assert documents.explained(model, align(ar[0], fr[0], model)) > 0.9
    assert documents.explained(model, align(ar[0], fr[1], model)) == 0
    assert documents.explained(model, []) == documents.explained(model, [Pair((Sentence("نص"),), ())]) == 0
    linked, lone = Pair((Sentence(AR[0]),), (Sentence(FR[0]),), 0.5), Pair((), (Sentence("x" * (len(AR[0] + FR[0]))),))
    assert documents.explained(model, [linked, lone]) == 0.25


def test_vectors_of_blocks_are_those_of_the_whole(model: LexicalModel) -> None:
    ar, fr = ([tokens(text) for text in side] for side in (AR, FR))
    of_fr, known = search.french_vectors(model, fr)
    parts = [search.french_vectors(model, some) for some in (fr[:3], fr[3:])]
    assert np.concatenate([made for made, _ in parts]) == pytest.approx(of_fr, abs=1e-6)
    assert tuple(a | b for a, b in zip(*(words for _, words in parts), strict=True)) == known
    of_ar = search.arabic_vectors(model, ar, known)
    assert search.arabic_vectors(model, ar[3:], known) == pytest.approx(of_ar[3:], abs=1e-6)
    assert (of_ar @ of_fr.T).argmax(axis=1).tolist() == list(range(len(AR)))
    assert not search.french_vectors(model, [[]])[0].any()


@given(st.integers(1, 9), st.integers(1, 40), st.integers(1, 6), st.integers(1, 40), st.integers(0, 99))
def test_nearest_in_blocks(rows: int, others: int, count: int, block: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    side, all_ = (rng.integers(-3, 4, (n, 4)).astype(np.float32) for n in (rows, others))
    places, likeness = search.nearest(side, (all_[at : at + block] for at in range(0, others, block)), count)
    values = side @ all_.T
    for row in range(rows):
        best = sorted(values[row].tolist(), reverse=True)[:count]
        assert likeness[row, : len(best)].tolist() == best
        assert [values[row, n] for n in places[row, : len(best)]] == best
        assert (places[row, len(best) :] == -1).all()


cells = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from([-1.0, 0.0, 0.5, 1.0])), max_size=20)


@given(cells)
def test_one_to_one(found: list[documents.Cell]) -> None:
    pairs = documents.one_to_one(found)
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    # Whatever is not taken has a side that a pair at least as good took.
    value = {(i, j): v for i, j, v in sorted(found, key=lambda cell: cell[2])}
    for (i, j), least in value.items():
        assert any((i == a or j == b) and value[a, b] >= least for a, b in pairs)


@given(cells)
def test_the_best_of_each(found: list[documents.Cell]) -> None:
    kept = documents.best(found, 2)
    assert all(value >= documents.LEAST for *_, value in kept)
    for i in range(6):
        values = sorted((v for a, _, v in found if a == i and v >= documents.LEAST), reverse=True)
        assert [v for a, _, v in kept if a == i] == values[:2]
