"""The translation models: the embedded one and the user's own; loading them, and what they say of two texts."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from aligner.errors import ModelError
from aligner.model.lexical import CARD, LexicalModel, load
from aligner.model.tables import Lexicon

__all__ = ["EMBEDDED", "LexicalModel", "Lexicon", "forget", "load_model", "model_names", "own_models", "shipped"]

EMBEDDED = "ar-fr"
# In an installed package the models lie inside it; in a checkout they lie beside it.
_PACKAGE = Path(__file__).resolve().parent.parent
_HOMES = (_PACKAGE / "models", _PACKAGE.parent / "models")


def own_models() -> Path:
    """The folder of the user's own models, which need not be there (XDG Base Directory Specification)."""
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (named if named.is_absolute() else Path.home() / ".local" / "share") / "aligner" / "models"


def shipped() -> dict[str, Path]:
    """The models that come with the package, by name."""
    return _models(*_HOMES)


def model_names() -> dict[str, Path]:
    """The models that are here, by name: the shipped ones, and the user's own of other names."""
    return {**shipped(), **{name: folder for name, folder in _models(own_models()).items() if name not in shipped()}}


def load_model(name: str = EMBEDDED) -> LexicalModel:
    """The model of this name, or in the folder of this path. Raises ModelError when there is none."""
    return _load(name)


def forget() -> None:
    """Models that were loaded are read again: one may have been trained again under its name."""
    _load.cache_clear()


@lru_cache(maxsize=4)
def _load(name: str) -> LexicalModel:
    folder = model_names().get(name, Path(name))
    if not (folder / CARD).is_file():
        known = ", ".join(model_names()) or "none"
        raise ModelError(f"no model named {name}: the models here are {known}; or give the path of a model's folder")
    return load(folder)


def _models(*homes: Path) -> dict[str, Path]:
    return {card.parent.name: card.parent for home in homes for card in sorted(home.glob(f"*/{CARD}"))}
