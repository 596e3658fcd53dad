"""Trains the weights of ``aligner.model.links`` on documents whose links are known because they were made.

Sentences of parallel documents are merged, left out and added by chance; the weights are those under which the true
alignments are likeliest among all (a conditional random field: Lafferty, McCallum & Pereira, 2001), found by L-BFGS.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from aligner.lattice import DOWN, TIES, Kind, Lattice, Tables, whole
from aligner.model import links
from aligner.model.lexical import LexicalModel
from aligner.model.likelihood import Likelihood
from aligner.model.links import ON_TIES, Shape
from aligner.model.units import Floats
from aligner.text.words import tokens

SentencePair = tuple[str, str]
Group = tuple[list[str], list[str]]  # the Arabic and the French sentences of a link

SEED = 7
# Longer documents are cut, shorter ones joined, to about this many pairs; each is used so often, changed otherwise.
LONGEST, SHORTEST = 60, 25
TIMES = 2
# The largest chances that a pair is merged with what follows, left out on one side, or followed by a foreign sentence,
# and that a whole paragraph is left out: a document's own are drawn below these.
MERGED, LEFT_OUT, ADDED, PARAGRAPH = 0.25, 0.15, 0.10, 0.04
# The cost of large weights, and rounds of the search.
PENALTY = 0.01
ROUNDS = 70


def train(documents: Sequence[Sequence[SentencePair]], model: LexicalModel) -> Floats:
    """The weights, for documents that the tables of ``model`` were not trained on; the same ones give the same."""
    from scipy.optimize import minimize

    made = [_Made(groups, model) for groups in changed(documents)]

    def cost(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, slope = PENALTY * float(weights @ weights), 2 * PENALTY * weights
        for document in made:
            more, steeper = document.cost(weights)
            total += more
            slope = slope + steeper
        return total, slope

    start = links.PLAIN.astype(np.float64)
    found = minimize(cost, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS})
    # Rounded, so that other processors' last digits make no other model.
    return np.asarray(found.x.round(3), np.float32)


def changed(documents: Sequence[Sequence[SentencePair]]) -> Iterator[list[Group]]:
    """Documents of a handy length whose sentences were merged, left out and added by chance."""
    rng = random.Random(SEED)  # noqa: S311 (chance that can be repeated is what is wanted)
    pool = [pair for document in documents for pair in document]
    for pairs in _handy(documents):
        for _ in range(TIMES):
            yield list(_changed(pairs, pool, rng))


def _handy(documents: Sequence[Sequence[SentencePair]]) -> Iterator[list[SentencePair]]:
    short: list[SentencePair] = []
    for document in documents:
        for first in range(0, len(document), LONGEST):
            part = list(document[first : first + LONGEST])
            if len(part) >= SHORTEST:
                yield part
                continue
            short += part
            if len(short) >= SHORTEST:
                yield short
                short = []


def _changed(pairs: Sequence[SentencePair], pool: Sequence[SentencePair], rng: random.Random) -> Iterator[Group]:
    merged, left_out, added = (rng.uniform(0, most) for most in (MERGED, LEFT_OUT, ADDED))
    paragraph = rng.choice((0, 0, PARAGRAPH / 2, PARAGRAPH))
    at = 0
    while at < len(pairs):
        chance = rng.random()
        size = 1
        if chance < paragraph:
            size = min(rng.randint(3, 8), len(pairs) - at)
            yield from _alone(pairs[at : at + size], rng.randrange(2))
        elif chance < paragraph + merged and at + 1 < len(pairs):
            size = min(rng.choice((2, 2, 2, 2, 3, 3, 4)), len(pairs) - at)
            yield _merged(pairs[at : at + size], rng)
        elif chance < paragraph + merged + left_out:
            yield from _alone([pairs[at]], int(rng.random() < 0.4))
        else:
            yield [pairs[at][0]], [pairs[at][1]]
        if rng.random() < added:
            yield from _alone([rng.choice(pool)], rng.randrange(2))
        at += size


def _alone(pairs: Sequence[SentencePair], side: int) -> Iterator[Group]:
    for ar, fr in pairs:
        yield ([ar], []) if side == 0 else ([], [fr])


def _merged(pairs: Sequence[SentencePair], rng: random.Random) -> Group:
    """One link of all the pairs: one side is one sentence, its parts' full stops kept or made commas; or, of three
    or more, both sides are two sentences that end at other places."""
    ar, fr = (list(side) for side in zip(*pairs, strict=True))
    stops = rng.random() < 0.5
    kind = rng.random()
    if kind < 0.47:
        return [_joined(ar, "، " if not stops else "")], fr
    if kind < 0.94 or len(pairs) < 3:
        return ar, [_joined(fr, ", " if not stops else "")]
    return [ar[0], _joined(ar[1:], "")], [_joined(fr[:2], ""), _joined(fr[2:], "")]


def _joined(texts: Sequence[str], comma: str) -> str:
    return comma.join([*(text.rstrip(".!؟? ") for text in texts[:-1]), texts[-1]]) if comma else " ".join(texts)


class _Made:
    """A made document with all its features."""

    def __init__(self, groups: Sequence[Group], model: LexicalModel) -> None:
        src, tgt = ([text for group in groups for text in group[side]] for side in (0, 1))
        self.rows, self.columns = len(src), len(tgt)
        likelihood = Likelihood(model, [tokens(text) for text in src], [tokens(text) for text in tgt])
        shapes = Shape.of(src), Shape.of(tgt)
        self._ties: dict[Kind, Floats] = {}
        for (k, n), found in links.features(likelihood.block(), *shapes, links.usual_ratio(*shapes)):
            size = self.rows - k + 1, self.columns - n + 1
            self._ties[k, n] = np.stack([np.broadcast_to(np.float32(feature), size) for feature in found])
        self._alone = [links.alone_features(shape) for shape in shapes]
        self._true = self._summed(groups)

    def _summed(self, groups: Sequence[Group]) -> NDArray[np.float64]:
        """The features of the true alignment."""
        total = np.zeros(len(links.FEATURES))
        i = j = 0
        for ar, fr in groups:
            if ar and fr:
                total[: len(ON_TIES)] += self._ties[len(ar), len(fr)][:, i, j]
            else:
                total[len(ON_TIES) :] += self._alone[0][:, i] if ar else self._alone[1][:, j]
            i, j = i + len(ar), j + len(fr)
        return total

    def cost(self, weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """Minus the log likelihood of the true alignment, and its slope in the weights."""
        on_ties = weights[: len(ON_TIES)].astype(np.float32)
        none = np.zeros((0, 0), np.float32)
        tables = {kind: np.tensordot(on_ties, self._ties[kind], 1) if kind in self._ties else none for kind in TIES}

        def part(rows: slice, columns: slice) -> Tables:
            return {kind: table[rows.start :, columns.start :] for kind, table in tables.items()}

        src_alone, tgt_alone = ((weights[len(ON_TIES) :] @ found).astype(np.float32) for found in self._alone)
        lattice = Lattice(whole(self.rows, self.columns), part, src_alone, tgt_alone)
        expected = np.zeros_like(weights)
        chances, along = lattice.chances()
        for (k, n), chance in zip(DOWN, chances, strict=True):
            table = chance.reshape(self.rows + 1, self.columns + 1)
            if not n:
                expected[len(ON_TIES) :] += self._alone[0] @ table[1:].sum(axis=1)
            elif k <= self.rows and n <= self.columns:
                expected[: len(ON_TIES)] += np.tensordot(self._ties[k, n], table[k:, n:], 2)
        expected[len(ON_TIES) :] += self._alone[1] @ along.reshape(self.rows + 1, self.columns + 1)[:, 1:].sum(axis=0)
        return lattice.total - float(self._true @ weights), expected - self._true
