"""aligner.toml and the command line beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import AR, CORPORA, FR

from aligner import checks, run
from aligner.config import Config, configured
from aligner.data import Finding, Pair, Sentence
from aligner.errors import AlignerError, InputError, UsageError
from aligner.model import load_model


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(text: str, name: str = "aligner.toml") -> str:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")
    return name


ALL = tuple(sorted(checks.ids()))


def test_without_a_file() -> None:
    assert configured() == Config()
    assert Config().signature == ""


def test_a_file_says_all() -> None:
    glossary = (CORPORA / "glossary.csv").read_bytes()
    Path("project").mkdir()
    Path("project/g.csv").write_bytes(glossary)
    write("# none yet\n", "project/accepted.jsonl")
    name = write(
        'checks = ["number", "term"]\nglossary = "g.csv"\nignore = "accepted.jsonl"\ntypography = "CH"\n'
        '[severity]\nnumber = "warning"\n',
        "project/p.toml",
    )
    config = configured(name)
    assert config.checks == ("number", "term")
    assert config.severities == {"number": "warning"}
    assert config.variant == "CH"
    assert config.glossary is not None
    assert len(config.glossary.entries) == 14
    assert config.files == (name, "project/g.csv", "project/accepted.jsonl")
    assert config.graded(Finding("number", "error", "…")).severity == "warning"
    assert config.graded(Finding("mark", "error", "…")).severity == "error"
    made = run.signature(load_model(), config=config)
    assert made.endswith(
        f"|severity:number=warning|glossary:{config.glossary.digest[:12]}"
        f"|ignore:{config.accepted.digest[:12] if config.accepted else ''}|typography:CH"
    )


@pytest.mark.parametrize(
    ("text", "arguments", "expected"),
    [
        ('skip = ["mark"]', {}, tuple(c for c in ALL if c != "mark")),
        ('severity = {mark = "off"}', {}, tuple(c for c in ALL if c != "mark")),
        ('checks = ["mark", "number"]\nseverity = {mark = "off"}', {}, ("number",)),
        ('checks = ["mark"]', {"only": ["number"]}, ("number",)),
        ('severity = {mark = "off"}', {"only": ["mark"]}, ("mark",)),
        ('severity = {mark = "off"}', {"severity": ["mark=error"]}, None),
        ('severity = {mark = "info"}', {"severity": ["mark=off"]}, tuple(c for c in ALL if c != "mark")),
        ("", {"severity": ["number = warning", "mark=info"]}, None),
        ("skip = []", {}, ALL),
    ],
)
def test_which_checks(text: str, arguments: dict[str, list[str]], expected: tuple[str, ...] | None) -> None:
    write(text)
    assert configured(**arguments).checks == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "part"),
    [
        ("checks = [", InputError, "aligner.toml: no TOML: "),
        ("check = []", UsageError, "aligner.toml: unknown key: check; known are checks, skip, severity"),
        ('checks = ["numbr"]', UsageError, "aligner.toml: unknown check: numbr; known are addition"),
        ('checks = "number"', UsageError, "aligner.toml: checks must be a list"),
        ("checks = [1]", UsageError, "aligner.toml: checks must be a list of check ids"),
        ('checks = ["mark"]\nskip = ["mark"]', UsageError, "both checks and skip"),
        ("severity = 1", UsageError, "severity must be a table"),
        ('severity = {mark = "fatal"}', UsageError, "severity of mark is 'fatal': known are error, warning, info, off"),
        ('severity = {marks = "off"}', UsageError, "unknown check: marks"),
        ('typography = "BE"', UsageError, "typography is 'BE': known are FR, CH, CA"),
        ("glossary = 1", UsageError, "glossary must be a text"),
        ('glossary = "none.csv"', InputError, "none.csv: there is no such file"),
        ('ignore = "none.jsonl"', InputError, "none.jsonl: there is no such file"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(text: str, kind: type[AlignerError], part: str) -> None:
    write(text)
    with pytest.raises(kind) as error:
        configured()
    assert part in str(error.value)
    assert "\n" not in str(error.value)


def test_arguments_that_are_wrong() -> None:
    for severity, part in (("number", "write CHECK=SEVERITY"), ("numbr=off", "unknown check"), ("number=no", "'no'")):
        with pytest.raises(UsageError, match=part):
            configured(severity=[severity])
    with pytest.raises(InputError, match="there is no such file"):
        configured("none.toml")
    with pytest.raises(InputError, match="there is no such file"):
        configured(ignore="a.jsonl", accept="b.jsonl")
    assert configured(ignore="a.jsonl", accept="./a.jsonl").accepted is None


def test_a_check_of_pairs_follows_it() -> None:
    write('severity = {number = "info"}\nglossary = "g.csv"')
    write("arabic,french\nقافلة,caravane\n", "g.csv")
    pairs = [Pair((Sentence(AR[1]),), (Sentence(FR[1]),)), Pair((Sentence("قتل 17"),), (Sentence("71 morts"),))]
    found = [[(f.check, f.severity) for f in pair.findings] for pair in run.check(pairs, config=configured())]
    assert found == [[("term", "warning")], [("number", "info")]]
    (first, _) = run.check(pairs, only=["number"], config=configured())
    assert first.findings == ()
