"""Blocks of two languages in any order → which block renders which: an assignment by content.

Sentences are compared, all with all; their value is the tempered likelihood ratio less what an unusual length costs, so
that 0 is the border between what content ties and what it does not. Two blocks are worth what their sentences
that tie are worth together: what one of them says besides does not part them. Neighbours that stand in the same order
support each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aligner.assignment import assignment
from aligner.model import LexicalModel
from aligner.model.likelihood import Likelihood
from aligner.model.links import LENGTH_RATIO, TEMPER
from aligner.model.units import Floats
from aligner.text.words import tokens

# Spread of the logarithm of the ratio of two sentences' lengths; wider than in running text, as previews are cut off.
LENGTH_SPREAD = 0.5
# What a matched neighbour adds to a pair, on each side.
SUPPORT = 1.5
ROUNDS = 3
# How much more a match must be worth with an unmatched neighbour of one of its blocks to take the neighbour in.
GAIN = 1.0


@dataclass(frozen=True, slots=True)
class Blocks:
    """The Arabic and the French blocks of a page, each as its sentences."""

    ar: Sequence[Sequence[str]]
    fr: Sequence[Sequence[str]]


def match(
    blocks: Blocks,
    model: LexicalModel,
    favour: Floats,
    joins: tuple[Sequence[bool], Sequence[bool]],
) -> list[tuple[int, int]]:
    """Pairs of numbers of Arabic and French blocks; a block may be in several pairs.

    ``favour`` (Arabic × French) is added to the content's value: what handles, times and layout say.
    ``joins`` says for each Arabic and each French block whether it may form one text with the block before it.
    """
    ar, fr = blocks.ar, blocks.fr
    ties = _ties(_flat(ar), _flat(fr), model)
    rows, columns = _borders(ar), _borders(fr)
    value = _block_values(ties, rows, columns) + favour
    pairs: set[tuple[int, int]] = set()
    for _ in range(ROUNDS):
        supported = value.copy()
        for i, j in pairs:
            for a, f in ((i - 1, j - 1), (i + 1, j + 1)):
                if 0 <= a < len(ar) and 0 <= f < len(fr):
                    supported[a, f] += SUPPORT
        assigned = assignment(supported)
        if assigned == pairs:
            break
        pairs = assigned

    def worth(arabic: list[int], french: list[int]) -> float:
        block = ties[np.ix_(_members(arabic, rows), _members(french, columns))]
        return float(sum(block[cell] for cell in assignment(block)))

    return sorted(_with_neighbours(pairs, worth, joins))


def _flat(blocks: Sequence[Sequence[str]]) -> list[str]:
    return [sentence for block in blocks for sentence in block]


def _borders(blocks: Sequence[Sequence[str]]) -> list[int]:
    """Where each block's sentences begin, and the end of the last one's."""
    return [0, *np.cumsum([len(block) for block in blocks]).tolist()]


def _members(blocks: Sequence[int], borders: Sequence[int]) -> list[int]:
    return [sentence for block in blocks for sentence in range(borders[block], borders[block + 1])]


def _ties(ar: Sequence[str], fr: Sequence[str], model: LexicalModel) -> Floats:
    """The value of each Arabic sentence with each French one."""
    ratios = Likelihood(model, [tokens(text) for text in ar], [tokens(text) for text in fr]).block()
    ratio = ratios.forth(1)
    ratio += ratios.back(1).T
    ratio /= 2
    ar_lengths = np.log([[len(text) * LENGTH_RATIO] for text in ar]).astype(np.float32)
    fr_lengths = np.log([[float(len(text)) for text in fr]]).astype(np.float32)
    value = np.copysign(np.abs(ratio) ** TEMPER, ratio)
    value -= ((fr_lengths - ar_lengths) / LENGTH_SPREAD) ** 2 / 2
    return value


def _block_values(ties: Floats, rows: Sequence[int], columns: Sequence[int]) -> Floats:
    """The sum of what ties two blocks' sentences, seen from the side that has less of it; else their least bad tie."""
    by_row = np.maximum.reduceat(ties, columns[:-1], axis=1)
    by_column = np.maximum.reduceat(ties, rows[:-1], axis=0)
    from_ar = np.add.reduceat(np.maximum(by_row, 0), rows[:-1], axis=0)
    from_fr = np.add.reduceat(np.maximum(by_column, 0), columns[:-1], axis=1)
    tied = np.minimum(from_ar, from_fr)
    return np.asarray(np.where(tied > 0, tied, np.maximum.reduceat(by_row, rows[:-1], axis=0)), np.float32)


def _with_neighbours(
    pairs: set[tuple[int, int]],
    worth: Callable[[list[int], list[int]], float],
    joins: tuple[Sequence[bool], Sequence[bool]],
) -> Iterator[tuple[int, int]]:
    """The pairs, and those of unmatched blocks that tie to the partner of a neighbour: a paragraph rendered as two."""
    taken = ({i for i, _ in pairs}, {j for _, j in pairs})
    for pair in sorted(pairs):
        sides = ([pair[0]], [pair[1]])
        for side, used, may_join in zip(sides, taken, joins, strict=True):
            for step in (1, -1):
                at = side[-1] + 1 if step > 0 else side[0] - 1
                while 0 <= at < len(may_join) and at not in used and may_join[max(at, at - step)]:
                    before = worth(*sides)
                    side.insert(len(side) if step > 0 else 0, at)
                    if worth(*sides) < before + GAIN:
                        side.remove(at)
                        break
                    used.add(at)
                    at += step
        yield from ((i, j) for i in sides[0] for j in sides[1])
