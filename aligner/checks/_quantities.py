"""What is said of values that agree: their units, their bounds, and the role of those they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from aligner.checks._figures import said
from aligner.checks._matching import MOST, Equal
from aligner.data import Finding, Severity
from aligner.evidence import Side
from aligner.text.numerals import Number
from aligner.text.quantities import Unit, bound, half_of_day, roles, unit, units_named

_COUNTING = frozenset({"cardinal", "dual", "percent", "vague"})
# Roles of which one rendering may stand for the other: محتجزون are held, by the police or by kidnappers.
_ALIKE = ({"arrested", "kidnapped"}, {"released", "rescued"})
# Between two numbers that share the unit behind the second one: 10 à 12 tonnes, 10-12 طنا.
_RANGE = re.compile(r"\s?(?:à|et|ou|-|–|إلى|و|أو)\s?")
# Bounds of which one may render the other: « près de 90 % » for ما يصل إلى.
_NEARLY = ({"up to", "upper"}, {"up to", "about"})
_BOUNDS = {"about": "about {}", "lower": "at least {}", "upper": "at most {}", "up to": "up to {}", "": "{}"}


def quantities(equal: Equal, arabic: list[Number], french: list[Number], src: Side, tgt: Side) -> Iterator[Finding]:
    counted = [(a, f) for a, f in equal if a.kind in _COUNTING and f.kind in _COUNTING][:MOST]
    if not counted:
        return
    src_roles = roles(arabic, src.text, "ar")
    tgt_roles = roles(french, tgt.text, "fr") if src_roles else {}
    for a, f in counted:
        role_a, role_f = src_roles.get(a), tgt_roles.get(f)
        if role_a and role_f and role_a != role_f and {role_a, role_f} not in _ALIKE:
            message = f"The Arabic counts {said(a)} as {role_a}, the French as {role_f}."
            yield Finding("quantity", "error", message, (a.span,), (f.span,))
        elif "vague" in {a.kind, f.kind}:
            continue
        elif (units := _other_units(a, f, src, tgt)) is not None:
            message = f"The Arabic counts {said(a)} in {units[0].form}, the French in {units[1].form}."
            yield Finding("quantity", "error", message, (a.span,), (f.span,))
        elif not _may_be_year(a, f, src, tgt):
            yield from _other_bounds(a, f, src.text, tgt.text)


def _other_units(a: Number, f: Number, src: Side, tgt: Side) -> tuple[Unit, Unit] | None:
    unit_f = _unit(f, tgt)
    unit_a = unit_f and _unit(a, src)
    if unit_a is None or unit_f is None or unit_a.dimension != unit_f.dimension:
        return None
    if abs(unit_a.factor - unit_f.factor) * 10 < unit_f.factor:  # the same, or yards and metres
        return None
    return unit_a, unit_f


def _unit(number: Number, side: Side) -> Unit | None:
    """The unit of a number, or of the range that it opens."""
    found = unit(number, side.text, side.lang)
    if found is None and (gap := _RANGE.match(side.text, number.span.end, number.span.end + 8)):
        after = next((n for n in side.numbers if n.span.start == gap.end()), None)
        found = None if after is None else unit(after, side.text, side.lang)
    return found


def _may_be_year(a: Number, f: Number, src: Side, tgt: Side) -> bool:
    return a.digits and 1500 <= a.value <= 2100 and not (_unit(a, src) or _unit(f, tgt))


def _other_bounds(a: Number, f: Number, src: str, tgt: str) -> Iterator[Finding]:
    bound_a, bound_f = bound(a, src, "ar"), bound(f, tgt, "fr")
    if bound_a == bound_f or {bound_a, bound_f} in _NEARLY:
        return
    severity: Severity = "warning" if bound_a and bound_f else "info"
    message = f"The Arabic says {_BOUNDS[bound_a].format(said(a))}, the French says {_BOUNDS[bound_f].format(said(f))}."
    yield Finding("quantity", severity, message, (a.span,), (f.span,))


def times_of_day(equal: Equal, src: Side, tgt: Side) -> Iterator[Finding]:
    """Hours that agree, of the morning on one side and of the evening on the other."""
    for a, f in equal[:MOST]:
        if not {a.kind, f.kind} <= {"time", "cardinal", "ordinal"} or a.value > 24:
            continue
        half_f = half_of_day(f, tgt.text, "fr")
        half_a = half_f and half_of_day(a, src.text, "ar")
        if half_a and half_f and half_a != half_f:
            message = f"The Arabic says {said(a)} in the {half_a}, the French says {said(f)} in the {half_f}."
            yield Finding("date", "error", message, (a.span,), (f.span,))


def same_hour(a: Number, f: Number, src: Side, tgt: Side) -> bool:
    """Whether one side counts to 24 what the other calls an hour of the evening: « 20 heures », الثامنة مساء."""
    if a.value + 12 == f.value:
        return half_of_day(a, src.text, "ar") == "evening"
    return f.value + 12 == a.value and half_of_day(f, tgt.text, "fr") == "evening"


def converted(a: Number, f: Number, src: Side, tgt: Side) -> Finding | None:
    """A note, if the values are the same quantity in other units: 100 قدم ↔ « 30 mètres », within a tenth."""
    unit_f = _unit(f, tgt)
    unit_a = unit_f and _unit(a, src)
    if unit_a is None or unit_f is None or unit_a.dimension != unit_f.dimension or unit_a.dimension == "money":
        return None
    in_first, in_second = a.value * unit_a.factor, f.value * unit_f.factor
    if unit_a.factor == unit_f.factor or abs(in_first - in_second) * 10 > abs(in_second):
        return None
    message = f"The Arabic says {said(a)} {unit_a.form}, the French the same in {unit_f.form}: {said(f)}."
    return Finding("quantity", "info", message, (a.span,), (f.span,))


def named_in_a_word(f: Number, src: Side, tgt: Side) -> bool:
    """Whether the French counts what the Arabic names in one word: أسبوع ↔ « sept jours », within a seventh."""
    unit_f = _unit(f, tgt)
    if unit_f is None or unit_f.dimension != "time":
        return False
    times = {
        one.factor for one in units_named(src.text, "ar") if one.dimension == "time" and one.factor > unit_f.factor
    }
    whole = f.value * unit_f.factor
    return any(abs(whole - factor * many) * 7 <= whole for factor in times for many in (1, 2, Fraction(1, 2)))
