"""Bitext in Parquet, with the columns of our JSON lines, and as other tools and Hugging Face datasets have it.

Needs pyarrow, which the extra ``parquet`` brings. Row groups are read one after another and only the columns that are
needed; texts stay in the dictionary of their column, so that a value repeated a million times is there once.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from aligner.data import Pair, Sentence
from aligner.errors import InputError, UsageError
from aligner.formats import MAX_BLOCK, explained
from aligner.formats._lines import script
from aligner.formats.tsv import HEADERS

SUFFIXES = (".parquet", ".pq")
READS = "bitext"
WRITES = "bitext"
KEEPS = "the texts, sentence borders, sentence numbers and score of each pair, and whether it moved"
LOSES = "findings, places in the source files, other columns"

_MAGIC = b"PAR1"
_BATCH = 1000
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
    return data.startswith(_MAGIC)


def read_pairs(data: bytes, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each row with a text, and the encoding, which is always UTF-8. Columns are found by their names, else
    by their script; a text is a string or a list of sentences, and may stand in a struct.

    Raises InputError for what is no Parquet, has no such columns, or unpacks to too much.
    """
    return _read(_arrow().BufferReader(data), name)


def stream_pairs(path: Path, name: str) -> tuple[Iterator[Pair], str]:
    """:func:`read_pairs` of a file, which is never in memory as a whole."""
    arrow = _arrow()
    with explained(str(path)):
        return _read(arrow.OSFile(str(path)), name)


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
    sink, rest = io.BytesIO(), iter(pairs)
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        while group := list(islice(rest, _GROUP)):
            columns = zip(*map(_row, group), strict=True)
            writer.write_table(arrow.table([list(column) for column in columns], schema=schema))
    yield sink.getvalue()


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
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(source)
        leaves = [file.schema.column(number) for number in range(len(file.schema))]
        texts_as_dictionaries = [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY"]
        file = pq.ParquetFile(source, metadata=file.metadata, read_dictionary=texts_as_dictionaries)
        texts = list(_text_columns(file.schema_arrow))
        _require_small_groups(file, {*(path[0] for path in texts), *_MORE}, name)
        columns = _columns(file, texts)
    except (arrow.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{name}: broken Parquet ({_short(error)}): write it again") from None
    if columns is None:
        raise InputError(f"{name}: no column holds Arabic: two columns of text, Arabic and French, are needed")
    return _pairs(file, columns, name), "utf-8"


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:80]


def _require_small_groups(file: Any, names: set[str], name: str) -> None:
    """Raises InputError for a row group whose columns of these names would fill the memory."""
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        chunks = [group.column(column) for column in range(group.num_columns)]
        chunks = [chunk for chunk in chunks if chunk.path_in_schema.split(".")[0] in names]
        size = sum(chunk.total_uncompressed_size for chunk in chunks)
        values = max((chunk.num_values for chunk in chunks), default=0)
        if size > _MAX_GROUP or values > _MAX_VALUES:
            raise InputError(
                f"{name}: row group {number + 1} holds {values:,} values, {size >> 20:,} MB (at most {_MAX_VALUES:,}, "
                f"{_MAX_GROUP >> 20:,} MB): write it in smaller row groups"
            )


def _text_columns(fields: Iterable[Any], above: Column = ()) -> Iterator[Column]:
    """The columns of strings and of lists of strings, those in structs too, by the names that lead to them."""
    from pyarrow import types

    for field in fields:
        path = (*above, field.name)
        kind = field.type
        if types.is_list(kind) or types.is_large_list(kind):
            kind = kind.value_type
        if types.is_dictionary(kind):
            kind = kind.value_type
        if types.is_string(kind) or types.is_large_string(kind):
            yield path
        elif types.is_struct(field.type) and not above:
            yield from _text_columns(field.type, path)


def _columns(file: Any, texts: Sequence[Column]) -> tuple[Column, Column] | None:
    """The Arabic and the French column: by names of languages, else by the script of those that are called source and
    target, else of all."""
    ar, fr = ([path for path in texts if path[-1].strip().lower() in HEADERS[lang]] for lang in ("ar", "fr"))
    languages = [[path for path in side if path[-1].strip().lower() not in _GENERAL] for side in (ar, fr)]
    if all(languages):
        return languages[0][0], languages[1][0]
    return (_by_script(file, [*ar, *fr]) if ar and fr else None) or _by_script(file, texts)


def _by_script(file: Any, texts: Sequence[Column]) -> tuple[Column, Column] | None:
    """The columns with most Arabic and with most Latin letters among the first rows."""
    seen: dict[str, dict[Column, int]] = {"ar": {}, "fr": {}}
    for row in islice(_rows(file, texts), _SAMPLE):
        for path, value in zip(texts, row, strict=True):
            text = " ".join(_listed(value))
            if (tongue := script(text)) in seen:
                seen[tongue][path] = seen[tongue].get(path, 0) + len(text)
    if not seen["ar"] or len(texts) < 2:
        return None
    ar = max(seen["ar"], key=lambda path: seen["ar"][path])
    others = [path for path in texts if path != ar]
    return ar, max(others, key=lambda path: seen["fr"].get(path, 0))


def _rows(file: Any, columns: Sequence[Column | None]) -> Iterator[tuple[Any, ...]]:
    """The values of these columns, row by row; None for a column that is not there."""
    wanted = list(dict.fromkeys(path[0] for path in columns if path))
    for batch in file.iter_batches(batch_size=_BATCH, columns=wanted, use_threads=False):
        # No to_pylist(): a long text that a dictionary repeats would be there for each row at once.
        arrays = {name: batch.column(name) for name in wanted}
        for row in range(batch.num_rows):
            values = {name: array[row].as_py() for name, array in arrays.items()}
            yield tuple(_within(values[path[0]], path[1:]) if path else None for path in columns)


def _within(value: Any, path: Column) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _listed(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text.strip() for text in values if isinstance(text, str) and text.strip()]


def _pairs(file: Any, columns: tuple[Column, Column], name: str) -> Iterator[Pair]:
    import pyarrow as arrow

    top = {field.name for field in file.schema_arrow}
    more = [(key,) if key in top - {path[0] for path in columns} else None for key in _MORE]
    rows = _rows(file, [*columns, *more])
    number = 0
    while True:
        try:
            row = next(rows, None)
        except (arrow.ArrowException, OSError, ValueError) as error:
            raise InputError(f"{name}: broken Parquet after row {number:,} ({_short(error)}): write it again") from None
        if row is None:
            return
        ar, fr, src, tgt, score, moved = row
        pair = Pair(
            _sentences(ar, src, number, name),
            _sentences(fr, tgt, number, name),
            score=float(score) if type(score) is float and math.isfinite(score) else 0.0,
            moved=moved is True,
        )
        if pair.src or pair.tgt:
            yield pair
        number += 1


def _sentences(value: Any, numbers: Any, row: int, name: str) -> tuple[Sentence, ...]:
    texts = _listed(value)
    for text in texts:
        if len(text) > MAX_BLOCK:
            raise InputError(f"{name}: row {row + 1} has a text of {len(text):,} characters (at most {MAX_BLOCK:,})")
    given = numbers if isinstance(numbers, list) and len(numbers) == len(texts) else [row] * len(texts)
    return tuple(
        Sentence(text, 0, (row + 1, row + 1), number if type(number) is int and number >= 0 else row)
        for text, number in zip(texts, given, strict=True)
    )
