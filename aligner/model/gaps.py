"""Which words of a pair have no counterpart: a small network over what the ties say of each word.

Two convolutions over the words of a side (each sees two neighbours on either hand) give every word the chances that
it is rendered, that nothing renders it, and that something else stands in its place. A linear function of what they
found on both sides says how likely the pair is whole. Trained by ``aligner.model.train_gaps`` on parallel sentences
from which parts were cut, into which parts were put, and in which words were exchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from aligner.model.tables import Arrays
from aligner.model.ties import Ties, Words
from aligner.model.units import Floats, Ints

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


@dataclass(frozen=True)
class Text:
    """One side of a pair: the untouched ``text`` and its ``words``."""

    text: str
    words: Words

    @cached_property
    def edges(self) -> tuple[Floats, Floats]:
        """Where the words start and end."""
        spans = [word.span for word in self.words]
        return np.array([span.start for span in spans], np.float32), np.array([span.end for span in spans], np.float32)

    @cached_property
    def shapes(self) -> list[tuple[float, bool, bool, bool]]:
        """Of each word its length, whether a break follows, whether one precedes, and whether it is a name or figure
        by its first letter."""
        text, found = self.text, []
        for word in self.words:
            start, end = word.span.start, word.span.end
            before, after = text[max(start - 2, 0) : start].strip(), text[end : end + 2].strip()
            first = word.text[0]
            breaks = after[:1] in BREAKS, before[-1:] in BREAKS
            found.append((len(word.text) / 10, *breaks, first.isupper() or first.isdigit()))
        return found


@dataclass(frozen=True)
class Coverage:
    """The chances of each word (row) to be rendered, missing and something else (columns), in both texts; and the
    ``doubt`` that the pair is whole, as log odds for as many whole pairs as others."""

    src: Floats
    tgt: Floats
    doubt: float


@dataclass(frozen=True)
class Network:
    """Weights of the two convolutions and of the last layer, for one side; the last row of each is added."""

    first: Floats
    second: Floats
    last: Floats

    def chances(self, texts: Sequence[Floats]) -> list[Floats]:
        """The chances of each word (row) of each text, given its features."""
        rows, mask = packed(texts)
        hidden = np.maximum(windows(rows) @ self.first[:-1] + self.first[-1], 0) * mask
        hidden = np.maximum(windows(hidden) @ self.second[:-1] + self.second[-1], 0) * mask
        scores = np.exp(hidden @ self.last[:-1] + self.last[-1])
        scores /= scores.sum(axis=1, keepdims=True)
        return unpacked(scores, [len(text) for text in texts])


class Gaps:
    """The trained networks of both sides and the weights of what they find."""

    def __init__(self, arrays: Arrays) -> None:
        self._src, self._tgt = (Network(*(arrays[f"{side}.{name}"] for name in LAYERS)) for side in SIDES)
        self._weights = arrays["doubt"]

    def coverage(self, pairs: Sequence[tuple[Text, Text]], found: Sequence[Ties], ratio: float) -> list[Coverage]:
        """What is covered in each pair. ``ratio``: the usual number of French characters for an Arabic one."""
        rows = [features(*pair, ties, ratio) for pair, ties in zip(pairs, found, strict=True)]
        src = self._src.chances([side for side, _ in rows])
        tgt = self._tgt.chances([side for _, side in rows])
        signs = np.array([of_pair(*both) for both in zip(rows, zip(src, tgt, strict=True), strict=True)], np.float32)
        doubts = signs @ self._weights[:-1] + self._weights[-1]
        return [Coverage(*both) for both in zip(src, tgt, doubts.tolist(), strict=True)]


SIDES = ("src", "tgt")
LAYERS = ("first", "second", "last")


def features(src: Text, tgt: Text, ties: Ties, ratio: float) -> tuple[Floats, Floats]:
    """The features of the Arabic and of the French words, a row for each word."""
    longer = float(np.log(max(len(tgt.text), 1) / max(len(src.text), 1) / ratio))
    gains = ties.src_gain, ties.tgt_gain
    mean = [float(gain.mean()) for gain in gains]
    weighted = [_weighted(*both) for both in zip(gains, (ties.src_frequency, ties.tgt_frequency), strict=True)]
    found = (
        _words(
            src, tgt, ties.links, ties.for_src, ties.for_tgt, ties.src_gains, ties.src_frequency, ties.src_trust, ratio
        ),
        _words(
            tgt,
            src,
            ties.links.T,
            ties.for_tgt.T,
            ties.for_src.T,
            ties.tgt_gains,
            ties.tgt_frequency,
            ties.tgt_trust,
            1 / ratio,
        ),
    )
    for own, rows in enumerate(found):
        rows[:, len(OF_WORDS) :] = (
            longer if own == 0 else -longer,
            *(mean[own], mean[1 - own], weighted[own], weighted[1 - own]),
            np.log(len(rows)) / 3,
        )
    return found


def _weighted(gain: Floats, frequency: Floats) -> float:
    weight = -np.log(frequency)
    return float(gain @ weight / weight.sum())


def _words(
    own: Text,
    other: Text,
    links: Floats,
    taken: Floats,
    claimed: Floats,
    gains: Floats,
    frequency: Floats,
    trust: Floats,
    ratio: float,
) -> Floats:
    count = len(own.words)
    rows = np.empty((count, FEATURES), np.float32)
    best = links.argmax(axis=1)
    strength = links[np.arange(count), best]
    rows[:, :2] = gains.T / 3
    rows[:, 2] = strength
    rows[:, 3] = taken.sum(axis=1)
    rows[:, 4] = np.minimum(claimed.sum(axis=1), 3)
    rows[:, 5] = np.log(frequency) / -10
    rows[:, [6, 12, 13, 14]] = own.shapes
    rows[:, 7:12] = _between(strength, best, own, other, ratio)
    rows[:, 15:18] = trust
    return rows


def _between(strength: Floats, best: Ints, own: Text, other: Text, ratio: float) -> Floats:
    """How many characters lie between the anchors around each word, there as against here."""
    (starts, ends), (their_starts, their_ends) = own.edges, other.edges
    count = len(strength)
    places = np.arange(count)
    strong = strength > ANCHOR
    left = np.append(-1, np.maximum.accumulate(np.where(strong, places, -1))[:-1])
    right = np.append(np.minimum.accumulate(np.where(strong, places, count)[::-1])[::-1][1:], count)
    here = np.where(right == count, len(own.text), starts[right % count]) - np.where(left < 0, 0, ends[left])
    there_from = np.where(left < 0, 0, their_ends[best[left]])
    there_to = np.where(right == count, len(other.text), their_starts[best[right % count]])
    here, there = here * ratio, there_to - there_from
    in_order = strong & (their_starts[best] >= there_from) & (their_ends[best] <= there_to)
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


def of_pair(rows: Sequence[Floats], chances: Sequence[Floats]) -> list[float]:
    """What the words of a pair, their features and their chances on both sides, say of the pair."""
    found: list[float] = []
    for side in chances:
        for label in (MISSING, OTHER):
            chance = np.sort(side[:, label])[::-1]
            found += np.log(
                [chance[0] + 1e-3, chance[:3].sum() + 1e-3, chance.sum() + 1e-2, chance.mean() + 1e-3]
            ).tolist()
    longer, *rest = rows[0][0, len(OF_WORDS) :].tolist()
    return [*found, max(longer, 0), max(-longer, 0), *rest]


def packed(texts: Sequence[Floats]) -> tuple[Floats, Floats]:
    """The rows of all texts one below the other, with empty rows around each, and which of them are not empty."""
    total = sum(len(text) + REACH for text in texts) + REACH
    rows = np.zeros((total, FEATURES), np.float32)
    mask = np.zeros((total, 1), np.float32)
    at = REACH
    for text in texts:
        rows[at : at + len(text)] = text
        mask[at : at + len(text)] = 1
        at += len(text) + REACH
    return rows, mask


def unpacked(rows: Floats, sizes: Sequence[int]) -> list[Floats]:
    """The rows of each text out of those of all."""
    found, at = [], REACH
    for size in sizes:
        found.append(rows[at : at + size])
        at += size + REACH
    return found


def windows(rows: Floats) -> Floats:
    """Each row with its neighbours within reach, side by side."""
    padded = np.pad(rows, ((REACH, REACH), (0, 0)))
    return np.concatenate([padded[k : k + len(rows)] for k in range(2 * REACH + 1)], axis=1)
