"""Which words of a pair render each other, and how well each word is explained by the other side.

For each layer of the model a word's gain is the log of how much likelier the other text makes it than its plain
frequency does (IBM model 1). Two words are tied as far as each of them takes the other for its rendering: the geometric
mean of the two posteriors, as in Liang, Taskar & Klein, "Alignment by agreement" (2006), with a mild preference for
words at about the same place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from aligner.model.letters import tie
from aligner.model.tables import Layer, Lexicon
from aligner.model.units import Floats, Ints, starts
from aligner.text.words import Word

if TYPE_CHECKING:
    from aligner.model.lexical import LexicalModel

# The share of a text's words that a rendering is expected to explain; the rest comes from plain frequency.
EXPLAINED = 0.9
# How fast a tie weakens as its words stand at different places of their texts (0 … 1).
APART = 2.0
# What a side lacks in clear words before its mean gain is believed.
FEW = 0.5
Words = Sequence[Word]


@dataclass(frozen=True)
class Ties:
    """What the model knows of the words of one pair.

    ``links`` in 0…1: how far each Arabic word (row) and each French word (column) render each other: the geometric
    mean of ``for_src`` (the chance that the French word is what the Arabic one takes for its rendering; a row's sum is
    the chance that it has one) and ``for_tgt`` (the other way round; by columns). ``src_gains`` and ``tgt_gains``: how
    much likelier the other side makes each word (column), by stems and by pieces (rows), as a logarithm: -2.3 (not at
    all) to about 8. ``src_frequency`` and ``tgt_frequency``: of the words' stems in general text. ``src_trust`` and
    ``tgt_trust``: how far a missing tie of a word (row) means anything, as ``Trust.among``.
    """

    links: Floats
    for_src: Floats
    for_tgt: Floats
    src_gains: Floats
    tgt_gains: Floats
    src_frequency: Floats
    tgt_frequency: Floats
    src_trust: Floats
    tgt_trust: Floats

    @property
    def likeness(self) -> float:
        """How well the words that the tables know clearly are explained by the other side: their mean gain, of both
        sides, times the square root of the words of the shorter one, for the mean of many says more than that of few.
        Below -1.5 for nearly all pairs that are no renderings of each other."""
        sides = ((self.src_gain, self.src_trust[:, 0]), (self.tgt_gain, self.tgt_trust[:, 0]))
        means = [float(gain @ clear / (clear.sum() + FEW)) for gain, clear in sides]
        return sum(means) / 2 * math.sqrt(min(self.links.shape))

    @property
    def src_gain(self) -> Floats:
        return np.asarray(self.src_gains.mean(axis=0), np.float32)

    @property
    def tgt_gain(self) -> Floats:
        return np.asarray(self.tgt_gains.mean(axis=0), np.float32)


def ties(model: LexicalModel, pairs: Sequence[tuple[Words, Words]]) -> list[Ties]:
    """The ties of each pair of an Arabic and a French text; quick for a few dozen pairs at a time."""
    src, tgt = ([[word.text for word in pair[side]] for pair in pairs] for side in (0, 1))
    layers = [_Layer(model.stems, model.stems_of, src, tgt, model), _Layer(model.pieces, model.pieces_of, src, tgt)]
    return [_tied([layer.pair(k) for layer in layers]) for k in range(len(pairs))]


class _Units:
    """The units of the words of some texts: those of word w are ``ids[first[w]:first[w + 1]]``."""

    def __init__(self, texts: Sequence[Sequence[str]], cut: Callable[[str], list[str]]) -> None:
        flat = [word for text in texts for word in text]
        self.words: dict[str, str] = {}
        place: dict[str, int] = {}
        numbered: dict[str, list[int]] = {}
        for word in dict.fromkeys(flat):
            found = cut(word)
            for name in found:
                self.words.setdefault(name, word)
            numbered[word] = [place.setdefault(name, len(place)) for name in found]
        self.names = list(place)
        of_words = list(map(numbered.__getitem__, flat))
        self.first = starts(np.fromiter(map(len, of_words), np.int64, len(flat)))
        self.ids = np.fromiter(chain.from_iterable(of_words), np.int64, int(self.first[-1]))
        self.texts = starts(np.array([len(text) for text in texts], np.int64))

    def of(self, text: int) -> tuple[Ints, Ints, Ints]:
        """The units of a text, where those of each word begin among them, and how many they are."""
        first = self.first[self.texts[text] : self.texts[text + 1] + 1]
        return self.ids[first[0] : first[-1]], first[:-1] - first[0], first[1:] - first[:-1]


@dataclass(frozen=True)
class _LayerTies:
    likelier: Floats  # how many times likelier each Arabic word (row) and French word (column) make each other
    src_gain: Floats
    tgt_gain: Floats
    src_frequency: Floats
    tgt_frequency: Floats
    src_trust: Floats
    tgt_trust: Floats


class _Layer:
    """One layer of the model cut to the units of some pairs."""

    def __init__(
        self,
        layer: Layer,
        cut: Callable[[str], list[str]],
        src: Sequence[Sequence[str]],
        tgt: Sequence[Sequence[str]],
        model: LexicalModel | None = None,
    ) -> None:
        self._src, self._tgt = _Units(src, cut), _Units(tgt, cut)
        lexicon = layer.lexicon(self._src.names, self._tgt.names)
        if model is not None:
            _tie_names(model, lexicon, self._src.words, self._tgt.words)
        self._lexicon = lexicon
        src_trust, tgt_trust = layer.trust
        self._trust = src_trust.among(self._src.names), tgt_trust.among(self._tgt.names)

    def pair(self, k: int) -> _LayerTies:
        (src, src_words, src_sizes), (tgt, tgt_words, tgt_sizes) = self._src.of(k), self._tgt.of(k)
        cells = src[:, None], tgt
        src_frequency, tgt_frequency = self._lexicon.ar_frequency[src], self._lexicon.fr_frequency[tgt]
        forth = self._lexicon.fr_given_ar[cells] / tgt_frequency
        back = self._lexicon.ar_given_fr[cells] / src_frequency[:, None]
        src_gain = np.log((1 - EXPLAINED) + EXPLAINED / len(tgt) * back.sum(axis=1))
        tgt_gain = np.log((1 - EXPLAINED) + EXPLAINED / len(src) * forth.sum(axis=0))
        likelier = (1 - EXPLAINED) + EXPLAINED * np.sqrt(forth * back)
        if len(src_sizes) < len(src):
            likelier = np.maximum.reduceat(likelier, src_words, axis=0)
            src_gain = np.add.reduceat(src_gain, src_words) / src_sizes
        if len(tgt_sizes) < len(tgt):
            likelier = np.exp(np.add.reduceat(np.log(likelier), tgt_words, axis=1) / tgt_sizes)
            tgt_gain = np.add.reduceat(tgt_gain, tgt_words) / tgt_sizes
        return _LayerTies(
            np.asarray(likelier, np.float32),
            src_gain,
            tgt_gain,
            src_frequency[src_words],
            tgt_frequency[tgt_words],
            self._trust[0][src[src_words]],
            self._trust[1][tgt[tgt_words]],
        )


def _tie_names(model: LexicalModel, lexicon: Lexicon, src: dict[str, str], tgt: dict[str, str]) -> None:
    src_names = model.letters.names(list(src.values()), lexicon.ar_frequency, arabic=True)
    tgt_names = model.letters.names(list(tgt.values()), lexicon.fr_frequency, arabic=False)
    every = np.arange(len(src)), np.arange(len(tgt))
    tie(src_names, tgt_names, *every, lexicon.fr_given_ar, lexicon.ar_given_fr)


def _tied(layers: Sequence[_LayerTies]) -> Ties:
    stems, pieces = layers
    likelier = np.maximum((stems.likelier + pieces.likelier) / 2 - (1 - EXPLAINED), 0)
    rows, columns = likelier.shape
    apart = np.abs((np.arange(rows)[:, None] + 0.5) / rows - (np.arange(columns) + 0.5) / columns)
    likelier = (likelier * np.exp(-APART * apart)).astype(np.float32)
    null = (1 - EXPLAINED) / EXPLAINED
    for_src = likelier / (likelier.sum(axis=1, keepdims=True) + null * columns)
    for_tgt = likelier / (likelier.sum(axis=0) + null * rows)
    return Ties(
        np.sqrt(for_src * for_tgt),
        for_src,
        for_tgt,
        np.stack([stems.src_gain, pieces.src_gain]),
        np.stack([stems.tgt_gain, pieces.tgt_gain]),
        stems.src_frequency,
        stems.tgt_frequency,
        stems.src_trust,
        stems.tgt_trust,
    )
