"""Several contents as one page: the parts of a message, the files of a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from aligner.data import Block
from aligner.formats._layout import Content


class Page:
    """Takes contents one by one. Offsets, lines and numbers of tables go on from one to the next."""

    def __init__(self) -> None:
        self.size = 0
        self._line = 0
        self._tables = 0
        self._pieces: list[str] = []
        self._blocks: list[Block] = []

    def add(self, content: Content) -> tuple[int, int]:
        """Puts the content behind what is there, with a gap; returns its first and last line."""
        tables = 0
        first, last = self._line + 1, self._line
        for number, block in enumerate(content.blocks):
            cell = None
            if block.cell:
                cell = (block.cell[0] + self._tables, *block.cell[1:])
                tables = max(tables, block.cell[0] + 1)
            lines = block.lines[0] + self._line, block.lines[1] + self._line
            last = max(last, lines[1])
            gap = block.gap or (number == 0 and bool(self._blocks))
            self._blocks.append(replace(block, start=block.start + self.size, lines=lines, cell=cell, gap=gap))
        self._append(content.text)
        self._tables += tables
        self._line = last
        return first, last

    def rule(self) -> None:
        """Parts what is there from what follows, unless nothing is there yet."""
        if self._blocks:
            self._blocks.append(Block("———", self.size, (self._line, self._line), "rule", True))
            self._append("———")

    def content(self, encoding: str, notes: Sequence[str]) -> Content:
        return Content("".join(self._pieces), tuple(self._blocks), encoding, tuple(notes))

    def _append(self, text: str) -> None:
        self._pieces.append(text + "\n")
        self.size += len(text) + 1
