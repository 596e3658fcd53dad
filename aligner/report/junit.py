"""The pairs as JUnit XML, which build servers read: a test case each, which fails when a finding is an error.

Warnings and notes stand in the output of their test case; what has no counterpart on the page is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from aligner.data import Finding, Pair, Report
from aligner.report import _words, lines
from aligner.report._visible import visible

# Enough of a text to tell which it is.
_OPENING = 60


def render(report: Report) -> str:
    """The report as one test suite. Equal reports give equal bytes: there are no times in it."""
    return "\n".join(_suite(report)) + "\n"


def _suite(report: Report) -> Iterator[str]:
    cases = [(pair, statement.status != "paired") for statement in report.statements for pair in statement.pairs]
    counts = (
        f'tests="{len(cases)}" failures="{sum(bool(_errors(pair)) for pair, _ in cases)}" errors="0" '
        f'skipped="{sum(alone for _, alone in cases)}"'
    )
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="aligner" {counts}>'
    yield f"<testsuite name={_quoted(_words.title(report))} {counts}>"
    yield "<properties>"
    figures = {"signature": report.signature, "fidelity": f"{report.fidelity:.4f}"}
    for name, value in figures.items():
        yield f'<property name="{name}" value={_quoted(value)}/>'
    yield "</properties>"
    paths = [source.path for source in report.sources]
    for number, (pair, alone) in enumerate(cases, 1):
        yield from _case(number, pair, paths, alone)
    yield "</testsuite>"
    yield "</testsuites>"


def _case(number: int, pair: Pair, paths: Sequence[str], alone: bool) -> Iterator[str]:
    place = _words.place(lines(pair.src), lines(pair.tgt))
    opening = _line(pair.src_text or pair.tgt_text)
    name = f"pair {number}, {place}: {opening[:_OPENING]}{'…' * (len(opening) > _OPENING)}"
    # Build servers link to the French: it is what gets mended.
    path, at = (paths[-1:], lines(pair.tgt)) if pair.tgt else (paths[:1], lines(pair.src))
    where = f" file={_quoted(path[0])}" if path else ""
    where += f' line="{at[0]}"' if at else ""
    yield f'<testcase classname="aligner" name={_quoted(name)}{where}>'
    if alone:
        yield f"<skipped message={_quoted(_words.LONE)}/>"
    if errors := _errors(pair):
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        yield (
            f"<failure type={_quoted(errors[0].check)} message={_quoted(errors[0].message + more)}>"
            f"{_escaped(_said(errors))}\nArabic: {_escaped(pair.src_text)}\nFrench: {_escaped(pair.tgt_text)}</failure>"
        )
    if others := [finding for finding in pair.findings if finding.severity != "error"]:
        yield f"<system-out>{_escaped(_said(others))}</system-out>"
    yield "</testcase>"


def _errors(pair: Pair) -> list[Finding]:
    return [finding for finding in pair.findings if finding.severity == "error"]


def _said(findings: Sequence[Finding]) -> str:
    said = []
    for f in findings:
        suggested = f" Suggested: {f.suggestion}" if f.suggestion is not None else ""
        said.append(f"{_words.SEVERITY[f.severity]} {f.check}: {_line(f.message + suggested)}")
    return "\n".join(said)


def _line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """For an element: nothing hidden, and nothing that XML forbids."""
    return escape(visible(text.replace("\x0c", " ")))


def _quoted(text: str) -> str:
    return quoteattr(visible(_line(text)))
