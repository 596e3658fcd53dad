from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from aligner.data import Finding, Furniture, Pair, Report, Sentence, Source, Span, Statement
from aligner.report import render
from aligner.report.text import show


@pytest.fixture(autouse=True)
def width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def test_golden(page: Report, golden: Callable[[str, str], None]) -> None:
    golden("page.txt", render(page, "text"))


def test_arabic_lines_are_isolated_and_end_at_the_right_edge(page: Report) -> None:
    lines = [line for line in render(page, "text").splitlines() if line.endswith("\u2069") and line[:8] == " " * 8]
    assert len(lines) >= 8
    for line in lines:
        assert line.lstrip()[0] == "\u2067"
        assert cell_len(line) == 78


@pytest.mark.parametrize("columns", ["5", "40", "300"])
def test_lines_fit_and_words_stay_whole(page: Report, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    text = render(page, "text")
    assert max(map(cell_len, text.splitlines())) <= max(30, min(int(columns), 110))
    words = text.replace("\u2067", "").replace("\u2069", "").split()
    assert set(page.statements[1].pairs[3].src_text.split()) <= set(words)


def test_severity_is_a_word_and_colour_is_extra(page: Report) -> None:
    out = io.StringIO()
    show(page, Console(file=out, width=80, force_terminal=True, color_system="standard", legacy_windows=False))
    coloured = out.getvalue()
    assert "\x1b[1;31mERROR\x1b[0m" in coloured
    assert "\x1b[4;31mSoixante et onze\x1b[0m" in coloured
    plain = render(page, "text")
    assert "\x1b" not in plain
    assert "ERROR Number. The Arabic says 17" in plain


def test_the_summary_comes_last_with_every_error(page: Report, empty: Report) -> None:
    end = render(page, "text").split("\nSummary\n")[1]
    assert end.count("ERROR") == 4
    assert "WARNING" not in end
    assert "No Arabic statement could be paired" in render(empty, "text")


def test_words_already_in_the_message_are_not_quoted_again(page: Report) -> None:
    text = render(page, "text")
    assert "[\u2067زعمت\u2069]" not in text
    assert "[était fermé]" in text


ANY = st.text(
    st.characters(codec=None) | st.sampled_from("\x1b\x9b\x07\r\x0b\u2028\u202e\u2067[]شق\ud800"), max_size=60
)


@settings(deadline=None)
@given(ANY, ANY, st.builds(Span, st.integers(-3, 70), st.integers(-3, 70)))
def test_no_text_can_drive_the_terminal(src: str, other: str, span: Span) -> None:
    finding = Finding(other, "info", other, (span,), (span,), suggestion=other)
    pair = Pair((Sentence(src),), (Sentence(other),), findings=(finding,))
    statement = Statement((), (), other, other, other, (pair,))
    source = Source(other, other, 1, other, other)
    text = render(Report(other, (source,), (statement,), (Furniture(other, (1, 1), other),), notes=(other,)), "text")
    text.encode("utf-8")
    hidden = {c for c in text if unicodedata.category(c) in ("Cc", "Cs")} | (
        set(text) & set("\u202d\u202e\u2028\u2029")
    )
    assert hidden <= {"\n"}
    for line in text.split("\n"):
        assert line.count("\u2069") <= line.count("\u2067") + 1
