"""The audit for a terminal, right with and without bidi support.

Languages stand one under the other. Each Arabic line is wrapped by whole words, set against the right edge and put
between RLI and PDI: a bidi terminal draws it right to left, another still shows every word whole. The summary comes
last, where a terminal leaves the reader.
"""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from aligner.data import SEVERITIES, Finding, Pair, Report, Span, Statement
from aligner.report import _words, lines, summary
from aligner.report._visible import ARABIC, visible

_RLI, _PDI = "\u2067", "\u2069"
_STYLE = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}
_MARK = {"error": "underline red", "warning": "underline yellow", "info": "underline blue"}
_WIDEST, _NARROWEST = 110, 30  # columns: longer lines are hard to read, shorter ones cannot hold a word and a margin
MARGIN = "  "
_PLAIN = Console(file=io.StringIO())  # rich wraps text only in the company of a console


def render(report: Report) -> str:
    """The report as plain text, as wide as the terminal, or 100 columns where there is none."""
    out = io.StringIO()
    width = shutil.get_terminal_size((100, 24)).columns
    show(report, Console(file=out, width=width, color_system=None, legacy_windows=False))
    return out.getvalue()


def show(report: Report, console: Console) -> None:
    """Print the report on ``console``, in its colours if it has any."""
    put(_page(report, page_width(console)), console)


def page_width(console: Console) -> int:
    """How wide the lines may be."""
    return max(_NARROWEST, min(console.width, _WIDEST))


def put(lines: Iterable[Text], console: Console) -> None:
    """Print lines that are wrapped already."""
    for line in lines:
        console.print(line, soft_wrap=True)


def _page(report: Report, width: int) -> Iterator[Text]:
    figures = summary(report)
    yield from wrapped(Text(f"Arabic–French fidelity audit: {safe(_words.title(report))}", "bold"), width)
    for number, statement in enumerate(report.statements, 1):
        yield Text()
        yield from _statement(number, statement, width)
    if report.furniture:
        yield Text()
        yield Text("Left out of the comparison", "bold")
        for part in report.furniture:
            line = f"{_words.span(part.lines)} ({safe(part.kind)}): {safe(part.text)}"
            yield from wrapped(Text(line, "dim"), width, MARGIN)
    yield Text()
    yield Text("Summary", "bold")
    yield from wrapped(Text(_words.headline(figures)), width, MARGIN)
    for what, figure, detail in _words.facts(figures):
        yield from wrapped(Text(f"{what + ':':16}{figure:>5}  {detail}"), width, MARGIN)
    for number, statement in enumerate(report.statements, 1):
        for pair in statement.pairs:
            for finding in pair.findings:
                if finding.severity == "error":
                    line = f" (statement {number}, {_words.place(lines(pair.src), lines(pair.tgt))})"
                    yield from wrapped(_title(finding).append(line, "dim"), width, MARGIN)
    yield Text()
    for source in report.sources:
        about = f"{_words.count(source.bytes, 'byte', 'bytes')}, {safe(source.format)}, {safe(source.encoding)}"
        yield from wrapped(Text(f"{safe(source.path)}: {about}, SHA-256 {safe(source.sha256)}", "dim"), width)
    yield from wrapped(Text(f"Signature: {safe(report.signature)}", "dim"), width)
    for note in report.notes:
        yield from wrapped(Text(f"Remark: {safe(note)}"), width)


def _statement(number: int, statement: Statement, width: int) -> Iterator[Text]:
    alone = statement.status != "paired"
    who = " · ".join(safe(part) for part in (statement.author, statement.handle, statement.time) if part)
    yield from wrapped(Text(f"{number}. {who or 'Statement'}", "bold"), width)
    place = _words.place(lines(statement.src), lines(statement.tgt))
    about = [_words.STATUS[statement.status], place, *([] if alone else [_words.fidelity(statement)])]
    yield from wrapped(Text("; ".join(about), "dim"), width, MARGIN)
    if alone:
        yield Text(MARGIN + _words.LONE, "dim")
    for pair in statement.pairs:
        yield Text()
        yield from paired(pair, width, alone=alone)


def paired(pair: Pair, width: int, *, alone: bool = False) -> Iterator[Text]:
    """The lines of a pair: Arabic, French, findings. ``alone``: nobody expects the side that is missing."""
    if pair.src:
        yield from _right_to_left(_marked(pair.src_text, [(f, f.src) for f in pair.findings]), width)
    elif not alone:
        yield from wrapped(Text(_words.NO_SOURCE, "italic"), width, MARGIN)
    if pair.tgt:
        yield from wrapped(_marked(pair.tgt_text, [(f, f.tgt) for f in pair.findings]), width, MARGIN)
    elif not alone:
        yield from wrapped(Text(_words.NO_TARGET, "italic"), width, MARGIN)
    if pair.moved:
        yield from wrapped(Text(_words.MOVED, "italic"), width, MARGIN * 2)
    for finding in pair.findings:
        yield from wrapped(_explained(finding, pair), width, MARGIN * 2)


def _title(finding: Finding) -> Text:
    line = Text().append(_words.SEVERITY[finding.severity].upper(), _STYLE[finding.severity])
    line.append(f" {safe(_words.check(finding.check))}. ", "bold")
    return line.append(safe(finding.message))


def _explained(finding: Finding, pair: Pair) -> Text:
    """Severity, check, message, the words it is about, and the suggestion."""
    line = _title(finding)
    for text, spans, shown in ((pair.src_text, finding.src, _arabic), (pair.tgt_text, finding.tgt, safe)):
        words = [text[max(span.start, 0) : max(span.end, 0)] for span in spans]
        words = [part for part in words if part not in ("", text) and part not in finding.message]
        if words:
            line.append(f" [{' … '.join(shown(part) for part in words)}]", "dim")
    if finding.suggestion is not None:
        line.append(f" Suggested: {safe(finding.suggestion)}")
    return line


def _marked(text: str, marks: list[tuple[Finding, tuple[Span, ...]]]) -> Text:
    """``text`` made safe, its spans styled; where findings overlap the gravest shows."""
    changes: dict[int, Counter[str]] = {0: Counter(), len(text): Counter()}
    for finding, spans in marks:
        for span in spans:
            end = min(max(span.end, 0), len(text))
            changes.setdefault(min(max(span.start, 0), end), Counter())[finding.severity] += 1
            changes.setdefault(end, Counter())[finding.severity] -= 1
    out, depth = Text(), Counter[str]()
    for start, end in pairwise(sorted(changes)):
        depth.update(changes[start])
        style = next((_MARK[severity] for severity in SEVERITIES if depth[severity] > 0), None)
        out.append(_clean(text[start:end]), style)
    return out


def wrapped(text: Text, width: int, margin: str = "") -> Iterator[Text]:
    """The lines of a text, within margins on both sides."""
    for line in text.wrap(_PLAIN, width - 2 * len(margin), overflow="fold"):
        line.rstrip()
        yield Text(margin).append_text(line)


def _right_to_left(text: Text, width: int) -> Iterator[Text]:
    for line in wrapped(text, width - 2 * len(MARGIN)):
        blank = width - len(MARGIN) - cell_len(line.plain)
        yield Text(" " * blank + _RLI).append_text(line).append(_PDI)


def _clean(text: str) -> str:
    """On one line, with no character that a terminal would obey."""
    return re.sub(r"\s+", " ", visible(text))


def _arabic(text: str) -> str:
    """As :func:`safe`, of an Arabic text: its figures and signs run with its letters."""
    return f"{_RLI}{_clean(text)}{_PDI}"


def safe(text: str) -> str:
    """On one line, with no character that a terminal would obey, its Arabic runs isolated from what surrounds them."""
    isolated: str = ARABIC.sub(lambda match: f"{_RLI}{match[0]}{_PDI}", _clean(text))
    return isolated
