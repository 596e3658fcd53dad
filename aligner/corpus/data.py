"""What passes from step to step of building a corpus. This module imports nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Text:
    """A document in one language: its paragraphs, and what says which document of the other language renders it.

    ``name`` is its path below the folder that was read, or its address or number in a file of many documents.
    """

    name: str
    lang: Literal["ar", "fr"]
    paragraphs: tuple[str, ...]
    url: str = ""
    id: str = ""
    date: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence pair of a corpus: Arabic ``src``, French ``tgt``, neither of which is empty.

    ``score`` in 0…1 is the chance that the link is right, ``fidelity`` in 0…1 that a reviewer finds no error in it.
    ``src_doc`` and ``tgt_doc`` say which documents the two sides come from.
    """

    src: str
    tgt: str
    score: float = 0.0
    fidelity: float = 1.0
    src_doc: str = ""
    tgt_doc: str = ""
