"""The command line: what it prints, where it writes, how it ends."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import AR, CORPORA, FR

from aligner import __version__, cli
from aligner.checks import catalogue

ROOT = Path(__file__).parents[1]
COMMANDS = "audit check align mine score evaluate build train models checks formats".split()
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs ``aligner`` with these arguments in an empty folder: exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["aligner", *arguments])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture
def texts(tmp_path: Path) -> tuple[str, str]:
    """Two documents that agree."""
    for name, side in (("ar.txt", AR), ("fr.txt", FR)):
        (tmp_path / name).write_text("\n\n".join(side[:4]) + "\n", encoding="utf-8")
    return "ar.txt", "fr.txt"


def save(name: str, text: str | bytes) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def files() -> set[str]:
    return {str(path) for path in Path().rglob("*") if path.is_file()}


def test_help_names_every_command(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    assert re.findall(r"^  (\w+) ", out.split("Commands:\n")[1].split("\n\n")[0], flags=re.MULTILINE) == COMMANDS
    assert "Exit codes: 0" in " ".join(out.split())
    for command in COMMANDS:
        code, out, _ = run(command, "--help")
        assert (code, f"aligner {command}" in out) == (0, True)


def test_version(run: Run) -> None:
    assert run("--version") == (0, f"{__version__}\n", "")


def test_as_a_module_with_standard_input() -> None:
    page = (CORPORA / "agency-reversed.txt").read_bytes()
    made = subprocess.run(
        [sys.executable, "-m", "aligner", "audit", "-", "--to", "json"],
        input=page,
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert (made.returncode, made.stderr) == (1, b"")
    assert json.loads(made.stdout)["sources"][0]["path"] == "standard input"


def test_exit_codes_of_an_audit(run: Run, texts: tuple[str, str]) -> None:
    code, out, err = run("audit", *texts)
    assert (code, err) == (0, "")
    assert AR[0] in out
    save("fr.txt", "\n\n".join(FR[:3]))
    assert run("audit", *texts)[0] == 1
    assert run("audit", *texts, "--checks", "number, mark")[0] == 0
    assert run("audit", *texts, "-o", "report.html")[:2] == (1, "")
    assert "<html" in Path("report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("out", "form"),
    [
        ("r.json", "json"),
        ("r.html", "html"),
        ("r.htm", "html"),
        ("r.txt", "text"),
        ("r.jsonl", "jsonl"),
        ("r.HTML", "html"),
        ("r.tmx", "tmx"),
        ("r.xlf", "xliff"),
        ("r.xliff12", "xliff12"),
    ],
)
def test_the_suffix_names_the_form(out: str, form: str, run: Run, texts: tuple[str, str]) -> None:
    assert run("audit", *texts, "-o", out) == (0, "", "")
    assert run("audit", *texts, "--to", form) == (0, Path(out).read_text(encoding="utf-8"), "")


def test_several_forms(run: Run, texts: tuple[str, str]) -> None:
    before = files()
    assert run("audit", *texts, "--to", "html, json,text", "-o", "r.html") == (0, "", "")
    assert files() - before == {"r.html", "r.json", "r.text"}
    assert json.loads(Path("r.json").read_text(encoding="utf-8"))["statements"]


def test_an_audit_twice_gives_the_same_bytes(run: Run) -> None:
    shutil.copy(CORPORA / "tweets-two-blocks.txt", "page.txt")
    assert run("audit", "page.txt", "--to", "json") == run("audit", "page.txt", "--to", "json")


def test_markup_in_a_tweet_is_shown_as_text(run: Run) -> None:
    evil = "<script>alert(1)</script> <img src=x onerror=alert(2)>"
    save("page.txt", f"@nord\n{FR[0]} {evil}\n\n@nord\n{AR[0]} {evil}\n")
    assert run("audit", "page.txt", "-o", "r.html")[0] in (0, 1)
    html = Path("r.html").read_text(encoding="utf-8")
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "alert(1)" in html


def test_align(run: Run, texts: tuple[str, str]) -> None:
    code, out, err = run("align", *texts)
    records = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [(r["src"], r["tgt"]) for r in records] == [([n], [n]) for n in range(4)]
    assert [(r["src_text"], r["tgt_text"]) for r in records] == [([AR[n]], [FR[n]]) for n in range(4)]
    assert all(0.8 < r["score"] <= 1 for r in records)
    assert run("align", *texts, "-o", "pairs.tsv") == (0, "", "")
    assert Path("pairs.tsv").read_text(encoding="utf-8") == "".join(f"{AR[n]}\t{FR[n]}\n" for n in range(4))
    assert run("align", *texts, "--to", "tsv")[1] == Path("pairs.tsv").read_text(encoding="utf-8")


def test_align_to_several_forms(run: Run, texts: tuple[str, str]) -> None:
    assert run("align", *texts, "--to", "jsonl,tmx,moses", "-o", "out.jsonl") == (0, "", "")
    assert files() == {*texts, "out.jsonl", "out.tmx", "out.ar", "out.fr"}
    assert Path("out.jsonl").read_text(encoding="utf-8") == run("align", *texts)[1]
    assert "forms cannot share standard output" in run("align", *texts, "--to", "jsonl,tsv")[2]


def test_align_lines(run: Run) -> None:
    # Lines that the segmenter would cut or join.
    save("ar", f"{AR[0]} {AR[1]}\n{AR[2]}\n{AR[3]}\n{AR[4]}\n")
    save("fr", f"{FR[0]} {FR[1]}\r\n{FR[2]}\r\n{FR[4]}\r\n")
    records = [json.loads(line) for line in run("align", "ar", "fr", "--sentences")[1].splitlines()]
    assert [(r["src"], r["tgt"]) for r in records] == [([0], [0]), ([1], [1]), ([2], []), ([3], [2])]
    assert records[0]["tgt_text"] == [f"{FR[0]} {FR[1]}"]


def test_align_folders(run: Run) -> None:
    for name, numbers in (("a", range(3)), ("b", range(3, 6))):
        save(f"ar/{name}.txt", "\n".join(AR[n] for n in numbers))
        save(f"fr/{name}.txt", "\n".join(FR[n] for n in numbers))
    assert run("align", "ar", "fr", "-o", "out", "--to", "tsv") == (0, "", "")
    assert {path.name for path in Path("out").iterdir()} == {"a.tsv", "b.tsv"}
    assert Path("out/b.tsv").read_text(encoding="utf-8") == "".join(f"{AR[n]}\t{FR[n]}\n" for n in range(3, 6))


def test_check(run: Run) -> None:
    save("pairs.tsv", f"{AR[0]}\t{FR[0]}\nقتل 17 شخصا في الحادث.\t71 personnes sont mortes dans l’accident.\n")
    code, out, err = run("check", "pairs.tsv", "--to", "jsonl")
    first, second = map(json.loads, out.splitlines())
    assert (code, err) == (1, "")
    assert (first["pair"], first["findings"]) == (0, [])
    (finding,) = second["findings"]
    assert (finding["check"], finding["severity"], finding["src"], finding["tgt"]) == (
        "number",
        "error",
        [[4, 6]],
        [[0, 2]],
    )
    assert run("check", "pairs.tsv", "--checks", "mark")[0] == 0


def test_forms_written_together_are_those_written_alone(run: Run) -> None:
    save("pairs.tsv", f"{AR[0]}\t{FR[0]}\n" * 3 + "قتل 17 شخصا في الحادث.\t71 personnes sont mortes.\n")
    forms = ["jsonl", "tsv", "tmx", "xliff", "xliff12"]
    assert run("check", "pairs.tsv", "--to", ",".join(forms), "-o", "together")[0] == 1
    # HTML needs the whole report, so that the others are made from it.
    assert run("check", "pairs.tsv", "--to", ",".join([*forms, "html"]), "-o", "whole")[0] == 1
    for form in forms:
        code, alone, _ = run("check", "pairs.tsv", "--to", form)
        assert code == 1
        assert Path(f"together.{form}").read_text(encoding="utf-8") == alone
        assert Path(f"whole.{form}").read_text(encoding="utf-8") == alone


def test_nothing_is_written_when_the_last_line_is_wrong(run: Run) -> None:
    save("pairs.jsonl", '{"ar": "نعم", "fr": "oui"}\n' * 50 + "{\n")
    before = files()
    for arguments in (["--to", "jsonl"], ["--to", "jsonl,tsv", "-o", "out"], ["-o", "out.html"]):
        code, out, err = run("check", "pairs.jsonl", *arguments)
        assert (code, out) == (2, "")
        assert "pairs.jsonl: line 51 is not JSON" in err
        assert files() == before


def test_exchange_formats(run: Run, texts: tuple[str, str]) -> None:
    for name, form in (("a.tmx", "tmx"), ("a.xlf", "xliff"), ("a.xliff", "xliff12")):
        assert run("align", *texts, "--to", form, "-o", name) == (0, "", "")
        pairs = [json.loads(line) for line in run("align", *texts)[1].splitlines()]
        pairs[1]["tgt_text"] = ["71 camions."]
        text = Path(name).read_text(encoding="utf-8").replace(FR[1], "Il y a <ph>x</ph>71 camions.")
        save(name, text)
        code, out, err = run("check", name, "--to", form)
        assert (code in (0, 1), err) == (True, "")
        # Nothing of the file is lost, and its findings are there.
        assert "<ph>x</ph>" in out
        assert "aligner" in out.replace(text, "")
        assert len(out) > len(text)
        assert run("check", name, "--to", form, "-o", name)[0] == 2
        save("b.tsv", f"{AR[0]}\t{FR[0]}\n")
        assert run("check", "b.tsv", "--to", form)[0] == 0
    save("a.po", f'msgid "{AR[0]}"\nmsgstr "{FR[0]}"\n')
    assert json.loads(run("check", "a.po", "--to", "jsonl")[1])["findings"] == []


WRONG = "قتل 17 شخصا في الحادث.\t71 personnes sont mortes dans l’accident.\n"


def test_severities_are_set_by_the_command_line_or_a_file(run: Run) -> None:
    save("pairs.tsv", WRONG)
    assert run("check", "pairs.tsv", "--severity", "number=warning,mark=off")[0] == 0
    save("aligner.toml", '[severity]\nnumber = "info"\n')
    code, out, _ = run("check", "pairs.tsv", "--to", "jsonl")
    assert (code, json.loads(out)["findings"][0]["severity"]) == (0, "info")
    assert run("check", "pairs.tsv", "--severity", "number=error")[0] == 1
    save("other.toml", 'skip = ["number"]')
    assert json.loads(run("check", "pairs.tsv", "--config", "other.toml", "--to", "jsonl")[1])["findings"] == []


def test_a_glossary(run: Run, texts: tuple[str, str]) -> None:
    save("terms.tsv", "قافلة المساعدات\tconvoi humanitaire\nوفاة\tdécès\n")
    assert run("audit", *texts)[0] == 0
    code, out, _ = run("audit", *texts, "--glossary", "terms.tsv", "--to", "json")
    found = [f for s in json.loads(out)["statements"] for p in s["pairs"] for f in p["findings"]]
    assert (code, [(f["check"], f["suggestion"]) for f in found]) == (
        0,
        [("term", "décès"), ("term", "convoi humanitaire")],
    )
    assert "|glossary:" in json.loads(out)["signature"]


def test_accepted_findings(run: Run) -> None:
    save("pairs.tsv", WRONG)
    assert run("check", "pairs.tsv", "--ignore", "ours.jsonl", "--accept", "ours.jsonl", "-o", "r.json")[0] == 1
    assert Path("ours.jsonl").read_text(encoding="utf-8").count('"check": "number"') == 1
    save("pairs.tsv", WRONG.replace("sont mortes", "sont décédées"))
    code, out, _ = run("check", "pairs.tsv", "--ignore", "ours.jsonl", "--to", "json")
    report = json.loads(out)
    assert (code, report["summary"]["findings"], report["notes"]) == (0, 0, ["1 accepted finding is left out."])
    assert "|ignore:" in report["signature"]
    save("pairs.tsv", WRONG.replace("71", "72"))
    assert run("check", "pairs.tsv", "--ignore", "ours.jsonl")[0] == 1


def test_nothing_is_accepted_when_the_report_cannot_be_written(run: Run) -> None:
    save("pairs.tsv", WRONG)
    assert run("check", "pairs.tsv", "--accept", "ours.jsonl", "-o", "none/r.json")[0] == 2
    assert not Path("ours.jsonl").exists()


@pytest.mark.parametrize("name", sorted(entry.id for entry in catalogue()))
def test_a_check_is_explained(name: str, run: Run) -> None:
    code, out, err = run("checks", name)
    assert (code, err) == (0, "")
    assert out.startswith(f"{name}: ")
    assert "It fires on:" in out
    assert "It is silent on:" in out
    assert "\x1b" not in out
    assert f"--severity {name}=warning" in " ".join(out.split())


def test_score(run: Run) -> None:
    save("pairs.tsv", f"{AR[0]}\t{FR[0]}\n{AR[1]}\t{FR[1]}\n")
    code, out, _ = run("score", "pairs.tsv")
    assert code == 0
    assert re.fullmatch(r"fidelity\t0\.9\d{3}\taligner:.*\n", out)
    save("reference", f"{FR[0]}\n{FR[1]}\n")
    rows = [line.split("\t") for line in run("score", "pairs.tsv", "--reference", "reference")[1].splitlines()]
    assert [row[:2] for row in rows[1:]] == [["BLEU", "100.0000"], ["chrF2++", "100.0000"], ["TER", "0.0000"]]
    save("other.txt", f"{FR[0]}\nAutre chose.\n")
    given = ("--reference", "reference", "--reference", "pairs.tsv", "--against", "other.txt")
    rows = [line.split("\t") for line in run("score", "pairs.tsv", *given, "--test", "randomisation")[1].splitlines()]
    assert [row[0] for row in rows[:5]] == ["fidelity", "fidelity against", "BLEU", "BLEU against", "BLEU p"]
    assert all(len(row) == 3 for row in rows)
    assert run("score", "pairs.tsv", "--into", "de")[2] == (
        "aligner: unknown language to render into: 'de'; known are fr, ar\n"
    )


def test_evaluate(run: Run) -> None:
    save("gold", "[[[0], [0]], [[1], [1, 2]], [[2], []]]")
    save(
        "system",
        '{"src": [0], "tgt": [0]}\n{"src": [1], "tgt": [1]}\n{"src": [], "tgt": [2]}\n{"src": [2], "tgt": []}\n',
    )
    code, out, _ = run("evaluate", "gold", "gold")
    assert code == 0
    assert {line.split("\t")[1] for line in out.splitlines()} == {"1.0000"}
    # Strict: 1 of 2 on both sides. Lax: both touch. Alone: 1 of 2 given, 1 of 1 wanted.
    expected = "0.5000 0.5000 0.5000 1.0000 1.0000 1.0000 0.5000 1.0000 0.6667"
    assert [line.split("\t")[1] for line in run("evaluate", "system", "gold")[1].splitlines()] == expected.split()
    save("none", "[]")
    assert run("evaluate", "none", "gold")[1].startswith("strict precision\t-\n")


def test_evaluate_an_audit(run: Run) -> None:
    page = CORPORA / "agency-reversed.txt"
    assert run("audit", str(page), "-o", "audit.json")[0] == 1
    code, out, _ = run("evaluate", "audit.json", str(page.with_suffix(".gold.json")))
    assert code == 0
    assert "findings recall\t1.0000\n" in out


@pytest.mark.parametrize(
    ("command", "part"), [("models", "ar-fr\t"), ("checks", "omission\t"), ("formats", "markdown\t.md")]
)
def test_what_is_there(command: str, part: str, run: Run) -> None:
    code, out, err = run(command)
    assert (code, err) == (0, "")
    head, *rows = out.splitlines()
    assert part in out
    assert {row.count("\t") for row in rows} == {head.count("\t")}


def test_a_table_for_people(run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(type(sys.stdout), "isatty", lambda _: True)
    out = run("checks")[1]
    assert "\t" not in out
    assert "omission" in out


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


def test_moved_passages(run: Run, tmp_path: Path) -> None:
    arabic, french = tmp_path / "a.txt", tmp_path / "f.txt"
    arabic.write_text("\n".join(AR), encoding="utf-8")
    french.write_text("\n".join([*FR[6:], *FR[:6]]), encoding="utf-8")
    code, out, _ = run("align", str(arabic), str(french), "--sentences", "--moved")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [link["tgt"] for link in found] == [[(n + 4) % 10] for n in range(10)]
    assert sum("moved" in link for link in found) == 4
    assert run("audit", str(arabic), str(french))[0] == 1
    code, out, _ = run("audit", str(arabic), str(french), "--moved", "--to", "json")
    assert code == 0
    assert json.loads(out)["summary"]["moved"] == 4
