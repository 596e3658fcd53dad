"""Trains a lexical model from sentence pairs and word lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from aligner.model import ibm, lexical
from aligner.text.words import words

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
    """Trains on ``examples`` and writes the model to ``folder``. Returns the figures that the card was given."""
    kept = []
    for example in examples:
        ar = [word.unit for word in words(example.ar)]
        fr = [word.unit for word in words(example.fr)]
        if ar and fr:
            kept.append((example, ar, fr))
    ar_units = _by_frequency(ar for _, ar, _ in kept)
    fr_units = _by_frequency(fr for _, _, fr in kept)
    ar_index = {unit: i for i, unit in enumerate(ar_units)}
    fr_index = {unit: i for i, unit in enumerate(fr_units)}
    ar_ids = [np.array([ar_index[unit] for unit in ar], np.int32) for _, ar, _ in kept]
    fr_ids = [np.array([fr_index[unit] for unit in fr], np.int32) for _, _, fr in kept]

    table = ibm.train(ar_ids, fr_ids, [example.weight for example, _, _ in kept], len(ar_units), len(fr_units))
    keep = (table.fr_given_ar > LEAST_PROBABILITY) | (table.ar_given_fr > LEAST_PROBABILITY)
    keep &= table.count > LEAST_COUNT
    prose = [example.prose for example, _, _ in kept]
    figures = {"examples": len(kept), "ar_units": len(ar_units), "fr_units": len(fr_units), "entries": int(keep.sum())}
    lexical.save(
        folder,
        {**card, "figures": figures},
        ar_units,
        fr_units,
        ar_counts=_counts([ids for ids, p in zip(ar_ids, prose, strict=True) if p], len(ar_units)),
        fr_counts=_counts([ids for ids, p in zip(fr_ids, prose, strict=True) if p], len(fr_units)),
        rows=np.searchsorted(table.ar[keep], np.arange(len(ar_units) + 1)).astype(np.int32),
        columns=table.fr[keep],
        fr_given_ar=table.fr_given_ar[keep].astype(np.float16),
        ar_given_fr=table.ar_given_fr[keep].astype(np.float16),
    )
    return figures


def _by_frequency(texts: Iterable[list[str]]) -> list[str]:
    counts = Counter(unit for units in texts for unit in units)
    return sorted(counts, key=lambda unit: (-counts[unit], unit))


def _counts(ids: list[ibm.Ints], size: int) -> ibm.Ints:
    return np.bincount(np.concatenate(ids), minlength=size).astype(np.int32) if ids else np.zeros(size, np.int32)
