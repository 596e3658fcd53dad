"""Reports that are bitexts: the file that was checked with the findings in it, or a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from aligner import formats
from aligner.data import Pair, Source


def stream(
    pairs: Iterable[Pair],
    sources: tuple[Source, ...],
    names: tuple[str, ...],
    write: Callable[[Iterable[Pair]], Iterator[str]],
) -> Iterator[str | bytes]:
    """The bitext that the pairs were read from with the findings in it, if it is of one of the formats of these names;
    else what ``write`` makes of the pairs.

    Raises InputError if the file cannot be read any more.
    """
    if len(sources) == 1 and sources[0].format in names:
        source = sources[0]
        yield formats.writer(source.format).annotate(formats.original(source), source.path, pairs)
    else:
        yield from write(pairs)
