"""The embedded translation model: loading it, and what it says of two texts."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from aligner.errors import ModelError
from aligner.model.lexical import CARD, LexicalModel, load
from aligner.model.tables import Lexicon

__all__ = ["LexicalModel", "Lexicon", "load_model", "model_names"]

EMBEDDED = "ar-fr"
# In an installed package the models lie inside it; in a checkout they lie beside it.
_PACKAGE = Path(__file__).resolve().parent.parent
_HOMES = (_PACKAGE / "models", _PACKAGE.parent / "models")


def model_names() -> dict[str, Path]:
    """The models that are shipped, by name."""
    return {card.parent.name: card.parent for home in _HOMES for card in sorted(home.glob(f"*/{CARD}"))}


def load_model(name: str = EMBEDDED) -> LexicalModel:
    """The model of this name, or in the folder of this path. Raises ModelError when there is none."""
    return _load(name)


@lru_cache(maxsize=4)
def _load(name: str) -> LexicalModel:
    folder = model_names().get(name, Path(name))
    if not (folder / CARD).is_file():
        known = ", ".join(model_names()) or "none"
        raise ModelError(f"no model named {name}: shipped models are {known}; or give the path of a model's folder")
    return load(folder)
