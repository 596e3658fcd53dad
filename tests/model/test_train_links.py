"""How the worth of links is trained: documents that are made, and the search for the weights."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest
from samples import AR, FR, NEWS

from aligner.lattice import TIES
from aligner.model import LexicalModel
from aligner.model import train_links as training
from aligner.model.links import PLAIN
from aligner.text.words import tokens

DOCUMENTS = [[NEWS[(n + shift) % 10] for n in range(10)] * 3 for shift in range(3)]
# The same with a number in each sentence, by which it is known again.
NUMBERED = [
    [(f"{ar} {100 * d + n}", f"{fr} {100 * d + n}") for n, (ar, fr) in enumerate(document)]
    for d, document in enumerate(DOCUMENTS, 1)
]


def numbers(texts: list[str]) -> list[int]:
    return [int(number) for text in texts for number in re.findall(r"\d+", text)]


def test_changed_documents_are_the_same_each_time() -> None:
    made = list(training.changed(DOCUMENTS))
    assert made == list(training.changed(DOCUMENTS))
    assert len(made) == len(DOCUMENTS) * training.TIMES
    kinds = {(len(ar), len(fr)) for groups in made for ar, fr in groups}
    assert kinds <= {*TIES, (1, 0), (0, 1)}
    assert len(kinds) > 4


def test_changed_documents_keep_every_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """In order, whatever was merged; those left out are still there on the other side."""
    monkeypatch.setattr(training, "ADDED", 0)
    monkeypatch.setattr(training, "TIMES", 8)
    # The commas that take the place of full stops are no words.
    words = {numbers([ar])[0]: (tokens(ar), tokens(fr)) for document in NUMBERED for ar, fr in document}
    ties = 0
    for made, groups in enumerate(training.changed(NUMBERED)):
        document = range(100 * (made // 8 + 1), 100 * (made // 8 + 1) + 30)
        told = []
        for ar, fr in groups:
            if ar and fr:
                assert numbers(ar) == numbers(fr)
                ties += len(numbers(ar)) > 1
            found = numbers(ar or fr)
            told += found
            for side, texts in enumerate((ar, fr)):
                if texts:
                    assert [word for text in texts for word in tokens(text)] == [
                        word for n in found for word in words[n][side]
                    ]
        assert told == list(document)
    assert ties > 20


def test_sentences_are_added_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MERGED", "LEFT_OUT", "PARAGRAPH"):
        monkeypatch.setattr(training, name, 0)
    monkeypatch.setattr(training, "ADDED", 0.9)
    foreign = 0
    for made, groups in enumerate(training.changed(NUMBERED)):
        kinds = Counter((len(ar), len(fr)) for ar, fr in groups)
        assert set(kinds) <= {(1, 1), (1, 0), (0, 1)}
        document = NUMBERED[made // training.TIMES]
        assert [(ar[0], fr[0]) for ar, fr in groups if ar and fr] == document
        foreign += kinds[1, 0] + kinds[0, 1]
    assert foreign > 20


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
