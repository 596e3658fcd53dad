"""An XLIFF whose notes are the findings, for translation tools."""

from __future__ import annotations

from aligner.data import Report
from aligner.formats import xliff
from aligner.report._bitext import annotated, pairs


def render(report: Report) -> str | bytes:
    """A copy of the XLIFF that was checked, in its version, otherwise an XLIFF 2.1 of all pairs."""
    return annotated(report, "xliff", "xliff12") or "".join(xliff.write_pairs(pairs(report)))
