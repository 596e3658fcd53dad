"""The table of families, and that the files beside a model go before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import tiny_models
from samples import rows

from aligner.encoders.families import recipe


def config(folder: Path, **values: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps(values), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("name", "kind", "pooling", "prefix", "length", "languages"), rows("encoder_families"))
def test_families(name: str, kind: str, pooling: str, prefix: str, length: str, languages: str, tmp_path: Path) -> None:
    found = recipe(config(tmp_path, model_type=kind), name)
    assert (found.poolings, found.prefix, found.length) == ((pooling,), json.loads(prefix), int(length))
    assert ", ".join(" ".join(pair) for pair in found.languages) == languages
    assert 0.4 < found.depth < 0.8
    # A copy under another name is known by the name that its files keep.
    assert recipe(config(tmp_path, model_type=kind, _name_or_path=name), "copy") == found


def test_files_go_before_the_table(tmp_path: Path) -> None:
    folder = tiny_models.with_modules(
        config(tmp_path / "multilingual-e5-base", model_type="xlm-roberta"),
        pooling={"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False},
        length=77,
    )
    found = recipe(folder, str(folder))
    assert (found.poolings, found.length, found.prefix, found.dense) == (("cls",), 77, "query: ", ())
    tiny_models.with_modules(folder, pooling={"pooling_mode": "lasttoken"}, dense="torch.nn.Tanh", prompt="p")
    found = recipe(folder, str(folder))
    assert (found.poolings, found.length, found.prefix) == (("last",), 32, "p")
    assert [(layer.folder, layer.activation) for layer in found.dense] == [("2_Dense", "Tanh")]
