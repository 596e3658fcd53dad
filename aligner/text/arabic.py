"""Arabic words for matching: one spelling for variants, and a light stem without clitics and endings."""

from __future__ import annotations

from functools import lru_cache

from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
)

# What is written on the front of a word: conjunction, preposition, article, and their fusions (ل + ال → لل).
# Longest first. After Larkey, Ballesteros & Connell, "Light stemming for Arabic information retrieval" (2007).
ARTICLES = ("وبال", "فبال", "وكال", "فكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")
PARTICLES = ("و", "ف", "ب", "ل", "ك")
# Pronouns and the endings of dual, plural and feminine, as they stand after ``fold``; longest first.
ENDINGS = ("كما", "هما", "تين", "تان", "ات", "ان", "ين", "ون", "ها", "هم", "هن", "كم", "نا", "يه", "وا", "ه", "ي", "ا")


def fold(word: str) -> str:
    """One spelling for the variants of alef, final ya and ta marbuta."""
    return str(normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(word))))


@lru_cache(maxsize=1 << 17)
def stem(word: str) -> str:
    """The light stem of a normalised Arabic word: never under three letters (two after the article)."""
    word = fold(word)
    for article in ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 2:
            word = word[len(article) :]
            break
    else:
        if word[:1] == "و" and len(word) >= 4:
            word = word[1:]
    for _ in range(2):
        for ending in ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)]
                break
    return word
