"""Phrases found in a text in whatever form their words take there: الدول الإسلامية as وللدول الإسلامية.

An Arabic word may have something written on its front (و ف ب ل ك ال) and another ending of number and gender, or a
pronoun (``inflection.tsv``); a word of any other script is compared by its stem. The words stand in order, with no
stop between them and little else: one small Arabic word, or the articles and prepositions of French.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Generic, TypeVar

import regex

from aligner.data import Span
from aligner.text import WORDS_KEPT
from aligner.text.arabic import fold
from aligner.text.words import Word, is_arabic, unit, words

T = TypeVar("T")

TABLE = Path(__file__).with_name("inflection.tsv")
_SMALL_ARABIC = 3  # letters of the longest Arabic word that may stand within a term
_MOST_SMALL = 2  # so many of the small French words may stand together: « de l’ »
_HAMZA = str.maketrans("ؤئ", "ءء")
_STOP = regex.compile(r"[^\s\p{Pi}\p{Pf}\p{Pd}'’\"\p{M}\p{Cf}]")
# A basic form, and how many letters the word has beyond it: the fewer, the surer.
Form = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Match(Generic[T]):
    """A phrase at ``span`` of the untouched text, and what it was registered with."""

    span: Span
    values: tuple[T, ...]


class Phrases(Generic[T]):
    """Phrases of either language, each with a value; several may share a phrase."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._by_first: defaultdict[str, list[tuple[list[frozenset[str]], T]]] = defaultdict(list)
        for phrase, value in phrases:
            if basic := _basic(words(phrase)):
                for first in basic[0]:
                    self._by_first[first].append((basic[1:], value))

    def find(self, text: str, found: Sequence[Word]) -> list[Match[T]]:
        """The phrases in a text whose words are ``found``, in order. Of those that overlap, the longest stand."""
        candidates: defaultdict[tuple[int, int], list[tuple[int, T]]] = defaultdict(list)
        for at, word in enumerate(found):
            for form, spare in _forms(word.text):
                for rest, value in self._by_first.get(form, ()):
                    if (end := _end(rest, text, found, at)) is not None:
                        candidates[at, end[0]].append((spare + end[1], value))
        taken: set[int] = set()
        matches = []
        for first, last in sorted(candidates, key=lambda place: (place[0] - place[1], place)):
            if taken.isdisjoint(range(first, last + 1)):
                taken.update(range(first, last + 1))
                fewest = min(spare for spare, _ in candidates[first, last])
                values = [value for spare, value in candidates[first, last] if spare == fewest]
                span = Span(found[first].span.start, found[last].span.end)
                matches.append(Match(span, tuple(dict.fromkeys(values))))
        return sorted(matches, key=lambda match: match.span)


def _end(rest: Sequence[frozenset[str]], text: str, found: Sequence[Word], at: int) -> tuple[int, int] | None:
    """The place of the last word of a phrase whose first stands at ``at``, and the letters beyond its basic forms."""
    spare = 0
    for basic in rest:
        for step in _steps(text, found, at):
            fits = [more for form, more in _forms(found[step].text) if form in basic]
            if fits:
                at, spare = step, spare + min(fits)
                break
        else:
            return None
    return at, spare


def _steps(text: str, found: Sequence[Word], at: int) -> Iterator[int]:
    """Where the next word of a phrase may stand."""
    for step in range(at + 1, min(at + 2 + _MOST_SMALL, len(found))):
        if _STOP.search(text, found[step - 1].span.end, found[step].span.start):
            return
        yield step
        arabic = is_arabic(found[step].text[0])
        if not _is_small(found[step], arabic) or (arabic and step > at + 1):
            return


def _is_small(word: Word, arabic: bool) -> bool:
    return len(word.text) <= _SMALL_ARABIC if arabic else word.text.lower() in _table()["small"]


def _basic(phrase: Sequence[Word]) -> list[frozenset[str]]:
    """The basic forms of each word of a phrase; French articles and prepositions count only where nothing else is."""
    heavy = [word for word in phrase if word.text.lower() not in _table()["small"]] or phrase
    return [frozenset(_basic_forms(word.text)) for word in heavy]


def _basic_forms(word: str) -> Iterator[str]:
    if not is_arabic(word[0]):
        yield from (form for form, _ in _forms(word))
        return
    core = _spelled(word)
    if core.startswith("ال") and len(core) > 4:
        core = core[2:]
    yield core
    for ending, end in _table()["plural"].items():
        if core.endswith(ending) and len(core) - len(ending) >= 3:
            yield from (core.removesuffix(ending) + singular for singular in end)


@lru_cache(maxsize=WORDS_KEPT)
def _forms(word: str) -> tuple[Form, ...]:
    """The basic forms that a word of a text may be a form of, as compared, each with its letters beyond it."""
    if not is_arabic(word[0]):
        return ((unit(word), 0),)
    spelled = _spelled(word)
    bare = {spelled: 0}
    for clitic in _table()["proclitic"]:
        left = spelled.removeprefix(clitic)
        if left != spelled and len(left) >= (3 if len(clitic) == 1 else 2):
            bare[left] = 0
    found: dict[str, int] = {}
    for form in bare:
        for basic, spare in _without_ending(form):
            found[basic] = min(spare, found.get(basic, spare))
    return tuple(found.items())


def _without_ending(form: str) -> Iterator[Form]:
    table = _table()
    yield form, 0
    yield from _cut(form, 0, table["ending"])
    for pronoun in table["pronoun"]:
        if form.endswith(pronoun):
            yield from _cut(form.removesuffix(pronoun), len(pronoun), table["bound"])


def _cut(form: str, spare: int, endings: dict[str, list[str]]) -> Iterator[Form]:
    for ending, ends in endings.items():
        if form.endswith(ending) and len(form) - len(ending) >= 3:
            for end in ends:
                yield form.removesuffix(ending) + end, spare + len(ending)


def _spelled(word: str) -> str:
    return fold(word).translate(_HAMZA)


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    """Class → form → the basic ends it stands for."""
    found: defaultdict[str, dict[str, list[str]]] = defaultdict(dict)
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            cls, form, end, *_ = [*line.split("\t"), "", ""]
            found[cls].setdefault(form, []).append(end)
    return dict(found)
