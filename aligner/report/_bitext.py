"""Reports that are bitexts: the file that was checked with the findings in it, or a new one."""

from __future__ import annotations

from aligner import formats
from aligner.data import Pair, Report


def pairs(report: Report) -> list[Pair]:
    """All pairs of a report, in order."""
    return [pair for statement in report.statements for pair in statement.pairs]


def annotated(report: Report, *names: str) -> bytes | None:
    """The bitext that the report is about with the findings in it, if it is of one of the formats of these names.

    Raises InputError if it cannot be read any more.
    """
    for source in report.sources if len(report.sources) == 1 else ():
        if source.format in names:
            data: bytes = formats.writer(source.format).annotate(formats.original(source), source.path, pairs(report))
            return data
    return None
