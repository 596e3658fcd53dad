"""Which sentences of two large collections render each other, in whatever order they stand.

Vectors find for each sentence the few that it may render or be rendered by; the model's likelihood then tells these
apart. A pair's score is its margin over its neighbours (Artetxe & Schwenk, "Margin-based parallel corpus mining with
multilingual sentence embeddings", 2019): a sentence that is a little like many is a rendering of none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from aligner.encoders.nearness import Nearness
from aligner.errors import UsageError
from aligner.model import LexicalModel, load_model
from aligner.model.likelihood import Likelihood
from aligner.model.units import Floats, Ints
from aligner.text.words import tokens

if TYPE_CHECKING:
    from aligner.encoders import Encoder

# Sentences that vectors propose for each sentence, from either side.
CANDIDATES = 32
# Neighbours that a pair must stand out from.
NEIGHBOURS = 4
# What an encoder's nearness is worth beside the likelihood, times what is usual (aligner.encoders.nearness).
WORTH = 4.0
# Sentences of a side that are compared at a time.
BLOCK = 512


@dataclass(frozen=True)
class Neighbours:
    """For each Arabic sentence the nearest French one and its margin, and the other way round.

    A margin is a mean log-likelihood ratio a word: about 0 for no better than others, 1 to 3 for a rendering. -1 in the
    place of a sentence, and -inf in that of its margin, if the other side is empty.
    """

    fr_of_ar: Ints
    ar_margin: Floats
    ar_of_fr: Ints
    fr_margin: Floats

    def mutual(self, least: float = 0.0) -> list[tuple[int, int, float]]:
        """The pairs (Arabic, French, margin) that are each other's nearest with at least this margin, best first."""
        pairs = [
            (i, int(j), float(margin))
            for i, (j, margin) in enumerate(zip(self.fr_of_ar, self.ar_margin, strict=True))
            if j >= 0 and self.ar_of_fr[j] == i and margin >= least
        ]
        return sorted(pairs, key=lambda pair: -pair[2])


def nearest(
    ar: Sequence[str],
    fr: Sequence[str],
    model: LexicalModel | None = None,
    *,
    encoder: Encoder | None = None,
    alone: bool = False,
) -> Neighbours:
    """The nearest sentences of two collections, which are compared in blocks: memory grows with their sizes, time with
    the product of these. ``encoder`` and ``alone`` as in :func:`aligner.align`."""
    if alone and encoder is None:
        raise UsageError("nothing to compare with: alone wants an encoder")
    if not ar or not fr:
        lone = [(np.full(len(side), -1), np.full(len(side), -np.inf, np.float32)) for side in (ar, fr)]
        return Neighbours(*lone[0], *lone[1])
    likelihood = None
    if not alone:
        likelihood = Likelihood(model or load_model(), [tokens(text) for text in ar], [tokens(text) for text in fr])
    near = Nearness.of(encoder, ar, fr) if encoder is not None else None
    spaces = [each.vectors() for each in (likelihood, near) if each is not None]
    rows, columns = np.divmod(np.unique(np.concatenate([_candidates(*space) for space in spaces])), len(fr))
    scores = likelihood.likeness(rows, columns) if likelihood is not None else np.zeros(len(rows), np.float32)
    if near is not None:
        nearness = near.of_pairs(rows, columns)
        if likelihood is not None:
            found = _neighbours(rows, columns, scores, len(ar), len(fr))
            usual = near.of_pairs(*np.array([pair[:2] for pair in found.mutual()], np.int64).reshape(-1, 2).T)
            near = replace(near, usual=max(float(usual.mean()), 0.0) if len(usual) else 0.0)
        scores = scores + np.float32(WORTH * near.usual) * nearness
    return _neighbours(rows, columns, scores, len(ar), len(fr))


def _neighbours(rows: Ints, columns: Ints, scores: Floats, ar: int, fr: int) -> Neighbours:
    """The nearest among so many Arabic and French sentences, given the scores of some pairs."""
    usual = neighbourhood(rows, scores, ar)[rows] + neighbourhood(columns, scores, fr)[columns]
    margins = np.asarray(scores - usual / 2, np.float32)
    return Neighbours(*_best(rows, columns, margins, ar), *_best(columns, rows, margins, fr))


def _candidates(ar: Floats, fr: Floats) -> Ints:
    """The pairs of rows of the two sides of which one is among the other's nearest: Arabic row × French rows + French
    row."""
    forth, back = _nearest(ar, fr), _nearest(fr, ar)
    return np.concatenate(
        [
            np.repeat(np.arange(len(ar)), forth.shape[1]) * len(fr) + forth.ravel(),
            back.ravel() * len(fr) + np.repeat(np.arange(len(fr)), back.shape[1]),
        ]
    )


def _nearest(side: Floats, others: Floats) -> Ints:
    """For each row of ``side`` the rows of ``others`` nearest to it, in no order."""
    count = min(CANDIDATES, len(others))
    found = np.zeros((len(side), count), np.int64)
    for first in range(0, len(side), BLOCK):
        likeness = side[first : first + BLOCK] @ others.T
        found[first : first + BLOCK] = np.argpartition(likeness, -count, axis=1)[:, -count:]
    return found


def neighbourhood(places: Ints, scores: Floats, size: int) -> Floats:
    """For each sentence the mean of the best scores of the pairs it stands in."""
    order = np.lexsort((-scores, places))
    rank = np.arange(len(order)) - np.searchsorted(places[order], places[order])
    best = order[rank < NEIGHBOURS]
    count = np.bincount(places[best], minlength=size)
    return np.asarray(np.bincount(places[best], scores[best], size) / np.maximum(count, 1), np.float32)


def _best(places: Ints, others: Ints, margins: Floats, size: int) -> tuple[Ints, Floats]:
    """For each sentence the other one of its best pair, and that pair's margin."""
    order = np.lexsort((margins, places))
    last = order[np.searchsorted(places[order], np.arange(size), side="right") - 1]
    return others[last], margins[last]
