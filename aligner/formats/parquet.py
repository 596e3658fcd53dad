"""Bitext in Parquet, with the columns of our JSON lines, and as other tools and Hugging Face datasets have it.

Needs pyarrow, which the extra ``parquet`` brings. Row groups are read one after another, some rows at a time and only
the columns that are needed. A file may repeat a long text a million times for a few bytes: how many rows are taken at a
time depends on the longest text that a group repeats, and no row is turned into Python objects before it is measured.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aligner.data import Pair, Sentence
from aligner.errors import InputError, UsageError
from aligner.formats import MAX_BLOCK, explained
from aligner.formats._lines import script
from aligner.formats._parquet import MAGIC, row_groups
from aligner.formats._streams import Given
from aligner.formats.tsv import HEADERS

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

SUFFIXES = (".parquet", ".pq")
READS = "bitext"
WRITES = "bitext"
STREAMS = True
KEEPS = "texts, sentence borders, sentence numbers, scores, whether a pair moved"
LOSES = "ids, findings, places in the source files, other columns"

_BATCH = 1000
# What the texts of the rows that are taken at a time may take up.
_MAX_BATCH = 64 << 20
_GROUP = 10_000
# What a row group may unpack to: that much is in memory at a time.
_MAX_GROUP = 1 << 30
_MAX_VALUES = 20_000_000
# Rows whose script shows which column holds which language.
_SAMPLE = 500
# What we write beside the texts.
_MORE = ("src", "tgt", "score", "moved")
# Names of columns that say nothing of the language; src_text and tgt_text are ours, and do.
_GENERAL = frozenset("src source source_text original tgt target target_text cible".split())

Column = tuple[str, ...]


def claims(data: bytes) -> bool:
    """Whether the bytes begin as every Parquet file does."""
    return data.startswith(MAGIC)


def read_pairs(given: Given, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each row with a text, and the encoding, which is always UTF-8. Columns are found by their names, else
    by their script; a text is a string or a list of sentences, and may stand in a struct.

    Raises InputError for what is no Parquet, has no such columns, or unpacks to too much.
    """
    arrow = _arrow()
    if isinstance(given, bytes):
        return _read(arrow.BufferReader(given), name)
    with explained(str(given)):
        return _read(arrow.OSFile(str(given)), name)


def records(path: Path, names: Sequence[str]) -> Iterator[dict[str, str]]:
    """The texts of those of these columns that the file has, row by row; a list of texts is joined by line ends.

    Raises InputError as :func:`read_pairs` does, and UsageError without pyarrow.
    """
    arrow = _arrow()
    name = str(path)
    with explained(name):
        try:
            file = _File(arrow.OSFile(name), name)
            # Numbers and dates may stand there too.
            columns = [(column,) for column in names if column in file.schema.names]
            file.require_small_groups({column for (column,) in columns})
            for number, row in enumerate(file.rows(columns), 1):
                where = f"{name}: row {number:,}"
                yield {key: _plain(value, where) for (key,), value in zip(columns, row, strict=True)}
        except (arrow.ArrowException, OSError, ValueError) as error:
            raise InputError(f"{name}: broken Parquet ({_short(error)}): write it again") from None


def _plain(scalar: Any, where: str) -> str:
    if scalar is None or not scalar.is_valid:
        return ""
    value = scalar.as_py() if not _is_list(scalar.type) else None
    return str(value) if isinstance(value, int | date) else "\n".join(_listed(scalar, where))


def write_pairs(pairs: Iterable[Pair]) -> Iterator[bytes]:
    """The columns src and tgt (sentence numbers), src_text and tgt_text (lists of sentences), score and moved."""
    arrow = _arrow()
    import pyarrow.parquet as pq

    numbers, texts = arrow.list_(arrow.int64()), arrow.list_(arrow.string())
    schema = arrow.schema(
        {
            "src": numbers,
            "tgt": numbers,
            "src_text": texts,
            "tgt_text": texts,
            "score": arrow.float64(),
            "moved": arrow.bool_(),
        }
    )
    sink, rest = _Pieces(), iter(pairs)
    with pq.ParquetWriter(arrow.PythonFile(sink, mode="w"), schema, compression="zstd") as writer:
        while group := list(islice(rest, _GROUP)):
            columns = zip(*map(_row, group), strict=True)
            writer.write_table(arrow.table([list(column) for column in columns], schema=schema))
            yield sink.taken()
    yield sink.taken()


class _Pieces(io.RawIOBase):
    """A file whose bytes are taken away as they are written."""

    def __init__(self) -> None:
        self._bytes, self._gone = bytearray(), 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._gone + len(self._bytes)

    def write(self, data: ReadableBuffer, /) -> int:
        self._bytes += data
        return len(memoryview(data))

    def taken(self) -> bytes:
        """What was written since the last time."""
        data = bytes(self._bytes)
        self._gone += len(data)
        self._bytes.clear()
        return data


def _row(pair: Pair) -> tuple[object, ...]:
    return (
        [sentence.number for sentence in pair.src],
        [sentence.number for sentence in pair.tgt],
        [_clean(sentence.text) for sentence in pair.src],
        [_clean(sentence.text) for sentence in pair.tgt],
        pair.score,
        pair.moved,
    )


def _clean(text: str) -> str:
    """Without half emojis, which no file can hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise UsageError('Parquet needs pyarrow: pip install "aligner-ar-fr[parquet]"') from None
    return pyarrow


def _read(source: Any, name: str) -> tuple[Iterator[Pair], str]:
    import pyarrow as arrow

    try:
        file = _File(source, name)
        texts = list(_text_columns(file.schema))
        file.require_small_groups({*(path[0] for path in texts), *_MORE})
        columns = _columns(file, texts)
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{name}: broken Parquet ({_short(error)}): write it again") from None
    if columns is None:
        raise InputError(f"{name}: no column holds Arabic: two columns of text, Arabic and French, are needed")
    return _pairs(file, columns, name), "utf-8"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80]


class _File:
    """A Parquet file of which no more is in memory than a few rows, or a few texts."""

    def __init__(self, source: Any, name: str) -> None:
        import pyarrow.parquet as pq

        self.name = name
        # Before anything else: pyarrow ends the program over some footers that this finds damaged.
        self._groups = row_groups(source)
        metadata = pq.read_metadata(source)
        leaves = [metadata.schema.column(number) for number in range(metadata.num_columns)]
        texts = [leaf for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
        # A row of a list may repeat a text any number of times: only these stay in dictionaries, which costs time.
        lists = [leaf.path for leaf in texts if leaf.max_repetition_level]
        self._file = pq.ParquetFile(source, metadata=metadata, read_dictionary=lists, pre_buffer=False)
        self.schema = self._file.schema_arrow
        differing = {".".join(chunk.path) for group in self._groups for chunk in group if chunk.differing}
        others = [leaf.path for leaf in texts if leaf.path not in differing]
        self._dictionaries = pq.ParquetFile(source, metadata=metadata, read_dictionary=others)

    def require_small_groups(self, names: set[str]) -> None:
        """Raises InputError for a row group whose columns of these names would fill the memory."""
        for number, group in enumerate(self._groups, 1):
            chunks = [chunk for chunk in group if chunk.path[0] in names]
            size, values = sum(chunk.bytes for chunk in chunks), max((chunk.values for chunk in chunks), default=0)
            if size > _MAX_GROUP or values > _MAX_VALUES:
                raise InputError(
                    f"{self.name}: row group {number} holds {values:,} values, {size >> 20:,} MB (at most "
                    f"{_MAX_VALUES:,}, {_MAX_GROUP >> 20:,} MB): write it in smaller row groups"
                )

    def rows(self, columns: Sequence[Column | None]) -> Iterator[tuple[Any, ...]]:
        """The values of these columns, row by row, as Arrow's scalars; None for a column that is not there."""
        wanted = list(dict.fromkeys(path[0] for path in columns if path))
        for group in range(len(self._groups)):
            size = max(1, min(_BATCH, _MAX_BATCH // max(self._longest(group, wanted), 1)))
            for batch in self._file.iter_batches(size, row_groups=[group], columns=wanted, use_threads=False):
                arrays = {name: batch.column(name) for name in wanted}
                for row in range(batch.num_rows):
                    values = {name: array[row] for name, array in arrays.items()}
                    yield tuple(_within(values[path[0]], path[1:]) if path else None for path in columns)

    def _longest(self, group: int, names: Sequence[str]) -> int:
        """How long a text may be that stands in many rows of a group but once in the file."""
        import pyarrow.compute as pc

        chunks = [chunk for chunk in self._groups[group] if chunk.path[0] in names]
        longest = max((chunk.bytes for chunk in chunks if chunk.differing), default=0)
        # The dictionary of a group comes with its first row.
        for batch in self._dictionaries.iter_batches(1, row_groups=[group], columns=[*names], use_threads=False):
            for dictionary in (found for array in batch.columns for found in _dictionaries(array)):
                longest = max(longest, pc.max(pc.binary_length(dictionary)).as_py() or 0)
            break
        return longest


def _dictionaries(array: Any) -> Iterator[Any]:
    from pyarrow import types

    if types.is_dictionary(array.type):
        yield array.dictionary
    elif types.is_struct(array.type):
        for number in range(array.type.num_fields):
            yield from _dictionaries(array.field(number))


def _text_columns(fields: Iterable[Any], above: Column = ()) -> Iterator[Column]:
    """The columns of strings and of lists of strings, those in structs too, by the names that lead to them."""
    from pyarrow import types

    for field in fields:
        path = (*above, field.name)
        kind = field.type
        if _is_list(kind):
            kind = kind.value_type
        if types.is_dictionary(kind):
            kind = kind.value_type
        if types.is_string(kind) or types.is_large_string(kind):
            yield path
        elif types.is_struct(field.type) and not above:
            yield from _text_columns(field.type, path)


def _columns(file: _File, texts: Sequence[Column]) -> tuple[Column, Column] | None:
    """The Arabic and the French column: by names of languages, else by the script of those that are called source and
    target, else of all."""
    ar, fr = ([path for path in texts if path[-1].strip().lower() in HEADERS[lang]] for lang in ("ar", "fr"))
    languages = [[path for path in side if path[-1].strip().lower() not in _GENERAL] for side in (ar, fr)]
    if all(languages):
        return languages[0][0], languages[1][0]
    return (_by_script(file, [*ar, *fr]) if ar and fr else None) or _by_script(file, texts)


def _by_script(file: _File, texts: Sequence[Column]) -> tuple[Column, Column] | None:
    """The columns with most Arabic and with most Latin letters among the first rows."""
    seen: dict[str, dict[Column, int]] = {"ar": {}, "fr": {}}
    for number, row in enumerate(islice(file.rows(texts), _SAMPLE), 1):
        for path, value in zip(texts, row, strict=True):
            text = " ".join(_listed(value, f"{file.name}: row {number:,}"))
            if (tongue := script(text)) in seen:
                seen[tongue][path] = seen[tongue].get(path, 0) + len(text)
    if not seen["ar"] or len(texts) < 2:
        return None
    ar = max(seen["ar"], key=lambda path: seen["ar"][path])
    others = [path for path in texts if path != ar]
    return ar, max(others, key=lambda path: seen["fr"].get(path, 0))


def _within(scalar: Any, path: Column) -> Any:
    for name in path:
        scalar = scalar[name] if scalar is not None and scalar.is_valid else None
    return scalar


def _listed(scalar: Any, where: str) -> list[str]:
    """The text or the texts of a row. Raises InputError when they are longer than any paragraph."""
    if scalar is None or not scalar.is_valid:
        return []
    found, length = [], 0
    for item in _items(scalar):
        text = item.as_py()
        length += len(text or "") + 1
        if length > MAX_BLOCK + 1:
            raise InputError(f"{where} has a text of more than {MAX_BLOCK:,} characters: break it into paragraphs")
        if text and text.strip():
            found.append(text.strip())
    return found


def _items(scalar: Any) -> Any:
    return scalar.values if _is_list(scalar.type) else [scalar]


def _is_list(kind: Any) -> bool:
    from pyarrow import types

    return bool(types.is_list(kind) or types.is_large_list(kind))


def _pairs(file: _File, columns: tuple[Column, Column], name: str) -> Iterator[Pair]:
    import pyarrow as arrow

    top = {field.name for field in file.schema} - {path[0] for path in columns}
    rows = file.rows([*columns, *((key,) if key in top else None for key in _MORE)])
    number = 0
    while True:
        try:
            row = next(rows, None)
            if row is None:
                return
            ar, fr, src, tgt, score, moved = row
            score, moved = (None if value is None else value.as_py() for value in (score, moved))
            where = f"{name}: row {number + 1:,}"
            pair = Pair(
                _sentences(_listed(ar, where), src, number),
                _sentences(_listed(fr, where), tgt, number),
                score=score if type(score) is float and math.isfinite(score) else 0.0,
                moved=moved is True,
            )
        except (arrow.ArrowException, OSError, ValueError) as error:
            raise InputError(f"{name}: broken Parquet after row {number:,} ({_short(error)}): write it again") from None
        if pair.src or pair.tgt:
            yield pair
        number += 1


def _sentences(texts: Sequence[str], numbers: Any, row: int) -> tuple[Sentence, ...]:
    given = _numbers(numbers, len(texts)) or [row] * len(texts)
    return tuple(Sentence(text, 0, (row + 1, row + 1), n) for text, n in zip(texts, given, strict=True))


def _numbers(scalar: Any, count: int) -> list[int]:
    """The numbers of so many sentences, if that is what the row has."""
    if scalar is None or not scalar.is_valid or not _is_list(scalar.type) or len(scalar.values) != count:
        return []
    numbers = [item.as_py() for item in scalar.values]
    return numbers if all(type(number) is int and number >= 0 for number in numbers) else []
