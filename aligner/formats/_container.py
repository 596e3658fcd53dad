"""ZIP archives of XML, as office programs write them: only the parts that are asked for, and never more than is safe.

Nothing is unpacked to the disk, so names in the archive lead nowhere.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple

from aligner.errors import InputError
from aligner.formats._encoding import binary

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_PART = 32 << 20
MAX_ENTRIES = 5_000
# The list of that many files; a longer one is not even looked at.
_MAX_LIST = 2 << 20
_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
# The record at the end of an archive: where it says how long the list is, and how far from the end it may stand.
_END, _LIST_SIZE, _END_SIZE, _COMMENT = b"PK\x05\x06", 12, 22, 1 << 16
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Kind(NamedTuple):
    """How messages call a kind of file (DOCX), what it is (a Word document), and what can save it again (Word)."""

    short: str
    long: str
    program: str


class Container:
    """An open archive. ``name`` is for messages."""

    def __init__(self, archive: zipfile.ZipFile, name: str, kind: Kind) -> None:
        self._archive = archive
        self.name = name
        self.kind = kind
        self.parts = frozenset(archive.namelist())

    def read(self, part: str, limit: int = MAX_PART) -> bytes:
        """The bytes of a part. Raises InputError if there are more than the limit, or a password is needed."""
        with self.stream(part, limit) as stream:
            return stream.read()

    @contextmanager
    def stream(self, part: str, limit: int) -> Iterator[_Bounded]:
        """A part, piece by piece; InputError as :meth:`read` does, when the limit is reached."""
        entry = self._archive.getinfo(part)
        if entry.flag_bits & 1:
            raise InputError(f"{self.name}: the archive has a password: save the document without one")
        with self._archive.open(entry) as stream:
            yield _Bounded(stream, limit, f"{self.name}: {part[:60]}")

    def packed(self, part: str) -> int:
        """How many bytes of the file hold the part."""
        return self._archive.getinfo(part).compress_size

    def xml(self, part: str) -> _Element:
        """The tree of a part. Raises InputError if it is broken, or declares a document type."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self.read(part), parser)
        except etree.XMLSyntaxError as error:
            raise self.broken(f"{part}: {str(error).splitlines()[0][:80]}") from None
        if root.getroottree().docinfo.internalDTD is not None:
            raise InputError(
                f"{self.name}: {part[:60]} declares a document type, which no {self.kind.long} has: not opened"
            )
        return root

    def broken(self, what: str) -> InputError:
        return _broken(self.name, self.kind, what)


class _Bounded:
    """A stream that gives no more than is allowed: what the archive says of the size may be a lie."""

    def __init__(self, stream: IO[bytes], limit: int, name: str) -> None:
        self._stream, self._limit, self._left, self._name = stream, limit, limit, name

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(self._left + 1 if size < 0 else min(size, self._left + 1))
        self._left -= len(data)
        if self._left < 0:
            raise InputError(
                f"{self._name} unpacks to more than {self._limit >> 20} MB: not opened; split the document"
            )
        return data


@contextmanager
def opened(data: bytes, name: str, kind: Kind, main: str) -> Iterator[Container]:
    """The archive, if it holds the part ``main``. Raises InputError, also for what happens while it is open."""
    if not data.startswith(_MAGIC):
        raise InputError(f"{name}: no {kind.short}: this is {binary(data) or 'another kind of file with that name'}")
    try:
        if _list_size(data) > _MAX_LIST:
            raise InputError(f"{name}: too many files in one archive: this is no {kind.long}")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.namelist()) > MAX_ENTRIES:
                raise InputError(f"{name}: {len(archive.namelist()):,} files in one archive: this is no {kind.long}")
            if main not in archive.namelist():
                raise InputError(f"{name}: a ZIP archive without {main}: this is no {kind.long} ({kind.short})")
            yield Container(archive, name, kind)
    except _BROKEN as error:
        raise _broken(name, kind, str(error)[:80]) from None


def _broken(name: str, kind: Kind, what: str) -> InputError:
    return InputError(f"{name}: broken {kind.short} ({what}): open it in {kind.program} and save it again")


def has_part(data: bytes, part: str) -> bool:
    """Whether the bytes are an archive with this part."""
    try:
        if not data.startswith(_MAGIC) or _list_size(data) > _MAX_LIST:
            return False
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return part in archive.namelist()
    except _BROKEN:
        return False


def media_type(data: bytes) -> str:
    """What the first part of an OpenDocument or EPUB file says that it is, ``""`` when there is no such part."""
    if not data.startswith(b"PK\x03\x04") or data[30:38] != b"mimetype":
        return ""
    size, name, extra = struct.unpack_from("<IHH", data, 22)
    start = 30 + name + extra
    return data[start : start + min(size, 100)].decode("ascii", "replace").strip()


def _list_size(data: bytes) -> int:
    at = data.rfind(_END, max(0, len(data) - _END_SIZE - _COMMENT))
    if at < 0 or at + _END_SIZE > len(data):
        return 0
    size: int = struct.unpack_from("<I", data, at + _LIST_SIZE)[0]
    return size


def local(name: object) -> str:
    """A tag or attribute without its namespace: the versions of a format often differ in nothing else."""
    return str(name).rpartition("}")[2]
