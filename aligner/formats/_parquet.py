"""What a Parquet file says of its own size, read without pyarrow, which ends the program over some damaged footers.

Only what is needed: for each column of each row group how many values there are and what they unpack to, by the pages
themselves, for the footer may say less. The encoding is Thrift's compact protocol; the numbers of fields are those of
parquet.thrift in the format's specification.
"""

from __future__ import annotations

import struct
from typing import Any, BinaryIO, NamedTuple

MAGIC = b"PAR1"
_MAX_FOOTER = 16 << 20
_MAX_HEADER = 1 << 16
_MAX_DEPTH = 16
_MAX_PAGES = 1_000_000
_DELTA_BYTE_ARRAY = 7
_DICTIONARY_PAGE = 2


class Chunk(NamedTuple):
    """A column of a row group. ``differing``: its texts are stored as what differs from the text before."""

    path: tuple[str, ...]
    values: int
    bytes: int
    differing: bool


class Damaged(ValueError):
    """The bytes are no footer, or no header of a page."""


def row_groups(file: BinaryIO) -> list[list[Chunk]]:
    """The columns of each row group. Raises Damaged, also for more pages than any file has."""
    left = _MAX_PAGES
    groups = []
    for group in _listed(_footer(file).get(4)):
        chunks = []
        for column in _listed(group.get(1)):
            chunk, pages = _chunk(file, column, left)
            chunks.append(chunk)
            left -= pages
        groups.append(chunks)
    return groups


def _footer(file: BinaryIO) -> dict[int, Any]:
    size = file.seek(0, 2)
    file.seek(max(size - 8, 0))
    end = file.read(8)
    if len(end) < 8 or end[4:] != MAGIC:
        raise Damaged("the end is missing")
    length = struct.unpack("<I", end[:4])[0]
    if length > min(_MAX_FOOTER, size - 8):
        raise Damaged("the footer is too long")
    file.seek(size - 8 - length)
    return _Reader(file.read(length)).struct()


def _chunk(file: BinaryIO, column: dict[int, Any], most: int) -> tuple[Chunk, int]:
    """A column of a row group, and how many pages it has."""
    about = column.get(3)
    if not isinstance(about, dict):
        raise Damaged("a column without a description")
    path = tuple(part.decode("utf-8", "replace") for part in _listed(about.get(3), bytes))
    starts = [about[field] for field in (9, 11) if isinstance(about.get(field), int) and about[field] > 0]
    compressed = about.get(7)
    if not path or not starts or not isinstance(compressed, int):
        raise Damaged("a column without a name or a place")
    values = size = pages = 0
    at, end = min(starts), min(starts) + compressed
    while at < end:
        header, length = _header(file, at)
        pages += 1
        if pages > most:
            raise Damaged("too many pages")
        if header.get(1) != _DICTIONARY_PAGE:
            values += max(_number(header.get(field), 1) for field in (5, 8))
        size += _number(header, 2)
        at += length + _number(header, 3)
    return Chunk(path, values, size, _DELTA_BYTE_ARRAY in _listed(about.get(2), int)), pages


def _header(file: BinaryIO, at: int) -> tuple[dict[int, Any], int]:
    """The header of the page that begins at a place, and how long it is."""
    file.seek(at)
    reader = _Reader(file.read(_MAX_HEADER))
    return reader.struct(), reader.at


def _number(fields: Any, field: int) -> int:
    number = fields.get(field, 0) if isinstance(fields, dict) else 0
    if not isinstance(number, int) or number < 0:
        raise Damaged("a page of no size")
    return number


def _listed(value: Any, kind: type = dict) -> list[Any]:
    return [item for item in value if isinstance(item, kind)] if isinstance(value, list) else []


class _Reader:
    """Reads Thrift's compact protocol: structs as dicts by the numbers of their fields."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.at = 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        fields: dict[int, Any] = {}
        field = 0
        while head := self._byte():
            field = field + (head >> 4) if head >> 4 else self._zigzag()
            kind = head & 15
            fields[field] = kind == 1 if kind in (1, 2) else self._value(kind, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if depth > _MAX_DEPTH:
            raise Damaged("too deeply nested")
        if kind in (1, 2, 3):
            return self._byte()
        if kind in (4, 5, 6):
            return self._zigzag()
        if kind == 7:
            return self._bytes(8)
        if kind == 8:
            return self._bytes(self._varint())
        if kind in (9, 10):
            head = self._byte()
            count = head >> 4 if head >> 4 < 15 else self._varint()
            # Every value takes a byte at least.
            if count > len(self._data) - self.at:
                raise Damaged("a list beyond the end")
            return [self._value(head & 15, depth + 1) for _ in range(count)]
        if kind == 12:
            return self.struct(depth + 1)
        raise Damaged("an unknown kind of value")

    def _byte(self) -> int:
        if self.at >= len(self._data):
            raise Damaged("the end is missing")
        self.at += 1
        return self._data[self.at - 1]

    def _bytes(self, count: int) -> bytes:
        if count > len(self._data) - self.at:
            raise Damaged("a text beyond the end")
        self.at += count
        return self._data[self.at - count : self.at]

    def _varint(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            byte = self._byte()
            value |= (byte & 127) << shift
            if byte < 128:
                return value
        raise Damaged("a number too long")

    def _zigzag(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)
