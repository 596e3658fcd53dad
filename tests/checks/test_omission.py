from __future__ import annotations

import pytest
from samples import rows

from aligner.checks import Context, run
from aligner.data import Pair, Sentence
from aligner.model import LexicalModel
from aligner.model.links import LENGTH_RATIO


def pair(arabic: str, french: str) -> Pair:
    return Pair(tuple(Sentence(text) for text in [arabic] if text), tuple(Sentence(text) for text in [french] if text))


@pytest.mark.parametrize(("arabic", "french", "finding", "words"), rows("omission"))
def test_findings(arabic: str, french: str, finding: str, words: str, model: LexicalModel) -> None:
    found = run(pair(arabic, french), Context(model, LENGTH_RATIO), ["omission", "addition"])
    assert " ".join(f"{f.check} {f.severity}" for f in found) == finding
    for f in found:
        assert bool(f.src) == (f.check == "omission")
        assert bool(f.tgt) == (f.check == "addition")
        assert [s.of(arabic) for s in f.src] + [s.of(french) for s in f.tgt] == [words]


def test_lengths_say_nothing_without_a_model() -> None:
    assert run(pair("قطعت الثلوج الطريق " * 5, "La neige"), Context(), ["omission"]) == ()
    assert [f.check for f in run(pair("قطعت الثلوج الطريق", ""), Context())] == ["omission"]


def test_an_empty_pair_is_one_finding_at_most() -> None:
    assert len(run(pair("", ""), Context())) <= 1
