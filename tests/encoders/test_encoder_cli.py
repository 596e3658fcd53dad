"""``--encoder``, ``--alone`` and ``--offline``."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from samples import AR, CORPORA, FR

from aligner import run
from aligner.cli import main
from aligner.encoders import load_encoder

ROOT = Path(__file__).parents[2]
REPORT = [str(CORPORA / "report.ar.txt"), str(CORPORA / "report.fr.txt")]


def aligned(
    *arguments: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["aligner", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    captured = capsys.readouterr()
    return int(ended.value.code or 0), captured.out, captured.err


@pytest.mark.parametrize("more", [[], ["--alone"], ["--moved"], ["--offline"]])
def test_align(
    more: list[str], models: dict[str, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = aligned(
        "align", *REPORT, "--encoder", str(models["labse"]), *more, monkeypatch=monkeypatch, capsys=capsys
    )
    assert (code, err) == (0, "")
    assert [n for line in out.splitlines() for n in json.loads(line)["src"]]


def test_align_folders(
    models: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang, texts in (("ar", AR), ("fr", FR)):
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "one.txt").write_text("\n".join(texts), encoding="utf-8")
    given = [str(tmp_path / name) for name in ("ar", "fr")]
    code, _, err = aligned(
        "align",
        *given,
        "--encoder",
        str(models["sonar"]),
        "-o",
        str(tmp_path / "out"),
        monkeypatch=monkeypatch,
        capsys=capsys,
    )
    assert (code, err) == (0, "")
    assert (tmp_path / "out" / "one.jsonl").read_text(encoding="utf-8")


def test_audit_names_the_encoder(
    models: dict[str, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["audit", *REPORT, "--encoder", str(models["bge"]), "--offline", "--to", "json"]
    code, out, err = aligned(*arguments, monkeypatch=monkeypatch, capsys=capsys)
    digest = load_encoder(str(models["bge"])).digest
    assert code in (0, 1)
    assert err == ""
    assert json.loads(out)["signature"].endswith(f"|encoder:bge-m3.{digest[:12]}")
    assert "|encoder:" not in run.audit(*REPORT).signature


@pytest.mark.parametrize("command", ["align", "audit"])
def test_a_model_that_is_not_here(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [command, *REPORT, "--encoder", "nobody/no-such-model", "--offline"]
    code, out, err = aligned(*arguments, monkeypatch=monkeypatch, capsys=capsys)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "hf download nobody/no-such-model" in err


def test_offline_by_the_environment(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "aligner", "align", *REPORT, "--encoder", "nobody/no-such-model"]
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path)}
    made = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert made.returncode == 2
    says = "nobody/no-such-model: it is not on this machine: get it with `hf download nobody/no-such-model`"
    assert made.stderr.splitlines() == [f"aligner: {says} where there is a network, or give its folder"]


def test_alone_without_an_encoder(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = aligned("align", *REPORT, "--alone", monkeypatch=monkeypatch, capsys=capsys)
    assert (code, err.count("\n")) == (2, 1)
    assert "--encoder" in err
