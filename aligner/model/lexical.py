"""The embedded translation model: which French units render which Arabic units, and how often.

Two tables of word translation probabilities, t(fr | ar) and t(ar | fr), trained by ``aligner.model.ibm``, over light
stems (``aligner.text.words``). Words that the tables don't know are matched by spelling: the same string (numbers,
Latin words in Arabic text), or the same consonants (``aligner.text.names``).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from aligner.errors import ModelError
from aligner.text.names import arabic_key, french_key
from aligner.text.words import Word, is_arabic

Floats = NDArray[np.float32]

TABLES = "tables.npz"
CARD = "card.json"
FORMAT = 1
# A word known to neither table and tied to the other side by its consonants only: the probability it is given, and
# how alike (0…100) two keys must be. Measured on held-out names: see scripts/benchmark.
NAME_TRUST = 0.5
NAME_LIKENESS = 80.0
# Relative frequency above which a word is taken for a common word rather than a name.
NAME_RARITY = 3e-5
SAME_TRUST = 0.9


@dataclass(frozen=True)
class Lexicon:
    """The model cut to the words of two texts.

    ``fr_given_ar`` and ``ar_given_fr`` have a row for each Arabic and a column for each French unit, values in 0…1;
    ``ar_frequency`` and ``fr_frequency`` are the units' relative frequencies in general text.
    """

    ar: dict[str, int]
    fr: dict[str, int]
    fr_given_ar: Floats
    ar_given_fr: Floats
    ar_frequency: Floats
    fr_frequency: Floats


class LexicalModel:
    """A loaded model. ``digest`` is the SHA-256 of its tables, ``card`` what its card says."""

    def __init__(self, name: str, digest: str, card: dict[str, Any], tables: dict[str, NDArray[Any]]) -> None:
        self.name = name
        self.digest = digest
        self.card = card
        self._ar = {unit: i for i, unit in enumerate(_unpack(tables["ar_units"]))}
        self._fr = {unit: i for i, unit in enumerate(_unpack(tables["fr_units"]))}
        self._ar_counts = tables["ar_counts"]
        self._fr_counts = tables["fr_counts"]
        # Entries of Arabic unit i stand at rows[i]:rows[i + 1].
        self._rows = tables["rows"]
        self._columns = tables["columns"]
        self._fr_given_ar = tables["fr_given_ar"]
        self._ar_given_fr = tables["ar_given_fr"]

    def lexicon(self, ar: Iterable[Word], fr: Iterable[Word]) -> Lexicon:
        """What the model knows of the words of two texts; the texts may be whole documents."""
        ar_words = {word.unit: word.text for word in ar}
        fr_words = {word.unit: word.text for word in fr}
        ar_place = {unit: i for i, unit in enumerate(ar_words)}
        fr_place = {unit: j for j, unit in enumerate(fr_words)}
        forth = np.zeros((len(ar_place), len(fr_place)), np.float32)
        back = np.zeros_like(forth)

        place = np.full(len(self._fr) + 1, -1)
        for unit, j in fr_place.items():
            place[self._fr.get(unit, -1)] = j
        place[-1] = -1
        for unit, i in ar_place.items():
            known = self._ar.get(unit)
            if known is None:
                continue
            entries = slice(self._rows[known], self._rows[known + 1])
            columns = place[self._columns[entries]]
            here = columns >= 0
            forth[i, columns[here]] = self._fr_given_ar[entries][here]
            back[i, columns[here]] = self._ar_given_fr[entries][here]

        ar_frequency = _frequency(self._ar, self._ar_counts, ar_place)
        fr_frequency = _frequency(self._fr, self._fr_counts, fr_place)
        for unit in ar_place.keys() & fr_place.keys():
            i, j = ar_place[unit], fr_place[unit]
            forth[i, j] = back[i, j] = SAME_TRUST
        _tie_names(ar_words, fr_words, ar_frequency, fr_frequency, forth, back)
        return Lexicon(ar_place, fr_place, forth, back, ar_frequency, fr_frequency)


def _frequency(index: dict[str, int], counts: NDArray[Any], place: dict[str, int]) -> Floats:
    seen = np.array([counts[index[unit]] if unit in index else 0 for unit in place], np.float32)
    return np.asarray((seen + 0.5) / max(counts.sum(), 1), np.float32)


def _tie_names(
    ar: dict[str, str], fr: dict[str, str], ar_frequency: Floats, fr_frequency: Floats, forth: Floats, back: Floats
) -> None:
    """Gives rare words of the two sides with like consonants a probability, in place."""
    rows = [
        (i, key)
        for i, (unit, word) in enumerate(ar.items())
        if ar_frequency[i] < NAME_RARITY and is_arabic(unit[0]) and len(key := arabic_key(word)) >= 2
    ]
    columns = [
        (j, key)
        for j, (unit, word) in enumerate(fr.items())
        if fr_frequency[j] < NAME_RARITY
        and unit[0].isalpha()
        and not is_arabic(unit[0])
        and len(key := french_key(word)) >= 2
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
        forth[i, j] = max(forth[i, j], trust)
        back[i, j] = max(back[i, j], trust)


def _pack(units: list[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(units).encode(), np.uint8)


def _unpack(packed: NDArray[Any]) -> list[str]:
    return packed.tobytes().decode().split("\n")


def save(folder: Path, card: dict[str, Any], ar_units: list[str], fr_units: list[str], **tables: NDArray[Any]) -> None:
    """Writes a model's two files; the same tables give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {"ar_units": _pack(ar_units), "fr_units": _pack(fr_units), **tables}
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
        raise ModelError(
            f"no model can be read in {folder}: {error}; install the package again or name another"
        ) from error
    digest = hashlib.sha256(data).hexdigest()
    if card.get("format") != FORMAT or card.get("sha256") != digest:
        raise ModelError(f"the model in {folder} is damaged or of another version; install the package again")
    with np.load(io.BytesIO(data), allow_pickle=False) as archive:
        return LexicalModel(folder.name, digest, card, {name: archive[name] for name in archive.files})
