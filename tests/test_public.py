"""What the package shows, and that it loads no more than it needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from samples import AR, CORPORA, FR

import aligner

ROOT = Path(__file__).parents[1]
HEAVY = ["torch", "transformers", "pandas", "camel_tools.utils.dediac"]


def loaded(code: str) -> set[str]:
    code = f"import sys\n{code}\nprint('\\n'.join(['', 'modules:', *sys.modules]))"
    made = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT, check=False
    )
    assert made.returncode == 0, made.stderr
    return set(made.stdout.split("modules:\n")[1].splitlines())


def test_all_is_what_is_there() -> None:
    assert sorted(aligner.__all__) == aligner.__all__
    assert set(dir(aligner)) == {*aligner.__all__, "__version__"}
    scope: dict[str, object] = {}
    exec("from aligner import *", scope)
    assert {name for name in scope if not name.startswith("__")} == set(aligner.__all__)


@pytest.mark.parametrize("name", aligner.__all__)
def test_names_are_what_they_say(name: str) -> None:
    """Whatever was loaded before: a module of the same name must not take the place of a function."""
    code = f"import aligner, aligner.run\nassert callable(aligner.{name}), type(aligner.{name})"
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", cwd=ROOT, check=False)
    assert made.returncode == 0, made.stderr


def test_no_other_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        aligner.nothing  # noqa: B018


def test_public_functions_work_together() -> None:
    report = aligner.audit(str(CORPORA / "report.ar.txt"), str(CORPORA / "report.fr.txt"))
    assert isinstance(report, aligner.Report)
    pairs = [aligner.Pair((aligner.Sentence(a),), (aligner.Sentence(f),)) for a, f in zip(AR, FR, strict=True)]
    assert [pair.findings for pair in aligner.check(pairs)] == [()] * len(AR)


@pytest.mark.parametrize(
    "code", ["import aligner", "from aligner.cli import app\ntry: app(['--help'])\nexcept SystemExit: pass"]
)
def test_import_and_help_load_no_array_library(code: str) -> None:
    assert loaded(code).isdisjoint([*HEAVY, "numpy", "scipy", "lxml", "jinja2", "camel_tools", "aligner.run"])


def test_an_audit_loads_no_neural_network() -> None:
    page = CORPORA / "testimonies-table.html"
    code = f"import aligner\nfrom aligner.report import render\nrender(aligner.audit({str(page)!r}), 'html')"
    modules = loaded(code)
    assert modules.isdisjoint([*HEAVY, "sacrebleu", "docx"])
    assert "numpy" in modules
