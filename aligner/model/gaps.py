"""Which words of a pair have no counterpart: a small network over what the ties say of each word.

Two convolutions over the words of a side (each sees two neighbours on either hand) give every word the chances that
it is rendered, that nothing renders it, and that something else stands in its place. A linear function of what they
found on both sides says how likely the pair is whole. Trained by ``aligner.model.train_gaps`` on parallel sentences
from which parts were cut, into which parts were put, and in which words were exchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.model.tables import Arrays, finite
from aligner.model.ties import Ties, Words
from aligner.model.units import Floats, Ints, starts

# What a word may be.
RENDERED, MISSING, OTHER = range(3)
# What a word's row of features says, beside what the whole pair is like.
OF_WORDS = (
    *("gain by stems", "gain by pieces", "best link", "has a rendering", "is claimed", "rarity", "length"),
    *("between anchors", "anchors cross", "distance of anchors", "is an anchor in order", "lack between anchors"),
    *("before a break", "after a break", "capital or figure", "clear", "usual gain", "known"),
)
OF_PAIRS = ("longer", "gain", "their gain", "weighted gain", "their weighted gain", "words")
FEATURES = len(OF_WORDS) + len(OF_PAIRS)
# Words on either side that a convolution sees.
REACH = 2
# Above this a word and its best counterpart anchor the words between them.
ANCHOR = 0.3
# What may end a clause or set words apart.
BREAKS = frozenset(',;:.!?()[]«»“”"،؛؟–—-…')
_SPACES = " \t\n\r\u00a0\u2009\u202f"
_BREAK_CODES, _SPACE_CODES = (np.array(sorted(map(ord, signs)), np.uint32) for signs in (BREAKS, _SPACES))


@dataclass(frozen=True, slots=True)
class Text:
    """One side of a pair: the untouched ``text`` and its ``words``."""

    text: str
    words: Words


@dataclass(frozen=True)
class Coverage:
    """The chances of each word (row) to be rendered, missing and something else (columns), in both texts; and the
    ``doubt`` that the pair is whole, as log odds for as many whole pairs as others."""

    src: Floats
    tgt: Floats
    doubt: float


class Layout:
    """Words of some texts, one after the other: those of text k are ``first[k]:first[k + 1]``; ``text`` is whose text
    each word is."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self.first = starts(np.array(sizes, np.int64))
        self.text = np.repeat(np.arange(len(sizes)), sizes)

    def parts(self, rows: Floats) -> list[Floats]:
        """The rows of each text out of those of all."""
        return [rows[first:last] for first, last in pairwise(self.first.tolist())]


class Side(Layout):
    """The words of one side of some pairs: where they start and end in their texts, and the lengths of the texts."""

    def __init__(self, texts: Sequence[Text]) -> None:
        super().__init__([len(text.words) for text in texts])
        spans = [word.span for text in texts for word in text.words]
        self.starts, self.ends = np.array(spans, np.float32).reshape(-1, 2).T
        self.lengths = np.array([len(text.text) for text in texts], np.float32)
        self.shapes = self._shapes(texts)

    def _shapes(self, texts: Sequence[Text]) -> Floats:
        """Of each word its length, whether a break follows and whether one precedes it, with or without a space
        between, and whether it begins with a capital or a figure."""
        words = [word.text for text in texts for word in text.words]
        together = "".join(f"  {text.text}  " for text in texts)
        codes = np.frombuffer(together.encode("utf-32-le", "surrogatepass"), np.uint32)
        offset = (starts(self.lengths.astype(np.int64) + 4)[:-1] + 2)[self.text]
        first, last = offset + self.starts.astype(np.int64), offset + self.ends.astype(np.int64)
        breaks, spaces = np.isin(codes, _BREAK_CODES), np.isin(codes, _SPACE_CODES)
        return np.stack(
            [
                np.array([len(word) for word in words], np.float32) / 10,
                breaks[last] | (spaces[last] & breaks[last + 1]),
                breaks[first - 1] | (spaces[first - 1] & breaks[first - 2]),
                np.array([word[0].isupper() or word[0].isdigit() for word in words], bool),
            ],
            axis=1,
        )


@dataclass(frozen=True)
class Network:
    """Weights of the two convolutions and of the last layer, for one side; the last row of each is added."""

    first: Floats
    second: Floats
    last: Floats

    def chances(self, rows: Floats, text: Ints) -> Floats:
        """The chances of each word (row), given its features and whose text it is."""
        rows, mask, places = packed(rows, text)
        hidden = np.maximum(windows(rows) @ self.first[:-1] + self.first[-1], 0) * mask
        hidden = np.maximum(windows(hidden) @ self.second[:-1] + self.second[-1], 0) * mask
        scores = np.exp(hidden[places] @ self.last[:-1] + self.last[-1])
        return np.asarray(scores / scores.sum(axis=1, keepdims=True), np.float32)


class Gaps:
    """The trained networks of both sides and the weights of what they find. Raises ValueError for arrays that are none,
    LookupError if one is missing."""

    def __init__(self, arrays: Arrays) -> None:
        seen = 2 * REACH + 1
        for side in SIDES:
            first, second, last = (arrays[f"{side}.{name}"] for name in LAYERS)
            shapes = (
                (seen * FEATURES + 1, second.shape[0] // seen),
                (second.shape[0], last.shape[0] - 1),
                (last.shape[0], 3),
            )
            if (first.shape, second.shape, last.shape) != shapes or second.shape[0] % seen != 1:
                raise ValueError("the networks do not fit together")
        if arrays["doubt"].shape != (16 + len(OF_PAIRS) + 2,) or not all(map(finite, arrays.values())):
            raise ValueError("the networks are none")
        self._networks = [Network(*(arrays[f"{side}.{name}"] for name in LAYERS)) for side in SIDES]
        self._weights = arrays["doubt"]

    def coverage(self, pairs: Sequence[tuple[Text, Text]], found: Sequence[Ties], ratio: float) -> list[Coverage]:
        """What is covered in each pair. ``ratio``: the usual number of French characters for an Arabic one."""
        sides = Side([src for src, _ in pairs]), Side([tgt for _, tgt in pairs])
        rows = features(*sides, found, ratio)
        chances = [
            network.chances(each, side.text) for network, each, side in zip(self._networks, rows, sides, strict=True)
        ]
        doubts = signs(sides, rows, chances) @ self._weights[:-1] + self._weights[-1]
        parts = [side.parts(each) for side, each in zip(sides, chances, strict=True)]
        return [Coverage(*both) for both in zip(*parts, doubts.tolist(), strict=True)]


SIDES = ("src", "tgt")
LAYERS = ("first", "second", "last")


def features(src: Side, tgt: Side, ties: Sequence[Ties], ratio: float) -> tuple[Floats, Floats]:
    """The features of the Arabic and of the French words of some pairs, a row for each word."""
    found = (
        _words(
            src,
            tgt,
            [t.links for t in ties],
            [t.for_src.sum(axis=1) for t in ties],
            [t.for_tgt.sum(axis=1) for t in ties],
            [t.src_gains for t in ties],
            [t.src_frequency for t in ties],
            [t.src_trust for t in ties],
            ratio,
        ),
        _words(
            tgt,
            src,
            [t.links.T for t in ties],
            [t.for_tgt.sum(axis=0) for t in ties],
            [t.for_src.sum(axis=0) for t in ties],
            [t.tgt_gains for t in ties],
            [t.tgt_frequency for t in ties],
            [t.tgt_trust for t in ties],
            1 / ratio,
        ),
    )
    longer = np.log(np.maximum(tgt.lengths, 1) / np.maximum(src.lengths, 1) / ratio)
    (src_mean, src_weighted), (tgt_mean, tgt_weighted) = _means(src, found[0]), _means(tgt, found[1])
    for side, rows, pair in (
        (src, found[0], (longer, src_mean, tgt_mean, src_weighted, tgt_weighted)),
        (tgt, found[1], (-longer, tgt_mean, src_mean, tgt_weighted, src_weighted)),
    ):
        words = np.log(np.diff(side.first)) / 3
        rows[:, len(OF_WORDS) :] = np.stack([*pair, words], axis=1)[side.text]
    return found


def _means(side: Side, rows: Floats) -> tuple[NDArray[Any], NDArray[Any]]:
    """The mean gain of each text, plain and weighted by rarity."""
    first = side.first[:-1]
    gain, rarity = rows[:, 0] * 1.5 + rows[:, 1] * 1.5, rows[:, 5]
    plain = np.add.reduceat(gain, first) / np.diff(side.first)
    return plain, np.add.reduceat(gain * rarity, first) / np.add.reduceat(rarity, first)


def _words(
    own: Side,
    other: Side,
    links: Sequence[Floats],
    taken: Sequence[Floats],
    claimed: Sequence[Floats],
    gains: Sequence[Floats],
    frequency: Sequence[Floats],
    trust: Sequence[Floats],
    ratio: float,
) -> Floats:
    rows = np.empty((len(own.text), FEATURES), np.float32)
    best = np.concatenate([each.argmax(axis=1) for each in links]) + other.first[own.text]
    rows[:, :2] = np.concatenate(gains, axis=1).T / 3
    rows[:, 2] = strength = np.concatenate([each.max(axis=1) for each in links])
    rows[:, 3] = np.concatenate(taken)
    rows[:, 4] = np.minimum(np.concatenate(claimed), 3)
    rows[:, 5] = np.log(np.concatenate(frequency)) / -10
    rows[:, [6, 12, 13, 14]] = own.shapes
    rows[:, 7:12] = _between(strength, best, own, other, ratio)
    rows[:, 15:18] = np.concatenate(trust)
    return rows


def _between(strength: Floats, best: Ints, own: Side, other: Side, ratio: float) -> Floats:
    """How many characters lie between the anchors around each word, there as against here."""
    count = len(strength)
    places = np.arange(count)
    begins, finishes = own.first[own.text], own.first[own.text + 1]
    strong = strength > ANCHOR
    left = np.append(-1, np.maximum.accumulate(np.where(strong, places, -1))[:-1])
    right = np.append(np.minimum.accumulate(np.where(strong, places, count)[::-1])[::-1][1:], count)
    at_start, at_end = left < begins, right >= finishes
    left, right = np.maximum(left, begins - 1), np.minimum(right, finishes)
    here_from = np.where(at_start, 0, own.ends[left])
    here_to = np.where(at_end, own.lengths[own.text], own.starts[right % count])
    there_from = np.where(at_start, 0, other.ends[best[left]])
    there_to = np.where(at_end, other.lengths[own.text], other.starts[best[right % count]])
    here, there = (here_to - here_from) * ratio, there_to - there_from
    in_order = strong & (other.starts[best] >= there_from) & (other.ends[best] <= there_to)
    return np.stack(
        [
            np.log((np.maximum(there, 0) + 5) / (np.maximum(here, 0) + 5)),
            there < 0,
            np.minimum(right - left - 1, 12) / 12,
            in_order,
            (np.maximum(here, 0) - np.maximum(there, 0)) / 50,
        ],
        axis=1,
    ).clip(-3, 3)


def signs(sides: Sequence[Layout], rows: Sequence[Floats], chances: Sequence[Floats]) -> Floats:
    """What the words of each pair (row), their features and their chances on both sides, say of the pair."""
    found = []
    for side, of_side in zip(sides, chances, strict=True):
        first, sizes = side.first[:-1], np.diff(side.first)
        for label in (MISSING, OTHER):
            chance = of_side[:, label]
            ranked = chance[np.lexsort((-chance, side.text))]
            total = np.add.reduceat(chance, first)
            top = [np.where(sizes > k, ranked[np.minimum(first + k, len(ranked) - 1)], 0) for k in range(3)]
            found += [
                np.log(top[0] + 1e-3),
                np.log(sum(top) + 1e-3),
                np.log(total + 1e-2),
                np.log(total / sizes + 1e-3),
            ]
    longer, *rest = rows[0][sides[0].first[:-1], len(OF_WORDS) :].T
    return np.stack([*found, np.maximum(longer, 0), np.maximum(-longer, 0), *rest], axis=1)


def packed(rows: Floats, text: Ints) -> tuple[Floats, Floats, Ints]:
    """The rows of all texts with empty rows around each text, which of them are not empty, and where they stand."""
    places = np.arange(len(rows)) + REACH * (text + 1)
    size = int(places[-1]) + REACH + 1
    spaced, mask = np.zeros((size, rows.shape[1]), np.float32), np.zeros((size, 1), np.float32)
    spaced[places], mask[places] = rows, 1
    return spaced, mask, places


def windows(rows: Floats) -> Floats:
    """Each row with its neighbours within reach, side by side."""
    padded = np.pad(rows, ((REACH, REACH), (0, 0)))
    return np.concatenate([padded[k : k + len(rows)] for k in range(2 * REACH + 1)], axis=1)
