"""``aligner audit`` and ``check``: what they print, where they write, how they end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from commands import Run, files, save
from samples import AR, CORPORA, FR

WRONG = "قتل 17 شخصا في الحادث.\t71 personnes sont mortes dans l’accident.\n"


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
