"""Vectors: near for renderings, far for others."""

from __future__ import annotations

import numpy as np
import pytest
from samples import AR, FR

from aligner.model import LexicalModel
from aligner.model import vectors as module
from aligner.model.likelihood import Likelihood
from aligner.model.units import Texts
from aligner.model.vectors import normalised, vectors
from aligner.text.words import tokens, unit


@pytest.mark.parametrize("size", [256, 512])
def test_partners_are_nearest(size: int, model: LexicalModel) -> None:
    ar, fr = Likelihood(model, [tokens(text) for text in AR], [tokens(text) for text in FR]).vectors(size)
    assert ar.shape == fr.shape == (len(AR), size)
    for side in (ar, fr):
        assert np.linalg.norm(side, axis=1) == pytest.approx(np.ones(len(AR)), abs=1e-5)
    likeness = ar @ fr.T
    assert likeness.argmax(axis=1).tolist() == likeness.argmax(axis=0).tolist() == list(range(len(AR)))
    assert np.diag(likeness).min() > 0.2
    assert np.abs(likeness[~np.eye(len(AR), dtype=bool)]).mean() < 0.15


def test_no_words_no_direction(model: LexicalModel) -> None:
    ar, fr = Likelihood(model, [[], tokens(AR[0])], [[]]).vectors()
    assert not ar[0].any()
    assert not fr.any()


def test_shorter_vectors_are_cut_ones(model: LexicalModel) -> None:
    ar, fr = (Texts([tokens(text) for text in side]).units(lambda token: [unit(token)]) for side in (AR, FR))
    entries = model.stems.entries(ar.names, fr.names)
    for whole, cut in zip(vectors(ar, fr, entries), vectors(ar, fr, entries, 100), strict=True):
        assert cut.shape == (len(AR), 100)
        assert cut == pytest.approx(normalised(whole[:, :100]), abs=1e-5)


def test_rows_of_length_one() -> None:
    assert normalised(np.array([[3, 4], [0, 0]], np.float32)) == pytest.approx(np.array([[0.6, 0.8], [0, 0]]))


def test_common_units_weigh_nothing(model: LexicalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMMON", 1e-12)  # every unit is more frequent
    for side in Likelihood(model, [tokens(AR[0])], [tokens(FR[0])]).vectors():
        assert not side.any()
