"""Sentences that render each other in two collections without any order: comparable news, archives, crawls.

As ``aligner.retrieval``, but in blocks: sentences, vectors and candidates lie in a temporary folder, and what is in
memory is a block of either side and some 60 bytes a sentence. Vectors find for each sentence the nearest ones of the
other side, the model's likelihood tells these apart, and a pair's margin is what it is likelier than the mean of the
nearest of both (Artetxe & Schwenk, "Margin-based parallel corpus mining with multilingual sentence embeddings", 2019).
Kept are pairs of which each is the other's best.
"""

from __future__ import annotations

import math
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from aligner.corpus.manifest import Tally
from aligner.corpus.read import files, texts
from aligner.corpus.recipe import Read
from aligner.corpus.search import Vocabulary, arabic_vectors, french_vectors, nearest
from aligner.data import Pair, Sentence
from aligner.errors import InputError
from aligner.model import LexicalModel, load_model
from aligner.model.likelihood import Likelihood
from aligner.model.units import Floats, Ints, one_thread
from aligner.retrieval import CANDIDATES, NEIGHBOURS
from aligner.text.segment import segment
from aligner.text.words import tokens

# Sentences whose vectors are made and compared together, and sentences whose candidates are.
BLOCK, TOGETHER = 20_000, 2_500
# Longer ones are no sentences.
LONGEST = 2_000
# The log odds that a pair is right are WEIGHT · (margin - EVEN): fitted on development sets of which half of the
# sentences have no counterpart (scripts/benchmark mine).
WEIGHT, EVEN = 5.0, 0.38

Watch = Callable[[Iterable[int], str, int], Iterable[int]]


def mine(
    src: Iterable[str],
    tgt: Iterable[str],
    *,
    least: float = 0.5,
    model: LexicalModel | None = None,
    watch: Watch | None = None,
) -> list[Pair]:
    """The pairs of an Arabic and a French sentence that render each other, in the order of the Arabic; ``score`` is the
    chance (0…1) that a pair is right, and at least ``least``. Sentences are numbered from 0 as they come."""
    model, watch = model or load_model(), watch or (lambda blocks, _step, _count: blocks)
    with tempfile.TemporaryDirectory(prefix="aligner-") as folder:
        ar, fr = _Side.of(src, Path(folder) / "ar"), _Side.of(tgt, Path(folder) / "fr")
        if not len(ar) or not len(fr):
            return []
        known: Vocabulary = (frozenset(), frozenset())
        for block in watch(fr.blocks, "French", len(fr.blocks)):
            made, words = french_vectors(model, fr.tokens(fr.block(block)))
            fr.save(block, made)
            known = known[0] | words[0], known[1] | words[1]
        for block in watch(ar.blocks, "Arabic", len(ar.blocks)):
            ar.save(block, arabic_vectors(model, ar.tokens(ar.block(block)), known))
        for side, other in ((ar, fr), (fr, ar)):
            for block in watch(side.blocks, "compare", len(side.blocks)):
                _compare(side, other, block, model)
        pairs = _mutual(ar, fr)
        found = [(i, j, _chance(margin)) for i, j, margin in pairs if _chance(margin) >= least]
        return [
            Pair((Sentence(ar.text(i), number=i),), (Sentence(fr.text(j), number=j),), score) for i, j, score in found
        ]


def mine_files(
    src: str, tgt: str, *, by_line: bool = False, least: float = 0.5, watch: Watch | None = None
) -> list[Pair]:
    """:func:`mine` for the sentences of an Arabic and a French file, or folder of files, of any format that
    :func:`aligner.corpus.read.texts` reads. ``by_line``: each line of two files is a sentence.

    Raises InputError when a side has none.
    """
    from aligner import formats

    if by_line:
        sides = [iter([line for _, line in formats.read_lines(path)]) for path in (src, tgt)]
    else:
        sides = [_sentences(path, lang) for path, lang in ((src, "ar"), (tgt, "fr"))]
    for number, (path, name) in enumerate(((src, "Arabic"), (tgt, "French"))):
        first = next(sides[number], None)
        if first is None:
            raise InputError(f"{path}: no {name} sentence was found: give the Arabic first, then the French")
        sides[number] = _before(first, sides[number])
    return mine(*sides, least=least, watch=watch)


def _before(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _sentences(path: str, lang: Literal["ar", "fr"] | str) -> Iterator[str]:
    for file in files([path]):
        for text in texts(file, Read(shortest=1), Tally("read", "documents")):
            if text.lang == lang:
                yield from (span.of(each) for each in text.paragraphs for span in segment(each))


@dataclass
class _Side:
    """The sentences of one language in files: their texts, a line each, and by blocks their vectors and candidates."""

    folder: Path
    starts: array[int]

    @classmethod
    def of(cls, sentences: Iterable[str], folder: Path) -> _Side:
        folder.mkdir()
        starts = array("q", [0])
        with (folder / "texts").open("wb") as out:
            for text in sentences:
                line = " ".join(text[:LONGEST].split()).encode("utf-8", "replace") + b"\n"
                out.write(line)
                starts.append(starts[-1] + len(line))
        return cls(folder, starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def blocks(self) -> range:
        return range(0, len(self), BLOCK)

    def block(self, first: int) -> range:
        return range(first, min(first + BLOCK, len(self)))

    def text(self, number: int) -> str:
        return next(self.texts([number]))

    def texts(self, numbers: Iterable[int]) -> Iterator[str]:
        with (self.folder / "texts").open("rb") as file:
            for n in numbers:
                file.seek(self.starts[n])
                yield file.read(self.starts[n + 1] - self.starts[n] - 1).decode()

    def tokens(self, numbers: Iterable[int]) -> list[list[str]]:
        return [tokens(text) for text in self.texts(numbers)]

    def save(self, block: int, vectors: Floats) -> None:
        np.save(self.folder / f"vectors.{block}.npy", vectors.astype(np.float16))

    def vectors(self, block: int) -> Floats:
        return np.asarray(np.load(self.folder / f"vectors.{block}.npy"), np.float32)

    def cells(self) -> Iterator[tuple[Ints, Ints, Floats]]:
        """By blocks: numbers of sentences, numbers of others that are near, and their likeness."""
        for block in self.blocks:
            with np.load(self.folder / f"cells.{block}.npz") as found:
                yield found["ours"], found["others"], found["likeness"]


def _compare(side: _Side, other: _Side, block: int, model: LexicalModel) -> None:
    near, _ = nearest(side.vectors(block), map(other.vectors, other.blocks), min(CANDIDATES, len(other)))
    ours, others, values = [], [], []
    numbers = side.block(block)
    for first in range(0, len(numbers), TOGETHER):
        some = near[first : first + TOGETHER]
        wanted, columns = np.unique(some, return_inverse=True)
        texts_ = side.tokens(numbers[first : first + TOGETHER]), other.tokens(wanted.tolist())
        rows, columns = np.repeat(np.arange(len(some)), some.shape[1]), columns.ravel()
        arabic = side.folder.name == "ar"
        with one_thread():
            likelihood = Likelihood(model, *(texts_ if arabic else texts_[::-1]))
            values.append(likelihood.likeness(rows, columns) if arabic else likelihood.likeness(columns, rows))
        ours.append(rows + first + block)
        others.append(wanted[columns])
    np.savez(
        side.folder / f"cells.{block}.npz",
        ours=np.concatenate(ours),
        others=np.concatenate(others),
        likeness=np.concatenate(values),
    )


def _mutual(ar: _Side, fr: _Side) -> list[tuple[int, int, float]]:
    """The pairs that are each other's best, and their margins."""
    usual = _usual(ar), _usual(fr)
    best = [(np.full(len(side), -1, np.int64), np.full(len(side), -np.inf, np.float32)) for side in (ar, fr)]
    for side in (ar, fr):
        for ours, others, likeness in side.cells():
            cells = (ours, others) if side is ar else (others, ours)
            margin = np.asarray(likeness - (usual[0][cells[0]] + usual[1][cells[1]]) / 2, np.float32)
            _improve(best[0], cells[0], cells[1], margin)
            _improve(best[1], cells[1], cells[0], margin)
    (of_ar, margins), (of_fr, _) = best
    return [(i, int(j), float(margins[i])) for i, j in enumerate(of_ar) if j >= 0 and of_fr[j] == i]


def _usual(side: _Side) -> Floats:
    """For each sentence the mean likeness of its nearest."""
    found = np.zeros(len(side), np.float32)
    for ours, _, likeness in side.cells():
        table = likeness.reshape(-1, len(likeness) // len(np.unique(ours)))
        found[np.unique(ours)] = np.sort(table, axis=1)[:, -NEIGHBOURS:].mean(axis=1)
    return found


def _improve(best: tuple[Ints, Floats], places: Ints, others: Ints, margins: Floats) -> None:
    """Takes in the best of these pairs of each place; of equals the one with the earlier sentence."""
    order = np.lexsort((others, -margins))
    there, first = np.unique(places[order], return_index=True)
    other, margin = others[order][first], margins[order][first]
    of, known = best
    better = (margin > known[there]) | ((margin == known[there]) & (other < of[there]))
    of[there[better]], known[there[better]] = other[better], margin[better]


def _chance(margin: float) -> float:
    return 1 / (1 + math.exp(-min(max(WEIGHT * (margin - EVEN), -30.0), 30.0)))
