"""User text made safe to look at: what would be obeyed or stay unseen is shown by name instead."""

from __future__ import annotations

import re

import regex

# Short names as in the Unicode Bidirectional Algorithm (UAX 9) and the Unicode character charts.
_NAMES = {
    "\u00ad": "SHY",
    "\u061c": "ALM",
    "\u200b": "ZWSP",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u2028": "LS",
    "\u2029": "PS",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2060": "WJ",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
    "\ufeff": "BOM",
    "\x1b": "ESC",
    "\x00": "NUL",
}
# Controls but tab and line breaks, the characters above, noncharacters, lone surrogates, and tag characters,
# which can carry a hidden message. The zero-width joiners stay: Arabic letters and emoji need them.
HIDDEN = re.compile(
    f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f{''.join(_NAMES)}\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
# A run of Arabic inside other words, with the spaces and signs between its own.
ARABIC = regex.compile(r"\p{Arabic}[\p{Arabic}\p{M}]*+(?:[\p{Zs}\p{Po}]{1,2}\p{Arabic}[\p{Arabic}\p{M}]*+)*+")


def name(character: str) -> str:
    """A visible stand-in such as ``⟦RLO⟧`` for one hidden character."""
    return f"⟦{_NAMES.get(character) or f'U+{ord(character):04X}'}⟧"


def visible(text: str) -> str:
    """``text`` with every hidden character replaced by its stand-in."""
    return HIDDEN.sub(lambda match: name(match[0]), text)
