"""The audit as JSON, as documented for ``audit --to json``; equal reports give equal bytes."""

from __future__ import annotations

import json
import re
from typing import Any

from aligner.data import Finding, Pair, Report, Sentence, Span, Statement
from aligner.fidelity import overall
from aligner.report import lines, summary

# Characters that are legal in JSON but that a terminal or an editor obeys instead of showing (C1 controls, line and
# bidi controls), and lone surrogates, which no encoding can write. Escaped, they read back as the same characters.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# Spans that indentation has spread over many lines. No string holds a bare line break.
_SPREAD = re.compile(r"\[\n\s+(-?\d+),\n\s+(-?\d+)\n\s+\]")
_SPREAD_LIST = re.compile(r"\[\n\s+(\[-?\d+, -?\d+\](?:,\n\s+\[-?\d+, -?\d+\])*)\n\s+\]")


def render(report: Report) -> str:
    """The report as a JSON object. Spans and lines are ``[first, last]`` lists; a missing side has null lines."""
    text = json.dumps(_report(report), ensure_ascii=False, indent=2, allow_nan=False)
    text = _SPREAD.sub(r"[\1, \2]", text)
    text = _SPREAD_LIST.sub(lambda match: "[" + re.sub(r",\n +", ", ", match[1]) + "]", text)
    return escaped(text) + "\n"


def escaped(text: str) -> str:
    """JSON in which no character acts on a terminal or is refused by an encoding."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _report(report: Report) -> dict[str, Any]:
    return {
        "signature": report.signature,
        "sources": [
            {"path": s.path, "sha256": s.sha256, "bytes": s.bytes, "format": s.format, "encoding": s.encoding}
            for s in report.sources
        ],
        "summary": summary(report),
        "statements": [_statement(statement) for statement in report.statements],
        "furniture": [{"lines": list(f.lines), "kind": f.kind, "text": f.text} for f in report.furniture],
        "notes": list(report.notes),
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "status": statement.status,
        "author": statement.author,
        "handle": statement.handle,
        "time": statement.time,
        "src_lines": lines(statement.src),
        "tgt_lines": lines(statement.tgt),
        **({"fidelity": round(overall(statement.pairs), 4)} if statement.status == "paired" else {}),
        "pairs": [_pair(pair) for pair in statement.pairs],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        **({"id": pair.id} if pair.id else {}),
        "src": pair.src_text,
        "tgt": pair.tgt_text,
        "score": round(pair.score, 4),
        "fidelity": round(pair.fidelity, 4),
        "findings": [finding_object(finding) for finding in pair.findings],
        "src_spans": _places(pair.src),
        "tgt_spans": _places(pair.tgt),
        **({"moved": True} if pair.moved else {}),
    }


def finding_object(finding: Finding) -> dict[str, Any]:
    """A finding as every JSON output shows it."""
    return {
        "check": finding.check,
        "severity": finding.severity,
        "message": finding.message,
        "src": _places(finding.src),
        "tgt": _places(finding.tgt),
        "suggestion": finding.suggestion,
    }


def _places(parts: tuple[Span, ...] | tuple[Sentence, ...]) -> list[list[int]]:
    return [[part.start, part.end] for part in parts]
