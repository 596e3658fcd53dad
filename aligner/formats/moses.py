"""Bitext in two files of equal lines, as Moses, OPUS and most training tools have it: line by line a pair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from aligner.data import Pair, Sentence, Source
from aligner.errors import InputError, UsageError
from aligner.formats import MAX_BLOCK, explained, hashed
from aligner.formats._lines import script
from aligner.formats._streams import Line, Lines

SUFFIXES = (".moses",)
READS = "bitext"
WRITES = "bitext"
KEEPS = "texts (in two files, NAME.ar and NAME.fr)"
LOSES = "ids, scores, sentence borders and numbers, line ends within a text"

SIDES = (".ar", ".fr")
_BREAK = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def read_pairs(data: bytes, name: str) -> tuple[Iterator[Pair], str]:
    raise UsageError(f"{name}: Moses pairs are two files: give both, as in aligner check NAME.ar NAME.fr")


def read_sides(src: str, tgt: str) -> tuple[tuple[Source, Source], Iterator[Pair]]:
    """The files, the Arabic one first in whatever order they are given, and a pair for each line that is not empty in
    both. A file is read line by line.

    Raises InputError for a file without text, and when it is reached for a line that is none or has no counterpart.
    """
    ar, fr = _side(src), _side(tgt)
    if [script(lines.sample.lstrip()[:2000]) for lines in (ar, fr)] == ["fr", "ar"]:
        (src, ar), (tgt, fr) = (tgt, fr), (src, ar)
    return (hashed(src, "moses", ar.encoding), hashed(tgt, "moses", fr.encoding)), _pairs(src, ar, tgt, fr)


def write_sides(pairs: Iterable[Pair]) -> tuple[str, str]:
    """The Arabic and the French file: a line for each pair, which may be empty in one of them."""
    texts = [(pair.src_text, pair.tgt_text) for pair in pairs]
    ar, fr = ("".join(f"{_BREAK.sub(' ', text[side])}\n" for text in texts) for side in (0, 1))
    return ar, fr


def _side(path: str) -> Lines:
    if path == "-":
        raise UsageError("two files of equal lines are read side by side: standard input cannot be one of them")
    with explained(path):
        lines = Lines(Path(path), path, MAX_BLOCK)
    if not lines.sample.strip():
        raise InputError(f"{path}: the file is empty, or begins with nothing but empty lines")
    return lines


def _pairs(src: str, ar: Lines, tgt: str, fr: Lines) -> Iterator[Pair]:
    for number, (original, rendering) in enumerate(zip_longest(ar, fr)):
        if original is None or rendering is None:
            short, long = (src, tgt) if original is None else (tgt, src)
            raise InputError(f"{short}: ends after {number:,} lines, and {long} goes on: both need as many lines")
        pair = Pair(_sentences(original), _sentences(rendering))
        if pair.src or pair.tgt:
            yield pair


def _sentences(line: Line) -> tuple[Sentence, ...]:
    bare = line.text.strip()
    return (Sentence(bare, 0, (line.number, line.number), line.number - 1),) if bare else ()
