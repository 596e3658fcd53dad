"""Texts of both languages as vectors of one space, for finding the few of very many that may render each other.

A French text is the sum of its units' vectors, an Arabic one the sum of what its units are expected to be in French;
rare units weigh more. A unit's vector is random signs drawn from a hash of its letters, so that inner products are
those of the bags of units, but for a noise that falls with the square root of the size (Achlioptas, "Database-friendly
random projections", 2003). Nothing is trained or stored beside the translation tables.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np

from aligner.model.tables import Entries
from aligner.model.units import Floats, Units

# Signs that a hash gives: vectors may be shorter.
SIZE = 512
# Units of this frequency or above (one in twenty) weigh nothing.
COMMON = 0.05


def vectors(ar: Units, fr: Units, entries: Entries, size: int = SIZE) -> tuple[Floats, Floats]:
    """Unit vectors of the Arabic and of the French texts, a row each; 0 for a text that the layer knows nothing of."""
    from scipy.sparse import csr_array

    ar_weight, fr_weight = (
        np.maximum(np.log(COMMON / frequency), 0) for frequency in (entries.ar_frequency, entries.fr_frequency)
    )
    of_fr = fr_weight[:, None] * _signs(fr.names, size)
    trust = np.sqrt(entries.fr_given_ar * entries.ar_given_fr)
    of_ar = ar_weight[:, None] * (
        csr_array((trust, entries.fr, entries.starts), (len(ar.names), len(fr.names))) @ of_fr
    )
    return _sums(ar, of_ar), _sums(fr, of_fr)


def normalised(values: Floats) -> Floats:
    """The rows at length 1; rows of zeros stay."""
    return np.asarray(values / np.maximum(np.linalg.norm(values, axis=1, keepdims=True), 1e-9), np.float32)


def _sums(texts: Units, of_unit: Floats) -> Floats:
    return normalised(texts.counts() @ of_unit)


def _signs(names: list[str], size: int) -> Floats:
    hashes = b"".join(blake2b(name.encode(), digest_size=SIZE // 8).digest() for name in names)
    bits = np.unpackbits(np.frombuffer(hashes, np.uint8).reshape(-1, SIZE // 8), axis=1)[:, :size]
    return bits.astype(np.float32) * 2 - 1
