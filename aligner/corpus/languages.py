"""Which language a document is in, among those of its script: the one whose common words are most of its words.

The words are those that the filters tell single sentences by (``filters/languages.tsv``); in a document enough of them
come, so that what speaks for a language can simply be counted.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import regex

from aligner.corpus.filters._table import entries, languages
from aligner.text.words import is_arabic

# The words that are looked at: a document of more shows its language by then.
WORDS = 2_000
# The share of common words below which a text is in none of the languages.
LEAST = 0.05
_WORD = regex.compile(r"[\p{L}\p{M}]{1,40}+")
_MARKS = regex.compile(r"[\p{M}ـ]+")
# Persian and Urdu letters as the table writes them.
_KEYBOARD = str.maketrans("یکہھ", "يكهه")
_ARTICLES = ("ال", "وال", "بال", "لل")


def told(text: str) -> str:
    """The language (ISO 639-1) of a text in Arabic or Latin script, "und" if it is in none of the table."""
    counts = Counter(_words(text))
    scripts = Counter[str]()
    for word, count in counts.items():
        scripts["arabic" if is_arabic(word[0]) else "latin" if word[0] < "\u0250" else "other"] += count
    script = max(("arabic", "latin", "other"), key=lambda name: scripts[name])
    if script == "other":
        return "und"
    shares = {lang: sum(counts[word] for word in words) for lang, words in _common()[script].items()}
    if script == "arabic":
        shares["ar"] += sum(count for word, count in counts.items() if word.startswith(_ARTICLES))
    best = max(shares, key=lambda lang: shares[lang])
    return best if shares[best] > LEAST * counts.total() else "und"


def _words(text: str) -> list[str]:
    found: list[str] = []
    for match in _WORD.finditer(text):
        if word := _MARKS.sub("", match[0]).lower().translate(_KEYBOARD):
            found.append(word)
        if len(found) == WORDS:
            break
    return found


@cache
def _common() -> dict[str, dict[str, set[str]]]:
    """By script and language; Arabic and French first, to which a tie goes."""
    common: dict[str, dict[str, set[str]]] = {"arabic": {}, "latin": {}}
    for lang in dict.fromkeys(("ar", "fr", *languages("words"))):
        words = {word for entry in entries(lang, "words") for word in _words(entry)}
        if any(is_arabic(word[0]) for word in words):
            common["arabic"][lang] = words
        else:
            # Letters by themselves stand in lists of any language.
            common["latin"][lang] = {word for word in words if len(word) > 1}
    return common
