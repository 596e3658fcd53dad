"""Cues: the words that deny, doubt, and say whose word something is, found by the table ``cues.tsv``.

A text is read once, word by word. A word is looked up under the ways in which the table may write it (as it stands,
without its prefixes, as a verb without its endings); these are remembered, so that common words cost next to nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

import regex

from aligner.data import Span
from aligner.text.words import Word, words

Lang = Literal["ar", "fr"]

TABLE = Path(__file__).with_name("cues.tsv")
_HAMZA = frozenset("أإآؤئ")
_FOLD = str.maketrans("أإآٱىةئؤ", "اااايهيو")

# Arabic: what stands before and after the part of a word that the table writes.
_AND = ("", "و", "ف")
_PREPOSITIONS = ("ال", "لل", "ب", "ل", "ك", "بال", "كال")
_PERSON = regex.compile(r"[سل]?[يتناأ]")
_PRONOUN = regex.compile(r"(?:ني|نا|ه|ها|هم|هن|هما|ك|كم)?$")
_PERFECT = regex.compile(r"(?:ت|تا|ا|وا|و|ن|نا|تم)?(?:ني|نا|ه|ها|هم|هن|هما|ك|كم)?")
_IMPERFECT = regex.compile(r"(?:ون|وا|ان|ا|ين|ن|و|ي)?(?:ني|نا|ه|ها|هم|هن|هما|ك|كم)?")
# French: the endings of a verb in -er.
_ER = regex.compile(
    r"(?:e|es|ons|ez|ent|er|é|ée|és|ées|ai|as|a|èrent|ais|ait|ions|iez|aient|ant|âmes|eons|eait|eaient|ea|eant"
    r"|er(?:ai|as|a|ons|ez|ont|ais|ait|ions|iez|aient))"
)
# Suffixes the table may write, in letters.
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
class _Table:
    keys: frozenset[str]
    entries: dict[str, list[_Entry]]  # by the key of the first word, the longest first


@cache
def _table(lang: Lang) -> _Table:
    entries: dict[str, list[_Entry]] = {}
    keys: set[str] = set()
    for row, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines()):
        if not line.startswith(lang):
            continue
        _, family, cls, forms = line.split("\t")
        for form in forms.split(", "):
            first, *rest = _parts(form)
            entry = _Entry(family, cls, tuple(rest), "-" in form and lang == "fr", row)
            entries.setdefault(first, []).append(entry)
            keys.update((first, *rest))
    for found in entries.values():
        found.sort(key=lambda entry: -len(entry.rest))
    return _Table(frozenset(keys), entries)


def _parts(form: str) -> list[str]:
    """The keys of a form: « n'importe » is "n importe"."""
    parts: list[str] = []
    for part in form.split():
        bare = part.strip("*~+-")
        inner = [word.text for word in words(bare)] or [bare]
        marks = part.partition(bare)
        inner[0], inner[-1] = marks[0] + inner[0], inner[-1] + marks[2]
        if len(inner) == 1:
            inner = [part]
        parts += inner
    return parts


@lru_cache(maxsize=1 << 17)
def _keys(word: str, lang: Lang) -> tuple[str, ...]:
    """The keys of the table under which a normalised word is found."""
    keys = _table(lang).keys
    if lang == "fr":
        return tuple(key for key in _french(word.lower()) if key in keys)
    found = tuple(key for key in _arabic(word) if key in keys)
    if found or not _HAMZA.isdisjoint(word):
        return found
    return tuple(dict.fromkeys(full for key in _arabic(word.translate(_FOLD)) for full in _folded().get(key, ())))


@cache
def _folded() -> dict[str, list[str]]:
    """The keys of the Arabic table by their spelling without hamza."""
    keys: dict[str, list[str]] = {}
    for key in sorted(_table("ar").keys):
        keys.setdefault(key.translate(_FOLD), []).append(key)
    return keys


def _french(word: str) -> Iterator[str]:
    yield word
    for end in range(2, len(word) + 1):
        yield word[:end] + "*"
        if end < len(word) and _ER.fullmatch(word, end):
            yield word[:end] + "~"
    for start in range(max(0, len(word) - _SUFFIX), len(word)):
        yield "*" + word[start:]


def _arabic(word: str) -> Iterator[str]:
    for conjunction in _AND:
        if not word.startswith(conjunction) or len(word) - len(conjunction) < 2:
            continue
        bare = word[len(conjunction) :]
        yield bare
        yield "*" + bare[-1]
        if len(bare) > _CIRCUMFIX:
            yield f"{bare[:2]}*{bare[-1]}"
        yield from (bare[:end] + "*" for end in range(1, len(bare) + 1))
        yield from (bare[:end] + "-" for end in range(2, len(bare) + 1) if _PERFECT.fullmatch(bare, end))
        person = _PERSON.match(bare)
        if person:
            start = person.end()
            ends = range(start + 2, len(bare) + 1)
            yield from ("-" + bare[start:end] for end in ends if _IMPERFECT.fullmatch(bare, end))
        yield "+" + bare
        yield from ("+" + bare[:end] + "*" for end in range(2, len(bare) + 1))
        for before in _PREPOSITIONS:
            if bare.startswith(before) and len(bare) - len(before) >= 2:
                noun = bare[len(before) :]
                yield "+" + noun
                yield from ("+" + noun[:end] + "*" for end in range(2, len(noun) + 1))


def _better(entry: _Entry, other: _Entry | None) -> bool:
    return other is None or (-len(entry.rest), entry.row) < (-len(other.rest), other.row)


def cues(text: str, found: Sequence[Word], lang: Lang) -> list[Cue]:
    """The cues among the words ``found`` in ``text``, in reading order; of one family none overlap."""
    entries = _table(lang).entries
    keys = [_keys(word.text, lang) for word in found]
    until: dict[str, int] = {}
    cues: list[Cue] = []
    for first, here in enumerate(keys):
        if not here:
            continue
        best: dict[str, _Entry] = {}
        for key in here:
            for entry in entries.get(key, ()):
                last = first + 1 + len(entry.rest)
                if first < until.get(entry.family, 0) or not _better(entry, best.get(entry.family)):
                    continue
                if last > len(keys) or any(part not in keys[first + 1 + i] for i, part in enumerate(entry.rest)):
                    continue
                if entry.hyphen and "-" not in text[found[first].span.end : found[last - 1].span.start]:
                    continue
                best[entry.family] = entry
        for family, entry in best.items():
            last = until[family] = first + 1 + len(entry.rest)
            span = Span(found[first].span.start, found[last - 1].span.end)
            cues.append(Cue(family, entry.cls, first, last, span))
    return cues
