"""Dates as they are read: the table ``cases/dates.tsv``, two calendars, and any text at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import rows

from aligner.text.dates import Date, dates, hijri_ordinal, outside
from aligner.text.normalise import normalise
from aligner.text.numerals import numbers

WORDS = [word for _, text, _ in rows("dates") for word in text.split()]
TEXT = st.text() | st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=30).map(" ".join)


def found(text: str, lang: str) -> list[Date]:
    normal = normalise(text)
    return dates(normal, lang, numbers(normal, lang))


def shown(one: Date) -> str:
    named = [
        f"{letter}{part.value}{'' if part.sure else '?'}"
        for letter, part in (("W", one.weekday), ("R", one.relative))
        if part
    ]
    plain = "-".join(
        "*" if part is None else f"{part.value}{'' if part.sure else '?'}" for part in (one.day, one.month, one.year)
    )
    return " ".join([*([] if plain == "*-*-*" else [plain + "H" * one.hijri]), *named])


@pytest.mark.parametrize(("lang", "text", "expected"), rows("dates"))
def test_dates(lang: str, text: str, expected: str) -> None:
    assert " ".join(map(shown, found(text, lang))) == expected


def test_spans_hold_what_is_written() -> None:
    text = "يوم الأربِعاء 12 شُباط/فبراير ٢٠٢٠"
    (one,) = found(text, "ar")
    assert [span.of(text) for span in one.spans] == ["الأربِعاء", "12", "شُباط/فبراير", "٢٠٢٠"]


@pytest.mark.parametrize(
    ("hijri", "gregorian"),
    [
        ((1, 1, 1), (622, 7, 19)),
        ((1441, 6, 18), (2020, 2, 12)),
        ((1400, 1, 1), (1979, 11, 21)),
        ((1445, 9, 1), (2024, 3, 11)),
    ],
)
def test_hijri_days(hijri: tuple[int, int, int], gregorian: tuple[int, int, int]) -> None:
    assert abs(hijri_ordinal(*hijri) - date(*gregorian).toordinal()) <= 1


@given(st.integers(1343, 1500), st.integers(1, 12), st.integers(1, 29))
def test_hijri_days_as_hijridate_reckons_them(year: int, month: int, day: int) -> None:
    hijri = pytest.importorskip("hijridate").Hijri
    assert abs(hijri_ordinal(year, month, day) - hijri(year, month, day).to_gregorian().toordinal()) <= 2


@pytest.mark.parametrize("lang", ["ar", "fr"])
@given(text=TEXT)
def test_any_text(lang: str, text: str) -> None:
    every = numbers(text, lang)
    for one in found(text, lang):
        assert one.parts
        assert all(0 <= span.start < span.end <= len(text) for span in one.spans)
    assert set(outside(every, found(text, lang))) <= set(every)


@pytest.mark.parametrize(
    "text", ["12 " * 20_000 + "mai", "mai " * 20_000, "1 mai, " * 10_000, "12/" * 20_000, "lundi 1 " * 10_000]
)
def test_long_runs_end(text: str) -> None:
    for lang in ("ar", "fr"):
        assert len(found(text, lang)) <= len(text)
