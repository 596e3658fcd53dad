"""Collects a laid-out document (HTML, DOCX) as blocks: lines of text, gaps between them, and tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from aligner.data import Block

Kind = Literal["paragraph", "heading", "item", "cell", "rule", "post"]

# What a browser takes for white space: a no-break space is not among it.
_SPACE = re.compile(r"[ \t\r\n\f]+")
# White space, and the invisible marks that word processors and messengers leave on empty lines.
BLANK = re.compile(r"[\s\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]*")
# Wider tables are no texts; a hostile span must cost neither memory nor time.
_MAX_SPAN = 64
_LONGEST = 4_000_000


class Content(NamedTuple):
    """What a reader finds in a file; ``notes`` say in whole sentences what it left out that may matter."""

    text: str
    blocks: tuple[Block, ...]
    encoding: str
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Table:
    number: int | None = None
    row: int = -1
    column: int = -1
    free: int = 0
    widest: int = 0
    holds_table: bool = False
    # Columns that cells of earlier rows still reach into, with the number of rows left.
    spans: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Draft:
    text: str
    lines: tuple[int, int]
    kind: Kind
    gap: bool
    table: _Table | None = None
    row: int = 0
    column: int = 0


class Layout:
    """Gets text, breaks and table marks in reading order; :meth:`content` gives the blocks.

    A table with one column, or with tables in it, was laid out for the eye only: its cells are plain blocks.
    """

    def __init__(self) -> None:
        self._drafts: list[_Draft] = []
        self._pieces: list[str] = []
        self._inked = False
        self._lines = (0, 0)
        self._gap = False
        self._tables: list[_Table] = []
        self._numbered = 0

    @property
    def mark(self) -> int:
        """How many blocks there are: what :meth:`drop` goes back to."""
        return len(self._drafts)

    def drop(self, mark: int) -> None:
        """Forgets the blocks since ``mark``."""
        del self._drafts[mark:]

    def add(self, text: str, first: int, last: int) -> None:
        """Puts inline ``text``, which stands on these lines of the file, behind what the block has so far."""
        self._pieces.append(text)
        if not BLANK.fullmatch(text):
            self._lines = (self._lines[0] if self._inked else first, last)
            self._inked = True

    def end(self, kind: Kind = "paragraph", *, gap: bool = False) -> None:
        """Ends the block, if one is open. ``gap``: the layout leaves space here."""
        if self._inked:
            raw = "".join(self._pieces)
            # A block of megabytes is refused afterwards: no time is spent on it.
            text = (_SPACE.sub(" ", raw) if len(raw) < _LONGEST else raw).strip()
            draft = _Draft(text, self._lines, kind, self._gap)
            if self._tables and self._tables[-1].column >= 0:
                table = self._tables[-1]
                draft.table, draft.row, draft.column = table, table.row, table.column
            self._drafts.append(draft)
            self._gap = False
        self._pieces.clear()
        self._inked = False
        self._gap = self._gap or gap

    def line_break(self, kind: Kind = "paragraph") -> None:
        """A break within a paragraph; a second one without text between them leaves a gap."""
        self.end(kind, gap=not self._inked)

    def rule(self, line: int) -> None:
        """A horizontal line across the page."""
        self.end(gap=True)
        self._drafts.append(_Draft("———", (line, line), "rule", True))

    def open_table(self) -> None:
        self.end(gap=True)
        if self._tables:
            self._tables[-1].holds_table = True
        self._tables.append(_Table())

    def open_row(self) -> None:
        if self._tables:
            table = self._tables[-1]
            table.row += 1
            table.column = -1
            table.free = 0
            table.spans = {column: left - 1 for column, left in table.spans.items() if left > 1}

    def open_cell(self, columns: int = 1, rows: int = 1) -> None:
        """The next cell of the row, over so many ``columns`` and ``rows``."""
        if not self._tables:
            return
        table = self._tables[-1]
        while table.free in table.spans:
            table.free += 1
        table.column = table.free
        table.free += min(max(columns, 1), _MAX_SPAN)
        table.widest = max(table.widest, table.free)
        if rows > 1 and table.free <= _MAX_SPAN:
            table.spans.update(dict.fromkeys(range(table.column, table.free), rows))

    def close_table(self) -> None:
        self.end(gap=True)
        if self._tables:
            table = self._tables.pop()
            if table.widest > 1 and not table.holds_table:
                table.number = self._numbered
                self._numbered += 1

    def content(self, encoding: str) -> Content:
        """The text (a block a line, an empty line before a gap) with its blocks; ``encoding`` is passed on."""
        self.end()
        pieces: list[str] = []
        blocks: list[Block] = []
        at = 0
        for draft in self._drafts:
            gap = draft.gap and bool(blocks)
            if blocks:
                pieces.append("\n\n" if gap else "\n")
                at += len(pieces[-1])
            kind, cell = draft.kind, None
            if draft.table and draft.table.number is not None:
                kind, cell = "cell", (draft.table.number, draft.row, draft.column)
            blocks.append(Block(draft.text, at, draft.lines, kind, gap, cell))
            pieces.append(draft.text)
            at += len(draft.text)
        return Content("".join(pieces), tuple(blocks), encoding)
