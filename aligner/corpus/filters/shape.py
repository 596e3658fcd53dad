"""The shape of a text: words said again and again, capitals throughout, menus, little but signs, sides that were cut.

Signs are looked at across the scripts: « ؟ » asks as « ? » does, and quotation marks, which each language has its own
of, say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.corpus.filters._sides import Sides
from aligner.corpus.filters._table import entries
from aligner.text.brackets import unpaired

if TYPE_CHECKING:
    from aligner.corpus.filters import Settings

ORDER = 4
RULES = {
    "symbols": "fewer than min_letters of the characters of a side are letters",
    "repeated": "a side says the same words again and again",
    "capitals": "the French side is in capitals",
    "menu": "a side is a list of links: parts between bars, arrows or bullets",
    "brackets": "one side has a bracket without its counterpart, and the other has not",
    "question": "one side is a question, and the other is not",
    "cut": "one side ends as a sentence does, the other with an article, a preposition or the like",
}

# A side in which fewer than this part of the words are different says the same again and again.
DIFFERENT = 0.5
# From how many words on that, and capitals, mean something.
WORDS, CAPITAL_WORDS = 10, 5

_SIGN = re.compile(r"[|»›>→←•·/\\]")
_SEPARATOR = re.compile(r"\s[|»›>→←•·/\\]+(?=\s)|[|•›]")
_QUESTION, _STATEMENT = re.compile(r"[?؟]\W{0,3}$"), re.compile(r"\.\W?$")
_END = frozenset('.!?؟…:»"')
_BRACKET = re.compile(r"[()\[\]{}]")
# Words after which every sentence goes on.
_OPEN_AR, _OPEN_FR = entries("ar", "open"), entries("fr", "open")


def reasons(sides: Sides, settings: Settings) -> Iterator[str]:
    src, tgt = sides.src, sides.tgt
    for words in (sides.src_words, sides.tgt_words):
        least = settings.min_letters * sum(map(len, words))
        # Most texts have enough letters in the words that are nothing but letters.
        if sum(map(len, filter(str.isalpha, words))) < least and sum(map(str.isalpha, "".join(words))) < least:
            yield "symbols"
        if len(words) >= WORDS and len(set(words)) < DIFFERENT * len(words):
            yield "repeated"
    if len(sides.tgt_words) >= CAPITAL_WORDS and tgt.isupper():
        yield "capitals"
    if any(_SIGN.search(text) and len(_SEPARATOR.findall(text)) > 2 for text in (src, tgt)):
        yield "menu"
    if (_BRACKET.search(src) or _BRACKET.search(tgt)) and _unpaired(src) != _unpaired(tgt):
        yield "brackets"
    if (_QUESTION.search(src, max(0, len(src) - 4)) and _STATEMENT.search(tgt, max(0, len(tgt) - 4))) or (
        _QUESTION.search(tgt, max(0, len(tgt) - 4)) and _STATEMENT.search(src, max(0, len(src) - 4))
    ):
        yield "question"
    if (src[-1:] in _END and not _OPEN_FR.isdisjoint(sides.tgt_words[-1:])) or (
        tgt[-1:] in _END and not _OPEN_AR.isdisjoint(sides.src_words[-1:])
    ):
        yield "cut"


def _unpaired(text: str) -> bool:
    """Whether a bracket lacks its counterpart; a quotation may go on in the next sentence."""
    return any(span.of(text) in "()[]{}" for span in unpaired(text))
