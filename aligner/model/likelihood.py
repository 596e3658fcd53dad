"""How much better the model explains one text by another than by plain word frequency, for all of two lists of texts.

For Arabic text A and French text F the likelihood ratio of IBM model 1, log p(F | A) - log p(F), is a sum over the
words of F; texts that are joined simply add their word counts. So all pairs of all runs of sentences cost a few
matrix products (Brown et al., "The mathematics of statistical machine translation", 1993).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from aligner.model.lexical import Floats, LexicalModel, Lexicon
from aligner.text.words import Word

# The share of a text's words that a rendering is expected to explain; the rest comes from plain frequency.
EXPLAINED = 0.9


class Likelihood:
    """Log-likelihood ratios between runs of ``ar`` and runs of ``fr``, each a list of texts given as words.

    They are the mean of those of the model's two layers, stems and pieces.
    """

    def __init__(self, model: LexicalModel, ar: Sequence[list[Word]], fr: Sequence[list[Word]]) -> None:
        both = [word for text in ar for word in text], [word for text in fr for word in text]
        stems = ([[word.unit for word in text] for text in side] for side in (ar, fr))
        cut = ([[piece for word in text for piece in model.pieces(word.text)] for text in side] for side in (ar, fr))
        self._layers = (_Layer(model.lexicon(*both), *stems), _Layer(model.piece_lexicon(*both), *cut))

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
    def __init__(self, lexicon: Lexicon, ar: Sequence[list[str]], fr: Sequence[list[str]]) -> None:
        self._lexicon = lexicon
        self.ar = _counts(ar, lexicon.ar)
        self.fr = _counts(fr, lexicon.fr)

    def forth(self, run: int) -> Floats:
        return _ratios(self.ar, self.fr, self._lexicon.fr_given_ar, self._lexicon.fr_frequency, run)

    def back(self, run: int) -> Floats:
        return _ratios(self.fr, self.ar, self._lexicon.ar_given_fr.T, self._lexicon.ar_frequency, run)


def similarity(model: LexicalModel, ar: Sequence[list[Word]], fr: Sequence[list[Word]]) -> Floats:
    """How much each Arabic text (row) and each French one (column) have in common.

    The mean log-likelihood ratio a word or piece: about -1.5 for texts that have nothing to do with each other, 0 at
    the border, 1 to 3 for renderings.
    """
    return Likelihood(model, ar, fr).likeness()


def windows(values: Floats, run: int) -> Floats:
    """Sums of ``run`` consecutive rows."""
    sums = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0, dtype=np.float64)])
    return np.asarray(sums[run:] - sums[:-run], np.float32)


def _mean(layers: Iterable[Floats]) -> Floats:
    return np.asarray(np.mean(list(layers), axis=0), np.float32)


def _counts(texts: Sequence[list[str]], place: dict[str, int]) -> Floats:
    counts = np.zeros((len(texts), len(place)), np.float32)
    for row, text in enumerate(texts):
        for unit in text:
            counts[row, place[unit]] += 1
    return counts


def _ratios(given: Floats, explained: Floats, table: Floats, frequency: Floats, run: int) -> Floats:
    lengths = np.maximum(windows(given.sum(1, keepdims=True), run), 1)
    likelihood = windows(given @ table, run) / lengths
    gain = np.log((1 - EXPLAINED) + EXPLAINED * likelihood / frequency)
    return np.asarray(gain @ explained.T, np.float32)
