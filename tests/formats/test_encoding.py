"""Bytes to text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats._encoding import LEGACY, decode

ROWS = [
    row.split("\t")[1]
    for row in (Path(__file__).parents[1] / "cases" / "encodings.tsv").read_text(encoding="utf-8").splitlines()[2:]
]
UNICODE = ("utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16")


def _encoded(text: str, encoding: str) -> bytes | None:
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return None
    if encoding != "mac-arabic":
        return data
    # Python prefers the right-to-left twins of ASCII characters; programs on the Mac wrote the plain ones.
    return bytes(b & 0x7F if 0xA0 <= b <= 0xBF and bytes([b]).decode(encoding) == chr(b & 0x7F) else b for b in data)


CASES = [
    (text, encoding, data)
    for text in ROWS
    for encoding in (*UNICODE, *LEGACY)
    if (data := _encoded(text, encoding)) is not None
]


@pytest.mark.parametrize(("text", "encoding", "data"), CASES, ids=[f"{text[:12]}-{e}" for text, e, _ in CASES])
def test_rows_come_back(text: str, encoding: str, data: bytes) -> None:
    decoded, found = decode(data, "file")
    assert decoded == text
    bare = data.removeprefix(b"\xff\xfe").removeprefix(b"\xef\xbb\xbf")
    assert bare.decode(found) == text  # the name is one that Python knows


def test_every_encoding_is_tried() -> None:
    assert {encoding for _, encoding, _ in CASES} == {*UNICODE, *LEGACY}


def test_half_an_emoji_does_not_cost_the_text() -> None:
    data = "نعم".encode("utf-16-le") + b"\x3d\xd8" + " oui, à demain".encode("utf-16-le")
    assert decode(b"\xff\xfe" + data, "file")[0] == "نعم\ufffd oui, à demain"


def test_what_the_file_declares_settles_doubts() -> None:
    data = "un été".encode("cp1252")
    assert decode(data, "file")[1] == "windows-1252"
    assert decode(data, "file", "windows-1256") == ("un été", "windows-1256")
    # A declaration that makes no sense of the bytes is not believed.
    assert decode("قالت الوزارة إن الطريق مفتوح".encode("cp1256"), "file", "iso-8859-1")[1] == "windows-1256"


def test_stray_controls_do_not_make_a_text_binary() -> None:
    text = "Une page avec un saut\x0cde page et une fin de fichier" * 10 + "\x1a"
    assert decode(text.encode(), "file")[0] == text


WORDS = st.sampled_from([word for row in ROWS for word in row.split()])


# A single sign may be many things: two bytes say nothing of their encoding.
@given(st.lists(WORDS, min_size=2, max_size=60), st.sampled_from(UNICODE))
def test_unicode_comes_back(words: list[str], encoding: str) -> None:
    text = "\n".join(words)
    assert decode(text.encode(encoding), "file")[0] == text


@given(st.lists(WORDS, min_size=25, max_size=60), st.sampled_from(LEGACY))
def test_single_byte_texts_come_back(words: list[str], encoding: str) -> None:
    text = " ".join(word for word in words if _encoded(word, encoding) is not None)
    data = _encoded(text, encoding)
    if data is None or len([b for b in data if b > 127]) < 20:
        return
    assert decode(data, "file")[0] == text


@given(st.binary(max_size=400))
def test_any_bytes_give_text_or_one_line(data: bytes) -> None:
    try:
        text, encoding = decode(data, "file")
    except InputError as error:
        assert "\n" not in str(error)
        assert "file" in str(error)
    else:
        assert "\0" not in text
        text.encode("utf-8")
        assert "".encode(encoding) is not None
