"""The pairs as JSON lines, in order and without the page around them, as documented for ``check --to jsonl``."""

from __future__ import annotations

import json

from aligner.data import Report
from aligner.report.json import escaped, finding_object


def render(report: Report) -> str:
    """One object a pair: its number from 0, its id if it has one, fidelity and findings."""
    pairs = (pair for statement in report.statements for pair in statement.pairs)
    lines = []
    for number, pair in enumerate(pairs):
        findings = [finding_object(finding) for finding in pair.findings]
        known = {"id": pair.id} if pair.id else {}
        record = {"pair": number, **known, "fidelity": round(pair.fidelity, 4), "findings": findings}
        lines.append(escaped(json.dumps(record, ensure_ascii=False, allow_nan=False)) + "\n")
    return "".join(lines)
