"""An encoder: texts → vectors, batched by length, on the GPU where there is one, and kept on disk.

The transformer itself (``aligner.encoders.transformer``) is loaded when a text comes that is not on disk yet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from aligner import hub
from aligner.encoders.cache import Cache
from aligner.encoders.families import files, recipe
from aligner.errors import ModelError
from aligner.model.units import Floats

if TYPE_CHECKING:
    from aligner.encoders.transformer import Lang, Transformer, Watch

# Goes up when the same texts and files give other vectors than before.
VERSION = 1
# Texts that are encoded and kept on disk together: what a run has lost when it is killed.
TOGETHER = 4096


class Encoder:
    """The encoder in a folder, which the user called ``name``. ``digest`` is the SHA-256 of all its files that count.

    ``watch`` sees the batches pass, for a progress bar. Raises ModelError when the folder holds no model that can be
    used; the weights are loaded later, and raise it then.
    """

    def __init__(
        self, folder: Path, name: str | None = None, *, cache: Cache | None = None, watch: Watch = iter
    ) -> None:
        self.name = name or str(folder)
        self.recipe = recipe(folder, self.name)
        self.digest = _digest(folder)
        self.cache = cache or Cache()
        self._folder = folder
        self._watch = watch

    @property
    def signature(self) -> str:
        """What tells encoders apart: the last part of the name, and the beginning of the digest."""
        return f"{Path(self.name).name}.{self.digest[:12]}"

    def encode(self, texts: Sequence[str], lang: Lang) -> Floats:
        """Vectors of length 1 of texts of a language, a row each (0 for a text without tokens)."""
        if not texts:
            return np.zeros((0, 0), np.float32)
        keys = [self._key(text, lang) for text in texts]
        rows = self.cache.get(list(dict.fromkeys(keys)))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows}
        # Sorted as a whole, so that texts of like lengths meet.
        order = sorted(missing, key=lambda key: len(missing[key]))
        for first in range(0, len(order), TOGETHER):
            some = order[first : first + TOGETHER]
            made = self._transformer.encode([missing[key] for key in some], lang, self._watch)
            new = dict(zip(some, made, strict=True))
            self.cache.put(new)
            rows |= new
        return np.stack([rows[key] for key in keys])

    def words(self, texts: Sequence[Sequence[str]], lang: Lang) -> list[Floats]:
        """For each text, given as its words, a vector of length 1 for each word (row), from the layer that ties words.

        Words beyond the length that is read have rows of 0.
        """
        return self._transformer.words(texts, lang)

    @cached_property
    def _transformer(self) -> Transformer:
        from aligner.encoders.transformer import Transformer

        return Transformer(self._folder, self.name, self.recipe)

    @cached_property
    def _salt(self) -> bytes:
        """What a vector depends on beside the text."""
        return hashlib.sha256(f"{VERSION} {self.digest} {self.recipe} {hub.place()[1]}".encode()).digest()

    def _key(self, text: str, lang: Lang) -> bytes:
        spoken = lang if self.recipe.languages else ""
        return hashlib.sha256(self._salt + f"{spoken}\0{text}".encode("utf-8", "surrogatepass")).digest()


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    try:
        for path in files(folder):
            each = hashlib.sha256()
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    each.update(block)
            total.update(f"{path.relative_to(folder)}\0{each.hexdigest()}\n".encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise ModelError(f"{error.filename}: cannot be read ({error.strerror}): get the model again") from None
    return total.hexdigest()
