"""Bitext in two files of equal lines, as Moses, OPUS and most training tools have it: line by line a pair."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from aligner.data import Pair, Sentence, Source
from aligner.errors import InputError, UsageError
from aligner.formats import MAX_BLOCK, explained, hashed
from aligner.formats._encoding import decode
from aligner.formats._lines import script

SUFFIXES = (".moses",)
READS = "bitext"
WRITES = "bitext"
KEEPS = "texts (in two files, NAME.ar and NAME.fr)"
LOSES = "ids, scores, sentence borders and numbers, line ends within a text"

SIDES = (".ar", ".fr")
_SAMPLE = 1 << 20
_BREAK = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


def read_pairs(data: bytes, name: str) -> tuple[Iterator[Pair], str]:
    raise UsageError(f"{name}: Moses pairs are two files: give both, as in aligner check NAME.ar NAME.fr")


def read_sides(src: str, tgt: str) -> tuple[tuple[Source, Source], Iterator[Pair]]:
    """The files, the Arabic one first in whatever order they are given, and a pair for each line that is not empty in
    both. A file is read line by line.

    Raises InputError for a file without text, and when it is reached for a line that is none or has no counterpart.
    """
    ar, fr = sides = _side(src), _side(tgt)
    if [script(text) for _, text in sides] == ["fr", "ar"]:
        ar, fr = fr, ar
    return (ar[0], fr[0]), _pairs(ar[0], fr[0])


def write_sides(pairs: Iterable[Pair]) -> tuple[str, str]:
    """The Arabic and the French file: a line for each pair, which may be empty in one of them."""
    texts = [(pair.src_text, pair.tgt_text) for pair in pairs]
    ar, fr = ("".join(f"{_BREAK.sub(' ', text[side])}\n" for text in texts) for side in (0, 1))
    return ar, fr


def _side(path: str) -> tuple[Source, str]:
    """What a file is, and its first lines."""
    if path == "-":
        raise UsageError("two files of equal lines are read side by side: standard input cannot be one of them")
    with explained(path), Path(path).open("rb") as file:
        sample = file.read(_SAMPLE)
    if len(sample) == _SAMPLE:
        # An even length keeps the units of UTF-16 whole.
        sample = sample[: (max(sample.rfind(b"\n"), sample.rfind(b"\r")) + 1) & ~1]
    if not sample.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError(f"{path}: the file is empty, or its first line is no sentence: one sentence a line is needed")
    text, encoding = decode(sample, path)
    return hashed(path, "moses", encoding), text.lstrip()[:2000]


def _pairs(ar: Source, fr: Source) -> Iterator[Pair]:
    for number, (src, tgt) in enumerate(zip_longest(_lines(ar), _lines(fr))):
        if src is None or tgt is None:
            short, long = (ar, fr) if src is None else (fr, ar)
            raise InputError(
                f"{short.path}: ends after {number:,} lines, and {long.path} goes on: both need as many lines"
            )
        pair = Pair(_sentences(src, number), _sentences(tgt, number))
        if pair.src or pair.tgt:
            yield pair


def _sentences(line: str, number: int) -> tuple[Sentence, ...]:
    bare = line.strip()
    return (Sentence(bare, 0, (number + 1, number + 1), number),) if bare else ()


def _lines(source: Source) -> Iterator[str]:
    number, encoding = 1, source.encoding
    # Half an emoji must not cost the whole text, as elsewhere.
    errors = "replace" if encoding.startswith("utf-16") else "strict"
    with explained(source.path), Path(source.path).open(encoding=encoding, errors=errors) as file:
        while True:
            where = f"{source.path}: line {number}"
            try:
                line = file.readline(MAX_BLOCK + 1)
            except UnicodeDecodeError:
                raise InputError(
                    f"{source.path}: holds bytes at or after line {number} that are not {encoding}, which the "
                    "beginning is: save it again as UTF-8"
                ) from None
            if not line:
                return
            if len(line) > MAX_BLOCK:
                raise InputError(f"{where} has more than {MAX_BLOCK:,} characters: one sentence a line is needed")
            if "\0" in line:
                raise InputError(f"{where} holds a NUL byte: the file is binary or damaged")
            yield line.removeprefix("\ufeff") if number == 1 else line
            number += 1
