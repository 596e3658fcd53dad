"""Cues: the words that deny, doubt, and say whose word something is, found by the table ``cues.tsv``.

A text is read once, word by word. A word is looked up under the ways in which the table may write it (as it stands,
without its prefixes, as a verb without its endings); these are remembered, so that common words cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import regex

from aligner.data import Span
from aligner.text import WORDS_KEPT
from aligner.text.words import Word, words

Lang = Literal["ar", "fr"]

TABLE = Path(__file__).with_name("cues.tsv")
_HAMZA = frozenset("أإآؤئ")
_FOLD = str.maketrans("أإآٱىةئؤ", "اااايهيو")

# No form of several words goes beyond one of these.
_PAUSE = frozenset(",;:.!?،؛؟()«»“”")
# Arabic: what stands before and after the part of a word that the table writes.
_AND = ("", "و", "ف")
_PREPOSITIONS = ("", "ال", "لل", "ب", "ل", "ك", "بال", "كال")
_PERSON = regex.compile(r"[سل]?[يتناأ]")
_PERFECT = regex.compile(r"(?:ت|تا|ا|وا|و|ن|نا|تم)?(?:ني|نا|ه|ها|هم|هن|هما|ك|كم)?")
_IMPERFECT = regex.compile(r"(?:ون|وا|ان|ا|ين|ن|و|ي)?(?:ني|نا|ه|ها|هم|هن|هما|ك|كم)?")
# French: the endings of a verb in -er.
_ER = regex.compile(
    r"(?:e|es|ons|ez|ent|er|é|ée|és|ées|ai|as|a|èrent|ais|ait|ions|iez|aient|ant|âmes|eons|eait|eaient|ea|eant"
    r"|er(?:ai|as|a|ons|ez|ont|ais|ait|ions|iez|aient))"
)
# The longest ending that the table writes, in letters.
_SUFFIX = 5
# The shortest word that is looked up by its first two letters and its last, for ما…ش.
_CIRCUMFIX = 4


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue of ``family`` and ``cls`` (see ``cues.tsv``): the words ``first:last`` of a text, at ``span``."""

    family: str
    cls: str
    first: int
    last: int
    span: Span


@dataclass(frozen=True, slots=True)
class _Entry:
    family: str
    cls: str
    rest: tuple[str, ...]  # the keys of the words after the first
    hyphen: bool
    row: int


@dataclass(frozen=True)
class _Openings:
    """The entries that a word may open: of one word, and of several by the key of the second."""

    single: tuple[_Entry, ...]
    several: dict[str, tuple[_Entry, ...]]


@dataclass(frozen=True)
class _Table:
    """The ``entries`` by the key of their first word, all ``keys``, and how keys ``begin``."""

    entries: dict[str, list[_Entry]]
    keys: frozenset[str]
    begin: frozenset[str]


@cache
def _table(lang: Lang) -> _Table:
    entries: dict[str, list[_Entry]] = {}
    for row, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines()):
        if not line.startswith(lang):
            continue
        _, family, cls, forms = line.split("\t")
        for form in forms.split(", "):
            first, *rest = _parts(form)
            entry = _Entry(family, cls, tuple(rest), lang == "fr" and "-" in form, row)
            entries.setdefault(first, []).append(entry)
    keys = {key for found in entries.values() for entry in found for key in entry.rest} | set(entries)
    begin = {_beginning(spelling) for key in keys for spelling in (key, key.translate(_FOLD))}
    return _Table(entries, frozenset(keys), frozenset(begin))


@cache
def _folded() -> dict[str, list[str]]:
    """The keys of the Arabic table by their spelling without hamza."""
    keys: dict[str, list[str]] = {}
    for key in sorted(_table("ar").keys):
        keys.setdefault(key.translate(_FOLD), []).append(key)
    return keys


def _beginning(key: str) -> str:
    """The mark before a form, if any, and its first three letters."""
    bare = key.rstrip("*~-")
    return bare[:4] if key[0] in "+-" else bare[:3]


def _may(begin: frozenset[str], mark: str, word: str) -> bool:
    return mark + word[:3] in begin or mark + word[:2] in begin


def _parts(form: str) -> list[str]:
    """The keys of a form: « n'importe » is "n importe"."""
    parts: list[str] = []
    for part in form.split():
        before, bare, behind = part.partition(part.strip("*~+-"))
        inner = [word.text for word in words(bare)]
        parts += [before + inner[0], *inner[1:-1], inner[-1] + behind] if len(inner) > 1 else [part]
    return parts


@lru_cache(maxsize=WORDS_KEPT)
def _keys(word: str, lang: Lang) -> tuple[str, ...]:
    """The keys of the table under which a normalised word is found."""
    table = _table(lang)
    if lang == "fr":
        return tuple(_french(word.lower(), table.begin, table.keys))
    found = tuple(_arabic(word, table.begin, table.keys))
    if found or not _HAMZA.isdisjoint(word):
        return found
    folded = _arabic(word.translate(_FOLD), table.begin, _folded())
    return tuple(dict.fromkeys(key for form in folded for key in _folded()[form]))


# How the table may write a word: those forms that are ``known``; ``begin`` says which beginnings are worth a try.


def _french(word: str, begin: frozenset[str], known: Container[str]) -> Iterator[str]:
    forms = [word, *("*" + word[start:] for start in range(max(0, len(word) - _SUFFIX), len(word)))]
    if _may(begin, "", word):
        for end in range(2, len(word) + 1):
            forms.append(word[:end] + "*")
            if word[:end] + "~" in known and _ER.fullmatch(word, end):
                forms.append(word[:end] + "~")
    return (form for form in forms if form in known)


def _arabic(word: str, begin: frozenset[str], known: Container[str]) -> Iterator[str]:
    forms: list[str] = []
    for conjunction in _AND:
        if not word.startswith(conjunction) or len(word) - len(conjunction) < 2:
            continue
        bare = word[len(conjunction) :]
        forms += bare, bare[0] + "*", "*" + bare[-1]
        if len(bare) > _CIRCUMFIX:
            forms.append(f"{bare[:2]}*{bare[-1]}")
        if _may(begin, "", bare):
            for end in range(2, len(bare) + 1):
                forms.append(bare[:end] + "*")
                if bare[:end] + "-" in known and _PERFECT.fullmatch(bare, end):
                    forms.append(bare[:end] + "-")
        person = _PERSON.match(bare)
        if person and _may(begin, "-", bare[person.end() :]):
            for end in range(person.end() + 2, len(bare) + 1):
                form = "-" + bare[person.end() : end]
                if form in known and _IMPERFECT.fullmatch(bare, end):
                    forms.append(form)
        for before in _PREPOSITIONS:
            noun = bare[len(before) :]
            if bare.startswith(before) and len(noun) >= 2 and _may(begin, "+", noun):
                forms.append("+" + noun)
                forms += ["+" + noun[:end] + "*" for end in range(2, len(noun) + 1)]
    return (form for form in forms if form in known)


@lru_cache(maxsize=WORDS_KEPT)
def _openings(word: str, lang: Lang) -> _Openings | None:
    """What a word may open: of one word the best entry of each family, of several the longest first."""
    table = _table(lang).entries
    found = sorted((entry for key in _keys(word, lang) for entry in table.get(key, ())), key=_rank)
    if not found:
        return None
    single: dict[str, _Entry] = {}
    several: dict[str, list[_Entry]] = {}
    for entry in found:
        if entry.rest:
            several.setdefault(entry.rest[0], []).append(entry)
        else:
            single.setdefault(entry.family, entry)
    return _Openings(tuple(single.values()), {key: tuple(entries) for key, entries in several.items()})


def _rank(entry: _Entry) -> tuple[int, int]:
    return -len(entry.rest), entry.row


def cues(text: str, found: Sequence[Word], lang: Lang) -> list[Cue]:
    """The cues among the words ``found`` in ``text``, in reading order; of one family none overlap."""
    until: dict[str, int] = {}
    cues: list[Cue] = []
    for first, word in enumerate(found):
        openings = _openings(word.text, lang)
        if openings is None:
            continue
        entries = _several(openings, text, found, first, lang) if openings.several else ()
        for entry in (*entries, *openings.single):
            if first >= until.get(entry.family, 0):
                last = until[entry.family] = first + 1 + len(entry.rest)
                cues.append(Cue(entry.family, entry.cls, first, last, Span(word.span.start, found[last - 1].span.end)))
    return cues


def _several(openings: _Openings, text: str, found: Sequence[Word], first: int, lang: Lang) -> Sequence[_Entry]:
    """The entries of several words that stand at a word, the longest first."""
    if first + 1 == len(found):
        return ()
    fitting = []
    for key in _keys(found[first + 1].text, lang):
        for entry in openings.several.get(key, ()):
            rest = found[first + 2 : first + 1 + len(entry.rest)]
            if len(rest) == len(entry.rest) - 1 and all(
                part in _keys(word.text, lang) for part, word in zip(entry.rest[1:], rest, strict=True)
            ):
                last = found[first + len(entry.rest)]
                between = text[found[first].span.end : last.span.start]
                if _PAUSE.isdisjoint(between) and (not entry.hyphen or "-" in between):
                    fitting.append(entry)
    return sorted(fitting, key=_rank) if len(fitting) > 1 else fitting
