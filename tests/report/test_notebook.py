"""What a notebook shows of a pair and of a report."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from samples import AR, CORPORA, FR

from aligner import Finding, Pair, Report, Sentence, Span, Statement, audit
from aligner.data import Block
from aligner.report import _notebook

HOSTILE = "<script>alert(1)</script> \u202e & \"'"


class Reader(HTMLParser):
    """The tags that were opened, the attributes, and the text; every tag must be closed in turn."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "br":
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def pair(ar: str, fr: str, *findings: Finding) -> Pair:
    return Pair((Sentence(ar),), (Sentence(fr),), 0.9, 0.5, findings)


def report(*pairs: Pair) -> Report:
    block = (Block("", 0, (1, 1)),)
    return Report("aligner:test", (), (Statement(block, block, pairs=pairs),), fidelity=0.5)


def test_a_pair() -> None:
    found = Finding("number", "error", "The Arabic says 17, the French says 71.", (Span(0, 4),), (Span(3, 8),))
    shown = pair(AR[0], FR[0], found)._repr_html_()
    read = Reader(shown)
    assert {("dir", "rtl"), ("dir", "ltr"), ("lang", "ar"), ("lang", "fr")} <= set(read.attributes)
    assert AR[0] in read.text
    assert FR[0] in read.text
    assert "Error: Number. The Arabic says 17, the French says 71." in read.text
    assert re.findall(r"<mark[^>]*>([^<]*)</mark>", shown) == [FR[0][3:8], AR[0][:4]]
    assert "fidelity 50%" in read.text


def test_nothing_in_a_text_is_obeyed() -> None:
    shown = report(pair(HOSTILE, HOSTILE, Finding("x<b>", "info", HOSTILE, (Span(0, 99),))))._repr_html_()
    read = Reader(shown)
    assert set(read.tags) <= {"div", "b", "table", "tr", "td", "mark", "span", "bdi", "br"}
    assert {name for name, _ in read.attributes} <= {"style", "lang", "dir", "colspan", "class"}
    assert "\u202e" not in shown
    assert "⟦RLO⟧" in shown
    assert not re.search(r"url\(|https?:|src=|href=", shown)


@given(st.text(), st.text(), st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30)), max_size=4))
def test_whatever_the_texts_and_spans(ar: str, fr: str, spans: list[tuple[int, int]]) -> None:
    finding = Finding("name", "warning", fr, tuple(Span(*span) for span in spans), tuple(Span(*span) for span in spans))
    Reader(pair(ar, fr, finding)._repr_html_())


def test_a_report_shows_the_gravest_first() -> None:
    pairs = [
        pair(f"{text} {n}", FR[0], Finding("name", severity, f"message {n}"))  # type: ignore[arg-type]
        for n, (text, severity) in enumerate([(AR[0], "info"), (AR[1], "error"), *[(AR[2], "warning")] * 30])
    ]
    text = Reader(report(*pairs, pair(AR[3], FR[3]))._repr_html_()).text
    assert text.index("message 1") < text.index("message 2")
    assert "message 0" not in text
    assert AR[3] not in text, "nothing was found in it"
    assert "33 pairs, 1 error, 30 warnings, 1 note" in text
    assert f"… and {32 - _notebook.MOST} other pairs with findings" in text


def test_long_texts_are_cut() -> None:
    shown = pair("كلمة " * 10_000, "mot " * 10_000)._repr_html_()
    assert len(shown) < 3 * _notebook.LONGEST
    assert shown.count(" …") == 2


def test_an_audit() -> None:
    shown = audit(str(CORPORA / "tweets-two-blocks.txt"))
    read = Reader(shown._repr_html_())
    assert shown.signature in read.text
    assert "tweets-two-blocks.txt" in read.text
    assert Reader(shown.statements[0].pairs[0]._repr_html_()).tags[0] == "div"
