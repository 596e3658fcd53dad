"""The pairs as JSON lines, in order and without the page around them, as documented for ``check --to jsonl``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from aligner.data import Pair, Source
from aligner.report.json import escaped, finding_object


def stream(pairs: Iterable[Pair], _: tuple[Source, ...]) -> Iterator[str]:
    """One object a pair: its number from 0, its id if it has one, fidelity and findings."""
    for number, pair in enumerate(pairs):
        findings = [finding_object(finding) for finding in pair.findings]
        known = {"id": pair.id} if pair.id else {}
        record = {"pair": number, **known, "fidelity": round(pair.fidelity, 4), "findings": findings}
        yield escaped(json.dumps(record, ensure_ascii=False, allow_nan=False)) + "\n"
