"""Which language a document is in, among those of its script: the one whose common words are most of its words.

Simple and stated: the words are a table (``languages.tsv``). It is meant for whole documents, of some sentences at
least, not for single sentences.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import regex

from aligner.text.words import is_arabic

# The words that are looked at: a document of more shows its language by then.
WORDS = 2_000
# The share of common words below which a text is in none of the languages.
LEAST = 0.03
_WORD = regex.compile(r"[\p{L}\p{M}]{1,40}+")
_MARKS = regex.compile(r"[\p{M}ـ]+")


def told(text: str) -> str:
    """The language (ISO 639-1) of a text in Arabic or Latin script, "und" if it is in none of the table."""
    counts = Counter(_words(text))
    scripts = Counter[str]()
    for word, count in counts.items():
        scripts["arabic" if is_arabic(word[0]) else "latin" if word[0] < "\u0250" else "other"] += count
    script = max(("arabic", "latin", "other"), key=lambda name: scripts[name])
    if script == "other":
        return "und"
    shares = {lang: sum(counts[word] for word in words) for lang, words in _common(script).items()}
    # The first of equals: Arabic and French stand first.
    best = max(shares, key=lambda lang: shares[lang])
    return best if shares[best] > LEAST * counts.total() else "und"


def _words(text: str) -> list[str]:
    found: list[str] = []
    for match in _WORD.finditer(text):
        if word := _MARKS.sub("", match[0]).lower():
            found.append(word)
        if len(found) == WORDS:
            break
    return found


@cache
def _common(script: str) -> dict[str, set[str]]:
    common: dict[str, set[str]] = {}
    for line in Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            its_script, lang, words = line.split("\t")
            if its_script == script:
                common.setdefault(lang, set()).update(_words(words))
    return common
