"""How much better the model explains one text by another than by plain word frequency, for all of two lists of texts.

For Arabic text A and French text F the likelihood ratio of IBM model 1, log p(F | A) - log p(F), is a sum over the
words of F; texts that are joined simply add their word counts. So all pairs of all runs of sentences cost a few
matrix products (Brown et al., "The mathematics of statistical machine translation", 1993).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from aligner.model.lexical import Floats, LexicalModel
from aligner.text.words import Word

# The share of a text's words that a rendering is expected to explain; the rest comes from plain frequency.
EXPLAINED = 0.9


class Likelihood:
    """Log-likelihood ratios between runs of ``ar`` and runs of ``fr``, each a list of texts given as words."""

    def __init__(self, model: LexicalModel, ar: Sequence[list[Word]], fr: Sequence[list[Word]]) -> None:
        self._lexicon = model.lexicon((w for text in ar for w in text), (w for text in fr for w in text))
        self._ar = _counts(ar, self._lexicon.ar)
        self._fr = _counts(fr, self._lexicon.fr)
        self.ar_lengths = self._ar.sum(1)
        self.fr_lengths = self._fr.sum(1)

    def forth(self, run: int) -> Floats:
        """log p(F | A) / p(F), a row for each run of ``run`` Arabic texts, a column for each French text."""
        lexicon = self._lexicon
        return _ratios(self._ar, self._fr, lexicon.fr_given_ar, lexicon.fr_frequency, run)

    def back(self, run: int) -> Floats:
        """log p(A | F) / p(A), a row for each run of ``run`` French texts, a column for each Arabic text."""
        lexicon = self._lexicon
        return _ratios(self._fr, self._ar, lexicon.ar_given_fr.T, lexicon.ar_frequency, run)


def similarity(model: LexicalModel, ar: Sequence[list[Word]], fr: Sequence[list[Word]]) -> Floats:
    """Mean log-likelihood ratio a word, averaged over both directions: a row for each Arabic text.

    Above about 0 the texts have more in common than chance; renderings have 0.5 to 3.
    """
    ratios = Likelihood(model, ar, fr)
    forth = ratios.forth(1) / np.maximum(ratios.fr_lengths, 1)[None, :]
    back = ratios.back(1) / np.maximum(ratios.ar_lengths, 1)[None, :]
    return np.asarray((forth + back.T) / 2, np.float32)


def windows(values: Floats, run: int) -> Floats:
    """Sums of ``run`` consecutive rows."""
    sums = np.concatenate([np.zeros_like(values[:1]), np.cumsum(values, axis=0, dtype=np.float64)])
    return np.asarray(sums[run:] - sums[:-run], np.float32)


def _counts(texts: Sequence[list[Word]], place: dict[str, int]) -> Floats:
    counts = np.zeros((len(texts), len(place)), np.float32)
    for row, text in enumerate(texts):
        for word in text:
            counts[row, place[word.unit]] += 1
    return counts


def _ratios(given: Floats, explained: Floats, table: Floats, frequency: Floats, run: int) -> Floats:
    lengths = np.maximum(windows(given.sum(1, keepdims=True), run), 1)
    likelihood = windows(given @ table, run) / lengths
    gain = np.log((1 - EXPLAINED) + EXPLAINED * likelihood / frequency)
    return np.asarray(gain @ explained.T, np.float32)
