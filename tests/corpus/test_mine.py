"""Sentences mined from two collections: found in any order, the same in blocks, as in memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from samples import AR, FR

import aligner
from aligner import nearest
from aligner.corpus import collection
from aligner.corpus import mine as module
from aligner.corpus.mine import mine, mine_files
from aligner.errors import InputError, UsageError
from aligner.model import LexicalModel

ORDER = [3, 7, 0, 9, 5, 1, 8, 2, 6, 4]
SHUFFLED = [FR[n] for n in ORDER]
OTHERS = ["Le chat dort sur le toit.", "Nous partirons demain à la mer."]


def found(ar: list[str], fr: list[str], model: LexicalModel) -> dict[int, tuple[int, float]]:
    return {pair.src[0].number: (pair.tgt[0].number, pair.score) for pair in mine(ar, fr, model=model)}


def test_partners_are_found_in_any_order(model: LexicalModel) -> None:
    pairs = found(AR, [*OTHERS, *SHUFFLED], model)
    assert {i: j for i, (j, _) in pairs.items()} == {i: ORDER.index(i) + len(OTHERS) for i in range(len(AR))}
    assert all(0.5 <= score <= 1 for _, score in pairs.values())


@pytest.mark.parametrize(("block", "together"), [(3, 2), (4, 100), (1, 1)])
def test_blocks_change_nothing(block: int, together: int, model: LexicalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = found(AR, SHUFFLED, model)
    monkeypatch.setattr(collection, "BLOCK", block)
    monkeypatch.setattr(module, "TOGETHER", together)
    parts = found(AR, SHUFFLED, model)
    assert parts.keys() == whole.keys()
    for i, (j, score) in parts.items():
        assert (j, pytest.approx(score, abs=1e-3)) == whole[i]


def test_as_the_plain_search(model: LexicalModel) -> None:
    pairs = {(i, j) for i, j, _ in nearest(AR, [*OTHERS, *SHUFFLED], model).mutual(module.EVEN)}
    assert {(i, j) for i, (j, _) in found(AR, [*OTHERS, *SHUFFLED], model).items()} == pairs


class Told:
    """An encoder that was told which words mean the same, and that takes all other texts for one."""

    def encode(self, texts: list[str], lang: str) -> Any:
        rows = np.random.default_rng(1).normal(size=(8, 16))
        known = {text: row for side in UNKNOWN for text, row in zip(side, rows, strict=True)}
        made = np.stack([known.get(text, np.ones(16)) for text in texts])
        return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


# Words that the model knows nothing of.
UNKNOWN = [
    [f"{letter * 8} {other * 5}" for other in others] for letter, others in (("ط", "بتثجحخدذ"), ("w", "qzkxjvyh"))
]


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("block", [3, 100])
def test_an_encoder_beside_the_model_and_alone(
    alone: bool, block: int, model: LexicalModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collection, "BLOCK", block)
    ar, fr = [*AR, *UNKNOWN[0]], [*UNKNOWN[1], *SHUFFLED]
    told: Any = Told()
    right = {(len(AR) + n, n) for n in range(len(UNKNOWN[0]))}
    if not alone:
        right |= {(i, len(UNKNOWN[1]) + ORDER.index(i)) for i in range(len(AR))}
    pairs = mine(ar, fr, model, encoder=told, alone=alone)
    assert {(pair.src[0].number, pair.tgt[0].number) for pair in pairs} == right
    plain = nearest(ar, fr, model, encoder=told, alone=alone).mutual(module.EVEN)
    assert {(i, j) for i, j, _ in plain} == right
    without = {(pair.src[0].number, pair.tgt[0].number) for pair in mine(ar, fr, model)}
    assert len(right - without) > len(UNKNOWN[0]) // 2
    with pytest.raises(UsageError, match="alone wants an encoder"):
        aligner.mine(ar, fr, alone=True)


def test_one_side_is_empty(model: LexicalModel) -> None:
    assert mine([], FR, model=model) == mine(AR, [], model=model) == []
    assert mine([""], ["", "1"], model=model) == []


def test_files(tmp_path: Path) -> None:
    (tmp_path / "fr").mkdir()
    (tmp_path / "ar.txt").write_text("\n\n".join(AR), encoding="utf-8")
    for n, text in enumerate(SHUFFLED):
        (tmp_path / "fr" / f"{n}.html").write_text(f"<p>{text}</p>", encoding="utf-8")
    pairs = mine_files(str(tmp_path / "ar.txt"), str(tmp_path / "fr"))
    assert [(pair.src_text, pair.tgt_text) for pair in pairs] == list(zip(AR, FR, strict=True))
    (tmp_path / "fr.txt").write_text("\n".join(FR), encoding="utf-8")
    (tmp_path / "lines.txt").write_text("\n".join(AR), encoding="utf-8")
    by_line = mine_files(str(tmp_path / "lines.txt"), str(tmp_path / "fr.txt"), by_line=True)
    assert [pair.tgt[0].number for pair in by_line] == list(range(len(FR)))
    with pytest.raises(InputError, match="no Arabic sentence was found"):
        mine_files(str(tmp_path / "fr"), str(tmp_path / "ar.txt"))
