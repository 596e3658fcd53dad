"""Words that an encoder ties, and what becomes of them in the checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_models
from samples import AR, FR
from test_nearness import Told

import aligner
from aligner.data import Pair, Sentence
from aligner.encoders import load_encoder
from aligner.encoders.word_ties import strengthened, word_links
from aligner.evidence import Context, gather
from aligner.model import LexicalModel

RNG = np.random.default_rng(3)


class Dictionary(Told):
    """An encoder that was told which words mean the same."""

    def words(self, texts: Sequence[Sequence[str]], lang: str) -> list[Any]:
        missing = np.zeros(len(next(iter(self.vectors.values()))), np.float32)
        return [np.stack([self.vectors.get(word, missing) for word in text]) for text in texts]


def pair(arabic: str, french: str) -> Pair:
    return Pair((Sentence(arabic),), (Sentence(french),))


def unit(rows: Any) -> Any:
    return (rows / np.linalg.norm(rows, axis=-1, keepdims=True)).astype(np.float32)


def test_links_are_each_others_nearest() -> None:
    src = unit(RNG.normal(size=(6, 32)))
    order = [2, 0, 1, 5, 4]
    tgt = unit(src[order] + 0.02 * RNG.normal(size=(5, 32)))
    found = word_links(src, tgt)
    assert [(i, j) for i, j in zip(*np.nonzero(found > 0.5), strict=True)] == sorted((n, order.index(n)) for n in order)
    assert found.min() >= 0
    assert found.max() <= 1


def test_links_of_vectors_that_tell_nothing_apart_are_weak() -> None:
    same = unit(np.ones((5, 8)) + 1e-6 * RNG.normal(size=(5, 8)))
    assert word_links(same, same[:, ::-1]).max() < 0.9
    assert word_links(np.zeros((3, 8), np.float32), unit(RNG.normal(size=(4, 8)))).max() == 0
    assert word_links(np.zeros((3, 8), np.float32), np.zeros((4, 8), np.float32)).max() == 0
    noise = word_links(unit(RNG.normal(size=(20, 64))), unit(RNG.normal(size=(20, 64))))
    assert 0 < noise.max() < 0.5


def test_links_strengthen_ties_and_never_weaken_them(model: LexicalModel) -> None:
    (evidence,) = gather([pair(AR[0], FR[0])], Context(model))
    ties = evidence.ties
    assert ties is not None
    links = np.zeros_like(ties.links)
    assert (strengthened(ties, links).links == ties.links).all()
    links[2, 3] = 0.8
    found = strengthened(ties, links)
    assert found.links[2, 3] >= 0.8
    assert (found.links >= ties.links).all()
    assert found.for_src.sum(axis=1).max() <= 1 + 1e-5
    assert found.for_tgt.sum(axis=0).max() <= 1 + 1e-5
    assert (
        replace(found, links=ties.links, for_src=ties.for_src, for_tgt=ties.for_tgt).src_gains == ties.src_gains
    ).all()


def test_words_of_no_table_have_a_counterpart_by_the_encoder() -> None:
    """Three words that the model doesn't know stand for three others; without the encoder they seem to be missing."""
    strange = ["ظخغطص", "ثضظغخ", "ذظثخض"], ["Wqxvkz", "Zkwqxj", "Xvqwkj"]
    arabic = "وصلت قافلة المساعدات إلى القرية صباح يوم الأحد {} {} {}.".format(*strange[0])
    french = "Le convoi d’aide est arrivé au village dimanche matin {} {} {}.".format(*strange[1])
    meanings = {word: [n] for side in strange for n, word in enumerate(side)}
    contexts = Context(aligner.load_model()), Context(aligner.load_model(), encoder=Dictionary(meanings, 0.1))
    plain, helped = (next(gather([pair(arabic, french)], context)) for context in contexts)
    for side in ("src", "tgt"):
        rendered = [getattr(evidence.coverage, side)[-3:, 0] for evidence in (plain, helped)]
        assert (rendered[1] > rendered[0]).all()


@pytest.mark.parametrize("family", ["bert", "xlm_roberta", "m2m100"])
def test_a_tiny_model_feeds_the_checks(family: str, tmp_path: Path) -> None:
    encoder = load_encoder(str(getattr(tiny_models, family)(tmp_path / family, AR + FR)))
    pairs = [pair(*both) for both in zip(AR, FR, strict=True)]
    assert [len(found.findings) for found in aligner.check(pairs, config=aligner.Config(encoder=encoder))] == [0] * len(
        AR
    )
