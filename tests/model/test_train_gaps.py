"""Pairs with known gaps, and networks trained on them."""

from __future__ import annotations

import random

import numpy as np
import pytest
from samples import NEWS

from aligner.model import LexicalModel, train_gaps
from aligner.model.changed_pairs import CHANCES, Changes, _labels, read
from aligner.model.gaps import MISSING, OTHER, RENDERED, Gaps
from aligner.model.ties import ties
from aligner.model.train_gaps import samples, train

PAIRS = [(read(ar), read(fr)) for ar, fr in NEWS]


@pytest.fixture(scope="module")
def changes(model: LexicalModel) -> Changes:
    return Changes(PAIRS, ties(model, [(src.words, tgt.words) for src, tgt in PAIRS]), random.Random(1))


def test_changes_are_what_their_labels_say(changes: Changes) -> None:
    seen = set()
    for k in range(400):
        src, tgt = PAIRS[k % len(PAIRS)]
        found = changes.of(k % len(PAIRS))
        if found is None:
            continue
        seen.add(found.kind)
        assert len(found.src_labels) == len(found.src.words)
        assert len(found.tgt_labels) == len(found.tgt.words)
        mine, theirs = [word.text for word in found.tgt.words], [word.text for word in tgt.words]
        if found.kind == "left out":
            assert found.src is src
            assert len(mine) < len(theirs)
            rest = iter(theirs)
            assert all(word in rest for word in mine)
            assert set(found.tgt_labels) == {RENDERED}
            assert OTHER not in found.src_labels
        elif found.kind == "source cut":
            assert found.tgt is tgt
            assert len(found.src.words) < len(src.words)
            assert set(found.src_labels) == {RENDERED}
        elif found.kind == "put in":
            kept = [word for word, label in zip(mine, found.tgt_labels, strict=True) if label == RENDERED]
            assert kept == theirs
            assert MISSING in found.tgt_labels
        else:
            assert len(mine) == len(theirs)
            differ = [a != b for a, b in zip(mine, theirs, strict=True)]
            assert all(label == OTHER for label, new in zip(found.tgt_labels, differ, strict=True) if new)
            assert list(found.tgt_labels).count(OTHER) <= 3
    assert seen == set(CHANCES)


def test_words_without_ties_take_the_label_of_agreeing_neighbours() -> None:
    links = np.array([[0.0, 0.9], [0.0, 0.0], [0.1, 0.8], [0.0, 0.0], [0.7, 0.0]], np.float32)
    assert _labels(links, slice(1, 2), MISSING).tolist() == [MISSING, MISSING, MISSING, -1, RENDERED]
    assert _labels(np.zeros((2, 2), np.float32), slice(0, 1), MISSING).tolist() == [-1, -1]


def test_training_learns_and_gives_the_same_twice(model: LexicalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_gaps, "ROUNDS", 60)  # of one batch each
    pairs = [(f"{ar} {other}", f"{fr} {rendered}") for ar, fr in NEWS for other, rendered in NEWS if ar != other]
    given = list(samples(pairs, model))
    assert [whole.kind for whole, _ in given] == ["whole"] * len(given)
    arrays, again = train(given), train(given)
    assert all((arrays[name] == again[name]).all() for name in arrays)
    assert arrays["doubt"].shape == (24,)
    gaps = Gaps(arrays)
    cut = [changed for _, changed in given if changed.kind == "left out"]
    missing, rendered = [], []
    for sample in cut:
        chances = gaps._networks[0].chances(sample.rows[0], np.zeros(len(sample.rows[0]), np.int64))[:, MISSING]
        missing += chances[sample.labels[0] == MISSING].tolist()
        rendered += chances[sample.labels[0] == RENDERED].tolist()
    assert np.mean(missing) > 2 * np.mean(rendered)


def test_no_pair_gives_no_sample(model: LexicalModel) -> None:
    assert list(samples([("نعم", "oui")], model)) == []
