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
# {name} in the table stands for the list of that name.
_LIST = regex.compile(r"\{([a-z]+)\}")
_DOUBTFUL = "_doubtful"
_MARKDOWN_LINK = regex.compile(r"\[([^\[\]]*+)\]\([^()]*+\)")


@lru_cache(maxsize=1)
def _pattern() -> regex.Pattern[str]:
    """All patterns in one, each kind a group; certain kinds are tried before doubtful ones."""
    lists: list[str] = []
    kinds: dict[str, list[str]] = {}
    table = resources.files("aligner").joinpath("furniture.tsv").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line.strip() and not line.startswith("#"):
            kind, pattern, *_ = line.split("\t")
            pattern = _LIST.sub(r"(?&\1)", _fold(pattern))
            if kind.startswith("@"):
                lists.append(f"(?P<{kind[1:]}>{pattern})")
            else:
                kinds.setdefault(kind, []).append(pattern)
    groups = [
        f"(?P<{kind.replace('?', _DOUBTFUL)}>{'|'.join(kinds[kind])})"
        for kind in sorted(kinds, key=lambda k: k[-1] == "?")
    ]
    return regex.compile(f"(?(DEFINE){''.join(lists)})(?:{'|'.join(groups)})")


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
    found = _pattern().fullmatch(text)
    return found.lastgroup.replace(_DOUBTFUL, "?") if found else None
