"""Scripts: Arabic letters on the Arabic side and Latin ones on the French side, and not the same text on both.

Names, terms and code may stand in the other script, so that shares of letters are looked at, and only in the few texts
that have a foreign letter at all. Digits and punctuation are of no script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.corpus.filters._sides import Sides

if TYPE_CHECKING:
    from aligner.corpus.filters import Settings

ORDER = 2
RULES = {
    "script": "fewer than min_arabic (min_latin) of the letters of the Arabic (French) side are of its script",
    "copied": "the two sides are the same text",
}

_ARABIC = "\u0620-\u064a\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9"
_LATIN = "A-Za-zªºÀ-ÖØ-öø-ɏ"
_LETTER = r"[^\W\d_]"
_ARABIC_LETTER, _LATIN_LETTER = re.compile(f"[{_ARABIC}]"), re.compile(f"[{_LATIN}]")
_NOT_ARABIC = re.compile(rf"(?![{_ARABIC}]){_LETTER}")
_NOT_LATIN = re.compile(rf"(?![{_LATIN}]){_LETTER}")
# The quick way to find out that there is none.
_MAYBE_NOT_ARABIC = re.compile("[A-Za-zª-ؠ\u0700-\u1fff\u2c00-\U0002ffff]")
_MAYBE_NOT_LATIN = re.compile("[\u0250-\u1fff\u2c00-\U0002ffff]")


def reasons(sides: Sides, settings: Settings) -> Iterator[str]:
    if sides.src == sides.tgt or sides.src.casefold() == sides.tgt.casefold():
        yield "copied"
    if _lacks(sides.src, settings.min_arabic, _ARABIC_LETTER, _NOT_ARABIC, _MAYBE_NOT_ARABIC) or _lacks(
        sides.tgt, settings.min_latin, _LATIN_LETTER, _NOT_LATIN, _MAYBE_NOT_LATIN
    ):
        yield "script"


def _lacks(text: str, share: float, own: re.Pattern[str], foreign: re.Pattern[str], maybe: re.Pattern[str]) -> bool:
    """Whether less than this share of the letters is of the language's own script."""
    if not own.search(text):
        return True
    if not maybe.search(text):
        return False
    mine, other = len(own.findall(text)), len(foreign.findall(text))
    return mine < share * (mine + other)
