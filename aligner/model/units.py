"""Texts as numbers of units: what the tables and the matrices of the model are indexed by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
# Texts as their tokens (aligner.text.words.tokens).
Tokens = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Units:
    """Texts in units of one kind. Those of text k are ``ids[starts[k]:starts[k + 1]]``, numbers of ``names``.

    ``words[i]`` is a token in which unit i stands.
    """

    names: list[str]
    words: list[str]
    ids: Ints
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    def counts(self) -> Any:
        """How often each text (row) has each unit (column), as a sparse array."""
        from scipy.sparse import csr_array

        return csr_array((np.ones(len(self.ids), np.float32), self.ids, self.starts), (len(self), len(self.names)))

    def part(self, texts: slice) -> tuple[Ints, Floats]:
        """The units of some texts, rising, and how often each text (row) has each of them (column)."""
        first, last, _ = texts.indices(len(self))
        bounds = self.starts[first : max(last, first) + 1]
        used, column = np.unique(self.ids[bounds[0] : bounds[-1]], return_inverse=True)
        row = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
        cells = np.bincount(row * len(used) + column, minlength=(len(bounds) - 1) * len(used))
        return used, cells.reshape(len(bounds) - 1, len(used)).astype(np.float32)


class Texts:
    """Texts as numbers of their different tokens, to be cut into units of several kinds."""

    def __init__(self, texts: Tokens) -> None:
        flat = [token for text in texts for token in text]
        self._types = list(dict.fromkeys(flat))
        place = {token: i for i, token in enumerate(self._types)}
        self._ids = np.fromiter(map(place.__getitem__, flat), np.int64, len(flat))
        self._starts = starts(np.array([len(text) for text in texts], np.int64))

    def units(self, cut: Callable[[str], Sequence[str]]) -> Units:
        """The texts in the units that ``cut`` makes of a token."""
        parts = [cut(token) for token in self._types]
        words: dict[str, str] = {}
        for token, found in zip(self._types, parts, strict=True):
            for part in found:
                words.setdefault(part, token)
        place = {part: i for i, part in enumerate(words)}
        ids = np.array([place[part] for found in parts for part in found], np.int64)
        first = starts(np.array([len(found) for found in parts], np.int64))
        sizes = np.diff(first)[self._ids]
        return Units(
            list(words), list(words.values()), ids[ragged(first[self._ids], sizes)], starts(sizes)[self._starts]
        )


def starts(sizes: Ints) -> Ints:
    """Where each of some parts of these sizes begins when they stand one after the other, and where the last ends."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])


def ragged(first: NDArray[Any], sizes: NDArray[Any]) -> Ints:
    """The numbers of all runs ``first[k] … first[k] + sizes[k] - 1``, one after the other."""
    ends = np.cumsum(sizes, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(first - (ends - sizes), sizes) + np.arange(total)


def one_thread() -> AbstractContextManager[Any]:
    """Within it, matrix products run on one thread: small ones gain nothing from several, which wait for each other
    and take ten times as long where another process keeps a core busy."""
    limit: AbstractContextManager[Any] = _pools().limit(limits=1, user_api="blas")
    return limit


@cache
def _pools() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
