"""The sample pages audited and compared with their gold."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from samples import CORPORA, rows

from aligner.data import Report
from aligner.evaluate import compare_audits
from aligner.report import render
from aligner.run import audit


@cache
def audited(name: str) -> tuple[Report, dict[str, Any], dict[str, Any]]:
    gold = json.loads((CORPORA / f"{name}.gold.json").read_text(encoding="utf-8"))
    pages = gold["page"] if isinstance(gold["page"], list) else [gold["page"]]
    report = audit(*(str(CORPORA / page) for page in pages))
    return report, json.loads(render(report, "json")), gold


def key(text: str) -> str:
    return " ".join(text.split())


PAGES = sorted(path.name.removesuffix(".gold.json") for path in CORPORA.glob("*.gold.json"))


@pytest.mark.parametrize(("name", "pairs", "unmatched"), rows("corpora"))
def test_pairs_and_findings(name: str, pairs: str, unmatched: str) -> None:
    _, result, gold = audited(name)
    figures = compare_audits(result, gold)
    assert figures["pairs F1"] >= float(pairs)  # type: ignore[operator]
    assert figures["unmatched F1"] >= float(unmatched)  # type: ignore[operator]
    assert (figures["findings precision"], figures["findings recall"]) == (1, 1)


def test_every_page_has_its_row() -> None:
    assert sorted(row[0] for row in rows("corpora")) == PAGES


@pytest.mark.parametrize("name", PAGES)
def test_no_error_on_a_pair_that_is_right(name: str) -> None:
    _, result, gold = audited(name)
    clean = {(key(p["src"]), key(p["tgt"])) for s in gold["statements"] for p in s["pairs"] if not p.get("findings")}
    for statement in result["statements"]:
        for pair in statement["pairs"]:
            if (key(pair["src"]), key(pair["tgt"])) in clean:
                assert [f for f in pair["findings"] if f["severity"] == "error"] == []


@pytest.mark.parametrize("name", PAGES)
def test_spans_and_scores(name: str) -> None:
    report, _, _ = audited(name)
    for statement in report.statements:
        for pair in statement.pairs:
            assert 0 <= pair.score <= 1
            assert 0 <= pair.fidelity <= 1
            assert pair.src or pair.tgt
            for finding in pair.findings:
                assert all(0 <= s.start < s.end <= len(pair.src_text) for s in finding.src)
                assert all(0 <= s.start < s.end <= len(pair.tgt_text) for s in finding.tgt)
        if statement.status != "paired":
            assert not any(pair.findings or (pair.src and pair.tgt) for pair in statement.pairs)


@pytest.mark.parametrize("name", PAGES)
def test_two_audits_are_the_same(name: str) -> None:
    report, _, gold = audited(name)
    pages = gold["page"] if isinstance(gold["page"], list) else [gold["page"]]
    assert audit(*(str(CORPORA / page) for page in pages)) == report
