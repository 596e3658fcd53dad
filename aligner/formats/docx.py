"""Word documents, read straight from the ZIP: only the few parts that hold text, and never more than is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligner.formats._container import Kind as FileKind
from aligner.formats._container import has_part, local, opened
from aligner.formats._layout import Content, Kind, Layout

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".docx",)
READS = "document"
WRITES = ""
KEEPS = "paragraphs, headings, lists, tables, line breaks, text boxes, paragraph numbers"
LOSES = "formatting, automatic numbers, headers and footers, notes, comments, deleted and hidden text"

_KIND = FileKind("DOCX", "Word document", "Word")
_MAIN = "word/document.xml"
# What is not on the page: deleted and moved text, field codes, the copy of a drawing for old readers, properties.
_NO_TEXT = frozenset("del moveFrom instrText delText Fallback rPr tblPr trPr sectPr".split())
_CHARACTERS = {"tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


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
    reader = _Reader(_kinds(styles))
    reader.read(body)
    return reader.layout.content("utf-8")


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


def _hidden(run: _Element) -> bool:
    mark = _child(run, "rPr", "vanish")
    return mark is not None and _value(mark) not in ("0", "false", "off")


def _span(element: _Element | None, default: int) -> int:
    value = _value(element)[:6]
    return int(value) if value.isdecimal() else default


class _Reader:
    def __init__(self, kinds: dict[str, Kind]) -> None:
        self.layout = Layout()
        self._styles = kinds
        self._paragraph = 0
        # The numbers and kinds of the open paragraphs: a text box stands inside one.
        self._open: list[tuple[int, Kind]] = [(0, "paragraph")]

    def read(self, root: _Element) -> None:
        from lxml import etree

        steps = etree.iterwalk(root, events=("start", "end"))
        for event, element in steps:
            tag = local(element.tag)
            if event == "end":
                self._leave(tag)
            elif tag in _NO_TEXT or (tag == "r" and _hidden(element)):
                steps.skip_subtree()
            else:
                self._enter(tag, element)

    def _enter(self, tag: str, element: _Element) -> None:
        number, kind = self._open[-1]
        if tag == "t":
            self.layout.add(element.text or "", number, number)
        elif tag in _CHARACTERS:
            self.layout.add(_CHARACTERS[tag], number, number)
        elif tag == "cr" or (tag == "br" and _value(element, "type") not in ("page", "column")):
            self.layout.line_break(kind)
        elif tag == "br":
            self.layout.end(kind, gap=True)
        elif tag == "p":
            self.layout.end(kind)
            self._paragraph += 1
            self._open.append((self._paragraph, self._kind(element)))
        elif tag == "tbl":
            self.layout.open_table()
        elif tag == "tr":
            self.layout.open_row()
            before = _span(_child(element, "trPr", "gridBefore"), 0)
            if before:
                self.layout.open_cell(before)
        elif tag == "tc":
            self.layout.open_cell(_span(_child(element, "tcPr", "gridSpan"), 1))

    def _leave(self, tag: str) -> None:
        if tag == "p":
            self.layout.line_break(self._open.pop()[1])
        elif tag == "tbl":
            self.layout.close_table()

    def _kind(self, paragraph: _Element) -> Kind:
        if _heading(paragraph):
            return "heading"
        kind = self._styles.get(_value(_child(paragraph, "pPr", "pStyle")), "paragraph")
        numbered = _child(paragraph, "pPr", "numPr") is not None
        return "item" if numbered and kind == "paragraph" else kind
