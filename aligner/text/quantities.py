"""What is said of a number in the words around it: its unit, its bounds (« au moins »), the role of those it counts.

The words stand in ``quantities.tsv``. Looked at are only the few words beside a number, and for roles the clause.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from aligner.text import WORDS_KEPT, french
from aligner.text.normalise import plain
from aligner.text.number_words import fold
from aligner.text.numerals import Lang, Number, prefixless

TABLE = Path(__file__).with_name("quantities.tsv")
_WINDOW = 40  # so many characters beside a number are looked at
_MOST_WORDS = 4
_REACH = 60  # so far from a number may the word of its role stand
_WORD = re.compile(r"[^\W\d_]+²?|(?:US)?[$€]")
_STOP = re.compile(r"[.!?؟;؛:\n](?!\d)|\d")  # what ends the words that belong to a number
# Where one number's words end and the next one's begin; و stands before a word of at least three letters.
_BREAK = re.compile(r"[,،(]|\b(?:et|dont|ainsi que|alors que|بينهم|فيما)\b|\bو(?=\w{3}|\s)")
_SENTENCE = re.compile(r"[.!?؟;؛\n](?!\d)")


class Unit(NamedTuple):
    """``factor``: how many of the first unit of the ``dimension`` one of this is. ``form``: as the table writes it."""

    dimension: str
    factor: Fraction
    form: str


@cache
def _table(lang: Lang, cls: str) -> dict[str, tuple[str, str, str]]:
    """The folded forms of a class of one language, with what stands behind the colon, the value and the form."""
    found: dict[str, tuple[str, str, str]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line[:3] == f"{lang}\t":
            _, row_cls, value, forms = line.split("\t")
            if row_cls.partition(":")[0] == cls:
                for form in forms.split(", "):
                    found[_folded(form, lang)] = row_cls.partition(":")[2], value, form
    return found


def _folded(word: str, lang: Lang) -> str:
    return fold(word) if lang == "ar" else french.fold(word)


def unit(number: Number, text: str, lang: Lang) -> Unit | None:
    """The unit of a number: behind it, or, of a dual, within it (ساعتين)."""
    table = _table(lang, "unit")
    if number.kind == "dual":
        word = fold(plain(number.span.of(text)))[:-2]
        stems = [stem for stem, _ in prefixless(word, lang, True)]
        entry = next((table[form] for stem in stems for form in (stem, stem[:-1] + "ه") if form in table), None)
    else:
        entry = _longest(_after(number, text, lang), table, lang)
        if entry is None and text[max(0, number.span.start - 1) : number.span.start] in {"$", "€"}:
            entry = table[text[number.span.start - 1]] if lang == "fr" else None
    return None if entry is None else Unit(entry[0], Fraction(entry[1]), entry[2])


@lru_cache(maxsize=2)
def units_named(text: str, lang: Lang) -> tuple[Unit, ...]:
    """The units that the words of a text name, each word by itself."""
    table = _table(lang, "unit")
    words = {_folded(word, lang) for word in _WORD.findall(plain(text))}
    forms = {form for word in words for form, _ in (prefixless(word, lang, True) if lang == "ar" else [(word, False)])}
    return tuple(Unit(table[form][0], Fraction(table[form][1]), table[form][2]) for form in forms if form in table)


def _after(number: Number, text: str, lang: Lang) -> list[str]:
    after = plain(text[number.span.end : number.span.end + _WINDOW])
    stop = _STOP.search(after)
    return [_folded(word, lang) for word in _WORD.findall(after, 0, stop.start() if stop else len(after))]


def _longest(words: list[str], table: dict[str, tuple[str, str, str]], lang: Lang) -> tuple[str, str, str] | None:
    """The table's entry for the words at the beginning."""
    skipped = _table(lang, "skipped")
    while words and words[0] in skipped:
        words = words[1:]
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        form = " ".join(words[:size])
        forms = (form, form.removesuffix("ا"), form.removeprefix("ال")) if lang == "ar" else (form,)
        if entry := next((table[one] for one in forms if one in table), None):
            return entry
    return None


def bound(number: Number, text: str, lang: Lang) -> str:
    """Whether a number is said to be "about" right, a "lower", an "upper" bound or "up to" it; "" where it is exact."""
    if number.kind == "vague":
        return "about"
    before = plain(text[max(0, number.span.start - _WINDOW) : number.span.start])
    if entry := _table(lang, "sign").get(before.rstrip()[-1:]):
        return entry[1]
    stops = [match.end() for match in _STOP.finditer(before)]
    words = [_folded(word, lang) for word in _WORD.findall(before, stops[-1] if stops else 0)][-_MOST_WORDS - 1 :]
    return _bound_before(words, lang) or _bound_behind(_after(number, text, lang)[:_MOST_WORDS], lang)


def _bound_before(words: list[str], lang: Lang) -> str:
    table, verbs = _table(lang, "bound"), _table(lang, "bound-verb")
    while words and words[-1] in _table(lang, "skipped") and words[-1] not in {"de", "من"}:  # plus de, أكثر من
        words.pop()
    for size in range(min(_MOST_WORDS, len(words)), 0, -1):
        first, *others = words[-size:]
        for spelling in (first, first[1:]) if lang == "ar" and first[0] in "وفبل" else (first,):
            if entry := table.get(" ".join([spelling, *others])):
                return _negated(entry[1], words[:-size], lang)
    for at in range(len(words) - 1, -1, -1):
        if entry := verbs.get(words[at]):
            return _negated(entry[1], words[:at], lang)
    return ""


def _negated(said: str, before: list[str], lang: Lang) -> str:
    """A bound behind "not" is the opposite one; "not" somewhere before it leaves open what is meant."""
    negations = [word.removeprefix("و") in _table(lang, "not") for word in before]
    if not any(negations):
        return said
    return {"lower": "upper", "upper": "lower"}.get(said, "") if negations[-1] else ""


def _bound_behind(words: list[str], lang: Lang) -> str:
    table = _table(lang, "bound-behind")
    forms = (" ".join(words[at : at + size]) for at in range(len(words)) for size in (2, 1))
    return next((table[form][1] for form in forms if form in table), "")


def half_of_day(number: Number, text: str, lang: Lang) -> str:
    """Whether an hour is said to be in the "morning" or in the "evening"; "" where it is not said."""
    if number.kind == "time" and number.value >= 13:
        return "evening"
    words, table = _after(number, text, lang)[:_MOST_WORDS], _table(lang, "half")
    forms = (" ".join(words[at : at + size]) for at in range(len(words)) for size in (3, 2, 1))
    return next((table[form][1] for form in forms if form in table), "")


def roles(numbers: Sequence[Number], text: str, lang: Lang) -> dict[Number, str]:
    """The role of those whom each number counts, where its clause names one and no other: "killed", "wounded" …"""
    words = [(match.start(), match[0]) for match in _WORD.finditer(text) if _role(match[0], lang)]
    if not (words and numbers):
        return {}
    starts, ends = [number.span.start for number in numbers], [number.span.end for number in numbers]
    kept = {at for at, word in words if _role_itself(word, lang)}  # the و of وفاة joins nothing
    stretches: dict[int, tuple[int, int]] = {}  # between number i - 1 and number i
    found: dict[Number, set[str]] = {}
    for at, word in words:
        i = bisect_right(starts, at)
        start, end = ends[i - 1] if i else 0, starts[i] if i < len(starts) else len(text)
        if i not in stretches:
            stretches[i] = _parted(text, start, end, kept, first=i == 0, last=i == len(starts))
        before, after = stretches[i]
        if i > 0 and at < before and at - start <= _REACH:
            found.setdefault(numbers[i - 1], set()).add(_role(word, lang))
        elif i < len(starts) and at >= after and end - at <= _REACH:
            found.setdefault(numbers[i], set()).add(_role(word, lang))
    return {number: next(iter(named)) for number, named in found.items() if len(named) == 1}


def _parted(text: str, start: int, end: int, kept: set[int], *, first: bool, last: bool) -> tuple[int, int]:
    """Up to where the words of a stretch belong to the number before it, and from where on to the one after it."""
    stops = [match.end() for match in _SENTENCE.finditer(text, start, end)]
    if first or last:
        return (min(stops, default=end) if last else start), (max(stops, default=start) if first else end)
    breaks = [match.start() for match in _BREAK.finditer(text, start, end) if match.start() not in kept]
    parts = stops or breaks or [(start + end) // 2]
    return parts[0], parts[-1]


def _role_itself(word: str, lang: Lang) -> bool:
    return _folded(plain(word), lang) in _table(lang, "role")


@lru_cache(maxsize=WORDS_KEPT)
def _role(word: str, lang: Lang) -> str:
    table = _table(lang, "role")
    folded = _folded(plain(word), lang)
    spellings = (spelling for spelling, _ in prefixless(folded, lang, True)) if lang == "ar" else (folded,)
    return next((table[spelling][1] for spelling in spellings if spelling in table), "")
