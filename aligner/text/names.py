"""Names across the two scripts: consonant keys that agree when one is a rendering of the other.

French writes Arabic names by ear (القامشلي: Qamechli, Kamishly, Al-Qamishli): vowels vary, consonants vary within
classes. A key keeps one letter for each class and drops vowels, semivowels, hamza and ain, which French often omits.
"""

from __future__ import annotations

from functools import lru_cache

import regex

from aligner.text.arabic import ARTICLES
from aligner.text.french import fold

# Arabic letters by sound class. Classes: B T D J G K H X(kh) S Z C(sh) R L M N F.
ARABIC_SOUNDS = {
    **dict.fromkeys("بپ", "B"), **dict.fromkeys("تطث", "T"), **dict.fromkeys("دضذظ", "D"), **dict.fromkeys("جچ", "J"),
    **dict.fromkeys("غگ", "G"), **dict.fromkeys("كق", "K"), **dict.fromkeys("حهة", "H"), "خ": "X",
    **dict.fromkeys("سص", "S"), "ز": "Z", "ش": "C", "ر": "R", "ل": "L", "م": "M", "ن": "N", **dict.fromkeys("فڤ", "F"),
}  # fmt: skip
# French spellings by the same classes, longest first; letters not listed are vowels for this purpose.
FRENCH_SOUNDS = {
    "tch": "C", "sch": "C", "ch": "C", "sh": "C", "kh": "X", "gh": "G", "dj": "J", "th": "T", "dh": "D", "ph": "F",
    "gn": "N", "ce": "S", "ci": "S", "cy": "S", "ge": "J", "gi": "J", "gu": "G", "qu": "K", "ck": "K", "x": "KS",
    "b": "B", "p": "B", "t": "T", "d": "D", "j": "J", "g": "G", "k": "K", "q": "K", "c": "K", "h": "H", "s": "S",
    "ç": "S", "z": "Z", "r": "R", "l": "L", "m": "M", "n": "N", "f": "F", "v": "F",
}  # fmt: skip

_FRENCH = regex.compile("|".join(FRENCH_SOUNDS))
_DOUBLED = regex.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 16)
def arabic_key(word: str) -> str:
    """The consonant key of a normalised Arabic word, without its article."""
    for article in ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= 3:
            word = word[len(article) :]
            break
    key = "".join(ARABIC_SOUNDS.get(c, "") for c in word)
    return str(_DOUBLED.sub(r"\1", key.removesuffix("H")))


@lru_cache(maxsize=1 << 16)
def french_key(word: str) -> str:
    """The consonant key of a French word."""
    key = "".join(FRENCH_SOUNDS[m[0]] for m in _FRENCH.finditer(fold(word)))
    return str(_DOUBLED.sub(r"\1", key.removesuffix("H")))
