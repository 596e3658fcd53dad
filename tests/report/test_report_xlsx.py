from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import openpyxl
import pytest

from aligner.data import SEVERITIES, Finding, Pair, Report, Sentence, Span, Statement
from aligner.formats import _workbook, xlsx
from aligner.report import render
from aligner.report._pieces import pieces
from aligner.report._visible import visible


def book(report: Report, **options: bool) -> Any:
    data = render(report, "xlsx")
    assert isinstance(data, bytes)
    return openpyxl.load_workbook(io.BytesIO(data), **options)


def table(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_pairs_and_findings(page: Report) -> None:
    sheets = book(page)
    assert sheets.sheetnames == ["Pairs", "Findings", "About"]
    pairs = [pair for statement in page.statements for pair in statement.pairs]
    rows = table(sheets["Pairs"])
    assert [row["Pair"] for row in rows] == list(range(1, len(pairs) + 1))
    assert [(row["French"] or "", row["Arabic"] or "") for row in rows] == [
        (visible(pair.tgt_text), visible(pair.src_text)) for pair in pairs
    ]
    assert rows[1]["Gravest"] == "Error" and rows[1]["Fidelity"] == 0.12 and rows[1]["Findings"] == 2
    assert rows[1]["What was found"] == "Number, Who said it"
    assert rows[1]["Arabic lines"] == "2"
    assert [row["Remark"] for row in rows if row["Statement"] == 4] == ["No counterpart on the page."]
    found = table(sheets["Findings"])
    assert len(found) == sum(len(pair.findings) for pair in pairs)
    assert found[0] == {
        "Finding": 1,
        "Pair": 2,
        "Statement": 1,
        "Severity": "Error",
        "Check": "Number",
        "What": "The Arabic says 17 (سبعة عشر); the French says 71.",
        "Words in French": "Soixante et onze",
        "Words in Arabic": "سبعة عشر",
        "Suggested": "Dix-sept",
        "Where": "Arabic line 2, French line 4",
    }
    about = "\n".join(str(cell) for row in sheets["About"].iter_rows(values_only=True) for cell in row)
    assert page.signature in about and page.notes[0] in about and page.sources[0].sha256 in about
    assert all(visible(part.text) in about for part in page.furniture)


def test_columns_that_nothing_fills_are_left_out(clean: Report) -> None:
    assert not {"Id", "Who", "Remark"} & set(table(book(clean)["Pairs"])[0])
    (statement,) = clean.statements
    report = replace(clean, statements=(replace(statement, pairs=(replace(statement.pairs[0], id="u2:s1"),)),))
    assert table(book(report)["Pairs"])[0]["Id"] == "u2:s1"


def test_a_person_can_work_with_it(page: Report) -> None:
    for sheet in book(page):
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.print_title_rows == "$1:$1"
    pairs = book(page)["Pairs"]
    assert pairs["E2"].alignment.horizontal == "right" and pairs["E2"].alignment.readingOrder == 2
    assert pairs["D2"].alignment.wrap_text
    colours = {pairs.cell(number, 7).value: pairs.cell(number, 7).fill.fgColor.rgb for number in range(2, 14)}
    assert len({colours["Error"], colours["Warning"], colours["Note"]}) == 3
    marked = book(page, rich_text=True)["Pairs"]["D3"].value
    assert next((run.text, run.font.u) for run in marked if not isinstance(run, str)) == ("Soixante et onze", "double")


def test_no_text_is_a_formula() -> None:
    sentence = Sentence("=cmd|'/c calc'!A0")
    finding = Finding("=1+1", "error", "@SUM(1)", suggestion="+1")
    statement = Statement((), (), author="-2", pairs=(Pair((sentence,), (sentence,), findings=(finding,)),))
    sheets = book(Report("=2", (), (statement,), notes=("=3",)))
    cells = [cell for sheet in sheets for cells in sheet.iter_rows() for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert "=1+1" in [cell.value for cell in cells]


def test_it_can_be_checked_again(page: Report) -> None:
    data = render(page, "xlsx")
    assert isinstance(data, bytes)
    back = [(pair.src_text, pair.tgt_text) for pair in xlsx.read_pairs(data, "file")[0]]
    pairs = [pair for statement in page.statements for pair in statement.pairs]
    assert back == [(visible(pair.src_text), visible(pair.tgt_text)) for pair in pairs]


def test_long_reports_are_quick(long: Report) -> None:
    assert len(table(book(long, read_only=True)["Pairs"])) == 2000


@pytest.mark.parametrize("severity", SEVERITIES)
def test_words_stand_beside_colours(severity: str) -> None:
    fill, ink, line = _workbook._COLOURS[severity]  # type: ignore[index]
    assert fill != ink and line

    def light(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (2, 4, 6))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert (light(fill) + 0.05) / (light(ink) + 0.05) > 4.5  # WCAG 2, level AA


def test_pieces_show_the_gravest() -> None:
    def mark(severity: Any, *spans: tuple[int, int]) -> Any:
        return Finding("x", severity, ""), tuple(Span(*span) for span in spans)

    marks = [mark("info", (0, 4), (-5, 2)), mark("error", (3, 99)), mark("warning", (2, 2), (4, 1))]
    found = [f"{start} {piece} {severity}" for start, piece, severity in pieces("abcdef", marks)]
    assert found == ["0 a info", "1 b info", "2 c info", "3 d error", "4 ef error"]
    assert list(pieces("", [])) == []
