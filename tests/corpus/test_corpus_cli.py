"""``aligner build`` and ``aligner mine`` on the command line."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Run, save
from folders import write
from samples import AR, FR, NEWS

from aligner.corpus.recipe import read_recipe, recipe


def test_a_recipe(run: Run) -> None:
    write(Path("in"))
    Path("recipe.toml").write_text(
        'out = "corpus"\n[read]\nfrom = ["in"]\n[write]\nto = ["moses", "tsv"]\n', encoding="utf-8"
    )
    code, out, err = run("build", "recipe.toml")
    assert (code, err) == (0, "")
    assert "filter\tsentence pairs\t10\t10" in out
    assert len(Path("corpus/train.ar").read_text(encoding="utf-8").splitlines()) == len(NEWS)
    # The same elsewhere, from another folder: a recipe's paths are its own.
    assert run("build", "./recipe.toml", "-o", "other")[0] == 0
    assert Path("other/train.tsv").read_bytes() == Path("corpus/train.tsv").read_bytes()


def test_a_blank_recipe(run: Run) -> None:
    """It says nothing that is not so without it."""
    code, out, err = run("build", "--recipe")
    assert (code, err) == (0, "")
    assert "`" not in out
    Path("blank.toml").write_text(out.replace("from = []", 'from = ["in"]'), encoding="utf-8")
    assert replace(read_recipe("blank.toml"), text="") == recipe({"read": {"from": ["in"]}}, "blank.toml")
    assert len(out.splitlines()) > 40


def test_two_folders(run: Run) -> None:
    write(Path("in"), ("x/{}.txt", "y/{}.txt"))
    code, _, err = run("build", "in/x", "in/y", "-o", "corpus")
    assert (code, err) == (0, "")
    assert len(Path("corpus/train.tsv").read_text(encoding="utf-8").splitlines()) == len(NEWS)


def test_bitexts_and_a_folder(run: Run) -> None:
    write(Path("in"))
    save("old.tsv", f"{AR[0]}\t{FR[0]}\nوصل القطار صباحا.\tLe train est arrivé le matin.\n")
    assert run("build", "old.tsv", "-o", "clean")[0] == 0
    assert len(Path("clean/train.tsv").read_text(encoding="utf-8").splitlines()) == 2
    assert "import\tsentence pairs\t2\t2" in run("build", "in", "old.tsv", "-o", "both")[1]
    assert len(Path("both/train.tsv").read_text(encoding="utf-8").splitlines()) == len(NEWS) + 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("build", "recipe.toml"), "aligner: recipe.toml: there is no such file"),
        (("build", "nowhere", "-o", "corpus"), "aligner: nowhere: there is no such file or folder"),
        (("build", "in"), "where to?"),
        (("build", "in", "-o", "file.txt"), "file.txt is a file: name a folder"),
        (("build", "in", "-o", "out", "--workers", "1", "--scheduler", "tcp://x:1"), "give one of them"),
        (("mine", "file.txt", "nowhere"), "nowhere: there is no such file"),
        (("mine", "file.txt", "file.txt"), "no French sentence was found"),
        (("mine", "file.txt", "file.txt", "--to", "psd"), "no bitext can be written as 'psd'"),
    ],
)
def test_what_is_wrong(run: Run, arguments: tuple[str, ...], message: str) -> None:
    Path("in").mkdir()
    Path("file.txt").write_text(AR[0], encoding="utf-8")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_without_dask(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(Path("in"))
    monkeypatch.setitem(sys.modules, "dask", None)
    code, _, err = run("build", "in", "-o", "out", "--workers", "2")
    assert code == 2
    assert 'pip install "aligner-ar-fr[corpus]"' in err


def test_mine(run: Run) -> None:
    Path("ar.txt").write_text("\n\n".join(AR), encoding="utf-8")
    Path("fr.txt").write_text("\n\n".join(reversed(FR)), encoding="utf-8")
    code, _, err = run("mine", "ar.txt", "fr.txt", "-o", "pairs.tsv")
    assert (code, err) == (0, "")
    lines = Path("pairs.tsv").read_text(encoding="utf-8").splitlines()
    assert [tuple(line.split("\t")[:2]) for line in lines] == list(zip(AR, FR, strict=True))
    assert run("mine", "ar.txt", "fr.txt")[1].count('"src"') == len(AR)
