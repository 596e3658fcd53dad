"""What a line of a page is when it is no part of a statement: a time, a handle, an image name, a share button …"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import regex

from aligner.text.normalise import plain

# Longer lines are never furniture, whatever they begin with.
LONGEST = 200

_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
_SPACES = regex.compile(r"\s+")
# A bar of links: items between dots, bars or angles.
_SEPARATORS = regex.compile(r" ?[·|•›>] ?")
_MARKDOWN_LINK = regex.compile(r"\[([^\[\]]*+)\]\([^()]*+\)")
ITEM_WORDS = 4


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, regex.Pattern[str]]]:
    lists: dict[str, str] = {}
    patterns = []

    def fill(pattern: str) -> str:
        for name, words in lists.items():
            pattern = pattern.replace("{" + name + "}", words)
        return pattern

    table = resources.files("aligner").joinpath("furniture.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        kind, pattern, *_ = line.split("\t")
        if kind.startswith("@"):
            lists[kind[1:]] = _fold(fill(pattern))
        else:
            patterns.append((kind, regex.compile(_fold(fill(pattern)))))
    return patterns


def _fold(text: str) -> str:
    return plain(text).translate(_APOSTROPHES)


def key(line: str) -> str:
    """The line as the patterns see it."""
    folded = _SPACES.sub(" ", _fold(line)).strip().lower()
    return "".join(str(int(c)) if c.isdecimal() else c for c in folded)


def kind(line: str) -> str | None:
    """The kind of furniture that the line is, or None when it may be part of a statement."""
    if len(line) > LONGEST:
        return None
    text = key(line)
    if not any(c.isalpha() for c in text):
        return "sign"
    items = [item for item in _SEPARATORS.split(_MARKDOWN_LINK.sub(r"\1", text)) if item.strip(" ·")]
    kinds = [next((name for name, pattern in _patterns() if pattern.fullmatch(item)), None) for item in [text, *items]]
    if kinds[0] or len(items) < 2:
        return kinds[0]
    # A bar of several short items, most of them known, is as a whole what they are.
    known = [name for name in kinds[1:] if name]
    short = all(len(item.split()) <= ITEM_WORDS for item in items)
    return known[0] if short and 2 * len(known) >= len(items) else None
