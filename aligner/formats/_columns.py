"""Tables of cells (sheets, tables of documents): which column is Arabic and which is French?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from aligner.data import Block, Pair, Sentence
from aligner.errors import InputError
from aligner.formats._layout import Content
from aligner.formats._lines import script
from aligner.formats.tsv import HEADERS

# What a header may say: the name of a language, and what such a column holds ("النص العربي", "Texte français").
_LANGUAGES = {
    "ar": frozenset("arabic arabe عربي عربية العربي العربية بالعربية".split()),
    "fr": frozenset("french français française francais francaise فرنسي فرنسية الفرنسي الفرنسية بالفرنسية".split()),
}
_BESIDE = frozenset(
    """
    text source target original translation version in texte cible traduction en langue
    نص النص أصل الأصل الأصلي ترجمة الترجمة اللغة باللغة
    """.split()
)
# A header stands among the first rows: above it there may be a title.
_FIRST_ROWS = 10

Cells = Mapping[int, str]


class Columns(NamedTuple):
    """The columns of the two languages, and how many rows precede those that hold pairs."""

    ar: int
    fr: int
    skip: int
    named: bool


def find(rows: Sequence[Cells]) -> Columns | None:
    """The columns by a header that names both, else by the script of what stands in them; None without Arabic, or
    when all of it stands in one column."""
    for number, cells in enumerate(rows[:_FIRST_ROWS]):
        if header := _header(cells):
            return Columns(*header, number + 1, True)
    sizes = {"ar": Counter[int](), "fr": Counter[int]()}
    for cells in rows:
        for column, text in cells.items():
            if (tongue := script(text)) in sizes:
                sizes[tongue][column] += len(text)
    if not sizes["ar"]:
        return None
    ar = sizes["ar"].most_common(1)[0][0]
    others = Counter({column: size for column, size in sizes["fr"].items() if column != ar})
    return Columns(ar, others.most_common(1)[0][0], 0, False) if others else None


def _header(cells: Cells) -> tuple[int, int] | None:
    places: dict[str, int] = {}
    for column, text in cells.items():
        name = text[:200].strip().lower().rstrip(":")
        words = set(name.split()) - _BESIDE
        for tongue, languages in _LANGUAGES.items():
            if name in HEADERS[tongue] or (words and words <= languages):
                places.setdefault(tongue, column)
    return (places["ar"], places["fr"]) if len(places) == 2 else None


def bitext(content: Content, name: str) -> tuple[Iterator[Pair], str]:
    """The pairs of the tables of a document, and its encoding. Raises InputError if none has both languages."""
    pairs = list(table_pairs(content.blocks))
    if not pairs:
        raise InputError(f"{name}: no table holds Arabic in one column and French in another: give them a column each")
    return iter(pairs), content.encoding


def table_pairs(blocks: Iterable[Block]) -> Iterator[Pair]:
    """A pair for each row of the tables that hold both languages, a sentence for each block of a cell.

    When the header of a table names both languages, tables without such a header are no bitexts.
    """
    tables: dict[int, dict[int, dict[int, list[Block]]]] = {}
    for block in blocks:
        if block.cell:
            table, line, column = block.cell
            tables.setdefault(table, {}).setdefault(line, {}).setdefault(column, []).append(block)
    found = []
    for rows in map(list, (rows.values() for rows in tables.values())):
        texts = [{column: " ".join(block.text for block in cell) for column, cell in row.items()} for row in rows]
        if columns := find(texts):
            found.append((columns, rows))
    named = any(columns.named for columns, _ in found)
    number = 0
    for columns, rows in found:
        for row in rows[columns.skip :] if columns.named >= named else ():
            src, tgt = (
                tuple(Sentence(block.text, block.start, block.lines, number) for block in row.get(column, ()))
                for column in (columns.ar, columns.fr)
            )
            if src or tgt:
                yield Pair(src, tgt)
                number += 1
