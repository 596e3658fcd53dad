"""Names across the two scripts: how likely a French word is the transliteration of an Arabic one.

French writes Arabic names by ear (القامشلي: Qamechli, Kamishly, Al-Qamishli). Letters and pairs of neighbouring letters
render each other as the words of sentences do: the same model, trained by ``aligner.model.ibm`` on names, says how much
better one name explains the other than chance does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from aligner.model.tables import Lexicon
from aligner.model.units import Floats, Ints
from aligner.text import WORDS_KEPT, arabic, french
from aligner.text.words import is_arabic

# Marks the borders of a word.
BORDER = "_"
# The share of a name's letters that a rendering is expected to explain.
EXPLAINED = 0.9
# The mean ratio a letter from which two words are more likely one name than not, and how fast that grows, among the
# words of a few sentences; what is then believed at most.
EVEN = 0.9
STEEP = 5.0
TRUST = 0.5
# Below this nothing is believed.
LEAST = 0.02
# Relative frequency above which a word is taken for a common word rather than a name.
RARE = 3e-5


@lru_cache(maxsize=WORDS_KEPT)
def arabic_letters(word: str) -> tuple[str, ...]:
    """The letters and pairs of letters of a normalised Arabic word without its article, by place."""
    word = arabic.fold(word)
    for article in arabic.ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            word = word[len(article) :]
            break
    return _letters(word)


@lru_cache(maxsize=WORDS_KEPT)
def french_letters(word: str) -> tuple[str, ...]:
    """The letters and pairs of letters of a French word, by place."""
    return _letters(french.fold(word))


def _letters(word: str) -> tuple[str, ...]:
    marked = BORDER + word + BORDER
    pairs = [marked[i : i + 2] for i in range(len(marked) - 1)]
    return tuple(part for pair in zip(pairs, [*word, ""], strict=True) for part in pair if part)


def _numbers(letters: Iterable[str], known: dict[str, int]) -> list[int]:
    return [known[letter] for letter in letters if letter in known]


@dataclass(frozen=True)
class Names:
    """The words of one side that may be names: their ``places`` among its units, rising, and a row for each with how
    often it has each letter (and pair of letters), and with how much it explains each of the other side's."""

    places: Ints
    letters: NDArray[np.uint8]
    gains: NDArray[np.float16]

    def among(self, units: Ints) -> tuple[Ints, Ints]:
        """Which of some units (rising numbers) may be names: their places among these, and their rows here."""
        row = np.searchsorted(self.places, units)
        here = np.nonzero(row < len(self.places))[0]
        here = here[self.places[row[here]] == units[here]]
        return here, row[here]


class Letters:
    """The tables of letters: ``fr_given_ar`` and ``ar_given_fr`` of all Arabic (rows) and French units (columns)."""

    def __init__(self, tables: Lexicon) -> None:
        self._forth = tables.fr_given_ar / tables.fr_frequency
        self._ar_numbers = lru_cache(WORDS_KEPT)(lambda word: _numbers(arabic_letters(word), tables.ar))
        self._fr_numbers = lru_cache(WORDS_KEPT)(lambda word: _numbers(french_letters(word), tables.fr))
        self._back = np.ascontiguousarray((tables.ar_given_fr / tables.ar_frequency[:, None]).T)

    def names(self, words: Sequence[str], frequency: Floats, *, arabic: bool) -> Names:
        """Those of the words that may be names of the language: rare ones in its letters."""
        from scipy.sparse import csr_array

        numbers, table = (self._ar_numbers, self._forth) if arabic else (self._fr_numbers, self._back)
        rare = np.nonzero(frequency < RARE)[0].tolist()
        rare = [i for i in rare if len(words[i]) > 2 and words[i].isalpha() and is_arabic(words[i][0]) == arabic]
        found = [numbers(words[i]) for i in rare]
        columns = np.array([number for letters in found for number in letters], np.int64)
        row = np.repeat(np.arange(len(rare)), [len(letters) for letters in found])
        size = len(rare), len(table)
        letters = np.bincount(row * size[1] + columns, minlength=size[0] * size[1]).reshape(size).astype(np.uint8)
        gains = np.zeros((len(rare), table.shape[1]), np.float16)
        for first in range(0, len(rare), 1024):
            some = csr_array(letters[first : first + 1024].astype(np.float32))
            expected = some @ table / np.maximum(some.sum(axis=1)[:, None], 1)
            gains[first : first + 1024] = np.log((1 - EXPLAINED) + EXPLAINED * expected)
        return Names(np.array(rare, np.int64), letters, gains)


def likeness(ar: Names, fr: Names, rows: Ints | slice = slice(None), columns: Ints | slice = slice(None)) -> Floats:
    """How much better some Arabic names (rows) and French ones (columns) explain each other than chance: the mean
    log-likelihood ratio a letter, about -1.4 for names that have nothing to do with each other, 1 to 2 for one name."""
    ar_letters, fr_letters = ar.letters[rows].astype(np.float32), fr.letters[columns].astype(np.float32)
    forth = ar.gains[rows].astype(np.float32) @ fr_letters.T / np.maximum(fr_letters.sum(axis=1), 1)
    back = fr.gains[columns].astype(np.float32) @ ar_letters.T / np.maximum(ar_letters.sum(axis=1), 1)
    return np.asarray((forth + back.T) / 2, np.float32)


def tie(ar: Names, fr: Names, ar_units: Ints, fr_units: Ints, *tables: Floats) -> None:
    """Gives words that may be one name a probability in the tables of these units, in place."""
    (row_places, rows), (column_places, columns) = ar.among(ar_units), fr.among(fr_units)
    if not len(rows) or not len(columns):
        return
    trust = TRUST / (1 + np.exp(-STEEP * (likeness(ar, fr, rows, columns) - EVEN)))
    r, c = np.nonzero(trust > LEAST)
    at = row_places[r], column_places[c]
    for table in tables:
        table[at] = np.maximum(table[at], trust[r, c])
