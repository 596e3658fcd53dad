"""A translation memory in which properties tell the fidelity of each unit, and notes its findings."""

from __future__ import annotations

from aligner.data import Report
from aligner.formats import tmx
from aligner.report._bitext import annotated, pairs


def render(report: Report) -> str | bytes:
    """A copy of the TMX that was checked, otherwise a new TMX of all pairs."""
    return annotated(report, "tmx") or "".join(tmx.write_pairs(pairs(report), judged=True))
