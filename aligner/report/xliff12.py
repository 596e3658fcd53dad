"""The same in version 1.2, for tools that do not read version 2."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from aligner.data import Pair, Source
from aligner.formats import xliff12
from aligner.report import _bitext


def stream(pairs: Iterable[Pair], sources: tuple[Source, ...]) -> Iterator[str | bytes]:
    """A copy of the XLIFF 1.2 that was checked, otherwise a new one of all pairs."""
    return _bitext.stream(pairs, sources, ("xliff12",), partial(xliff12.write_pairs, judged=True))
