"""Weekdays, relative days, and days of two calendars: the parts of dates that are no plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from aligner.checks._figures import WEEKDAYS, as_french, said
from aligner.checks._matching import MOST
from aligner.data import Finding, Severity
from aligner.evidence import Side
from aligner.text.dates import Date
from aligner.text.numerals import Number


def calendar(src: Side, tgt: Side) -> tuple[frozenset[Number], Iterator[Finding]]:
    """The parts of dates that the other calendar says on the other side, and findings on the days named."""
    if not (src.dates or tgt.dates):
        return frozenset(), iter(())
    return _same_day(src.dates[:MOST], tgt.dates[:MOST]), _named(src, tgt)


def _named(src: Side, tgt: Side) -> Iterator[Finding]:
    yield from _compared("weekday", src, tgt)
    yield from _compared("relative", src, tgt)
    for side, language in ((src, "Arabic"), (tgt, "French")):
        for one in side.dates:
            if one.weekday is None or one.ordinal is None or (one.ordinal + 6) % 7 == one.weekday.value or one.hijri:
                continue
            message = f"The {language} names as {said(one.weekday)} a day that was a {WEEKDAYS[(one.ordinal + 6) % 7]}."
            yield Finding("date", "info", message, *(one.spans, ()) if side is src else ((), one.spans))


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
    for part in new_left[both:]:
        if part.sure:
            yield Finding("date", "info", f"The Arabic says {said(part)}, the French does not.", (part.span,))
    for part in new_right[both:]:
        if part.sure:
            yield Finding("date", "info", f"The French says {said(part)}, the Arabic does not.", (), (part.span,))


def _parts(kind: Literal["weekday", "relative"], dates: list[Date]) -> list[Number]:
    parts = (one.weekday if kind == "weekday" else one.relative for one in dates)
    return [part for part in parts if part is not None]


def _same_day(arabic: list[Date], french: list[Date]) -> frozenset[Number]:
    """The parts of Hijri dates that the other side says in the Gregorian calendar, a day's difference allowed, and of
    those Gregorian dates, unless the first side has them too; also the parts of Hijri dates that cannot be reckoned."""
    found: set[Number] = set()
    for ours, others in ((arabic, french), (french, arabic)):
        months = Counter(part.value for one in ours if (part := one.month) and not one.hijri)
        for one in ours:
            if not one.hijri or any(other.hijri for other in others):
                continue
            same = [other for other in others if _near(one, other)]
            for other in same:
                if other.month and not months[other.month.value]:
                    found.update(other.parts)
            if same or one.ordinal is None:
                found.update(one.parts)
    return frozenset(found)


def _near(one: Date, other: Date) -> bool:
    if one.ordinal is not None and other.ordinal is not None:
        return abs(one.ordinal - other.ordinal) <= 1
    return False
