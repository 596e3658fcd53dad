"""ZIP archives and folders as one page."""

from __future__ import annotations

import io
import json
import os
import stat
import time
import zipfile
from pathlib import Path

import pytest
from hostile import AR, FR, docx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aligner import formats
from aligner.errors import InputError
from aligner.formats import archive
from aligner.run import audit

W = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"


def zipped(files: dict[str, bytes | str], **entries: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in {**files, **entries}.items():
            made.writestr(name, data)
    return sink.getvalue()


def page(tmp_path: Path, data: bytes, name: str = "a.zip") -> tuple[list[str], tuple[str, ...]]:
    (tmp_path / name).write_bytes(data)
    document = formats.read(str(tmp_path / name))
    assert document.source.format == "archive"
    for block in document.blocks:
        assert document.text[block.start : block.start + len(block.text)] == block.text
    return [block.text for block in document.blocks], document.notes


FILES: dict[str, bytes | str] = {
    "page10.txt": "Dix.\n",
    "page2.html": f"<p>{AR}<p>{FR}",
    "sous/dossier/3.docx": docx(W.format("Trois.")),
    "page1.md": "# Un\n\nUn.\n",
    "photo.png": b"\x89PNG",
    "__MACOSX/page1.md": b"x",
    ".hidden.txt": "x",
}


def test_every_document_by_name(tmp_path: Path) -> None:
    texts, notes = page(tmp_path, zipped(FILES))
    assert texts == ["Un", "Un.", "———", AR, FR, "———", "Dix.", "———", "Trois."]
    assert notes[0] == (
        "Read as one page: page1.md from line 1, page2.html from line 4, page10.txt from line 5, "
        "sous/dossier/3.docx from line 6."
    )
    assert notes[1] == "Files that are no documents, and links: photo.png, __MACOSX/page1.md, .hidden.txt."


def test_a_folder_is_read_in_the_same_way(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    for name, data in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    document = formats.read(str(folder))
    assert [block.text for block in document.blocks] == ["Un", "Un.", "———", AR, FR, "———", "Dix.", "———", "Trois."]
    assert document.source.format == "folder"
    digest = document.source.sha256
    (folder / "page10.txt").write_text("Onze.")
    assert formats.read(str(folder)).source.sha256 != digest


def test_the_pages_of_an_archive_are_audited_together(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(
        zipped({"ar.txt": AR, "fr.txt": FR, "posts.json": json.dumps([{"text": "Le port est fermé.", "user": "x"}])})
    )
    report = audit(str(tmp_path / "a.zip"))
    assert [(s.status, s.author) for s in report.statements] == [("paired", None), ("target-only", "x")]
    assert "Read as one page: ar.txt from line 1" in report.notes[0]


def test_names_are_harmless(tmp_path: Path) -> None:
    names = [
        "../../evil.txt",
        "/etc/evil.txt",
        "C:\\evil.txt",
        "a\nb\u202e.txt",
        "‮txt.exe",
        "ق" * 300 + ".txt",
        "=1+1.txt",
    ]
    texts, notes = page(tmp_path, zipped(dict.fromkeys(names, "Oui.")))
    assert texts.count("Oui.") == 6
    assert all("\n" not in note for note in notes)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]
    assert not (tmp_path.parent / "evil.txt").exists()


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Secret.")
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "page.txt").write_text("Oui.")
    (folder / "link.txt").symlink_to(secret)
    (folder / "up").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe.txt")
    document = formats.read(str(folder))
    assert [block.text for block in document.blocks] == ["Oui."]
    assert document.notes[1].startswith("Files that are no documents, and links: ")
    assert {"link.txt", "up", "pipe.txt"} <= set(document.notes[1].rstrip(".").split(": ")[1].split(", "))

    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as made:
        made.writestr("page.txt", "Oui.")
        made.writestr(link, str(secret))
    assert page(tmp_path, sink.getvalue())[0] == ["Oui."]


def test_one_bad_document_does_not_cost_the_others(tmp_path: Path) -> None:
    texts, notes = page(
        tmp_path,
        zipped({"a.txt": "Oui.", "b.docx": b"x", "c.txt": b"", "d.txt": zipped({"x.txt": "Non."}), "e.json": "{}"}),
    )
    assert texts == ["Oui."]
    assert notes[1] == (
        "Documents that could not be read: b.docx (no DOCX: this is another kind of file with that name), "
        "c.txt (the file is empty), d.txt (an archive within an archive is not opened), "
        "e.json (no post was found: objects with one of the keys full_text, text, content, message, body, caption are "
        "expected)."
    )


def _password() -> bytes:
    data = bytearray(zipped({"a.txt": AR}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    return bytes(data)


def _liar() -> bytes:
    """An archive that says of 200 MB that they are 10 bytes."""
    data = bytearray(zipped({"a.txt": b"a\n" * (100 << 20)}))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = data.find(mark) + at
        data[start : start + 4] = (10).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    ("make", "part"),
    [
        (_password, "a.txt .it has a password"),
        (lambda: zipped({"a.txt": b"a\n" * (40 << 20)}), "larger than 64 MB"),
        (lambda: zipped({f"{n}.txt": (b"a " * 500_000 + b"\n") * 2 for n in range(40)}), "larger than 64 MB"),
        (lambda: zipped({f"{n}.txt": b"" for n in range(5_001)}), "5,001 files in one archive"),
        (lambda: zipped({f"{n}.txt": b"" for n in range(1_001)}), "1,001 documents"),
        (lambda: zipped({f"{n}.txt": b"" for n in range(300)}), "more than 200 documents cannot be read"),
        (lambda: b"PK\x03\x04" + b"PK\x01\x02" * 200_000, "200,000 files in one archive"),
        (lambda: zipped({"a.txt": b""}), "no document in it can be read: a.txt .the file is empty"),
        (lambda: zipped({"a.txt": AR})[:60] + bytes(30) + zipped({"a.txt": AR})[90:], "damaged|broken"),
        (_liar, "damaged|larger|one paragraph|empty"),
    ],
    ids=["password", "bomb", "bombs", "entries", "documents", "failures", "crowd", "empty", "noise", "liar"],
)
def test_no_page(make: object, part: str, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(make())  # type: ignore[operator]
    started = time.monotonic()
    with pytest.raises(InputError, match=part) as error:
        formats.read(str(path))
    assert "\n" not in str(error.value)
    assert time.monotonic() - started < 8


WHOLE = zipped({"a.txt": AR, "b.html": f"<p>{FR}"})


@settings(deadline=None, max_examples=300)
@given(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8))
@example((WHOLE.index(b"PK\x01\x02") + 6) / len(WHOLE), b"\xff")  # a version of ZIP that nobody has
@example((WHOLE.index(b"PK\x01\x02") + 28) / len(WHOLE), b"\0")  # a file without a name
def test_damaged_archives_give_text_or_one_line(place: float, noise: bytes) -> None:
    at = round(place * len(WHOLE))
    data = WHOLE[:at] + noise + WHOLE[at + len(noise) :]
    archive.claims(data)
    try:
        archive.read(data, "a.zip").text.encode("utf-8")
    except InputError as error:
        assert "\n" not in str(error)


def test_office_documents_are_no_archives(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(docx(W.format("Oui.")))
    assert formats.read(str(tmp_path / "a.zip")).source.format == "docx"


def test_a_folder_without_documents(tmp_path: Path) -> None:
    (tmp_path / "a.exe").write_bytes(b"x")
    with pytest.raises(InputError, match=r"no document in it can be read: known are .*\.txt"):
        formats.read(str(tmp_path))
    deep = tmp_path / "/".join("abcdefghijkl")
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("Oui.")
    with pytest.raises(InputError, match="no document"):
        formats.read(str(tmp_path))
