"""Workbooks in (XLSX): the rows of their sheets as text, one by one, however long they are.

Read straight from the archive with expat: a library would keep every text in memory, and open what nobody asked for.
Formulas are never worked out: a cell is what the program that saved the file last showed.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, NamedTuple
from xml.parsers import expat  # document types, and so entities, are refused below

from aligner.errors import InputError
from aligner.formats._container import Container, Kind, local, opened

KIND = Kind("XLSX", "Excel workbook", "Excel")
MAIN = "xl/workbook.xml"

# A sheet of a million pairs has 1 GB. XML of tables packs well, but a bomb packs better.
_MAX_SHEET = 2 << 30
_SURE, _MAX_RATIO = 64 << 20, 150
_MAX_COLUMNS = 16_384
_MAX_CELL = 1_000_000
_MAX_SHEETS = 500
_MAX_TAG = 4 << 20
_MAX_DEPTH = 50
_MAX_STRINGS = 20_000_000
_CHUNK = 1 << 16
_IN_MEMORY = 16 << 20

_CODE = re.compile("_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})[0-9]*")
# What a format of numbers shows, without its literals, colours and conditions.
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_BUILTIN = {14: "date", 15: "date", 16: "date", 17: "date", 18: "time", 19: "time", 20: "time", 21: "time"}
_BUILTIN |= {22: "both", 45: "time", 46: "time", 47: "time", 9: "percent", 10: "percent"}


class Row(NamedTuple):
    """A row with text: its number, from 1, and its cells by column, from 0."""

    number: int
    cells: dict[int, str]


@dataclass(frozen=True, slots=True)
class Workbook:
    """An open workbook: its visible sheets, in order."""

    container: Container
    sheets: dict[str, str]
    strings: _Strings
    looks: list[str]
    epoch: datetime
    limit: int

    def rows(self, sheet: str) -> Iterator[Row]:
        """The rows of a sheet. Raises InputError for a broken one, or one that is too large."""
        part = self.sheets[sheet]
        reader = _Rows(self)
        for _ in _parsed(self.container, part, reader, self.limit):
            yield from reader.done
            reader.done.clear()
        yield from reader.done


@contextmanager
def open_workbook(data: bytes, name: str, limit: int = _MAX_SHEET) -> Iterator[Workbook]:
    """The workbook in these bytes. Raises InputError for what is none, is broken, has a password, or has a part that
    unpacks to more than the limit."""
    with opened(data, name, KIND, MAIN) as container, tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        book = container.xml(MAIN)
        relations = _relations(container)
        sheets: dict[str, str] = {}
        for number, sheet in enumerate(book.iter("{*}sheet")):
            part = relations.get(next((str(v) for k, v in sheet.items() if local(k) == "id" and "}" in str(k)), ""), "")
            if sheet.get("state", "visible") == "visible" and part in container.parts and number < _MAX_SHEETS:
                sheets.setdefault(f"{number}: {sheet.get('name', '')}", part)
        strings = _Strings(name, spool)
        shared = posixpath.join(posixpath.dirname(MAIN), "sharedStrings.xml")
        if shared in container.parts:
            for _ in _parsed(container, shared, strings, limit):
                pass
        modern = next((e.get("date1904", "0") for e in book.iter("{*}workbookPr")), "0") in ("1", "true")
        epoch = datetime(1904, 1, 1) if modern else datetime(1899, 12, 30)
        yield Workbook(container, sheets, strings, _looks(container), epoch, limit)


def _relations(container: Container) -> dict[str, str]:
    part = "xl/_rels/workbook.xml.rels"
    if part not in container.parts:
        return {}
    targets = ((e.get("Id", ""), e.get("Target", "")) for e in container.xml(part).iter("{*}Relationship"))
    return {identity: posixpath.normpath(posixpath.join("/xl", target)).lstrip("/") for identity, target in targets}


def _looks(container: Container) -> list[str]:
    """What the numbers of each style are: "date", "time", "both", "percent", or "" for plain numbers."""
    if "xl/styles.xml" not in container.parts:
        return []
    styles = container.xml("xl/styles.xml")
    own = {e.get("numFmtId", ""): _look(e.get("formatCode", "")) for e in styles.iter("{*}numFmt")}
    looks = []
    for table in styles.iter("{*}cellXfs"):
        for style in table.iterchildren("{*}xf"):
            code = style.get("numFmtId", "0")
            looks.append(own.get(code) or (_BUILTIN.get(int(code), "") if code.isdecimal() and len(code) < 4 else ""))
    return looks


def _look(code: str) -> str:
    bare = _LITERAL.sub("", code[:255].split(";")[0]).lower()
    day, hour = any(sign in bare for sign in "yd"), any(sign in bare for sign in "hs")
    if day or hour:
        return "both" if day and hour else "date" if day else "time"
    return "date" if "mmm" in bare else "percent" if "%" in bare else ""


def _parsed(container: Container, part: str, handler: _Text, most: int) -> Iterator[None]:
    """Reads a part into the handler, and stops after each piece."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text

    def refuse(*_: object) -> None:
        raise InputError(f"{container.name}: {part[:60]} declares a document type, which no workbook has: not opened")

    parser.StartDoctypeDeclHandler = refuse
    limit = min(max(_SURE, _MAX_RATIO * container.packed(part)), most)
    try:
        with container.stream(part, limit) as stream:
            read = 0
            while piece := stream.read(_CHUNK):
                parser.Parse(piece, False)
                read += len(piece)
                if read - parser.CurrentByteIndex > _MAX_TAG:
                    raise container.broken(f"{part}: a tag of more than {_MAX_TAG >> 20} MB")
                yield
            parser.Parse(b"", True)
            yield
    except (expat.ExpatError, LookupError) as error:  # the second: an encoding that there is not
        raise container.broken(f"{part}: {str(error)[:80]}") from None


def _decoded(text: str) -> str:
    """The text with what stands for characters that XML cannot hold; half an emoji becomes U+FFFD."""
    units = _CODE.sub(lambda match: chr(int(match[1], 16)), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


class _Text:
    """Collects the text of one element, phonetic hints left out."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pieces: list[str] = []
        self._size = 0
        self._taken = False
        self._hint = False
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise InputError(
                f"{self._name}: elements nested too deeply: no workbook: open it in Excel and save it again"
            )
        name = tag.rpartition(":")[2]
        if name == "rPh":
            self._hint = True
        elif name in ("t", "v"):
            self._taken = not self._hint

    def end(self, tag: str) -> None:
        self._depth -= 1
        name = tag.rpartition(":")[2]
        if name == "rPh":
            self._hint = False
        elif name in ("t", "v"):
            self._taken = False

    def text(self, text: str) -> None:
        if self._taken:
            self._size += len(text)
            if self._size > _MAX_CELL:
                raise InputError(
                    f"{self._name}: a cell of more than {_MAX_CELL:,} characters: break it into paragraphs"
                )
            self._pieces.append(text)

    def take(self) -> str:
        text = "".join(self._pieces)
        self._pieces.clear()
        self._size = 0
        return _decoded(text) if "_x" in text else text


class _Strings(_Text):
    """The texts that the cells of a workbook share. They lie on the disk when they are many."""

    def __init__(self, name: str, spool: IO[bytes]) -> None:
        super().__init__(name)
        self._spool = spool
        self._starts = array("Q", [0])

    def end(self, tag: str) -> None:
        super().end(tag)
        if tag.rpartition(":")[2] == "si":
            self._spool.write(self.take().encode("utf-8", "replace"))
            self._starts.append(self._spool.tell())
            if len(self._starts) > _MAX_STRINGS:
                raise InputError(f"{self._name}: more than {_MAX_STRINGS:,} texts: split the workbook")

    def __getitem__(self, number: int) -> str:
        self._spool.seek(self._starts[number])
        return self._spool.read(self._starts[number + 1] - self._starts[number]).decode("utf-8")


class _Rows(_Text):
    """Makes rows of the tags of a sheet."""

    def __init__(self, book: Workbook) -> None:
        super().__init__(book.container.name)
        self.done: list[Row] = []
        self._book = book
        self._number = 0
        self._column = -1
        self._kind = self._look = ""
        self._cells: dict[int, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        super().start(tag, attributes)
        name = tag.rpartition(":")[2]
        if name == "row":
            given = attributes.get("r", "")
            self._number = int(given) if given.isdecimal() and len(given) < 8 else self._number + 1
            self._column = -1
            self._cells = {}
        elif name == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._column = _column(place[1]) if place else self._column + 1
            self._kind = attributes.get("t", "n")
            style = attributes.get("s", "")
            known = style.isdecimal() and len(style) < 6 and int(style) < len(self._book.looks)
            self._look = self._book.looks[int(style)] if known else ""

    def end(self, tag: str) -> None:
        super().end(tag)
        name = tag.rpartition(":")[2]
        if name == "c":
            text = self._value(self.take())
            if text.strip() and self._column < _MAX_COLUMNS:
                self._cells[self._column] = text
        elif name == "row" and self._cells:
            self.done.append(Row(self._number, self._cells))
        elif name == "f":
            self.take()

    def _value(self, text: str) -> str:
        if self._kind == "s":
            try:
                return self._book.strings[int(text)] if len(text) < 10 else ""
            except (ValueError, IndexError):
                return ""
        if self._kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        return self._shown(text) if self._kind == "n" and text else text

    def _shown(self, text: str) -> str:
        """A number as its reader sees it, more or less."""
        try:
            number = float(text)
            if self._look == "percent":
                return f"{number * 100:.10g} %"
            if self._look:
                moment = self._book.epoch + timedelta(seconds=round(number * 86_400))
                form = {"date": "%Y-%m-%d", "time": "%H:%M", "both": "%Y-%m-%d %H:%M"}[self._look]
                return moment.strftime(form)
            return f"{number:.15g}" if "." in text or "E" in text else text
        except (ValueError, OverflowError):
            return text


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
