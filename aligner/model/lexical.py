"""The embedded translation model: which French units render which Arabic units, and how often.

Two layers of units, each with word translation probabilities t(fr | ar) and t(ar | fr) trained by
``aligner.model.ibm``: light stems (``aligner.text.words``) and subword pieces (sentencepiece), which tie words that no
stem table has seen. Stems that the tables don't know are matched by spelling too: the same string (numbers, Latin
words in Arabic text), or the same consonants (``aligner.text.names``).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from aligner.errors import ModelError
from aligner.model.pieces import Cutter
from aligner.text.names import arabic_key, french_key
from aligner.text.words import Word, is_arabic

Floats = NDArray[np.float32]
Arrays = dict[str, NDArray[Any]]

TABLES = "tables.npz"
CARD = "card.json"
FORMAT = 2
LAYERS = ("stems", "pieces")
# A word known to neither table and tied to the other side by its consonants only: the probability it is given, and
# how alike (0…100) two keys must be. Chosen by hand.
NAME_TRUST = 0.5
NAME_LIKENESS = 80.0
# Relative frequency above which a word is taken for a common word rather than a name.
NAME_RARITY = 3e-5
SAME_TRUST = 0.9


@dataclass(frozen=True)
class Lexicon:
    """A layer of the model cut to the units of two texts.

    ``fr_given_ar`` and ``ar_given_fr`` have a row for each Arabic and a column for each French unit, values in 0…1;
    ``ar_frequency`` and ``fr_frequency`` are the units' relative frequencies in general text.
    """

    ar: dict[str, int]
    fr: dict[str, int]
    fr_given_ar: Floats
    ar_given_fr: Floats
    ar_frequency: Floats
    fr_frequency: Floats


class Layer:
    """One kind of units: their counts in general text and how often they render each other."""

    def __init__(self, arrays: Arrays) -> None:
        self._ar = {unit: i for i, unit in enumerate(_unpack(arrays["ar_units"]))}
        self._fr = {unit: i for i, unit in enumerate(_unpack(arrays["fr_units"]))}
        self._ar_counts = arrays["ar_counts"]
        self._fr_counts = arrays["fr_counts"]
        # Entries of Arabic unit i stand at rows[i]:rows[i + 1].
        self._rows = arrays["rows"]
        self._columns = arrays["columns"]
        self._fr_given_ar = arrays["fr_given_ar"]
        self._ar_given_fr = arrays["ar_given_fr"]

    def lexicon(self, ar: Iterable[str], fr: Iterable[str]) -> Lexicon:
        """What the layer knows of these units. A unit that is the same on both sides renders itself."""
        ar_place = {unit: i for i, unit in enumerate(dict.fromkeys(ar))}
        fr_place = {unit: j for j, unit in enumerate(dict.fromkeys(fr))}
        forth = np.zeros((len(ar_place), len(fr_place)), np.float32)
        back = np.zeros_like(forth)
        # Where each French unit of the layer stands among ours; the last entry takes those it does not know.
        place = np.full(len(self._fr) + 1, -1)
        for unit, j in fr_place.items():
            place[self._fr.get(unit, -1)] = j
        place[-1] = -1
        for unit, i in ar_place.items():
            known = self._ar.get(unit)
            if known is not None:
                entries = slice(self._rows[known], self._rows[known + 1])
                columns = place[self._columns[entries]]
                here = columns >= 0
                forth[i, columns[here]] = self._fr_given_ar[entries][here]
                back[i, columns[here]] = self._ar_given_fr[entries][here]
        for unit in ar_place.keys() & fr_place.keys():
            i, j = ar_place[unit], fr_place[unit]
            forth[i, j] = back[i, j] = SAME_TRUST
        ar_frequency = _frequency(self._ar, self._ar_counts, ar_place)
        fr_frequency = _frequency(self._fr, self._fr_counts, fr_place)
        return Lexicon(ar_place, fr_place, forth, back, ar_frequency, fr_frequency)


class LexicalModel:
    """A loaded model. ``digest`` is the SHA-256 of its tables, ``card`` what its card says."""

    def __init__(self, name: str, digest: str, card: dict[str, Any], arrays: Arrays) -> None:
        self.name = name
        self.digest = digest
        self.card = card
        self._stems, self._pieces = (
            Layer({key.removeprefix(f"{layer}."): a for key, a in arrays.items() if key.startswith(f"{layer}.")})
            for layer in LAYERS
        )
        self._cutter = Cutter(arrays["ar_cutter"].tobytes(), arrays["fr_cutter"].tobytes())
        self.pieces = lru_cache(maxsize=1 << 17)(self._cutter.pieces)

    def lexicon(self, ar: Iterable[Word], fr: Iterable[Word]) -> Lexicon:
        """What the model knows of the stems of two texts, which may be whole documents; names are tied by sound."""
        ar_words = {word.unit: word.text for word in ar}
        fr_words = {word.unit: word.text for word in fr}
        lexicon = self._stems.lexicon(ar_words, fr_words)
        _tie_names(ar_words, fr_words, lexicon)
        return lexicon

    def piece_lexicon(self, ar: Iterable[Word], fr: Iterable[Word]) -> Lexicon:
        """What the model knows of the subword pieces of two texts."""
        ar_pieces, fr_pieces = (
            dict.fromkeys(piece for word in dict.fromkeys(word.text for word in side) for piece in self.pieces(word))
            for side in (ar, fr)
        )
        return self._pieces.lexicon(ar_pieces, fr_pieces)


def _frequency(index: dict[str, int], counts: NDArray[Any], place: dict[str, int]) -> Floats:
    seen = np.array([counts[index[unit]] if unit in index else 0 for unit in place], np.float32)
    return np.asarray((seen + 0.5) / max(counts.sum(), 1), np.float32)


def _tie_names(ar: dict[str, str], fr: dict[str, str], lexicon: Lexicon) -> None:
    """Gives rare words of the two sides with like consonants a probability, in place."""
    rows = [
        (i, key)
        for i, (unit, word) in enumerate(ar.items())
        if lexicon.ar_frequency[i] < NAME_RARITY and is_arabic(unit[0]) and len(key := arabic_key(word)) >= 2
    ]
    columns = [
        (j, key)
        for j, (unit, word) in enumerate(fr.items())
        if lexicon.fr_frequency[j] < NAME_RARITY and _is_latin(unit) and len(key := french_key(word)) >= 2
    ]
    if not rows or not columns:
        return
    likeness = process.cdist(
        [key for _, key in rows], [key for _, key in columns], scorer=fuzz.ratio, score_cutoff=NAME_LIKENESS
    )
    for r, c in zip(*np.nonzero(likeness), strict=True):
        i, j = rows[r][0], columns[c][0]
        # Two consonants are shared by too many words: only the same key counts, and for less.
        short = min(len(rows[r][1]), len(columns[c][1])) < 3
        if short and likeness[r, c] < 100:
            continue
        trust = NAME_TRUST * float(likeness[r, c]) / 100 * (0.4 if short else 1.0)
        for table in (lexicon.fr_given_ar, lexicon.ar_given_fr):
            table[i, j] = max(table[i, j], trust)


def _is_latin(unit: str) -> bool:
    return unit[0].isalpha() and not is_arabic(unit[0])


def pack(units: list[str]) -> NDArray[np.uint8]:
    """Units as an array of bytes, for the tables' file."""
    return np.frombuffer("\n".join(units).encode(), np.uint8)


def _unpack(packed: NDArray[Any]) -> list[str]:
    return packed.tobytes().decode().split("\n")


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
