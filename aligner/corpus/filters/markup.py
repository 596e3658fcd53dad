"""Markup and addresses: what a crawler or an extractor left in a text, and pairs in which nothing else stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.corpus.filters._sides import Sides
from aligner.text.marks import blanked, marks

if TYPE_CHECKING:
    from aligner.corpus.filters import Settings

ORDER = 6
RULES = {
    "markup": "HTML tags, entities or code were left in a side",
    "address": "a side is nothing but addresses, handles, hashtags or placeholders",
}

_MARKUP = re.compile(
    r"</?[a-zA-Z][\w:-]{0,20}(?:\s[^<>]{0,500})?/?>|&(?:#x?[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});|<!--|-->|\]\]>"
    r"|[{;]\s{0,9}(?:function|var|return|color|font|margin|display)\b[ :(]|\[/?(?:url|img|quote|b|i)\b[^\]]{0,200}\]"
    r"|=\"[^\"]{0,200}\"(?:\s|/?>)"
)
_SIGN = re.compile(r"[<>&{}\[\]=]")
_LETTERS = re.compile(r"[^\W\d_]{2}")


def reasons(sides: Sides, settings: Settings) -> Iterator[str]:
    for text, words in ((sides.row.src, sides.src_words), (sides.row.tgt, sides.tgt_words)):
        if _SIGN.search(text) and _MARKUP.search(text):
            yield "markup"
        if not any(map(str.isalpha, words)) and not _LETTERS.search(blanked(text, marks(text)).replace("\x00", " ")):
            yield "address"
