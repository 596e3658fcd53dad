"""An XLIFF whose notes are the findings and whose metadata tell the fidelity, for translation tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from aligner.data import Pair, Source
from aligner.formats import xliff
from aligner.report import _bitext


def stream(pairs: Iterable[Pair], sources: tuple[Source, ...]) -> Iterator[str | bytes]:
    """A copy of the XLIFF that was checked, in its version, otherwise an XLIFF 2.1 of all pairs."""
    return _bitext.stream(pairs, sources, ("xliff", "xliff12"), partial(xliff.write_pairs, judged=True))
