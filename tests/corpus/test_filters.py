"""Filters: every rule on the rows of its table, good Arabic first; then any text at all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NEWS, rows

from aligner.corpus.data import Row
from aligner.corpus.filters import Settings, families, filtered, first_reason, rules
from aligner.errors import UsageError

CASES = rows("filters")
TEXT = st.text(st.characters(exclude_categories=[]), max_size=80) | st.text(
    "وصل القطار إلى ٢٣ ،؟ le train « 12 » .?|<b>&;{}()[]\n\t\u200f\ufffd", max_size=80
)


@pytest.mark.parametrize(("arabic", "french", "reason"), CASES)
def test_row(arabic: str, french: str, reason: str) -> None:
    assert first_reason(Row(arabic, french, 1.0)) == reason


def test_every_rule_has_a_row() -> None:
    fast = {rule for family in families() for rule in family.RULES}
    shown = {reason for *_, reason in CASES}
    assert fast - shown == {"score", "long", "address", "quantity"}  # these have tests of their own below


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (Row("وصل القطار.", "Le train est arrivé.", 0.2), "score"),
        (Row("وصل القطار.", "Le train est arrivé.", 0.0), ""),  # a pair without a score
        (Row("قطار " * 300, "train " * 300), "long"),
        (Row("#خبر", "#info"), "address"),
        (
            Row("ارتفاع الجبل ٩٠٠ متر و٣ طوابق.", "La montagne a 900 kilomètres de haut et 3 étages, à 2 pas."),
            "quantity",
        ),
    ],
)
def test_rules_that_need_more_than_texts(row: Row, reason: str) -> None:
    assert first_reason(row) == reason


def test_what_is_skipped_lets_later_rules_speak() -> None:
    row = Row("وصل ٢٣ لاجئا إلى المخيم؟", "32 réfugiés sont arrivés au camp.", 0.1)
    assert first_reason(row) == "score"
    assert first_reason(row, Settings(skip=("score",))) == "question"
    assert first_reason(row, Settings(skip=("score", "question"))) == "number"
    assert first_reason(row, Settings(skip=("score", "question", "number"))) == ""


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(UsageError, match=r"unknown rule: colour; known are .*address"):
        Settings(skip=("colour",))


def test_every_rule_says_what_it_rejects() -> None:
    assert all(rules().values())
    assert {"number", "misaligned", "fidelity", "ratio"} <= rules().keys()


@given(TEXT, TEXT)
def test_any_text_has_one_answer(src: str, tgt: str) -> None:
    row = Row(src, tgt, 1.0)
    reason = first_reason(row)
    assert reason in rules().keys() | {""}
    assert first_reason(row) == reason
    if reason:
        assert first_reason(row, Settings(skip=(reason,))) != reason


def test_filtered_checks_what_the_rules_leave() -> None:
    good = [Row(arabic, french, 0.9) for arabic, french in NEWS]
    wrong = Row(NEWS[0][0], "Les pluies de printemps ont fait déborder la rivière près de mon village natal.", 0.9)
    given = [*good, wrong, Row("وصل القطار.", "The train is here and it was late.", 0.9)]
    found = list(filtered(given))
    assert [reason for _, reason in found] == [""] * len(good) + ["misaligned", "language"]
    assert [replace(row, fidelity=1.0) for row, _ in found] == given
    assert all(0.5 <= row.fidelity < 1 for row, _ in found[: len(good)])
    # What becomes of a row does not depend on the others.
    assert list(filtered(reversed(given))) == found[::-1]


def test_fidelity_has_a_bound() -> None:
    rows_ = [Row(arabic, french, 0.9) for arabic, french in NEWS]
    assert {reason for _, reason in filtered(rows_, Settings(min_fidelity=0.99))} == {"fidelity"}
    assert {reason for _, reason in filtered(rows_, Settings(min_fidelity=0.99, skip=("fidelity",)))} == {""}
