"""Files that are read piece by piece, and never are in memory as a whole."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from aligner.errors import InputError
from aligner.formats._encoding import decode

# A file: its bytes, or where it is on the disk.
Given = bytes | Path

# By its beginning the encoding of a file is told, and which column holds which language.
_SAMPLE = 1 << 20


def opener(given: Given) -> Callable[[], BinaryIO]:
    """What opens the file, as often as it is asked."""
    if isinstance(given, bytes):
        return partial(io.BytesIO, given)
    return lambda: given.open("rb")


class Line(NamedTuple):
    """A line without its end: ``text`` is ``whole[start:start + len(text)]``, its ``number`` counts from 1."""

    text: str
    start: int
    number: int


class Lines:
    """The lines of a file, as often as they are asked for. ``sample`` is the beginning of the text, in whole lines if
    it has any.

    Raises InputError if that beginning is no text, or in no encoding that can be told.
    """

    def __init__(self, given: Given, name: str, longest: int) -> None:
        self._open, self._name, self._longest = opener(given), name, longest
        with self._open() as file:
            data = file.read(_SAMPLE)
            if len(data) == _SAMPLE:
                # To the end of the line, if it has one.
                data += file.readline(4 * longest)
                if len(data) == _SAMPLE + 4 * longest:
                    raise self._too_long(1)
                if end := max(data.rfind(b"\n"), data.rfind(b"\r")) + 1:
                    # An even length keeps the units of UTF-16 whole.
                    data = data[: end & ~1]
        self.sample, self.encoding = decode(data, name)

    def __iter__(self) -> Iterator[Line]:
        """Raises InputError, when it is reached, for a line that is no text or has more than ``longest`` characters."""
        number, start = 1, 0
        # Half an emoji must not cost the whole text.
        errors = "replace" if self.encoding.startswith("utf-16") else "strict"
        with self._open() as binary, io.TextIOWrapper(binary, self.encoding, errors, newline="") as file:
            while line := self._next(file, number):
                if number == 1:
                    line = line.removeprefix("\ufeff")
                yield Line(line.rstrip("\r\n"), start, number)
                start += len(line)
                number += 1

    def _next(self, file: io.TextIOWrapper, number: int) -> str:
        try:
            line = file.readline(self._longest + 3)
        except UnicodeDecodeError:
            raise InputError(
                f"{self._name}: at or after line {number} stand bytes that are not {self.encoding}, which the "
                "beginning is: it mixes encodings or was cut; save it again as UTF-8"
            ) from None
        if len(line.rstrip("\r\n")) > self._longest:
            raise self._too_long(number)
        if "\0" in line:
            raise InputError(f"{self._name}: line {number} holds a NUL byte: the file is binary or damaged")
        return line

    def _too_long(self, number: int) -> InputError:
        return InputError(
            f"{self._name}: line {number} has more than {self._longest:,} characters: one pair or sentence a line is "
            "needed"
        )
