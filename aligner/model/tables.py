"""Word translation tables: which French units render which Arabic ones, and how often.

A layer of the model is such a table for one kind of units: light stems, subword pieces, letters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligner.model.units import Floats, Ints, ragged

Arrays = dict[str, NDArray[Any]]

# The probability that a unit which stands on both sides (a number, a Latin word in Arabic text) renders itself.
SAME_TRUST = 0.9
# So many times likelier than by chance, two units clearly render each other …
CLEAR = 30
# … and among so many units a rendering is usually looked for.
AMONG = 20


@dataclass(frozen=True)
class Lexicon:
    """A layer of the model cut to the units of two texts.

    ``fr_given_ar`` and ``ar_given_fr`` have a row for each Arabic and a column for each French unit, values in 0…1;
    ``ar_frequency`` and ``fr_frequency`` are the units' relative frequencies in general text.
    """

    ar: dict[str, int]
    fr: dict[str, int]
    fr_given_ar: Floats
    ar_given_fr: Floats
    ar_frequency: Floats
    fr_frequency: Floats


@dataclass(frozen=True)
class Entries:
    """The same, of texts of any length: only the cells that are not 0.

    Those of the Arabic unit i are ``starts[i]`` to ``starts[i + 1]``; where a cell stands twice, the last one counts.
    """

    starts: Ints
    fr: NDArray[np.int32]
    fr_given_ar: Floats
    ar_given_fr: Floats
    ar_frequency: Floats
    fr_frequency: Floats


@dataclass(frozen=True)
class Trust:
    """For each unit of a language, how surely the tables tie it where it is rendered.

    ``clear``: the share (0…1) of its renderings that tie it ``CLEAR`` times better than chance. ``gain``: the
    logarithm of how much better than chance it is usually tied.
    """

    places: dict[str, int]
    clear: Floats
    gain: Floats

    @staticmethod
    def of(places: dict[str, int], units: NDArray[Any], probability: Floats, likelier: Floats) -> Trust:
        size = len(places)
        clear = np.bincount(units, probability * (likelier > CLEAR), size)
        gain = np.bincount(units, probability * np.log(0.1 + 0.9 * likelier / AMONG), size)
        return Trust(places, np.append(clear, 0).astype(np.float32), np.append(gain, 0).astype(np.float32))

    def among(self, units: Sequence[str]) -> Floats:
        """``clear``, ``gain`` and whether they are known at all, of some units (rows); 0 for those that are not."""
        at = np.array([self.places.get(unit, -1) for unit in units], np.int64)
        return np.stack([self.clear[at], self.gain[at], at >= 0], axis=1)


def finite(array: NDArray[Any]) -> bool:
    """Whether an array holds fractions, and none that is no number."""
    return np.issubdtype(array.dtype, np.floating) and bool(np.isfinite(array).all())


def require(arrays: Arrays) -> None:
    """Raises ValueError if the arrays of a layer do not fit together, LookupError if one is missing."""
    sizes = [len(unpack(arrays[f"{lang}_units"])) for lang in ("ar", "fr")]
    counts = [arrays[f"{lang}_counts"] for lang in ("ar", "fr")]
    rows, columns = arrays["rows"], arrays["columns"]
    values = [arrays["fr_given_ar"], arrays["ar_given_fr"]]
    whole = all(np.issubdtype(array.dtype, np.integer) for array in (*counts, rows, columns))
    shares = all(finite(v) and ((v >= 0) & (v <= 1.01)).all() for v in values)
    flat = all(array.ndim == 1 for array in (*counts, rows, columns, *values))
    if not (whole and shares and flat):
        raise ValueError("values of another kind")
    lengths = [len(array) for array in (*counts, rows, *values)]
    inside = not len(columns) or 0 <= columns.min() <= columns.max() < sizes[1]
    rising = len(rows) and rows[0] == 0 and (np.diff(rows) >= 0).all() and rows[-1] == len(columns)
    if lengths != [*sizes, sizes[0] + 1, len(columns), len(columns)] or not inside or not rising:
        raise ValueError("their sizes do not agree")


class Layer:
    """One kind of units: their counts in general text and how often they render each other."""

    def __init__(self, arrays: Arrays) -> None:
        self._ar = {unit: i for i, unit in enumerate(unpack(arrays["ar_units"]))}
        self._fr = {unit: i for i, unit in enumerate(unpack(arrays["fr_units"]))}
        self._ar_counts = arrays["ar_counts"]
        self._fr_counts = arrays["fr_counts"]
        self._ar_total = max(int(self._ar_counts.sum()), 1)
        # Entries of Arabic unit i stand at rows[i]:rows[i + 1].
        self._rows = arrays["rows"]
        self._columns = arrays["columns"]
        self._fr_given_ar = arrays["fr_given_ar"]
        self._ar_given_fr = arrays["ar_given_fr"]

    @cached_property
    def trust(self) -> tuple[Trust, Trust]:
        """How far a missing tie of an Arabic and of a French unit means anything."""
        rows = np.repeat(np.arange(len(self._ar)), np.diff(self._rows))
        forth, back = self._fr_given_ar.astype(np.float32), self._ar_given_fr.astype(np.float32)
        likelier = np.sqrt(
            forth / _frequency(self._columns, self._fr_counts) * back / _frequency(rows, self._ar_counts)
        )
        return (
            Trust.of(self._ar, rows, forth, likelier),
            Trust.of(self._fr, self._columns, back, likelier),
        )

    def ar_frequency(self, unit: str) -> float:
        """The relative frequency of an Arabic unit in general text; 0 if it was not seen there twice."""
        known = self._ar.get(unit)
        seen = 0 if known is None else int(self._ar_counts[known])
        return seen / self._ar_total if seen > 1 else 0.0

    def entries(self, ar: Sequence[str], fr: Sequence[str]) -> Entries:
        """What the layer knows of these units, each given once. A unit that stands on both sides renders itself."""
        ar_known = np.array([self._ar.get(unit, -1) for unit in ar], np.int64)
        fr_known = np.array([self._fr.get(unit, -1) for unit in fr], np.int64)
        # Where each French unit of the layer stands among ours; the last entry takes those it does not know.
        place = np.full(len(self._fr) + 1, -1, np.int32)
        place[fr_known] = np.arange(len(fr))
        place[-1] = -1
        lengths = np.where(ar_known >= 0, self._rows[ar_known + 1] - self._rows[ar_known], 0)
        cells = ragged(self._rows[ar_known], lengths)
        columns = place[self._columns[cells]]
        here = columns >= 0
        cells = cells[here]
        fr_place = {unit: j for j, unit in enumerate(fr)}
        same = [(i, fr_place[unit]) for i, unit in enumerate(ar) if unit in fr_place]
        rows = np.concatenate([np.repeat(np.arange(len(ar)), lengths)[here], np.array([i for i, _ in same], np.int64)])
        trust = np.full(len(same), SAME_TRUST, np.float32)
        order = np.argsort(rows, kind="stable")
        return Entries(
            np.searchsorted(rows[order], np.arange(len(ar) + 1)),
            np.concatenate([columns[here], np.array([j for _, j in same], np.int32)])[order],
            np.concatenate([self._fr_given_ar[cells], trust])[order],
            np.concatenate([self._ar_given_fr[cells], trust])[order],
            _frequency(ar_known, self._ar_counts),
            _frequency(fr_known, self._fr_counts),
        )

    def lexicon(self, ar: Sequence[str], fr: Sequence[str]) -> Lexicon:
        """The same as whole tables, for short texts."""
        found = self.entries(ar, fr)
        rows = np.repeat(np.arange(len(ar)), np.diff(found.starts))
        forth, back = (np.zeros((len(ar), len(fr)), np.float32) for _ in range(2))
        forth[rows, found.fr] = found.fr_given_ar
        back[rows, found.fr] = found.ar_given_fr
        ar_place, fr_place = ({unit: i for i, unit in enumerate(side)} for side in (ar, fr))
        return Lexicon(ar_place, fr_place, forth, back, found.ar_frequency, found.fr_frequency)

    def whole(self) -> Lexicon:
        """All that the layer knows: for layers of few units."""
        return self.lexicon(list(self._ar), list(self._fr))


def _frequency(known: Ints, counts: NDArray[Any]) -> Floats:
    seen = np.where(known >= 0, counts[known], 0)
    return np.asarray((seen + 0.5) / max(counts.sum(), 1), np.float32)


def pack(units: Sequence[str]) -> NDArray[np.uint8]:
    """Units as an array of bytes, for the tables' file."""
    return np.frombuffer("\n".join(units).encode(), np.uint8)


def unpack(packed: NDArray[Any]) -> list[str]:
    return packed.tobytes().decode().split("\n") if packed.size else []
