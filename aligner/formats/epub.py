"""Electronic books: the chapters in reading order, each read as the web page that it is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from aligner.errors import InputError
from aligner.formats import html
from aligner.formats._container import Container, Kind, has_part, media_type, opened
from aligner.formats._encoding import decode
from aligner.formats._layout import Content
from aligner.formats._pages import Page

SUFFIXES = (".epub",)
READS = "document"
WRITES = ""
KEEPS = "reading order, paragraphs, headings, lists, tables, line breaks, notes"
LOSES = "emphasis, links, images, the table of contents"

_KIND = Kind("EPUB", "electronic book", "the program that made it")
_MAIN = "META-INF/container.xml"
_LOCKED = "META-INF/encryption.xml"
_MEDIA = "application/epub+zip"
_PAGES = frozenset(["application/xhtml+xml", "text/html", "application/x-dtbook+xml"])
# All chapters together; the longest novels have 10 MB.
_MAX_BYTES = 128 << 20

_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.-]{1,40})["']""")
# In XHTML every element can be closed at once, and in HTML these alone.
_CLOSED = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b)([A-Za-z][\w:.-]{0,40}+)([^<>]*)/>"
)
# What frames a web page is part of a book.
_FRAME = re.compile(r"(?<=<)(/?)(?:aside|header|footer|form)\b", re.IGNORECASE)


def claims(data: bytes) -> bool:
    """Whether the archive says that it is an electronic book."""
    return media_type(data) == _MEDIA or has_part(data, _MAIN)


def read(data: bytes, name: str) -> Content:
    """The chapters as one page. Lines are those of their sources, counted on from chapter to chapter.

    Raises InputError for what is no EPUB, is damaged or protected, or holds more text than a document can.
    """
    page = Page()
    with opened(data, name, _KIND, _MAIN) as container:
        left = _MAX_BYTES
        for part in _chapters(container):
            chapter, where = container.read(part), f"{name}: {part[:60]}"
            left -= len(chapter)
            if left < 0:
                raise InputError(f"{name}: the chapters unpack to more than {_MAX_BYTES >> 20} MB: split the book")
            if chapter.strip():
                text, _ = decode(chapter, where, _declared(chapter))
                text = _FRAME.sub(r"\1div", _CLOSED.sub(r"<\1\2></\1>", text))
                page.add(html.read(text.encode("utf-8", "replace"), where))
    return page.content("utf-8", ())


def _chapters(container: Container) -> Iterator[str]:
    """The parts of the book in reading order, each once, without the one that is a table of contents."""
    roots = (root.get("full-path", "") for root in container.xml(_MAIN).iter("{*}rootfile"))
    package = next((root for root in roots if root in container.parts), None)
    if package is None:
        raise container.broken("no list of its parts")
    tree = container.xml(package)
    items = {item.get("id", ""): item for item in tree.iter("{*}item")}
    locked = _locked(container)
    seen = set()
    for reference in tree.iter("{*}itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None or item.get("media-type") not in _PAGES or "nav" in item.get("properties", "").split():
            continue
        part = posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(item.get("href", ""))))
        if part in locked:
            raise InputError(f"{container.name}: the book is protected against copying (DRM): give its text")
        if part in container.parts and part not in seen:
            seen.add(part)
            yield part


def _locked(container: Container) -> set[str]:
    if _LOCKED not in container.parts:
        return set()
    references = container.xml(_LOCKED).iter("{*}CipherReference")
    return {posixpath.normpath(unquote(reference.get("URI", ""))) for reference in references}


def _declared(data: bytes) -> str | None:
    match = _DECLARED.match(data.lstrip(b"\xef\xbb\xbf \t\r\n")[:200])
    return match[1].decode("ascii") if match else None
