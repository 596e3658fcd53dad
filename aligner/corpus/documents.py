"""Which documents of two collections render each other, by content alone.

Vectors propose for each document the few of the other language that are nearest; the model's likelihood tells these
apart; each document is proposed with one other, best pairs first (competitive linking, Melamed 2000). What decides in
the end is the alignment: two documents are a pair when most of their text stands in sentences that are linked, which
holds whatever else proposed them. The likelihood of whole documents alone tells topics apart, not versions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from aligner.data import Pair
from aligner.model import LexicalModel
from aligner.model.likelihood import Likelihood
from aligner.model.units import Floats, Ints, one_thread
from aligner.text.words import tokens

# Documents that vectors propose for each document, and those of them that are kept.
CANDIDATES = 32
KEPT = 4
# Documents that are less alike are not aligned: mean log-likelihood ratio a word.
LEAST = -0.6
# Linked sentences that are less alike are linked for want of others.
LINKED = -0.25
# What stands for a document where it is compared to many: so many of its first characters.
HEAD = 8_000

Cell = tuple[int, int, float]


def head(text: str) -> list[str]:
    """The different words at the beginning of a document: a word that comes again says little more."""
    return list(dict.fromkeys(tokens(text[:HEAD])))


def likeness(
    model: LexicalModel, ar: Sequence[list[str]], fr: Sequence[list[str]], rows: Ints, columns: Ints
) -> Floats:
    """How alike pairs of an Arabic and a French text are, given as tokens: the mean log-likelihood ratio a word, which
    does not depend on the other texts."""
    with one_thread():
        return Likelihood(model, ar, fr).likeness(rows, columns)


def best(cells: Iterable[Cell], kept: int = KEPT) -> list[Cell]:
    """The ``kept`` most alike of each Arabic document that are alike at all."""
    of: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell[2] >= LEAST:
            of.setdefault(cell[0], []).append(cell)
    return [cell for some in of.values() for cell in sorted(some, key=_first)[:kept]]


def one_to_one(cells: Iterable[Cell]) -> list[tuple[int, int]]:
    """The pairs (Arabic, French) of documents, each in one at most, that are taken best first."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for i, j, _ in sorted(set(cells), key=_first):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return sorted(pairs.items())


def explained(model: LexicalModel, pairs: Sequence[Pair]) -> float:
    """The share (0…1) of the characters of two aligned documents that stand in links, each counted by its chance.

    A link whose words do not speak for it explains nothing: documents of a few sentences leave an alignment no choice.
    """
    links = [pair for pair in pairs if pair.src and pair.tgt]
    if not links:
        return 0.0
    every = np.arange(len(links))
    src, tgt = ([tokens(getattr(pair, side)) for pair in links] for side in ("src_text", "tgt_text"))
    linked = sum(
        pair.score * (len(pair.src_text) + len(pair.tgt_text))
        for pair, value in zip(links, likeness(model, src, tgt, every, every), strict=True)
        if value >= LINKED
    )
    return linked / sum(len(pair.src_text) + len(pair.tgt_text) for pair in pairs)


def _first(cell: Cell) -> tuple[float, int, int]:
    return (-cell[2], cell[0], cell[1])
