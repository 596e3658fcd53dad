"""Markdown: the block structure of CommonMark with pipe tables. Marks within a line stay as they are."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from aligner.data import Block
from aligner.formats._encoding import decode
from aligner.formats._layout import Content, Kind
from aligner.formats._lines import ITEM, SENTENCE_END, Line, block, lines, script

SUFFIXES = (".md", ".markdown")
READS = "document"
WRITES = ""
KEEPS = "paragraphs, headings, lists, quotations, tables, line numbers"
LOSES = "front matter, emphasis of a whole block (marks within a line are kept as text)"

_QUOTE = re.compile(r"(?:>[ \t]?)+")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|$)")
_CLOSING = re.compile(r"(?:^|[ \t])#+$")
_BULLET = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}")
_UNDERLINE = re.compile(r"=+|-+")
_FENCE = re.compile(r"`{3,}|~{3,}")
_DELIMITER = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3})(?=\S)([^*_]+)(?<=\S)\1")
_CELL = re.compile(r"(?:\\.|[^|\\])*")
# Shorter lines than this were broken on purpose: a name, a handle, a time.
_SHORT = 40


def read(data: bytes, name: str) -> Content:
    """The text as it stands; blocks begin behind their marks (``#``, ``>``, ``-``) and tables are cut into cells."""
    text, encoding = decode(data, name)
    return Content(text, tuple(_Reader(text).blocks()), encoding)


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = _without_front_matter(list(lines(text)))
        self._blocks: list[Block] = []
        self._run: list[Line] = []
        self._kind: Kind = "paragraph"
        self._gap = False
        self._tables = 0

    def blocks(self) -> list[Block]:
        at = 0
        fence = ""
        while at < len(self._lines):
            line = self._lines[at]
            at += 1
            if line.blank:
                self._flush()
                self._gap = True
            elif fence or _FENCE.match(line.text):
                mark = _FENCE.match(line.text)
                self._flush()
                if not fence and mark:
                    fence = mark[0]
                elif line.text.startswith(fence) and not line.text.strip(fence[0]):
                    fence = ""
                else:
                    self._emit([line])
            elif "|" in line.text and at < len(self._lines) and self._is_delimiter(self._lines[at], line):
                at = self._table(line, at)
            else:
                self._line(line)
        self._flush()
        return self._blocks

    def _line(self, line: Line) -> None:
        if line.text[0].isalpha() and not ITEM.match(line.text):  # most lines: no other mark is a letter
            self._run.append(line)
            return
        quoted = _QUOTE.match(line.text)
        if quoted:
            # The marks of further lines would stand in the paragraph: in quotations each line is its own block.
            self._flush()
            line = _behind(line, quoted.end())
            if line.blank:
                self._gap = True
                return
        heading = _HEADING.match(line.text)
        bullet = _BULLET.match(line.text)
        if heading:
            self._flush()
            title = _behind(line, heading.end())
            title = Line(_CLOSING.sub("", title.text).rstrip(), title.start, title.number)
            if not title.blank:
                self._emit([title], "heading")
        elif self._run and self._kind == "paragraph" and _UNDERLINE.fullmatch(line.text):
            self._kind = "heading"
            self._flush()
        elif _RULE.fullmatch(line.text):
            self._flush()
            self._emit([line], "rule")
        elif bullet or ITEM.match(line.text):
            self._flush()
            item = _behind(line, bullet.end()) if bullet else line
            if not item.blank:
                self._run, self._kind = [item], "item"
        else:
            self._run.append(line)
        if quoted:
            self._flush()

    def _flush(self) -> None:
        """Ends the paragraph: its lines are one block, but for those that stand on their own."""
        if not self._run:
            return
        part = [self._run[0]]
        for before, line in pairwise(self._run):
            if (
                len(before.text) >= _SHORT
                and script(before.text) == script(line.text)
                and not SENTENCE_END.fullmatch(before.text[-1:])
            ):
                part.append(line)
            else:
                self._emit(part, self._kind)
                part = [line]
        self._emit(part, self._kind)
        self._run, self._kind = [], "paragraph"

    def _emit(self, part: list[Line], kind: Kind = "paragraph") -> None:
        self._blocks.append(_without_emphasis(block(self._text, part, self._gap and bool(self._blocks), kind)))
        self._gap = False

    @staticmethod
    def _is_delimiter(line: Line, header: Line) -> bool:
        return "|" in line.text and bool(_DELIMITER.fullmatch(line.text)) and len(_cells(line)) == len(_cells(header))

    def _table(self, header: Line, at: int) -> int:
        """Reads the table whose delimiter row is line ``at``; gives the line behind it."""
        self._flush()
        row, line = 0, header
        at += 1
        while True:
            for column, cell in enumerate(_cells(line)):
                if not cell.blank:
                    gap = self._gap and bool(self._blocks)
                    place = (self._tables, row, column)
                    number = cell.number
                    found = Block(cell.text, cell.start, (number, number), "cell", gap, place)
                    self._blocks.append(_without_emphasis(found))
                    self._gap = False
            if at >= len(self._lines) or self._lines[at].blank or "|" not in self._lines[at].text:
                break
            line = self._lines[at]
            at += 1
            row += 1
        self._tables += 1
        return at


def _without_emphasis(found: Block) -> Block:
    """The block without the stars or underscores that set the whole of it in bold or italics."""
    emphasis = _EMPHASIS.fullmatch(found.text)
    return replace(found, text=emphasis[2], start=found.start + len(emphasis[1])) if emphasis else found


def _behind(line: Line, mark: int) -> Line:
    """The line without its first ``mark`` characters and the white space behind them."""
    rest = line.text[mark:]
    bare = rest.lstrip()
    return Line(bare, line.start + mark + len(rest) - len(bare), line.number)


def _cells(line: Line) -> list[Line]:
    cells: list[Line] = []
    at = 1 if line.text.startswith("|") else 0
    end = len(line.text) - 1 if line.text.endswith("|") and not line.text.endswith("\\|") else len(line.text)
    while at <= end:
        match = _CELL.match(line.text, at, end)
        stop = match.end() if match else at
        if stop < end and line.text[stop] == "\\":
            stop = end
        raw = line.text[at:stop]
        bare = raw.lstrip()
        cells.append(Line(bare.rstrip(), line.start + at + len(raw) - len(bare), line.number))
        at = stop + 1
    return cells


def _without_front_matter(all_lines: list[Line]) -> list[Line]:
    if all_lines and all_lines[0].number == 1 and all_lines[0].text == "---":
        for at, line in enumerate(all_lines[1:], 1):
            if line.text in ("---", "..."):
                return all_lines[at + 1 :]
    return all_lines
