"""Bad input is one line, and nothing is written."""

from __future__ import annotations

import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import Run, files, save
from samples import AR, FR

from aligner import cli

MIXED = f"{AR[0]}\n".encode() + f"{AR[1]}\n".encode("cp1256")

# Arguments, what the message must say. ar, fr: two documents; the other names are made in the test.
BAD = [
    ("audit none.txt", "none.txt: there is no such file"),
    ("audit folder", "folder: no document in it can be read"),
    ("audit empty.txt", "empty.txt: the file is empty"),
    ("audit ar.txt", "ar.txt: no French text was found"),
    ("audit fr.txt", "fr.txt: no Arabic text was found"),
    ("audit ar.txt ar.txt", "no French text was found"),
    ("audit image.txt", "image.txt.*PNG"),
    ("audit broken.docx", "broken.docx.*broken DOCX"),
    ("audit mixed.txt", "mixed.txt.*line 2"),
    ("audit line.txt", "line.txt.*50,000,000"),
    ("audit ar.txt fr.txt --to pdf", "no report form 'pdf'.*html, json, jsonl, "),
    ("audit ar.txt fr.txt --to html,json", "name a file with --out"),
    ("audit ar.txt fr.txt -o out.pdf", "no report form 'pdf'"),
    ("audit ar.txt fr.txt --checks numbr", "unknown check: numbr; known are"),
    ("audit ar.txt fr.txt -o none/out.html", "none/out.html: there is no folder none"),
    ("audit ar.txt fr.txt --to html -o folder", "folder is a folder"),
    ("audit ar.txt fr.txt -o locked.html", "locked.html.*write-protected"),
    ("audit ar.txt fr.txt third.txt", "unexpected extra argument"),
    ("audit", "Missing argument"),
    ("audit ar.txt --form html", "No such option.*--form"),
    ("tell", "No such command 'tell'"),
    ("align ar.txt", "Missing argument"),
    ("align ar.txt none.txt", "none.txt: there is no such file"),
    ("align ar.txt fr.txt --to json", "no bitext can be written as 'json': choose one of .*jsonl, .*tsv"),
    ("align ar.txt fr.txt -o out.pdf", "no bitext can be written as 'pdf'"),
    ("align ar.txt ar.txt", "ar.txt: not in French: give the Arabic text first"),
    ("align fr.txt ar.txt", "fr.txt: not in Arabic: give the Arabic text first"),
    ("align ar.txt folder", "folder: no document in it can be read"),
    ("align folder fr.txt -o out", "fr.txt: no such folder"),
    ("align folder folder", "name a folder for the results with --out"),
    ("align folder other -o out", "1 files have no counterpart, such as a"),
    ("check ar.txt", "ar.txt: .txt is a document; a bitext is expected"),
    ("check wrong.tsv", "wrong.tsv.*no column holds Arabic"),
    ("check pairs.tsv --checks numbr", "unknown check: numbr"),
    ("check pairs.tsv --to pdf", "no report form 'pdf'"),
    ("check pairs.tsv --severity number", "write CHECK=SEVERITY"),
    ("check pairs.tsv --severity number=fatal", "severity of number is 'fatal': known are error, warning, info, off"),
    ("check pairs.tsv --glossary none.csv", "none.csv: there is no such file"),
    ("check pairs.tsv --glossary gold.json", "gold.json: no column holds Arabic"),
    ("check pairs.tsv --ignore none.jsonl", "none.jsonl: there is no such file"),
    ("check pairs.tsv --accept pairs.tsv", "pairs.tsv: line 1 is not JSON"),
    ("check pairs.tsv --accept r.json -o r.json", "accepted findings need a file of their own"),
    ("check pairs.tsv --accept folder", "folder is a folder"),
    ("check pairs.tsv --config none.toml", "none.toml: there is no such file"),
    ("check pairs.tsv --config pairs.tsv", "pairs.tsv: no TOML"),
    ("check pairs.tsv --glossary terms.csv -o terms.csv", "no report form 'csv'"),
    ("check pairs.tsv --glossary terms.csv --to json -o terms.csv", "terms.csv is an input"),
    ("checks numbr", "unknown check: numbr"),
    ("score none.tsv", "none.tsv: there is no such file"),
    ("train none.tsv --name mill", "none.tsv: there is no such file"),
    ("train none.tsv --name ar-fr", "give your model another name"),
    ("audit ar.txt fr.txt --model none", "no model named none"),
    ("align ar.txt fr.txt --model none", "no model named none"),
    ("mine ar.txt fr.txt --model none", "no model named none"),
    ("mine ar.txt fr.txt --alone", "name an encoder with --encoder"),
    ("align ar.txt fr.txt --alone", "name an encoder with --encoder"),
    ("score pairs.tsv --model none", "no model named none"),
    ("evaluate none.json gold.json", "none.json: there is no such file"),
    ("evaluate fr.txt gold.json", "fr.txt: neither JSON nor JSON lines"),
    ("evaluate pairs.json gold.json", "pairs.json: no alignment"),
]


@pytest.mark.parametrize(("line", "part"), BAD, ids=[line for line, _ in BAD])
def test_bad_input_is_one_line(
    line: str, part: str, run: Run, texts: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("folder").mkdir()
    save("other/a.txt", FR[0])
    contents: dict[str, Callable[[], str | bytes]] = {
        "empty.txt": lambda: "",
        "image.txt": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
        "broken.docx": lambda: b"PK\x03\x04" + bytes(60),
        "mixed.txt": lambda: MIXED,
        "line.txt": lambda: b"a" * 50_000_000,
        "locked.html": lambda: "mine",
        "wrong.tsv": lambda: "a\tb\n",
        "pairs.tsv": lambda: f"{AR[0]}\t{FR[0]}\n",
        "pairs.json": lambda: "[[1]]",
        "gold.json": lambda: "[]",
        "terms.csv": lambda: "arabic,french\nقافلة,convoi\n",
    }
    for name, content in contents.items():
        if name in line:
            save(name, content())
    monkeypatch.setattr("os.access", lambda path, _: Path(path).name != "locked.html")
    before = {name: Path(name).read_bytes() for name in files()}
    code, out, err = run(*shlex.split(line))
    assert (code, out) == (2, "")
    assert re.fullmatch(r"aligner: [^\n]{10,300}\n", err), err
    assert re.search(part, err), err
    assert {name: Path(name).read_bytes() for name in files()} == before


def test_an_error_of_ours_is_not_hidden(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("aligner.evaluate.evaluate_files", broken)
    monkeypatch.setattr(sys, "argv", ["aligner", "evaluate", "a", "b"])
    with pytest.raises(ZeroDivisionError):
        cli.main()


def test_an_interrupt_ends_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("aligner.evaluate.evaluate_files", interrupted)
    code, _, err = run("evaluate", "a", "b")
    assert code == 130
    assert "Traceback" not in err
