"""OpenDocument texts, as LibreOffice writes them, read straight from the ZIP.

Tracked changes are taken as accepted: what was deleted is kept apart in the file. Notes stand behind the paragraph that
refers to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aligner.data import Pair
from aligner.errors import InputError
from aligner.formats._columns import bitext
from aligner.formats._container import Container, local, media_type, opened
from aligner.formats._container import Kind as FileKind
from aligner.formats._layout import Content, Kind, Layout

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".odt", ".ott")
READS = "document, bitext"
WRITES = ""
KEEPS = (
    "paragraphs, headings, lists, tables (rows as pairs), line breaks, text boxes, notes, changes (as accepted), "
    "paragraph numbers (as lines)"
)
LOSES = "formatting, automatic numbers, headers and footers, comments, deleted and hidden text"

_KIND = FileKind("ODT", "OpenDocument text", "LibreOffice")
_MAIN = "content.xml"
_MEDIA = "application/vnd.oasis.opendocument.text"
# What is not on the page: deleted text, comments, declarations, names of pictures, readings set above words.
_NO_TEXT = frozenset(
    """
    tracked-changes annotation sequence-decls variable-decls user-field-decls dde-connection-decls forms scripts title
    desc ruby-text note-citation binary-data object hidden-text covered-table-cell automatic-styles font-face-decls
    """.split()
)
_HEADINGS = frozenset(["Title", "Subtitle"])


def claims(data: bytes) -> bool:
    """Whether the archive says that it is an OpenDocument text."""
    return media_type(data).startswith(_MEDIA)


def read(data: bytes, name: str) -> Content:
    """The body in reading order. There are no lines in an ODT: a block's ``lines`` is its paragraph's number, from 1.

    Raises InputError for what is no ODT, is damaged, has a password, or unpacks to more than a document can be.
    """
    with opened(data, name, _KIND, _MAIN) as container:
        manifest = "META-INF/manifest.xml"
        if manifest in container.parts and b"encryption-data" in container.read(manifest):
            raise InputError(f"{name}: the document has a password: save it without one")
        root = container.xml(_MAIN)
        reader = _Reader(_styles(container, root))
    for body in root.iterchildren("{*}body"):
        for text in body.iterchildren():
            if local(text.tag) != "text":
                raise InputError(f"{name}: no text, but an OpenDocument {local(text.tag)[:40]}: give an ODT file")
            reader.read(text)
    return reader.layout.content("utf-8")


def read_pairs(data: bytes, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each row of the tables with Arabic in one column and French in another; a paragraph is a sentence.

    Raises InputError as :func:`read` does, and when there is no such table.
    """
    return bitext(read(data, name), name)


@dataclass(slots=True)
class _Styles:
    """The names of the styles of headings, and of those that hide text."""

    headings: set[str] = field(default_factory=lambda: set(_HEADINGS))
    hidden: set[str] = field(default_factory=set)


def _styles(container: Container, content: _Element) -> _Styles:
    roots = [content]
    if "styles.xml" in container.parts:
        roots.append(container.xml("styles.xml"))
    found, parents = _Styles(), {}
    for root in roots:
        for style in root.iter("{*}style"):
            name = _value(style, "name")
            parents[name] = _value(style, "parent-style-name")
            if _value(style, "default-outline-level"):
                found.headings.add(name)
            if any(_value(properties, "display") == "none" for properties in style):
                found.hidden.add(name)
    for name in parents:
        ancestor = name
        for _ in range(10):
            if ancestor in found.headings or ancestor not in parents:
                break
            ancestor = parents[ancestor]
        if ancestor in found.headings:
            found.headings.add(name)
    return found


def _value(element: _Element, attribute: str) -> str:
    return next((str(value) for key, value in element.attrib.items() if local(key) == attribute), "")


def _number(element: _Element, attribute: str) -> int:
    value = _value(element, attribute)[:6]
    return int(value) if value.isdecimal() else 1


class _Reader:
    def __init__(self, styles: _Styles) -> None:
        self.layout = Layout()
        self._styles = styles
        self._lists = 0
        self._in_note = False
        self._paragraph = 0
        # Number, kind and notes of the open paragraphs: a text box stands inside one.
        self._open: list[tuple[int, Kind, list[_Element]]] = []

    def read(self, root: _Element) -> None:
        from lxml import etree

        steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        skipped = None
        for event, element in steps:
            if event == "start":
                if not self._enter(local(element.tag), element):
                    skipped = element
                    steps.skip_subtree()
                continue
            if event == "end" and element is not skipped:
                self._leave(local(element.tag))
            if element is not root:
                self._put(element.tail)

    def _enter(self, tag: str, element: _Element) -> bool:
        """Begins an element; False if what it holds is to be passed over."""
        if tag in _NO_TEXT or self._hidden(tag, element):
            return False
        if tag == "note":
            if self._open and not self._in_note:
                self._open[-1][2].append(element)
            return False
        if tag in ("p", "h"):
            self._begin(tag, element)
        elif tag == "line-break" and self._open:
            self.layout.line_break(self._open[-1][1])
        elif tag in ("s", "tab"):
            self._put("\t" if tag == "tab" else " ")
        elif tag in ("list-item", "list-header"):
            self._lists += 1
        elif tag == "table":
            self.layout.open_table()
        elif tag == "table-row":
            self.layout.open_row()
        elif tag == "table-cell":
            columns = _number(element, "number-columns-spanned") * _number(element, "number-columns-repeated")
            self.layout.open_cell(columns, _number(element, "number-rows-spanned"))
        self._put(element.text)
        return True

    def _hidden(self, tag: str, element: _Element) -> bool:
        if tag == "section":
            return _value(element, "display") == "none"
        return tag in ("span", "p", "h") and _value(element, "style-name") in self._styles.hidden

    def _begin(self, tag: str, element: _Element) -> None:
        self.layout.end(self._open[-1][1] if self._open else "paragraph")
        heading = tag == "h" or _value(element, "style-name") in self._styles.headings
        if not self._in_note:
            self._paragraph += 1
        self._open.append((self._paragraph, "heading" if heading else "item" if self._lists else "paragraph", []))

    def _leave(self, tag: str) -> None:
        if tag in ("p", "h") and self._open:
            _, kind, notes = self._open.pop()
            self.layout.line_break(kind)
            if notes:
                self._read_notes(notes)
        elif tag in ("list-item", "list-header"):
            self._lists -= 1
        elif tag == "table":
            self.layout.close_table()

    def _read_notes(self, notes: list[_Element]) -> None:
        lists, self._lists, self._in_note = self._lists, 0, True
        for note in notes:
            for body in note.iterchildren("{*}note-body"):
                self.read(body)
        self._lists, self._in_note = lists, False

    def _put(self, text: str | None) -> None:
        if text and self._open:
            number = self._open[-1][0]
            self.layout.add(text, number, number)
