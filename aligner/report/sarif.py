"""The findings as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the lines of the files.

A result stands where its words stand: in the French, which is what gets mended, unless only the Arabic has them. The
other side is a related location. Lines are those of the file; the words themselves are the snippet.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any
from urllib.parse import quote

from aligner import __version__, checks
from aligner.data import Finding, Pair, Report, Sentence, Source, Span
from aligner.report import _words
from aligner.report.json import escaped

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\\\")


def render(report: Report) -> str:
    """The report as a SARIF log of one run. Equal reports give equal bytes: there are no times in it."""
    pairs = [(n, pair) for n, pair in enumerate(p for statement in report.statements for p in statement.pairs)]
    rules = _rules(finding for _, pair in pairs for finding in pair.findings)
    places = {rule["id"]: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "aligner",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": rules,
            }
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [_artifact(source) for source in report.sources],
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [{"level": "note", "message": {"text": n}} for n in report.notes],
            }
        ],
        "properties": {"signature": report.signature, "fidelity": round(report.fidelity, 4)},
        "results": [
            _result(finding, pair, number, places[finding.check], report.sources)
            for number, pair in pairs
            for finding in pair.findings
        ],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return escaped(json.dumps(log, ensure_ascii=False, indent=2, allow_nan=False)) + "\n"


def _rules(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """A rule for each check there is, and for others that a report made elsewhere may name."""
    known = {entry.id: entry.rule.description for entry in checks.catalogue()}
    others = sorted({finding.check for finding in findings} - known.keys())
    return [
        {
            "id": check,
            "name": _words.check(check),
            "shortDescription": {"text": _words.check(check)},
            "fullDescription": {"text": known.get(check) or check},
            "help": {"text": f"aligner checks {check} explains this check with examples."},
        }
        for check in [*known, *others]
    ]


def _artifact(source: Source) -> dict[str, Any]:
    return {
        "location": {"uri": uri(source.path)},
        "length": source.bytes,
        "hashes": {"sha-256": source.sha256},
        "properties": {"format": source.format, "encoding": source.encoding},
    }


def uri(path: str) -> str:
    """A path as the reference that SARIF wants: relative as it is, absolute with its scheme."""
    if _DRIVE.match(path):
        return PureWindowsPath(path).as_uri()
    if path.startswith("/"):
        return "file://" + quote(path, errors="replace")
    # A colon in the first part would make that a scheme.
    return quote(PurePosixPath(path).as_posix(), safe="/", errors="replace")


def _result(finding: Finding, pair: Pair, number: int, rule: int, sources: Sequence[Source]) -> dict[str, Any]:
    sides = [
        _location("Arabic", 0, pair.src, pair.src_text, finding.src, sources),
        _location("French", len(sources) - 1, pair.tgt, pair.tgt_text, finding.tgt, sources),
    ]
    if pair.tgt and (finding.tgt or not finding.src):
        sides.reverse()
    places = [place for place in sides if place]
    return {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": places[:1],
        **({"relatedLocations": [{"id": 1, **places[1]}]} if places[1:] else {}),
        "partialFingerprints": {"pairAndFinding/v1": _fingerprint(finding, pair)},
        "properties": {
            "pair": number,
            "fidelity": round(pair.fidelity, 4),
            "arabic": pair.src_text,
            "french": pair.tgt_text,
            "src": [[span.start, span.end] for span in finding.src],
            "tgt": [[span.start, span.end] for span in finding.tgt],
        },
    }


def _message(finding: Finding) -> str:
    return finding.message + (f" Suggested: {finding.suggestion}" if finding.suggestion is not None else "")


def _location(
    language: str, source: int, side: Sequence[Sentence], text: str, spans: Sequence[Span], sources: Sequence[Source]
) -> dict[str, Any] | None:
    """Where the words of a finding stand, by the sentences that hold them; without words, the whole side."""
    if not side:
        return None
    lines = [sentence.lines for sentence in _holding(side, spans) or side]
    words = " … ".join(text[max(span.start, 0) : max(span.end, 0)] for span in spans) or text
    region = {
        "startLine": min(first for first, _ in lines),
        "endLine": max(last for _, last in lines),
        "snippet": {"text": words},
    }
    physical: dict[str, Any] = {"region": region}
    if sources:
        physical = {"artifactLocation": {"uri": uri(sources[source].path), "index": source}, **physical}
    return {"physicalLocation": physical, "message": {"text": language}}


def _holding(side: Sequence[Sentence], spans: Sequence[Span]) -> list[Sentence]:
    found, at = [], 0
    for sentence in side:
        end = at + len(sentence.text)
        if any((span.start < end and span.end > at) or at <= span.start == span.end <= end for span in spans):
            found.append(sentence)
        at = end + 1
    return found


def _fingerprint(finding: Finding, pair: Pair) -> str:
    """The same for the same finding in the same pair, wherever it has moved in the file."""
    parts = [finding.check, pair.src_text, pair.tgt_text, repr(finding.src), repr(finding.tgt)]
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
