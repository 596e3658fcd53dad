"""A page (or two documents) → statements: blocks of Arabic and of French that render each other.

Each Arabic part (``aligner.blocks``) is matched with the French part that it explains best, whatever their order on
the page. Content decides; the same handle, time or table row help, and so does a match of the neighbours. Matched
neighbours make a statement. What is left over inside one stays in it; what is left over elsewhere is a statement
without a counterpart.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import numpy as np
import regex
from numpy.typing import NDArray

from aligner import furniture
from aligner.blocks import Header, Part, parts
from aligner.data import Block, Document, Furniture, Lang, Pair, Sentence, Statement
from aligner.errors import InputError
from aligner.match import Blocks, match
from aligner.model import LexicalModel
from aligner.model.units import Floats, Ints
from aligner.text.segment import segment

# What the layout adds to the value of a match (``aligner.match``), where a sentence has about 5 to 40.
SAME_HANDLE = 2.0
OTHER_HANDLE = -2.0
SAME_TIME = 1.0
OTHER_TIME = -2.0
SAME_ROW = 4.0
# Beside each other on a page where most matches so far stand beside each other.
HABIT = 3.0
HABIT_SHARE = 0.6
# What a comparison of all sentences with all takes is some 60 bytes for each two of them.
MAX_CELLS = 25_000_000

# A line of hashtags; French pages write them as « # Two words » too.
_TAGS = regex.compile(r"\s*(?:[#@][ \u00a0]?[\w'’-]++(?: [\w'’-]++){0,3}\s*)+")
_FIGURES = regex.compile(r"\d+")
# Of a full time the day says enough: who renders a post does so some minutes or hours later.
_DAY = regex.compile(r"\A(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d.*")


def statements(documents: Sequence[Document], model: LexicalModel) -> tuple[list[Statement], list[Furniture]]:
    """The statements of one page that holds both languages, or of an Arabic and a French document.

    Returns them in the order of the page, with the lines that are in none. Raises InputError when one of the
    languages is missing.
    """
    found: list[Part] = []
    left: list[Furniture] = []
    for number, document in enumerate(documents):
        mine, other = parts(document)
        if len(documents) == 2:
            lang: Lang = "ar" if number == 0 else "fr"
            other += [Furniture(p.block.text, p.block.lines, "other language") for p in mine if p.lang != lang]
            mine = [part for part in mine if part.lang == lang]
        found += mine
        left += other
    sides = [[part for part in found if part.lang == lang] for lang in ("ar", "fr")]
    paths = ", ".join(document.source.path for document in documents)
    for side, name in zip(sides, ("Arabic", "French"), strict=True):
        if not side:
            raise InputError(f"{paths}: no {name} text was found: give a page with both languages, or two files")
    headed = [any(part.header.handle or part.header.author for part in side) for side in sides]
    if len(documents) == 2 and not all(headed):
        return [_statement(sides[0], sides[1], Header())], left
    ar, fr, pairs, doubtful = _matched(sides[0], sides[1], model, paths)
    left += [Furniture(part.block.text, part.block.lines, part.doubt or "") for part in doubtful]
    if len(documents) == 1:
        left.sort(key=lambda line: line.lines)
    return sorted(_group(ar, fr, pairs), key=_place), left


def _matched(
    ar: list[Part], fr: list[Part], model: LexicalModel, name: str
) -> tuple[list[Part], list[Part], list[tuple[int, int]], list[Part]]:
    """The parts of both sides, which of them render each other, and those that turned out to be furniture.

    Raises InputError, with the ``name`` of the page, when there are too many of them.
    """
    blocks = Blocks(*([[span.of(p.block.text) for span in segment(p.block.text)] for p in side] for side in (ar, fr)))
    sizes = [max(len(side), sum(map(len, side))) for side in (blocks.ar, blocks.fr)]
    if sizes[0] * sizes[1] > MAX_CELLS:
        raise InputError(
            f"{name}: {sizes[0]:,} Arabic and {sizes[1]:,} French sentences are too many for one page, where all are "
            "compared with all: split it, or give the Arabic and the French in two files"
        )
    favour = _favour(ar, fr)
    joins = _joins(ar), _joins(fr)
    pairs = match(blocks, model, favour, joins)
    if (habit := _habit(ar, fr, pairs)) is not None:
        pairs = match(blocks, model, favour + habit, joins)
    pairs = _with_text(ar, fr, pairs)
    pairs += _rows(ar, fr, pairs)
    ar, ar_place, ar_left = _without_furniture(ar, {i for i, _ in pairs})
    fr, fr_place, fr_left = _without_furniture(fr, {j for _, j in pairs})
    return ar, fr, sorted((ar_place[i], fr_place[j]) for i, j in pairs), ar_left + fr_left


def _without_furniture(side: Sequence[Part], matched: set[int]) -> tuple[list[Part], dict[int, int], list[Part]]:
    """The parts but for doubtful ones that nothing renders, their new numbers by the old ones, and those left out."""
    kept = [n for n, part in enumerate(side) if n in matched or not part.doubt]
    left = [part for n, part in enumerate(side) if n not in matched and part.doubt]
    return [side[n] for n in kept], {old: new for new, old in enumerate(kept)}, left


def _place(statement: Statement) -> tuple[int, int]:
    block = (statement.src or statement.tgt)[0]
    return block.start, len(block.text)


def split(statement: Statement) -> Iterator[Statement]:
    """The aligned statement, cut where the layout sets both sides apart, unless a header holds it together.

    A sentence without a counterpart stays with those before it; at the beginning or the end of the whole it is a
    statement of its own, when the layout sets it apart.
    """
    in_table = any(block.cell for block in statement.src)
    if statement.status != "paired" or statement.handle or statement.author or in_table:
        yield statement
        return
    opens = {block.start for block in (*statement.src, *statement.tgt) if block.gap}
    # Where the next sentence of each side begins, seen from each pair.
    nexts: list[tuple[int | None, int | None]] = [(None, None)]
    for pair in reversed(statement.pairs):
        src, tgt = nexts[-1]
        nexts.append((pair.src[0].start if pair.src else src, pair.tgt[0].start if pair.tgt else tgt))
    pieces: list[list[Pair]] = [[]]
    for pair, starts in zip(statement.pairs, reversed(nexts), strict=False):
        if pieces[-1] and all(start is None or start in opens for start in starts):
            pieces.append([])
        pieces[-1].append(pair)
    paired = [any(pair.src and pair.tgt for pair in piece) for piece in pieces]
    first, last = (paired.index(True), len(paired) - paired[::-1].index(True)) if any(paired) else (0, 0)
    joined: list[list[Pair]] = []
    for number, piece in enumerate(pieces):
        if first < number < last and not paired[number]:
            joined[-1].extend(piece)
        else:
            joined.append(piece)
    for piece in joined:
        src_blocks = _of(statement.src, [sentence for pair in piece for sentence in pair.src])
        tgt_blocks = _of(statement.tgt, [sentence for pair in piece for sentence in pair.tgt])
        yield replace(statement, src=src_blocks, tgt=tgt_blocks, pairs=tuple(piece))


def _of(blocks: Sequence[Block], sentences: Sequence[Sentence]) -> tuple[Block, ...]:
    """The blocks in which the sentences stand; both are in the order of the document."""

    def at(sentence: Sentence) -> int:
        return bisect_right(blocks, sentence.start, key=lambda block: block.start) - 1

    return tuple(blocks[n] for n in sorted(set(map(at, sentences))))


# Parts → statements --------------------------------------------------------------------------------------------------


def _favour(ar: Sequence[Part], fr: Sequence[Part]) -> Floats:
    """What the layout says for or against each pair of an Arabic and a French part."""

    def codes(values: Iterable[str | None]) -> list[int]:
        # Equal numbers for equal values; 0 for none.
        return [numbers.setdefault(value, len(numbers) + 1) if value else 0 for value in values]

    favour = np.zeros((len(ar), len(fr)), np.float32)
    numbers: dict[str, int] = {}
    a, f = (np.array(codes((p.header.handle or "").lower() for p in side)) for side in (ar, fr))
    favour[np.ix_(a > 0, f > 0)] += np.float32(OTHER_HANDLE)
    favour[_equal(a, f)] = SAME_HANDLE
    times = [[furniture.key(_DAY.sub(r"\1", p.header.time or "")) for p in side] for side in (ar, fr)]
    a, f = (np.array(codes(side)) for side in times)
    same = _equal(a, f)
    a, f = (np.array(codes(_FIGURES.sub("0", time) for time in side)) for side in times)
    # Times that are written alike, such as 3h and 5h, tell posts apart; a date and « 3h » say nothing.
    favour[_equal(a, f) & ~same] += np.float32(OTHER_TIME)
    favour[same] += np.float32(SAME_TIME)
    a, f = (np.array(codes(str(p.block.cell[:2]) if p.block.cell else None for p in side)) for side in (ar, fr))
    favour[_equal(a, f)] += np.float32(SAME_ROW)
    return favour


def _equal(codes: Ints, others: Ints) -> NDArray[np.bool_]:
    """Where codes that say something are the same."""
    same: NDArray[np.bool_] = codes[:, None] == others[None, :]
    same &= codes[:, None] > 0
    return same


def _habit(ar: Sequence[Part], fr: Sequence[Part], pairs: Sequence[tuple[int, int]]) -> Floats | None:
    """What the page's own habit says: where most matches stand beside each other in one order, others will too."""
    order = {id(part): n for n, part in enumerate(sorted([*ar, *fr], key=lambda part: part.block.start))}
    a, f = (np.array([order[id(part)] for part in side]) for side in (ar, fr))
    steps = Counter(int(f[j] - a[i]) for i, j in pairs)
    step, times = steps.most_common(1)[0] if steps else (0, 0)
    if abs(step) != 1 or times < max(2, HABIT_SHARE * len(pairs)):
        return None
    return np.where(f[None, :] - a[:, None] == step, HABIT, 0).astype(np.float32)


def _with_text(ar: Sequence[Part], fr: Sequence[Part], pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs, but for lone hashtags: many posts share them, so that they tie posts only where their text does."""
    tags = {(i, j) for i, j in pairs if _TAGS.fullmatch(ar[i].block.text) and _TAGS.fullmatch(fr[j].block.text)}
    tied = {(ar[i].post, fr[j].post) for i, j in pairs if (i, j) not in tags}
    return [(i, j) for i, j in pairs if (i, j) not in tags or (ar[i].post, fr[j].post) in tied]


def _rows(ar: Sequence[Part], fr: Sequence[Part], pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Parts that content ties to nothing but that share a table row: there the layout says what renders what."""
    matched = {i for i, _ in pairs}, {j for _, j in pairs}
    rows = {part.block.cell[:2]: j for j, part in enumerate(fr) if part.block.cell and j not in matched[1]}
    cells = ((i, part.block.cell[:2]) for i, part in enumerate(ar) if part.block.cell and i not in matched[0])
    return [(i, rows[row]) for i, row in cells if row in rows]


def _joins(side: Sequence[Part]) -> list[bool]:
    return [n > 0 and part.post == side[n - 1].post for n, part in enumerate(side)]


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
    for side, taken in ((ar, ar_taken), (fr, fr_taken)):
        used = {number for numbers in taken for number in numbers}
        lone = [part for number, part in enumerate(side) if number not in used]
        first = {part.post: part for part in reversed(side)}
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
                same_cell = parts[at].block.cell is not None
                if parts[max(at, at - step)].gap and not held and not same_cell:
                    break
                owner[at] = g
                numbers.insert(len(numbers) if step > 0 else 0, at)
    return filled
