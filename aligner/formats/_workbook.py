"""Workbooks out (XLSX): tables of text that a spreadsheet shows as they are and never works out.

Every text is an inline string, so no cell is a formula whatever it begins with; one that begins as formulas do is also
marked as typed text, lest it becomes one when somebody edits it. Rows go into the archive as they come.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr  # writes only

from aligner.data import SEVERITIES, Severity
from aligner.errors import OutputError

# What Excel can hold.
MAX_ROWS = 1_048_576
MAX_TEXT = 32_767  # units of UTF-16
_SHORT = 16_000  # characters that are never too many

# Fill, ink and underline of each severity. They differ in lightness and line as well, and the word stands beside them.
_COLOURS: dict[Severity, tuple[str, str, str]] = {
    "error": ("FFF6C3AE", "FF8C2607", "double"),
    "warning": ("FFFFF0C4", "FF7A5200", "single"),
    "info": ("FFE1EFF8", "FF0B5C8F", "single"),
}
# What a cell may look like, in the order of the styles in the file.
_HEADS = {"ar": "head-ar", "number": "head-number", "percent": "head-number"}
_LOOKS = ("text", "ar", "number", "percent", "typed-text", "typed-ar", *SEVERITIES)
_STYLES = ("plain", "head", "head-ar", "head-number", *_LOOKS)
_FONTS = {"text": ("Calibri", 11), "ar": ("Arial", 13)}
# Points that a line needs, and the most that a row can have.
_LINE, _HIGHEST = 15, 405
_FORMULA = ("=", "+", "-", "@")

# What XML cannot hold is written as a code (ST_Xstring), and so is what looks like such a code.
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[\0-\x08\x0b-\x1f\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE = (1980, 1, 1, 0, 0, 0)  # equal tables give equal bytes


class Column(NamedTuple):
    """A column: its name, its width in characters, and the look of its cells (text, ar, number, percent)."""

    name: str
    width: int
    style: str = "text"


class Marked(NamedTuple):
    """A text in pieces, some of them marked in the colour of a severity."""

    pieces: Sequence[tuple[str, Severity | None]]


class Flag(NamedTuple):
    """A word on the colour of a severity."""

    text: str
    severity: Severity


class Head(NamedTuple):
    """The name of a column."""

    text: str


Cell = str | int | float | Marked | Flag | Head | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a header that stays in sight, and filters. ``rows`` are taken one by one."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The file. Raises OutputError when a sheet has more rows than a spreadsheet can hold."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        lengths = [_write_sheet(archive, number, sheet) for number, sheet in enumerate(sheets, 1)]
        for part, text in _frame(sheets, lengths):
            archive.writestr(_entry(part), _HEAD + text)
    return sink.getvalue()


def _entry(part: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(part, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _write_sheet(archive: zipfile.ZipFile, number: int, sheet: Sheet) -> int:
    """Writes a sheet; returns the number of its last row."""
    letters = [chr(ord("A") + at) for at in range(len(sheet.columns))]
    head = [Head(column.name) for column in sheet.columns]
    last = 0
    with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as part:
        part.write(f"{_HEAD}{_before(number, sheet)}".encode())
        for last, row in enumerate(chain([head], sheet.rows), 1):
            if last > MAX_ROWS:
                raise OutputError(
                    f"more than {MAX_ROWS:,} rows do not fit in a sheet ({sheet.name}): write tsv or jsonl, or split "
                    "the input"
                )
            cells = list(zip(row, sheet.columns, strict=True))
            inside = "".join(f'<c r="{at}{last}" {_cell(*cell)}' for at, cell in zip(letters, cells, strict=True))
            height = min(max(_height(*cell) for cell in cells), _HIGHEST)
            part.write(f'<row r="{last}" ht="{height}">{inside}</row>'.encode())
        part.write(f"</sheetData>{_behind(f'A1:{letters[-1]}{last}')}</worksheet>".encode())
    return last


def _before(number: int, sheet: Sheet) -> str:
    widths = (
        f'<col min="{at}" max="{at}" width="{c.width}" customWidth="1"/>' for at, c in enumerate(sheet.columns, 1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView tabSelected="{int(number == 1)}" workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{"".join(widths)}</cols><sheetData>'
    )


def _behind(table: str) -> str:
    return (
        f'<autoFilter ref="{table}"/>'
        '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C&amp;A, &amp;P / &amp;N</oddFooter></headerFooter>"
    )


def _cell(cell: Cell, column: Column) -> str:
    """The element of a cell, without its beginning and its place."""
    if isinstance(cell, Marked):
        return _marked(cell, column.style)
    if isinstance(cell, Flag):
        return _text(cell.text, cell.severity)
    if isinstance(cell, Head):
        return _text(cell.text, _HEADS.get(column.style, "head"))
    if isinstance(cell, str):
        return _text(cell, column.style)
    style = _STYLES.index(column.style)
    return f's="{style}"/>' if cell is None else f's="{style}"><v>{cell!r}</v></c>'


def _height(cell: Cell, column: Column) -> float:
    """About how many points a cell needs, which not every spreadsheet finds out by itself."""
    if isinstance(cell, Marked):
        text = "".join(piece for piece, _ in cell.pieces)
    else:
        text = cell if isinstance(cell, str) else cell.text if isinstance(cell, Flag | Head) else ""
    rows = sum(1 + len(line) // column.width for line in text[: 100 * column.width].split("\n"))
    return rows * _LINE * (1.3 if column.style == "ar" else 1)


def _text(text: str, style: str) -> str:
    if not text:
        return f's="{_STYLES.index(style)}"/>'
    return _inline(_run(_fitting(text)), text, style)


def _marked(cell: Marked, style: str) -> str:
    text = "".join(piece for piece, _ in cell.pieces)
    if _fitting(text) != text or not any(severity for _, severity in cell.pieces):
        return _text(text, style)
    return _inline("".join(_rich(piece, severity, style) for piece, severity in cell.pieces if piece), text, style)


def _inline(inside: str, text: str, style: str) -> str:
    look = f"typed-{style}" if style in _FONTS and text.startswith(_FORMULA) else style
    return f's="{_STYLES.index(look)}" t="inlineStr"><is>{inside}</is></c>'


def _run(text: str) -> str:
    return f'<t xml:space="preserve">{_escaped(text)}</t>'


def _rich(text: str, severity: Severity | None, style: str) -> str:
    font, size = _FONTS[style]
    mark, ink = "", "FF000000"
    if severity:
        _, ink, line = _COLOURS[severity]
        mark = f'<b/><u val="{line}"/>'
    return f'<r><rPr>{mark}<sz val="{size}"/><color rgb="{ink}"/><rFont val="{font}"/></rPr>{_run(text)}</r>'


def _fitting(text: str) -> str:
    """The text, cut where a cell can hold no more, with a remark that says so."""
    if len(text) <= _SHORT:
        return text
    units = text.encode("utf-16-le", "replace")
    if len(units) <= 2 * MAX_TEXT:
        return text
    remark = f" … [cut: {len(text):,} characters do not fit in a cell]"
    return units[: 2 * (MAX_TEXT - len(remark))].decode("utf-16-le", "ignore") + remark


def _escaped(text: str) -> str:
    coded = _CODED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return escape(_SURROGATE.sub("\ufffd", coded))


def _frame(sheets: Sequence[Sheet], lengths: Sequence[int]) -> Iterator[tuple[str, str]]:
    """The parts around the sheets."""
    numbers = range(1, len(sheets) + 1)
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{kinds}</Types>',
    )
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*targets, ("styles", "styles.xml")])
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in zip(numbers, sheets, strict=True)
    )
    named = "".join(_names(at, sheet, last) for at, (sheet, last) in enumerate(zip(sheets, lengths, strict=True)))
    yield (
        "xl/workbook.xml",
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{listed}</sheets><definedNames>{named}</definedNames></workbook>",
    )
    yield "xl/styles.xml", _styles()


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    inside = (
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(inside)}</Relationships>'


def _names(at: int, sheet: Sheet, last: int) -> str:
    """What the filters cover, and the row that every printed page begins with."""
    letter = chr(ord("A") + len(sheet.columns) - 1)
    return (
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{at}" hidden="1">'
        f"'{sheet.name}'!$A$1:${letter}${last}</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{at}">\'{sheet.name}\'!$1:$1</definedName>'
    )


def _styles() -> str:
    fonts = [_font(*_FONTS["text"]), _font(*_FONTS["text"], "<b/>"), _font(*_FONTS["ar"])]
    fonts += [_font(*_FONTS["text"], "<b/>", _COLOURS[severity][1]) for severity in SEVERITIES]
    shades = ["FFF5F2EA", *(_COLOURS[severity][0] for severity in SEVERITIES)]
    fills = ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>']
    fills += [
        f'<fill><patternFill patternType="solid"><fgColor rgb="{shade}"/><bgColor indexed="64"/></patternFill></fill>'
        for shade in shades
    ]
    left = '<alignment horizontal="left" vertical="top" wrapText="1" readingOrder="1"/>'
    right = '<alignment horizontal="right" indent="1" vertical="top" wrapText="1" readingOrder="2"/>'
    centre = '<alignment horizontal="center" vertical="top"/>'
    looks: dict[str, str] = {
        "plain": _look(centre),
        "head": _look(left, font=1, fill=2, border=1),
        "head-ar": _look(right, font=1, fill=2, border=1),
        "head-number": _look(centre, font=1, fill=2, border=1),
        "text": _look(left),
        "ar": _look(right, font=2),
        "number": _look(centre),
        "percent": _look(centre, number=9),
        "typed-text": _look(left, typed=True),
        "typed-ar": _look(right, font=2, typed=True),
        **{severity: _look(left, font=at + 3, fill=at + 3) for at, severity in enumerate(SEVERITIES)},
    }
    thin = '<border><left/><right/><top/><bottom style="medium"><color rgb="FF22211E"/></bottom><diagonal/></border>'
    return (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="{len(fonts)}">{"".join(fonts)}</fonts>'
        f'<fills count="{len(fills)}">{"".join(fills)}</fills>'
        f'<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>{thin}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_STYLES)}">{"".join(looks[style] for style in _STYLES)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _font(name: str, size: int, mark: str = "", ink: str = "FF000000") -> str:
    return f'<font>{mark}<sz val="{size}"/><color rgb="{ink}"/><name val="{name}"/><family val="2"/></font>'


def _look(
    alignment: str, *, font: int = 0, fill: int = 0, border: int = 0, number: int = 0, typed: bool = False
) -> str:
    return (
        f'<xf numFmtId="{number}" fontId="{font}" fillId="{fill}" borderId="{border}" xfId="0" applyNumberFormat="1" '
        f'applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1" quotePrefix="{int(typed)}">'
        f"{alignment}</xf>"
    )
