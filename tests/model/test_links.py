"""What a link is judged by."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest
from samples import AR, FR

from aligner.lattice import TIES
from aligner.model import LexicalModel
from aligner.model.likelihood import Likelihood
from aligner.model.links import (
    EDGE,
    FEATURES,
    LENGTH_SPREAD,
    MANY_SIGNS,
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


SIGNS = {"questions": "?؟", "colons": ":", "commas": ",،;؛", "brackets": "()[]"}


def test_signs_and_sizes_are_counted(model: LexicalModel) -> None:
    arabic = ["من قال ذلك؟ ومتى؟", "قال: لا (أبدا)، ثم سكت؛ ومضى. ولم يعد… بعد.", "نعم، نعم، نعم، نعم، نعم."]
    french = ["Qui l’a dit ? Quand ?", "Il a dit : non ; puis il s’est tu. Il est parti.", "Oui [oui] (oui)."]
    # Those inside a sentence and its end.
    stops = [1, 3, 1], [1, 2, 1]
    shapes = Shape.of(arabic), Shape.of(french)
    block = Likelihood(model, [tokens(text) for text in arabic], [tokens(text) for text in french]).block()
    for (k, n), found in features(block, *shapes, 1.3):
        figures = dict(zip(ON_TIES, found, strict=True))
        assert [figures["merged"], figures["more"]] == [k + n > 2, k + n - 2]
        assert [figures["many"], figures["both"]] == [max(k + n - 3, 0), min(k, n) - 1]
        for i, j in np.ndindex(4 - k, 4 - n):
            left, right = " ".join(arabic[i : i + k]), " ".join(french[j : j + n])
            for name, signs in SIGNS.items():
                more = abs(sum(map(left.count, signs)) - sum(map(right.count, signs)))
                assert figures[name][i, j] == min(more, MANY_SIGNS)
            assert figures["stops"][i, j] == min(abs(sum(stops[0][i : i + k]) - sum(stops[1][j : j + n])), MANY_SIGNS)


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
