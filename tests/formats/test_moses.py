"""Moses pairs: two files of equal lines."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import AR, FR
from hypothesis import given, settings
from hypothesis import strategies as st
from pairs import TEXTS, pair, texts

from aligner import formats
from aligner.errors import InputError, UsageError
from aligner.formats import moses


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
    # Enough of either language: which file is which is told by how it begins.
    first = pair([" ".join(["نعم"] * 600)], [" ".join(["oui"] * 600)])
    given_ = [first, *(pair(*row) for row in rows)]
    ar, fr = formats.written(moses, given_, str(folder / "x")).values()
    back = texts(formats.read_sides(*two(folder, ar, fr))[1])
    assert back == [texts_ for texts_ in texts(given_) if any(texts_)]


def test_two_files_are_written(tmp_path: Path) -> None:
    assert formats.places(moses, "x") == formats.places(moses, "x.moses") == formats.places(moses, "x.fr")
    assert formats.places(moses, "x") == ["x.ar", "x.fr"]
    with pytest.raises(UsageError, match="name a file with --out"):
        formats.written(moses, [], "-")
