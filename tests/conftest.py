"""What several folders of tests share; that it stands here also lets them import ``samples`` and ``commands``."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from commands import Run
from hypothesis import settings
from samples import AR, FR

from aligner import cli
from aligner.model import LexicalModel, load_model

# Times are measured in benchmarks; a slow machine is no fault of the code. The suite tries the same examples each time;
# HYPOTHESIS_PROFILE=explore tries others.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session")
def model() -> LexicalModel:
    """The embedded model."""
    return load_model()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs commands in an empty folder."""
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
    """Two documents that agree, in that folder."""
    for name, side in (("ar.txt", AR), ("fr.txt", FR)):
        (tmp_path / name).write_text("\n\n".join(side[:4]) + "\n", encoding="utf-8")
    return "ar.txt", "fr.txt"
