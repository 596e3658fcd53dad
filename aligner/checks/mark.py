"""Marks that a translation carries over as they are: addresses, handles, hashtags, emoji, code and placeholders.

Addresses and placeholders are compared by text. Hashtags and handles are often rendered in words, so that theirs is
a warning; of hashtags the number counts, and of those in Latin script the text. A pair in which one side has no mark
of the kind at all, and the text speaks of none, differs in layout more often than in what it says: that only warns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import regex

from aligner.checks import Rule
from aligner.data import Finding, Severity
from aligner.evidence import Evidence
from aligner.text.marks import Mark

VERSION = 1
RULES = {
    "mark": Rule(
        "a URL, e-mail address, hashtag, handle, emoji, code or placeholder differs, is missing or was added",
        fires=("للتسجيل: https://example.org/form-12", "Pour s’inscrire : https://example.org/form-21"),
        silent=("للتسجيل: https://example.org/form-12", "Pour s’inscrire : example.org/form-12"),
    )
}

_NAMES = {
    "url": "the link",
    "email": "the e-mail address",
    "handle": "the handle",
    "hashtag": "the hashtag",
    "placeholder": "the placeholder",
    "tag": "the tag",
    "emoji": "the emoji",
}
# Without these a message breaks or reaches the wrong place.
_GRAVE = {"url", "email", "placeholder"}


def check(evidence: Evidence) -> Iterator[Finding]:
    src, tgt = evidence.src.marks, evidence.tgt.marks
    for kind in _NAMES:
        left = [m for m in src if m.kind == kind]
        right = [m for m in tgt if m.kind == kind]
        if kind == "hashtag":
            yield from _hashtags(left, right)
        else:
            yield from _compared(kind, *_unmatched(left, right))


def _compared(kind: str, left: list[Mark], right: list[Mark]) -> Iterator[Finding]:
    name = _NAMES[kind]
    for a, f in zip(left, right, strict=False):
        severity: Severity = "error" if kind in _GRAVE and not _local_page(a, f) else "warning"
        message = f"The Arabic has {name} {a.text}, the French has {f.text}."
        yield Finding("mark", severity, message, (a.span,), (f.span,), a.text)
    paired = min(len(left), len(right))
    alone: Severity = "error" if kind == "placeholder" else "warning"
    for a in left[paired:]:
        yield Finding("mark", alone, f"The French lacks {name} {a.text}.", (a.span,), (), a.text)
    for f in right[paired:]:
        yield Finding("mark", alone, f"The French adds {name} {f.text}.", (), (f.span,))


def _hashtags(left: list[Mark], right: list[Mark]) -> Iterator[Finding]:
    """A hashtag in Latin script keeps its text; the others are counted, for they are translated."""
    latin = [m for m in left if regex.search(r"\p{Latin}", m.text)]
    missing, rest = _unmatched(latin, right)
    others = [m for m in left if m not in latin] + missing
    if len(others) > len(rest):
        spans = tuple(m.span for m in others[len(rest) :])
        yield Finding("mark", "warning", f"The Arabic has {len(left)} hashtags, the French has {len(right)}.", spans)
    elif len(rest) > len(others):
        spans = tuple(m.span for m in rest[len(others) :])
        yield Finding(
            "mark", "warning", f"The Arabic has {len(left)} hashtags, the French has {len(right)}.", (), spans
        )
    elif missing:
        said = ", ".join(m.text for m in missing)
        yield Finding("mark", "warning", f"The French lacks the hashtag {said}.", tuple(m.span for m in missing))


def _unmatched(left: list[Mark], right: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    common = Counter(map(_key, left)) & Counter(map(_key, right))
    return _without(left, common), _without(right, common)


def _without(found: list[Mark], common: Counter[str]) -> list[Mark]:
    taken = Counter(common)
    rest = []
    for mark in found:
        if taken[_key(mark)]:
            taken[_key(mark)] -= 1
        else:
            rest.append(mark)
    return rest


def _key(mark: Mark) -> str:
    text = mark.text
    if mark.kind == "emoji":
        return str(regex.sub(r"[\ufe0f\p{Emoji_Modifier}]", "", text))
    if mark.kind == "url":
        return text.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/").casefold()
    if mark.kind == "placeholder":
        return text.replace(" ", "")
    return text.strip("@＠#＃ ").casefold()


def _local_page(a: Mark, f: Mark) -> bool:
    """Whether two links lead to the same place in two languages: example.org/ar/x and example.org/fr/x."""
    if a.kind != "url":
        return False
    return _key(a).partition("/")[0].split(".")[-2:] == _key(f).partition("/")[0].split(".")[-2:]
