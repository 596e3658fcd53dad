"""Duplicates in a corpus, and what a corpus shares with test sets.

Exact ones have equal normalised texts. Near ones share :data:`NEAR` of their four-letter shingles (Jaccard), which is
estimated by MinHash (Broder 1997) and found by banding (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, ch.
3): of pairs that share 0.8 of them 97 % are found, of those that share 0.9 all but one in 5,000.

:func:`signatures` is for shards, in any process: :data:`BYTES` bytes a pair, which depend on nothing but the pair.
:func:`duplicates` then takes those of the whole corpus in its order, where the first of several wins: the outcome is
the same however the corpus was cut into shards.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from aligner.corpus.data import Row
from aligner.text.normalise import plain

# The part of their shingles that near duplicates share.
NEAR = 0.8
SHINGLE = 4
BANDS, ROWS = 12, 6
HASHES = BANDS * ROWS
SIGNATURE = np.dtype([("exact", "<u8"), ("bands", "<u4", (BANDS,)), ("sketch", "u1", (HASHES,))])
BYTES = SIGNATURE.itemsize
# Kept rows that a row is compared with for each of its bands: a bound on what a hostile corpus can cost.
MOST = 64
# Texts that are worked on together.
_TOGETHER = 512

Signatures = NDArray[np.void]
Texts = Sequence[str]

_WORD = re.compile(r"[^\W_]+")
_DIGITS = {ord(char): str(at % 10) for at, char in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
# Frames of a text: no text has them, and a text of one letter still has a shingle.
_AR, _FR, _END = "\ue000" * (SHINGLE - 1), "\ue001" * (SHINGLE - 1), "\ue002"
_RANDOM = np.random.default_rng(1997)
_FACTORS = _RANDOM.integers(1 << 63, size=HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_TERMS = _RANDOM.integers(1 << 63, size=HASHES, dtype=np.uint64)
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)


@dataclass(frozen=True, slots=True)
class Settings:
    """``near``: the least similarity (0…1) of near duplicates; 1 stands for equal texts only. ``against``: bitexts, the
    test sets of which the corpus must hold nothing."""

    near: float = NEAR
    against: tuple[str, ...] = ()


# What a row is rejected for by these steps.
RULES = {
    "duplicate": "an earlier pair has the same texts",
    "near-duplicate": "an earlier pair has nearly the same texts",
    "test-set": "a side is in a test set",
    "near-test-set": "a side is nearly the same as one in a test set",
}


def normal(text: str) -> str:
    """The text as it is compared: its words in small letters, Arabic without vowel signs, digits western, with one
    space between them."""
    return " ".join(_WORD.findall(plain(text).casefold().translate(_DIGITS)))


def signatures(rows: Iterable[Row]) -> Signatures:
    """An array of :data:`SIGNATURE`, one for each row: of its two sides together."""
    sides = [(normal(row.src), normal(row.tgt)) for row in rows]
    made = np.zeros(len(sides), SIGNATURE)
    made["exact"] = [_digest(f"{src}\t{tgt}") for src, tgt in sides]
    made["bands"], made["sketch"] = _minhash([f"{_AR}{src}{_END}{_FR}{tgt}{_END}" for src, tgt in sides])
    return made


def duplicates(given: Signatures, near: float = NEAR) -> NDArray[np.int64]:
    """For each row the earlier, kept row that it is a duplicate of, and -1 for the rows that are kept.

    ``near`` is the least Jaccard similarity of near duplicates; 1 leaves exact ones only. Takes 8 bytes a row beside
    the signatures, 24 while it sorts, and some hundred for each row that shares a band with another.
    """
    of = _first_of_equal(given["exact"])
    if near >= 1:
        return of
    buckets = _buckets(given["bands"], np.flatnonzero(of < 0))
    kept: dict[int, list[int]] = defaultdict(list)
    for row in sorted(buckets):
        rivals = sorted({other for bucket in buckets[row] for other in kept[bucket]})
        if rivals:
            like = np.flatnonzero(_likeness(given["sketch"][rivals], given["sketch"][row]) >= near)
            if len(like):
                of[row] = rivals[like[0]]
                continue
        for bucket in buckets[row]:
            if len(kept[bucket]) < MOST:
                kept[bucket].append(row)
    # An exact duplicate of a row that was dropped is one of what that row is a duplicate of.
    doubled = np.flatnonzero(of >= 0)
    again = of[of[doubled]]
    of[doubled] = np.where(again >= 0, again, of[doubled])
    return of


@dataclass(frozen=True)
class HeldOut:
    """Texts of which a corpus must hold none: built once, then sent to every shard."""

    exact: frozenset[int]
    bands: tuple[NDArray[np.uint32], ...]  # for each band the sorted keys …
    texts: tuple[NDArray[np.int64], ...]  # … and whose they are
    sketch: NDArray[np.uint8]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> HeldOut:
        """The index of test sets, of which each side counts by itself."""
        texts = sorted({normal(side) for pair in pairs for side in pair} - {""})
        bands, sketch = _minhash([_framed(text) for text in texts])
        orders = [np.argsort(band, kind="stable") for band in bands.T]
        return cls(
            frozenset(_digest(text) for text in texts),
            tuple(band[order] for band, order in zip(bands.T, orders, strict=True)),
            tuple(orders),
            sketch,
        )

    def leaks(self, rows: Sequence[Row], near: float = NEAR) -> list[str]:
        """What each row shares with the test sets, by either side: "test-set", "near-test-set" or "" (nothing)."""
        sides = [[normal(text) for text in side] for side in ([r.src for r in rows], [r.tgt for r in rows])]
        exact = [self.exact.isdisjoint(map(_digest, pair)) for pair in zip(*sides, strict=True)]
        found = ["" if none else "test-set" for none in exact]
        if near < 1 and len(self.sketch):
            for texts in sides:
                bands, sketch = _minhash([_framed(text) for text in texts])
                for at in self._sharing(bands):
                    if not found[at] and self._is_near(bands[at], sketch[at], near):
                        found[at] = "near-test-set"
        return found

    def _sharing(self, bands: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The texts that share a band with one of the test sets."""
        shares = np.zeros(len(bands), bool)
        for keys, band in zip(self.bands, bands.T, strict=True):
            at = np.searchsorted(keys, band)
            shares |= keys[np.minimum(at, len(keys) - 1)] == band
        return np.flatnonzero(shares)

    def _is_near(self, bands: NDArray[np.uint32], sketch: NDArray[np.uint8], near: float) -> bool:
        for keys, texts, key in zip(self.bands, self.texts, bands, strict=True):
            first, last = np.searchsorted(keys, key, "left"), np.searchsorted(keys, key, "right")
            if first < last and bool((_likeness(self.sketch[texts[first:last]], sketch) >= near).any()):
                return True
        return False


def _framed(text: str) -> str:
    return f"{_AR}{text}{_END}"


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _first_of_equal(keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """For each key the place where it stands first, or -1 where that is its own."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    opens = np.ones(len(keys), bool)
    opens[1:] = ordered[1:] != ordered[:-1]
    of = np.empty(len(keys), np.int64)
    of[order] = np.where(opens, -1, order[np.maximum.accumulate(np.where(opens, np.arange(len(keys)), 0))])
    return of


def _buckets(bands: NDArray[np.uint32], rows: NDArray[np.int64]) -> dict[int, list[int]]:
    """Row → numbers of the buckets that it shares with other rows; rows that share none are left out."""
    found: dict[int, list[int]] = defaultdict(list)
    bucket = 0
    for band in range(BANDS):
        keys = bands[rows, band]
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        same = np.zeros(len(order) + 1, bool)  # whether a key equals the one before it
        same[1:-1] = ordered[1:] == ordered[:-1]
        for at in np.flatnonzero(same[:-1] | same[1:]):
            bucket += not same[at]
            found[int(rows[order[at]])].append(bucket)
    return found


def _likeness(sketches: NDArray[np.uint8], sketch: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Estimates of the Jaccard similarity: the part of the hashes that agree, less what agrees in 8 bits by chance (Li
    & König 2010)."""
    agree = (sketches == sketch).mean(axis=1)
    return np.asarray((agree - 1 / 256) / (1 - 1 / 256))


def _minhash(texts: Texts) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Keys of the bands and 8 bits of each hash, of the sets of shingles of the texts."""
    bands, sketch = np.zeros((len(texts), BANDS), np.uint32), np.zeros((len(texts), HASHES), np.uint8)
    for first in range(0, len(texts), _TOGETHER):
        some = texts[first : first + _TOGETHER]
        least = _least(*_shingles(some))
        # Bits from the middle: the high ones of a least hash are mostly zero, the low ones hardly mixed.
        sketch[first : first + len(some)] = (least >> np.uint64(24)) & np.uint64(0xFF)
        with np.errstate(over="ignore"):
            key = np.zeros((len(some), BANDS), np.uint64)
            for value in np.moveaxis(least.reshape(len(some), BANDS, ROWS), 2, 0):
                key = (key ^ value) * _BASE
        bands[first : first + len(some)] = key >> np.uint64(32)
    return bands, sketch


def _shingles(texts: Texts) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The hashes of all shingles of the texts, one text after the other, and where those of each begin."""
    joined = "".join(texts).encode("utf-32-le", "replace")
    chars = np.frombuffer(joined, np.uint32).astype(np.uint64)
    ends = np.cumsum([len(text) for text in texts])
    with np.errstate(over="ignore"):
        hashes = np.zeros(len(chars) - SHINGLE + 1, np.uint64)
        for at in range(SHINGLE):
            hashes = hashes * _BASE + chars[at : at + len(hashes)]
        hashes = (hashes ^ (hashes >> np.uint64(29))) * _MIX
        hashes ^= hashes >> np.uint64(32)
    # What begins less than a shingle before the end of a text reaches into the next one.
    inside = np.ones(len(hashes), bool)
    for back in range(1, SHINGLE):
        crossing = ends[:-1] - back
        inside[crossing] = False
    lengths = np.diff(ends, prepend=0) - (SHINGLE - 1)
    return hashes[inside], np.concatenate([[0], np.cumsum(lengths)[:-1]])


def _least(hashes: NDArray[np.uint64], starts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """For each text and each hash function (multiply, add, modulo 2^64) the least hash of its shingles."""
    least = np.empty((HASHES, len(starts)), np.uint64)
    mixed = np.empty_like(hashes)
    for at, (factor, term) in enumerate(zip(_FACTORS, _TERMS, strict=True)):
        np.multiply(hashes, factor, out=mixed)
        np.add(mixed, term, out=mixed)
        np.minimum.reduceat(mixed, starts, out=least[at])
    return np.asarray(least.T)
