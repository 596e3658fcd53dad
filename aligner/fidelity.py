"""Findings and scores → one figure a pair: the chance that a careful reviewer finds no error in it.

A first version: each finding lowers the chance by a factor for its severity, chosen by hand, independently of the
others; so does a link that may be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from aligner.data import Finding, Pair, Severity

# The chance that there is no error although a finding of this severity says so.
INNOCENT: dict[Severity, float] = {"error": 0.05, "warning": 0.7, "info": 1.0}
# A pair without findings may still be wrong in ways that no check sees.
UNSEEN = 0.98


def judged(pair: Pair, findings: Iterable[Finding]) -> Pair:
    """The pair with its findings and the fidelity (0…1) that they leave it."""
    found = tuple(findings)
    # A pair that was given, not aligned, has no score.
    chance = UNSEEN * (pair.score or 1.0)
    for finding in found:
        chance *= INNOCENT[finding.severity]
    return replace(pair, findings=found, fidelity=chance)


def overall(pairs: Iterable[Pair]) -> float:
    """The mean fidelity of pairs, weighted by their length; 1 when there are none."""
    weighted = [(len(pair.src_text) + len(pair.tgt_text), pair.fidelity) for pair in pairs]
    total = sum(weight for weight, _ in weighted)
    return sum(weight * fidelity for weight, fidelity in weighted) / total if total else 1.0
