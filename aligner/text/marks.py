"""Marks: what stands in a text and is not language, and which a translation carries over as it is.

Addresses, handles, hashtags, emoji, tags and placeholders. Found in the untouched text, in one linear pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import regex

from aligner.data import Span

_MARK = regex.compile(
    r"""
    (?P<email>(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})
  | (?P<url>(?:https?://|(?<![\w.])www\.)[^\s<>"«»“”]{2,2000}
      | (?<![\w.@/-])[a-zA-Z0-9][a-zA-Z0-9-]{1,62}(?:\.[a-zA-Z0-9-]{1,62}){0,3}
        \.(?:com|net|org|info|tv|gov|edu|int|io)\b
        (?:/[^\s<>"«»“”]{0,2000})?)
  | (?P<handle>(?<![\p{Latin}\d_@.])[@＠][A-Za-z0-9_]{2,30}\b)
  | (?P<hashtag>(?<![\p{Latin}\d&])[#＃][ ]?(?=[\d_]*\p{L})[\p{L}\p{M}\d_]{1,140}+
      | (?<![\w&#])[A-Za-z]\w{3,140}+[#＃](?!\w))
  | (?P<placeholder>\$?\{\{?[ ]?[\w.]{1,60}[ ]?\}?\} | (?<!\d)(?<!\d[ ])%(?:\(\w{1,60}\)|\d{1,2}\$)?[sdif]\b)
  | (?P<tag></?[a-zA-Z][a-zA-Z0-9]{0,20}(?:\s[^<>]{0,500})?/?>)
  | (?P<entity>&(?:\#x?[0-9a-fA-F]{1,7}|[a-zA-Z]{2,10});)
  | (?P<emoji>\p{Regional_Indicator}{2}
      | [\p{Extended_Pictographic}--[\x00-\xff‼⁉™ℹ↔-↪]][\ufe0f\p{Emoji_Modifier}]*+
        (?:\u200d\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*+)*+)
    """,
    regex.VERBOSE | regex.V1,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of ``kind`` (email, url, handle, hashtag, placeholder, tag, entity, emoji) as ``text`` at ``span``."""

    kind: str
    text: str
    span: Span


def marks(text: str) -> list[Mark]:
    """The marks of ``text`` in reading order; punctuation that ends a sentence is not part of an address."""
    found = []
    for match in _MARK.finditer(text):
        kind = match.lastgroup or ""
        end = match.end()
        if kind == "url":
            end = match.start() + len(match[0].rstrip(".,;:!?،؛؟)]}'’…"))
        found.append(Mark(kind, text[match.start() : end], Span(match.start(), end)))
    return found


def blanked(text: str, found: Iterable[Mark]) -> str:
    """``text`` with its marks but emoji blanked, so that offsets stay and what is left is language."""
    parts: list[str] = []
    at = 0
    for mark in found:
        if mark.kind != "emoji":
            parts += text[at : mark.span.start], "\x00" * (mark.span.end - mark.span.start)
            at = mark.span.end
    return "".join([*parts, text[at:]])
