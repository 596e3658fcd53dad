"""Weekdays, relative days, and days of two calendars: the parts of dates that are no plain values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from aligner.checks._figures import WEEKDAYS, as_french, said
from aligner.checks._matching import MOST
from aligner.data import Finding, Severity
from aligner.evidence import Side
from aligner.text.dates import Date, gregorian_years
from aligner.text.numerals import Number

_NEVER = 10**9


def calendar(src: Side, tgt: Side) -> tuple[frozenset[Number], list[Finding]]:
    """Findings on the days named and on dates of two calendars, and the numbers about which that says all."""
    if not (src.dates or tgt.dates):
        return frozenset(), []
    findings = [*_compared("weekday", src, tgt), *_compared("relative", src, tgt), *_misnamed(src, tgt)]
    settled: set[Number] = set()
    for ours, others in ((src, tgt), (tgt, src)):
        if any(one.hijri for one in ours.dates) and not any(one.hijri for one in others.dates):
            done, found = _two_calendars(ours, others)
            settled |= done
            findings += found
    return frozenset(settled), findings


def _misnamed(src: Side, tgt: Side) -> Iterator[Finding]:
    for side, language in ((src, "Arabic"), (tgt, "French")):
        for one in side.dates:
            if one.weekday is None or one.ordinal is None or one.hijri:
                continue
            weekday = (one.ordinal + 6) % 7
            if weekday != one.weekday.value:
                message = f"The {language} calls the date a {said(one.weekday)}, but it was a {WEEKDAYS[weekday]}."
                yield Finding("date", "info", message, *((one.spans, ()) if side is src else ((), one.spans)))


def _compared(kind: Literal["weekday", "relative"], src: Side, tgt: Side) -> Iterator[Finding]:
    """Days named on both sides that are not the same, and those that one side alone names."""
    left, right = _parts(kind, src.dates), _parts(kind, tgt.dates)
    said_left, said_right = {part.value for part in left}, {part.value for part in right}
    new_left = [part for part in left if part.value not in said_right][:MOST]
    new_right = [part for part in right if part.value not in said_left][:MOST]
    both = min(len(new_left), len(new_right))
    for a, f in zip(new_left[:both], new_right[:both], strict=True):
        severity: Severity = "error" if a.sure and f.sure else "warning"
        message = f"The Arabic says {said(a)}, the French says {said(f)}."
        yield Finding("date", severity, message, (a.span,), (f.span,), as_french(a, f, tgt.text))
    alone: Severity = "warning" if kind == "weekday" else "info"  # "yesterday" may well become a date
    for part in new_left[both:]:
        if part.sure:
            yield Finding("date", alone, f"The Arabic says {said(part)}, the French does not.", (part.span,))
    for part in new_right[both:]:
        if part.sure:
            yield Finding("date", alone, f"The French says {said(part)}, the Arabic does not.", (), (part.span,))


def _parts(kind: Literal["weekday", "relative"], dates: list[Date]) -> list[Number]:
    parts = (one.weekday if kind == "weekday" else one.relative for one in dates)
    return [part for part in parts if part is not None]


def _two_calendars(ours: Side, others: Side) -> tuple[set[Number], list[Finding]]:
    """Hijri dates of one side against the other side, which has none: a day's difference is allowed; what is no whole
    date cannot be reckoned and is left alone."""
    settled: set[Number] = set()
    findings = []
    plain = [one for one in ours.dates if not one.hijri]
    theirs = [one for one in others.dates[:MOST] if one.month and all(one.key[:2] != other.key[:2] for other in plain)]
    for one in [one for one in ours.dates if one.hijri][:MOST]:
        settled.update(one.parts)
        if one.ordinal is None:
            settled.update(number for number in others.numbers[:MOST] if _in_year(one, number))
        if any(_apart(one, other) <= 1 for other in plain) or not theirs or one.month is None:
            continue
        other = min(theirs, key=lambda other: _apart(one, other))
        theirs.remove(other)
        settled.update(other.parts)
        if 1 < _apart(one, other) < _NEVER:
            findings.append(_not_that_day(one, other, ours))
    return settled, findings


def _apart(one: Date, other: Date) -> int:
    """How many days lie between two dates; _NEVER if one of them is not whole."""
    if one.ordinal is None or other.ordinal is None:
        return _NEVER
    return abs(one.ordinal - other.ordinal)


def _in_year(one: Date, number: Number) -> bool:
    alone = one.year is not None and one.month is None and one.year.value <= 1600
    return alone and one.year is not None and number.value in gregorian_years(int(one.year.value))


def _not_that_day(one: Date, other: Date, ours: Side) -> Finding:
    """``one`` is a Hijri date of the side ``ours``, ``other`` the date of the other side."""
    hijri, gregorian = ("Arabic", "French") if ours.lang == "ar" else ("French", "Arabic")
    day = date.fromordinal(one.ordinal or 1)
    message = f"The Hijri date in the {hijri} is about {day:%d/%m/%Y}, the {gregorian} says another day."
    spans = one.spans, other.spans
    return Finding("date", "error", message, *(spans if ours.lang == "ar" else spans[::-1]))
