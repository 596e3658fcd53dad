"""Bitext, a pair a line: two columns between tabs.

Cells are taken as they are: no quoting, and a cell that begins with ``=``, ``+``, ``-`` or ``@`` stays so, because a
mark before it would change the text. TSV holds no formulas; import it into a spreadsheet as text.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from aligner.data import Pair, Sentence
from aligner.errors import InputError
from aligner.formats._lines import script
from aligner.formats._streams import Given, Line, Lines

SUFFIXES = (".tsv", ".tab")
READS = "bitext"
WRITES = "bitext"
STREAMS = True
KEEPS = "the texts of each pair"
LOSES = "scores, sentence numbers, tabs and line ends within a text"

# What a first line may call its columns; it is a header only if it names both.
HEADERS = {
    "ar": frozenset("ar arabic arabe عربي العربية src source src_text source_text original".split()),
    "fr": frozenset("fr french français francais فرنسي الفرنسية tgt target tgt_text target_text cible".split()),
}
# Lines that show which column holds which language.
_SAMPLE = 2000
_LONGEST = 2_000_000
_BREAK = re.compile(r"[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def read_pairs(given: Given, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each line that is not empty, and the encoding. A missing cell is an empty side; columns may stand in
    either order.

    Raises InputError if there are no two columns, or none with Arabic.
    """
    lines = Lines(given, name, _LONGEST)
    columns = _header(lines.sample)
    header = columns is not None
    return _pairs(lines, columns or _columns(lines.sample, name), header), lines.encoding


def _pairs(lines: Lines, columns: tuple[int, int], header: bool) -> Iterator[Pair]:
    found = 0
    for line in lines:
        if line.text.strip() and not (header and line.number == 1):
            src, tgt = (_cell(line, column, found) for column in columns)
            if src or tgt:
                yield Pair(src, tgt)
                found += 1


def write_pairs(pairs: Iterable[Pair]) -> Iterator[str]:
    """A line for each pair: Arabic, tab, French."""
    for pair in pairs:
        yield f"{_BREAK.sub(' ', pair.src_text)}\t{_BREAK.sub(' ', pair.tgt_text)}\n"


def _header(text: str) -> tuple[int, int] | None:
    names = [cell.strip().lower() for cell in text[:1000].split("\n", 1)[0].split("\t")]
    places = [next((at for at, name in enumerate(names) if name in HEADERS[lang]), None) for lang in ("ar", "fr")]
    ar, fr = places
    return None if ar is None or fr is None else (ar, fr)


def _columns(text: str, name: str) -> tuple[int, int]:
    arabic: dict[int, int] = {}
    latin: dict[int, int] = {}
    for line in islice(io.StringIO(text), _SAMPLE):
        for column, cell in enumerate(line.split("\t", 20)[:20]):
            counts = {"ar": arabic, "fr": latin}.get(script(cell))
            if counts is not None:
                counts[column] = counts.get(column, 0) + len(cell)
    if not arabic:
        raise InputError(f"{name}: no column holds Arabic: two columns, Arabic and French, with a tab between them")
    ar = max(arabic, key=lambda column: arabic[column])
    others = {column: count for column, count in latin.items() if column != ar}
    if not others and "\t" not in text:
        raise InputError(f"{name}: no tab in the file: two columns, Arabic and French, with a tab between them")
    return ar, max(others, key=lambda column: others[column]) if others else int(ar == 0)


def _cell(line: Line, column: int, pair: int) -> tuple[Sentence, ...]:
    cells = line.text.split("\t")
    raw = cells[column] if column < len(cells) else ""
    bare = raw.strip()
    if not bare:
        return ()
    start = line.start + sum(len(cell) + 1 for cell in cells[:column]) + len(raw) - len(raw.lstrip())
    return (Sentence(bare, start, (line.number, line.number), pair),)
