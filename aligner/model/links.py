"""What a link is worth: a weighted sum of what the model and the two texts' shapes say of its two sides.

The weights are trained (``aligner.model.train_links``) so that the sum of an alignment's links is its log likelihood
among all alignments of two texts, but for a constant: no link counts alone, and what a neighbour would gain by taking
in a sentence is weighed against that sentence's being left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aligner.lattice import LONGEST, TIES, Kind, Tables
from aligner.model.likelihood import Block, windows
from aligner.model.units import Floats

# French characters for one Arabic character in news; a document's own ratio takes over as it gets longer than this.
LENGTH_RATIO = 1.33
LENGTH_TRUST = 500.0
# Standard deviation of the log of the two lengths' ratio about that, and the largest deviation that counts.
LENGTH_SPREAD = 0.35
FARTHEST = 4.0
# Words are not independent of each other, so that likelihoods say too much: some features raise them to this power.
TEMPER = 0.65
# Signs that a rendering mostly keeps, in the two languages' spellings; a full stop counts inside a text only. More of
# one kind than this are not told apart.
SIGNS = (r"[.…۔](?=\s)", "[?؟]", "[:：]", "[,،;؛]", r"[()\[\]]")
MANY_SIGNS = 3

# What a tie is judged by. Its "edge" is the first or the last sentence of a side with several: the one whose loss
# would cost the likelihood ratio least.
ON_TIES = (
    "whole",  # the log-likelihood ratio of the two sides, the mean of both directions
    "tempered",  # the same to the power of TEMPER
    "less",  # the same in the direction that explains less
    "likeness",  # the same by the square root of the lengths
    "edge",  # what the ratio would lose without the edge, to the power of TEMPER
    "edge density",  # the same by the square root of its length
    "edge needed",  # the part of that by which the other side would be explained less, to the power of TEMPER
    "edge needed density",  # the same by the square root of its length
    "edge length",  # the logarithm of its length, against a usual one
    "length",  # how far the lengths deviate from the usual ratio, in standard deviations
    "length squared",
    "merged",  # whether it has more than one sentence on a side …
    "more",  # … how many more …
    "many",  # … and how many more than one more
    "both",  # sentences beyond one on the side that has fewer
    "stops",  # how many more full stops, ends of sentences included, one side has …
    "questions",  # … question marks …
    "colons",
    "commas",  # semicolons too
    "brackets",
)
# What a sentence without a counterpart is judged by: its being one, and the logarithm of its length against the mean.
ALONE = ("alone", "alone length")
FEATURES = ON_TIES + ALONE
# Weights chosen by hand, for models trained without documents.
PLAIN = np.zeros(len(FEATURES), np.float32)
for _name, _weight in {"tempered": 1, "length squared": -0.5, "more": -4, "alone": -3}.items():
    PLAIN[FEATURES.index(_name)] = _weight
# Characters of an edge whose "edge length" is 0.
EDGE = 40.0

_SIGNS = [re.compile(sign) for sign in SIGNS]


@dataclass(frozen=True)
class Shape:
    """Sentences without their words: ``lengths`` in characters (a column), and how often each has each of SIGNS."""

    lengths: Floats
    signs: Floats

    @classmethod
    def of(cls, texts: Sequence[str]) -> Shape:
        lengths = np.array([[max(len(text), 1)] for text in texts], np.float32).reshape(-1, 1)
        signs = np.array([[len(sign.findall(text)) for sign in _SIGNS] for text in texts], np.float32)
        signs = signs.reshape(-1, len(SIGNS))
        signs[:, 0] += 1
        return cls(lengths, signs)

    def __getitem__(self, part: slice) -> Shape:
        return Shape(self.lengths[part], self.signs[part])


def usual_ratio(src: Shape, tgt: Shape) -> float:
    """French characters for one Arabic character in two whole documents."""
    return float((tgt.lengths.sum() + LENGTH_TRUST * LENGTH_RATIO) / (src.lengths.sum() + LENGTH_TRUST))


def ties(part: Block, src: Shape, tgt: Shape, ratio: float, weights: Floats) -> Tables:
    """The values of all ties between some Arabic and some French sentences, by kind."""
    tables = {kind: np.zeros((0, 0), np.float32) for kind in TIES}
    for kind, found in features(part, src, tgt, ratio):
        total = np.float32(weights[0]) * found[0]
        for weight, feature in zip(weights[1 : len(ON_TIES)], found[1:], strict=True):
            total += np.float32(weight) * feature
        tables[kind] = total
    return tables


def alone(shape: Shape, weights: Floats) -> Floats:
    """The values of a document's sentences where they have no counterpart."""
    return np.asarray(weights[len(ON_TIES) :] @ alone_features(shape), np.float32)


def alone_features(shape: Shape) -> Floats:
    """A row for each of ALONE, a column for each sentence of a document."""
    lengths = shape.lengths[:, 0]
    return np.stack([np.ones_like(lengths), np.log(lengths / lengths.mean())])


def features(part: Block, src: Shape, tgt: Shape, ratio: float) -> Iterator[tuple[Kind, list[Floats | float]]]:
    """For each kind of tie that is possible between these sentences, a matrix (or one figure) for each of ON_TIES:
    a row for the first Arabic sentence, a column for the first French one."""
    rows, columns = len(src.lengths), len(tgt.lengths)
    expected = Shape(src.lengths * ratio, src.signs)
    forth = {k: part.forth(k) for k in range(1, min(rows, LONGEST) + 1)}
    back = {n: part.back(n) for n in range(1, min(columns, LONGEST) + 1)}
    found: dict[Kind, _Tie] = {}
    for k, n in TIES:
        if k <= rows and n <= columns:
            # A run of n columns of ``forth`` and of k rows of ``back`` is the sum of its members.
            tie = _Tie(
                windows(forth[k].T, n).T, windows(back[n].T, k), windows(expected.lengths, k), windows(tgt.lengths, n).T
            )
            found[k, n] = tie
            yield (
                (k, n),
                [
                    *tie.explained(),
                    *_edge(found, (k, n), expected, tgt),
                    *tie.length(),
                    float(k + n > 2),
                    float(k + n - 2),
                    float(max(k + n - 3, 0)),
                    float(min(k, n) - 1),
                    *_signs(src, tgt, k, n),
                ],
            )


@dataclass(frozen=True)
class _Tie:
    """All ties of a kind: the likelihood ratios from the Arabic and from the French, and the lengths of the two sides
    in French characters (a column and a row)."""

    forth: Floats
    back: Floats
    src: Floats
    tgt: Floats

    def explained(self) -> list[Floats]:
        whole: Floats = (self.forth + self.back) / np.float32(2)
        return [whole, _tempered(whole), np.minimum(self.forth, self.back), whole / np.sqrt(self.src + self.tgt)]

    def length(self) -> list[Floats]:
        apart = np.minimum(np.abs(np.log(self.tgt / self.src)) / LENGTH_SPREAD, FARTHEST)
        return [apart, apart**2]


def _edge(found: dict[Kind, _Tie], kind: Kind, src: Shape, tgt: Shape) -> list[Floats | float]:
    (k, n), tie = kind, found[kind]
    if k == n == 1:
        return [0.0] * 5
    rows, columns = tie.forth.shape
    loss = np.full((rows, columns), np.inf, np.float32)
    needed, length = np.zeros_like(loss), np.zeros_like(loss)
    for smaller, first in (((k - 1, n), True), ((k - 1, n), False), ((k, n - 1), True), ((k, n - 1), False)):
        if not all(smaller):
            continue
        arabic = smaller[0] < k
        # The link that is left begins a sentence later when the first one is lost.
        down, right = int(first and arabic), int(first and not arabic)
        rest = found[smaller]
        forth = tie.forth - rest.forth[down : down + rows, right : right + columns]
        back = tie.back - rest.back[down : down + rows, right : right + columns]
        less = forth + back < loss
        loss = np.where(less, forth + back, loss)
        needed = np.where(less, forth if arabic else back, needed)
        at = 0 if first else (k if arabic else n) - 1
        lost = src.lengths[at:][:rows] if arabic else tgt.lengths[at:][:columns].T
        length = np.where(less, lost, length)
    root = np.sqrt(length)
    return [_tempered(loss), loss / root, _tempered(needed), needed / root, np.log(length / EDGE)]


def _signs(src: Shape, tgt: Shape, k: int, n: int) -> Iterator[Floats]:
    src_signs, tgt_signs = windows(src.signs, k), windows(tgt.signs, n)
    for sign in range(len(SIGNS)):
        yield np.minimum(np.abs(src_signs[:, sign, None] - tgt_signs[:, sign]), MANY_SIGNS)


def _tempered(ratio: Floats) -> Floats:
    return np.asarray(np.sign(ratio) * np.abs(ratio) ** np.float32(TEMPER), np.float32)
