"""The matrix products against the formula, word by word."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from samples import AR, FR

from aligner.model import LexicalModel
from aligner.model.likelihood import EXPLAINED, Likelihood, similarity, windows
from aligner.text.words import tokens, unit, words

ARABIC = [tokens(text) for text in AR[:5]]
FRENCH = [tokens(text) for text in [*FR[:3], "Rien du tout, 17 fois rien."]]


def add_formula(total, table, frequency, given, explained, run: int) -> None:
    """Adds half of log p(explained | given) / p(explained) to each cell, a unit after the other."""
    (given_texts, row), (explained_texts, column) = given, explained
    for i, j in np.ndindex(*total.shape):
        units = [other for text in given_texts[i : i + run] for other in text]
        for each in explained_texts[j]:
            mean = sum(table[row[other], column[each]] for other in units) / max(len(units), 1)
            total[i, j] += log(1 - EXPLAINED + EXPLAINED * mean / frequency[column[each]]) / 2


def layers(model: LexicalModel):
    """The model's lexicons for our texts, with the texts as units of each: stems, then pieces."""
    both = [words(" ".join(token for text in side for token in text)) for side in (ARABIC, FRENCH)]
    yield model.lexicon(*both), *([[unit(token) for token in text] for text in side] for side in (ARABIC, FRENCH))
    cut = [[[piece for token in text for piece in model.cut(token)] for text in side] for side in (ARABIC, FRENCH)]
    names = (list(dict.fromkeys(piece for text in side for piece in text)) for side in cut)
    yield model.pieces.lexicon(*names), *cut


@pytest.mark.parametrize("run", [1, 2, 3])
def test_ratios_are_the_mean_of_the_formula_in_both_layers(run: int, model: LexicalModel) -> None:
    forth = np.zeros((len(ARABIC) - run + 1, len(FRENCH)))
    back = np.zeros((len(FRENCH) - run + 1, len(ARABIC)))
    for lexicon, arabic, french in layers(model):
        add_formula(forth, lexicon.fr_given_ar, lexicon.fr_frequency, (arabic, lexicon.ar), (french, lexicon.fr), run)
        add_formula(back, lexicon.ar_given_fr.T, lexicon.ar_frequency, (french, lexicon.fr), (arabic, lexicon.ar), run)
    ratios = Likelihood(model, ARABIC, FRENCH).block()
    assert ratios.forth(run) == pytest.approx(forth, rel=1e-3, abs=1e-3)
    assert ratios.back(run) == pytest.approx(back, rel=1e-3, abs=1e-3)


def test_renderings_have_more_in_common_than_others(model: LexicalModel) -> None:
    likeness = similarity(model, [tokens(text) for text in AR], [tokens(text) for text in FR])
    right = np.diag(likeness)
    others = likeness[~np.eye(len(AR), dtype=bool)]
    assert right.min() > 0.3
    assert others.max() < right.min()
    assert others.mean() < -1


def test_texts_without_words(model: LexicalModel) -> None:
    ratios = Likelihood(model, [[], tokens("ماء")], [tokens("eau"), []]).block()
    assert ratios.forth(1)[:, 1].tolist() == [0, 0]
    assert ratios.forth(1)[1, 0] > 0 > ratios.forth(1)[0, 0]
    assert similarity(model, [[]], [[]]).tolist() == [[0]]


def test_a_block_is_a_part_of_the_whole(model: LexicalModel) -> None:
    ratios = Likelihood(model, ARABIC, FRENCH)
    whole, part = ratios.block(), ratios.block(slice(1, 4), slice(2, 4))
    for run in (1, 2):
        assert part.forth(run) == pytest.approx(whole.forth(run)[1 : 5 - run, 2:4], rel=1e-4, abs=1e-4)
        assert part.back(run) == pytest.approx(whole.back(run)[2 : 5 - run, 1:4], rel=1e-4, abs=1e-4)


def test_pairs_are_like_cells_of_the_whole(model: LexicalModel) -> None:
    ratios = Likelihood(model, ARABIC, FRENCH)
    rows, columns = np.array([4, 0, 2, 0]), np.array([3, 0, 2, 1])
    assert ratios.likeness(rows, columns) == pytest.approx(ratios.block().likeness()[rows, columns], abs=1e-3)


def test_windows() -> None:
    values = np.array([[1.0, 10], [2, 20], [4, 40]], np.float32)
    assert windows(values, 2).tolist() == [[3, 30], [6, 60]]
    assert windows(values, 3).tolist() == [[7, 70]]
    assert windows(values, 1).tolist() == values.tolist()
