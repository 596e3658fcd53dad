"""Workbooks in and out."""

from __future__ import annotations

import datetime
import io
import tracemalloc
import zipfile
from collections.abc import Iterable, Iterator

import openpyxl
import pytest
from hostile import archive
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aligner.data import Pair, Sentence
from aligner.errors import InputError, OutputError
from aligner.formats import _spreadsheet, _workbook, xlsx
from aligner.formats._workbook import Column, Flag, Marked, Sheet, workbook
from aligner.glossary import parse

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
YES, NO = ("نعم، وصلت القافلة.", "Oui, le convoi est arrivé."), ("لا أحد يعرف.", "Personne ne sait.")


def pair(src: str, tgt: str) -> Pair:
    return Pair((Sentence(src),) if src else (), (Sentence(tgt),) if tgt else ())


def sides(data: bytes) -> list[tuple[str, str]]:
    return [(pair.src_text, pair.tgt_text) for pair in xlsx.read_pairs(data, "file")[0]]


def written(pairs: Iterable[Pair]) -> bytes:
    return b"".join(xlsx.write_pairs(pairs))


def made(*sheets: tuple[str, list[list[object]]], hidden: str = "") -> bytes:
    """A workbook that openpyxl writes."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = "hidden" if title == hidden else "visible"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def raw(sheet: str, strings: str = "", styles: str = "", book: str = "") -> bytes:
    """A workbook of bare XML."""
    parts = {
        "xl__workbook": f'<workbook {S} {R}>{book}<sheets><sheet name="a" sheetId="1" r:id="x"/></sheets></workbook>',
        "xl__worksheets__one": f"<worksheet {S}><sheetData>{sheet}</sheetData></worksheet>",
        "xl__sharedStrings": f"<sst {S}>{strings}</sst>",
        "xl__styles": f"<styleSheet {S}>{styles}</styleSheet>",
    }
    stream = io.BytesIO(archive(**parts))
    with zipfile.ZipFile(stream, "a") as zipped:
        relation = '<Relationships><Relationship Id="x" Target="worksheets/one.xml"/></Relationships>'
        zipped.writestr("xl/_rels/workbook.xml.rels", relation)
    return stream.getvalue()


def row(*cells: str) -> str:
    return f"<row>{''.join(cells)}</row>"


def text(value: str) -> str:
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([YES, NO], [YES, NO]),
        ([YES[::-1], NO[::-1]], [YES, NO]),
        ([["", *YES], ["", *NO]], [YES, NO]),
        ([["id", "العربية", "français"], [1, *YES]], [YES]),
        ([["النص العربي", "النص الفرنسي", "score"], [*YES, 0.5]], [YES]),
        ([["Texte arabe", "Traduction française"], YES], [YES]),
        ([["Rapport de mission"], [], ["arabe :", "français :"], YES], [YES]),
        ([["source", "target"], YES, [], ["", NO[1]], [NO[0], None]], [YES, ("", NO[1]), (NO[0], "")]),
        ([["mots français", "كلمات عربية"], YES[::-1]], [("كلمات عربية", "mots français"), YES]),
        ([["العدد 17 والتاريخ", 17], YES], [("العدد 17 والتاريخ", "17"), YES]),
        (
            [["قال:\nوصلت القافلة", "Il dit :\nle convoi est arrivé"]],
            [("قال:\nوصلت القافلة", "Il dit :\nle convoi est arrivé")],
        ),
    ],
)
def test_columns_are_found(rows: list[list[object]], expected: list[tuple[str, str]]) -> None:
    assert sides(made(("pairs", rows))) == expected


def test_pairs_know_their_row() -> None:
    first, second = xlsx.read_pairs(made(("a", [["ar", "fr"], [], YES, NO])), "file")[0]
    assert [s.lines for s in (*first.src, *first.tgt, *second.src)] == [(3, 3), (3, 3), (4, 4)]
    assert second.tgt[0].number == 1


def test_sheets() -> None:
    chapters = made(("un", [YES]), ("vide", []), ("notes", [["rien que du français", "ici"]]), ("deux", [NO[::-1]]))
    assert sides(chapters) == [YES, NO]
    assert sides(made(("brouillon", [YES]), ("final", [NO]), hidden="brouillon")) == [NO]
    named = made(("mots", [("نعم", "oui")]), ("paires", [["ar", "fr"], NO]))
    assert sides(named) == [NO]


def test_numbers_are_read_as_they_are_shown() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    values = [
        (17, "General", "17"),
        (0.1 + 0.2, "General", "0.3"),
        (0.17, "0%", "17 %"),
        (datetime.date(2020, 2, 12), "dd/mm/yyyy", "2020-02-12"),
        (datetime.datetime(2020, 2, 12, 14, 30), "d mmm yy h:mm", "2020-02-12 14:30"),
        (datetime.time(14, 30), "h:mm", "14:30"),
        (1.5, '#,##0.0 "dh"', "1.5"),
        (True, "General", "TRUE"),
        (1e300, "dd/mm/yyyy", "1e+300"),
    ]
    for value, form, _ in values:
        sheet.append(["القيمة في هذا الصف", value, "en français, la valeur"])
        sheet.cell(sheet.max_row, 2).number_format = form
    sheet.insert_rows(1)
    sheet["A1"], sheet["B1"] = "ar", "fr"
    stream = io.BytesIO()
    book.save(stream)
    assert [tgt for _, tgt in sides(stream.getvalue())] == [shown for _, _, shown in values]
    cells = text("ar") + text("fr"), text("1 يناير 1904") + '<c s="0"><v>0</v></c>'
    styles, book = '<cellXfs><xf numFmtId="14"/></cellXfs>', '<workbookPr date1904="1"/>'
    assert sides(raw("".join(map(row, cells)), styles=styles, book=book)) == [("1 يناير 1904", "1904-01-01")]


def test_what_other_programs_write() -> None:
    strings = (
        "<si><t>وصلت القافلة</t></si>"
        '<si><r><rPr><b/></rPr><t xml:space="preserve">Le convoi </t></r><r><t>est arrivé</t></r>'
        "<rPh><t>hint</t></rPh></si>"
    )
    shared = raw(
        '<row r="4"><c r="C4" t="s"><v>0</v></c><c r="AB4" t="s"><v>1</v></c><c r="AC4" t="s"><v>9</v></c></row>',
        strings,
    )
    (found,) = xlsx.read_pairs(shared, "file")[0]
    assert (found.src_text, found.tgt_text) == ("وصلت القافلة", "Le convoi est arrivé")
    assert found.src[0].lines == (4, 4)
    formula = row(
        text("المجموع"), '<c t="str"><f>CONCATENATE("x","y")</f><v>Le total</v></c>', '<c t="e"><v>#REF!</v></c>'
    )
    assert sides(raw(formula)) == [("المجموع", "Le total")]
    assert sides(raw(row(text("رمز_x0001_"), text("code _x005F_x0041_")))) == [("رمز\x01", "code _x0041_")]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["نعم", "لا شيء", "=1+1 نعم", "@أحمد", "-خمسة"]),
            st.text(st.characters(blacklist_categories=["Cs"]), max_size=20).map(str.strip),
        ),
        min_size=1,
        max_size=4,
    )
)
@example([("نعم", '=HYPERLINK("http://x")'), ("لا", "_x0041_ \x01\r\n\ufffe|\t\x1b")])
@settings(max_examples=100, deadline=None)
def test_what_is_written_comes_back(rows: list[tuple[str, str]]) -> None:
    assert sides(written(pair(*texts) for texts in rows)) == rows


def test_other_readers_see_the_same() -> None:
    data = written([pair("=جمع", "=1+1"), pair("@حساب", "+33 1"), pair("-ب", "_x0041_")])
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Pairs"]
    rows = list(sheet.iter_rows())
    assert [[cell.value for cell in cells] for cells in rows][:3] == [
        ["French", "Arabic"],
        ["=1+1", "=جمع"],
        ["+33 1", "@حساب"],
    ]
    assert all(cell.data_type == "s" for cells in rows for cell in cells)
    assert all(cell.quotePrefix for cells in rows[1:3] for cell in cells)
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B4"
    alignment = sheet["B2"].alignment
    assert (alignment.horizontal, alignment.readingOrder, alignment.wrap_text) == ("right", 2, True)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_long_texts_are_cut_and_too_many_rows_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for letter in "aé😀":
        (found,) = sides(written([pair("نعم", letter * 40_000)]))
        assert len(found[1].encode("utf-16-le")) <= 2 * _workbook.MAX_TEXT
        assert found[1].endswith(" … [cut: 40,000 characters do not fit in a cell]")
        assert found[1].startswith(letter * 16_000)
    assert sides(written([pair("نعم", "a" * 32_767)]))[0][1] == "a" * 32_767
    monkeypatch.setattr(_workbook, "MAX_ROWS", 10)
    with pytest.raises(OutputError, match=r"more than 10 rows do not fit in a sheet \(Pairs\)"):
        written([pair("نعم", "oui")] * 10)


def test_marks() -> None:
    marked = Marked([("un ", None), ("deux", "error"), ("", "info")])
    columns = Column("a", 9), Column("n", 9, "percent")
    sheet = Sheet("Marks", columns, [(marked, 0.5), (Flag("Error", "error"), None)])
    cells = openpyxl.load_workbook(io.BytesIO(workbook([sheet])), rich_text=True)["Marks"]
    assert str(cells["A2"].value) == "un deux"
    assert cells["A2"].value[1].font.u == "double"
    assert cells["A3"].value == "Error" and cells["A3"].fill.fgColor.rgb != "00000000"
    assert cells["B2"].value == 0.5 and cells["B2"].number_format == "0%"


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"abc", "no XLSX"),
        (b"\xd0\xcf\x11\xe0" + bytes(99), "no XLSX: this is an old"),
        (archive(word__document="<x/>"), "no Excel workbook"),
        (written([pair("نعم", "oui")])[:-30], "broken XLSX"),
        (archive(xl__workbook="<workbook"), "broken XLSX"),
        (archive(xl__workbook='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "document type"),
        (archive(xl__workbook=f"<workbook {S}/>"), "no sheet holds Arabic"),
        (made(("a", [["oui", "non"]])), "no sheet holds Arabic"),
        (made(("a", [["نعم"], ["لا"]])), "no sheet holds Arabic"),
        (raw('<row><c t="inlineStr"><is><t>نعم</t></is></row>'), "broken XLSX"),
        (raw(row(text("ن" * 1_000_001))), "a cell of more than"),
        (raw("<row>" * 100), "nested too deeply"),
        (raw(f'<row a="{"a" * (5 << 20)}">'), "a tag of more than"),
        (raw("", "<si>" * 100), "nested too deeply"),
        (raw(" " * (70 << 20)), "unpacks to more than"),
        (raw("", " " * (70 << 20)), "unpacks to more than"),
    ],
)  # fmt: skip
def test_refused_in_one_line(data: bytes, part: str) -> None:
    with pytest.raises(InputError, match=part) as error:
        xlsx.read_pairs(data, "file.xlsx")
    assert "\n" not in str(error.value) and len(str(error.value)) < 250


def replaced(data: bytes, part: str, before: str) -> bytes:
    """The archive with something put before what a part holds."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, before.encode() * (name == part) + old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize("part", ["xl/worksheets/one.xml", "xl/sharedStrings.xml"])
@pytest.mark.parametrize(
    ("before", "message"),
    [
        ('<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>', "declares a document type"),
        ('<!DOCTYPE s SYSTEM "file:///etc/passwd">', "declares a document type"),
        ('<?xml version="1.0" encoding="utf-n8"?>', "broken XLSX"),
        ('<?xml version="1.0" encoding="shift_jis"?>', "broken XLSX"),
    ],
)
def test_what_may_not_precede_a_sheet(part: str, before: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        xlsx.read_pairs(replaced(raw(row(text("نعم"), text("oui"))), part, before), "file")


@given(st.binary(max_size=200), st.integers(0, 2000))
@settings(max_examples=150, deadline=None)
def test_any_damage_is_an_error_or_a_bitext(noise: bytes, at: int) -> None:
    data = bytearray(made(("a", [YES, NO])))
    data[at : at + len(noise)] = noise
    try:
        list(xlsx.read_pairs(bytes(data), "file")[0])
    except InputError as error:
        assert "\n" not in str(error)


def test_a_long_workbook_is_read_in_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_spreadsheet, "_IN_MEMORY", 1 << 10)

    def many() -> Iterator[Pair]:
        for number in range(20_000):
            yield pair(f"غادر {number} شخصاً المدينة أمس.", f"{number} personnes ont quitté la ville hier.")

    data = written(many())
    tracemalloc.start()
    try:
        assert sum(1 for _ in xlsx.read_pairs(data, "file")[0]) == 20_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 4 << 20


def test_glossaries() -> None:
    data = made(
        ("lisez-moi", [["Ce glossaire est à nous."]]),
        ("termes", [["français", "عربي", "interdit"], ["trêve; cessez-le-feu", "هدنة", "paix"], ["# vu", "", ""]]),
        ("lieux", [["حلب", "Alep"]]),
    )
    first, second = parse(data, "g.xlsx").entries
    assert (first.arabic, first.french, first.forbidden) == (("هدنة",), ("trêve", "cessez-le-feu"), ("paix",))
    assert (second.arabic, second.french) == (("حلب",), ("Alep",))
    with pytest.raises(InputError, match=r"g.xlsx: row 2 has no French rendering for هدنة"):
        parse(made(("a", [["ar", "fr"], ["هدنة"]])), "g.xlsx")
    with pytest.raises(InputError, match="no column holds Arabic"):
        parse(made(("a", [["oui", "non"]])), "g.xlsx")
    with pytest.raises(InputError, match="no XLSX"):
        parse(b"ar,fr\n", "g.xlsx")
