"""Recipes: what is read, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from aligner.corpus.recipe import METHODS, read_recipe, recipe
from aligner.errors import InputError, UsageError


def test_a_recipe(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(
        'out = "corpus"\nmodel = "legal"\n[read]\nfrom = ["ar", "/fr"]\npairs = ["old.tmx"]\n'
        '[pair]\nby = ["id"]\nleast = 1\n[split]\ndev = 10\n'
        '[deduplicate]\nagainst = ["test.tsv"]\n[write]\nto = ["moses", "tsv"]\n',
        encoding="utf-8",
    )
    found = read_recipe(str(path))
    assert found.read.from_ == (str(tmp_path / "ar"), "/fr")
    assert found.read.pairs == (str(tmp_path / "old.tmx"),)
    assert found.model == "legal"
    assert found.out == str(tmp_path / "corpus")
    assert (found.pair.by, found.pair.least) == (("id",), 1.0)
    assert found.deduplicate.against == (str(tmp_path / "test.tsv"),)
    assert (found.split.dev, found.write.to) == (10, ("moses", "tsv"))
    assert found.text == path.read_text(encoding="utf-8")
    assert recipe({"read": {"from": ["x"]}}).pair.by == METHODS


def test_models_beside_the_recipe(tmp_path: Path) -> None:
    for name in ("legal", "LaBSE"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "config.json").write_text("{}", encoding="utf-8")
    table = {"model": "legal", "read": {"from": ["x"]}, "align": {"encoder": "LaBSE"}}
    found = recipe(table, str(tmp_path / "recipe.toml"))
    assert (found.model, found.align.encoder) == (str(tmp_path / "legal"), str(tmp_path / "LaBSE"))
    assert recipe(table, "elsewhere/recipe.toml").align.encoder == "LaBSE"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[raed]", "no section 'raed': known are out, model, read, pair"),
        ("[read]\nform = ['x']", "no key 'form': known are from, pairs, text, url"),
        ("[read]\nfrom = 'x'", "read: from must be a list of texts"),
        ("[read]\nfrom = [1]", "read: from must be a list of texts"),
        ("[pair]\nby = ['id']", "nothing to read"),
        ("[read]\nfrom = ['x']\n[pair]\nby = ['hash']", "by has 'hash': known are name, url"),
        ("[read]\nfrom = ['x']\n[pair]\nleast = 'much'", "pair: least must be a number, not 'much'"),
        ("[read]\nfrom = ['x']\n[align]\nmoved = 1", "align: moved must be true or false"),
        ("[read]\nfrom = ['x']\n[align]\nalone = true", "alone leaves nothing to align with"),
        ("model = 3\n[read]\nfrom = ['x']", "model must be a text"),
        ("read = 3", "read must be a table"),
        ("out = 3\n[read]\nfrom = ['x']", "out must be a text"),
        ("[read]\nfrom = ['x']\n[write]\nto = ['psd']", "no bitext can be written as 'psd'"),
        ("[read]\nfrom = ['x']\n[filter]\nskip = ['no rule']", "unknown rule: no rule"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "recipe.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        read_recipe(str(tmp_path / "recipe.toml"))


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"[read", "no TOML"), (b"x = " + b"[" * 9000, "no TOML"), (b"#" * 70_000, "these are no settings")],
)
def test_what_is_no_recipe(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "recipe.toml").write_bytes(data)
    with pytest.raises(InputError, match=message):
        read_recipe(str(tmp_path / "recipe.toml"))
