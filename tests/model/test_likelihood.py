"""The matrix products against the formula, word by word."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from samples import AR, FR

from aligner.model import LexicalModel
from aligner.model.likelihood import EXPLAINED, Likelihood, similarity, windows
from aligner.text.words import Word, words

ARABIC = [words(text) for text in AR[:5]]
FRENCH = [words(text) for text in [*FR[:3], "Rien du tout, 17 fois rien."]]


def plain(given: list[Word], explained: list[Word], probability, frequency) -> float:
    """log p(explained | given) / p(explained), a word after the other."""
    total = 0.0
    for word in explained:
        mean = sum(probability(word, other) for other in given) / max(len(given), 1)
        total += log(1 - EXPLAINED + EXPLAINED * mean / frequency(word))
    return total


@pytest.mark.parametrize("run", [1, 2, 3])
def test_ratios_are_those_of_the_formula(run: int, model: LexicalModel) -> None:
    lexicon = model.lexicon((w for t in ARABIC for w in t), (w for t in FRENCH for w in t))
    ratios = Likelihood(model, ARABIC, FRENCH)
    forth, back = ratios.forth(run), ratios.back(run)
    assert forth.shape == (len(ARABIC) - run + 1, len(FRENCH))
    assert back.shape == (len(FRENCH) - run + 1, len(ARABIC))
    for i in range(forth.shape[0]):
        given = [word for text in ARABIC[i : i + run] for word in text]
        for j, text in enumerate(FRENCH):
            expected = plain(
                given,
                text,
                lambda f, a: lexicon.fr_given_ar[lexicon.ar[a.unit], lexicon.fr[f.unit]],
                lambda f: lexicon.fr_frequency[lexicon.fr[f.unit]],
            )
            assert forth[i, j] == pytest.approx(expected, rel=1e-3, abs=1e-3)
    for j in range(back.shape[0]):
        given = [word for text in FRENCH[j : j + run] for word in text]
        for i, text in enumerate(ARABIC):
            expected = plain(
                given,
                text,
                lambda a, f: lexicon.ar_given_fr[lexicon.ar[a.unit], lexicon.fr[f.unit]],
                lambda a: lexicon.ar_frequency[lexicon.ar[a.unit]],
            )
            assert back[j, i] == pytest.approx(expected, rel=1e-3, abs=1e-3)


def test_renderings_have_more_in_common_than_others(model: LexicalModel) -> None:
    likeness = similarity(model, [words(text) for text in AR], [words(text) for text in FR])
    right = np.diag(likeness)
    others = likeness[~np.eye(len(AR), dtype=bool)]
    assert right.min() > 0.3
    assert others.max() < right.min()
    assert others.mean() < -1


def test_texts_without_words(model: LexicalModel) -> None:
    ratios = Likelihood(model, [[], words("ماء")], [words("eau"), []])
    assert ratios.forth(1)[:, 1].tolist() == [0, 0]
    assert ratios.forth(1)[1, 0] > 0 > ratios.forth(1)[0, 0]
    assert similarity(model, [[]], [[]]).tolist() == [[0]]


def test_windows() -> None:
    values = np.array([[1.0, 10], [2, 20], [4, 40]], np.float32)
    assert windows(values, 2).tolist() == [[3, 30], [6, 60]]
    assert windows(values, 3).tolist() == [[7, 70]]
    assert windows(values, 1).tolist() == values.tolist()
