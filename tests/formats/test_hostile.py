"""Every hostile and broken file is read right or refused in one line, by every reader, within bounds."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hostile import MODULES, SECRET, File, files
from hostile.seeds import SEEDS
from hostile.trial import READERS, SECONDS, SETTINGS, tried

ROOT = Path(__file__).parents[2]
# Of memory in MB: a document of 64 MB stands in it as bytes, as text and as blocks.
PEAK = 2000
LONGEST = 500


def outcomes(folder: Path, reader: str, names: list[str]) -> list[dict[str, Any]]:
    """What the readers make of these files, in a process of their own."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.formats.hostile.trial", reader, *(str(folder / name) for name in names)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=3 * SECONDS,
    )
    lines = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 0, (lines[-1:], run.stderr.decode("utf-8", "replace")[-2000:])
    assert b"Traceback" not in run.stderr
    return lines


def wrong(found: dict[str, Any], file: File, path: str) -> str:
    """What is wrong with an outcome, ``""`` if nothing is."""
    said, own = found["said"], found["reader"] == file.reader
    if found["outcome"] == "crash" or SECRET in said or found["peak"] > PEAK:
        return "crash, secret or peak"
    if found["outcome"] == "refused":
        if "\n" in said or len(said) > LONGEST + 2 * len(path):
            return "no line"
        if not said.startswith(path):
            return "does not name the file"
        if own and file.says is not None and not (file.says and re.search(file.says, said)):
            return "another message"
    if found["outcome"] == "read" and own and (file.says or file.holds not in said):
        return "read, or read otherwise"
    return ""


@pytest.mark.parametrize("module", MODULES)
def test_read_right_or_refused_in_one_line(module: str, tmp_path: Path) -> None:
    problems, tried = [], 0
    for reader in (*READERS, *SETTINGS):
        of_module = {name: file for name, file in files(module).items() if file.reader == reader}
        for name, file in of_module.items():
            (tmp_path / name).write_bytes(file.make())
        for found in outcomes(tmp_path, reader, list(of_module)) if of_module else []:
            tried += 1
            if problem := wrong(found, of_module[found["file"]], str(tmp_path / found["file"])):
                problems.append((problem, {**found, "said": found["said"][:200]}))
    assert not problems
    assert tried >= len(files(module))


@pytest.mark.parametrize("name", SEEDS)
def test_what_is_cut_was_good(name: str, tmp_path: Path) -> None:
    reader, make = SEEDS[name]
    (tmp_path / name).write_bytes(make())
    assert tried(reader, str(tmp_path / name))["outcome"] == "read"
