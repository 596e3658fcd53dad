"""How an encoder wants to be used: what the files beside it say, and for the rest what is known of its family.

``families.tsv`` is the table of the families. A folder that sentence-transformers wrote says most of it itself:
``modules.json`` lists a transformer, a pooling, perhaps dense layers and a normalisation, each with its folder.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from aligner.errors import ModelError

TABLE = Path(__file__).with_name("families.tsv")
# Poolings by their names in 1_Pooling/config.json: "pooling_mode_NAME": true, or "pooling_mode": "NAME".
POOLINGS = {
    "cls_token": "cls",
    "cls": "cls",
    "mean_tokens": "mean",
    "mean": "mean",
    "max_tokens": "max",
    "max": "max",
    "lasttoken": "last",
    "mean_sqrt_len_tokens": "mean_sqrt",
    "weightedmean_tokens": "weighted",
    "weightedmean": "weighted",
}
# The largest configuration file that is read.
MAX_BYTES = 1 << 24


@dataclass(frozen=True, slots=True)
class Dense:
    """A layer after the pooling: its weights are in ``folder``, ``activation`` is the name of a class of torch.nn."""

    folder: str
    activation: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """How texts become vectors, as the columns of ``families.tsv``.

    ``poolings`` are put side by side. ``transformer`` is the folder of the model, and those of ``dense`` its layers
    after the pooling, within the folder of all. ``lower``: texts are put into small letters first.
    """

    poolings: tuple[str, ...]
    prefix: str
    length: int
    depth: float
    languages: tuple[tuple[str, str], ...] = ()
    transformer: str = "."
    dense: tuple[Dense, ...] = ()
    lower: bool = False


def recipe(folder: Path, name: str) -> Recipe:
    """How to use the model in ``folder``, which the user called ``name`` (an id, or the path of the folder).

    Raises ModelError where the files are damaged or ask for what is not known here.
    """
    modules = _modules(folder)
    transformer = next((path for kind, path in modules if kind == "Transformer"), ".")
    config = _object(folder / transformer / "config.json")
    names = [name.rstrip("/").rsplit("/", 1)[-1], str(config.get("_name_or_path", "")).rstrip("/").rsplit("/", 1)[-1]]
    found = replace(_family(names, str(config.get("model_type", ""))), transformer=transformer)
    for kind, path in modules:
        if kind == "Transformer":
            found = _with_lengths(found, folder / path)
        elif kind == "Pooling":
            found = replace(found, poolings=_poolings(folder / path / "config.json"))
        elif kind == "Dense":
            found = replace(found, dense=(*found.dense, _dense(folder, path)))
        elif kind != "Normalize":  # all vectors are normalised
            raise ModelError(f"{folder}: its modules.json asks for {kind}, which is not known here: take another model")
    return _with_prompt(found, folder)


def _family(names: list[str], model_type: str) -> Recipe:
    for pattern, found in _table():
        kind = pattern.removeprefix("type:")
        if kind != pattern:
            if fnmatchcase(model_type, kind):
                return found
        elif any(fnmatchcase(name.lower(), pattern) for name in names):
            return found
    raise AssertionError("the last row of the table fits all")


@cache
def _table() -> list[tuple[str, Recipe]]:
    rows = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            pattern, pooling, prefix, length, depth, languages, _ = line.split("\t")
            codes = [pair.split() for pair in languages.split(", ")] if languages != "-" else []
            pairs = tuple((ar, fr) for ar, fr in codes)
            rows.append((pattern, Recipe((pooling,), json.loads(prefix), int(length), float(depth), pairs)))
    return rows


def _modules(folder: Path) -> list[tuple[str, str]]:
    """The kinds of the modules and their folders, in order; none without ``modules.json``."""
    if not (folder / "modules.json").is_file():
        return []
    listed = _json(folder / "modules.json")
    try:
        return [(str(m["type"]).rsplit(".", 1)[-1], _inside(folder, str(m["path"]))) for m in listed]
    except (TypeError, KeyError):
        raise ModelError(f"{folder / 'modules.json'}: no list of modules: get the model again") from None


def _inside(folder: Path, path: str) -> str:
    pure = PurePosixPath(path.replace("\\", "/"))
    if pure.is_absolute() or ".." in pure.parts or ":" in path:
        raise ModelError(f"{folder / 'modules.json'}: {path} lies outside of the folder: take another model")
    return str(pure)


def _with_lengths(found: Recipe, folder: Path) -> Recipe:
    config = _object(folder / "sentence_bert_config.json", must=False)
    length, lower = config.get("max_seq_length"), config.get("do_lower_case") is True
    return replace(found, lower=lower, length=length if isinstance(length, int) and length > 0 else found.length)


def _poolings(path: Path) -> tuple[str, ...]:
    config = _object(path)
    named = config.get("pooling_mode")
    wanted = [named] if isinstance(named, str) else list(named or [])
    wanted += [
        key.removeprefix("pooling_mode_") for key, on in config.items() if on is True and key[:13] == "pooling_mode_"
    ]
    unknown = [str(name) for name in wanted if name not in POOLINGS]
    if config.get("include_prompt") is False:
        unknown.append("a prompt left out of the pooling")
    if unknown or not wanted:
        raise ModelError(f"{path}: {', '.join(unknown) or 'no pooling'}: not known here: take another model")
    return tuple(POOLINGS[name] for name in wanted)


def _dense(folder: Path, path: str) -> Dense:
    config = _object(folder / path / "config.json")
    return Dense(path, str(config.get("activation_function", "Tanh")).rsplit(".", 1)[-1])


def _with_prompt(found: Recipe, folder: Path) -> Recipe:
    """With the prompt that the files say is put before all texts."""
    config = _object(folder / "config_sentence_transformers.json", must=False)
    prompts, default = config.get("prompts"), config.get("default_prompt_name")
    if isinstance(prompts, dict) and isinstance(default, str) and isinstance(prompts.get(default), str):
        return replace(found, prefix=prompts[default])
    return found


def _object(path: Path, must: bool = True) -> dict[str, Any]:
    if not must and not path.is_file():
        return {}
    found = _json(path)
    if not isinstance(found, dict):
        raise ModelError(f"{path}: no JSON object: get the model again")
    return found


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ModelError(f"{path}: too large for a configuration: get the model again")
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path}: cannot be read ({type(error).__name__}): get the model again") from None


def files(folder: Path) -> Iterator[Path]:
    """The files in a folder that may make a difference to its vectors, in order of their names."""
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix in (".json", ".txt", ".model", ".safetensors", ".bin") and parts[0] not in ("onnx", "openvino"):
            yield path
