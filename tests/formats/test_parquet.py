"""Parquet."""

from __future__ import annotations

import io
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hostile import AR, FR
from hypothesis import given, settings
from hypothesis import strategies as st
from pairs import TEXTS, pair, texts

from aligner import formats
from aligner.data import Pair
from aligner.errors import InputError, UsageError
from aligner.formats import parquet
from aligner.formats._parquet import row_groups


def stored(**columns: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


ARABIC, FRENCH = [AR, "نعم"], [FR, "oui"]


@pytest.mark.parametrize(
    "columns",
    [
        {"ar": ARABIC, "fr": FRENCH},
        {"source": ["corpus", "corpus"], "fr": FRENCH, "ar": ARABIC},
        {"source": FRENCH, "target": ARABIC},
        {"src": ARABIC, "note": ["long " * 50] * 2, "tgt": FRENCH},
        {"id": [1, 2], "a": FRENCH, "b": ARABIC, "c": ["x", None]},
        {"translation": [{"fr": f, "ar": a} for a, f in zip(ARABIC, FRENCH, strict=True)]},
        {"arabe": pa.array(ARABIC).dictionary_encode(), "français": pa.array(FRENCH, pa.large_string())},
        {"ar": [[text] for text in ARABIC], "fr": pa.array([[text] for text in FRENCH], pa.large_list(pa.string()))},
        {"ar": ARABIC, "fr": FRENCH, "score": ["high", "low"], "src": [None, 4], "moved": [1, 0]},
    ],
)
def test_columns_are_found(columns: dict[str, object]) -> None:
    pairs, encoding = parquet.read_pairs(stored(**columns), "file")
    found = list(pairs)
    assert texts(found) == list(zip(ARABIC, FRENCH, strict=True))
    assert encoding == "utf-8"
    assert [(p.src[0].number, p.src[0].lines, p.score) for p in found] == [(0, (1, 1), 0.0), (1, (2, 2), 0.0)]


@settings(deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS, st.floats(0, 1), st.booleans()), min_size=1, max_size=5))
def test_parquet_comes_back(rows: list[tuple[list[str], list[str], float, bool]]) -> None:
    first = pair(["نعم"], ["oui"])
    given_ = [first, *(replace(pair(src, tgt, score), moved=moved) for src, tgt, score, moved in rows)]
    data = b"".join(parquet.write_pairs(given_))
    back = list(parquet.read_pairs(data, "file")[0])
    assert [replace_lines(p) for p in back] == [p for p in given_ if p.src or p.tgt]


def replace_lines(pair: Pair) -> Pair:
    return replace(
        pair,
        src=tuple(replace(sentence, lines=(1, 1)) for sentence in pair.src),
        tgt=tuple(replace(sentence, lines=(1, 1)) for sentence in pair.tgt),
    )


def test_half_an_emoji_in_parquet() -> None:
    data = b"".join(parquet.write_pairs([pair(["نعم \ud83d"], ["oui \U0001f600"])]))
    assert texts(parquet.read_pairs(data, "file")[0]) == [("نعم \ufffd", "oui \U0001f600")]


def test_row_groups_are_streamed(tmp_path: Path) -> None:
    path = tmp_path / "pairs"
    data = b"".join(parquet.write_pairs(pair([AR], [FR]) for _ in range(25_000)))
    path.write_bytes(data)
    assert pq.ParquetFile(path).num_row_groups == 3
    source, pairs = formats.read_bitext(str(path))
    assert (source.format, source.bytes) == ("parquet", len(data))
    assert sum(1 for _ in pairs) == 25_000


def _bomb() -> bytes:
    """A text of 30 MB that a dictionary repeats 20,000 times, in 2 KB."""
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), pa.array(["س" * (15 << 20)]))
    return _compressed(ar=long, fr=["oui"] * 20_000)


def _sentences() -> bytes:
    """A row of 300,000 sentences of 30 KB that are one and the same."""
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 300_000, pa.int32()), pa.array(["س" * 15_000]))
    return _compressed(ar=pa.ListArray.from_arrays([0, 300_000], long), fr=["oui"])


def _nearly_the_same() -> bytes:
    """Texts of 300 KB of which each differs by its end from the one before."""
    sink = io.BytesIO()
    table = pa.table({"ar": ["س" * 150_000 + str(n) for n in range(1_500)], "fr": ["oui"] * 1_500})
    pq.write_table(table, sink, use_dictionary=False, column_encoding={"ar": "DELTA_BYTE_ARRAY"}, compression="zstd")
    return sink.getvalue()


def _values() -> bytes:
    return _compressed(ar=[AR], fr=[FR], src=pa.array([[0] * 21_000_000], pa.list_(pa.int8())))


def _compressed(**columns: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns), sink, compression="zstd")
    return sink.getvalue()


GOOD = stored(ar=ARABIC, fr=FRENCH)


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"PAR1", "broken Parquet"),
        (b"PAR1" + bytes(100) + b"PAR1", "broken Parquet"),
        (GOOD[:-30], "broken Parquet"),
        (GOOD[:4] + bytes(200) + GOOD[204:], "broken Parquet"),
        (stored(id=[1], n=[2.0]), "no column holds Arabic"),
        (stored(en=["yes"], fr=["oui"]), "no column holds Arabic"),
        (stored(ar=[AR]), "no column holds Arabic"),
        (_bomb(), "row 1 has a text of more than 1,000,000 characters"),
        (_sentences(), "row 1 has a text of more than"),
        (_values(), "row group 1 holds 21,000,000 values"),
    ],
    ids=["magic", "noise", "cut", "damaged", "numbers", "english", "one column", "bomb", "sentences", "values"],
)
def test_no_parquet(data: bytes, part: str, tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(data)
    started = time.monotonic()
    with pytest.raises(InputError, match=part) as error:
        list(formats.read_bitext(str(tmp_path / "x.parquet"))[1])
    assert "x.parquet: " in str(error.value)
    assert time.monotonic() - started < 5


def test_texts_that_repeat_each_other_are_read_few_at_a_time() -> None:
    before = pa.default_memory_pool().max_memory()
    assert sum(len(p.src_text) > 150_000 for p in parquet.read_pairs(_nearly_the_same(), "file")[0]) == 1_500
    assert pa.default_memory_pool().max_memory() - before < 1 << 30


def test_sizes_without_pyarrow() -> None:
    data = b"".join(parquet.write_pairs(pair([AR, "نعم"], [FR]) for _ in range(12_000)))
    groups = row_groups(io.BytesIO(data))
    metadata = pq.read_metadata(io.BytesIO(data))
    assert len(groups) == metadata.num_row_groups == 2
    for number, group in enumerate(groups):
        chunks = [metadata.row_group(number).column(column) for column in range(metadata.num_columns)]
        assert [(".".join(chunk.path), chunk.values) for chunk in group] == [
            (chunk.path_in_schema, chunk.num_values) for chunk in chunks
        ]
        for ours, theirs in zip(group, chunks, strict=True):
            # Theirs counts the headers of the pages too.
            assert theirs.total_uncompressed_size - 500 * 20 < ours.bytes <= theirs.total_uncompressed_size


LISTS = b"".join(parquet.write_pairs([pair([AR, "نعم"], [FR]), pair(["لا"], [])]))


@settings(deadline=None, max_examples=300)
@given(st.sampled_from([GOOD, LISTS]), st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8))
def test_damaged_parquet_gives_pairs_or_one_line(whole: bytes, place: float, noise: bytes) -> None:
    at = int(place * len(whole))
    data = whole[:at] + noise + whole[at + len(noise) :]
    try:
        list(parquet.read_pairs(data, "file")[0])
    except InputError as error:
        assert "\n" not in str(error)


def test_parquet_without_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match=r"pip install \"aligner-ar-fr\[parquet\]\""):
        list(parquet.write_pairs([]))
