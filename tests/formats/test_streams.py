"""Texts read line by line: the same lines as of the whole text, whatever the encoding and the line ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner import formats
from aligner.errors import InputError
from aligner.formats import _streams, csv
from aligner.formats._streams import Line, Lines

TEXTS = st.lists(st.text(st.sampled_from("نعم لاé\t»a"), max_size=12), min_size=1, max_size=20)


@given(
    TEXTS, st.sampled_from(["\n", "\r", "\r\n"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]), st.integers(2, 60)
)
def test_as_in_the_whole_text(parts: list[str], end: str, encoding: str, sample: int) -> None:
    text = "نعم" + end.join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_streams, "_SAMPLE", sample)
        lines = list(Lines(text.encode(encoding), "file", 1000))
    plain = text.split(end)
    assert [line.text for line in lines] == (plain if plain[-1] else plain[:-1])
    assert all(text[line.start :].startswith(line.text) for line in lines)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))


def test_from_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes("نعم\r\noui".encode("windows-1256"))
    assert list(Lines(path, "a", 10)) == [Line("نعم", 0, 1), Line("oui", 5, 2)]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        ("نعم\n".encode() * 400_000 + b"\xe9\n", "bytes that are not utf-8"),
        ("نعم\n".encode() * 400_000 + b"\0\n", "line 400001 holds a NUL byte"),
        ("نعم\n".encode() + b"a" * 2000, "line 2 has more than 1,000 characters"),
        (b"a" * 1_100_000, "line 1 has more than 1,000 characters"),
        (b"\xff\xfea", "odd number of bytes"),
    ],
)
def test_what_is_no_text(data: bytes, part: str) -> None:
    with pytest.raises(InputError, match=part) as error:
        list(Lines(data, "file", 1000))
    assert str(error.value).startswith("file: ")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("نعم,oui\nلا,non\n", [("نعم", "oui"), ("لا", "non")]),
        ("oui;نعم\r\nnon, merci;لا\r\n", [("نعم", "oui"), ("لا", "non, merci")]),
        ('fr,ar\n"oui, ""certes""","نعم"\n', [("نعم", 'oui, "certes"')]),
        ('id;texte français;النص العربي\n7;"deux\nlignes";سطران\n', [("سطران", "deux\nlignes")]),
        ("sep=;\nنعم;oui\n", [("نعم", "oui")]),
        ("نعم\t=oui\n", [("نعم", "=oui")]),
        ('ar,fr\nنعم,"=HYPERLINK(""x"")"\nلا,@non\n', [("نعم", '=HYPERLINK("x")'), ("لا", "@non")]),
        ("ar,fr\nنعم,\n,non\n,\n", [("نعم", ""), ("", "non")]),
        ("ar,fr\nنعم\n", [("نعم", "")]),
    ],
)
def test_csv(content: str, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content, encoding="utf-8-sig", newline="")
    source, pairs = formats.read_bitext(str(path))
    assert [(pair.src_text, pair.tgt_text) for pair in pairs] == expected
    assert (source.format, source.encoding) == ("csv", "utf-8-sig")


def test_csv_rows_know_their_lines() -> None:
    first, second = csv.read_pairs('ar,fr\nنعم,"oui\nou"\nلا,non\n'.encode(), "file")[0]
    assert first.tgt[0].lines == (2, 3)
    assert second.src[0].lines == (4, 4)
    assert second.src[0].number == 1


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("oui,non\n", "file: no two columns hold Arabic and French"),
        ("نعم,لا\n", "file: no two columns hold Arabic and French"),
        ('ar,fr\nنعم,oui\nلا,"non" merci\n', "file: line 3: a row that cannot be read"),
        ('ar,fr\nنعم,oui\nلا,"non\n\n', "file: line 3: a row that cannot be read"),
        ('ar,fr\nنعم,"' + "oui\n" * 400_000, "file: line 2: a row that cannot be read"),
    ],
)
def test_no_csv(content: str, part: str) -> None:
    with pytest.raises(InputError, match=part):
        list(csv.read_pairs(content.encode(), "file")[0])
