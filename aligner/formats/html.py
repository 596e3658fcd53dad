"""Web pages.

The walk over the tree is our own: the extractors that exist return plain text, and pairing needs tables, gaps and
the lines of the source. Nothing is guessed from text density: an element is left out for what it is or says it is,
or because it holds nothing but short links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from aligner.data import Pair
from aligner.errors import InputError
from aligner.formats._columns import bitext
from aligner.formats._encoding import decode
from aligner.formats._layout import Content, Kind, Layout

if TYPE_CHECKING:
    from lxml.etree import _Element

SUFFIXES = (".html", ".htm", ".xhtml")
READS = "document, bitext"
WRITES = "bitext"
KEEPS = "paragraphs, headings, lists, tables (rows as pairs), line breaks, line numbers, sentence borders"
LOSES = "emphasis, links, images, scripts, navigation and page furniture"

# Elements and roles that hold no text of the page.
NO_TEXT = frozenset(
    """
    head script style noscript template nav button svg canvas iframe object embed audio video picture map select
    option datalist textarea input label dialog
    """.split()
)
ROLES_NO_TEXT = frozenset("navigation search menu menubar toolbar dialog alertdialog".split())
# What people say stands in these. They are never left out, nor is what holds them.
STATEMENT = frozenset("article blockquote main".split())
# Page furniture, unless it stands in a statement (the signature of a quotation is a footer) or holds one.
DOUBTFUL = frozenset("aside footer form".split())
ROLES_DOUBTFUL = frozenset("complementary contentinfo form".split())
# A form with one of these is no search box: some servers wrap the whole page in a form.
TEXT = frozenset("p h1 h2 h3 table".split())
# Names in class and id that tell furniture; the whole name must match.
FURNITURE = re.compile(
    r"(?:social|share|sharing|sharedaddy|addtoany|partage)(?:[-_](?:bar|buttons?|icons?|links?|list|tools?|box))?"
    r"|(?:sd|jp|share|sharing)-(?:block|content|sharing|relatedposts|social)"
    r"|cookies?(?:[-_](?:bar|banner|consent|law|notice|popup))?|gdpr|consent(?:[-_]banner)?"
    r"|related(?:[-_](?:posts?|articles?|links?|content|stories))?|recommended"
    r"|newsletter(?:[-_](?:box|form|signup))?|subscribe(?:[-_](?:box|form))?"
    r"|comment-?(?:form|respond)|respond|reply-title|breadcrumbs?|navbar|pagination|post-navigation|skip-link"
    r"|screen-reader-text|sr-only|visually-hidden|advert(?:isement|ising)?|ad-(?:container|slot|wrapper)|popup|modal"
    # Widgets of WordPress and of Blogger.
    r"|widget[-_](?:archives?|categories|tag_cloud|nav_menu|meta|search|calendar|links|pages|rss|recent_\w+)"
    r"|(?:archives|categories|tag_cloud|nav_menu|recent-(?:posts|comments))-\d+|tagcloud|tags-links|cat-links"
    r"|(?:BlogArchive|BlogSearch|PopularPosts|FollowByEmail|LinkList|PageList|Attribution)\d*|ArchiveList",
    re.IGNORECASE,
)
# What stands between the links of a menu and behind those of an archive: marks, and how many posts there are.
BETWEEN_LINKS = re.compile(r"(?:[^\w#@]|\(\d{1,5}\))*")
# The texts of links that somebody wrote: hashtags, handles, addresses.
WRITTEN_LINK = re.compile(r"[^\w#@]*(?:[#@]|https?:|www\.|pic\.)", re.IGNORECASE)
# So many links make a menu if their texts have no more words than this in the mean; headlines are longer.
MENU_LINKS, MENU_WORDS = 3, 3
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
# Elements that a browser sets apart from what stands before and behind them.
APART = HEADINGS | STATEMENT | frozenset("p ul ol dl pre figure section details fieldset address".split())
# Elements that begin a new line and no more.
LINES = frozenset(
    """
    html body div li dt dd header footer aside form figcaption summary center caption hgroup nav tr td th
    """.split()
)
# Elements that a menu may be.
MENUS = frozenset("div p ul ol dl section header center".split())
# Page and table are never furniture, whatever their class.
FRAME = STATEMENT | frozenset("html body table thead tbody tfoot tr td th".split())

_META = re.compile(
    rb"<(?:meta\s[^>]{0,200}?charset|\?xml\s[^>]{0,100}?encoding)\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE
)
_HEAD = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAX_TAGS = 1_000_000
_PAGE = """<!DOCTYPE html>
<html lang="fr">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>français – العربية</title>
<style>
body { font: 1rem/1.55 "Noto Sans", system-ui, sans-serif; max-width: 76rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
td, th { border-top: 1px solid #ccc; padding: .4rem .8rem; vertical-align: top; text-align: start; width: 48% }
[lang=ar] { font-family: "Noto Naskh Arabic", Amiri, "Traditional Arabic", "Noto Sans", system-ui, serif }
[lang=ar] { font-size: 1.15rem; line-height: 1.7 }
p { margin: 0; unicode-bidi: isolate }
.score { width: 4%; color: #555; font-variant-numeric: tabular-nums }
.alone td { background: #eee } .moved td { border-left: 4px solid #555 }
</style>
<table>
<tr><th>Français</th><th lang="ar" dir="rtl">العربية</th><th></th></tr>
"""
# libxml2 counts lines up to here; behind that we count the line ends of the text, which misses those inside tags.
_LAST_LINE = 65535


def claims(data: bytes) -> bool:
    """Whether the file begins as a web page does, whatever its name says."""
    return bool(_HEAD.match(data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")))


def read(data: bytes, name: str) -> Content:
    """The page as a browser would show it. Lines are those of the source where each block's text stands.

    Raises InputError for a page with too many or too deeply nested elements.
    """
    from lxml import etree

    meta = _META.search(data, 0, 4096)
    text, encoding = decode(data, name, meta[1].decode("ascii") if meta else None)
    if text.count("<") > _MAX_TAGS:
        raise InputError(f"{name}: more than {_MAX_TAGS:,} tags: no page that a person wrote has as many; split it")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    root = etree.fromstring(text.encode("utf-8"), parser)
    if any("depth" in error.message for error in parser.error_log):
        raise InputError(f"{name}: elements nested too deeply: no page that a person wrote is; give its text instead")
    walk = _Walk()
    if root is not None:
        steps = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in steps:
            if event == "end":
                walk.leave(element)
            elif event != "start":
                walk.skip(element)
            elif not walk.enter(element):
                steps.skip_subtree()
    return walk.layout.content(encoding)


def read_pairs(data: bytes, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each row of the tables with Arabic in one column and French in another; a paragraph is a sentence.

    Raises InputError as :func:`read` does, and when there is no such table.
    """
    return bitext(read(data, name), name)


def write_pairs(pairs: Iterable[Pair]) -> Iterator[str]:
    """A page with a table: French on the left, Arabic on the right, a row for each pair."""
    yield _PAGE
    for number, pair in enumerate(pairs, 1):
        french, arabic = ("".join(f"<p>{escape(s.text)}</p>" for s in side) for side in (pair.tgt, pair.src))
        row = ' class="moved"' if pair.moved else ' class="alone"' if not (pair.src and pair.tgt) else ""
        yield (
            f'<tr{row} id="{number}"><td>{french}</td><td lang="ar" dir="rtl">{arabic}</td>'
            f'<td class="score">{pair.score:.2f}</td></tr>\n'
        )
    yield "</table>\n</html>\n"


@dataclass(slots=True)
class _Open:
    """An element that has begun."""

    tag: str
    kind: Kind
    skipped: bool = False
    # The block to go back to if this turns out to be furniture.
    mark: int | None = None
    in_statement: bool = False
    has_statement: bool = False
    has_text: bool = False
    # What speaks for a menu, a path of links or a list of tags: see navigation().
    start: int = 0
    link: list[str] | None = None
    links: int = 0
    words: int = 0
    has_prose: bool = False

    def navigation(self) -> bool:
        """Whether all there is are short links."""
        return not self.has_prose and self.links >= MENU_LINKS and self.words <= MENU_WORDS * self.links

    def furniture(self) -> bool:
        return self.mark is not None and not self.has_statement and not (self.tag == "form" and self.has_text)


class _Walk:
    """Turns the beginnings and ends of elements into layout."""

    def __init__(self) -> None:
        self.layout = Layout()
        self._line = 1
        self._open = [_Open("", "paragraph")]

    def enter(self, element: _Element) -> bool:
        """Begins an element; False if all it holds is to be passed over."""
        self._locate(element)
        tag = str(element.tag).lower()
        parent = self._open[-1]
        this = _Open(tag, parent.kind, in_statement=parent.in_statement)
        this.link = [] if tag == "a" else parent.link
        self._open.append(this)
        named = tag not in FRAME and _named_furniture(element)
        breaks = tag in APART or tag in LINES
        if breaks:
            self.layout.end(parent.kind, gap=tag in APART)
        this.start = self.layout.mark
        if tag in NO_TEXT or _hidden(element) or (named and not breaks):
            this.skipped = True
            return False
        role = element.get("role", "")
        if named or (
            (tag in DOUBTFUL or (breaks and role in ROLES_DOUBTFUL)) and tag not in FRAME and not this.in_statement
        ):
            this.mark = self.layout.mark
        if tag in STATEMENT or role == "article":
            this.in_statement = this.has_statement = True
        if tag in HEADINGS:
            this.kind = "heading"
        elif tag == "li":
            this.kind = "item"
        elif tag == "br":
            self.layout.line_break(this.kind)
        elif tag == "hr":
            self.layout.rule(self._line)
        elif tag == "table":
            self.layout.open_table()
        elif tag == "tr":
            self.layout.open_row()
        elif tag in ("td", "th"):
            self.layout.open_cell(_number(element, "colspan"), _number(element, "rowspan"))
        self._put(_emoji(element) if tag == "img" else element.text)
        return True

    def leave(self, element: _Element) -> None:
        """Ends an element, read or passed over, and takes the text behind it."""
        this = self._open.pop()
        parent = self._open[-1]
        if this.skipped:
            self._line += sum(str(text).count("\n") for text in element.itertext())
        elif this.tag == "table":
            self.layout.close_table()
        elif this.tag in APART or this.tag in LINES:
            self.layout.end(this.kind, gap=this.tag in APART)
        if this.furniture():
            self.layout.drop(this.mark or 0)
        elif this.tag in MENUS and not this.in_statement and this.navigation():
            self.layout.drop(this.start)
        else:
            self._count_links(this, parent)
            parent.has_statement |= this.has_statement
            parent.has_text |= this.has_text or this.tag in TEXT
        self._put(element.tail)

    @staticmethod
    def _count_links(this: _Open, parent: _Open) -> None:
        """Passes on to ``parent`` what an element that stays says for or against a menu."""
        if this.tag == "a" and this.link:
            text = " ".join(this.link)
            this.links, this.words = this.links + 1, this.words + len(text.split())
            this.has_prose |= bool(WRITTEN_LINK.match(text))
        parent.links += this.links
        parent.words += this.words
        parent.has_prose |= this.has_prose or this.has_statement or this.tag in HEADINGS or this.tag == "table"

    def skip(self, comment: _Element) -> None:
        """Passes over a comment and takes the text behind it."""
        self._locate(comment)
        self._put(comment.tail)

    def _locate(self, element: _Element) -> None:
        line: Any = element.sourceline
        if line and line < _LAST_LINE:
            self._line = line

    def _put(self, text: str | None) -> None:
        if not text:
            return
        pre = any(element.tag == "pre" for element in self._open[-3:])
        for number, line in enumerate(text.split("\n") if pre else [text]):
            if number:
                self.layout.line_break(self._open[-1].kind)
                self._line += 1
            bare = line.lstrip()
            first = self._line + line.count("\n", 0, len(line) - len(bare))
            last = first + bare.rstrip().count("\n")
            self.layout.add(line, first, last)
            self._weigh(line)
            self._line += line.count("\n")

    def _weigh(self, text: str) -> None:
        """Notes whether ``text`` is that of a link, or speaks against a menu."""
        this = self._open[-1]
        if this.link is None:
            this.has_prose = this.has_prose or not BETWEEN_LINKS.fullmatch(text)
        elif any(map(str.isalnum, text)):
            this.link.append(text)


def _hidden(element: _Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or element.get("role") in ROLES_NO_TEXT
        or bool(HIDDEN_STYLE.search(element.get("style", "")[:1000]))
    )


def _named_furniture(element: _Element) -> bool:
    names = f"{element.get('class', '')[:1000]} {element.get('id', '')[:100]}"
    return any(FURNITURE.fullmatch(name) for name in names.split())


def _number(element: _Element, attribute: str) -> int:
    value = element.get(attribute, "1").strip()[:6]
    return int(value) if value.isdecimal() else 1


def _emoji(image: _Element) -> str:
    """Sites draw emoji as images. Other images' names are not text of the page."""
    name = image.get("alt", "").strip()
    return name if len(name) <= 8 and not any(char.isalnum() for char in name) else ""
