"""Word documents, read straight from the ZIP: only the few parts that hold text, and never more than is safe."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.formats._encoding import binary
from aligner.formats._layout import Content, Kind, Layout

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".docx",)
READS = "document"
WRITES = ""
KEEPS = "paragraphs, headings, lists, tables, line breaks, text boxes, paragraph numbers"
LOSES = "formatting, automatic numbers, headers and footers, notes, comments, deleted and hidden text"

_MAX_PART = 32 << 20
_MAX_ENTRIES = 5_000
_MAIN = "word/document.xml"
# What is not on the page: deleted and moved text, field codes, the copy of a drawing for old readers, properties.
_NO_TEXT = frozenset("del moveFrom instrText delText Fallback rPr tblPr trPr sectPr".split())
_CHARACTERS = {"tab": "\t", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


def claims(data: bytes) -> bool:
    """Whether the file is a ZIP archive, as every DOCX is."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def read(data: bytes, name: str) -> Content:
    """The body in reading order. There are no lines in a DOCX: a block's ``lines`` is its paragraph's number, from 1.

    Raises InputError for what is no DOCX, is damaged, has a password, or unpacks to more than a document can be.
    """
    if not claims(data):
        raise InputError(f"{name}: no DOCX: this is {binary(data) or 'another kind of file with that name'}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.namelist()) > _MAX_ENTRIES:
                raise InputError(f"{name}: {len(archive.namelist()):,} files in one archive: this is no Word document")
            if _MAIN not in archive.namelist():
                raise InputError(f"{name}: a ZIP archive without {_MAIN}: this is no Word document (DOCX)")
            body = _parse(archive, _MAIN, name)
            styles = _parse(archive, "word/styles.xml", name) if "word/styles.xml" in archive.namelist() else None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise InputError(f"{name}: broken DOCX ({str(error)[:80]}): open it in Word and save it again") from None
    reader = _Reader(_kinds(styles))
    reader.read(body)
    return reader.layout.content("utf-8")


def _parse(archive: zipfile.ZipFile, part: str, name: str) -> _Element:
    from lxml import etree

    entry = archive.getinfo(part)
    if entry.flag_bits & 1:
        raise InputError(f"{name}: the archive has a password: save the document without one")
    # What the archive says of the size may be a lie, so no more is unpacked than is allowed.
    with archive.open(entry) as stream:
        data = stream.read(_MAX_PART + 1) if entry.file_size <= _MAX_PART else b" " * (_MAX_PART + 1)
    if len(data) > _MAX_PART:
        raise InputError(f"{name}: {part} unpacks to more than {_MAX_PART >> 20} MB: not opened; split the document")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        what = str(error).splitlines()[0][:80]
        raise InputError(f"{name}: broken DOCX ({part}: {what}): open it in Word and save it again") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(f"{name}: {part} declares a document type, which Word never writes: not opened")
    return root


def _local(name: object) -> str:
    """A tag or attribute without its namespace: transitional and strict documents differ in nothing else we read."""
    return str(name).rpartition("}")[2]


def _value(element: _Element | None, attribute: str = "val") -> str:
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if _local(key) == attribute), "")


def _child(element: _Element, *path: str) -> _Element | None:
    found: _Element | None = element
    for tag in path:
        found = next((child for child in found if _local(child.tag) == tag), None) if found is not None else None
    return found


def _kinds(styles: _Element | None) -> dict[str, Kind]:
    """What the paragraphs of each style are, by its outline level, its list or its built-in name, inherited."""
    own: dict[str, Kind] = {}
    based: dict[str, str] = {}
    for style in styles if styles is not None else ():
        if _local(style.tag) != "style":
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
            tag = _local(element.tag)
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
