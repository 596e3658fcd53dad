"""An XLIFF 1.2 whose notes are the findings, for tools that do not read version 2."""

from __future__ import annotations

from aligner.data import Report
from aligner.formats import xliff12
from aligner.report._bitext import annotated, pairs


def render(report: Report) -> str | bytes:
    """A copy of the XLIFF 1.2 that was checked, otherwise a new one of all pairs."""
    return annotated(report, "xliff12") or "".join(xliff12.write_pairs(pairs(report)))
