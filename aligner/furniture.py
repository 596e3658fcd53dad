"""What a line of a page is when it is no part of a statement: a time, a handle, an image name, a share button …"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import regex

from aligner.text.normalise import plain

# Longer lines are never furniture, whatever they begin with.
LONGEST = 200
# A bar of links: items of a few words between dots, bars or angles.
ITEM_WORDS = 4

_APOSTROPHES = str.maketrans("’‘ʼ", "'''")
_SPACES = regex.compile(r"\s+")
_SEPARATORS = regex.compile(r" ?[·|•›>] ?")
_MARKDOWN_LINK = regex.compile(r"\[([^\[\]]*+)\]\([^()]*+\)")


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, regex.Pattern[str]]]:
    lists: dict[str, str] = {}
    patterns: dict[str, list[str]] = {}

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
            lists[kind[1:]] = f"(?:{_fold(fill(pattern))})"
        else:
            patterns.setdefault(kind, []).append(f"(?:{_fold(fill(pattern))})")
    # Certain kinds are tried before doubtful ones.
    return [
        (kind, regex.compile("|".join(patterns[kind]))) for kind in sorted(patterns, key=lambda kind: kind[-1] == "?")
    ]


def _fold(text: str) -> str:
    return plain(text).translate(_APOSTROPHES)


def key(line: str) -> str:
    """The line as the patterns see it."""
    folded = _SPACES.sub(" ", _fold(line)).strip().lower()
    return "".join(str(int(c)) if c.isdecimal() else c for c in folded)


def kind(line: str) -> str | None:
    """The kind of furniture that the line is, with "?" at its end when it is doubtful; None for any other line."""
    if len(line) > LONGEST:
        return None
    text = key(line)
    if found := _match(text):
        return found
    if not any(c.isalpha() for c in text):
        return "sign"
    items = [item for item in _SEPARATORS.split(_MARKDOWN_LINK.sub(r"\1", text)) if item.strip(" ·:")]
    if len(items) < 2 or any(len(item.split()) > ITEM_WORDS for item in items):
        return None
    known = [name for item in items if (name := _match(item)) and name[-1] != "?"]
    return known[0] if 2 * len(known) >= len(items) else None


def _match(text: str) -> str | None:
    return next((kind for kind, pattern in _patterns() if pattern.fullmatch(text)), None)
