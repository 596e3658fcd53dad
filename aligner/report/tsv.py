"""The pairs as a table, a line each, with their findings behind them: for spreadsheets, or for another check.

Texts are as they were, but for the line ends and tabs in them, as in the TSV that ``align`` writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from aligner.data import SEVERITIES, Finding, Pair, Source
from aligner.report import lines

HEAD = "pair ar fr ar_lines fr_lines score fidelity errors warnings notes findings".split()
# Line ends of every kind and tabs; what no reader of ours or of others takes.
_BREAK = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_UNREADABLE = re.compile("[\0\ud800-\udfff]")


def stream(pairs: Iterable[Pair], _: tuple[Source, ...]) -> Iterator[str]:
    """A line of names, then one for each pair, in order; findings as ``severity check: message``, with bars between."""
    yield "\t".join(HEAD) + "\n"
    for number, pair in enumerate(pairs):
        yield "\t".join(map(_cell, _row(number, pair))) + "\n"


def _row(number: int, pair: Pair) -> Iterator[str]:
    yield str(number)
    yield from (pair.src_text, pair.tgt_text)
    for side in (pair.src, pair.tgt):
        at = lines(side)
        yield "" if at is None else "-".join(str(line) for line in sorted(set(at)))
    yield from (f"{pair.score:.4f}", f"{pair.fidelity:.4f}")
    for severity in SEVERITIES:
        yield str(sum(finding.severity == severity for finding in pair.findings))
    yield " | ".join(map(_said, pair.findings))


def _said(finding: Finding) -> str:
    suggested = f" Suggested: {finding.suggestion}" if finding.suggestion is not None else ""
    return f"{finding.severity} {finding.check}: {finding.message}{suggested}"


def _cell(text: str) -> str:
    return _UNREADABLE.sub("\ufffd", _BREAK.sub(" ", text))
