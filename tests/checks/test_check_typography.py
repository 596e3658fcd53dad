from __future__ import annotations

import pytest

from aligner.checks import Context, run
from aligner.data import Finding, Pair, Sentence

ARABIC = "وصل الوفد مساء أمس."


def findings(french: str, variant: str) -> list[Finding]:
    pair = Pair((Sentence(ARABIC),), (Sentence(french),))
    return list(run(pair, Context(variant=variant), ["typography"]))


@pytest.mark.parametrize(
    ("french", "variants"),  # those in which the French is in order
    [
        ("Arrivée\u202f? Oui\u202f!", "FR CH CA"),
        ("Arrivée\u00a0? Oui\u00a0!", "FR CH"),
        ("Arrivée? Oui; enfin!", "CH CA"),
        ("Arrivée ?", ""),
        ("Elle dit\u00a0: oui", "FR CH CA"),
        ("Elle dit: oui", "CH"),
        ("Elle dit : oui", ""),
        ("Elle dit «\u00a0oui\u00a0»", "FR CH CA"),
        ("Elle dit «oui»", "CH"),
        ("Elle dit « oui »", ""),
        ("Près de 5\u00a0%", "FR CH CA"),
        ("Près de 5%", ""),
        ("Elle dit oui.", "FR CH CA"),
    ],
)
def test_each_country_has_its_spaces(french: str, variants: str) -> None:
    assert " ".join(variant for variant in ("FR", "CH", "CA") if not findings(french, variant)) == variants


@pytest.mark.parametrize(
    ("french", "variant", "suggestion"),
    [
        ("Arrivée ?", "FR", "\u202f?"),
        ("Arrivée?", "FR", "\u202f?"),
        ("Arrivée ?", "CH", "\u202f?"),
        ("Arrivée ?", "CA", "?"),
        ("Elle dit: oui", "FR", "\u00a0:"),
        ("Elle dit: oui", "CA", "\u00a0:"),
        ('Elle dit "oui".', "FR", "«\u00a0oui\u00a0»"),
        ("Elle est arrivée...", "FR", "…"),
        ("A Damas, rien.", "FR", "À"),
        ("1,200,000 personnes", "FR", "1\u202f200\u202f000"),
        ("Elle est est là.", "FR", "est"),
    ],
)
def test_suggestions(french: str, variant: str, suggestion: str) -> None:
    (finding,) = findings(french, variant)
    assert finding.suggestion == suggestion


def test_an_unknown_variant_is_that_of_france() -> None:
    assert findings("Arrivée?", "BE") == findings("Arrivée?", "FR")


def test_one_finding_of_a_kind() -> None:
    (finding,) = findings("Quoi? Qui? Où?", "FR")
    assert len(finding.tgt) == 3
    assert finding.suggestion is None
