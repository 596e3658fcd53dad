"""The blocks of a document → parts: each of one language, with what the page says above it; the rest is furniture.

Author, handle and time lines above a block are its header; a line that begins with a dash and follows the text is a
signature. A post is what stands under a header, up to the next header, rule, table cell or change of language.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby, pairwise

import regex

from aligner import furniture
from aligner.data import Block, Document, Furniture, Lang
from aligner.text.normalise import INVISIBLE
from aligner.text.words import is_arabic

# A passage of the other script inside a block must have this many words to be a block of its own …
PASSAGE = 4
# … or be set apart by one of these, with nothing but one script on each side.
_SPACE = r"[ \u00a0\u202f]"
_BEFORE_BREAK = r"[^\S\t\n]"
_SEPARATOR = regex.compile(
    rf"(?:(?<!{_SPACE})|\G){_SPACE}++[/|—–:·]{_SPACE}++|(?:(?<!{_BEFORE_BREAK})|\G){_BEFORE_BREAK}*+[\t\n]\s*+"
)
AUTHOR_WORDS = 9
# Without a handle to prove it, a name is taken for one only when it is this short.
SPEAKER_WORDS = 6
GAPS_EVERYWHERE = 0.9

_HANDLE = r"[(\[]?(?P<handle>@\w{1,40})[)\]]?"
_NO_HANDLE = r"(?P<handle>)"
_HEADERS = (
    # Name @handle · 3h
    regex.compile(rf"(?:(?P<author>[^@(\[]{{1,80}}?) ?[-–·,،|]? ?)?{_HANDLE}(?: ?[-–·•,،|]? ?(?P<time>.{{1,40}}))?"),
    # Name, [03.12.21 07:14]
    regex.compile(rf"(?P<author>[^@\[\]]{{1,80}}?)[,،]? \[(?P<time>[^\]@]{{1,40}})\]{_NO_HANDLE}"),
    # Name 16 mars 2021 à 10:02
    regex.compile(
        rf"(?P<author>[^\d@\[\]:]{{2,50}}?)[,،]? (?P<time>(?:le )?\d[^@]{{5,40}}\d[^@\d]{{0,9}}){_NO_HANDLE}"
    ),
)
# A message of a chat export: [12/03/2021 20:14:05] Name: text, or 12/03/2021, 20:14 - Name: text
_MESSAGE = regex.compile(
    rf"[{INVISIBLE}]*(?:\[(?P<time>[^\]@]{{6,30}})\]|(?P<time>\d[\d/.:, ]{{8,20}}\d) ?[-–])"
    r" ?(?P<author>[^:@]{1,40}?) ?: "
)
_DASH = regex.compile(r"[—–-] ?")
_SPEAKER = regex.compile(r"[—–-] ?(?P<author>[^:]{1,60}?) ?:")
_TRIM = f"[\\s|/·•–—:{INVISIBLE}]"
_EDGES = regex.compile(rf"\A{_TRIM}++|(?<!{_TRIM}){_TRIM}++\Z")
_OPENERS = "«“‹\"'(‘[{#@"
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*+")
_BREAK = regex.compile(r"\n")
_NO_CONTENT = regex.compile(r"(?:https?://|www\.)\S+|[@#][\w]+|(?:(?<!\S)|\G)\S[^\s@]*+@\S+")


@dataclass(frozen=True, slots=True)
class Header:
    """What a page says above a post, the one of number ``post``, and perhaps above those that follow it."""

    author: str | None = None
    handle: str | None = None
    time: str | None = None
    post: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A block of one language. ``post`` counts the posts of its document; ``gap``: set apart from the part before.

    ``doubt`` is the kind of furniture that the block is unless something in the other language renders it.
    """

    block: Block
    lang: Lang
    post: int
    header: Header
    gap: bool
    doubt: str | None = None


def parts(document: Document) -> tuple[list[Part], list[Furniture]]:
    """The parts of a document in reading order, and the lines that are none."""
    reader = _Reader(document.blocks)
    for block in document.blocks:
        reader.read(block)
    return reader.parts, reader.left


def language(text: str) -> Lang:
    """The language of a text by its letters; those of links, handles and hashtags count if there are no others."""
    for letters in (_NO_CONTENT.sub("", text), text):
        counts = {c: count for c, count in Counter(letters).items() if c.isalpha()}
        arabic = sum(count for c, count in counts.items() if is_arabic(c))
        latin = sum(count for c, count in counts.items() if c < "\u0250")
        if arabic or latin:
            return "ar" if arabic >= latin else "fr"
    return "und"


class _Reader:
    """Reads blocks one by one. ``_fresh``: a header was read, and no part since."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.parts: list[Part] = []
        self.left: list[Furniture] = []
        self._columns = _column_languages(blocks)
        # Where every line is a paragraph of its own, a gap does not part a name from the handle below it.
        self._gaps_tell = sum(block.gap for block in blocks) < GAPS_EVERYWHERE * len(blocks)
        self._header = Header()
        self._post = 0
        self._gap = self._fresh = False
        self._before: Block | None = None  # the block before, when it is content
        self._opens = True  # … and whether it opens its run
        self._after_reply = False
        self._listed = False  # in a list of posts nothing is furniture

    def read(self, block: Block) -> None:
        self._gap = self._gap or block.gap
        if block.kind == "rule":
            self._open(Header())
            self._before, self._fresh, self._listed = None, False, False
            return
        if block.kind == "post":
            author, handle, time, _ = (part or None for part in block.text.split("\t"))
            self._open(Header(author, handle, time))
            self._put_aside(block, "post")
            self._listed = True
            return
        if self._listed:
            self._add(block)
            return
        text = block.text.strip()
        kind = furniture.kind(text)
        if block.cell and kind in ("time", "sign", "share") and any(c.isdecimal() for c in text):
            kind = None  # figures and dates are what many tables are about
        if message := _message(block):
            stamp, rest = message
            self._put_aside(replace(block, text=block.text[: rest.start - block.start]), "handle")
            self._open(stamp)
            self._add(rest)
        elif kind == "reply":
            self._put_aside(block, kind)
            self._after_reply = "@" not in text
            return
        elif kind in (None, "handle", "time") and not block.cell and (header := _header(text)):
            self._read_header(block, header, "handle")
        elif kind == "time":
            self._read_time(block)
        elif kind and kind[-1] != "?":
            self._put_aside(block, kind)
        else:
            self._add(block, kind.rstrip("?") if kind else None)
        self._after_reply = False

    def _open(self, header: Header) -> None:
        self._post += 1
        self._header = replace(header, post=self._post)
        self._fresh = True

    def _put_aside(self, block: Block, kind: str) -> None:
        self.left.append(Furniture(block.text, block.lines, kind))
        self._before = None

    def _read_header(self, block: Block, header: Header, kind: str) -> None:
        if self._after_reply and not header.author:
            self._put_aside(block, "reply")
            return
        signs = _DASH.match(block.text.lstrip()) and not block.text.rstrip().endswith(":")
        author = header.author
        near = self._before is not None and not self._fresh and not (block.gap and self._gaps_tell)
        if not author and near and not signs:
            author = self._taken_author(AUTHOR_WORDS)
        header = replace(header, author=_DASH.sub("", author, count=1) if author else None)
        if signs and near:
            self._sign(header)
            self._open(Header())
        else:
            self._open(header)
        self._put_aside(block, kind)

    def _sign(self, header: Header) -> None:
        """Gives the parts of the current post, which stand above their signature, its header."""
        signed = replace(header, post=self._post)
        for number in range(len(self.parts) - 1, -1, -1):
            part = self.parts[number]
            if part.post < min(self._post, self._header.post or self._post):
                break  # of posts before
            if part.post == self._post or (part.header.post == self._header.post and self._header.post):
                self.parts[number] = replace(part, header=replace(signed, post=part.post))

    def _read_time(self, block: Block) -> None:
        time = block.text.strip()
        known = self._header
        if (known.handle or known.author) and not known.time:
            # The time of a header that has none: below the name, or below the text.
            self._header = replace(known, time=time)
            for number in range(len(self.parts) - 1, -1, -1):
                if self.parts[number].header is not known:
                    break
                self.parts[number] = replace(self.parts[number], header=self._header)
        else:
            near = self._opens and not self._fresh and not (block.gap and self._gaps_tell)
            author = self._taken_author(SPEAKER_WORDS) if near else None
            self._open(Header(author, time=time))
        self._put_aside(block, "time")

    def _taken_author(self, most: int) -> str | None:
        """Takes back the last block when it reads like the name above a post."""
        block = self._before
        if block is None or block.cell or not _may_be_author(block.text, most):
            return None
        while self.parts and self.parts[-1].block.start >= block.start:
            self.parts.pop()
        self.left.append(Furniture(block.text, block.lines, "author"))
        return block.text.strip()

    def _add(self, block: Block, doubt: str | None = None) -> None:
        speaker = _SPEAKER.fullmatch(block.text.strip())
        if speaker and len(speaker["author"].split()) <= SPEAKER_WORDS and not block.cell:
            self._open(Header(author=speaker["author"]))
            self._put_aside(block, "author")
            return
        opens = (self._gap and self._gaps_tell) or self._before is None
        for piece in by_script(block):
            lang = language(piece.text)
            before = self.parts[-1] if self.parts else None
            if lang == "und" and block.cell:
                lang = self._columns.get(block.cell[::2], "und")
            elif before and not self._gap and not _WORD.search(_NO_CONTENT.sub("", piece.text)):
                lang = before.lang  # tags, handles and links alone go with what they follow
            if lang == "und":
                self.left.append(Furniture(piece.text, piece.lines, "other script"))
                continue
            if before and before.post == self._post and (before.lang != lang or before.block.cell != piece.cell):
                self._post += 1
            self.parts.append(Part(piece, lang, self._post, self._header, self._gap, doubt))
            self._gap = self._fresh = False
        self._before, self._opens = block, opens


def _column_languages(blocks: Sequence[Block]) -> dict[tuple[int, ...], Lang]:
    """The language of each table column, as (table, column), by most of its cells."""
    seen: dict[tuple[int, ...], Counter[Lang]] = {}
    for block in blocks:
        if block.cell:
            seen.setdefault(block.cell[::2], Counter())[language(block.text)] += 1
    return {column: counts.most_common(1)[0][0] for column, counts in seen.items()}


def _may_be_author(text: str, most: int) -> bool:
    text = text.strip()
    proper = not any(c.isdecimal() or c in "#()[]|" for c in text)
    return proper and len(text.split()) <= most and not text.endswith(tuple(".!?؟…:»”"))


def _header(text: str) -> Header | None:
    """The header that a line is by itself: a name, a handle and a time, as far as they are there."""
    if len(text) > 120:
        return None
    for pattern in _HEADERS:
        found = pattern.fullmatch(text)
        if found and (not found["time"] or furniture.kind(found["time"]) in ("time", "sign")):
            if not found["handle"] and not _may_be_author(found["author"], SPEAKER_WORDS):
                continue
            return Header(found["author"], found["handle"] or None, found["time"])
    return None


def _message(block: Block) -> tuple[Header, Block] | None:
    """The stamp at the beginning of a chat message as a header, and the message."""
    found = _MESSAGE.match(block.text)
    if not found or furniture.kind(found["time"]) not in ("time", "sign") or found.end() >= len(block.text):
        return None
    rest = replace(block, text=block.text[found.end() :], start=block.start + found.end())
    return Header(author=found["author"], time=found["time"]), rest


def by_script(block: Block) -> Iterator[Block]:
    """The block, cut where a passage of one script follows a passage of the other."""
    text = _NO_CONTENT.sub(lambda found: " " * len(found[0]), block.text)
    words = [(found.start(), is_arabic(found[0][0])) for found in _WORD.finditer(text)]
    if len({arabic for _, arabic in words}) < 2:
        yield block
        return
    cuts = _at_separators(text, words) or _at_passages(text, words)
    for start, end in pairwise([0, *cuts, len(text)]):
        kept = _EDGES.sub("", block.text[start:end]) if cuts else block.text
        if kept:
            at = block.text.index(kept, start)
            yield replace(block, text=kept, start=block.start + at, lines=lines_of(block, at, at + len(kept)))


def lines_of(block: Block, start: int, end: int) -> tuple[int, int]:
    """The lines of a passage of the block; all of the block's where its text has lost the line ends of the source."""
    first, last = block.lines
    breaks = _breaks(block.text)
    if len(breaks) != last - first:
        return block.lines
    return first + bisect_left(breaks, start), first + bisect_left(breaks, end)


# A block may have a hundred thousand passages: its line ends are counted once.
@lru_cache(maxsize=4)
def _breaks(text: str) -> list[int]:
    return [found.start() for found in _BREAK.finditer(text)]


def _at_separators(text: str, words: Sequence[tuple[int, bool]]) -> list[int]:
    """Where separators part the scripts, if what stands between separators is always of one script."""
    ends = [found.start() for found in _SEPARATOR.finditer(text)]
    pieces: list[tuple[int, set[bool]]] = []
    rest = deque(words)
    for start, end in pairwise([0, *ends, len(text)]):
        scripts = set()
        while rest and rest[0][0] < end:
            scripts.add(rest.popleft()[1])
        if len(scripts) > 1:
            return []
        if scripts:
            pieces.append((start, scripts))
    return [after[0] for before, after in pairwise(pieces) if before[1] != after[1]]


def _at_passages(text: str, words: Sequence[tuple[int, bool]]) -> list[int]:
    runs = [(arabic, [at for at, _ in group]) for arabic, group in groupby(words, key=lambda word: word[1])]
    long = [(arabic, places) for arabic, places in runs if len(places) >= PASSAGE]
    return [_opening(text, places[0]) for (before, _), (after, places) in pairwise(long) if before != after]


def _opening(text: str, at: int) -> int:
    """``at`` moved back over the opening quotes and brackets, and the spaces between them, directly before it."""
    start = at
    while start and (text[start - 1] in _OPENERS or text[start - 1].isspace()):
        start -= 1
        if text[start] in _OPENERS:
            at = start
    return at
