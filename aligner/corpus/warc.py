"""Web archives (WARC, ISO 28500): the pages that were answered with success, one at a time.

Gzipped, a member a record as crawlers write them, or plain. A record is never read beyond :data:`MAX_PAGE`; the rest of
it is passed over piece by piece.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, cast

from aligner.errors import InputError

MAX_PAGE = 16 << 20
# A line of a header, and the lines of one.
_MAX_LINE, _MAX_LINES = 1 << 16, 1_000
_PIECE = 1 << 16
_ENCODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 47}


class Page(NamedTuple):
    """``html`` are the bytes of the page as sent, or cut off at :data:`MAX_PAGE`; ``date`` is that of the visit."""

    url: str
    date: str
    html: bytes


def pages(path: Path) -> Iterator[Page]:
    """The web pages in the archive. Raises InputError for what is no WARC, or ends within a record."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        file = cast(IO[bytes], gzip.GzipFile(fileobj=raw) if packed else raw)
        try:
            yield from _pages(file, str(path))
        except (OSError, EOFError, zlib.error) as error:
            raise InputError(f"{path}: damaged, or cut off ({error}): fetch the archive again") from None


def _pages(file: IO[bytes], name: str) -> Iterator[Page]:
    while line := file.readline(_MAX_LINE):
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            raise InputError(f"{name}: is no WARC: a record begins with {line[:20]!r}")
        header = _header(file, name)
        length = header.get("content-length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 16):
            raise InputError(f"{name}: a record without its length: the archive is damaged")
        wanted = header.get("warc-type") == "response" and header.get("content-type", "").startswith("application/http")
        body = file.read(min(int(length), MAX_PAGE) if wanted else 0)
        rest = int(length) - len(body)
        while rest > 0:
            passed = len(file.read(min(rest, _PIECE)))
            if not passed:
                raise InputError(f"{name}: ends within a record: fetch the archive again")
            rest -= passed
        if wanted and (html := _html(body)):
            yield Page(header.get("warc-target-uri", "").strip("<>"), header.get("warc-date", ""), html)


def _header(file: IO[bytes], name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for _ in range(_MAX_LINES):
        line = file.readline(_MAX_LINE)
        if not line.strip():
            return found
        key, _, value = line.decode("utf-8", "replace").partition(":")
        found[key.strip().lower()] = value.strip()
    raise InputError(f"{name}: a record with more than {_MAX_LINES} lines of header: the archive is damaged")


def _html(answer: bytes) -> bytes:
    """What a server sent, if that is a page of HTML and no message of an error; else nothing."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head[: 2 * _MAX_LINE].decode("latin-1").split("\r\n")
    header = {key.strip().lower(): value.strip().lower() for key, _, value in (line.partition(":") for line in lines)}
    if " 200" not in status[:16] or not header.get("content-type", "").startswith(("text/html", "application/xhtml")):
        return b""
    if "chunked" in header.get("transfer-encoding", ""):
        body = _joined(body)
    if window := _ENCODINGS.get(header.get("content-encoding", "")):
        try:
            body = zlib.decompressobj(window).decompress(body, MAX_PAGE)
        except zlib.error:
            return b""
    elif header.get("content-encoding", "identity") not in ("identity", ""):
        return b""
    return body


def _joined(body: bytes) -> bytes:
    """The parts of an answer that was sent in parts; as it is if it is not: some crawlers join them already."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 100)
        try:
            size = int(body[at:end].split(b";")[0], 16) if end >= 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return body
        if size == 0:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + size])
        at = end + 4 + size
        if at > len(body):
            return b"".join(parts)
