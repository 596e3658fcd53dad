"""How near runs of sentences of two texts are by an encoder, beside how near others are, and what that is worth.

The margin of the cosine of two runs over those with all other sentences of the texts (Artetxe & Schwenk, "Margin-based
parallel corpus mining with multilingual sentence embeddings", 2019) is divided by the largest that there might be. That
is 1 less the cost of vecalign, but for its preference for small links (Thompson & Koehn, "Vecalign: improved sentence
alignment in linear time and space", 2019). So encoders whose cosines lie in a wide range and in a narrow one can be
compared: a nearness of 0 is that of any two sentences, 1 that of equal vectors.

A nearness x adds trust · u · (x - u / 2) to the value of a tie, where u is the usual nearness of what the texts tie
anyway: the log likelihood ratio of two normal distributions of the same width about u and about 0, the more worth the
further they are apart. An encoder that knows nothing of the languages has u = 0, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from aligner.lattice import Kind, Link, Tables
from aligner.model.likelihood import Block, windows
from aligner.model.links import FEATURES
from aligner.model.units import Floats, Ints
from aligner.model.vectors import normalised

if TYPE_CHECKING:
    from aligner.encoders.encoder import Encoder

# What a squared nearness is worth beside the model, and alone. Chosen with made-up encoders on development documents
# (scripts/benchmark encoders): beside it, three times as much gains more where vectors are strong, but loses where they
# only repeat what the model says.
TRUST = 10.0
TRUST_ALONE = 60.0
# Pairs that are compared at a time.
PAIRS = 1 << 14
# Vectors whose mean cosines are nearer to 1 than this are not told apart.
ROOM = 1e-3
# The usual nearness where nothing else is known.
USUAL = 0.5
# What a link is judged by alone beside its nearness: the signs that tell most, and how few sentences it has.
ALONE = np.zeros(len(FEATURES), np.float32)
for _name, _weight in {
    **{"length squared": -0.6, "more": -4.0, "both": -3.0, "questions": -6.0, "colons": -2.0, "alone": -4.0},
}.items():
    ALONE[FEATURES.index(_name)] = _weight


@dataclass(frozen=True)
class Nearness:
    """Vectors of the sentences of two texts (rows), each times the sentence's length, so that those of a run add up;
    the mean of the unit vectors of either whole text; the ``usual`` nearness of what is tied; what it is worth."""

    src: Floats
    tgt: Floats
    src_mean: Floats
    tgt_mean: Floats
    usual: float = USUAL
    trust: float = TRUST

    @classmethod
    def of(cls, encoder: Encoder, src: Sequence[str], tgt: Sequence[str]) -> Nearness:
        """That of two texts, given as their sentences."""
        ar, fr = encoder.encode(src, "ar"), encoder.encode(tgt, "fr")
        return cls(_lengths(src) * ar, _lengths(tgt) * fr, ar.mean(axis=0), fr.mean(axis=0))

    def part(self, rows: Sequence[int], columns: Sequence[int]) -> Nearness:
        """That of some sentences of the texts."""
        return replace(self, src=self.src[list(rows)], tgt=self.tgt[list(columns)])

    def vectors(self) -> tuple[Floats, Floats]:
        """Unit vectors of the sentences, less what all of their text have in common."""
        return (
            normalised(normalised(self.src) - self.src_mean),
            normalised(normalised(self.tgt) - self.tgt_mean),
        )

    def between(self, rows: slice, columns: slice, kind: Kind = (1, 1)) -> Floats:
        """The nearness of all runs of ``kind[0]`` Arabic (rows) and ``kind[1]`` French sentences (columns) there."""
        src, tgt = normalised(windows(self.src[rows], kind[0])), normalised(windows(self.tgt[columns], kind[1]))
        return relative(src @ tgt.T, (src @ self.tgt_mean)[:, None], tgt @ self.src_mean)

    def of_pairs(self, rows: Ints, columns: Ints) -> Floats:
        """The nearness of some pairs of an Arabic and a French sentence."""
        found = np.zeros(len(rows), np.float32)
        for first in range(0, len(rows), PAIRS):
            some = slice(first, first + PAIRS)
            src, tgt = normalised(self.src[rows[some]]), normalised(self.tgt[columns[some]])
            cosines = np.einsum("ij,ij->i", src, tgt)
            found[some] = relative(cosines, src @ self.tgt_mean, tgt @ self.src_mean)
        return found

    def measured(self, links: Iterable[Link]) -> Nearness:
        """With the usual nearness of what these links tie one to one."""
        single = [link for link in links if link.is_tie and link.src[1] - link.src[0] == link.tgt[1] - link.tgt[0] == 1]
        total = sum(link.chance * float(self.between(slice(*link.src), slice(*link.tgt))[0, 0]) for link in single)
        # Below one sure link little is known.
        return replace(self, usual=max(total / max(sum(link.chance for link in single), 1.0), 0.0))

    def add(self, tables: Tables, rows: slice, columns: slice) -> None:
        """Adds to the values of ties between some sentences what their nearness is worth."""
        for kind, table in tables.items():
            if table.size:
                table += np.float32(self.trust * self.usual) * (
                    self.between(rows, columns, kind) - np.float32(self.usual / 2)
                )


class Unread:
    """Stands for the likelihood of two texts where no model has read them, only an encoder."""

    def __init__(self, near: Nearness) -> None:
        self._near = near

    def block(self, rows: slice, columns: slice) -> Block:
        return _Silent(len(self._near.src[rows]), len(self._near.tgt[columns]))

    def vectors(self, _: int) -> tuple[Floats, Floats]:
        return self._near.vectors()


class _Silent(Block):
    """Likelihood ratios that say nothing."""

    def __init__(self, rows: int, columns: int) -> None:
        self._rows, self._columns = rows, columns

    def forth(self, run: int) -> Floats:
        return np.zeros((self._rows - run + 1, self._columns), np.float32)

    def back(self, run: int) -> Floats:
        return np.zeros((self._columns - run + 1, self._rows), np.float32)


def relative(cosines: Floats, of_rows: Floats, of_columns: Floats) -> Floats:
    """Nearness out of cosines, and the mean cosines of their rows and columns with all others, of shapes that go
    together: 1 for a cosine of 1, 0 for the mean of the two means, -1 at the least."""
    usual = (of_rows + of_columns) / 2
    return np.asarray(np.clip((cosines - usual) / np.maximum(1 - usual, ROOM), -1, 1), np.float32)


def _lengths(texts: Sequence[str]) -> Floats:
    return np.array([[max(len(text), 1)] for text in texts], np.float32)
