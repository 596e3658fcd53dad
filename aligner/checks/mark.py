"""Marks that a translation carries over as they are: addresses, handles, hashtags, emoji, code and placeholders.

Addresses and placeholders are compared by what they lead to. Hashtags and handles are often rendered in words, so that
theirs is a warning; of hashtags the number counts, and of those in Latin script the text. What one side lacks
altogether differs in layout more often than in what it says: that only warns. A bare host (« WordPress.com ») is a
name as well, which may be written in the letters of the other language: its absence is for information.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from aligner.checks import Rule
from aligner.data import Finding, Severity
from aligner.evidence import Evidence
from aligner.text.marks import Mark

VERSION = 3
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
    "code": "the code",
    "placeholder": "the placeholder",
    "tag": "the tag",
    "emoji": "the emoji",
}
# Without these a message breaks or reaches the wrong place.
_GRAVE = {"url", "email", "placeholder"}

_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_SCHEME = re.compile(r"(?:https?://|ftp://)?(?:www\.)?", re.IGNORECASE)
# Skin tones, the choice between a coloured and a plain picture, and man or woman: the same emoji.
_EMOJI_VARIANT = re.compile(r"[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|\u200d[♀♂]")
# Where one language writes to the right and the other to the left, the hand that points onward is the other hand.
_MIRRORED = str.maketrans("👈◀⬅⏪⏮", "👉▶➡⏩⏭")
_NAME = re.compile(r"(?<![/@＠])\b[\w.-]+")
_BARE_HOST = re.compile(r"(?!www\.)[\w-]+(?:\.[\w-]+)+")
_TAG = re.compile(r"</?[A-Za-z][\w:-]*")
_ATTRIBUTE = re.compile(r"\s(?:id|href|src)\s?=\s?[\"']([^\"']*)")
# The page of the reader's own language: example.org/ar/x and example.org/fr/x, ar.example.org and fr.example.org.
_LANGUAGE = re.compile(r"(?<=[/=])(?:ar|fr)(?=[/&#]|$)|^(?:ar|fr)(?=\.)")
# Services whose addresses stand for others; X gives one address another short form in each post.
_SHORTENERS = frozenset(
    "t.co bit.ly tinyurl.com goo.gl ow.ly buff.ly is.gd v.gd dlvr.it lnkd.in fb.me wp.me cutt.ly".split()
)
_FORMS = re.compile(r",\s?(?:plural|select)")


def check(evidence: Evidence) -> Iterator[Finding]:
    src, tgt = evidence.src.marks, evidence.tgt.marks
    if not (src or tgt):
        return
    names = _names(evidence.src.text), _names(evidence.tgt.text)
    for kind in _NAMES:
        left = [m for m in src if m.kind == kind]
        right = [m for m in tgt if m.kind == kind]
        if not (left or right):
            continue
        if kind == "hashtag":
            yield from _hashtags(left, right)
        elif kind == "emoji" or any(_FORMS.search(m.text) for m in left):
            yield from _compared(kind, _others(left, right), _others(right, left), *names)
        else:
            yield from _compared(kind, *_unmatched(left, right), *names)


def _compared(
    kind: str, left: list[Mark], right: list[Mark], arabic: frozenset[str], french: frozenset[str]
) -> Iterator[Finding]:
    """Findings for the marks that have no equal and are not among the names of the other text either."""
    left, right = [m for m in left if not _named(m, french)], [m for m in right if not _named(m, arabic)]
    name = _NAMES[kind]
    for a, f in zip(left, right, strict=False):
        severity: Severity = "error" if kind in _GRAVE and not _same_site(a, f) else "warning"
        message = f"The Arabic has {name} {a.text}, the French has {f.text}."
        if _shortened(a) or _shortened(f):
            severity, message = "info", f"{message} A shortened link does not show where it leads."
        yield Finding("mark", severity, message, (a.span,), (f.span,), a.text)
    paired = min(len(left), len(right))
    for severity, alone in _by_weight(left[paired:]):
        said = ", ".join(m.text for m in alone)
        yield Finding("mark", severity, f"The French lacks {name} {said}.", tuple(m.span for m in alone), (), said)
    for severity, alone in _by_weight(right[paired:]):
        said = ", ".join(m.text for m in alone)
        yield Finding("mark", severity, f"The French adds {name} {said}.", (), tuple(m.span for m in alone))


def _by_weight(found: list[Mark]) -> Iterator[tuple[Severity, list[Mark]]]:
    weights = [_alone(mark) for mark in found]
    for severity in dict.fromkeys(weights):
        yield severity, [mark for mark, weight in zip(found, weights, strict=True) if weight == severity]


def _names(text: str) -> frozenset[str]:
    return frozenset(word.rstrip(".-") for word in _NAME.findall(text.casefold()))


def _named(mark: Mark, names: frozenset[str]) -> bool:
    """Whether the other text has the name without the sign or the scheme: « Mozilla » for « @Mozilla »."""
    return (mark.kind == "handle" or bool(_BARE_HOST.fullmatch(mark.text))) and _key(mark) in names


def _alone(mark: Mark) -> Severity:
    if mark.kind == "placeholder":
        return "error"
    return "info" if mark.kind == "url" and _BARE_HOST.fullmatch(mark.text) else "warning"


def _hashtags(left: list[Mark], right: list[Mark]) -> Iterator[Finding]:
    """A hashtag in Latin script keeps its text; the others are counted, for they are translated.

    « # » with a space after it may be a hashtag, a heading or "number of": it may answer a hashtag but needs no answer.
    """
    missing, rest = _unmatched([m for m in left if _LATIN.search(m.text)], right)
    others = [m for m in left if not _LATIN.search(m.text)] + missing
    for those, answers, src in ((others, rest, True), (rest, others, False)):
        sure = [m.span for m in those if " " not in m.text]
        if len(sure) > len(answers):
            spans = tuple(sure[len(answers) :])
            message = f"The Arabic has {_counted(left)}, the French has {_counted(right)}."
            yield Finding("mark", "warning", message, *((spans,) if src else ((), spans)))
            return
    if missing and len(rest) == len(others):
        said = ", ".join(m.text for m in missing)
        yield Finding("mark", "warning", f"The French lacks the hashtag {said}.", tuple(m.span for m in missing))


def _counted(hashtags: list[Mark]) -> str:
    return "1 hashtag" if len(hashtags) == 1 else f"{len(hashtags) or 'no'} hashtags"


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


def _others(found: list[Mark], known: list[Mark]) -> list[Mark]:
    """The first of each mark that is not among the known, however often it comes: a row of one emoji is emphasis, and
    Arabic repeats a placeholder in its six plural forms."""
    keys = {_key(mark) for mark in known}
    firsts = {_key(mark): mark for mark in reversed(found)}
    return [mark for mark in found if _key(mark) not in keys and firsts[_key(mark)] is mark]


def _key(mark: Mark) -> str:
    """What must be equal on both sides."""
    text = mark.text
    if mark.kind == "emoji":
        return _EMOJI_VARIANT.sub("", text).translate(_MIRRORED)
    if mark.kind == "url":
        return _address(text)
    if mark.kind == "tag":
        name = _TAG.match(text)
        return " ".join([name[0] if name else text, *(_LANGUAGE.sub("", value) for value in _ATTRIBUTE.findall(text))])
    if mark.kind in ("placeholder", "code"):
        return "".join(text.split())
    return text.strip("@＠#＃ ").casefold()


def _address(url: str) -> str:
    """The address without scheme and www, with its percent signs and Punycode read."""
    host, slash, path = _SCHEME.sub("", url, count=1).partition("/")
    if "xn--" in host:
        with suppress(UnicodeError):
            host = host.encode("ascii").decode("idna")
    return _LANGUAGE.sub("", host + slash + unquote(path)).rstrip("/").casefold()


def _shortened(mark: Mark) -> bool:
    return mark.kind == "url" and _key(mark).partition("/")[0] in _SHORTENERS


def _same_site(a: Mark, f: Mark) -> bool:
    """Whether two links lead to the same site: it may have the page under another address in the other language."""
    if a.kind != "url":
        return False
    return _key(a).partition("/")[0].split(".")[-2:] == _key(f).partition("/")[0].split(".")[-2:]
