"""A user's own model: the tables of a trained one, taught further by the user's parallel text.

Domain text is small. So its model starts from what the other knows: the translation probabilities of stems and pieces
are a prior for those of the text (``aligner.model.ibm.Known``), words that only the text has join the tables, and its
words count among the frequent ones. Letters, the cutters of words, the worth of links and the networks that see gaps
stay as they are. ``scripts/benchmark train`` prints what it brings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.model import ibm
from aligner.model.tables import Arrays, unpack
from aligner.model.train import frequencies, kept
from aligner.model.units import Floats
from aligner.text.words import tokens, unit

# What the other model knows of a unit is worth as many sightings as it had seen, but no more than this …
WORTH = 100.0
# … and no less: units that it has only from lists of words.
LISTED = 3.0
# What part of all running text the user's is taken for, if it is less.
SHARE = 0.1


def adapted(arrays: Arrays, pairs: Sequence[tuple[str, str]], cut: Callable[[str], Sequence[str]]) -> Arrays:
    """The arrays of a model (``arrays``) after it has learned from sentence pairs; ``cut`` gives a word's pieces."""
    texts = [(tokens(ar), tokens(fr)) for ar, fr in pairs]
    found = dict(arrays)
    for name, units in (("stems", lambda word: (unit(word),)), ("pieces", cut)):
        ar, fr = ([[part for word in pair[side] for part in units(word)] for pair in texts] for side in (0, 1))
        layer = {key.removeprefix(f"{name}."): array for key, array in arrays.items() if key.startswith(f"{name}.")}
        found |= _layer(name, layer, ar, fr)
    return found


@dataclass(frozen=True)
class _Side:
    """The units of a language, the model's first; the texts as their numbers; how often each unit is seen, and how many
    sightings what the model knows of it is worth."""

    units: list[str]
    ids: list[ibm.Ints]
    seen: ibm.Ints
    worth: Floats


def _layer(name: str, old: Arrays, ar: Sequence[Sequence[str]], fr: Sequence[Sequence[str]]) -> Arrays:
    src, tgt = (_side(old[f"{lang}_units"], old[f"{lang}_counts"], texts) for lang, texts in (("ar", ar), ("fr", fr)))
    rows = np.repeat(np.arange(len(old["rows"]) - 1, dtype=np.int32), np.diff(old["rows"]))
    values = (old[direction].astype(np.float32) for direction in ("fr_given_ar", "ar_given_fr"))
    before = ibm.Table(rows, old["columns"], np.ones(len(rows), np.float32), *values)
    known = ibm.Known(before, src.worth, tgt.worth)
    table = ibm.train(src.ids, tgt.ids, [1.0] * len(ar), len(src.units), len(tgt.units), known=known)
    # What was known stays, though the text has nothing of it.
    stays = np.isin(_cells(table, len(tgt.units)), _cells(before, len(tgt.units)))
    return kept(name, (src.units, tgt.units), (src.seen, tgt.seen), replace(table, count=table.count + stays))


def _side(packed: NDArray[Any], before: NDArray[Any], texts: Sequence[Sequence[str]]) -> _Side:
    known = unpack(packed)
    place = {unit: i for i, unit in enumerate(known)}
    new = sorted({unit for text in texts for unit in text} - place.keys())
    place |= {unit: len(known) + i for i, unit in enumerate(new)}
    ids = [np.array([place[unit] for unit in text], np.int32) for text in texts]
    own = frequencies(ids, len(place))
    times = max(1.0, SHARE / (1 - SHARE) * float(before.sum()) / max(int(own.sum()), 1))
    seen = np.pad(before, (0, len(new))) + np.rint(times * own).astype(np.int64)
    worth = np.pad(np.clip(before, LISTED, WORTH), (0, len(new))).astype(np.float32)
    return _Side([*known, *new], ids, seen.astype(np.int32), worth)


def _cells(table: ibm.Table, size: int) -> NDArray[np.int64]:
    return np.asarray(table.ar.astype(np.int64) * size + table.fr)
