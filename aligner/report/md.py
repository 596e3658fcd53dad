"""The outcome as Markdown: figures and a table of findings, for a merge request, a wiki or a message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from aligner.data import SEVERITIES, Finding, Pair, Report, Span
from aligner.report import _words, lines, summary
from aligner.report.text import safe

# Longer excerpts make a table that nobody reads.
EXCERPT = 160
# What begins something in CommonMark within a line, in its tables or in the extensions of GitHub and GitLab. Text never
# stands at the beginning of a line, where more does.
_MARKUP = re.compile(r"[\\`*_{}\[\]#!|~$^=]|:(?=\S)")


def render(report: Report) -> str:
    """The report as CommonMark with tables, the gravest findings first."""
    return "\n".join(_page(report)) + "\n"


def _page(report: Report) -> Iterator[str]:
    figures = summary(report)
    yield f"# Arabic–French fidelity audit: {escaped(_words.title(report))}"
    yield ""
    yield f"**{_words.headline(figures)}**"
    yield ""
    yield from _table(["What", "Figure", "In words"], _words.facts(figures))
    yield from _findings(report)
    yield from _lone(report)
    yield ""
    yield "## Sources"
    yield ""
    yield from _table(
        ["File", "Bytes", "Format", "Encoding", "SHA-256"],
        ((s.path, f"{s.bytes:,}", s.format, s.encoding, s.sha256) for s in report.sources),
    )
    yield ""
    yield f"Signature: {escaped(report.signature)}"
    for note in report.notes:
        yield ""
        yield f"Remark: {escaped(note)}"


def _findings(report: Report) -> Iterator[str]:
    found = [
        (finding, pair, number)
        for number, statement in enumerate(report.statements, 1)
        for pair in statement.pairs
        for finding in pair.findings
    ]
    if not found:
        return
    yield ""
    yield "## Findings"
    yield ""
    found.sort(key=lambda item: SEVERITIES.index(item[0].severity))
    yield from _table(
        ["Severity", "Check", "What", "Arabic", "French", "Suggested", "Statement", "Where"],
        (
            (
                _words.SEVERITY[finding.severity],
                _words.check(finding.check),
                finding.message,
                excerpt(pair.src_text, finding.src),
                excerpt(pair.tgt_text, finding.tgt),
                finding.suggestion or "",
                str(number),
                _where(finding, pair),
            )
            for finding, pair, number in found
        ),
    )


def _lone(report: Report) -> Iterator[str]:
    lone = [(number, s) for number, s in enumerate(report.statements, 1) if s.status != "paired"]
    if not lone:
        return
    yield ""
    yield "## Without a counterpart"
    yield ""
    yield from _table(
        ["Statement", "Language", "Who", "Where", "Text"],
        (
            (
                str(number),
                _words.STATUS[statement.status],
                " · ".join(part for part in (statement.author, statement.handle, statement.time) if part),
                _words.place(lines(statement.src), lines(statement.tgt)),
                excerpt(" ".join(pair.src_text or pair.tgt_text for pair in statement.pairs), ()),
            )
            for number, statement in lone
        ),
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(escaped, row))} |"


def _where(finding: Finding, pair: Pair) -> str:
    return _words.place(lines(pair.src), lines(pair.tgt))


def excerpt(text: str, spans: Sequence[Span]) -> str:
    """The words of the spans; without any, the beginning of the text."""
    words = [text[max(span.start, 0) : max(span.end, 0)] for span in spans]
    shown = " … ".join(part for part in words if part) or text
    return shown if len(shown) <= EXCERPT else f"{shown[:EXCERPT]}…"


def escaped(text: str) -> str:
    """The text on one line, as Markdown that says just that: no markup, no HTML, no new cell."""
    shown = safe(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\g<0>", shown)
