"""Names in a sentence that says nothing else: one name, however it is spelled, and one put for another."""

from __future__ import annotations

import pytest
from samples import rows

from aligner.checks import Context, run
from aligner.data import Pair, Sentence
from aligner.model import LexicalModel


@pytest.mark.parametrize(("arabic", "french", "same"), rows("name_pairs"))
def test_names(arabic: str, french: str, same: str, model: LexicalModel) -> None:
    src = Sentence(f"تحدث التقرير أمس عن {arabic} في فقرة طويلة.")
    tgt = Sentence(f"Le rapport a longuement parlé hier de {french} dans un paragraphe.")
    assert bool(run(Pair((src,), (tgt,)), Context(model), ["name"])) == (same == "other")


def test_a_long_list_of_names_is_one_finding_a_name(model: LexicalModel) -> None:
    src, tgt = Sentence("وصل الوفد. " * 50), Sentence("De Raqqa à Zabadani. " * 50)
    found = run(Pair((src,), (tgt,)), Context(model), ["name"])
    assert [len(f.tgt) for f in found] == [50, 50]


def test_without_a_model_nothing_is_said() -> None:
    assert not run(Pair((Sentence("بغداد"),), (Sentence("à Beyrouth"),)), Context(None), ["name"])
