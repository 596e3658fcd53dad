"""Words of either language, with their places and the units in which the two languages are compared."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import regex

from aligner.data import Span
from aligner.text import WORDS_KEPT, arabic, french
from aligner.text.normalise import Normal, normalise, plain

# A run of letters of one script, or of digits with the separators inside a number. An apostrophe ends a word, so
# that an elided « l’ » stands by itself. A million letters without a space are cut into words of 64.
_WORD = regex.compile(
    r"[\p{Arabic}&&\p{L}]{1,64}+|[\p{L}--\p{Arabic}]{1,64}+|\p{Nd}{1,64}+(?:[.,٫٬]\p{Nd}{1,64}+)*+", regex.V1
)


_OTHER_ARABIC = frozenset(map(chr, [*range(0x8A0, 0x900), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)]))


class Word(NamedTuple):
    """``text`` as normalised, ``unit`` as compared (a stem or a number), ``span`` in the untouched text."""

    text: str
    unit: str
    span: Span


def is_arabic(char: str) -> bool:
    """Whether the character is of the Arabic script, presentation forms included."""
    return "\u0600" <= char <= "\u06ff" or "\u0750" <= char <= "\u077f" or char in _OTHER_ARABIC


@lru_cache(maxsize=WORDS_KEPT)
def unit(word: str) -> str:
    """The unit in which a normalised word is compared: a stem, or a number in western digits."""
    first = word[0]
    if first.isdigit():
        return "".join(str(int(c)) if c.isdecimal() else "." if c in ".,٫" else "" for c in word)
    return arabic.stem(word) if is_arabic(first) else french.stem(word)


def words(text: str | Normal) -> list[Word]:
    """The words of a text of any language, in order; punctuation, signs and emoji are left out."""
    normal = text if isinstance(text, Normal) else normalise(text)
    found = _WORD.finditer(normal.text)
    if isinstance(normal.starts, range):  # nothing was changed
        return [Word(word, unit(word), Span(*match.span())) for match in found for word in (match[0],)]
    return [Word(match[0], unit(match[0]), normal.span(*match.span())) for match in found]


def tokens(text: str) -> list[str]:
    """The words of :func:`words` as normalised, without their places: what the translation model reads."""
    found: list[str] = _WORD.findall(plain(text))
    return found
