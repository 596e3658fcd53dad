"""Trains a lexical model from sentence pairs and word lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aligner.errors import InputError
from aligner.model import ibm, lexical, pieces
from aligner.text.words import Word, words

# Entries below both bounds are accidental ties: they make the model larger, not better.
LEAST_PROBABILITY = 0.003
LEAST_COUNT = 1e-3


@dataclass(frozen=True, slots=True)
class Example:
    """A training pair. ``weight`` is how much it counts; ``prose`` says that word frequencies are taken from it."""

    ar: str
    fr: str
    weight: float = 1.0
    prose: bool = True


def train(examples: Iterable[Example], folder: Path, card: dict[str, Any]) -> dict[str, Any]:
    """Trains on ``examples`` and writes the model to ``folder``. Returns the figures that the card was given.

    Raises InputError when no example has words on both sides.
    """
    kept = []
    texts: tuple[list[list[Word]], list[list[Word]]] = ([], [])
    for example in examples:
        sides = words(example.ar), words(example.fr)
        if all(sides):
            kept.append(example)
            for text, side in zip(sides, texts, strict=True):
                side.append(text)
    if not kept:
        raise InputError("no training pair has words on both sides: nothing to train on")
    weights = [example.weight for example in kept]
    prose = [example.prose for example in kept]

    cutters = [_cutter(side, prose) for side in texts]
    cut = pieces.Cutter(*cutters).pieces
    stems = [[[word.unit for word in text] for text in side] for side in texts]
    pieced = [[[piece for word in text for piece in cut(word.text)] for text in side] for side in texts]
    layers = {"stems": stems, "pieces": pieced}
    arrays: lexical.Arrays = {}
    figures: dict[str, Any] = {"examples": len(kept)}
    for name, (ar, fr) in layers.items():
        layer = _layer(ar, fr, weights, prose)
        arrays |= {f"{name}.{key}": array for key, array in layer.items()}
        figures[name] = {
            "ar_units": len(layer["ar_counts"]),
            "fr_units": len(layer["fr_counts"]),
            "entries": len(layer["columns"]),
        }
    for name, cutter in zip(("ar_cutter", "fr_cutter"), cutters, strict=True):
        arrays[name] = np.frombuffer(cutter, np.uint8)
    lexical.save(folder, {**card, "figures": figures}, arrays)
    return figures


def _cutter(texts: Sequence[list[Word]], prose: Sequence[bool]) -> bytes:
    kept = (text for text, p in zip(texts, prose, strict=True) if p)
    return pieces.train(" ".join(pieces.fold(word.text) for word in text) for text in kept)


def _layer(
    ar: Sequence[list[str]], fr: Sequence[list[str]], weights: Sequence[float], prose: Sequence[bool]
) -> lexical.Arrays:
    ar_units, ar_ids = _numbered(ar)
    fr_units, fr_ids = _numbered(fr)
    table = ibm.train(ar_ids, fr_ids, weights, len(ar_units), len(fr_units))
    keep = (table.fr_given_ar > LEAST_PROBABILITY) | (table.ar_given_fr > LEAST_PROBABILITY)
    keep &= table.count > LEAST_COUNT
    return {
        "ar_units": lexical.pack(ar_units),
        "fr_units": lexical.pack(fr_units),
        "ar_counts": _counts([ids for ids, p in zip(ar_ids, prose, strict=True) if p], len(ar_units)),
        "fr_counts": _counts([ids for ids, p in zip(fr_ids, prose, strict=True) if p], len(fr_units)),
        "rows": np.searchsorted(table.ar[keep], np.arange(len(ar_units) + 1)).astype(np.int32),
        "columns": table.fr[keep],
        "fr_given_ar": table.fr_given_ar[keep].astype(np.float16),
        "ar_given_fr": table.ar_given_fr[keep].astype(np.float16),
    }


def _numbered(texts: Sequence[list[str]]) -> tuple[list[str], list[ibm.Ints]]:
    """The units of the texts, the most frequent first, and the texts as their numbers."""
    counts = Counter(unit for units in texts for unit in units)
    ranked = sorted(counts, key=lambda unit: (-counts[unit], unit))
    index = {unit: i for i, unit in enumerate(ranked)}
    return ranked, [np.array([index[unit] for unit in units], np.int32) for units in texts]


def _counts(ids: list[ibm.Ints], size: int) -> ibm.Ints:
    return np.bincount(np.concatenate(ids), minlength=size).astype(np.int32) if ids else np.zeros(size, np.int32)
