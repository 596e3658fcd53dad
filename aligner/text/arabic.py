"""Arabic words for matching: one spelling for variants, and a light stem without clitics and endings."""

from __future__ import annotations

from functools import lru_cache

from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
)

from aligner.text import WORDS_KEPT

# What is written on the front of a word: conjunction, preposition, article, and their fusions (ل + ال → لل).
# Longest first. After Larkey, Ballesteros & Connell, "Light stemming for Arabic information retrieval" (2007).
ARTICLES = ("وبال", "فبال", "وكال", "فكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")
# Pronouns and the endings of dual, plural and feminine, as they stand after ``fold``; longest first.
ENDINGS = ("كما", "هما", "تين", "تان", "ات", "ان", "ين", "ون", "ها", "هم", "هن", "كم", "نا", "يه", "وا", "ه", "ي", "ا")

_ARTICLES, _ENDINGS = frozenset(ARTICLES), frozenset(ENDINGS)


def fold(word: str) -> str:
    """One spelling for the variants of alef, final ya and ta marbuta."""
    return str(normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(word))))


@lru_cache(maxsize=WORDS_KEPT)
def stem(word: str) -> str:
    """The light stem of a normalised Arabic word: never under three letters (two after the article)."""
    word = fold(word)
    for size in (4, 3, 2):
        if len(word) - size >= 2 and word[:size] in _ARTICLES:
            word = word[size:]
            break
    else:
        if word[:1] == "و" and len(word) >= 4:
            word = word[1:]
    for _ in range(2):
        for size in (3, 2, 1):
            if len(word) - size >= 3 and word[-size:] in _ENDINGS:
                word = word[:-size]
                break
    return word
