"""Sentence boundaries: one row a case in cases/segment.tsv, and what must hold for any text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.text.segment import segment

CASES = Path(__file__).parents[1] / "cases" / "segment.tsv"


def rows() -> list[list[str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in segment(text)]


@pytest.mark.parametrize("row", rows(), ids=lambda row: " ".join(row[:2]))
def test_case(row: list[str]) -> None:
    marked = row[2].replace("⏎", "\n")
    assert sentences(re.sub("‖ ?", "", marked)) == [part.strip() for part in marked.split("‖")]


def test_the_table_is_not_empty() -> None:
    assert len(rows()) >= 120


@pytest.mark.parametrize("text", ["", " ", "\n\t\r\n", "\u00a0\u2003", "\x1c"])
def test_nothing_in_nothing_out(text: str) -> None:
    assert segment(text) == []


@pytest.mark.parametrize("text", [".", "…", "!?", "»", '"', "((((", "1.", "\ud800", "\x00", "\ufeff"])
def test_scraps_stay_whole(text: str) -> None:
    assert sentences(text) == [text]


def test_line_breaks_of_windows() -> None:
    assert sentences("Un titre\r\n\r\nUn texte\r\nqui continue.") == ["Un titre", "Un texte\r\nqui continue."]


def test_a_long_sentence_without_a_stop_stays_whole() -> None:
    text = "، ".join(["وصلت القافلة إلى المدينة"] * 40)
    assert sentences(text) == [text]


# What is hard for a segmenter, shuffled; then any text at all.
WORDS = ["Il part", "elle", "Le", "M", "J", "etc", "12", "3", "وصل", "قال", "د", "م", "وقال", "O.N.U", "http://a.b?C"]
MARKS = [
    ".",
    "..",
    "…",
    "...",
    "!",
    "?",
    "؟",
    "،",
    ":",
    "-",
    "—",
    "#حلب",
    "@ali",
    "1)",
    "- ",
    "😢",
    "🔴",
    "ـ",
    "\u064e",
]
QUOTES = ["«", "»", "“", "”", '"', "(", ")", "[", "]", "'"]
SPACES = [" ", "\n", "\n\n", "\r\n", "\u00a0", "\u200f"]
PIECES = st.lists(st.sampled_from([*WORDS, *MARKS, *QUOTES, *SPACES, *" " * 8]), max_size=40).map("".join)


@settings(max_examples=500, deadline=None)
@given(st.one_of(PIECES, st.text(max_size=80)))
def test_spans_cover_all_but_white_space(text: str) -> None:
    at = 0
    for span in segment(text):
        assert at <= span.start < span.end <= len(text)
        assert not text[at : span.start].strip()
        assert span.of(text) == span.of(text).strip()
        at = span.end
    assert not text[at:].strip()


@settings(max_examples=500, deadline=None)
@given(st.one_of(PIECES, st.text(max_size=80)))
def test_a_sentence_is_one_sentence(text: str) -> None:
    for sentence in sentences(text):
        assert sentences(sentence) == [sentence]
