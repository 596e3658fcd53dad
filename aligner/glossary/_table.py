"""Glossaries as tables: a row an entry, with tabs, semicolons or commas between the cells, or a workbook.

The first row may name the columns, in Arabic, French or English; without such a row, the first column in Arabic script
and the first in Latin script are taken. Several terms in a cell stand between ``|``, ``;`` or line breaks. Cells are
text whatever they begin with: a formula is never worked out.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.formats._lines import script
from aligner.formats.csv import reader
from aligner.glossary import Entry

if TYPE_CHECKING:
    from aligner.formats._spreadsheet import Workbook

# What a first row may call its columns.
COLUMNS = {
    "arabic": "arabic arabe ar عربي عربية العربية بالعربية المصطلح source src",
    "french": "french français francais fr فرنسي فرنسية الفرنسية بالفرنسية الترجمة target tgt",
    "forbidden": "forbidden interdit interdits interdite interdites ممنوع ممنوعة محظور محظورة",
    "note": "note notes remark remarks comment remarque remarques commentaire ملاحظة ملاحظات شرح",
}
_NAMES = {name: column for column, names in COLUMNS.items() for name in names.split()}
_DELIMITERS = "\t;,"
_SAMPLE = 50  # rows that show how the table is laid out
_BETWEEN = re.compile(r"[|;؛\n\r]")
_ARABIC, _LATIN = re.compile("[\u0620-\u064a]"), re.compile("[A-Za-zÀ-ÿ]")
# Far more than any glossary has.
_MOST_COLUMNS = 200
_MAX_SHEET = 128 << 20
Row = tuple[int, list[str]]


class _NoColumn(InputError):
    """A table that lacks one of the languages."""


def entries(text: str, name: str) -> Iterator[tuple[str, Entry]]:
    """The entries, each with its place ("row 3"). Empty rows and those that begin with "# " are passed over.

    Raises InputError when the columns cannot be told, or a row cannot be read.
    """
    delimiter = max(_DELIMITERS, key=lambda sign: _fit(_sample(text, name, sign)))
    yield from _entries(lambda: _rows(text, name, delimiter), name)


def sheet_entries(data: bytes, name: str) -> Iterator[tuple[str, Entry]]:
    """The entries of all sheets of a workbook that have both languages, as :func:`entries` gives them."""
    from aligner.formats._spreadsheet import open_workbook

    with open_workbook(data, name, _MAX_SHEET) as book:
        found, error = False, InputError(f"{name}: the workbook holds no sheet that can be seen")
        for sheet in book.sheets:
            try:
                for place, entry in _entries(partial(_sheet_rows, book, sheet), name):
                    found = True
                    yield place, entry
            except _NoColumn as problem:
                error = problem
        if not found:
            raise error


def _sheet_rows(book: Workbook, sheet: str) -> Iterator[Row]:
    for number, cells in book.rows(sheet):
        if not cells.get(0, "").startswith("# "):
            yield number, [cells.get(column, "") for column in range(min(max(cells), _MOST_COLUMNS) + 1)]


def _entries(read: Callable[[], Iterator[Row]], name: str) -> Iterator[tuple[str, Entry]]:
    sample = [cells for _, cells in islice(read(), _SAMPLE)]
    columns = _named(sample[0]) if sample else {}
    rows = islice(read(), bool(columns), None)
    columns = columns or _by_script(sample, name)
    for number, cells in rows:
        arabic, french, forbidden, note = (_cell(cells, columns.get(column)) for column in COLUMNS)
        names = tuple(term for term in _terms(arabic) if script(term) == "ar")
        yield f"row {number}", Entry(names, _terms(french), _terms(forbidden), _clean(note))


def _rows(text: str, name: str, delimiter: str) -> Iterator[Row]:
    """The rows that say something, with their numbers."""
    number = 0
    try:
        for number, cells in enumerate(reader(io.StringIO(text, newline=""), delimiter, strict=False), 1):
            if any(cell.strip() for cell in cells) and not cells[0].startswith("# "):
                yield number, cells
    except csv.Error as error:
        raise InputError(f"{name}: row {number + 1} cannot be read: {error}") from None


def _sample(text: str, name: str, delimiter: str) -> list[Row]:
    return list(islice(_rows(text, name, delimiter), _SAMPLE))


def _fit(rows: Sequence[Row]) -> tuple[bool, int]:
    """How well a delimiter cuts: whether the first row names columns, and in how many rows one cell is purely Arabic
    and another purely Latin."""
    apart = ({(True, False), (False, True)} <= {_scripts(cell) for cell in cells} for _, cells in rows)
    return bool(rows and _named(rows[0][1])), sum(apart)


def _scripts(cell: str) -> tuple[bool, bool]:
    return bool(_ARABIC.search(cell)), bool(_LATIN.search(cell))


def _named(cells: Sequence[str]) -> dict[str, int]:
    """Column → place, if the row names those that are needed."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        if column := _NAMES.get(cell.strip().lower().rstrip(":")):
            found.setdefault(column, at)
    return found if "arabic" in found and ("french" in found or "forbidden" in found) else {}


def _by_script(rows: Sequence[Sequence[str]], name: str) -> dict[str, int]:
    found = {}
    for column, wanted, what in (("arabic", "ar", "Arabic"), ("french", "fr", "French")):
        counts = [
            sum(at < len(cells) and script(cells[at]) == wanted for cells in rows)
            for at in range(max(map(len, rows), default=0))
        ]
        if not any(counts):
            raise _NoColumn(f"{name}: no column holds {what}: a glossary has Arabic terms and their French renderings")
        # Of several columns in one script the first is the term, and the others are remarks.
        found[column] = next(at for at, count in enumerate(counts) if 2 * count > max(counts))
    return found


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _terms(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(term for part in _BETWEEN.split(cell) if (term := _clean(part))))


def _clean(cell: str) -> str:
    return " ".join(cell.split())
