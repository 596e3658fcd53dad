from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.data import SEVERITIES, Finding, Pair, Sentence
from aligner.fidelity import INNOCENT, UNSEEN, judged, overall


def pair(length: int = 5, score: float = 1.0, fidelity: float = 1.0) -> Pair:
    return Pair((Sentence("ا" * length),), (Sentence("a" * length),), score, fidelity)


def finding(severity: str) -> Finding:
    return Finding("number", severity, "")  # type: ignore[arg-type]


def test_each_finding_lowers_the_chance() -> None:
    clean = judged(pair(), [])
    assert clean.fidelity == pytest.approx(UNSEEN)
    assert judged(pair(), [finding("info")]).fidelity == clean.fidelity
    warned = judged(pair(), [finding("warning")])
    assert warned.fidelity == pytest.approx(UNSEEN * INNOCENT["warning"])
    assert warned.findings == (finding("warning"),)
    both = judged(pair(), [finding("warning"), finding("error")])
    assert both.fidelity == pytest.approx(UNSEEN * INNOCENT["warning"] * INNOCENT["error"])


@given(st.lists(st.sampled_from(SEVERITIES).map(finding)), st.floats(0, 1))
def test_a_chance_is_a_chance(findings: list[Finding], score: float) -> None:
    found = judged(pair(score=score), iter(findings))
    assert 0 <= found.fidelity <= 1
    assert found.findings == tuple(findings)


def test_overall_is_weighted_by_length() -> None:
    assert overall([pair(10, fidelity=1.0), pair(30, fidelity=0.2)]) == pytest.approx(0.4)
    assert overall([]) == 1
    assert overall([Pair((), ())]) == 1
