"""Ties against the formula, word by word; and that pairs do not disturb each other."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest
from samples import AR, FR, NEWS

from aligner.model import LexicalModel
from aligner.model.ties import APART, EXPLAINED, FEW, Ties, ties
from aligner.text.words import unit, words

PLAIN = 1 - EXPLAINED


def tied(model: LexicalModel, arabic: str, french: str) -> Ties:
    (found,) = ties(model, [(words(arabic), words(french))])
    return found


def layer(lexicon, src: list[list[str]], tgt: list[list[str]]):
    """Gains of both sides and how much likelier two words make each other, of words as lists of units."""
    forth = {(a, f): lexicon.fr_given_ar[i, j] for a, i in lexicon.ar.items() for f, j in lexicon.fr.items()}
    back = {(a, f): lexicon.ar_given_fr[i, j] for a, i in lexicon.ar.items() for f, j in lexicon.fr.items()}
    ar_often = {a: lexicon.ar_frequency[i] for a, i in lexicon.ar.items()}
    fr_often = {f: lexicon.fr_frequency[j] for f, j in lexicon.fr.items()}
    every_src, every_tgt = ([unit for word in side for unit in word] for side in (src, tgt))

    def src_gain(word: list[str]) -> float:
        means = [sum(back[a, f] for f in every_tgt) / len(every_tgt) / ar_often[a] for a in word]
        return sum(log(PLAIN + EXPLAINED * mean) for mean in means) / len(word)

    def tgt_gain(word: list[str]) -> float:
        means = [sum(forth[a, f] for a in every_src) / len(every_src) / fr_often[f] for f in word]
        return sum(log(PLAIN + EXPLAINED * mean) for mean in means) / len(word)

    def likelier(ar: list[str], fr: list[str]) -> float:
        best = [max(forth[a, f] / fr_often[f] * back[a, f] / ar_often[a] for a in ar) for f in fr]
        return exp(sum(log(PLAIN + EXPLAINED * sqrt(value)) for value in best) / len(fr))

    return [*map(src_gain, src)], [*map(tgt_gain, tgt)], [[likelier(a, f) for f in tgt] for a in src]


@pytest.mark.parametrize(("arabic", "french"), NEWS[:4])
def test_ties_are_those_of_the_formula(arabic: str, french: str, model: LexicalModel) -> None:
    src, tgt = words(arabic), words(french)
    stems = [[[unit(part) for part in model.parts(word.text)] for word in side] for side in (src, tgt)]
    pieces = [[[p for part in model.parts(word.text) for p in model.cut(part)] for word in side] for side in (src, tgt)]
    names = [list(dict.fromkeys(p for word in side for p in word)) for side in pieces]
    layers = [layer(model.lexicon(src, tgt), *stems), layer(model.pieces.lexicon(*names), *pieces)]
    found = ties(model, [(src, tgt)])[0]
    for k, (src_gain, tgt_gain, _) in enumerate(layers):
        assert found.src_gains[k] == pytest.approx(src_gain, rel=1e-3, abs=1e-3)
        assert found.tgt_gains[k] == pytest.approx(tgt_gain, rel=1e-3, abs=1e-3)
    worth = np.zeros((len(src), len(tgt)))
    for i, j in np.ndindex(*worth.shape):
        apart = abs((i + 0.5) / len(src) - (j + 0.5) / len(tgt))
        worth[i, j] = max(sum(both[i][j] for *_, both in layers) / 2 - PLAIN, 0) * exp(-APART * apart)
    null = PLAIN / EXPLAINED
    for i, j in np.ndindex(*worth.shape):
        for_src = worth[i, j] / (worth[i].sum() + null * len(tgt))
        for_tgt = worth[i, j] / (worth[:, j].sum() + null * len(src))
        assert found.for_src[i, j] == pytest.approx(for_src, rel=1e-2, abs=1e-4)
        assert found.links[i, j] == pytest.approx(sqrt(for_src * for_tgt), rel=1e-2, abs=1e-4)


def test_pairs_do_not_disturb_each_other(model: LexicalModel) -> None:
    together = ties(model, [(words(ar), words(fr)) for ar, fr in NEWS])
    for (ar, fr), found in zip(NEWS, together, strict=True):
        alone = tied(model, ar, fr)
        for name in Ties.__dataclass_fields__:
            assert getattr(found, name) == pytest.approx(getattr(alone, name), rel=1e-4, abs=1e-5)


def test_renderings_are_tied(model: LexicalModel) -> None:
    arabic, french = NEWS[0]
    found = tied(model, arabic, french)
    src, tgt = ([word.text for word in words(text)] for text in (arabic, french))
    for ar, fr in (("ثلاثة", "trois"), ("مستشفى", "hôpital"), ("الصحة", "Santé")):
        assert found.links[src.index(ar)].argmax() == tgt.index(fr)
    assert (found.for_src.sum(axis=1) <= 1.0001).all()
    assert (found.for_tgt.sum(axis=0) <= 1.0001).all()


def test_a_name_is_tied_by_its_letters(model: LexicalModel) -> None:
    found = tied(model, "وصل الفريق إلى خربة الزعرورة", "L’équipe est arrivée à Khirbet Zaaroura")
    assert found.links[-1, -1] > 0.3


def test_likeness_tells_renderings_from_others(model: LexicalModel) -> None:
    right = [tied(model, ar, fr).likeness for ar, fr in NEWS]
    wrong = [tied(model, AR[i], FR[(i + 3) % len(FR)]).likeness for i in range(len(AR))]
    assert min(right) > 0 > max(wrong)


def test_likeness_is_the_mean_of_what_is_clear(model: LexicalModel) -> None:
    found = tied(model, *NEWS[1])
    sides = ((found.src_gain, found.src_trust), (found.tgt_gain, found.tgt_trust))
    means = [sum(g * c for g, (c, *_) in zip(*side, strict=True)) / (side[1][:, 0].sum() + FEW) for side in sides]
    assert found.likeness == pytest.approx(sum(means) / 2 * sqrt(min(found.links.shape)), rel=1e-4)
