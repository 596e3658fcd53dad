"""Arabic originals and their French renderings: paired, aligned and checked.

>>> import aligner
>>> report = aligner.audit("page.txt")          # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from aligner.alignment import align as align
    from aligner.config import Config as Config
    from aligner.config import configured as configured
    from aligner.corpus.build import build as build
    from aligner.corpus.mine import mine as mine
    from aligner.data import (
        Block as Block,
    )
    from aligner.data import (
        Document as Document,
    )
    from aligner.data import (
        Finding as Finding,
    )
    from aligner.data import (
        Pair as Pair,
    )
    from aligner.data import (
        Report as Report,
    )
    from aligner.data import (
        Sentence as Sentence,
    )
    from aligner.data import (
        Source as Source,
    )
    from aligner.data import (
        Span as Span,
    )
    from aligner.data import (
        Statement as Statement,
    )
    from aligner.encoders import load_encoder as load_encoder
    from aligner.errors import AlignerError as AlignerError
    from aligner.model import load_model as load_model
    from aligner.retrieval import nearest as nearest
    from aligner.run import audit as audit
    from aligner.run import check as check
    from aligner.scoring import score as score
    from aligner.training import train as train
    from aligner.translation import load_translator as load_translator

# The public names and the modules that hold them: loaded when asked for, so that `aligner --help` stays quick.
_HOMES = {
    "align": "aligner.alignment",
    "audit": "aligner.run",
    "build": "aligner.corpus.build",
    "check": "aligner.run",
    "configured": "aligner.config",
    "load_encoder": "aligner.encoders",
    "load_model": "aligner.model",
    "load_translator": "aligner.translation",
    "mine": "aligner.corpus.mine",
    "nearest": "aligner.retrieval",
    "score": "aligner.scoring",
    "train": "aligner.training",
    "AlignerError": "aligner.errors",
    "Config": "aligner.config",
    **dict.fromkeys(
        ["Block", "Document", "Finding", "Pair", "Report", "Sentence", "Source", "Span", "Statement"], "aligner.data"
    ),
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'aligner' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
