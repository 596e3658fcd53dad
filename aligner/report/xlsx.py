"""The audit as a workbook: a sheet of pairs, one of findings, one of what the report is about.

Every sheet can be filtered and keeps its header in sight. Hidden characters are named, as in the other reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.data import SEVERITIES, Finding, Pair, Report, Sentence, Span, Statement
from aligner.formats._workbook import Cell, Column, Flag, Marked, Sheet, workbook
from aligner.report import _words, lines, summary
from aligner.report._pieces import pieces
from aligner.report._visible import visible

PAIRS = (
    Column("Pair", 7, "number"),
    Column("Id", 14),
    Column("Statement", 11, "number"),
    Column("Who", 16),
    Column("French", 60),
    Column("Arabic", 60, "ar"),
    Column("Fidelity", 9, "percent"),
    Column("Gravest", 11),
    Column("Findings", 9, "number"),
    Column("What was found", 28),
    Column("French lines", 9),
    Column("Arabic lines", 9),
    Column("Remark", 28),
)
# Columns of pairs that are left out where no pair fills them.
OPTIONAL = {"Id", "Who", "Remark"}
FINDINGS = (
    Column("Finding", 8, "number"),
    Column("Pair", 7, "number"),
    Column("Statement", 11, "number"),
    Column("Severity", 11),
    Column("Check", 18),
    Column("What", 60),
    Column("Words in French", 32),
    Column("Words in Arabic", 32, "ar"),
    Column("Suggested", 28),
    Column("Where", 30),
)
ABOUT = (Column("About", 18), Column("Value", 40), Column("In words", 80))


def render(report: Report) -> bytes:
    """The workbook. Raises OutputError when there are more pairs or findings than a sheet has rows."""
    pairs = list(_pairs(report))
    kept = [at for at, column in enumerate(PAIRS) if column.name not in OPTIONAL or any(row[at] for row in pairs)]
    return workbook(
        [
            Sheet("Pairs", [PAIRS[at] for at in kept], ([row[at] for at in kept] for row in pairs)),
            Sheet("Findings", FINDINGS, _findings(report)),
            Sheet("About", ABOUT, _about(report)),
        ]
    )


def _numbered(report: Report) -> Iterator[tuple[int, int, Statement, Pair]]:
    """Number of the pair, number of the statement, both from 1, statement and pair."""
    pair_number = 0
    for number, statement in enumerate(report.statements, 1):
        for pair in statement.pairs:
            pair_number += 1
            yield pair_number, number, statement, pair


def _pairs(report: Report) -> Iterator[Sequence[Cell]]:
    for number, in_statement, statement, pair in _numbered(report):
        gravest = next((s for s in SEVERITIES if any(f.severity == s for f in pair.findings)), None)
        yield (
            number,
            visible(pair.id),
            in_statement,
            visible(" · ".join(part for part in (statement.author, statement.handle, statement.time) if part)),
            _marked(pair.tgt_text, [(finding, finding.tgt) for finding in pair.findings]),
            _marked(pair.src_text, [(finding, finding.src) for finding in pair.findings]),
            # Rounded down: what is not whole must not read as 100 %.
            int(pair.fidelity * 100 + 1e-9) / 100 if statement.status == "paired" else None,
            Flag(_words.SEVERITY[gravest], gravest) if gravest else None,
            len(pair.findings) or None,
            ", ".join(dict.fromkeys(_words.check(finding.check) for finding in pair.findings)),
            _lines(pair.tgt),
            _lines(pair.src),
            _remark(statement, pair),
        )


def _findings(report: Report) -> Iterator[Sequence[Cell]]:
    number = 0
    for pair_number, in_statement, _, pair in _numbered(report):
        for finding in pair.findings:
            number += 1
            yield (
                number,
                pair_number,
                in_statement,
                Flag(_words.SEVERITY[finding.severity], finding.severity),
                _words.check(finding.check),
                visible(finding.message),
                _excerpt(pair.tgt_text, finding.tgt),
                _excerpt(pair.src_text, finding.src),
                visible(finding.suggestion or ""),
                _words.place(lines(pair.src), lines(pair.tgt)),
            )


def _about(report: Report) -> Iterator[Sequence[Cell]]:
    figures = summary(report)
    yield "Outcome", "", _words.headline(figures)
    yield from _words.facts(figures)
    for source in report.sources:
        about = f"{_words.count(source.bytes, 'byte', 'bytes')}, {source.format}, {source.encoding}"
        yield "Source", visible(source.path), visible(f"{about}, SHA-256 {source.sha256}")
    yield "Signature", "", visible(report.signature)
    for note in report.notes:
        yield "Remark", "", visible(note)
    for part in report.furniture:
        yield "Left out", f"line {_words.span(part.lines)} ({visible(part.kind)})", visible(part.text)


def _marked(text: str, marks: Sequence[tuple[Finding, tuple[Span, ...]]]) -> Marked:
    return Marked([(visible(piece), severity) for _, piece, severity in pieces(text, marks)])


def _excerpt(text: str, spans: Sequence[Span]) -> str:
    words = (text[max(span.start, 0) : max(span.end, 0)] for span in spans)
    return visible(" … ".join(part for part in words if part))


def _lines(side: Sequence[Sentence]) -> str:
    at = lines(side)
    return _words.span(at) if at else ""


def _remark(statement: Statement, pair: Pair) -> str:
    if statement.status != "paired":
        return _words.LONE
    if pair.moved:
        return _words.MOVED
    return "" if pair.src and pair.tgt else _words.NO_TARGET if pair.src else _words.NO_SOURCE
