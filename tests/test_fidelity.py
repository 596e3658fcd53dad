from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.data import SEVERITIES, Finding, Pair, Sentence
from aligner.evidence import Context, Evidence, gather
from aligner.fidelity import judged, losses, overall
from aligner.model import LexicalModel
from aligner.model.gaps import Coverage
from aligner.model.links import LENGTH_RATIO


def pair(length: int = 5, score: float = 1.0, fidelity: float = 1.0, findings: tuple[Finding, ...] = ()) -> Pair:
    return Pair((Sentence("ا" * length),), (Sentence("a" * length),), score, fidelity, findings)


def finding(severity: str, check: str = "number") -> Finding:
    return Finding(check, severity, "")  # type: ignore[arg-type]


def evidence(doubt: float | None = None, score: float = 1.0) -> Evidence:
    found = Evidence(pair(score=score), Context())
    found.coverage = None if doubt is None else Coverage(None, None, doubt)  # type: ignore[arg-type]
    return found


def test_each_finding_lowers_the_chance() -> None:
    clean, info, warned, wrong = (judged(evidence(), [finding(s)] if s else []) for s in ("", *reversed(SEVERITIES)))
    assert 0.9 < clean.fidelity < 1
    assert clean.fidelity == info.fidelity > warned.fidelity > 0.5 > wrong.fidelity
    assert judged(evidence(), [finding("warning"), finding("error")]).fidelity < wrong.fidelity
    assert warned.findings == (finding("warning"),)


def test_doubt_lowers_the_chance_within_bounds() -> None:
    doubts = [judged(evidence(doubt), []).fidelity for doubt in (-1e9, -1, 0, 1, 1e9)]
    assert doubts == sorted(doubts, reverse=True)
    assert len(set(doubts)) == 5
    assert all(0 < chance < 1 for chance in doubts)


@given(st.lists(st.sampled_from(SEVERITIES).map(finding)), st.floats(0, 1), st.floats(-1e6, 1e6))
def test_a_chance_is_a_chance(findings: list[Finding], score: float, doubt: float) -> None:
    found = judged(evidence(doubt, score), iter(findings))
    assert 0 <= found.fidelity <= 1
    assert found.findings == tuple(findings)


def test_what_is_left_out_lowers_the_chance(model: LexicalModel) -> None:
    arabic = "أعلنت وزارة الصحة أمس وفاة ثلاثة مرضى في مستشفى المدينة."
    whole = "Le ministère de la Santé a annoncé hier la mort de trois patients à l’hôpital de la ville."
    without = "Le ministère de la Santé a annoncé la mort de trois patients."
    pairs = [Pair((Sentence(arabic),), (Sentence(french),)) for french in (whole, without)]
    sound, short = (judged(found, []) for found in gather(pairs, Context(model, LENGTH_RATIO)))
    assert sound.fidelity > short.fidelity


def test_overall_is_weighted_by_length() -> None:
    assert overall([pair(10, fidelity=1.0), pair(30, fidelity=0.2)]) == pytest.approx(0.4)
    assert overall([]) == 1
    assert overall([Pair((), ())]) == 1


def test_losses_are_shared_among_the_findings() -> None:
    both = (finding("warning"), finding("warning", "omission"), finding("info", "typography"))
    pairs = [pair(10, fidelity=0.6, findings=both), pair(30, fidelity=0.2, findings=(finding("error", "name"),))]
    assert losses(pairs) == pytest.approx({"name": 0.6, "number": 0.05, "omission": 0.05})
    assert list(losses(pairs)) == ["name", "number", "omission"]
    assert losses([pair(fidelity=0.9)]) == losses([]) == {}
