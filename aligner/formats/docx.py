"""Word documents, read straight from the ZIP: only the few parts that hold text, and never more than is safe.

Tracked changes are taken as accepted. Notes stand behind the paragraph that refers to them. Tables with Arabic in one
column and French in another are a bitext too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aligner.data import Pair
from aligner.formats._columns import bitext
from aligner.formats._container import Container, has_part, local, opened
from aligner.formats._container import Kind as FileKind
from aligner.formats._layout import Content, Kind, Layout

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".docx",)
READS = "document, bitext"
WRITES = ""
KEEPS = (
    "paragraphs, headings, lists, tables (rows as pairs), line breaks, text boxes, notes, changes (as accepted), "
    "paragraph numbers (as lines)"
)
LOSES = "formatting, automatic numbers, headers and footers, comments, deleted and hidden text"

_KIND = FileKind("DOCX", "Word document", "Word")
_MAIN = "word/document.xml"
# What is not on the page: deleted and moved text, field codes, the copy of a drawing for old readers, readings set
# above words, properties.
_NO_TEXT = frozenset("del moveFrom instrText delText Fallback rt rPr tblPr trPr sectPr".split())
_CHARACTERS = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
# What an element says of itself when it is not on the page.
_GONE = {
    "r": ("rPr", "vanish"),
    "tr": ("trPr", "del"),
    "tc": ("tcPr", "cellDel"),
    "sdt": ("sdtPr", "showingPlcHdr"),
}
# Reference in the text → part and element of the note.
_NOTES = {"footnoteReference": ("footnotes", "footnote"), "endnoteReference": ("endnotes", "endnote")}


def claims(data: bytes) -> bool:
    """Whether the file is an archive with a Word document, whatever its name says."""
    return has_part(data, _MAIN)


def read(data: bytes, name: str) -> Content:
    """The body in reading order. There are no lines in a DOCX: a block's ``lines`` is its paragraph's number, from 1.

    Raises InputError for what is no DOCX, is damaged, has a password, or unpacks to more than a document can be.
    """
    with opened(data, name, _KIND, _MAIN) as container:
        body = container.xml(_MAIN)
        styles = container.xml("word/styles.xml") if "word/styles.xml" in container.parts else None
        reader = _Reader(_kinds(styles), _notes(container))
    reader.read(body)
    return reader.layout.content("utf-8")


def read_pairs(data: bytes, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each row of the tables with Arabic in one column and French in another; a paragraph is a sentence.

    Raises InputError as :func:`read` does, and when there is no such table.
    """
    return bitext(read(data, name), name)


def _value(element: _Element | None, attribute: str = "val") -> str:
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if local(key) == attribute), "")


def _child(element: _Element, *path: str) -> _Element | None:
    found: _Element | None = element
    for tag in path:
        found = next((child for child in found if local(child.tag) == tag), None) if found is not None else None
    return found


def _kinds(styles: _Element | None) -> dict[str, Kind]:
    """What the paragraphs of each style are, by its outline level, its list or its built-in name, inherited."""
    own: dict[str, Kind] = {}
    based: dict[str, str] = {}
    for style in styles if styles is not None else ():
        if local(style.tag) != "style":
            continue
        identity = _value(style, "styleId")
        based[identity] = _value(_child(style, "basedOn"))
        name = _value(_child(style, "name")).lower()
        if name in ("title", "subtitle") or name.startswith("heading ") or _heading(style):
            own[identity] = "heading"
        elif _child(style, "pPr", "numPr") is not None:
            own[identity] = "item"
    kinds: dict[str, Kind] = {}
    for identity in based:
        ancestor = identity
        for _ in range(10):
            if ancestor in own or ancestor not in based:
                break
            ancestor = based[ancestor]
        kinds[identity] = own.get(ancestor, "paragraph")
    return kinds


def _heading(element: _Element) -> bool:
    return _value(_child(element, "pPr", "outlineLvl")) in set("012345678")


def _gone(element: _Element, tag: str) -> bool:
    mark = _child(element, *_GONE[tag])
    return mark is not None and _value(mark) not in ("0", "false", "off")


def _notes(container: Container) -> dict[tuple[str, str], _Element]:
    """The notes by the kind of their references and their names."""
    notes: dict[tuple[str, str], _Element] = {}
    for reference, (part, tag) in _NOTES.items():
        if f"word/{part}.xml" in container.parts:
            for note in container.xml(f"word/{part}.xml"):
                if local(note.tag) == tag and _value(note, "type") in ("", "normal"):
                    notes.setdefault((reference, _value(note, "id")), note)
    return notes


def _span(element: _Element | None, default: int) -> int:
    value = _value(element)[:6]
    return int(value) if value.isdecimal() else default


@dataclass(slots=True)
class _Open:
    """A paragraph that has begun. ``joined``: its end was deleted, and what follows belongs to it."""

    number: int
    kind: Kind
    joined: bool = False
    notes: list[_Element] = field(default_factory=list)


class _Reader:
    def __init__(self, kinds: dict[str, Kind], notes: dict[tuple[str, str], _Element]) -> None:
        self.layout = Layout()
        self._styles = kinds
        # Each is read once, however often it is referred to.
        self._notes = notes
        self._in_note = False
        self._joins = False
        self._paragraph = 0
        # The open paragraphs: a text box stands inside one.
        self._open = [_Open(0, "paragraph")]

    def read(self, root: _Element) -> None:
        from lxml import etree

        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            tag = local(element.tag)
            if event == "end":
                self._leave(tag)
            elif tag in _NO_TEXT or (tag in _GONE and _gone(element, tag)):
                steps.skip_subtree()
            else:
                self._enter(tag, element)

    def _enter(self, tag: str, element: _Element) -> None:
        number, kind = self._open[-1].number, self._open[-1].kind
        if tag == "t":
            self.layout.add(element.text or "", number, number)
        elif tag in _CHARACTERS:
            self.layout.add(_CHARACTERS[tag], number, number)
        elif tag == "cr" or (tag == "br" and _value(element, "type") not in ("page", "column")):
            self.layout.line_break(kind)
        elif tag == "br":
            self.layout.end(kind, gap=True)
        elif tag == "p":
            self._begin(element)
        elif tag in _NOTES and not self._in_note:
            if (note := self._notes.pop((tag, _value(element, "id")), None)) is not None:
                self._open[-1].notes.append(note)
        elif tag == "tbl":
            self.layout.open_table()
        elif tag == "tr":
            self.layout.open_row()
            before = _span(_child(element, "trPr", "gridBefore"), 0)
            if before:
                self.layout.open_cell(before)
        elif tag == "tc":
            self.layout.open_cell(_span(_child(element, "tcPr", "gridSpan"), 1))

    def _begin(self, paragraph: _Element) -> None:
        if not self._joins:
            self.layout.end(self._open[-1].kind)
        self._joins = False
        if not self._in_note:
            self._paragraph += 1
        joined = _child(paragraph, "pPr", "rPr", "del") is not None
        self._open.append(_Open(self._paragraph, self._kind(paragraph), joined))

    def _leave(self, tag: str) -> None:
        if tag == "p":
            paragraph = self._open.pop()
            if paragraph.joined:
                self._joins = True
                self._open[-1].notes += paragraph.notes
                return
            self.layout.line_break(paragraph.kind)
            self._read_notes(paragraph.notes)
        elif tag == "tc":
            self.layout.end(self._open[-1].kind)
            self._joins = False
        elif tag == "tbl":
            self.layout.close_table()

    def _read_notes(self, notes: list[_Element]) -> None:
        self._in_note = True
        for note in notes:
            self.read(note)
        self._in_note = False

    def _kind(self, paragraph: _Element) -> Kind:
        if _heading(paragraph):
            return "heading"
        kind = self._styles.get(_value(_child(paragraph, "pPr", "pStyle")), "paragraph")
        numbered = _child(paragraph, "pPr", "numPr") is not None
        return "item" if numbered and kind == "paragraph" else kind
