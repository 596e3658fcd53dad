"""Files in and out. The file is the registration: every public module here is a format.

A format module says what it is for the table of ``aligner formats`` (``SUFFIXES``, ``READS``, ``WRITES``, ``KEEPS``,
``LOSES``) and has those of these functions that it can do:

``read(data, name) -> Content``                a document: its text, blocks and encoding
``read_pairs(given, name) -> Iterator[Pair], encoding``   a bitext in bytes; with ``STREAMS = True`` also of the file
                                               at a path, which then never is in memory as a whole
``write_pairs(pairs) -> Iterator[str]``        a bitext, in pieces of text or of bytes
``write_sides(pairs) -> Arabic, French``       a bitext, in two files, which get the suffixes ``SIDES``
``claims(data) -> bool``                       whether the bytes are of this format, whatever the file is called
"""

from __future__ import annotations

import hashlib
import importlib
import os
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from aligner.data import Document, Pair, Source
from aligner.errors import InputError, UsageError
from aligner.formats._encoding import decode
from aligner.formats._writing import make_folder, write, write_all

__all__ = [
    "Format",
    "formats",
    "load",
    "make_folder",
    "original",
    "places",
    "read",
    "read_bitext",
    "read_lines",
    "read_pairs",
    "read_sides",
    "write",
    "write_all",
    "writer",
    "written",
]

# A long novel has 4 MB. Larger files are not documents but dumps, and are to be split.
MAX_DOCUMENT = 64 << 20
MAX_BITEXT = 1 << 30
# The longest paragraph that anybody reads; behind one are data or a file that lost its line ends.
MAX_BLOCK = 1_000_000
# Enough of a file to tell its format.
_HEAD = 1 << 16

_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")


@dataclass(frozen=True, slots=True)
class Format:
    """A format and what it can do: ``reads`` and ``writes`` say "document", "bitext", both or nothing."""

    name: str
    suffixes: tuple[str, ...]
    reads: str
    writes: str
    keeps: str
    loses: str
    module: ModuleType


@cache
def formats() -> tuple[Format, ...]:
    """Every format, by name."""
    found = []
    for entry in pkgutil.iter_modules(__path__):
        if not entry.name.startswith("_"):
            module = importlib.import_module(f"{__name__}.{entry.name}")
            found.append(
                Format(
                    entry.name,
                    module.SUFFIXES,
                    module.READS,
                    module.WRITES,
                    module.KEEPS,
                    module.LOSES,
                    module,
                )
            )
    return tuple(found)


def read(path: str) -> Document:
    """The document at ``path`` (``"-"``: standard input). The content decides on the format, then the suffix.

    Raises InputError if there is nothing to read, or nothing that can be read.
    """
    name = _name(path)
    if os.path.isdir(path):  # noqa: PTH112
        from aligner.formats import archive

        source, content = archive.read_folder(path)
    else:
        data = load(path, MAX_DOCUMENT)
        chosen = document_format(path, data)
        content = chosen.module.read(data, name)
        source = Source(name, hashlib.sha256(data).hexdigest(), len(data), chosen.name, content.encoding)
    for block in content.blocks:
        if len(block.text) > MAX_BLOCK:
            raise InputError(
                f"{name}: line {block.lines[0]} is one paragraph of {len(block.text):,} characters (at most "
                f"{MAX_BLOCK:,}): break it into paragraphs"
            )
    if not content.blocks:
        raise InputError(f"{name}: the file is empty: it holds no text")
    return Document(source, content.text, content.blocks, content.notes)


def document_format(path: str, data: bytes) -> Format:
    """The format of a document by its content, then by the suffix of its name. Raises UsageError if it is none."""
    return _choose(path, data, "document", "text")


def read_lines(path: str) -> list[tuple[int, str]]:
    """Where each line of the text at ``path`` begins, and the line; empty ones too.

    Raises InputError as :func:`read` does.
    """
    text, _ = decode(load(path, MAX_DOCUMENT), _name(path))
    found = [(line.start(), line[1]) for line in _LINE.finditer(text)]
    return found if found[-1][1] else found[:-1]


def read_bitext(path: str) -> tuple[Source, Iterator[Pair]]:
    """The bitext at ``path`` (``"-"``: standard input): what it is, and its pairs in the order of the file.

    Raises InputError as :func:`read` does; for a line in the middle only when the line is reached.
    """
    name = _name(path)
    if chosen := _streamed(path):
        pairs, encoding = chosen.module.read_pairs(Path(path), name)
        return hashed(path, chosen.name, encoding), pairs
    data = load(path, MAX_BITEXT)
    chosen = _choose(path, data, "bitext", "tsv")
    pairs, encoding = chosen.module.read_pairs(data, name)
    return Source(name, hashlib.sha256(data).hexdigest(), len(data), chosen.name, encoding), pairs


def read_sides(src: str, tgt: str) -> tuple[tuple[Source, Source], Iterator[Pair]]:
    """A bitext in two files of equal lines, in either order: what the Arabic and the French one are, and the pairs.

    Raises InputError as :func:`read_bitext` does; when one of the files ends before the other, then.
    """
    from aligner.formats import moses

    return moses.read_sides(src, tgt)


def read_pairs(path: str) -> Iterator[Pair]:
    """The pairs of :func:`read_bitext` alone."""
    return read_bitext(path)[1]


def original(source: Source) -> bytes:
    """The bytes of a bitext that was read, once more. Raises InputError if they are gone or not the same any more."""
    if source.path == _name("-"):
        raise InputError(
            f"{source.path}: cannot be read once more, to write the findings into a copy of it: give the name of a file"
        )
    data = load(source.path, MAX_BITEXT)
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise InputError(f"{source.path}: changed while it was checked: check it again")
    return data


def writer(name: str) -> ModuleType:
    """The format of this name, or suffix without its dot, that writes bitexts.

    Raises UsageError, with those that do, if there is none.
    """
    able = {format_.name: format_.module for format_ in formats() if format_.writes == "bitext"}
    suffixes = {suffix: module for module in able.values() for suffix in module.SUFFIXES}
    if found := able.get(name) or suffixes.get(f".{name.lower()}"):
        return found
    raise UsageError(f"no bitext can be written as {name!r}: choose one of {', '.join(able)}")


def places(form: ModuleType, path: str) -> list[str]:
    """The files that a bitext becomes when it is written to a path in this form."""
    if not hasattr(form, "write_sides"):
        return [path]
    if path == "-":
        raise UsageError("this form is two files, which cannot share standard output: name a file with --out")
    stem = next((path.removesuffix(end) for end in (*form.SUFFIXES, *form.SIDES) if path.endswith(end)), path)
    return [stem + side for side in form.SIDES]


def written(form: ModuleType, pairs: Iterable[Pair], path: str) -> dict[str, str | bytes]:
    """A bitext in this form: what each of its :func:`places` is to hold."""
    if hasattr(form, "write_sides"):
        return dict(zip(places(form, path), form.write_sides(pairs), strict=True))
    pieces = list(form.write_pairs(pairs))
    return {path: b"".join(pieces) if pieces and isinstance(pieces[0], bytes) else "".join(pieces)}


def _name(path: str) -> str:
    """What messages and reports call the file."""
    return "standard input" if path == "-" else path


def load(path: str, limit: int) -> bytes:
    """The bytes of the file, read no further than the limit: the file may be a pipe or lie about its size.

    Raises InputError if it cannot be read, is empty or larger than the limit.
    """
    name = _name(path)
    with explained(path):
        if path == "-":
            data = _upto(sys.stdin.buffer, limit + 1)
        else:
            with Path(path).open("rb") as file:
                data = _upto(file, limit + 1)
    if len(data) > limit:
        raise InputError(f"{name}: larger than {limit >> 20} MB: split it into documents")
    if _empty(data):
        raise InputError(f"{name}: the file is empty")
    return data


def _upto(file: BinaryIO, most: int) -> bytes:
    """The bytes of a file, or so many of them. Asked for all at once, Python would take the memory for the most."""
    pieces, left = [], most
    while left and (piece := file.read(min(left, 1 << 24))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _empty(data: bytes) -> bool:
    return not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe")


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turns what the system says when a file is read into an InputError that says what to do."""
    if not path:
        raise InputError("the name of a file is empty: give a file, or - for standard input")
    try:
        yield
    except FileNotFoundError:
        raise InputError(f"{path}: there is no such file") from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder: give a file") from None
    except InputError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"{_name(path)}: cannot be read: {reason}") from None


def hashed(path: str, form: str, encoding: str) -> Source:
    """What a file is that is not read as a whole."""
    digest, size = hashlib.sha256(), 0
    with explained(path), Path(path).open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
            size += len(piece)
    return Source(path, digest.hexdigest(), size, form, encoding)


def _streamed(path: str) -> Format | None:
    """The format of the file, if it is one that reads files piece by piece."""
    if path == "-" or not os.path.isfile(path):  # noqa: PTH113
        return None
    with explained(path), Path(path).open("rb") as file:
        head = file.read(_HEAD)
    if _empty(head):
        return None
    chosen = _choose(path, head, "bitext", "tsv")
    return chosen if getattr(chosen.module, "STREAMS", False) else None


def _choose(path: str, data: bytes, what: str, default: str) -> Format:
    able = [format_ for format_ in formats() if what in format_.reads]
    for format_ in able:
        if hasattr(format_.module, "claims") and format_.module.claims(data):
            return format_
    suffix = Path(path).suffix.lower()
    for format_ in formats():
        if suffix in format_.suffixes:
            if format_ in able:
                return format_
            known = ", ".join(suffix for format_ in able for suffix in format_.suffixes)
            is_ = f"is a {format_.reads}" if format_.reads else "is only written"
            raise UsageError(f"{path}: {suffix} {is_}; a {what} is expected here ({known})")
    return next(format_ for format_ in able if format_.name == default)
