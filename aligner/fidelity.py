"""Findings and gaps → one figure a pair: the chance that a careful reviewer finds no error in it.

A logistic model: the log odds of a sound pair fall with each finding, by its severity, and with the doubt that its
words leave (``aligner.model.gaps``). The weights were fitted to development pairs, one in five of them with an error
planted by rule (``scripts/benchmark checks`` prints how well the figure tells them apart).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from aligner.data import Finding, Pair, Severity
from aligner.evidence import Evidence

# The log odds of a pair without findings whose words leave as much doubt as not; what one unit of doubt takes from
# them, and what a finding does.
SOUND = 2.5
DOUBT = 0.5
WEIGHTS: dict[Severity, float] = {"error": 4.0, "warning": 1.5, "info": 0.0}
# What only the other pairs of a document show says nothing of the pair.
UNCOUNTED = frozenset({"consistency"})
# Beyond this a doubt says no more.
MOST = 8.0


def judged(evidence: Evidence, findings: Iterable[Finding]) -> Pair:
    """The pair with its findings and the fidelity (0…1) that they leave it."""
    found = tuple(findings)
    doubt = evidence.coverage.doubt if evidence.coverage else 0.0
    odds = SOUND - DOUBT * min(max(doubt, -MOST), MOST) - sum(_weight(finding) for finding in found)
    # A pair that was given, not aligned, has no score.
    chance = (evidence.pair.score or 1.0) / (1 + math.exp(-odds))
    return replace(evidence.pair, findings=found, fidelity=chance)


def overall(pairs: Iterable[Pair]) -> float:
    """The mean fidelity of pairs, weighted by their length; 1 when there are none."""
    weighted = [(_length(pair), pair.fidelity) for pair in pairs]
    total = sum(weight for weight, _ in weighted)
    return sum(weight * fidelity for weight, fidelity in weighted) / total if total else 1.0


def losses(pairs: Iterable[Pair]) -> dict[str, float]:
    """What pulled :func:`overall` down: the part of the loss (0…1) that the findings of each check stand for, the
    largest first. What no finding explains counts for none."""
    lost: dict[str, float] = {}
    total = 0
    for pair in pairs:
        total += _length(pair)
        weights = [(finding.check, _weight(finding)) for finding in pair.findings]
        share = _length(pair) * (1 - pair.fidelity) / (sum(weight for _, weight in weights) or 1)
        for check, weight in weights:
            if weight:
                lost[check] = lost.get(check, 0.0) + share * weight
    return {check: loss / total for check, loss in sorted(lost.items(), key=lambda item: -item[1])} if total else {}


def _weight(finding: Finding) -> float:
    return 0.0 if finding.check in UNCOUNTED else WEIGHTS[finding.severity]


def _length(pair: Pair) -> int:
    return len(pair.src_text) + len(pair.tgt_text)
