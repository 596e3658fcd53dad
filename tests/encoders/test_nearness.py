"""What an encoder's vectors say beside the embedded model, and alone: with encoders made up for the purpose."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_models
from samples import AR, FR

import aligner
from aligner.encoders import load_encoder
from aligner.encoders.nearness import Nearness, relative
from aligner.errors import UsageError

SIZE = 64


class Told:
    """An encoder that was told which texts mean the same: those of a meaning share a random vector."""

    def __init__(self, meanings: dict[str, Sequence[int]], noise: float = 0.5) -> None:
        rng = np.random.default_rng(1)
        count = 1 + max((n for parts in meanings.values() for n in parts), default=0)
        of_meaning = rng.normal(size=(count, SIZE))
        self.vectors = {}
        for text, parts in meanings.items():
            vector = sum((of_meaning[n] for n in parts), np.zeros(SIZE)) + noise * rng.normal(size=SIZE)
            self.vectors[text] = (vector / np.linalg.norm(vector)).astype(np.float32)

    def encode(self, texts: Sequence[str], lang: str) -> Any:
        return np.stack([self.vectors[text] for text in texts])


def numbers(pairs: list[aligner.Pair]) -> list[tuple[list[int], list[int]]]:
    return [([s.number for s in pair.src], [s.number for s in pair.tgt]) for pair in pairs]


def told(*sides: Sequence[str], noise: float = 0.5) -> Any:
    return Told({text: [n] for side in sides for n, text in enumerate(side)}, noise)


@pytest.mark.parametrize("alone", [False, True])
def test_what_an_encoder_ties(alone: bool) -> None:
    """Unknown words, which only the encoder ties; one sentence without a counterpart on each side."""
    made = [[f"{letter * 8} {n} {letter * 9}" for n in range(9)] for letter in ("ط", "w")]
    src, tgt = [*made[0][:3], *made[0][4:]], [*made[1][:6], *made[1][7:]]
    encoder = Told({text: [n] for side in made for n, text in enumerate(side)}, 0.3)
    found = numbers(aligner.align(src, tgt, encoder=encoder, alone=alone))
    ties = [([n], [n]) for n in range(3)] + [([3], [4]), ([4], [5])] + [([6], [6]), ([7], [7])]
    assert [tie for tie in found if tie in ties] == ties
    assert ([], [3]) in found
    assert ([5], []) in found


def test_one_sentence_rendered_by_two_alone() -> None:
    src = [*AR[:3], f"{AR[3].removesuffix('.')} و{AR[4]}", *AR[5:]]
    encoder = Told({**{text: [n] for side in (AR, FR) for n, text in enumerate(side)}, src[3]: [3, 4]}, 0.3)
    expected = [*(([n], [n]) for n in range(3)), ([3], [3, 4]), *(([n - 1], [n]) for n in range(5, 10))]
    assert numbers(aligner.align(src, FR, encoder=encoder, alone=True)) == expected


def test_sentences_in_another_order_alone() -> None:
    order = [5, 6, 7, 8, 9, 0, 1, 2, 3, 4]
    found = aligner.align(AR, [FR[n] for n in order], encoder=told(AR, FR), alone=True, moved=True)
    assert sorted(numbers(found)) == [([n], [order.index(n)]) for n in range(10)]
    assert sum(pair.moved for pair in found) == 5


def test_an_encoder_that_knows_nothing_changes_next_to_nothing() -> None:
    encoder = Told(dict.fromkeys([*AR, *FR], ()), 1.0)
    plain = aligner.align(AR, FR)
    found = aligner.align(AR, FR, encoder=encoder)
    assert numbers(found) == numbers(plain)
    assert max(abs(a.score - b.score) for a, b in zip(plain, found, strict=True)) < 0.01


@pytest.mark.parametrize("alone", [False, True])
def test_a_tiny_model_goes_the_whole_way(alone: bool, tmp_path: Path) -> None:
    encoder = load_encoder(str(tiny_models.bert(tmp_path / "LaBSE", AR + FR)), offline=True)
    found = aligner.align(AR, FR, encoder=encoder, alone=alone)
    assert [n for src, _ in numbers(found) for n in src] == list(range(10))
    assert alone or numbers(found) == [([n], [n]) for n in range(10)]
    assert all(0 <= pair.score <= 1 for pair in found)


@pytest.mark.parametrize(("src", "tgt"), [(0, 0), (3, 0), (0, 3), (1, 1)])
@pytest.mark.parametrize("alone", [False, True])
def test_few_sentences(src: int, tgt: int, alone: bool) -> None:
    found = aligner.align(AR[:src], FR[:tgt], encoder=told(AR, FR), alone=alone)
    assert sorted(n for pair in found for n in [s.number for s in pair.src]) == list(range(src))


def test_long_texts_alone_go_through_the_band(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aligner.alignment.WHOLE", 1000)
    src, tgt = ([f"{word} {n} {word * (n % 5)}" for n in range(300)] for word in ("كلمة", "mot"))
    dropped = random.Random(0).sample(range(300), 20)
    kept = [n for n in range(300) if n not in dropped]
    found = numbers(aligner.align(src, [tgt[n] for n in kept], encoder=told(src, tgt), alone=True))
    right = sum(([n], [j]) in found for j, n in enumerate(kept))
    assert right > 0.97 * len(kept)


def test_runs_and_parts_of_texts() -> None:
    near = Nearness.of(told(AR, FR, noise=1.0), AR, FR)
    slow = np.zeros((9, 8))
    unit = [near.src / np.linalg.norm(near.src, axis=1)[:, None], near.tgt / np.linalg.norm(near.tgt, axis=1)[:, None]]
    lengths = [[len(text) for text in side] for side in (AR, FR)]
    for i in range(9):
        for j in range(8):
            a = sum(unit[0][n] * lengths[0][n] for n in (i, i + 1))
            f = sum(unit[1][n] * lengths[1][n] for n in (j, j + 1, j + 2))
            a, f = a / np.linalg.norm(a), f / np.linalg.norm(f)
            others = np.mean([1 - a @ v for v in unit[1]]) + np.mean([1 - f @ v for v in unit[0]])
            slow[i, j] = 1 - 2 * (1 - a @ f) / others
    found = near.between(slice(None), slice(None), (2, 3))
    assert np.abs(found - slow).max() < 1e-5
    part = near.part(range(4, 10), range(3, 10)).between(slice(None), slice(None), (2, 3))
    assert np.abs(part - found[4:, 3:]).max() < 1e-6
    rows, columns = np.divmod(np.arange(100), 10)
    assert np.abs(near.of_pairs(rows, columns) - near.between(slice(None), slice(None)).ravel()).max() < 1e-6


def test_nearness_is_the_same_for_wide_and_narrow_cosines() -> None:
    wide = relative(np.float32([0.9, 0.1]), np.float32([0.1, 0.1]), np.float32([0.1, 0.1]))
    narrow = relative(np.float32([0.99, 0.91]), np.float32([0.91, 0.91]), np.float32([0.91, 0.91]))
    assert np.abs(wide - narrow).max() < 1e-5
    assert relative(np.float32([1]), np.float32([1]), np.float32([1])) == 0


@pytest.mark.parametrize("alone", [False, True])
def test_nearest_sentences(alone: bool) -> None:
    order = [3, 7, 0, 9, 5, 1, 8, 2, 6, 4]
    found = aligner.nearest(AR, [FR[n] for n in order], encoder=told(AR, FR), alone=alone)
    assert [order[j] for j in found.fr_of_ar] == list(range(10))
    assert [pair[:2] for pair in sorted(found.mutual(0.3))] == [(n, order.index(n)) for n in range(10)]


def test_an_encoder_helps_where_the_model_knows_no_words() -> None:
    made = [[letter * 7 + f" {letter * n}" for n in range(1, 9)] for letter in ("ط", "w")]
    found = aligner.nearest(
        made[0], made[1][::-1], encoder=Told({t: [n] for s in made for n, t in enumerate(s)}, 0.3), alone=True
    )
    assert found.fr_of_ar.tolist() == list(range(8))[::-1]


def test_alone_wants_an_encoder() -> None:
    with pytest.raises(UsageError, match="alone wants an encoder"):
        aligner.align(AR, FR, alone=True)
    with pytest.raises(UsageError, match="alone wants an encoder"):
        aligner.nearest(AR, FR, alone=True)
