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
from aligner.model.tables import Arrays, Layer, Lexicon, finite, require
from aligner.model.units import Floats
from aligner.text import WORDS_KEPT
from aligner.text.words import Word, is_arabic, tokens, unit

TABLES = "tables.npz"
CARD = "card.json"
FORMAT = 3
LAYERS = ("stems", "pieces", "letters")
# Tables are never larger when they are unpacked: those of 300,000 pairs take 8 MB.
MAX_TABLES = 1 << 31
# What to do about a model that cannot be loaded.
AGAIN = "install the package again, or train your own model again"


class LexicalModel:
    """A loaded model. ``digest`` is the SHA-256 of its tables (``arrays``), ``card`` what its card says, ``links`` the
    weights of ``aligner.model.links``, ``gaps`` what tells words without counterpart (None if it was not trained)."""

    def __init__(self, name: str, digest: str, card: dict[str, Any], arrays: Arrays) -> None:
        self.name = name
        self.digest = digest
        self.card = card
        self.arrays = arrays
        self.stems, self.pieces, letters = (
            Layer({key.removeprefix(f"{layer}."): a for key, a in arrays.items() if key.startswith(f"{layer}.")})
            for layer in LAYERS
        )
        self.letters = Letters(letters.whole())
        self.links = arrays["links"]
        gaps = {key.removeprefix("gaps."): array for key, array in arrays.items() if key.startswith("gaps.")}
        self.gaps = Gaps(gaps) if gaps else None
        self._cutter = Cutter(arrays["ar_cutter"].tobytes(), arrays["fr_cutter"].tobytes())
        self.cut = lru_cache(maxsize=WORDS_KEPT)(self._cutter.pieces)
        self.parts = lru_cache(maxsize=WORDS_KEPT)(self._parts)
        self.stems_of = lru_cache(maxsize=WORDS_KEPT)(lambda token: [unit(part) for part in self.parts(token)])
        self.pieces_of = lru_cache(maxsize=WORDS_KEPT)(
            lambda token: [piece for part in self.parts(token) for piece in self.cut(part)]
        )

    @property
    def description(self) -> str:
        """What the card says of the model, and of an own one by which version it was made."""
        made = f" (made by aligner {self.card['aligner']})" if "aligner" in self.card else ""
        return f"{self.card.get('description', '')}{made}"

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


def files(card: dict[str, Any], arrays: Arrays) -> dict[str, bytes]:
    """A model's two files by name; the same arrays give the same bytes."""
    tables = io.BytesIO()
    with zipfile.ZipFile(tables, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in arrays.items():
            data = io.BytesIO()
            np.lib.format.write_array(data, np.ascontiguousarray(array), allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), data.getvalue(), zipfile.ZIP_DEFLATED)
    card = {"format": FORMAT, **card, "sha256": hashlib.sha256(tables.getvalue()).hexdigest()}
    text = json.dumps(card, ensure_ascii=False, indent=2) + "\n"
    return {TABLES: tables.getvalue(), CARD: text.encode()}


def save(folder: Path, card: dict[str, Any], arrays: Arrays) -> None:
    """Writes the files of a model."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files(card, arrays).items():
        (folder / name).write_bytes(data)


def load(folder: Path) -> LexicalModel:
    """The model in ``folder``. Raises ModelError when files are missing, damaged or not what the card names.

    A model may come from anywhere: nothing in it is run, and tables that do not fit together are refused.
    """
    from aligner.model.links import FEATURES

    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"))
        data = (folder / TABLES).read_bytes()
    except (OSError, ValueError) as error:
        raise ModelError(f"{folder}: no model can be read ({error}): {AGAIN}") from error
    digest = hashlib.sha256(data).hexdigest()
    if not isinstance(card, dict) or card.get("sha256") != digest or "format" not in card:
        raise ModelError(f"the model in {folder} is damaged: {AGAIN}")
    if card["format"] != FORMAT:
        made = f" (made by aligner {card['aligner']})" if "aligner" in card else ""
        raise ModelError(f"the model in {folder} is of another version{made}: {AGAIN}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_TABLES:
                raise ValueError("they are too large")
        with np.load(io.BytesIO(data), allow_pickle=False) as tables:
            arrays = {name: tables[name] for name in tables.files}
        for layer in LAYERS:
            require({key.removeprefix(f"{layer}."): a for key, a in arrays.items() if key.startswith(f"{layer}.")})
        if arrays["links"].shape != (len(FEATURES),) or not finite(arrays["links"]):
            raise ValueError("the weights of links are none")
        return LexicalModel(folder.name, digest, card, arrays)
    # Whatever numpy, zipfile and sentencepiece make of tables that are none.
    except (ValueError, LookupError, TypeError, OSError, EOFError, RuntimeError, zipfile.BadZipFile) as error:
        reason = " ".join(str(error).split())[:100]
        raise ModelError(f"the tables in {folder} are no model's ({reason}): {AGAIN}") from None
