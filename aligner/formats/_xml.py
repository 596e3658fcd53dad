"""XML as a stream of units: the elements that are asked for, one by one, each as a small tree; nothing else is kept.

Expat reads, because it says at which byte of the file a tag stands: what is added to a file is put between its bytes,
and everything else in it stays as it was. No document type is opened, entities are refused, and a unit, a tag and the
depth have bounds: a file may be as long as it likes, and is read in the memory of one unit.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import BinaryIO
from xml.parsers import expat  # entities are refused below

from aligner.errors import InputError
from aligner.formats._streams import Given, opener

MAX_DEPTH = 256
MAX_ELEMENTS = 100_000
MAX_TEXT = 4_000_000
# A tag or a comment of this many bytes is none that a program wrote in earnest.
MAX_TOKEN = 4 << 20
_CHUNK = 1 << 16
_INDENT = 400

_XML = "http://www.w3.org/XML/1998/namespace"
_LANG = f"{_XML} lang xml"
_SPACE = f"{_XML} space xml"
_BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_BARE = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_BEFORE_ROOT = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>", re.DOTALL)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)[^>]*")
_WIDE = ("utf-16", "utf16", "ucs-2", "utf-32", "utf32", "unicode")
# What XML 1.0 cannot hold, not even as a reference.
INVALID = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile('[&<>"\r\n\t]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_QUOTED = {**_ESCAPES, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


class Node:
    """An element of a unit. ``at`` is the byte where it begins, ``close`` the one where its end tag does.

    Comments and instructions are nodes without a name.
    """

    __slots__ = ("at", "attributes", "children", "close", "line", "name", "prefix", "space")

    def __init__(self, tag: str, attributes: dict[str, str], at: int, line: int) -> None:
        self.space, self.name, self.prefix = _parted(tag)
        self.attributes = attributes
        self.children: list[Node | str] = []
        self.at = self.close = at
        self.line = line

    @property
    def lang(self) -> str:
        return self.attributes.get(_LANG, "")

    @property
    def tag(self) -> str:
        """What precedes the names of elements of the same kind in the file: a prefix with its colon, or nothing."""
        return f"{self.prefix}:" if self.prefix else ""

    @property
    def nodes(self) -> list[Node]:
        return [child for child in self.children if isinstance(child, Node)]

    def get(self, name: str) -> str:
        """The attribute of this name without a prefix, ``""`` if there is none."""
        return self.attributes.get(name, "")

    def all(self, *names: str) -> list[Node]:
        """The children with one of these names, in the namespace of this element."""
        return [node for node in self.nodes if node.name in names and node.space == self.space]

    def first(self, name: str) -> Node | None:
        return next(iter(self.all(name)), None)

    def followed(self) -> list[tuple[Node, int]]:
        """The children, each with where what follows it begins, be it the end tag; white space is passed over."""
        nodes = self.nodes
        return list(zip(nodes, [*(node.at for node in nodes[1:]), self.close], strict=False))

    def text(self) -> str:
        """All text inside."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


@lru_cache(maxsize=1024)
def _parted(tag: str) -> tuple[str, str, str]:
    """Namespace, name and prefix, as expat joins them."""
    parts = tag.split(" ")
    return ("", tag, "") if len(parts) == 1 else (parts[0], parts[1], parts[2] if len(parts) > 2 else "")


def units(file: BinaryIO, name: str, wanted: Collection[str]) -> Iterator[tuple[tuple[Node, ...], Node]]:
    """The elements with the ``wanted`` names, each with those that it stands in, the root first.

    Raises InputError, with the line, for what is no XML, declares entities or passes the bounds, when it is reached.
    """
    head = file.read(_CHUNK)
    declared = encoding(head)
    # Programs that make a text and save it later say UTF-16 of what they save as UTF-8.
    builder = _Builder(name, wanted, declared if declared == "utf-8" else None)
    chunk = head
    while chunk:
        builder.feed(chunk)
        yield from builder.made()
        chunk = file.read(_CHUNK)
    builder.feed(b"", last=True)
    yield from builder.made()


class _Builder:
    def __init__(self, name: str, wanted: Collection[str], encoding: str | None) -> None:
        self._name, self._wanted = name, wanted
        self._parents: list[Node] = []
        self._open: list[Node] = []
        self._made: list[tuple[tuple[Node, ...], Node]] = []
        self._elements = self._characters = self._fed = self._reached = 0
        self._parser = parser = expat.ParserCreate(encoding, " ")
        parser.buffer_text = parser.namespace_prefixes = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.SkippedEntityHandler = self._entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.CommentHandler = parser.ProcessingInstructionHandler = self._mark

    def feed(self, chunk: bytes, *, last: bool = False) -> None:
        self._fed += len(chunk)
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as error:
            what = expat.ErrorString(error.code) or "cannot be read"
            if error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
                what = "it ends too early: the file was cut"
            elif error.code == expat.errors.codes[expat.errors.XML_ERROR_INVALID_TOKEN]:
                what += ", or not in the encoding that it names"
            raise InputError(f"{self._name}: line {error.lineno}: broken XML: {what}") from None
        except (LookupError, ValueError) as error:
            raise InputError(f"{self._name}: an encoding that XML cannot be read in: {str(error)[:80]}") from None
        self._reached = max(self._reached, self._parser.CurrentByteIndex)
        if self._fed - self._reached > MAX_TOKEN:
            raise self._refused(f"a tag or a comment of more than {MAX_TOKEN >> 20} MB")

    def made(self) -> Iterator[tuple[tuple[Node, ...], Node]]:
        made, self._made = self._made, []
        yield from made

    def _refused(self, what: str) -> InputError:
        return InputError(f"{self._name}: line {self._parser.CurrentLineNumber}: {what}: not opened")

    def _doctype(self, _name: str, _system: str | None, _public: str | None, subset: bool) -> None:
        if subset:
            raise self._refused("it declares a document type of its own, which may hold entities")

    def _entity(self, entity: str, _parameter: bool) -> None:
        raise self._refused(f"the entity &{entity[:40]}; is not declared")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        node = Node(tag, attributes, self._parser.CurrentByteIndex, self._parser.CurrentLineNumber)
        if len(self._parents) + len(self._open) >= MAX_DEPTH:
            raise self._refused("elements are nested too deeply")
        if not self._open and node.name not in self._wanted:
            self._parents.append(node)
            return
        self._elements += 1
        self._count(sum(map(len, attributes.values())))
        if self._open:
            self._open[-1].children.append(node)
        self._open.append(node)

    def _end(self, _tag: str) -> None:
        if not self._open:
            self._parents.pop()
            return
        node = self._open.pop()
        node.close = self._parser.CurrentByteIndex
        if not self._open:
            self._made.append((tuple(self._parents), node))
            self._elements = self._characters = 0

    def _text(self, text: str) -> None:
        if self._open:
            self._count(len(text))
            self._open[-1].children.append(text)

    def _mark(self, *_: str) -> None:
        if self._open:
            self._elements += 1
            self._count(0)
            self._open[-1].children.append(Node("", {}, self._parser.CurrentByteIndex, 0))

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._elements > MAX_ELEMENTS or self._characters > MAX_TEXT:
            raise self._refused(f"one unit of more than {MAX_ELEMENTS:,} tags or {MAX_TEXT:,} characters")


def head(given: Given) -> bytes:
    """How a file begins: enough for :func:`encoding` and :func:`root`."""
    with opener(given)() as file:
        return file.read(_CHUNK)


def encoding(head: bytes) -> str:
    """The encoding of a file that begins so: by its first bytes, then by what it says of itself."""
    for mark, name in _BOMS.items():
        if head.startswith(mark):
            return name
    if name := _BARE.get(head[:2], ""):
        return name
    declared = _DECLARED.match(head)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    return "utf-8" if name.startswith(_WIDE) else name


def root(head: bytes) -> tuple[str, bytes]:
    """The name of the first element of a file that begins so, and its tag; nothing if it is no XML."""
    text = head[:8192]
    for mark in _BOMS:
        text = text.removeprefix(mark)
    text, at = text.replace(b"\0", b""), 0
    while match := _BEFORE_ROOT.match(text, at):
        at = match.end()
    found = _ROOT.match(text, at)
    return (found[1].decode("ascii", "replace"), found[0]) if found else ("", b"")


def inherited(parents: Iterable[Node], unit: Node, attribute: str) -> str:
    """What the innermost element that has the attribute says; ``xml:space`` is one too."""
    key = _SPACE if attribute == "xml:space" else attribute
    found = ""
    for node in (*parents, unit):
        found = node.attributes.get(key, found)
    return found


def escaped(text: str, escapes: dict[str, str] = _ESCAPES) -> str:
    """The text as the content of an element; what XML cannot hold becomes U+FFFD."""
    return _SPECIAL.sub(lambda match: escapes.get(match[0], match[0]), INVALID.sub("\ufffd", text))


def quoted(text: str) -> str:
    """The text as the value of an attribute, with its quotes."""
    return f'"{escaped(text, _QUOTED)}"'


class Edits:
    """Changes to the bytes of a file: what is put in and what is taken out."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._edits: list[tuple[int, int, bytes]] = []
        name = encoding(data[:_CHUNK])
        self._encoding = "utf-8" if name == "utf-8-sig" else name

    def insert(self, at: int, lines: Iterable[str]) -> None:
        """Puts lines in, each with the white space behind it that stands before the place."""
        before = self._data[max(at - _INDENT, 0) : at].decode(self._encoding, "ignore")
        white = before[len(before.rstrip(" \t\r\n")) :]
        for line in lines:
            self._edits.append((at, at, (line + white).encode(self._encoding, "xmlcharrefreplace")))

    def remove(self, start: int, end: int) -> None:
        self._edits.append((start, end, b""))

    def done(self) -> bytes:
        pieces, at = [], 0
        for start, end, new in sorted(self._edits, key=lambda edit: edit[0]):
            pieces += [self._data[at:start], new]
            at = max(at, end)
        return b"".join([*pieces, self._data[at:]])
