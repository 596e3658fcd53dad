"""Dates in Arabic and French text: day, month in any naming, year, weekday, relative day, in the Gregorian and the
Hijri calendar.

The words of dates stand in ``dates.tsv``. A month takes the day that stands before it, with the days joined to that
(« les 12, 13 et 14 février »), and the year behind it; a weekday takes the date behind it. What stands alone is a
partial date. Dates in figures are read day first, or year first. Every step is linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from itertools import repeat
from pathlib import Path
from typing import NamedTuple

from aligner.data import Span
from aligner.text import WORDS_KEPT, french
from aligner.text.normalise import Normal
from aligner.text.number_words import Kind, fold
from aligner.text.numerals import Lang, Number

TABLE = Path(__file__).with_name("dates.tsv")
_MOST_WORDS = 5  # of a form of the table
_WORD = re.compile(r"[^\W\d_]+")
_NEAR = " \t\n'’‘ʿʾ-"  # what may stand between the words of a form
_FIGURES = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,4}) ?(?P<sep>[/.-]) ?(?P<month>\d{1,2}) ?(?P=sep) ?(?P<b>\d{4}|\d{1,2})(?![\d/-])"
)
# What joins two days of one month: « 12 et 13 février », « du 12 au 15 », 12 و13, 12-15.
_JOINT = re.compile(r"[ \n]{0,2}(?:[,،–—/-]|et|ou|au|إلى|حتى|أو)?[ \n]{0,2}(?:et |و|le |les |يوم |ال)?")
_SIGNS = " \n/,،.()–-"


def gregorian_years(hijri_year: int) -> tuple[int, int]:
    """The two years in which a Hijri year lies."""
    first = date.fromordinal(hijri_ordinal(hijri_year, 1, 1)).year
    return first, first + 1


@dataclass(frozen=True, slots=True)
class Date:
    """A date or a part of one: what it does not say is None. Each part is a number of its own kind and span.

    ``weekday`` counts from 0 (Monday), ``relative`` in days from today. One that is not ``sure`` may be another
    word.
    """

    day: Number | None = None
    month: Number | None = None
    year: Number | None = None
    weekday: Number | None = None
    relative: Number | None = None
    hijri: bool = False

    @property
    def parts(self) -> tuple[Number, ...]:
        all_parts = self.day, self.month, self.year, self.weekday, self.relative
        return tuple(part for part in all_parts if part is not None)

    @property
    def spans(self) -> tuple[Span, ...]:
        return tuple(sorted(part.span for part in self.parts))

    @property
    def key(self) -> tuple[Fraction | None, ...]:
        """The values of day, month and year."""
        return tuple(None if part is None else part.value for part in (self.day, self.month, self.year))

    @property
    def ordinal(self) -> int | None:
        """The day as :meth:`datetime.date.toordinal` counts; None where a part is missing or there is no such day."""
        if self.day is None or self.month is None or self.year is None:
            return None
        year, month, day = (int(part.value) for part in (self.year, self.month, self.day))
        if self.hijri:
            return hijri_ordinal(year, month, day)
        try:
            return date(year, month, day).toordinal()
        except ValueError:
            return None


def hijri_ordinal(year: int, month: int, day: int) -> int:
    """The day of the tabular Islamic calendar (30-year cycle, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29) as
    an ordinal of :mod:`datetime`. Reingold & Dershowitz, "Calendrical Calculations", chapter on the Islamic calendar;
    the calendar in use may be a day off."""
    return 227014 + 354 * (year - 1) + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day


class _Word(NamedTuple):
    """A form of the table found at ``start:end`` of the normalised text; ``weak`` if it may be another word."""

    cls: str
    value: int
    start: int
    end: int
    weak: bool


class _Figures:
    """The numbers of a text with where they begin and end in its normalised form."""

    def __init__(self, normal: Normal, numbers: Sequence[Number]) -> None:
        self.numbers = numbers
        self.starts = [normal.index(number.span.start) for number in numbers]
        self.ends = [normal.index(number.span.end) for number in numbers]

    def covers(self, place: int) -> bool:
        """Whether a number stands there."""
        i = bisect_right(self.starts, place) - 1
        return i >= 0 and place < self.ends[i]


@cache
def _rows(lang: Lang) -> tuple[tuple[str, int, tuple[str, ...]], ...]:
    lines = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:3] == f"{lang}\t")
    return tuple((cls, int(value), tuple(forms.split(", "))) for _, cls, value, forms in lines)


@cache
def french_name(cls: str, value: int) -> str:
    """The usual French word for a "month", a "hijri" month or a "weekday"."""
    return next((forms[0] for row_cls, row_value, forms in _rows("fr") if (row_cls, row_value) == (cls, value)), "")


@cache
def _forms(lang: Lang) -> dict[str, tuple[str, int]]:
    """The words of dates, folded except for the weak ones, with class and value."""
    return {
        form if cls.endswith("-weak") else _folded(form, lang): (cls, value)
        for cls, value, forms in _rows(lang)
        for form in forms
        if cls.partition("-")[0] in {"month", "hijri", "weekday", "relative", "never"}
    }


@cache
def _beside(lang: Lang, cls: str) -> frozenset[str]:
    return frozenset(form for row_cls, _, forms in _rows(lang) if row_cls == cls for form in forms)


@cache
def _openings(lang: Lang) -> frozenset[str]:
    return frozenset(form.split()[0] for form in _forms(lang) if " " in form)


def _folded(word: str, lang: Lang) -> str:
    return fold(word) if lang == "ar" else french.fold(word)


@lru_cache(maxsize=WORDS_KEPT)
def _known(word: str, lang: Lang) -> tuple[str, ...]:
    """The spellings of ``word``, with and without prefixes, under which a form of the table stands or begins."""
    forms, openings = _forms(lang), _openings(lang)
    spellings = [word]
    if lang == "ar":
        for prefixes in ("و", "ف"), ("ب", "ل", "ك"):
            bare = spellings[-1]
            if bare[:2] == "لل":
                spellings.append("ا" + bare[1:])
            elif bare[:1] in prefixes and len(bare) > 2:
                spellings.append(bare[1:])
    both = [*spellings, *(_folded(spelling, lang) for spelling in spellings)]
    return tuple(dict.fromkeys(spelling for spelling in both if spelling in forms or spelling in openings))


def dates(normal: Normal, lang: Lang, numbers: Sequence[Number]) -> list[Date]:
    """The dates of a text in reading order, made of its words and of its ``numbers``."""
    words = list(_words(normal.text, lang))
    if not words and not any(number.digits for number in numbers):
        return []
    figures = _Figures(normal, numbers)
    found = [*_in_figures(normal, lang), *_by_month(normal, lang, words, figures)]
    years = {one.year.span for one in found if one.year}
    found += [one for one in _hijri_years(normal, lang, figures) if one.spans[0] not in years]
    found.sort(key=lambda one: one.spans)
    return _with_days_named(found, normal, lang, words)


def outside(numbers: Sequence[Number], found: Sequence[Date]) -> list[Number]:
    """The numbers that are in none of the dates."""
    if not found:
        return list(numbers)
    taken = sorted(span for one in found for span in one.spans)
    kept, at = [], 0
    for number in numbers:
        while at < len(taken) and taken[at].end <= number.span.start:
            at += 1
        if at == len(taken) or number.span.end <= taken[at].start:
            kept.append(number)
    return kept


def _words(text: str, lang: Lang) -> Iterator[_Word]:
    if not any(map(_known, _WORD.findall(text), repeat(lang))):  # as in most texts
        return
    tokens = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]
    forms, openings, at = _forms(lang), _openings(lang), 0
    while at < len(tokens):
        word, start, end = tokens[at]
        spellings = _known(word, lang)
        if not spellings:
            at += 1
            continue
        run, ends = [""], [end]
        for next_word, next_start, next_end in (
            tokens[at + 1 : at + _MOST_WORDS] if not openings.isdisjoint(spellings) else ()
        ):
            if next_start - ends[-1] > 2 or text[ends[-1] : next_start].strip(_NEAR):
                break
            run.append(f"{run[-1]} {_folded(next_word, lang)}")
            ends.append(next_end)
        taken = 1
        for size in range(len(run), 0, -1):
            entry = next((forms[s + run[size - 1]] for s in spellings if s + run[size - 1] in forms), None)
            if entry is not None:
                cls, _, weak = entry[0].partition("-")
                yield _Word(cls, entry[1], start, ends[size - 1], bool(weak))
                taken = size
                break
        at += taken


def _in_figures(normal: Normal, lang: Lang) -> Iterator[Date]:
    """12/02/2020, 12-2-2020, 2020-02-12, 12.2.20; month first only where it cannot be otherwise."""
    for match in _FIGURES.finditer(normal.text):
        first, last = ("b", "a") if len(match["a"]) > 2 else ("a", "b")
        short = len(match[last]) <= 2
        if len(match["a"]) == 3 or len(match[last]) == 1 or (short and match["sep"] == "."):
            continue
        day, month, year = (int(match[name]) for name in (first, "month", last))
        places = [match.span(first), match.span("month"), match.span(last)]
        if month > 12 >= day:
            day, month, places[:2] = month, day, [places[1], places[0]]
        if not (1 <= day <= 31 and 1 <= month <= 12):
            continue
        other = Fraction(year) if short else None
        year += (2000 if year < 70 else 1900) if short else 0
        full = replace(_part("year", year, normal, places[2]), other=other)
        hijri = _has_era(normal.text, match.end(), lang) or 1300 <= year <= 1500
        of_month = _part("hijri" if hijri else "month", month, normal, places[1])
        yield Date(_part("day", day, normal, places[0]), of_month, full, hijri=hijri)


def _part(kind: Kind, value: int, normal: Normal, place: tuple[int, int]) -> Number:
    return Number(Fraction(value), normal.span(*place), kind, digits=True)


def _by_month(normal: Normal, lang: Lang, words: list[_Word], figures: _Figures) -> Iterator[Date]:
    text, at = normal.text, 0
    months = [word for word in words if word.cls in {"month", "hijri"}]
    while at < len(months):
        first = last = months[at]
        beside = at > 0 and _listed(text[months[at - 1].end : first.start])
        at += 1
        while at < len(months) and _same(last, months[at], text):  # شباط/فبراير, شباط (فبراير)
            last = months[at]
            at += 1
        beside = beside or (at < len(months) and _listed(text[last.end : months[at].start]))
        days = _days(first, text, lang, figures)
        year = _year(last, text, lang, figures)
        hijri = first.cls == "hijri"
        sure = not (first.weak or hijri) or bool(days or year or beside) or _opened(first, text, lang, "opens")
        if not (days or year) and ((hijri and not sure) or figures.covers(first.start)):
            continue
        kind: Kind = "hijri" if hijri else "month"
        month = Number(Fraction(first.value), normal.span(first.start, last.end), kind, sure=sure)
        yield from (Date(day, month, year, hijri=hijri) for day in days or (None,))


def _listed(gap: str) -> bool:
    """Whether a month follows the one before it in a list: مارس، أبريل."""
    return len(gap) <= 4 and not gap.strip(" ,،/و")


def _same(one: _Word, two: _Word, text: str) -> bool:
    gap = text[one.end : two.start]
    return (one.cls, one.value) == (two.cls, two.value) and bool(gap) and len(gap) <= 4 and not gap.strip(" /()-")


def _days(month: _Word, text: str, lang: Lang, figures: _Figures) -> list[Number]:
    """The days before a month, in reading order."""
    days: list[Number] = []
    for i in range(bisect_right(figures.ends, month.start) - 1, -1, -1):
        number, end = figures.numbers[i], figures.ends[i]
        if days:
            joined = _JOINT.fullmatch(text, end, figures.starts[i + 1]) and number.value < days[0].value
        else:
            gap = text[end : month.start]
            joined = not {"(", "."} & set(gap) and _only(gap, _beside(lang, "to-month"))
        if not joined or not _may_be_day(number):
            break
        days.insert(0, replace(number, kind="day", sure=True))
    return days


def _may_be_day(number: Number) -> bool:
    return number.kind in {"cardinal", "ordinal"} and number.value.denominator == 1 and 1 <= number.value <= 31


def _year(month: _Word, text: str, lang: Lang, figures: _Figures) -> Number | None:
    i = bisect_left(figures.starts, month.end)
    if i == len(figures.starts) or not _only(text[month.end : figures.starts[i]], _beside(lang, "to-year")):
        return None
    number = figures.numbers[i]
    good = number.kind == "cardinal" and number.value.denominator == 1 and 1000 <= number.value <= 2999
    return replace(number, kind="year") if good else None


def _hijri_years(normal: Normal, lang: Lang, figures: _Figures) -> Iterator[Date]:
    """Years that say themselves that they are of the Hijri calendar: 1441 هـ."""
    for number, end in zip(figures.numbers, figures.ends, strict=True):
        if (
            number.digits
            and number.kind == "cardinal"
            and 1 <= number.value <= 1600
            and _has_era(normal.text, end, lang)
        ):
            yield Date(year=replace(number, kind="year"), hijri=True)


def _has_era(text: str, end: int, lang: Lang) -> bool:
    after = _WORD.search(text, end, end + 20)
    if after is None or len(text[end : after.start()].strip()) > 0:
        return False
    return after[0] in _beside(lang, "era")


def _only(gap: str, allowed: frozenset[str]) -> bool:
    """Whether there is nothing but signs and the ``allowed`` words in a short gap."""
    if len(gap) > 24 or any(char.isdigit() for char in gap):
        return False
    words = _WORD.findall(gap)
    return all(word in allowed for word in words) and (bool(words) or not gap.strip(_SIGNS))


def _opened(word: _Word, text: str, lang: Lang, cls: str) -> bool:
    """Whether the words beside a weak one make it sure."""
    before = list(_WORD.finditer(text, max(0, word.start - 16), word.start))[-2:]
    after = _WORD.findall(text, word.end, word.end + 10)[:1]
    if not _beside(lang, "follows").isdisjoint(after):
        return True
    if not before or text[before[-1].end() : word.start].strip(" -"):
        return False
    return not _beside(lang, cls).isdisjoint((before[-1][0], " ".join(match[0] for match in before)))


def _with_days_named(found: list[Date], normal: Normal, lang: Lang, words: list[_Word]) -> list[Date]:
    """The dates with their weekdays, and the weekdays and relative days that stand alone."""
    text = normal.text
    starts = [normal.index(one.spans[0].start) for one in found]
    alone: list[Date] = []
    for word in words:
        span = normal.span(word.start, word.end)
        if word.cls == "relative":
            alone.append(Date(relative=Number(Fraction(word.value), span, "relative", sure=not word.weak)))
        elif word.cls == "weekday":
            sure = not word.weak or _opened(word, text, lang, "opens-weekday")
            part = Number(Fraction(word.value), span, "weekday", sure=sure)
            i = bisect_left(starts, word.end)
            if i < len(starts) and not found[i].weekday and _only(text[word.end : starts[i]], _beside(lang, "between")):
                found[i] = replace(found[i], weekday=part)
            else:
                alone.append(Date(weekday=part))
    return sorted([*found, *alone], key=lambda one: one.spans)
