"""A recipe: one TOML file that says how a corpus is built. All keys may be left out but what is read.

    out = "corpus"                  # the folder of the result; --out beats it
    model = "legal"                 # a model of your own; without it the embedded one

    [read]
    from = ["ar", "fr", "crawl.warc.gz", "dump.jsonl"]
    pairs = ["old.tmx", "opus.ar"]  # aligned already: filtered, deduplicated, split and written with the others

    [pair]
    by = ["name", "url", "id", "date", "content"]
    least = 0.3

A section is a frozen dataclass of the module that does the step; its fields are the keys, with their defaults. Paths
are taken from the folder of the recipe. What is unknown is an error that names what is known.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from aligner.corpus import dedupe, filters, split, write
from aligner.errors import UsageError
from aligner.toml import read_toml

T = TypeVar("T")

METHODS = ("name", "url", "id", "date", "content")
# What docstrings are marked up with: ``key``, :func:`name`.
_MARKUP = re.compile(r"(?::\w+:)?`{1,2}([^`]+)`{1,2}")
_KINDS = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}


@dataclass(frozen=True, slots=True)
class Read:
    """Where the documents are: files and folders (``from``), and the names that the fields of a document have in JSON
    lines and Parquet. ``pairs``: bitexts, which need no pairing; NAME.ar stands for the lines of NAME.ar and NAME.fr.
    ``shortest``: documents of fewer letters are left out."""

    from_: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    text: str = "text"
    url: str = "url"
    lang: str = "lang"
    id: str = "id"
    date: str = "date"
    shortest: int = 40


@dataclass(frozen=True, slots=True)
class Pairing:
    """How documents are paired: ``by`` these, the earlier ones first. ``least``: the share (0…1) of the text of two
    documents that must stand in linked sentences, or they are no pair, whatever their names say."""

    by: tuple[str, ...] = METHODS
    least: float = 0.3


@dataclass(frozen=True, slots=True)
class Align:
    """How sentences are aligned. ``moved``: also look for those that stand in another order. ``encoder``: a
    transformer beside the model, by its Hugging Face id or its folder, or ``alone``; ``offline``: fetch none."""

    moved: bool = False
    encoder: str = ""
    alone: bool = False
    offline: bool = False

    def __post_init__(self) -> None:
        """Raises UsageError when nothing is left to align with."""
        if self.alone and not self.encoder:
            raise UsageError("alone leaves nothing to align with: name an encoder in [align]")


@dataclass(frozen=True, slots=True)
class Recipe:
    """A recipe, a section a step; ``text`` is what was written."""

    read: Read
    pair: Pairing = field(default_factory=Pairing)
    align: Align = field(default_factory=Align)
    filter: filters.Settings = field(default_factory=filters.Settings)
    deduplicate: dedupe.Settings = field(default_factory=dedupe.Settings)
    split: split.Settings = field(default_factory=split.Settings)
    write: write.Settings = field(default_factory=write.Settings)
    out: str = ""
    model: str = ""
    text: str = ""


SECTIONS: dict[str, Any] = {
    "read": Read,
    "pair": Pairing,
    "align": Align,
    "filter": filters.Settings,
    "deduplicate": dedupe.Settings,
    "split": split.Settings,
    "write": write.Settings,
}


def read_recipe(path: str) -> Recipe:
    """The recipe in the file at ``path``.

    Raises InputError for a file that cannot be read, UsageError for what is unknown or of the wrong kind.
    """
    table, text = read_toml(path)
    return recipe(table, path, text)


def recipe(table: Mapping[str, Any], path: str = "recipe", text: str = "") -> Recipe:
    """The recipe in a table of TOML, that of the file at ``path``; raises UsageError as :func:`read_recipe`."""
    known = ("out", "model", *SECTIONS)
    for key in table:
        if key not in known:
            raise UsageError(f"{path}: there is no section {repr(key)[:40]}: known are {', '.join(known)}")
    found = {name: section(kind, table.get(name, {}), f"{path}: {name}") for name, kind in SECTIONS.items()}
    if not (found["read"].from_ or found["read"].pairs):
        raise UsageError(f'{path}: nothing to read: name files and folders as from = ["ar", "fr"] in [read]')
    for method in found["pair"].by:
        if method not in METHODS:
            raise UsageError(f"{path}: pair: by has {repr(method)[:40]}: known are {', '.join(METHODS)}")
    out, model = (str(_value(table.get(key, ""), str, f"{path}: {key}")) for key in ("out", "model"))
    folder = Path(path).parent
    for name, key in (("read", "from_"), ("read", "pairs"), ("deduplicate", "against")):
        paths = tuple(str(folder / each) for each in getattr(found[name], key))
        found[name] = dataclasses.replace(found[name], **{key: paths})
    found["align"] = dataclasses.replace(found["align"], encoder=_beside(folder, found["align"].encoder))
    return Recipe(**found, out=str(folder / out) if out else "", model=_beside(folder, model), text=text)


def blank() -> str:
    """A recipe that says nothing new: every key with its default, and above those of a section what they mean."""
    lines = ['out = ""    # the folder of the result', 'model = ""  # the name of a model of your own, or its folder']
    for name, kind in SECTIONS.items():
        said = _MARKUP.sub(r"\1", " ".join((inspect.getdoc(kind) or "").split()))
        lines += [
            "",
            f"[{name}]",
            *textwrap.wrap(said, 118, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False),
        ]
        for each in dataclasses.fields(kind):
            # Booleans, numbers, texts and lists of texts are written in JSON as in TOML.
            lines.append(f"{each.name.rstrip('_')} = {json.dumps(each.default, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def section(kind: type[T], table: object, where: str) -> T:
    """The settings of a step out of a table of TOML. Raises UsageError for unknown keys and values of another type."""
    if not isinstance(table, Mapping):
        raise UsageError(f"{where} must be a table: [{where.rpartition(' ')[2]}] and its keys below")
    # A key that Python keeps for itself has an underscore behind it.
    names = {each.name.rstrip("_"): each.name for each in dataclasses.fields(kind)}  # type: ignore[arg-type]
    hints = get_type_hints(kind)
    values = {}
    for key, value in table.items():
        if key not in names:
            raise UsageError(f"{where}: there is no key {repr(key)[:40]}: known are {', '.join(names)}")
        values[names[key]] = _value(value, hints[names[key]], f"{where}: {key}")
    return kind(**values)


def _value(value: object, hint: Any, where: str) -> object:
    if hint is float and type(value) is int:
        return float(value)
    if hint in _KINDS:
        if type(value) is not hint:
            raise UsageError(f"{where} must be {_KINDS[hint]}, not {repr(value)[:40]}")
        return value
    if isinstance(value, list):
        if not all(isinstance(each, str) for each in value):
            raise UsageError(f"{where} must be a list of texts in quotes")
        return tuple(value)
    if isinstance(value, dict) and "tuple" not in str(hint):
        return value
    raise UsageError(f"{where} must be a list of texts in quotes, not {repr(value)[:40]}")


def _beside(folder: Path, name: str) -> str:
    """The path of a model, if its folder is named from that of the recipe; else its name."""
    return str((folder / name).absolute()) if name and any((folder / name).glob("*.json")) else name
