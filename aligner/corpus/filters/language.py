"""Another language of the same script: Persian, Urdu, Kurdish, Pashto for Arabic; English, Spanish … for French.

The words of a side are looked up in small tables of function words (``languages.tsv``, and ``text/function_words.tsv``
for French and English): the language with the most different ones is it. Letters that only other languages have are
counted as such words. Nothing is said of a text in which too little speaks for another language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.corpus.filters._sides import Sides
from aligner.corpus.filters._table import entries, languages

if TYPE_CHECKING:
    from aligner.corpus.filters import Settings

ORDER = 5
RULES = {"language": "the Arabic side is in another language of its script, or the French side in one of its own"}

# What speaks for another language: this many different words at least, and more than speak for the right one.
LEAST = 2
# Or words that end as French ones seldom do: this part of those of so many letters.
ODD, LONG = 0.6, 4

# Letters of Persian and Urdu keyboards for Arabic ones, which the words of the table are written with.
_KEYBOARD, _AS_ARABIC = re.compile("[یکہھ]"), str.maketrans("یکہھ", "يكهه")
_ARTICLES = ("ال", "وال", "بال", "لل", "فال", "كال")
_ARABIC_OTHERS, _OWN = ("fa", "ur", "ckb", "ps"), ("ar", "fr")
_FRENCH, _ARABIC = entries("fr", "words"), entries("ar", "words")
_ARABIC_SCRIPT = {lang: entries(lang, "words") for lang in _ARABIC_OTHERS}
_LATIN = {lang: entries(lang, "words") for lang in languages("words") if lang not in _OWN + _ARABIC_OTHERS}
_LATIN_ANY, _ARABIC_SCRIPT_ANY = (frozenset().union(*table.values()) for table in (_LATIN, _ARABIC_SCRIPT))
_ONLY_OTHERS = _LATIN_ANY - _FRENCH
_LETTERS = {lang: re.compile(f"[{''.join(sorted(entries(lang, 'letters')))}]") for lang in _OWN}
_FOREIGN_END = re.compile(f"(?:{'|'.join(sorted(entries('fr', 'endings')))})$")
_WORD = re.compile(r"[^\W\d_]+")
# A mark that only French writes, or writes before a word.
_FRENCH_FORM = re.compile(r"(?<!\w)(?:[ldjnmtcs]|qu)['’]|[êëîïôûùœç]|\w[éè]")


def reasons(sides: Sides, settings: Settings) -> Iterator[str]:
    if _not_french(sides.tgt, sides.tgt_words) or _not_arabic(sides.src, sides.src_words):
        yield "language"


def _not_french(text: str, between_spaces: list[str]) -> bool:
    # Most texts have enough of French, and nothing else, between their spaces.
    some = set(between_spaces)
    if _ONLY_OTHERS.isdisjoint(some) and len(some & _FRENCH) > 1:
        return False
    lower = text.lower()
    found = set(_WORD.findall(lower))
    own = len(found & _FRENCH)
    foreign = found & _LATIN_ANY
    strange = len(set(_LETTERS["fr"].findall(lower))) if not lower.isascii() else 0
    if len(foreign) + strange > own:
        most = max(len(foreign & words) for words in _LATIN.values()) + strange
        if most >= LEAST and most > own + bool(_FRENCH_FORM.search(lower)):
            return True
    if own > 1:
        return False
    long = [word for word in found if len(word) >= LONG]
    odd = sum(bool(_FOREIGN_END.search(word)) for word in long)
    return odd >= LEAST and odd >= ODD * len(long) and odd > own and not _FRENCH_FORM.search(lower)


def _not_arabic(text: str, between_spaces: list[str]) -> bool:
    found = set(text.translate(_AS_ARABIC).split() if _KEYBOARD.search(text) else between_spaces)
    strange = sum(1 for word in found if _LETTERS["ar"].search(word)) if _LETTERS["ar"].search(text) else 0
    foreign = found & _ARABIC_SCRIPT_ANY
    if strange + len(foreign) < LEAST:
        return False
    most = max(len(foreign & words) for words in _ARABIC_SCRIPT.values()) + strange
    own = sum(word in _ARABIC or word.startswith(_ARTICLES) for word in found)
    return most >= LEAST and most > own
