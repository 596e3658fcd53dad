"""What the command line says of itself and of what is there."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Run
from samples import CORPORA

from aligner import __version__
from aligner.checks import catalogue

ROOT = Path(__file__).parents[2]
COMMANDS = "audit check align mine score evaluate build train models checks formats".split()


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


@pytest.mark.parametrize("name", sorted(entry.id for entry in catalogue()))
def test_a_check_is_explained(name: str, run: Run) -> None:
    code, out, err = run("checks", name)
    assert (code, err) == (0, "")
    assert out.startswith(f"{name}: ")
    assert "It fires on:" in out
    assert "It is silent on:" in out
    assert "\x1b" not in out
    assert f"--severity {name}=warning" in " ".join(out.split())


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
