"""Marks: what stands in a text and is not language, and which a translation carries over as it is.

Addresses, handles, hashtags, emoji, code, tags and placeholders. Found in the untouched text, in one linear pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from aligner.data import Span

# Characters that no address holds: spaces, quotes, square brackets, the signs that end an Arabic clause, and what is
# drawn as nothing.
_END = r"\s<>\"«»“”\[\]،؛؟\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"

_MARK = regex.compile(
    r"""
    (?P<code>```[^`]{1,2000}+``` | (?<!`)`[^`\n]{1,300}+`(?!`))
  | (?P<email>(?<![\p{Latin}\d._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}+
        @(?:[\p{Latin}\d-]{1,63}+\.){1,6}\p{Latin}{2,24}+)
  | (?P<url>(?:(?<![A-Za-z])[a-zA-Z][a-zA-Z0-9]{1,15}+://|(?<![A-Za-z\d.])www\.)[^END]{2,2000}+
      | (?<![A-Za-z\d.@/-])[a-zA-Z0-9][a-zA-Z0-9-]{0,62}+(?:\.[a-zA-Z0-9-]{1,62}+){0,3}?
        \.(?:[a-z]{2}/[^END]{2,2000}+
           | (?:com|net|org|info|tv|gov|edu|int|io|news|fr|sy|lb|jo|iq|eg|dz|tn|qa|ch|uk|eu)(?![A-Za-z\d])
             (?:/[^END]{0,2000}+)?))
  | (?P<handle>(?<![\p{Latin}\d_@.])[@＠][A-Za-z0-9_]{2,30}+)
  | (?P<hashtag>(?<![\p{Latin}\d&{#]|\p{Arabic}{4}|\]\()[#＃][ ]?(?=[\d_]*+\p{L})[\p{L}\p{M}\d_]{1,140}+
      | (?<![\w&#])[A-Za-z]\w{3,140}+[#＃](?!\w))
  | (?P<placeholder>(?<!(?:zero|one|two|few|many|other)[ ])
        [$%]?(?:\{\{[ ]?[\w.]{1,60}+[ ]?\}\}|\{[ ]?[\w.]{1,60}+[ ]?\})
      | \{[ ]?[\w.]{1,60}+[ ]?(?:,[ ]?(?:plural|select|selectordinal|number|date|time)\b
        |[:!][<>^=+,#-]?\d*\.?\d*[a-zA-Z%]?\})
      | \{%[^{}%]{1,200}+%\}
      | (?<!\d)(?<!\d[ \u00a0\u202f])%(?:\(\w{1,60}+\)|\d{1,2}\$)?[-+0]?\d{0,3}(?:\.\d{1,2})?
        (?:(?:l{1,2}|h|z)?[sdiufxXgec](?!\p{L})|@))
  | (?P<tag></?[a-zA-Z][a-zA-Z0-9:-]{0,20}+(?:\s[^<>]{0,500}+)?/?>)
  | (?P<entity>&(?:\#x?[0-9a-fA-F]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,9}+);)
  | (?P<emoji>\p{Regional_Indicator}{2} | [\d#*]\ufe0f?\u20e3
      | [\p{Extended_Pictographic}--[\x00-\xff‼⁉™ℹ↔-↪▪▫◻-◾]][\ufe0e\ufe0f\p{Emoji_Modifier}\U000e0020-\U000e007f]*+
        (?:\u200d\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*+)*+)
    """.replace("END", _END),
    regex.VERBOSE | regex.V1,
)
# A character without which there is no mark: most texts have none, and re finds that out in a tenth of the time.
_SIGN = re.compile(
    r"[@＠#＃{<&`\u20e3\u231a-\u23ff\u24c2\u25b6\u25c0\u2600-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299"
    r"\U0001f000-\U0001faff]|://|%[-+(@\w.]|[A-Za-z0-9]\.[A-Za-z]"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of ``kind`` (code, email, url, handle, hashtag, placeholder, tag, entity, emoji), ``text`` at ``span``."""

    kind: str
    text: str
    span: Span


def marks(text: str) -> list[Mark]:
    """The marks of ``text`` in reading order; punctuation that ends a sentence is not part of an address."""
    if not _SIGN.search(text):
        return []
    found = []
    for match in _MARK.finditer(text):
        kind = match.lastgroup or ""
        shown = _without_stop(match[0]) if kind == "url" else match[0]
        found.append(Mark(kind, shown, Span(match.start(), match.start() + len(shown))))
    return found


def _without_stop(url: str) -> str:
    """The address without what follows it: punctuation, and a bracket that was not opened inside it."""
    depth = 0
    for at, char in enumerate(url):
        depth += (char == "(") - (char == ")")
        if depth < 0:
            url = url[:at]
            break
    return url.rstrip(".,;:!?'’…*}\\")


def blanked(text: str, found: Iterable[Mark]) -> str:
    """``text`` with its marks but emoji blanked, so that offsets stay and what is left is language."""
    parts: list[str] = []
    at = 0
    for mark in found:
        if mark.kind != "emoji":
            parts += text[at : mark.span.start], "\x00" * (mark.span.end - mark.span.start)
            at = mark.span.end
    return "".join([*parts, text[at:]])
