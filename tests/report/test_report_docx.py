from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from aligner.data import SEVERITIES, Finding, Pair, Report, Sentence, Span, Statement
from aligner.formats import docx
from aligner.report import render
from aligner.report._visible import visible

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def data(report: Report) -> bytes:
    made = render(report, "docx")
    assert isinstance(made, bytes)
    return made


def part(report: Report, name: str) -> Any:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data(report))).read(f"word/{name}.xml"))


def one(src: str, tgt: str, *findings: Finding) -> Report:
    pair = Pair((Sentence(src),) if src else (), (Sentence(tgt),) if tgt else (), findings=findings)
    return Report("s", (), (Statement((), (), pairs=(pair,)),))


def anchored(report: Report) -> dict[int, tuple[str, str]]:
    """What stands between the marks of each comment, and the style of its paragraph."""
    found: dict[int, tuple[str, str]] = {}
    for paragraph in part(report, "document").iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        open_: dict[int, str] = {}
        for element in paragraph.iter():
            number = int(element.get(f"{W}id", -1))
            if element.tag == f"{W}commentRangeStart":
                open_[number] = ""
            elif element.tag == f"{W}commentRangeEnd":
                assert number not in found
                found[number] = open_.pop(number), style
            elif element.tag == f"{W}t":
                open_ = {key: text + element.text for key, text in open_.items()}
        assert not open_
    return found


def test_python_docx_reads_it(page: Report) -> None:
    document = python_docx.Document(io.BytesIO(data(page)))
    assert document.paragraphs[0].text == "Arabic–French fidelity audit: relais & co.txt"
    assert document.paragraphs[0].style.name == "Title"
    first = next(paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1")
    assert first == "1. مرصد الضفاف · @difaf_obs · 3 h"
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    pairs = [pair for statement in page.statements for pair in statement.pairs]
    assert [row[1:] for row in rows if row[0] != "Pair"] == [
        [visible(pair.tgt_text), visible(pair.src_text)] for pair in pairs
    ]
    assert rows[1][0] == "1 · 98%"
    comments = list(document.comments)
    assert len(comments) == sum(len(pair.findings) for pair in pairs)
    assert comments[0].author == "aligner"
    assert comments[0].text == "ERROR Number. The Arabic says 17 (سبعة عشر); the French says 71.\nFrench: Soixante et onze\nSuggested: Dix-sept"  # fmt: skip  # noqa: E501
    text = "\n".join(p.text for p in document.paragraphs)
    assert all(visible(said) in text for said in (page.signature, page.notes[0], page.furniture[1].text))


def test_a_comment_quotes_each_language_its_way() -> None:
    finding = Finding("number", "error", "Another number.", (Span(0, 8),), (Span(0, 11),))
    made = data(one("17 مليون دينار", "71 millions de dinars", finding))
    (comment,) = python_docx.Document(io.BytesIO(made)).comments
    said = [(paragraph.style.name, paragraph.text) for paragraph in comment.paragraphs]
    assert said[1:] == [("annotation text", "French: 71 millions"), ("Audit Comment Arabic", "\u200f17 مليون")]


def test_the_file_s_own_ids_are_told() -> None:
    report = one("نعم", "oui")
    (statement,) = report.statements
    report = replace(report, statements=(replace(statement, pairs=(replace(statement.pairs[0], id="u2:s1"),)),))
    (table,) = python_docx.Document(io.BytesIO(data(report))).tables
    assert table.cell(1, 0).text == "1\nu2:s1"


def test_comments_stand_on_their_words(page: Report) -> None:
    found = anchored(page)
    assert found[0] == ("Soixante et onze", "French")
    assert found[1] == ("بحسب مستشفى المدينة", "Arabic")
    assert len(found) == 12
    references = [e.get(f"{W}id") for e in part(page, "document").iter(f"{W}commentReference")]
    assert sorted(references) == sorted(comment.get(f"{W}id") for comment in part(page, "comments"))


def test_both_sides_are_marked_and_run_their_way(page: Report) -> None:
    runs = [
        ("".join(t.text for t in run.iter(f"{W}t")), style.get(f"{W}val") if style is not None else "", rtl is not None)
        for run in part(page, "document").iter(f"{W}r")
        for style, rtl in [(run.find(f"{W}rPr/{W}rStyle"), run.find(f"{W}rPr/{W}rtl"))]
    ]
    assert ("Soixante et onze", "AuditError", False) in runs
    assert ("سبعة عشر", "AuditError", True) in runs
    assert ("مرصد الضفاف", "", True) in runs
    assert ("script", "AuditNote", False) in runs
    styles = part(page, "styles")
    arabic = next(style for style in styles if style.get(f"{W}styleId") == "Arabic")
    assert arabic.find(f"{W}pPr/{W}bidi") is not None
    known = {style.get(f"{W}styleId") for style in styles}
    used = {e.get(f"{W}val") for tag in ("pStyle", "rStyle", "tblStyle") for e in part(page, "document").iter(W + tag)}
    assert used <= known


@pytest.mark.parametrize(
    ("src", "tgt", "finding", "expected"),
    [
        ("نعم", "oui", ((), ()), ("oui", "French")),
        ("نعم", "", ((), ()), ("نعم", "Arabic")),
        ("نعم", "", (((0, 3),), ()), ("نعم", "Arabic")),
        ("", "oui", ((), ((0, 3),)), ("oui", "French")),
        ("نعم", "oui", (((1, 2),), ()), ("ع", "Arabic")),
        ("نعم", "oui", (((1, 2),), ((0, 1), (2, 3))), ("o", "French")),
        ("نعم", "oui", ((), ((3, 3),)), ("", "French")),
        ("نعم", "oui", ((), ((-4, 99),)), ("oui", "French")),
        ("نعم", "oui", ((), ((2, 1),)), ("", "French")),
        ("", "", ((), ()), ("", "Arabic")),
    ],
)
def test_where_a_comment_stands(src: str, tgt: str, finding: Any, expected: tuple[str, str]) -> None:
    spans = [tuple(Span(*span) for span in side) for side in finding]
    assert anchored(one(src, tgt, Finding("number", "error", "m", *spans))) == {0: expected}


SPANS = st.lists(st.builds(Span, st.integers(-3, 12), st.integers(-3, 12)), max_size=3).map(tuple)
FINDINGS = st.builds(Finding, st.just("number"), st.sampled_from(SEVERITIES), st.text(max_size=9), SPANS, SPANS)


@given(st.text(max_size=10), st.text(max_size=10), st.lists(FINDINGS, max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_text_makes_a_sound_document(src: str, tgt: str, findings: list[Finding]) -> None:
    report = one(src, tgt, *findings)
    assert len(anchored(report)) == len(findings)
    part(report, "comments")
    python_docx.Document(io.BytesIO(data(report)))


def test_it_can_be_checked_again(page: Report) -> None:
    back = [(pair.src_text, pair.tgt_text) for pair in docx.read_pairs(data(page), "file")[0]]
    assert back == [
        (visible(pair.src_text), visible(pair.tgt_text)) for statement in page.statements for pair in statement.pairs
    ]


def test_long_reports(long: Report) -> None:
    assert len(list(docx.read_pairs(data(long), "file")[0])) == 2000
