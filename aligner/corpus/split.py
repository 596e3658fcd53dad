"""Training, development and test part of a corpus: whole documents, chosen by their hashes, no near duplicate across.

The hash of a document's name decides in which order documents are taken for the test part and then for the development
part, until these have their sizes: a corpus that grows keeps most of both. Documents that a row ties together (the
Arabic one and the French one) count as one; a row without documents counts as a document by itself.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from aligner.corpus.data import Row
from aligner.corpus.dedupe import NEAR, HeldOut
from aligner.errors import UsageError

# Where a row goes; one that is left out is a near duplicate of one in a part that is taken before.
PARTS = ("train", "dev", "test", "left out")
TRAIN, DEV, TEST, LEFT_OUT = range(4)
# Rows whose signatures are made together.
_TOGETHER = 4096


@dataclass(frozen=True, slots=True)
class Settings:
    """``dev`` and ``test`` are numbers of rows, or shares of all (below 1). ``near``: the least similarity of near
    duplicates, of which no two are in different parts; 1 stands for equal texts only. Another ``seed`` takes other
    documents."""

    dev: float = 0.0
    test: float = 0.0
    near: float = NEAR
    seed: int = 1

    def __post_init__(self) -> None:
        """Raises UsageError for a part of less than nothing."""
        if min(self.dev, self.test) < 0:
            raise UsageError("dev and test cannot be less than nothing: give a number of pairs or a share")


def split(rows: Iterable[Row], settings: Settings) -> NDArray[np.int8]:
    """For each row its place in :data:`PARTS`.

    ``rows`` is gone through five times and must be the same each time. Neither dev nor test becomes larger than asked
    for. Of near duplicates, by either side, in two parts those in train are left out before those in dev, and these
    before those in test. Takes some 20 bytes a row, 200 a document, and the texts of dev and test with 600 bytes each.

    Raises UsageError when the two parts ask for all there is.
    """
    documents, ranks = _documents(rows, settings.seed)
    sizes = [round(part * len(documents)) if part < 1 else int(part) for part in (settings.test, settings.dev)]
    if sum(sizes) and sum(sizes) >= len(documents):
        raise UsageError(f"{sum(sizes):,} pairs for test and dev leave none of {len(documents):,}: ask for fewer")
    counts = Counter(documents.tolist())
    order = sorted(counts, key=lambda document: ranks[document])
    places = np.full(len(ranks), TRAIN, np.int8)
    for part, size in ((TEST, sizes[0]), (DEV, sizes[1])):
        rest = []
        for document in order:
            if counts[document] <= size:
                size -= counts[document]
                places[document] = part
            else:
                rest.append(document)
        order = rest
    parts = places[documents]
    if any(sizes):
        _leave_out(rows, parts, settings.near)
    return parts


def _documents(rows: Iterable[Row], seed: int) -> tuple[NDArray[np.int64], list[bytes]]:
    """The number of each row's document, and the hash by which each is taken: names in one row are one document."""
    numbers: dict[bytes, int] = {}
    parents: list[int] = []
    ranks: list[bytes] = []

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = number = parents[parents[number]]
        return number

    found = array("q")
    for row in rows:
        sides = (("ar", row.src_doc), ("fr", row.tgt_doc))
        names = ["\t".join(side) for side in sides if side[1]] or ["\t".join(("row", row.src, row.tgt))]
        for place, name in enumerate(names):
            key = hashlib.blake2b(f"{seed}\t{name}".encode("utf-8", "replace"), digest_size=16).digest()
            number = numbers.setdefault(key, len(parents))
            if number == len(parents):
                parents.append(number)
                ranks.append(key)
            if not place:
                found.append(number)
            elif (one := root(found[-1])) != (other := root(number)):
                parents[max(one, other)] = min(one, other)
                ranks[min(one, other)] = min(ranks[one], ranks[other])
    roots = np.array([root(number) for number in range(len(parents))], np.int64)
    return roots[np.frombuffer(found, np.int64)] if found else np.zeros(0, np.int64), ranks


def _leave_out(rows: Iterable[Row], parts: NDArray[np.int8], near: float) -> None:
    """Marks the rows of dev that are near duplicates of test, and those of train that are of either."""
    for part, before in ((DEV, {TEST}), (TRAIN, {TEST, DEV})):
        held = HeldOut.of((row.src, row.tgt) for row, other in zip(rows, parts, strict=True) if other in before)
        for first, window in _windows(rows):
            places = [at for at in range(len(window)) if parts[first + at] == part]
            leaks = held.leaks([window[at] for at in places], near)
            parts[[first + at for at, leak in zip(places, leaks, strict=True) if leak]] = LEFT_OUT


def _windows(rows: Iterable[Row]) -> Iterator[tuple[int, list[Row]]]:
    remaining, first = iter(rows), 0
    while window := list(islice(remaining, _TOGETHER)):
        yield first, window
        first += len(window)
