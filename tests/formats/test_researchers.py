"""Moses pairs, Parquet, the ladder of hunalign and the alignments of vecalign."""

from __future__ import annotations

import ast
import io
import sys
import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hostile import AR, FR
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import cli, formats
from aligner.data import Pair, Sentence
from aligner.errors import AlignerError, InputError, UsageError
from aligner.formats import hunalign, moses, parquet, vecalign
from aligner.formats._parquet import row_groups

TEXTS = st.lists(
    st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).filter(str.strip).map(str.strip),
    max_size=3,
)


def pair(src: list[str], tgt: list[str], score: float = 0.5, at: tuple[int, int] = (4, 5), moved: bool = False) -> Pair:
    sides = [
        tuple(Sentence(text, number=number) for number, text in enumerate(side, first))
        for side, first in zip((src, tgt), at, strict=True)
    ]
    return Pair(sides[0], sides[1], score, moved=moved)


def texts(pairs: object) -> list[tuple[str, str]]:
    return [(pair.src_text, pair.tgt_text) for pair in pairs]  # type: ignore[attr-defined]


# Moses ---------------------------------------------------------------------------------------------------------------


def two(folder: Path, ar: bytes | str, fr: bytes | str) -> tuple[str, str]:
    for name, data in (("a.ar", ar), ("a.fr", fr)):
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(folder / "a.ar"), str(folder / "a.fr")


@pytest.mark.parametrize(
    ("ar", "fr", "expected"),
    [
        ("نعم\nلا\n", "oui\nnon\n", [("نعم", "oui"), ("لا", "non")]),
        ("نعم\r\nلا", "oui\nnon", [("نعم", "oui"), ("لا", "non")]),
        ("نعم\n\nلا\n", "oui\n\nnon\n", [("نعم", "oui"), ("لا", "non")]),
        ("نعم\n\n", "oui\nnon\n", [("نعم", "oui"), ("", "non")]),
        ("نعم يا\u2028سيدي\n", "oui\x0cmonsieur\n", [("نعم يا\u2028سيدي", "oui\x0cmonsieur")]),
        ("\ufeffنعم\n", "\ufeffoui\n", [("نعم", "oui")]),
        ("نعم\n".encode("utf-16"), "oui\n", [("نعم", "oui")]),
        (f"{AR}\n".encode("cp1256"), f"{FR}\n".encode("cp1252"), [(AR, FR)]),
        ("oui\n", "نعم\n", [("نعم", "oui")]),
    ],
)
def test_line_by_line(ar: bytes | str, fr: bytes | str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    sources, pairs = formats.read_sides(*two(tmp_path, ar, fr))
    found = list(pairs)
    assert texts(found) == expected
    assert [source.format for source in sources] == ["moses", "moses"]
    assert sum(source.bytes for source in sources) == sum(path.stat().st_size for path in tmp_path.iterdir())
    last = (found[-1].src or found[-1].tgt)[0]
    assert last.lines == (last.number + 1, last.number + 1)


@pytest.mark.parametrize(
    ("ar", "fr", "part"),
    [
        ("نعم\nلا\n", "oui\n", r"a\.fr: ends after 1 lines, and .*a\.ar goes on"),
        ("نعم\n", "oui\nnon\n", r"a\.ar: ends after 1 lines"),
        ("", "oui\n", "empty"),
        ("نعم\n", b"\x89PNG\r\n\x1a\n", "PNG"),
        ("نعم\n", b"oui\n" + b"\0\n", "binary"),
        ("نعم\n" * 300_000, b"oui\n" * 299_999 + b"\xe9\n", "not utf-8"),
        ("نعم\n" * 300_000, b"oui\n" * 299_999 + b"\0\n", "line 300000 holds a NUL"),
        (AR, b"oui " * 500_000, "line 1 has more than"),
        ("نعم\nنعم\n", b"oui\n" + b"oui " * 500_000, r"line 2 has more than"),
    ],
)
def test_no_moses_pairs(ar: bytes | str, fr: bytes | str, part: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=part) as error:
        list(formats.read_sides(*two(tmp_path, ar, fr))[1])
    assert "\n" not in str(error.value)


def test_what_cannot_be_a_side(tmp_path: Path) -> None:
    ar, fr = two(tmp_path, AR, FR)
    with pytest.raises(InputError, match="no such file"):
        formats.read_sides(ar, str(tmp_path / "none"))
    with pytest.raises(InputError, match="is a folder"):
        formats.read_sides(ar, str(tmp_path))
    with pytest.raises(UsageError, match="standard input cannot be one"):
        formats.read_sides("-", fr)
    (tmp_path / "a.moses").write_text(AR)
    with pytest.raises(UsageError, match="give both"):
        formats.read_bitext(str(tmp_path / "a.moses"))


@settings(max_examples=60)
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6))
def test_moses_pairs_come_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[list[str], list[str]]]
) -> None:
    folder = tmp_path_factory.mktemp("moses")
    given_ = [pair(["نعم"], ["oui"]), *(pair(*row) for row in rows)]
    ar, fr = formats.written(moses, given_, str(folder / "x")).values()
    back = texts(formats.read_sides(*two(folder, ar, fr))[1])
    assert back == [texts_ for texts_ in texts(given_) if any(texts_)]


def test_two_files_are_written(tmp_path: Path) -> None:
    assert formats.places(moses, "x") == formats.places(moses, "x.moses") == formats.places(moses, "x.fr")
    assert formats.places(moses, "x") == ["x.ar", "x.fr"]
    with pytest.raises(UsageError, match="name a file with --out"):
        formats.written(moses, [], "-")


# Parquet -------------------------------------------------------------------------------------------------------------


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


# hunalign and vecalign -----------------------------------------------------------------------------------------------


def rungs(text: str) -> list[tuple[list[int], list[int], float]]:
    """The links of a ladder, as its readers have them."""
    lines = [line.split("\t") for line in text.splitlines()]
    steps = [(int(src), int(tgt), float(score)) for src, tgt, score in lines]
    return [(list(range(a[0], b[0])), list(range(a[1], b[1])), a[2]) for a, b in pairwise(steps)]


LINKS = [
    pair(["أ"], ["a"], 0.9, (0, 0)),
    pair(["ب"], [], 0, (1, 0)),
    pair([], ["b"], 0, (0, 1)),
    pair(["ت", "ث"], ["c"], 0.75, (2, 2)),
    pair(["ج"], ["e"], 0.8, (4, 4), moved=True),
    pair(["ح"], ["d"], 0.7, (5, 3)),
    pair([], ["f"], 0, (0, 5)),
]


def test_the_ladder() -> None:
    assert "".join(hunalign.write_pairs(LINKS)).splitlines()[0] == "0\t0\t0.9000"
    assert rungs("".join(hunalign.write_pairs(LINKS))) == [
        ([0], [0], 0.9),
        ([1], [], 0),
        ([], [1], 0),
        ([2, 3], [2], 0.75),
        ([4], [], 0),
        ([5], [3], 0.7),
        ([], [4, 5], 0),
    ]
    assert list(hunalign.write_pairs([])) == ["0\t0\t0.0000\n"]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), max_size=8))
def test_a_ladder_has_every_sentence_once(sizes: list[tuple[int, int]]) -> None:
    src = tgt = 0
    pairs = []
    for a, f in sizes:
        pairs.append(pair(["س"] * a, ["s"] * f, 0.5, (src, tgt)))
        src, tgt = src + a, tgt + f
    found = rungs("".join(hunalign.write_pairs(pairs)))
    assert [n for link in found for n in link[0]] == list(range(src))
    assert [n for link in found for n in link[1]] == list(range(tgt))
    linked = [(a, f) for a, f, _ in found if a and f]
    assert linked == [([s.number for s in p.src], [s.number for s in p.tgt]) for p in pairs if p.src and p.tgt]


def test_vecalign_keeps_links_that_cross() -> None:
    lines = "".join(vecalign.write_pairs(LINKS)).splitlines()
    assert lines[:4] == ["[0]:[0]:0.100000", "[1]:[]:0.000000", "[]:[1]:0.000000", "[2, 3]:[2]:0.250000"]
    read = [tuple(ast.literal_eval(part) for part in line.split(":")) for line in lines]
    assert [(src, tgt) for src, tgt, _ in read] == [
        ([s.number for s in p.src], [s.number for s in p.tgt]) for p in LINKS
    ]


def test_what_is_only_written(tmp_path: Path) -> None:
    (tmp_path / "x.ladder").write_text("0\t0\t1\n")
    with pytest.raises(UsageError, match=r"\.ladder is only written"):
        formats.read_bitext(str(tmp_path / "x.ladder"))


# The command line ----------------------------------------------------------------------------------------------------


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["aligner", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return int(ended.value.code or 0)


def test_align_and_check_in_every_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ar.txt").write_text(f"{AR}\n", encoding="utf-8")
    (tmp_path / "fr.txt").write_text(f"{FR}\n", encoding="utf-8")
    for name in ("out.parquet", "out.moses", "out.ladder", "out.vecalign"):
        suffix = name.split(".")[1]
        form = {"ladder": "hunalign"}.get(suffix, suffix)
        assert run(monkeypatch, "align", "ar.txt", "fr.txt", "--to", form, "-o", name) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "ar.txt",
        "fr.txt",
        "out.ar",
        "out.fr",
        "out.ladder",
        "out.parquet",
        "out.vecalign",
    ]
    for inputs in (["out.parquet"], ["out.ar", "out.fr"], ["out.fr", "out.ar"]):
        assert run(monkeypatch, "check", *inputs, "-o", "report.tsv") == 0
        _, line = (tmp_path / "report.tsv").read_text(encoding="utf-8").splitlines()
        assert line.split("\t")[1:3] == [AR, FR]
    assert run(monkeypatch, "check", "out.ar", "out.fr", "-o", "out.fr", "--to", "tsv") == 2
    assert run(monkeypatch, "align", "out.ar", "fr.txt", "--to", "moses", "-o", "out") == 2
    assert run(monkeypatch, "align", "ar.txt", "fr.txt", "--to", "moses") == 2
    assert "two files" in capsys.readouterr().err


def test_folders_in_two_files_a_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for lang, text in (("ar", AR), ("fr", FR)):
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "one.txt").write_text(f"{text}\n", encoding="utf-8")
    assert run(monkeypatch, "align", "ar", "fr", "--to", "moses", "-o", "out") == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one.ar", "one.fr"]


def test_every_writer_is_whole() -> None:
    for form in formats.formats():
        if form.writes == "bitext" and not hasattr(form.module, "write_sides"):
            try:
                made = formats.written(form.module, LINKS, "x")
            except AlignerError as error:
                pytest.fail(str(error))
            assert list(made) == ["x"] and made["x"]
