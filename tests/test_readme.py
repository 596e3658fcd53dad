"""What the README says can be done, can be done."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from commands import Run
from samples import CORPORA

from aligner import cli
from aligner.config import configured

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)


def test_commands_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(CORPORA, tmp_path / "corpora")
    monkeypatch.chdir(tmp_path)
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("aligner ")]
    assert len(lines) >= 5
    for line in lines:
        monkeypatch.setattr(sys, "argv", shlex.split(line, comments=True))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        # 1 says that errors were found, as they are planted in the pages.
        assert ended.value.code in (None, 0, 1), (line, printed.err)
        assert printed.err == "", line
        wrote = re.search(r"(?:-o|--out) (\S+)", line)
        assert Path(wrote[1]).exists() if wrote else printed.out


def test_python_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(CORPORA, tmp_path / "corpora")
    monkeypatch.chdir(tmp_path)
    for block in blocks("python"):
        exec(block, {})
    assert capsys.readouterr().out


def test_every_command_is_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["aligner", "--help"])
    with pytest.raises(SystemExit):
        cli.main()
    commands = re.findall(
        r"^  (\w+) ", capsys.readouterr().out.split("Commands:\n")[1].split("\n\n")[0], flags=re.MULTILINE
    )
    assert len(commands) >= 8
    assert [command for command in commands if f"aligner {command}" not in README] == []


def test_files_it_names_are_there() -> None:
    root = Path(__file__).parents[1]
    named = re.findall(r"`((?:scripts|corpora|models|aligner)/[\w./-]+)`", README)
    assert [name for name in named if not (root / name).exists()] == []
    assert named


def test_the_tables_of_formats_are_those_of_the_code() -> None:
    root = Path(__file__).parents[1]
    lines = runpy.run_path(str(root / "scripts" / "formats_table.py"))["lines"]()
    written = re.findall("<!-- formats -->\n(.*?)\n<!-- /formats -->", README, flags=re.DOTALL)
    assert written == ["\n".join(lines)], "run: scripts/benchmark formats"


def test_two_folders_become_a_data_set(tmp_path: Path, run: Run) -> None:
    """The researcher's page: its recipe, its command, and what training reads."""
    import pyarrow.parquet as pq

    (tmp_path / "corpora").mkdir()
    shutil.copytree(CORPORA / "archive", tmp_path / "corpora" / "archive")
    (tmp_path / "corpora" / "archive.toml").write_text(blocks("toml")[1], encoding="utf-8")
    (command,) = re.findall(r"^aligner (build .*?) +#", README, flags=re.MULTILINE)
    assert run(*shlex.split(command))[0] == 0
    parts = {path.name.split("-")[0]: pq.read_table(path) for path in Path("corpus/data").iterdir()}
    assert {name: part.num_rows >= 5 for name, part in parts.items()} == dict.fromkeys(
        ["train", "validation", "test"], True
    )
    rows = [row for part in parts.values() for row in part.to_pylist()]
    assert ("2024-08.txt", "cooperative.txt") in {(row["src_doc"], row["tgt_doc"]) for row in rows}
    assert all(row["translation"].keys() == {"ar", "fr"} and row["fidelity"] >= 0.5 for row in rows)
    assert len(Path("corpus/train.tsv").read_text(encoding="utf-8").splitlines()) == parts["train"].num_rows
    assert "  - split: validation" in Path("corpus/README.md").read_text(encoding="utf-8")


def test_the_configuration_is_one(tmp_path: Path) -> None:
    shutil.copy(CORPORA / "glossary.csv", tmp_path)
    (tmp_path / "accepted.jsonl").write_text("")
    text, recipe = blocks("toml")
    assert recipe == (CORPORA / "archive.toml").read_text(encoding="utf-8")
    (tmp_path / "aligner.toml").write_text(text, encoding="utf-8")
    found = configured(str(tmp_path / "aligner.toml"))
    assert found.glossary is not None
    assert found.variant == "CH"
    assert found.checks is not None
    assert "typography" not in found.checks
