"""Files in and out: which format is chosen, what is refused and how, and writing whole or not at all."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import AR, FILES, FR, docx

from aligner import formats
from aligner.errors import AlignerError, InputError, OutputError, UsageError


@pytest.mark.parametrize("name", FILES)
def test_refused_in_one_line(name: str, tmp_path: Path) -> None:
    make, part = FILES[name]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(AlignerError) as error:
        formats.read(str(path))
    message = str(error.value)
    assert "\n" not in message
    assert str(path) in message
    assert re.search(part, message), message
    assert len(message) < len(str(path)) + 250


def test_every_format_says_what_it_is() -> None:
    names = [format_.name for format_ in formats.formats()]
    assert {"docx", "html", "jsonl", "markdown", "po", "text", "tmx", "tsv", "xliff", "xliff12"} <= set(names)
    suffixes = [suffix for format_ in formats.formats() for suffix in format_.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    for format_ in formats.formats():
        assert set(format_.reads.split(", ")) <= {"document", "bitext", ""}
        assert format_.reads or format_.writes
        assert format_.keeps and format_.loses


@pytest.mark.parametrize(
    ("name", "data", "chosen"),
    [
        ("a.txt", FR.encode(), "text"),
        ("a.md", FR.encode(), "markdown"),
        ("a.unknown", FR.encode(), "text"),
        ("a", FR.encode(), "text"),
        ("A.HTM", b"<p>x", "html"),
        ("a.txt", b"<!DOCTYPE html><p>x", "html"),
        ("a.txt", "\ufeff<html><p>é".encode("utf-16"), "html"),
        ("a", b"<!-- saved -->\n<html><p>x", "html"),
        ("a.txt", b"<p> is how HTML begins a paragraph", "text"),
        ("a.txt", docx("<w:p><w:r><w:t>x</w:t></w:r></w:p>"), "docx"),
    ],
)
def test_content_decides_then_the_suffix(name: str, data: bytes, chosen: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    document = formats.read(str(path))
    assert document.source.format == chosen
    assert document.source.bytes == len(data)
    assert len(document.source.sha256) == 64


def test_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{AR}\n{FR}".encode())))
    document = formats.read("-")
    assert [block.text for block in document.blocks] == [AR, FR]
    assert document.source.path == "standard input"


def test_missing_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        formats.read(str(tmp_path / "absent.txt"))
    with pytest.raises(InputError, match="no document in it can be read"):
        formats.read(str(tmp_path))
    (tmp_path / "file").write_text("x")
    with pytest.raises(InputError, match="cannot be read"):
        formats.read(str(tmp_path / "file" / "below.txt"))
    with pytest.raises(InputError, match="cannot be read"):
        formats.read("a\0b")


def test_a_document_is_no_bitext(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"x")
    with pytest.raises(UsageError, match=r"\.md is a document; a bitext is expected here \(\.csv"):
        formats.read_pairs(str(path))


def test_bitext_by_content(tmp_path: Path) -> None:
    path = tmp_path / "pairs"
    path.write_text('{"ar": "نعم", "fr": "oui"}\n', encoding="utf-8")
    assert [pair.tgt_text for pair in formats.read_pairs(str(path))] == ["oui"]
    path.write_text("نعم\toui\n", encoding="utf-8")
    assert [pair.tgt_text for pair in formats.read_pairs(str(path))] == ["oui"]


def test_write_replaces_whole_files(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    formats.write(str(path), AR)
    assert path.read_text(encoding="utf-8") == AR
    path.chmod(0o640)
    formats.write(str(path), FR.encode())
    assert path.read_text(encoding="utf-8") == FR
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_write_keeps_links(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "real.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    formats.write(str(link), "new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_write_says_why_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutputError, match="no folder"):
        formats.write(str(tmp_path / "absent" / "out.txt"), "x")
    with pytest.raises(OutputError, match="is a folder"):
        formats.write(str(tmp_path), "x")
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="cannot be written"):
        formats.write(str(tmp_path / "file" / "out.txt"), "x")
    monkeypatch.setattr("aligner.formats._writing.os.access", lambda *_: False)
    with pytest.raises(OutputError, match="write-protected"):
        formats.write(str(tmp_path / "file"), "y")
    assert (tmp_path / "file").read_text() == "x"


def test_write_leaves_nothing_behind_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "out.txt"
    path.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("aligner.formats._writing.os.fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        formats.write(str(path), "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_write_to_standard_output_and_devices(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    formats.write("-", AR)
    assert capfdbinary.readouterr().out == AR.encode()
    formats.write("/dev/null", "x")
    assert not Path("/dev/null").is_file()


def test_pieces_are_written_in_turn(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    taken = []

    def pieces(name: str, count: int) -> Iterator[str | bytes]:
        for number in range(count):
            taken.append((name, number))
            yield f"{name}{number}" if number else f"{name}0".encode()

    formats.write_all({str(tmp_path / "a"): pieces("a", 3), "-": pieces("b", 1), "/dev/null": "c"})
    assert taken == [("a", 0), ("b", 0), ("a", 1), ("a", 2)]
    assert (tmp_path / "a").read_text() == "a0a1a2"
    assert capfdbinary.readouterr().out == b"b0"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_nothing_is_left_of_pieces_that_fail(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    def pieces() -> Iterator[str]:
        yield "a"
        raise InputError("broken")

    (tmp_path / "a").write_text("old")
    with pytest.raises(InputError, match="broken"):
        formats.write_all({str(tmp_path / "a"): pieces(), str(tmp_path / "b"): "b", "-": "c"})
    assert (tmp_path / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert capfdbinary.readouterr().out == b""
