from __future__ import annotations

import json

from aligner.data import Report
from aligner.report import render


def test_one_object_a_pair_in_order(page: Report) -> None:
    records = [json.loads(line) for line in render(page, "jsonl").split("\n")[:-1]]
    pairs = [pair for statement in page.statements for pair in statement.pairs]
    assert [record["pair"] for record in records] == list(range(len(pairs)))
    for record, pair in zip(records, pairs, strict=True):
        assert record["fidelity"] == round(pair.fidelity, 4)
        assert [f["check"] for f in record["findings"]] == [f.check for f in pair.findings]
        assert all(set(f) >= {"check", "severity", "message", "src", "tgt", "suggestion"} for f in record["findings"])


def test_nothing_to_say(empty: Report) -> None:
    assert render(empty, "jsonl") == ""
