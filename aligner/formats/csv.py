"""Bitext as spreadsheets save it (RFC 4180): cells between commas, semicolons or tabs, in quotation marks where needed.

Columns are found by their names or their script, as in workbooks. Cells are texts whatever they begin with. A CSV is
only read: opened in a spreadsheet, a cell that begins with ``=`` would be worked out; ``xlsx`` holds the same safely.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from aligner.data import Pair, Sentence
from aligner.errors import InputError
from aligner.formats import MAX_BLOCK
from aligner.formats._columns import Columns, find
from aligner.formats._streams import Given, Line, Lines

if TYPE_CHECKING:
    import _csv

SUFFIXES = (".csv",)
READS = "bitext"
STREAMS = True
WRITES = ""
KEEPS = "texts, line ends within a text, line numbers"
LOSES = "other columns"

_DELIMITERS = ";,\t"
# Rows that show how the table is laid out.
_SAMPLE = 1000


class _Row(NamedTuple):
    cells: list[str]
    lines: tuple[int, int]


def read_pairs(given: Given, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each row with a text in either column, and the encoding; a missing cell is an empty side.

    Raises InputError if there are no two columns with Arabic and French, and when it is reached for a row that is none.
    """
    lines = Lines(given, name, MAX_BLOCK)
    layouts = [(_fit(rows), delimiter, find(rows)) for delimiter, rows in _samples(lines)]
    found = [(fit, delimiter, columns) for fit, delimiter, columns in layouts if columns]
    if not found:
        raise InputError(f"{name}: no two columns hold Arabic and French: give them a column each")
    _, delimiter, columns = max(found, key=lambda layout: (layout[2].named, layout[0]))
    return _pairs(_rows(lines, delimiter, name), columns), lines.encoding


def _samples(lines: Lines) -> Iterator[tuple[str, list[dict[int, str]]]]:
    for delimiter in _DELIMITERS:
        rows = []
        try:
            for cells in islice(reader(lines.sample.splitlines(keepends=True), delimiter), _SAMPLE):
                rows.append(dict(enumerate(cells)))
        except csv.Error:
            # A quotation mark that the sample leaves open, or another delimiter.
            pass
        yield delimiter, rows


def _fit(rows: list[dict[int, str]]) -> int:
    """How many rows have the commonest number of cells, if these are several."""
    sizes = Counter(len(row) for row in rows if len(row) > 1)
    return max(sizes.values(), default=0)


def reader(lines: Iterable[str], delimiter: str, *, strict: bool = True) -> _csv.Reader:
    """The rows of a table; a cell has at most :data:`MAX_BLOCK` characters."""
    csv.field_size_limit(MAX_BLOCK)  # of the whole process
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def _rows(lines: Iterable[Line], delimiter: str, name: str) -> Iterator[_Row]:
    table = reader((f"{line.text}\n" for line in lines), delimiter)
    first = 1
    while True:
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            raise InputError(
                f"{name}: line {first}: a row that cannot be read ({error}): save the table as CSV once more, or as "
                "XLSX"
            ) from None
        # Excel may say on the first line what stands between the cells.
        if first > 1 or cells[:1] != ["sep="]:
            yield _Row(cells, (first, table.line_num))
        first = table.line_num + 1


def _pairs(rows: Iterator[_Row], columns: Columns) -> Iterator[Pair]:
    number = 0
    for row in islice(rows, columns.skip, None):
        pair = Pair(_cell(row, columns.ar, number), _cell(row, columns.fr, number))
        if pair.src or pair.tgt:
            yield pair
            number += 1


def _cell(row: _Row, column: int, number: int) -> tuple[Sentence, ...]:
    text = row.cells[column].strip() if column < len(row.cells) else ""
    return (Sentence(text, 0, row.lines, number),) if text else ()
