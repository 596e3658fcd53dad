"""Rich text (RTF), as WordPad, TextEdit and old programs write it.

A file is groups in braces, control words and text. What a group inherits and changes is its state; the text of a group
whose destination is not the page (fonts, styles, pictures, headers) is passed over. Arabic stands as numbers of Unicode
or as bytes in the code page of the font.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from aligner.data import Pair
from aligner.errors import InputError
from aligner.formats._columns import bitext
from aligner.formats._encoding import binary
from aligner.formats._layout import Content, Kind, Layout

SUFFIXES = (".rtf",)
READS = "document, bitext"
WRITES = ""
KEEPS = (
    "paragraphs, headings, lists, tables (rows as pairs), line breaks, text boxes, notes, changes (as accepted), "
    "paragraph numbers (as lines)"
)
LOSES = "formatting, automatic numbers, headers and footers, comments, deleted and hidden text, tables within tables"

_BEGIN = re.compile(rb"\s*\{\s*\\rtf")
_TOKEN = re.compile(
    r"(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<break>[\r\n\0]+)|(?P<text>[^\\{}\r\n\0]+)|(?P<stray>\\)",
    re.DOTALL,
)
_MAX_DEPTH = 500

# Code pages of the character sets that fonts name (\fcharset), and of those that a file names as a whole.
_CHARSETS = {
    0: "cp1252", 77: "mac-roman", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_WHOLE = {"ansi": "cp1252", "mac": "mac-roman", "pc": "cp437", "pca": "cp850"}
_PAGES = frozenset("437 850 864 874 1250 1251 1252 1253 1254 1255 1256 1257 1258".split())
_ARABIC = "cp1256"

_SIGNS = {"~": "\u00a0", "_": "\u2011", "-": "\u00ad"}
_CHARACTERS = {
    "tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c",
    "ltrmark": "\u200e", "rtlmark": "\u200f",
}  # fmt: skip
# Groups that hold no text of the page. One that begins with \* is passed over too, unless it is among the known ones.
_NO_TEXT = frozenset(
    """
    fonttbl colortbl stylesheet info pict object objdata header headerl headerr headerf footer footerl footerr footerf
    ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn fldinst datafield themedata colorschememapping listtable
    listoverridetable revtbl rsidtbl generator xmlnstbl sp nonesttables upr tc xe txe rxe bkmkstart bkmkend filetbl
    annotation atnid atnauthor private latentstyles shprslt
    """.split()
)
_KNOWN = frozenset("shpinst shptxt ud".split())
# What is shown of a group that is passed over: the text in Unicode, what an object looks like.
_SHOWN = frozenset(["ud", "result"])
# Levels of headings; 9 is plain text.
_OUTLINE = range(9)
# What precedes an item of a list.
_MARKS = frozenset(["listtext", "pntext"])


def claims(data: bytes) -> bool:
    """Whether the file begins as every RTF does."""
    return bool(_BEGIN.match(data[:200]))


def read(data: bytes, name: str) -> Content:
    """The text in reading order. There are no lines in an RTF: a block's ``lines`` is its paragraph's number, from 1.

    Raises InputError for what is no RTF, was cut, or is nested too deeply.
    """
    if not claims(data):
        raise InputError(f"{name}: no RTF: this is {binary(data) or 'another kind of file with that name'}")
    reader = _Reader(name)
    reader.read(data.decode("latin-1"))
    return reader.page.layout.content(reader.encoding)


def read_pairs(data: bytes, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each row of the tables with Arabic in one column and French in another; a paragraph is a sentence.

    Raises InputError as :func:`read` does, and when there is no such table.
    """
    return bitext(read(data, name), name)


@dataclass(slots=True)
class _State:
    """What a group inherits from the one around it."""

    skipped: bool = False
    hidden: bool = False
    table: str = ""  # "fonttbl" or "stylesheet" within these
    note: bool = False
    font: int = -1
    arabic_font: int = -1
    from_right: bool = False
    # How many characters stand behind a number of Unicode for programs that do not know it.
    fallback: int = 1


class _Page:
    """Makes blocks of text, breaks and cells. What a note holds is kept until its paragraph ends."""

    def __init__(self) -> None:
        self.layout = Layout()
        self.kind: Kind = "paragraph"
        self.in_table = False
        self._number = 1
        self._notes: list[Callable[[], None]] = []
        self._table = self._row = self._cell = False

    def add(self, text: str) -> None:
        if text.strip() and self.in_table:
            self._open_cell()
        elif text.strip() and self._table:
            self._close_table()
        self.layout.add(text, self._number, self._number)

    def note(self, step: Callable[[], None]) -> None:
        self._notes.append(step)

    def line(self) -> None:
        self.layout.line_break(self.kind)

    def paragraph(self) -> None:
        self.layout.line_break(self.kind)
        self._end_notes()
        self._number += 1

    def gap(self) -> None:
        self.layout.end(self.kind, gap=True)

    def cell(self) -> None:
        self._open_cell()
        self.layout.end(self.kind)
        self._end_notes()
        self._cell = False
        self._number += 1

    def row(self) -> None:
        self.layout.end(self.kind)
        self._row = self._cell = False

    def end(self) -> None:
        self.layout.end(self.kind)
        self._end_notes()
        if self._table:
            self._close_table()

    def _end_notes(self) -> None:
        notes, self._notes = self._notes, []
        for step in notes:
            step()
        if notes:
            self.layout.end("paragraph")

    def _open_cell(self) -> None:
        if not self._table:
            self.layout.open_table()
        if not self._row:
            self.layout.open_row()
        if not self._cell:
            self.layout.open_cell()
        self._table = self._row = self._cell = True

    def _close_table(self) -> None:
        self.layout.close_table()
        self._table = self._row = self._cell = False


@dataclass(slots=True)
class _Tables:
    """What the tables at the beginning say: code pages of fonts, and which styles are headings."""

    fonts: dict[int, str] = field(default_factory=dict)
    headings: set[int] = field(default_factory=set)
    style: int = 0


class _Reader:
    def __init__(self, name: str) -> None:
        self.page = _Page()
        self._name = name
        self._tables = _Tables()
        self.encoding = "cp1252"
        self._state = _State()
        self._groups: list[_State] = []
        self._starred = False
        # Characters still to be passed over behind a number of Unicode, and half an emoji that waits for the other.
        self._owed = 0
        self._half = ""

    def read(self, text: str) -> None:
        at = 0
        while match := _TOKEN.match(text, at):
            at = match.end()
            kind = match.lastgroup
            if match["brace"]:
                self._brace(match["brace"])
                if not self._groups:
                    break
            elif match["word"]:
                number = int(match["number"]) if match["number"] else None
                if match["word"] == "bin":
                    at += max(number or 0, 0)
                else:
                    self._word(match["word"], number)
            elif kind == "sign":
                self._sign(match["sign"])
            elif kind == "hex":
                self._bytes(bytes.fromhex(match["hex"].replace("\\'", "")))
            elif kind == "text":
                self._bytes(match["text"].encode("latin-1"))
        if self._groups:
            raise InputError(f"{self._name}: the RTF ends amid a group: it was cut; save it again")
        self.page.end()

    def _brace(self, brace: str) -> None:
        self._starred, self._owed = False, 0
        if brace == "{":
            if len(self._groups) >= _MAX_DEPTH:
                raise InputError(
                    f"{self._name}: groups nested too deeply: no program wrote this; give its text instead"
                )
            self._groups.append(self._state)
            self._state = replace(self._state)
        elif self._groups:
            self._state = self._groups.pop()

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in "{}\\":
            self._put(sign)
        elif sign in _SIGNS:
            self._put(_SIGNS[sign])

    def _bytes(self, data: bytes) -> None:
        state = self._state
        passed = min(self._owed, len(data))
        self._owed -= passed
        data = data[passed:]
        if state.table == "stylesheet":
            self._name_style(data.decode("latin-1"))
        elif data and not state.skipped:
            self._put(data.decode(self._page_of(state), "replace"))

    def _page_of(self, state: _State) -> str:
        fonts = self._tables.fonts
        own = fonts.get(state.font, self.encoding)
        if state.from_right and own == "cp1252" and fonts.get(state.arabic_font) == _ARABIC:
            return _ARABIC
        return own

    def _put(self, text: str) -> None:
        state = self._state
        if self._half:
            text, self._half = self._half + text, ""
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if state.skipped or state.hidden:
            return
        if state.note:
            self.page.note(lambda: self.page.add(text))
        else:
            self.page.add(text)

    def _break(self, step: Callable[[], None]) -> None:
        if self._state.skipped:
            return
        if self._state.note:
            self.page.note(lambda: self.page.layout.line_break("paragraph"))
        else:
            step()

    def _word(self, word: str, number: int | None) -> None:
        state, starred = self._state, self._starred
        self._starred = False
        if self._owed and word != "u":
            self._owed -= 1
            return
        if word in _MARKS:
            state.skipped = True
            self.page.kind = "item"
        elif word in _NO_TEXT or (starred and word not in _KNOWN):
            state.skipped = True
            state.table = word if word in ("fonttbl", "stylesheet") else ""
        elif word == "shptxt":
            self._break(self.page.line)
        elif word in _SHOWN:
            state.skipped = False
        elif word == "footnote":
            state.note = True
        elif word == "u":
            self._unicode((number or 0) % 0x10000)
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif word in _BREAKS:
            self._break(lambda: _BREAKS[word](self.page))
        else:
            self._property(word, number)

    def _unicode(self, code: int) -> None:
        state = self._state
        self._owed = state.fallback
        if 0xD800 <= code < 0xDC00 and not state.skipped:
            self._half = chr(code)
        else:
            self._put(chr(code) if self._half or not 0xDC00 <= code < 0xE000 else "\ufffd")

    def _property(self, word: str, number: int | None) -> None:
        state, tables = self._state, self._tables
        if state.table == "fonttbl":
            if word == "f":
                state.font = number or 0
            elif word == "fcharset":
                tables.fonts[state.font] = _CHARSETS.get(number or 0, self.encoding)
        elif state.table == "stylesheet":
            if word == "s":
                tables.style = number or 0
        elif word == "f":
            state.font = -1 if number is None else number
        elif word == "af":
            state.arabic_font = -1 if number is None else number
        elif word in ("rtlch", "ltrch"):
            state.from_right = word == "rtlch"
        elif word == "uc":
            state.fallback = min(max(number or 0, 0), 10)
        elif word in ("v", "deleted"):
            state.hidden = number != 0
        elif word == "plain":
            state.hidden = False
        elif word == "deff" and state.font < 0:
            state.font = number or 0
        elif word == "ansicpg" and str(number) in _PAGES:
            self.encoding = f"cp{number}"
        elif word in _WHOLE:
            self.encoding = _WHOLE[word]
        elif not state.skipped and not state.note:
            self._paragraph(word, number)

    def _paragraph(self, word: str, number: int | None) -> None:
        page = self.page
        if word == "pard":
            page.kind, page.in_table = "paragraph", False
        elif word == "intbl":
            page.in_table = True
        elif number in (self._tables.headings if word == "s" else _OUTLINE if word == "outlinelevel" else ()):
            page.kind = "heading"

    def _name_style(self, text: str) -> None:
        name = text.strip().rstrip(";").lower()
        if name in ("title", "subtitle") or name.startswith("heading ") or name.startswith("titre"):
            self._tables.headings.add(self._tables.style)


# Control words that end something.
_BREAKS: dict[str, Callable[[_Page], None]] = {
    "par": _Page.paragraph,
    "sect": _Page.gap,
    "page": _Page.gap,
    "column": _Page.gap,
    "line": _Page.line,
    "softline": lambda page: page.add(" "),
    "cell": _Page.cell,
    "row": _Page.row,
    "nestcell": _Page.line,
    "nestrow": _Page.line,
}
