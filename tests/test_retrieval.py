"""Nearest sentences of two collections."""

from __future__ import annotations

import numpy as np
import pytest
from samples import AR, FR

from aligner import retrieval
from aligner.model import LexicalModel
from aligner.retrieval import nearest

ORDER = [3, 7, 0, 9, 5, 1, 8, 2, 6, 4]


@pytest.mark.parametrize(("candidates", "block"), [(32, 512), (2, 3)])
def test_partners_are_found_in_any_order(
    candidates: int, block: int, model: LexicalModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "CANDIDATES", candidates)
    monkeypatch.setattr(retrieval, "BLOCK", block)
    found = nearest(AR, [FR[n] for n in ORDER], model)
    assert [ORDER[j] for j in found.fr_of_ar] == list(range(len(AR)))
    assert found.ar_of_fr.tolist() == ORDER
    assert (found.ar_margin > 0).all()
    pairs = found.mutual()
    assert sorted((i, ORDER[j]) for i, j, _ in pairs) == [(n, n) for n in range(len(AR))]
    assert [margin for *_, margin in pairs] == sorted((margin for *_, margin in pairs), reverse=True)


def test_what_has_no_partner_is_nobodys_choice(model: LexicalModel) -> None:
    found = nearest(AR[:5], FR[1:], model)
    assert sorted(pair[:2] for pair in found.mutual(0.3)) == [(n, n - 1) for n in range(1, 5)]


def test_a_sentence_on_either_side(model: LexicalModel) -> None:
    found = nearest(AR[:1], FR[:1], model)
    assert (found.fr_of_ar.tolist(), found.ar_of_fr.tolist()) == ([0], [0])


@pytest.mark.parametrize(("src", "tgt"), [(0, 0), (3, 0), (0, 3)])
def test_empty_sides(src: int, tgt: int, model: LexicalModel) -> None:
    found = nearest(AR[:src], FR[:tgt], model)
    assert found.fr_of_ar.tolist() == [-1] * src
    assert found.ar_of_fr.tolist() == [-1] * tgt
    assert (found.ar_margin == -np.inf).all()
    assert found.mutual() == []


def test_texts_without_words(model: LexicalModel) -> None:
    found = nearest([*AR[:2], "…"], [*FR[:2], "!", ""], model)
    assert found.fr_of_ar[:2].tolist() == [0, 1]
    assert np.isfinite(found.ar_margin).all()
