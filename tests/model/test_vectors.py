"""Vectors: near for renderings, far for others."""

from __future__ import annotations

import numpy as np
import pytest
from samples import AR, FR

from aligner.model import LexicalModel
from aligner.model.likelihood import Likelihood
from aligner.text.words import tokens


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
