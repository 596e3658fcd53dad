"""A page (or two documents) → statements: blocks of Arabic and of French that render each other.

1. Every block is split where its script changes, and is Arabic, French or furniture. Author, handle and time lines
   above a block are its header.
2. Blocks belong together in a post until a header, a rule, another cell or the other language begins.
3. Each Arabic block is matched with the French block that it explains best, whatever their order on the page.
   Content decides; the same handle, time or table row help, and so does a match of the neighbours.
4. Matched neighbours make a statement. What is left over inside one stays in it; what is left over elsewhere is a
   statement without a counterpart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np
import regex

from aligner import furniture
from aligner.data import Block, Document, Furniture, Lang, Pair, Sentence, Statement
from aligner.match import match
from aligner.model.lexical import Floats, LexicalModel
from aligner.text.normalise import INVISIBLE
from aligner.text.segment import segment
from aligner.text.words import is_arabic

# A passage of the other script inside a block must have this many words to be a block of its own.
PASSAGE = 4
AUTHOR_WORDS = 9
# What the layout adds to the value of a match (``aligner.match``), where a sentence has about 5 to 40.
SAME_HANDLE = 2.0
OTHER_HANDLE = -2.0
SAME_TIME = 1.0
OTHER_TIME = -2.0
SAME_ROW = 4.0
NEAR = 0.5

_HANDLE = r"[(\[]?(?P<handle>@\w{1,40})[)\]]?"
_HEADERS = (
    regex.compile(rf"(?:(?P<author>[^@]{{1,80}}?) ?[-–·,،|]? ?)?{_HANDLE}(?: ?[-–·•,،|]? ?(?P<time>.{{1,40}}))?"),
    regex.compile(r"(?P<author>[^@\[\]]{1,80}?)[,،]? \[(?P<time>[^\]@]{1,40})\](?P<handle>)"),
)
_TRIM = f"[\\s|/·•–—:{INVISIBLE}]*"
_EDGES = regex.compile(rf"\A{_TRIM}|{_TRIM}\Z")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}]*+")
_FIGURES = regex.compile(r"\d+")
_NO_CONTENT = regex.compile(r"(?:https?://|www\.)\S+|[@#][\w]+|\S+@\S+")


@dataclass(frozen=True, slots=True)
class Header:
    """What a page says above a post, the one of number ``post``, and perhaps above those that follow it."""

    author: str | None = None
    handle: str | None = None
    time: str | None = None
    post: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """A block of one language. ``post`` counts the posts of its document; ``gap``: set apart from the part before."""

    block: Block
    lang: Lang
    post: int
    header: Header
    gap: bool


def statements(documents: Sequence[Document], model: LexicalModel) -> tuple[list[Statement], list[Furniture]]:
    """The statements of one page that holds both languages, or of an Arabic and a French document.

    Returns them in the order of the page, with the lines that are in none.
    """
    parts: list[Part] = []
    left: list[Furniture] = []
    for number, document in enumerate(documents):
        found, other = _parts(document)
        if len(documents) == 2:
            lang: Lang = "ar" if number == 0 else "fr"
            other += [Furniture(p.block.text, p.block.lines, "other language") for p in found if p.lang != lang]
            found = [p for p in found if p.lang == lang]
        parts += found
        left += other
    ar = [part for part in parts if part.lang == "ar"]
    fr = [part for part in parts if part.lang == "fr"]
    whole = len(documents) == 2 and not any(part.header.handle or part.header.author for part in parts)
    if whole and ar and fr:
        return [Statement(tuple(p.block for p in ar), tuple(p.block for p in fr))], left
    texts = [[[span.of(part.block.text) for span in segment(part.block.text)] for part in side] for side in (ar, fr)]
    pairs = match(texts[0], texts[1], model, _favour(ar, fr), (_joins(ar), _joins(fr)))
    return sorted(_group(ar, fr, sorted([*pairs, *_rows(ar, fr, pairs)])), key=_place), left


def _place(statement: Statement) -> tuple[int, int]:
    block = (statement.src or statement.tgt)[0]
    return block.start, len(block.text)


def split(statement: Statement) -> Iterator[Statement]:
    """The aligned statement, cut where the layout sets both sides apart, unless a header holds it together.

    A piece without a counterpart becomes a statement of its own.
    """
    if statement.status != "paired" or statement.handle or statement.author:
        yield statement
        return
    opens = {block.start for block in (*statement.src, *statement.tgt) if block.gap}
    pieces: list[list[Pair]] = [[]]
    for number, pair in enumerate(statement.pairs):
        rest = statement.pairs[number:]
        src = next((p.src[0].start for p in rest if p.src), None)
        tgt = next((p.tgt[0].start for p in rest if p.tgt), None)
        if pieces[-1] and all(start is None or start in opens for start in (src, tgt)):
            pieces.append([])
        pieces[-1].append(pair)
    for piece in pieces:
        src_blocks = _of(statement.src, [sentence for pair in piece for sentence in pair.src])
        tgt_blocks = _of(statement.tgt, [sentence for pair in piece for sentence in pair.tgt])
        yield replace(statement, src=src_blocks, tgt=tgt_blocks, pairs=tuple(piece))


def _of(blocks: Sequence[Block], sentences: Sequence[Sentence]) -> tuple[Block, ...]:
    starts = {sentence.start for sentence in sentences}
    return tuple(b for b in blocks if any(b.start <= start < b.start + len(b.text) for start in starts))


# Blocks → parts ------------------------------------------------------------------------------------------------------


def language(text: str) -> Lang:
    """The language of a text by its letters; those of links, handles and hashtags count if there are no others."""
    for letters in (_NO_CONTENT.sub("", text), text):
        arabic = sum(is_arabic(c) for c in letters if c.isalpha())
        latin = sum(c < "\u0250" for c in letters if c.isalpha())
        if arabic or latin:
            return "ar" if arabic >= latin else "fr"
    return "und"


def _parts(document: Document) -> tuple[list[Part], list[Furniture]]:
    parts: list[Part] = []
    left: list[Furniture] = []
    header = Header()
    post = 0
    gap = False
    fresh = False  # a header was read, and no part since

    def taken_author() -> str | None:
        """Takes back the last block when it reads like the name above a post."""
        if not parts or parts[-1].post != post or fresh or not _may_be_author(parts[-1].block):
            return None
        block = last_block
        while parts and parts[-1].block.start >= block.start:
            parts.pop()
        left.append(Furniture(block.text, block.lines, "author"))
        return block.text.strip()

    last_block = Block("", 0, (1, 1))
    directly = False  # the last block that was read is the last part
    for block in document.blocks:
        gap = gap or block.gap
        if block.kind == "rule":
            post, header, fresh, directly = post + 1, Header(), False, False
            continue
        kind = furniture.kind(block.text)
        read = _header(block.text) if kind in (None, "handle") else None
        if read or kind == "time":
            near = directly and not block.gap
            if read:
                author = read.author or (taken_author() if near else None)
                post, fresh = post + 1, True
                header = replace(read, author=author, post=post)
            elif fresh and not header.time:
                header = replace(header, time=block.text.strip())
            else:
                author = taken_author() if near else None
                post, fresh = post + 1, True
                header = Header(author, time=block.text.strip(), post=post)
            left.append(Furniture(block.text, block.lines, kind or "handle"))
            directly = False
            continue
        if kind:
            left.append(Furniture(block.text, block.lines, kind))
            directly = False
            continue
        for piece in _by_script(block):
            lang = language(piece.text)
            if lang == "und":
                left.append(Furniture(piece.text, piece.lines, "other script"))
                continue
            before = parts[-1] if parts else None
            if before and before.post == post and (before.lang != lang or before.block.cell != piece.cell):
                post += 1
            parts.append(Part(piece, lang, post, header, gap))
            gap = fresh = False
        last_block, directly = block, True
    return parts, left


def _may_be_author(block: Block) -> bool:
    text = block.text.strip()
    return (
        len(text.split()) <= AUTHOR_WORDS
        and not text.endswith((".", "!", "?", "؟", "…", ":", "»", "”"))
        and "#" not in text
    )


def _header(line: str) -> Header | None:
    """The header that a line is by itself: a handle, alone or with a name before and a time after it."""
    text = line.strip()
    if len(text) > 120:
        return None
    for pattern in _HEADERS:
        found = pattern.fullmatch(text)
        if found and (not found["time"] or furniture.kind(found["time"]) in ("time", "sign")):
            return Header(found["author"], found["handle"] or None, found["time"])
    return None


def _by_script(block: Block) -> Iterator[Block]:
    """The block, cut where a passage of one script follows a passage of the other."""
    text = _NO_CONTENT.sub(lambda found: " " * len(found[0]), block.text)
    words = [(found.start(), is_arabic(found[0][0])) for found in _WORD.finditer(text)]
    runs = [(arabic, [at for at, _ in group]) for arabic, group in groupby(words, key=lambda word: word[1])]
    long = [(arabic, places) for arabic, places in runs if len(places) >= PASSAGE]
    if len({arabic for arabic, _ in long}) < 2:
        yield block
        return
    cuts = [0]
    for (before, _), (after, places) in pairwise(long):
        if before != after:
            cuts.append(_opening(block.text, places[0]))
    for start, end in zip(cuts, [*cuts[1:], len(block.text)], strict=True):
        kept = _EDGES.sub("", block.text[start:end])
        if kept:
            at = block.text.index(kept, start)
            first = block.lines[0] + block.text.count("\n", 0, at)
            lines = (min(first, block.lines[1]), min(first + kept.count("\n"), block.lines[1]))
            yield replace(block, text=kept, start=block.start + at, lines=lines)


def _opening(text: str, at: int) -> int:
    """``at`` moved back over the opening quotes and brackets that stand directly before it."""
    while at and text[at - 1] in "«“‹\"'(‘[{#@":
        at -= 1
    return at


# Parts → statements --------------------------------------------------------------------------------------------------


def _favour(ar: Sequence[Part], fr: Sequence[Part]) -> Floats:
    """What the layout says for or against each pair of an Arabic and a French part."""
    favour = np.zeros((len(ar), len(fr)), np.float32)
    order = {id(part): number for number, part in enumerate(sorted([*ar, *fr], key=lambda part: part.block.start))}
    for i, a in enumerate(ar):
        for j, f in enumerate(fr):
            if a.header.handle and f.header.handle:
                favour[i, j] += SAME_HANDLE if a.header.handle.lower() == f.header.handle.lower() else OTHER_HANDLE
            favour[i, j] += _same_time(a.header.time, f.header.time)
            if _same_row(a, f):
                favour[i, j] += SAME_ROW
            if abs(order[id(a)] - order[id(f)]) == 1:
                favour[i, j] += NEAR
    return favour


def _same_time(src: str | None, tgt: str | None) -> float:
    """What two times say: for a match when they are written alike, against it when only their figures differ."""
    if not src or not tgt:
        return 0.0
    src, tgt = furniture.key(src), furniture.key(tgt)
    if src == tgt:
        return SAME_TIME
    return OTHER_TIME if _FIGURES.sub("0", src) == _FIGURES.sub("0", tgt) else 0.0


def _rows(ar: Sequence[Part], fr: Sequence[Part], pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Parts that content ties to nothing but that share a table row: there the layout says what renders what."""
    matched = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, a in enumerate(ar):
        for j, f in enumerate(fr):
            if i not in matched[0] and j not in matched[1] and _same_row(a, f):
                yield i, j


def _same_row(a: Part, f: Part) -> bool:
    return bool(a.block.cell and f.block.cell and a.block.cell[:2] == f.block.cell[:2])


def _joins(parts: Sequence[Part]) -> list[bool]:
    return [number > 0 and part.post == parts[number - 1].post for number, part in enumerate(parts)]


def _group(ar: Sequence[Part], fr: Sequence[Part], pairs: Iterable[tuple[int, int]]) -> Iterator[Statement]:
    groups: list[tuple[list[int], list[int]]] = []
    for i, j in pairs:
        if groups and _continues(ar, groups[-1][0][-1], i) and _continues(fr, groups[-1][1][-1], j):
            groups[-1][0].append(i)
            groups[-1][1].append(j)
        else:
            groups.append(([i], [j]))
    ar_taken = _ranges([group[0] for group in groups], ar, header_holds=True)
    fr_taken = _ranges([group[1] for group in groups], fr, header_holds=False)
    for src, tgt in zip(ar_taken, fr_taken, strict=True):
        header = _merged(ar[src[0]].header, fr[tgt[0]].header)
        yield _statement([ar[i] for i in src], [fr[j] for j in tgt], header)
    for parts, taken in ((ar, ar_taken), (fr, fr_taken)):
        used = {number for numbers in taken for number in numbers}
        lone = [part for number, part in enumerate(parts) if number not in used]
        first = {part.post: part for part in reversed(parts)}
        for post, group in groupby(lone, key=lambda part: part.post):
            alone = list(group)
            # A header speaks for what follows it directly; what stands further down may be the page's own words.
            header = alone[0].header if alone[0].header.post == post and alone[0] is first[post] else Header()
            yield _statement(alone, [], header) if alone[0].lang == "ar" else _statement([], alone, header)


def _statement(src: Sequence[Part], tgt: Sequence[Part], header: Header) -> Statement:
    def blocks(parts: Sequence[Part]) -> tuple[Block, ...]:
        return tuple(replace(part.block, gap=part.gap) for part in parts)

    return Statement(blocks(src), blocks(tgt), header.author, header.handle, header.time)


def _continues(parts: Sequence[Part], last: int, number: int) -> bool:
    """Whether a part stands at or after ``last`` in the same post."""
    return number >= last and parts[number].post == parts[last].post


def _merged(src: Header, tgt: Header) -> Header:
    return Header(src.author or tgt.author, src.handle or tgt.handle, src.time or tgt.time)


def _ranges(groups: Sequence[list[int]], parts: Sequence[Part], header_holds: bool) -> list[list[int]]:
    """For each group of matched parts, all parts that belong to it: between its own, and unmatched ones beside them.

    A part beside a group belongs to it when no gap parts them, or when a header holds their post together.
    """
    owner = {number: g for g, group in enumerate(groups) for number in group}
    filled: list[list[int]] = []
    for g, group in enumerate(groups):
        inside = [n for n in range(group[0], group[-1] + 1) if owner.get(n, g) == g]
        filled.append(inside)
        owner.update((n, g) for n in inside)
    for numbers in filled:
        g = owner[numbers[0]]
        for step in (1, -1):
            while True:
                at = numbers[-1] + 1 if step > 0 else numbers[0] - 1
                if not 0 <= at < len(parts) or at in owner or parts[at].post != parts[numbers[0]].post:
                    break
                header = parts[at].header
                held = header_holds and bool(header.handle or header.author)
                if parts[max(at, at - step)].gap and not held:
                    break
                owner[at] = g
                numbers.insert(len(numbers) if step > 0 else 0, at)
    return filled
