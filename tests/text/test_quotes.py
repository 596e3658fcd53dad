from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import rows

from aligner.text.quotes import Quotation, quotations


def told(quotation: Quotation, text: str) -> str:
    before, behind = quotation.inside.start == 0, quotation.inside.end == len(text)
    return f"{quotation.depth} {'…' * before}{quotation.inside.of(text).strip()}{'…' * behind}"


@pytest.mark.parametrize(("text", "expected"), [(text, [q for q in found if q]) for text, *found in rows("quotations")])
def test_quotations(text: str, expected: list[str]) -> None:
    assert [told(quotation, text) for quotation in quotations(text)] == expected


MARKS = ["«", "»", "“", "”", "„", "‹", "›", '"', '""', "'", "''", "’", "‘", "((", "))", "<<", ">>"]


@given(st.lists(st.sampled_from([*MARKS, "mot", "كلمة", " ", " ", ".", ":", "12"]), max_size=30).map("".join))
def test_quotations_stand_within_each_other_or_apart(text: str) -> None:
    around: list[Quotation] = []
    for quotation in quotations(text):
        span, inside = quotation.span, quotation.inside
        assert 0 <= span.start <= inside.start <= inside.end <= span.end <= len(text)
        assert quotation.whole == (span.start < inside.start and inside.end < span.end)
        while around and around[-1].span.end <= span.start:
            around.pop()
        assert len(around) == quotation.depth
        assert not around or around[-1].inside.start <= span.start < span.end <= around[-1].inside.end
        around.append(quotation)


PLAIN = st.lists(st.sampled_from(["mot", "l’eau", "d'Alep", "كلمة", "12"]), min_size=1, max_size=6).map(" ".join)


@given(PLAIN, PLAIN, PLAIN, st.sampled_from(["«»", "“”", "„“", "”“", "»«", "‹›", '""', "''"]))
def test_what_is_put_in_marks_is_found(before: str, said: str, behind: str, marks: str) -> None:
    text = f"{before} {marks[0]}{said}{marks[1]}, {behind}"
    assert [(quotation.inside.of(text), quotation.whole) for quotation in quotations(text)] == [(said, True)]
    assert quotations(f"{before} {said}, {behind}") == []


@pytest.mark.parametrize("text", ['"a ' * 50_000, "«" * 50_000 + "»" * 50_000, "'a" * 50_000, '"' * 100_000])
def test_hostile_text_takes_linear_time(text: str) -> None:
    quotations(text)
