"""Normal forms and the map back: one row a case in cases/normalise.tsv, and what must hold for any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.data import Span
from aligner.text.normalise import normalise, plain

CASES = Path(__file__).parents[1] / "cases" / "normalise.tsv"


def unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})", lambda m: chr(int(m[1], 16)), text)


def rows() -> list[list[str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_case(row: list[str]) -> None:
    _, text, expected, last = row
    normal = normalise(unescaped(text))
    assert normal.text == unescaped(expected)
    if last == "-":
        assert not normal.text
    else:
        start, end = map(int, last.split("-"))
        assert normal.span(len(normal.text) - 1, len(normal.text)) == Span(start, end)


def test_a_span_holds_the_marks_of_its_letters() -> None:
    text = "قالَ الوَلَدُ نعم"
    normal = normalise(text)
    at = normal.text.index("الولد")
    assert normal.span(at, at + 5).of(text) == "الوَلَدُ"


def test_the_parts_of_a_ligature_share_its_range() -> None:
    normal = normalise("\ufefb شيء")
    assert [normal.span(at, at + 1) for at in range(3)] == [Span(0, 1), Span(0, 1), Span(1, 2)]


def test_an_empty_span_is_a_place() -> None:
    normal = normalise("\u200fنعم")
    assert normal.span(0, 0) == Span(1, 1)
    assert normal.span(3, 3) == Span(4, 4)
    assert normal.span(9, 9) == Span(4, 4)
    assert normalise("").span(0, 0) == Span(0, 0)


def test_index_leads_from_the_original() -> None:
    normal = normalise("\u200fا\u0653ن\ufefb\u064e.")
    assert normal.text == "آنلا."
    assert [normal.index(offset) for offset in range(8)] == [0, 0, 0, 1, 2, 2, 4, 5]


def test_text_that_is_normal_already_costs_no_map() -> None:
    assert normalise("نعم, déjà vu : « 3,5 ».").starts == range(24)


LETTERS = "aeéغاوبي½¹…😢¨´ \u00a0\r\n\ud800"
JOINING = "ـ\u064e\u0651\u0653\u0654\u0301\u0323\u0344\u09c7\u09be\u1112\u1161\u11ab\uff76\uff9e"
SILENT = "\u200f\u200b\u200d\ufeff"
LIGATURES = "\ufefb\ufdfa\ufe77"
TEXTS = st.text(max_size=60) | st.text(alphabet=LETTERS + JOINING + SILENT + LIGATURES, max_size=30)


@settings(max_examples=800, deadline=None)
@given(TEXTS)
def test_the_map_is_sound(text: str) -> None:
    normal = normalise(text)
    starts = list(normal.starts)
    assert normal.original == text
    assert len(starts) == len(normal.text) + 1
    assert starts == sorted(starts)
    assert starts[-1] == len(text)
    for at in range(len(normal.text)):
        span = normal.span(at, at + 1)
        assert 0 <= span.start < span.end <= len(text)
        assert normal.text[at] in plain(span.of(text))
        first = normal.index(span.start)
        assert first <= at
        assert normal.span(first, first + 1) == span


@settings(max_examples=800, deadline=None)
@given(TEXTS)
def test_normal_text_is_normal(text: str) -> None:
    normal = normalise(text).text
    assert plain(text) == normal
    assert plain(normal) == normal


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.data())
def test_any_span_comes_back(text: str, data: st.DataObject) -> None:
    normal = normalise(text)
    start = data.draw(st.integers(0, len(normal.text)))
    end = data.draw(st.integers(start, len(normal.text)))
    span = normal.span(start, end)
    assert 0 <= span.start <= span.end <= len(text)
    if start < end:
        assert normal.index(span.start) <= start
        assert normal.index(span.end) >= end
