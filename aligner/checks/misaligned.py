"""Pairs whose sides are no renderings of each other: hardly a word of one is explained by the other."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checks import Rule
from aligner.data import Finding
from aligner.evidence import Evidence

VERSION = 2
RULES = {
    "misaligned": Rule(
        "the two sides are not renderings of each other at all",
        fires=(
            "وصل وفد من الأطباء إلى المخيم صباح اليوم لتلقيح الأطفال ضد الحصبة.",
            "Le prix du pain a doublé en un an et la banque centrale a relevé ses taux hier soir.",
        ),
        silent=(
            "وصل وفد من الأطباء إلى المخيم صباح اليوم لتلقيح الأطفال ضد الحصبة.",
            "Une délégation de médecins est arrivée ce matin au camp pour vacciner les enfants contre la rougeole.",
        ),
    )
}

# Bounds on the likeness of the two sides, chosen on development pairs (scripts/benchmark checks).
WRONG, DOUBTFUL = -3.0, -1.5


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yields at most one finding, over both sides."""
    if evidence.ties is None:
        return
    likeness = evidence.ties.likeness
    src, tgt = (evidence.src.whole,), (evidence.tgt.whole,)
    if likeness < WRONG:
        yield Finding("misaligned", "error", "The French does not seem to render this Arabic at all.", src, tgt)
    elif likeness < DOUBTFUL:
        message = "The French may not render this Arabic: they have few words in common."
        yield Finding("misaligned", "warning", message, src, tgt)
