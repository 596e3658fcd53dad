from __future__ import annotations

import pytest
from samples import rows

from aligner.checks import Context, run
from aligner.data import Pair, Sentence
from aligner.model import LexicalModel


@pytest.mark.parametrize(("arabic", "french", "severity"), rows("misaligned"))
def test_findings(arabic: str, french: str, severity: str, model: LexicalModel) -> None:
    found = run(Pair((Sentence(arabic),), (Sentence(french),)), Context(model), ["misaligned"])
    assert " ".join(f.severity for f in found) == severity
    for f in found:
        assert [s.of(arabic) for s in f.src] == [arabic]
        assert [s.of(french) for s in f.tgt] == [french]


def test_nothing_without_a_model() -> None:
    assert run(Pair((Sentence("شكرا"),), (Sentence("Le chat dort."),)), Context(), ["misaligned"]) == ()
