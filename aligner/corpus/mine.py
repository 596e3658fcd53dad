"""Sentences that render each other in two collections without any order: comparable news, archives, crawls.

As ``aligner.retrieval``, but in blocks: sentences, vectors and candidates lie in a temporary folder, and what is in
memory is a block of either side and some 60 bytes a sentence. Vectors, those of the model and of an encoder if there is
one, find for each sentence the nearest ones of the other side; the model's likelihood and the encoder's nearness tell
these apart, and a pair's margin is what it is likelier than the mean of the nearest of both (Artetxe & Schwenk,
"Margin-based parallel corpus mining with multilingual sentence embeddings", 2019). Kept are pairs of which each is the
other's best.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from aligner.corpus.collection import Collection
from aligner.corpus.manifest import Tally
from aligner.corpus.read import files, texts
from aligner.corpus.recipe import Read
from aligner.corpus.search import Vocabulary, arabic_vectors, french_vectors, nearest
from aligner.data import Pair, Sentence
from aligner.encoders.nearness import USUAL, Nearness
from aligner.errors import InputError, UsageError
from aligner.model import EMBEDDED, LexicalModel, load_model
from aligner.model.likelihood import Likelihood
from aligner.model.units import Floats, Ints, one_thread
from aligner.model.vectors import normalised
from aligner.retrieval import CANDIDATES, WORTH, neighbourhood
from aligner.text.segment import segment

if TYPE_CHECKING:
    from aligner.encoders import Encoder

# Sentences whose candidates are compared together.
TOGETHER = 2_500
# The log odds that a pair is right are WEIGHT · (margin - EVEN): fitted on development sets of which half of the
# sentences have no counterpart (scripts/benchmark mine).
WEIGHT, EVEN = 5.0, 0.38

Lang = Literal["ar", "fr"]
# By language the mean of the encoder's vectors of a collection; nothing without an encoder.
Means = dict[Lang, Floats]
Watch = Callable[[Iterable[int], str, int], Iterable[int]]


def mine(
    src: Iterable[str],
    tgt: Iterable[str],
    model: LexicalModel | None = None,
    *,
    encoder: Encoder | None = None,
    alone: bool = False,
    least: float = 0.5,
    watch: Watch | None = None,
) -> list[Pair]:
    """The pairs of an Arabic and a French sentence that render each other, in the order of the Arabic; ``score`` is the
    chance (0…1) that a pair is right, and at least ``least``. Sentences are numbered from 0 as they come.

    ``encoder`` and ``alone`` as in :func:`aligner.align`; the score is calibrated for the model only.
    """
    if alone and encoder is None:
        raise UsageError("nothing to compare with: alone wants an encoder")
    judge, watch = None if alone else model or load_model(), watch or (lambda blocks, _step, _count: blocks)
    with tempfile.TemporaryDirectory(prefix="aligner-") as folder:
        ar, fr = Collection.of(src, "ar", Path(folder) / "ar"), Collection.of(tgt, "fr", Path(folder) / "fr")
        if not len(ar) or not len(fr):
            return []
        if judge is not None:
            _by_model(ar, fr, judge, watch)
        means = _by_encoder(ar, fr, encoder, watch) if encoder is not None else {}
        for side, other in ((ar, fr), (fr, ar)):
            for block in watch(side.blocks, "compare", len(side.blocks)):
                _compare(side, other, block, judge, means)
        usual = USUAL if alone else _usual(ar, fr) if means else 0.0
        found = [(i, j, _chance(margin)) for i, j, margin in _mutual(ar, fr, usual)]
        return [
            Pair((Sentence(ar.text(i), number=i),), (Sentence(fr.text(j), number=j),), score)
            for i, j, score in found
            if score >= least
        ]


def mine_files(
    src: str,
    tgt: str,
    *,
    by_line: bool = False,
    least: float = 0.5,
    model: str = EMBEDDED,
    encoder: Encoder | None = None,
    alone: bool = False,
    watch: Watch | None = None,
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
        sides[number] = chain([first], sides[number])
    ar, fr = sides
    return mine(ar, fr, load_model(model), encoder=encoder, alone=alone, least=least, watch=watch)


def _sentences(path: str, lang: str) -> Iterator[str]:
    for file in files([path]):
        for text in texts(file, Read(shortest=1), Tally("read", "documents")):
            if text.lang == lang:
                yield from (span.of(each) for each in text.paragraphs for span in segment(each))


def _by_model(ar: Collection, fr: Collection, model: LexicalModel, watch: Watch) -> None:
    """Keeps the model's vectors of the sentences."""
    known: Vocabulary = (frozenset(), frozenset())
    for block in watch(fr.blocks, "French", len(fr.blocks)):
        made, words = french_vectors(model, fr.tokens(fr.block(block)))
        fr.save("model", block, made)
        known = known[0] | words[0], known[1] | words[1]
    for block in watch(ar.blocks, "Arabic", len(ar.blocks)):
        ar.save("model", block, arabic_vectors(model, ar.tokens(ar.block(block)), known))


def _by_encoder(ar: Collection, fr: Collection, encoder: Encoder, watch: Watch) -> Means:
    """Keeps the encoder's vectors of the sentences; returns their means."""
    means: Means = {}
    for side in (ar, fr):
        total: Floats | float = 0.0
        for block in watch(side.blocks, "encode", len(side.blocks)):
            made = encoder.encode(list(side.texts(side.block(block))), side.lang)
            side.save("encoder", block, made)
            total += made.sum(axis=0)
        means[side.lang] = np.asarray(total / np.float32(len(side)), np.float32)
    return means


def _compare(side: Collection, other: Collection, block: int, model: LexicalModel | None, means: Means) -> None:
    """Keeps what is near to the sentences of a block by either vectors, and how near by both ways."""
    most = min(CANDIDATES, len(other))
    near = []
    if model is not None:
        near.append(nearest(side.vectors("model", block), (other.vectors("model", n) for n in other.blocks), most)[0])
    if means:
        others = (_centred(other, n, means) for n in other.blocks)
        near.append(nearest(_centred(side, block, means), others, most)[0])
    candidates = np.concatenate(near, axis=1)
    numbers = side.block(block)
    made = []
    for first in range(0, len(numbers), TOGETHER):
        some, ours = candidates[first : first + TOGETHER], numbers[first : first + TOGETHER]
        wanted, columns = np.unique(some, return_inverse=True)
        cells = np.arange(len(some))[:, None] * len(wanted) + columns.reshape(some.shape)
        rows, columns = np.divmod(np.unique(cells), len(wanted))
        likeness, nearness = np.zeros(len(rows), np.float32), np.zeros(len(rows), np.float32)
        arabic = side.lang == "ar"
        places = (rows, columns) if arabic else (columns, rows)
        if model is not None:
            both = side.tokens(ours), other.tokens(wanted.tolist())
            with one_thread():
                likeness = Likelihood(model, *(both if arabic else both[::-1])).likeness(*places)
        if means:
            pair = side.chosen("encoder", np.array(ours)), other.chosen("encoder", wanted)
            nearness = Nearness(*(pair if arabic else pair[::-1]), means["ar"], means["fr"]).of_pairs(*places)
        made.append((rows + first + block, wanted[columns], likeness, nearness))
    side.save_cells(block, *(np.concatenate(each) for each in zip(*made, strict=True)))


def _centred(side: Collection, block: int, means: Means) -> Floats:
    """The encoder's vectors, less what all of their collection have in common."""
    return normalised(side.vectors("encoder", block) - means[side.lang])


def _usual(ar: Collection, fr: Collection) -> float:
    """The mean nearness of what the model pairs."""
    partners = np.full(len(ar), -1, np.int64)
    for i, j, _ in _mutual(ar, fr, 0.0):
        partners[i] = j
    found = np.concatenate([nearness[partners[ours] == others] for ours, others, _, nearness in ar.cells()])
    return max(float(found.mean()), 0.0) if len(found) else 0.0


def _mutual(ar: Collection, fr: Collection, usual: float) -> list[tuple[int, int, float]]:
    """The pairs that are each other's best, and their margins, where an encoder's nearness has this usual value."""
    means = [_neighbourhoods(side, usual) for side in (ar, fr)]
    best = [(np.full(len(side), -1, np.int64), np.full(len(side), -np.inf, np.float32)) for side in (ar, fr)]
    for side in (ar, fr):
        for ours, others, scores in _scored(side, usual):
            cells = (ours, others) if side is ar else (others, ours)
            margin = np.asarray(scores - (means[0][cells[0]] + means[1][cells[1]]) / 2, np.float32)
            _improve(best[0], cells[0], cells[1], margin)
            _improve(best[1], cells[1], cells[0], margin)
    (of_ar, margins), (of_fr, _) = best
    return [(i, int(j), float(margins[i])) for i, j in enumerate(of_ar) if j >= 0 and of_fr[j] == i]


def _scored(side: Collection, usual: float) -> Iterator[tuple[Ints, Ints, Floats]]:
    for ours, others, likeness, nearness in side.cells():
        yield ours, others, likeness + np.float32(WORTH * usual) * nearness


def _neighbourhoods(side: Collection, usual: float) -> Floats:
    """For each sentence the mean score of its nearest."""
    found = [
        neighbourhood(ours - first, scores, len(side.block(first)))
        for first, (ours, _, scores) in zip(side.blocks, _scored(side, usual), strict=True)
    ]
    return np.concatenate(found)


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
