"""Texts that were made to take time or to mislead, on their whole way: page, checks, reports, files and messages."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from samples import AR, FR

from aligner import cli, formats, report
from aligner.data import Pair, Sentence
from aligner.errors import InputError
from aligner.run import audit, check, check_file

ROOT = Path(__file__).parents[1]
# Of the processor; all of this takes a tenth of it, and what grows with the square takes minutes.
SECONDS = 20
ODD_NAMES = [
    "a\nb.tsv",
    "\u202evst.txt.tsv",
    "'\"`$(x)&<b>.tsv",
    "-o.tsv",
    "=1+1.tsv",
    "\x1b]0;x\x07.tsv",
    "ا" * 100 + ".tsv",
    os.fsdecode(b"\xff\xc3.tsv"),
]
PAIRS = [
    *(("نعم ", "oui "), ("1 ", "1 "), ("12", "12"), ("«", "« "), ("(", "("), (". ", ". "), ("@", "@"), ("#ا ", "#a ")),
    *(
        ("http://", "http://"),
        ("ا", "A"),
        ("محمد ", "Mohamed "),
        ("لا ", "ne pas "),
        ("3 آذار ", "3 mars "),
        ("-", "-"),
    ),
    *(
        ("?", "?"),
        ("\u200d", "\u200d"),
        ("و", "et "),
        ("ألف ", "mille "),
        ("&", "&amp;"),
        ("Ã©", "Ã©"),
        ("\u202e", "\u202e"),
    ),
]
PAGES = {
    "lines": "نعم\n" + "a\n" * 30_000,
    "headers": "نعم\n" + "Name @h\n10:00\noui\n" * 5_000,
    "signatures": "نعم\noui\n— @a\n" * 500,
    "separators": "نعم\n\n" + "ا / a " * 50_000 + "oui",
    "spaces": "نعم" + " " * 200_000 + "oui",
    "sentences": "نعم. " * 20_000 + "\n\nOui.",
    "letters": "نعم\n" + "a" * 300_000,
    "pairs": "\n\n".join(f"{ar}\n\n{fr}" for ar, fr in zip(AR, FR, strict=True)) * 30,
}


@pytest.mark.parametrize("texts", PAIRS, ids=repr)
def test_a_pair_of_fifty_thousand_letters(texts: tuple[str, str]) -> None:
    src, tgt = ((text * 50_000)[:50_000] for text in texts)
    (pair,) = check([Pair((Sentence(src),), (Sentence(tgt),))])
    assert 0 <= pair.fidelity <= 1


@pytest.mark.parametrize("name", PAGES)
def test_pages_that_repeat_themselves(name: str, tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGES[name], encoding="utf-8")
    try:
        assert audit(str(path)).statements
    except InputError as error:
        assert str(path) in str(error)


def test_more_sentences_than_can_be_compared(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text("كتاب\nlivre\n" * 6_000, encoding="utf-8")
    with pytest.raises(InputError, match=r"page\.txt: 6,000 Arabic and 6,000 French sentences are too many"):
        audit(str(path))


def test_text_that_is_turned_is_reported_and_shown(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(f"{AR[0]}\tLe total est \u202e17\u202c morts.\n", encoding="utf-8")
    found = check_file(str(path))
    assert "encoding" in [finding.check for finding in found.statements[0].pairs[0].findings]
    for form in ("text", "html", "md"):
        assert "\u202e" not in report.render(found, form)  # type: ignore[operator]


@pytest.mark.parametrize("sign", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_no_cell_becomes_a_formula(sign: str, tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(f"{AR[0]}\t{sign}\n", encoding="utf-8")
    pairs = list(formats.read_pairs(str(path)))
    made = formats.written(formats.writer("xlsx"), pairs, "x")["x"]
    for book in (made, report.render(check_file(str(path)), "xlsx")):
        assert isinstance(book, bytes)
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            assert not any(b"<f>" in archive.read(name) or b"<f " in archive.read(name) for name in archive.namelist())
        (tmp_path / "x.xlsx").write_bytes(book)
        assert [pair.tgt_text for pair in formats.read_pairs(str(tmp_path / "x.xlsx"))] == [sign]
    # A table of tabs holds texts as they are: a mark before them would change them.
    assert formats.written(formats.writer("tsv"), pairs, "x")["x"] == f"{AR[0]}\t{sign}\n"


@pytest.mark.parametrize("name", ODD_NAMES, ids=ascii)
def test_names_of_files_are_shown_and_not_obeyed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["aligner", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr().err
        assert not set("\x1b\x07\u202e").intersection(said) and said.count("\n") == bool(said)
        return int(ended.value.code or 0), said

    monkeypatch.chdir(tmp_path)
    assert run("check", "--to", "json", "--", name)[0] == 2
    Path(name).write_text(f"{AR[0]}\t{FR[0]}\n", encoding="utf-8")
    for form in report.names():
        out = f"out.{form}"
        assert run("check", "--to", form, "-o", out, "--", name) == (0, "")
        made = Path(out).read_bytes()
        if form in ("html", "text", "md", "junit"):
            text = made.decode("utf-8")
            assert not set("\x1b\x07\u202e").intersection(text)
            assert form == "text" or "<b>.tsv" not in text
    before = Path(name).read_bytes()
    assert run("check", "--to", "tsv", "-o", name, "--", name)[0] == 2
    assert Path(name).read_bytes() == before


def test_links_in_and_out(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "pairs.tsv").write_text(f"{AR[0]}\t{FR[0]}\n", encoding="utf-8")
    link, loop, dangling = tmp_path / "link.tsv", tmp_path / "loop.tsv", tmp_path / "new.tsv"
    link.symlink_to(there / "pairs.tsv")
    loop.symlink_to(loop)
    dangling.symlink_to(there / "new.tsv")
    assert len(list(formats.read_pairs(str(link)))) == 1
    with pytest.raises(InputError, match=r"loop\.tsv: cannot be read"):
        formats.read_pairs(str(loop))
    formats.write(str(dangling), "x")
    assert dangling.is_symlink() and (there / "new.tsv").read_text() == "x"


SMALL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
from aligner import cli
cli.main()
"""


def test_a_full_disk(tmp_path: Path) -> None:
    place, out = tmp_path / "pairs.tsv", tmp_path / "out.html"
    place.write_text("".join(f"{ar}\t{fr}\n" for ar, fr in zip(AR, FR, strict=True)), encoding="utf-8")
    out.write_text("old")
    whole = ["-m", "aligner"]
    for run, target, reason in ((["-c", SMALL], str(out), "File too large"), (whole, "/dev/full", "No space left")):
        arguments = ["check", str(place), "--to", "html", "-o", target]
        made = subprocess.run([sys.executable, *run, *arguments], cwd=ROOT, capture_output=True, text=True)
        assert made.returncode == 2, made.stderr
        assert (
            made.stderr.startswith(f"aligner: {target}: cannot be written: {reason}") and made.stderr.count("\n") == 1
        )
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.html", "pairs.tsv"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Exception, match="cannot be written"):
        formats.write(str(tmp_path / "x"), "x")
