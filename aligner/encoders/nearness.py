"""How near runs of sentences of two texts are by an encoder, beside how near others are, and what that is worth.

The cosine of two runs is set against those with all other sentences of the texts, as in the cost of vecalign (Thompson
& Koehn, "Vecalign: improved sentence alignment in linear time and space", 2019) and the margin of Artetxe & Schwenk
("Margin-based parallel corpus mining with multilingual sentence embeddings", 2019). So encoders whose cosines lie in a
wide range and in a narrow one can be compared: a nearness of 0 is that of any two sentences, 1 that of equal vectors.

A nearness x adds TRUST · u · (x - u / 2) to the value of a tie, where u is the usual nearness of what the texts tie
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
from aligner.model.units import Floats
from aligner.model.vectors import normalised

if TYPE_CHECKING:
    from aligner.encoders.encoder import Encoder

# What a squared nearness is worth. Chosen on development documents with simulated encoders (scripts/bench_encoders.py):
# three times as much gains more where vectors are strong, but loses where they say only what the model says already.
TRUST = 10.0
# The usual nearness where nothing else is known.
USUAL = 0.5
# The weights of a link that an encoder judges without the model, beside its nearness.
ALONE = np.zeros(len(FEATURES), np.float32)
for _name, _weight in {"length squared": -0.3, "more": -1.0, "alone": -0.7}.items():
    ALONE[FEATURES.index(_name)] = _weight


@dataclass(frozen=True)
class Nearness:
    """Vectors of the sentences of two texts (rows), each times the sentence's length, so that those of a run add up;
    the mean of the unit vectors of either whole text; and the ``usual`` nearness of what is tied."""

    src: Floats
    tgt: Floats
    src_mean: Floats
    tgt_mean: Floats
    usual: float = USUAL

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
        return relative(src @ tgt.T, src @ self.tgt_mean, tgt @ self.src_mean)

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
                table += np.float32(TRUST * self.usual) * (
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
    """Nearness out of cosines, and the mean cosines of each row and each column with all others: 1 for a cosine of 1, 0
    for the mean of the two, -1 at the least."""
    others = (1 - of_rows)[:, None] + (1 - of_columns)
    return np.asarray(np.maximum(1 - 2 * (1 - cosines) / np.maximum(others, 1e-6), -1), np.float32)


def _lengths(texts: Sequence[str]) -> Floats:
    return np.array([[max(len(text), 1)] for text in texts], np.float32)
