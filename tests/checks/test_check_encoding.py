from __future__ import annotations

import pytest

from aligner.checks import Context, run
from aligner.data import Pair, Sentence

ARABIC = "وصل الوفد مساء أمس."


@pytest.mark.parametrize(
    ("french", "severity", "suggestion"),
    [
        ("La dÃ©lÃ©gation.", "error", "délégation."),
        ("Tout le reste est dans l’ordre, sauf un mot seul, là : Ã©tÃ©.", "warning", "été."),
        ("La délé\u200bgation", "info", "délégation"),
        ("La d\u0435legation", "warning", "delegation"),
        ("La ﬁn", "info", "fi"),
        ("L&eacute;gation", "info", "é"),
        ("Un texte\x00 coupé", "warning", None),
        ("Un texte\ud800 coupé", "warning", None),
        ("Un texte\x85coupé", "warning", None),
    ],
)
def test_what_it_was_meant_to_be(french: str, severity: str, suggestion: str | None) -> None:
    (finding,) = run(Pair((Sentence(ARABIC),), (Sentence(french),)), Context(), ["encoding"])
    assert (finding.severity, finding.suggestion) == (severity, suggestion)
