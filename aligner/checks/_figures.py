"""How a value is written: for the reader of a report, and as the French text would write it."""

from __future__ import annotations

from fractions import Fraction

import regex

from aligner.text.dates import french_name
from aligner.text.number_words import table
from aligner.text.numerals import Number

# How a report names months and days, and the French text relative days.
MONTHS = "January February March April May June July August September October November December".split()
HIJRI_MONTHS = (
    "Muharram|Safar|Rabi I|Rabi II|Jumada I|Jumada II|Rajab|Shaaban|Ramadan|Shawwal|Dhu al-Qida|Dhu al-Hijja".split("|")
)
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
RELATIVE = {-2: "the day before yesterday", -1: "yesterday", 0: "today", 1: "tomorrow", 2: "the day after tomorrow"}
FRENCH_RELATIVE = {-2: "avant-hier", -1: "hier", 0: "aujourd’hui", 1: "demain", 2: "après-demain"}
_NAMED = {"month": MONTHS, "hijri": HIJRI_MONTHS}


def said(*numbers: Number) -> str:
    """The value, or the parts of one date, for the reader of a report."""
    if len(numbers) == 1 and numbers[0].kind == "day":
        return f"day {numbers[0].value}"
    return " ".join(map(_said, numbers))


def _said(number: Number) -> str:
    if number.kind in _NAMED:
        return _NAMED[number.kind][int(number.value) - 1]
    if number.kind == "weekday":
        return WEEKDAYS[int(number.value)]
    if number.kind == "relative":
        return RELATIVE.get(int(number.value), "another day")
    if number.kind == "time":
        return f"{int(number.value)}:{round(number.value % 1 * 60):02}"
    return _digits(number.value, ".", " ") + (" %" if number.kind == "percent" else "")


def _digits(value: Fraction, point: str, space: str) -> str:
    if value.denominator == 1:
        grouped = f"{int(value):,}" if abs(value) >= 10_000 else str(int(value))
        return grouped.replace(",", space)
    decimal = f"{float(value):.6f}".rstrip("0")
    if Fraction(decimal) == value:
        return decimal.replace(".", point)
    return f"{value.numerator}/{value.denominator}"


def as_french(right: Number, wrong: Number, text: str) -> str:
    """The Arabic value in the way in which the French writes its own: in words if short, else in figures."""
    if right.kind in {"month", "hijri", "weekday"} and not wrong.digits:
        return french_name(right.kind, int(right.value))
    if right.kind == "relative":
        return FRENCH_RELATIVE.get(int(right.value), "")
    if not wrong.digits and right.kind != "percent":
        words = {v: w for w, (cls, v) in reversed(table("fr").items()) if cls in {"unit", "teen", "tens"}}
        if right.value in words:
            return words[right.value]
    if right.kind == "time":
        return f"{int(right.value)} h {round(right.value % 1 * 60):02}".removesuffix(" 00")
    scale = regex.search(r"(?<=\d)[ \u00a0\u202f]*(mille|millions?|milliards?)$", wrong.span.of(text))
    value = right.value
    ending = ""
    if scale:
        unit = table("fr")[scale[1]][1]
        if value >= unit:
            value, ending = value / unit, scale[0]
    return _digits(value, ",", "\u202f") + ending + ("\u202f%" if right.kind == "percent" else "")
