"""French words for matching: lower case, no accents, elisions cut off, Snowball stems."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import Stemmer

from aligner.text import WORDS_KEPT

_snowball = Stemmer.Stemmer("french")


def fold(word: str) -> str:
    """Lower case without accents; ligatures spelled out."""
    if word.isascii():
        return word.lower()
    word = word.lower().replace("œ", "oe").replace("æ", "ae")
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


@lru_cache(maxsize=WORDS_KEPT)
def stem(word: str) -> str:
    """The stem of a French word (Porter's Snowball algorithm for French), folded."""
    return fold(_snowball.stemWord(word.lower()))
