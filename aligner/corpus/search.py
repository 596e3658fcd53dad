"""Texts of one language as vectors, and the nearest of another collection, both in blocks of any number.

The vectors are those of ``aligner.model.vectors``, of blocks of a collection that are made apart, and kept: those of
the French texts first, as the Arabic ones need to know which words there are.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from aligner.model import LexicalModel
from aligner.model.tables import Layer
from aligner.model.units import Floats, Ints, Texts, Tokens, Units, one_thread
from aligner.model.vectors import SIZE, normalised
from aligner.model.vectors import vectors as of_units

# Rows that are compared at a time.
ROWS = 512

# The units of a collection, of either layer of the model: stems and pieces.
Vocabulary = tuple[frozenset[str], frozenset[str]]

_NONE = np.zeros(0, np.int64), np.zeros(1, np.int64)


def french_vectors(model: LexicalModel, texts: Tokens, size: int = SIZE) -> tuple[Floats, Vocabulary]:
    """A vector of length 1 for each French text, given as tokens (rows; 0 for a text that the model knows nothing of),
    and the units in them.

    A token that comes several times in a text counts once: otherwise what a long text is about drowns all else.
    """
    units = _units(model, texts)
    with one_thread():
        made = [
            of_units(Units([], [], *_NONE), side, layer.entries([], side.names), size)[1]
            for layer, side in zip(_layers(model), units, strict=True)
        ]
    return normalised(np.add(*made)), (frozenset(units[0].names), frozenset(units[1].names))


def arabic_vectors(model: LexicalModel, texts: Tokens, french: Vocabulary, size: int = SIZE) -> Floats:
    """The same for Arabic texts: what their units are expected to be in French, out of the units ``french`` that are in
    the texts which they are compared to. (Out of all that the model knows, rare ones that do not come drown the
    others.)"""
    made = []
    with one_thread():
        for layer, side, known in zip(_layers(model), _units(model, texts), french, strict=True):
            names = sorted(known)
            none = Units(names, names, *_NONE)
            made.append(of_units(side, none, layer.entries(side.names, names), size)[0])
    return normalised(np.add(*made))


def nearest(side: Floats, others: Iterable[Floats], count: int) -> tuple[Ints, Floats]:
    """For each row of ``side`` the numbers of the ``count`` rows of ``others`` nearest to it, best first, and how near
    (cosines). ``others`` come in blocks, of which one is in memory at a time; -1 and -inf where there are too few."""
    places = np.full((len(side), count), -1, np.int64)
    likeness = np.full((len(side), count), -np.inf, np.float32)
    before = 0
    with one_thread():
        for block in others:
            block = np.asarray(block, np.float32)
            for first in range(0, len(side), ROWS):
                rows = slice(first, first + ROWS)
                found = np.concatenate([likeness[rows], np.asarray(side[rows], np.float32) @ block.T], axis=1)
                # A stable sort: of equals the earlier ones, whatever the blocks.
                best = _best(found, count)
                known = np.concatenate(
                    [places[rows], np.broadcast_to(_numbers(before, block), found[:, count:].shape)], 1
                )
                places[rows] = np.take_along_axis(known, best, axis=1)
                likeness[rows] = np.take_along_axis(found, best, axis=1)
            before += len(block)
    return places, likeness


def _best(values: Floats, count: int) -> Ints:
    """The columns of the ``count`` largest values of each row, largest first."""
    if values.shape[1] > 4 * count:
        some = np.sort(np.argpartition(-values, count, axis=1)[:, : count + 1], axis=1)
        order = np.argsort(-np.take_along_axis(values, some, axis=1), axis=1, kind="stable")[:, :count]
        return np.take_along_axis(some, order, axis=1)
    return np.argsort(-values, axis=1, kind="stable")[:, :count]


def _numbers(before: int, block: Floats) -> Ints:
    return np.arange(before, before + len(block))


def _units(model: LexicalModel, texts: Tokens) -> tuple[Units, Units]:
    made = Texts([list(dict.fromkeys(tokens)) for tokens in texts])
    return made.units(model.stems_of), made.units(model.pieces_of)


def _layers(model: LexicalModel) -> tuple[Layer, Layer]:
    return model.stems, model.pieces
