"""The embedded translation model: which French units render which Arabic units, how often, and what a link is worth.

Two layers of units, each with word translation probabilities t(fr | ar) and t(ar | fr) trained by
``aligner.model.ibm``: light stems (``aligner.text.words``) and subword pieces (sentencepiece), which tie words that no
stem table has seen. Stems that the tables don't know are matched by spelling too: the same string (numbers, Latin
words in Arabic text), or letters that render each other as in names (``aligner.model.letters``).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from aligner.errors import ModelError
from aligner.model.gaps import Gaps
from aligner.model.glued import apart
from aligner.model.letters import Letters, tie
from aligner.model.pieces import Cutter
from aligner.model.tables import Arrays, Layer, Lexicon
from aligner.model.units import Floats
from aligner.text.words import Word, is_arabic, tokens, unit

TABLES = "tables.npz"
CARD = "card.json"
FORMAT = 3
LAYERS = ("stems", "pieces", "letters")


class LexicalModel:
    """A loaded model. ``digest`` is the SHA-256 of its tables, ``card`` what its card says, ``links`` the weights of
    ``aligner.model.links``, ``gaps`` what tells words without counterpart (None if it was not trained)."""

    def __init__(self, name: str, digest: str, card: dict[str, Any], arrays: Arrays) -> None:
        self.name = name
        self.digest = digest
        self.card = card
        self.stems, self.pieces, letters = (
            Layer({key.removeprefix(f"{layer}."): a for key, a in arrays.items() if key.startswith(f"{layer}.")})
            for layer in LAYERS
        )
        self.letters = Letters(letters.whole())
        self.links = arrays["links"]
        gaps = {key.removeprefix("gaps."): array for key, array in arrays.items() if key.startswith("gaps.")}
        self.gaps = Gaps(gaps) if gaps else None
        self._cutter = Cutter(arrays["ar_cutter"].tobytes(), arrays["fr_cutter"].tobytes())
        self.cut = lru_cache(maxsize=1 << 17)(self._cutter.pieces)
        self.parts = lru_cache(maxsize=1 << 17)(self._parts)
        self.stems_of = lru_cache(maxsize=1 << 17)(lambda token: [unit(part) for part in self.parts(token)])
        self.pieces_of = lru_cache(maxsize=1 << 17)(
            lambda token: [piece for part in self.parts(token) for piece in self.cut(part)]
        )

    def _parts(self, token: str) -> tuple[str, ...]:
        """The words of a token: several where an Arabic writer left out the spaces between them."""
        if not is_arabic(token[0]) or not token.isalpha():
            return (token,)
        return apart(token, lambda word: self.stems.ar_frequency(unit(word)))

    def lexicon(self, ar: Iterable[Word], fr: Iterable[Word]) -> Lexicon:
        """What the model knows of the stems of two texts; names are tied by sound."""
        ar_words = {word.unit: word.text for word in ar}
        fr_words = {word.unit: word.text for word in fr}
        lexicon = self.stems.lexicon(list(ar_words), list(fr_words))
        ar_names = self.letters.names(list(ar_words.values()), lexicon.ar_frequency, arabic=True)
        fr_names = self.letters.names(list(fr_words.values()), lexicon.fr_frequency, arabic=False)
        every = np.arange(len(ar_words)), np.arange(len(fr_words))
        tie(ar_names, fr_names, *every, lexicon.fr_given_ar, lexicon.ar_given_fr)
        return lexicon

    def similarity(self, ar: Sequence[str], fr: Sequence[str]) -> Floats:
        """How much each Arabic sentence (row) and each French one (column) have in common, as
        :func:`aligner.model.likelihood.similarity`. For large collections see ``aligner.retrieval``."""
        from aligner.model.likelihood import similarity

        return similarity(self, [tokens(text) for text in ar], [tokens(text) for text in fr])


def save(folder: Path, card: dict[str, Any], arrays: Arrays) -> None:
    """Writes a model's two files; the same arrays give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(folder / TABLES, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            data = io.BytesIO()
            np.lib.format.write_array(data, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), data.getvalue(), zipfile.ZIP_DEFLATED)
    digest = hashlib.sha256((folder / TABLES).read_bytes()).hexdigest()
    card = {"format": FORMAT, **card, "sha256": digest}
    (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def load(folder: Path) -> LexicalModel:
    """The model in ``folder``. Raises ModelError when files are missing, damaged or not what the card names."""
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        data = (folder / TABLES).read_bytes()
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: no model can be read ({error}): install the package again") from error
    digest = hashlib.sha256(data).hexdigest()
    if not isinstance(card, dict) or card.get("format") != FORMAT or card.get("sha256") != digest:
        raise ModelError(f"the model in {folder} is damaged or of another version: install the package again")
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        return LexicalModel(folder.name, digest, card, {name: archive[name] for name in archive.files})
