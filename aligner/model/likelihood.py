"""How much better the model explains one text by another than by plain word frequency, for runs of two lists of texts.

For Arabic text A and French text F the likelihood ratio of IBM model 1, log p(F | A) - log p(F), is a sum over the
words of F; texts that are joined simply add their word counts. So all pairs of all runs of sentences cost a few
matrix products (Brown et al., "The mathematics of statistical machine translation", 1993).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from aligner.model.letters import Letters, tie
from aligner.model.lexical import LexicalModel
from aligner.model.tables import Layer
from aligner.model.units import Floats, Ints, Texts, Tokens, Units, ragged
from aligner.model.vectors import SIZE, normalised, vectors

# The share of a text's words that a rendering is expected to explain; the rest comes from plain frequency.
EXPLAINED = 0.9

_ALL = slice(None)
# Texts whose pairs are compared at a time.
PAIRED = 256


class Likelihood:
    """Log-likelihood ratios between runs of ``ar`` and runs of ``fr``, each a list of texts given as tokens.

    They are the mean of those of the model's two layers, stems and pieces.
    """

    def __init__(self, model: LexicalModel, ar: Tokens, fr: Tokens) -> None:
        arabic, french = Texts(ar), Texts(fr)
        self._layers = (
            _Layer(model.stems, arabic.units(model.stems_of), french.units(model.stems_of), model.letters),
            _Layer(model.pieces, arabic.units(model.pieces_of), french.units(model.pieces_of)),
        )

    def block(self, rows: slice = _ALL, columns: slice = _ALL) -> Block:
        """The part of the Arabic texts in ``rows`` and the French ones in ``columns``."""
        return Block([layer.block(rows, columns) for layer in self._layers])

    def vectors(self, size: int = SIZE) -> tuple[Floats, Floats]:
        """Vectors of length 1 of the Arabic and of the French texts, a row each, that are near when the texts render
        each other: the quick, rough form of the ratios."""
        ar, fr = zip(*(layer.vectors(size) for layer in self._layers), strict=True)
        return normalised(sum(ar)), normalised(sum(fr))

    def likeness(self, rows: Ints, columns: Ints) -> Floats:
        """Mean ratio a unit of each pair of an Arabic and a French text, as :meth:`Block.likeness`, but for names
        that only letters would tie."""
        return _mean(layer.likeness(rows, columns) for layer in self._layers)


class Block:
    """The likelihood ratios of a part of the texts."""

    def __init__(self, layers: Sequence[_LayerBlock]) -> None:
        self._layers = layers

    def forth(self, run: int) -> Floats:
        """log p(F | A) / p(F), a row for each run of ``run`` Arabic texts, a column for each French text."""
        return _mean(layer.forth(run) for layer in self._layers)

    def back(self, run: int) -> Floats:
        """log p(A | F) / p(A), a row for each run of ``run`` French texts, a column for each Arabic text."""
        return _mean(layer.back(run) for layer in self._layers)

    def likeness(self) -> Floats:
        """Mean ratio a unit of single texts, averaged over directions and layers: a row for each Arabic text."""
        return _mean(
            (layer.forth(1) / np.maximum(layer.fr.sum(1), 1) + (layer.back(1) / np.maximum(layer.ar.sum(1), 1)).T) / 2
            for layer in self._layers
        )


class _Layer:
    """One layer of the model cut to the units of the texts."""

    def __init__(self, layer: Layer, ar: Units, fr: Units, letters: Letters | None = None) -> None:
        self._ar, self._fr = ar, fr
        self._entries = entries = layer.entries(ar.names, fr.names)
        self._names = letters and (
            letters.names(ar.words, entries.ar_frequency, arabic=True),
            letters.names(fr.words, entries.fr_frequency, arabic=False),
        )

    def vectors(self, size: int) -> tuple[Floats, Floats]:
        return vectors(self._ar, self._fr, self._entries, size)

    def likeness(self, rows: Ints, columns: Ints) -> Floats:
        from scipy.sparse import csr_array

        ar, fr, entries = self._ar, self._fr, self._entries
        size = len(ar.names), len(fr.names)
        forth, back = (
            csr_array((values, entries.fr, entries.starts), size)
            for values in (entries.fr_given_ar, entries.ar_given_fr)
        )
        forth = forth / entries.fr_frequency
        back = back.T / entries.ar_frequency
        means = (
            _pair_means(ar, forth.tocsr(), fr, rows, columns),
            _pair_means(fr, back.tocsr(), ar, columns, rows),
        )
        return _mean(means)

    def block(self, rows: slice, columns: slice) -> _LayerBlock:
        entries = self._entries
        ar_units, ar = self._ar.part(rows)
        fr_units, fr = self._fr.part(columns)
        place = np.full(len(self._fr.names), -1, np.int64)
        place[fr_units] = np.arange(len(fr_units))
        first = entries.starts[ar_units]
        lengths = entries.starts[ar_units + 1] - first
        cells = ragged(first, lengths)
        column = place[entries.fr[cells]]
        here = column >= 0
        at = np.repeat(np.arange(len(ar_units)), lengths)[here], column[here]
        forth, back = (np.zeros((len(ar_units), len(fr_units)), np.float32) for _ in range(2))
        forth[at] = entries.fr_given_ar[cells[here]]
        back[at] = entries.ar_given_fr[cells[here]]
        if self._names:
            tie(*self._names, ar_units, fr_units, forth, back)
        forth /= entries.fr_frequency[fr_units]
        back /= entries.ar_frequency[ar_units, None]
        return _LayerBlock(ar, fr, ar @ forth, fr @ back.T)


@dataclass(frozen=True)
class _LayerBlock:
    """Counts of units in the texts of a block, and for each text how much more likely it makes each unit of the
    other side than plain frequency does, summed over its own units."""

    ar: Floats
    fr: Floats
    from_ar: Floats
    from_fr: Floats

    def forth(self, run: int) -> Floats:
        return _ratios(self.ar, self.from_ar, self.fr, run)

    def back(self, run: int) -> Floats:
        return _ratios(self.fr, self.from_fr, self.ar, run)


def similarity(model: LexicalModel, ar: Tokens, fr: Tokens) -> Floats:
    """How much each Arabic text (row) and each French one (column) have in common.

    The mean log-likelihood ratio a word or piece: about -1.5 for texts that have nothing to do with each other, 0 at
    the border, 1 to 3 for renderings.
    """
    return Likelihood(model, ar, fr).block().likeness()


def _pair_means(given: Units, table: Any, explained: Units, of_given: Ints, of_explained: Ints) -> Floats:
    """For pairs of texts the mean log of how much likelier than by frequency the one makes each unit of the other."""
    counts = given.counts()
    order = np.argsort(of_given, kind="stable")
    sizes = np.diff(explained.starts)
    means = np.zeros(len(order), np.float32)
    bounds = np.searchsorted(of_given[order], np.arange(0, len(given) + PAIRED, PAIRED))
    for first, (start, end) in zip(range(0, len(given), PAIRED), pairwise(bounds), strict=True):
        pairs = order[start:end]
        expected = (counts[first : first + PAIRED] @ table).toarray()
        expected /= np.maximum(np.diff(given.starts[first : first + PAIRED + 1]), 1)[: len(expected), None]
        texts = of_explained[pairs]
        units = explained.ids[ragged(explained.starts[texts], sizes[texts])]
        pair = np.repeat(np.arange(len(pairs)), sizes[texts])
        gains = np.log((1 - EXPLAINED) + EXPLAINED * expected[of_given[pairs][pair] - first, units])
        means[pairs] = np.bincount(pair, gains, len(pairs)) / np.maximum(sizes[texts], 1)
    return means


def windows(values: Floats, run: int) -> Floats:
    """Sums of ``run`` consecutive rows; ``run`` is small."""
    count = len(values) - run + 1
    total = values[:count]
    for step in range(1, run):
        total = total + values[step : step + count]
    return total


def _mean(layers: Iterable[Floats]) -> Floats:
    return np.asarray(np.mean(list(layers), axis=0), np.float32)


def _ratios(given: Floats, expected: Floats, explained: Floats, run: int) -> Floats:
    lengths = np.maximum(windows(given.sum(axis=1, keepdims=True), run), 1)
    gain = np.log((1 - EXPLAINED) + EXPLAINED * (windows(expected, run) / lengths))
    return np.asarray(gain @ explained.T, np.float32)
