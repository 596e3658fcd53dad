"""Lines, bitexts and writers by name."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

import pytest
from hostile import AR, FR

from aligner import formats
from aligner.errors import InputError, UsageError


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"a\nb\n", ["a", "b"]),
        (b"a\nb", ["a", "b"]),
        (b"a\r\n\r\nb\r\n", ["a", "", "b"]),
        ("\ufeffé\n".encode(), ["é"]),
        (f"{AR}\n{AR}\n".encode("cp1256"), [AR, AR]),
        ("a\u2028b\x0bc\n".encode(), ["a\u2028b\x0bc"]),
        (b"a\n\n", ["a", ""]),
    ],
)
def test_lines(data: bytes, lines: list[str], tmp_path: Path) -> None:
    (tmp_path / "lines").write_bytes(data)
    assert [line for _, line in formats.read_lines(str(tmp_path / "lines"))] == lines


def test_a_bitext_and_where_it_came_from(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(f"{AR}\t{FR}\n", encoding="utf-8")
    source, pairs = formats.read_bitext(str(path))
    assert (source.path, source.format) == (str(path), "tsv")
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert source.bytes == path.stat().st_size
    assert [(p.src_text, p.tgt_text) for p in pairs] == [(AR, FR)]
    assert [p.tgt_text for p in formats.read_pairs(str(path))] == [FR]


@pytest.mark.parametrize(
    ("name", "data", "encoding"),
    [
        ("a.tsv", f"{AR}\t{FR}\n".encode(), "utf-8"),
        ("a.tsv", f"{AR}\tLe port\n".encode("cp1256") * 9, "windows-1256"),
        ("a.jsonl", f'{{"ar": "{AR}", "fr": "{FR}"}}\n'.encode("utf-16"), "utf-16-le"),
    ],
)
def test_the_encoding_of_a_bitext(name: str, data: bytes, encoding: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    source, pairs = formats.read_bitext(str(tmp_path / name))
    assert source.encoding == encoding
    assert next(pairs).src_text == AR


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n%\xe2\xe3", b"<html><script>1</script>", b"a\0b" * 9])
def test_standard_input_has_a_name(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    with pytest.raises(InputError, match=r"^standard input: "):
        formats.read("-")


def test_a_document_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FR.encode())))
    assert formats.read("-").source.path == "standard input"


def test_a_file_without_a_name() -> None:
    with pytest.raises(InputError, match="the name of a file is empty"):
        formats.read("")


def test_a_document_is_no_bitext(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(FR, encoding="utf-8")
    with pytest.raises(UsageError, match=r"\.md is a document; a bitext is expected"):
        formats.read_bitext(str(tmp_path / "page.md"))
    with pytest.raises(InputError, match="no such file"):
        formats.read_bitext(str(tmp_path / "none.tsv"))


def test_writers_by_name() -> None:
    for name in ("jsonl", "tsv"):
        assert formats.writer(name).SUFFIXES[0] == f".{name}"
    assert formats.writer("xlf") is formats.writer("xliff")
    for name in ("markdown", "", "json"):
        with pytest.raises(UsageError, match=r"choose one of .*jsonl, .*tsv"):
            formats.writer(name)
