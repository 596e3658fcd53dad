"""Bitext in a workbook: a pair a row, in any columns of any sheet.

A first row may name the columns; else their script tells them. When a sheet has such names, sheets without them are no
bitexts: remarks, statistics, findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from aligner.data import Pair, Sentence
from aligner.errors import InputError
from aligner.formats._columns import Columns, find
from aligner.formats._container import has_part
from aligner.formats._spreadsheet import MAIN, Row, open_workbook
from aligner.formats._workbook import Column, Sheet, workbook

SUFFIXES = (".xlsx", ".xlsm")
READS = "bitext"
WRITES = "bitext"
KEEPS = "texts, line ends within a text, row numbers (as lines)"
LOSES = "ids, scores, sentence borders and numbers, formats, formulas (what they last showed is read), hidden sheets"

# Rows that show which column holds which language.
_SAMPLE = 1000
_COLUMNS = (Column("French", 80), Column("Arabic", 80, "ar"))


def claims(data: bytes) -> bool:
    """Whether the file is an archive with a workbook, whatever its name says."""
    return has_part(data, MAIN)


def read_pairs(data: bytes, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each row with a text in either column, sheet by sheet; a missing cell is an empty side.

    Raises InputError for what is no workbook, or has no sheet with Arabic in one column and French in another.
    """
    pairs = _pairs(data, name)
    # What is wrong with the file as a whole shows at once.
    return chain([next(pairs)], pairs), "utf-8"


def write_pairs(pairs: Iterable[Pair]) -> Iterator[bytes]:
    """A workbook with one sheet: French on the left, Arabic on the right, under a row with their names."""
    rows = ((pair.tgt_text, pair.src_text) for pair in pairs)
    yield workbook([Sheet("Pairs", _COLUMNS, rows)])


def _pairs(data: bytes, name: str) -> Iterator[Pair]:
    with open_workbook(data, name) as book:
        found = {sheet: find([row.cells for row in islice(book.rows(sheet), _SAMPLE)]) for sheet in book.sheets}
        named = any(columns and columns.named for columns in found.values())
        count = 0
        for sheet, columns in found.items():
            if columns and columns.named >= named:
                for row in islice(book.rows(sheet), columns.skip, None):
                    pair = _pair(row, columns, count)
                    if pair.src or pair.tgt:
                        yield pair
                        count += 1
        if not count:
            raise InputError(
                f"{name}: no sheet holds Arabic in one column and French in another: give them a column each"
            )


def _pair(row: Row, columns: Columns, number: int) -> Pair:
    sides = (row.cells.get(column, "").strip() for column in (columns.ar, columns.fr))
    src, tgt = ((Sentence(text, 0, (row.number, row.number), number),) if text else () for text in sides)
    return Pair(src, tgt)
