"""What a link is judged by, and how its weights are trained."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest
from samples import AR, FR, NEWS

from aligner.lattice import TIES
from aligner.model import LexicalModel
from aligner.model import train_links as training
from aligner.model.likelihood import Likelihood
from aligner.model.links import (
    EDGE,
    FEATURES,
    LENGTH_SPREAD,
    ON_TIES,
    PLAIN,
    TEMPER,
    Shape,
    alone_features,
    features,
    ties,
    usual_ratio,
)
from aligner.text.words import tokens

AR5, FR5 = AR[:5], [*FR[:4], "Qui réclame quoi : une hausse (de salaire), dites-vous ?"]


def ratio_of(model: LexicalModel, arabic: list[str], french: list[str]) -> tuple[float, float]:
    """How much better each side explains the other, each of its sentences by itself."""
    block = Likelihood(model, [tokens(text) for text in arabic], [tokens(text) for text in french]).block()
    return float(block.forth(len(arabic)).sum()), float(block.back(len(french)).sum())


@pytest.mark.parametrize(
    ("kind", "at"), [((1, 1), (2, 2)), ((2, 1), (0, 1)), ((1, 3), (1, 1)), ((2, 2), (2, 2)), ((3, 2), (1, 3))]
)
def test_features_are_what_they_are_called(kind: tuple[int, int], at: tuple[int, int], model: LexicalModel) -> None:
    shapes = Shape.of(AR5), Shape.of(FR5)
    usual = usual_ratio(*shapes)
    likelihood = Likelihood(model, [tokens(text) for text in AR5], [tokens(text) for text in FR5])
    found = dict(features(likelihood.block(), *shapes, usual))[kind]
    figure = {
        name: float(np.broadcast_to(f, (6 - kind[0], 6 - kind[1]))[at]) for name, f in zip(ON_TIES, found, strict=True)
    }
    arabic, french = AR5[at[0] : at[0] + kind[0]], FR5[at[1] : at[1] + kind[1]]
    forth, back = ratio_of(model, arabic, french)
    whole = (forth + back) / 2
    expected = sum(map(len, arabic)) * usual
    given = sum(map(len, french))
    assert figure["whole"] == pytest.approx(whole, rel=1e-3, abs=1e-2)
    assert figure["tempered"] == pytest.approx(np.sign(whole) * abs(whole) ** TEMPER, rel=1e-3, abs=1e-2)
    assert figure["less"] == pytest.approx(min(forth, back), rel=1e-3, abs=1e-2)
    assert figure["likeness"] == pytest.approx(whole / sqrt(expected + given), rel=1e-3, abs=1e-2)
    apart = min(abs(log(given / expected)) / LENGTH_SPREAD, 4)
    assert figure["length"] == pytest.approx(apart, rel=1e-3, abs=1e-3)
    assert figure["length squared"] == pytest.approx(apart**2, rel=1e-3, abs=1e-3)
    assert figure["more"] == sum(kind) - 2
    assert figure["both"] == min(kind) - 1
    assert figure["questions"] == abs(sum(t.count("؟") for t in arabic) - sum(t.count("?") for t in french))
    assert figure["brackets"] == min(sum(t.count("(") + t.count(")") for t in french), 3)
    if sum(kind) > 2:
        lost = []
        for side, first in ((0, True), (0, False), (1, True), (1, False)):
            if kind[side] > 1:
                texts = [list(arabic), list(french)]
                edge = texts[side].pop(0 if first else -1)
                f, b = ratio_of(model, *texts)
                needed = forth - f if side == 0 else back - b
                lost.append((forth + back - f - b, needed, len(edge) * (usual if side == 0 else 1)))
        loss, needed, length = min(lost)
        assert figure["edge"] == pytest.approx(np.sign(loss) * abs(loss) ** TEMPER, rel=1e-2, abs=2e-2)
        assert figure["edge needed density"] == pytest.approx(needed / sqrt(length), rel=1e-2, abs=2e-2)
        assert figure["edge length"] == pytest.approx(log(length / EDGE), rel=1e-3, abs=1e-3)


def test_values_are_weighted_sums(model: LexicalModel) -> None:
    shapes = Shape.of(AR5), Shape.of(FR5)
    block = Likelihood(model, [tokens(text) for text in AR5], [tokens(text) for text in FR5]).block()
    tables = ties(block, *shapes, 1.3, model.links)
    assert set(tables) == set(TIES)
    for kind, found in features(block, *shapes, 1.3):
        expected = sum(weight * feature for weight, feature in zip(model.links, found, strict=False))
        assert tables[kind] == pytest.approx(expected, rel=1e-4, abs=1e-4)
    assert tables[6, 1].shape == (0, 0)


def test_as_many_weights_as_features(model: LexicalModel) -> None:
    assert model.links.shape == PLAIN.shape == (len(FEATURES),)
    assert alone_features(Shape.of(["a" * 9, "b" * 9])).tolist() == [[1, 1], [0, 0]]


DOCUMENTS = [[NEWS[(n + shift) % 10] for n in range(10)] * 3 for shift in range(3)]


def test_changed_documents_are_whole_and_the_same_each_time() -> None:
    made = list(training.changed(DOCUMENTS))
    assert made == list(training.changed(DOCUMENTS))
    assert len(made) == len(DOCUMENTS) * training.TIMES
    kinds = {(len(ar), len(fr)) for groups in made for ar, fr in groups}
    assert kinds <= {*TIES, (1, 0), (0, 1)}
    assert len(kinds) > 4
    for groups in made:
        # Words that stood in order still do, whatever was merged.
        texts = " ".join(text for ar, _ in groups for text in ar)
        assert all(word in " ".join(AR) for word in tokens(texts) if len(word) > 4)


def test_short_documents_are_joined_and_long_ones_cut() -> None:
    documents = [[NEWS[0]] * size for size in (10, 12, 5, 70, 130)]
    sizes = [len(part) for part in training._handy(documents)]
    assert all(training.SHORTEST <= size <= training.LONGEST + training.SHORTEST for size in sizes)
    assert sizes == [27, 60, 60, 60]


def test_the_slope_is_that_of_the_cost(model: LexicalModel) -> None:
    groups = [([AR[0]], [FR[0]]), ([AR[1], AR[2]], [f"{FR[1]} {FR[2]}"]), ([AR[3]], []), ([AR[4]], [FR[4]])]
    made = training._Made(groups, model)
    weights = model.links.astype(np.float64)
    cost, slope = made.cost(weights)
    assert cost > 0
    for n in range(len(weights)):
        step = np.zeros_like(weights)
        step[n] = 1e-2
        difference = (made.cost(weights + step)[0] - made.cost(weights - step)[0]) / 2e-2
        assert slope[n] == pytest.approx(difference, rel=2e-2, abs=2e-2)


def test_training_makes_the_true_alignments_likelier(model: LexicalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "ROUNDS", 5)
    weights = training.train(DOCUMENTS, model)
    made = [training._Made(groups, model) for groups in training.changed(DOCUMENTS)]
    trained, plain = (sum(document.cost(w.astype(np.float64))[0] for document in made) for w in (weights, PLAIN))
    assert trained < plain
