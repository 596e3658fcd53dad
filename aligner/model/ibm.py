"""Word translation probabilities from sentence pairs: IBM model 1 trained in both directions at once.

Expected counts are the product of the two directions' posteriors (Liang, Taskar & Klein, "Alignment by agreement",
2006), which drops most accidental ties, under a prior that favours like relative positions (Dyer, Chahuneau & Smith,
"A simple, fast, and effective reparameterization of IBM model 2", 2013). Everything is dense array work over the list
of co-occurrences, so that two cores train on 400,000 pairs within two minutes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
DIAGONAL = 4.0
LONGEST = 60


@dataclass(frozen=True)
class Table:
    """Co-occurring units ``ar[k]``, ``fr[k]`` with their expected count and the two conditional probabilities."""

    ar: Ints
    fr: Ints
    count: NDArray[Any]
    fr_given_ar: NDArray[np.float32]
    ar_given_fr: NDArray[np.float32]


def train(
    ar: Sequence[Ints], fr: Sequence[Ints], weights: Sequence[float], ar_size: int, fr_size: int, rounds: int = 5
) -> Table:
    """Trains on sentence pairs ``ar[k]``, ``fr[k]`` (unit numbers), each counted ``weights[k]`` times."""
    entries = _cooccurrences(ar, fr, weights, fr_size)
    counts = np.bincount(entries.cell, weights=entries.weight * entries.prior, minlength=len(entries.ar))
    for _ in range(rounds):
        forth, back = _normalise(entries, counts, ar_size, fr_size)
        posterior = _posterior(forth[entries.cell] * entries.prior, entries.fr_token)
        posterior *= _posterior(back[entries.cell] * entries.prior, entries.ar_token)
        counts = np.bincount(entries.cell, weights=posterior * entries.weight, minlength=len(entries.ar))
    forth, back = _normalise(entries, counts, ar_size, fr_size)
    return Table(entries.ar, entries.fr, counts, forth, back)


@dataclass(frozen=True)
class _Cooccurrences:
    # The distinct cells of the table …
    ar: Ints
    fr: Ints
    # … and one entry for each pair of tokens in each sentence pair.
    cell: Ints
    ar_token: Ints
    fr_token: Ints
    prior: NDArray[np.float32]
    weight: NDArray[np.float32]


def _cooccurrences(ar: Sequence[Ints], fr: Sequence[Ints], weights: Sequence[float], fr_size: int) -> _Cooccurrences:
    none: Any = np.zeros(0, np.int32)
    keys: list[Any] = [none.astype(np.int64)]
    ar_tokens: list[Any] = [none]
    fr_tokens: list[Any] = [none]
    priors: list[Any] = [none.astype(np.float32)]
    repeated: list[Any] = [none.astype(np.float32)]
    ar_seen = fr_seen = 0
    for a, f, weight in zip(ar, fr, weights, strict=True):
        m, n = min(len(a), LONGEST), min(len(f), LONGEST)
        keys.append((a[:m, None].astype(np.int64) * fr_size + f[None, :n]).ravel())
        ar_tokens.append(np.repeat(np.arange(ar_seen, ar_seen + m, dtype=np.int32), n))
        fr_tokens.append(np.tile(np.arange(fr_seen, fr_seen + n, dtype=np.int32), m))
        apart = np.abs((np.arange(m) + 0.5)[:, None] / max(m, 1) - (np.arange(n) + 0.5)[None, :] / max(n, 1))
        priors.append(np.exp(-DIAGONAL * apart).astype(np.float32).ravel())
        repeated.append(np.full(m * n, weight, np.float32))
        ar_seen += m
        fr_seen += n
    cells, cell = np.unique(np.concatenate(keys), return_inverse=True)
    return _Cooccurrences(
        (cells // fr_size).astype(np.int32),
        (cells % fr_size).astype(np.int32),
        cell.astype(np.int32),
        np.concatenate(ar_tokens),
        np.concatenate(fr_tokens),
        np.concatenate(priors),
        np.concatenate(repeated),
    )


def _posterior(likelihood: NDArray[np.float32], token: Ints) -> NDArray[np.float32]:
    total = np.bincount(token, weights=likelihood)
    return (likelihood / (total[token] + 1e-9)).astype(np.float32)


def _normalise(
    entries: _Cooccurrences, counts: NDArray[Any], ar_size: int, fr_size: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    ar_total = np.bincount(entries.ar, weights=counts, minlength=ar_size)
    fr_total = np.bincount(entries.fr, weights=counts, minlength=fr_size)
    forth = counts / (ar_total[entries.ar] + 1e-9)
    back = counts / (fr_total[entries.fr] + 1e-9)
    return forth.astype(np.float32), back.astype(np.float32)
