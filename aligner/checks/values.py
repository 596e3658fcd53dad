"""Values, what they count, and dates: 17 ↔ 71, مليون ↔ « 2 millions », قتلى ↔ « blessés », شباط ↔ « mars ».

Both sides are read as values, so 3,5 millions, ٣٫٥ ملايين and "ثلاثة ملايين ونصف" are equal, a dual equals « deux »,
شباط, فبراير and فيفري are all February. A value said twice on one side, sums (« 9 heures 30 » ↔ ٩:٣٠), half and 50 %,
21 h and التاسعة are accepted. Values that contradict each other, and clear figures without a counterpart, are errors;
so are a dual against three or more, and a French number word above ten that nothing in the Arabic could stand for.
Ordinals, fractions, estimates and other number words only warn. The labels of a list's items count for nothing.

``date`` is the same for days, months, years and times, for weekdays and relative days: a part that contradicts is an
error, a part that is missing at most a warning. A Hijri date equals a Gregorian one within a day. ``quantity`` looks at
values that agree: another unit or role is an error, another bound (« au moins », نحو) a warning or a note, a conversion
a note.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from aligner.checks import Rule
from aligner.checks._calendar import calendar
from aligner.checks._figures import as_french, said
from aligner.checks._labels import unlabelled
from aligner.checks._matching import DATED, Matching, contradictions, matching, offered, wanted
from aligner.checks._quantities import converted, named_in_a_word, quantities, same_hour, times_of_day
from aligner.data import Finding, Severity
from aligner.evidence import Evidence, Side
from aligner.text.dates import Date, outside
from aligner.text.numerals import Number

VERSION = 3
RULES = {
    "number": Rule(
        "a value differs, is missing or was added: digits of any script, number words, duals, percentages",
        fires=("قُتل ١٧ شخصا في القصف.", "71 personnes ont été tuées dans le bombardement."),
        silent=("قُتل سبعة عشر شخصا في القصف.", "17 personnes ont été tuées dans le bombardement."),
    ),
    "quantity": Rule(
        "a value stands, but its unit, its bounds (at least, about) or the role of those it counts changed",
        fires=("أسفر القصف عن 17 قتيلا.", "Le bombardement a fait 17 blessés."),
        silent=("أسفر القصف عن 17 قتيلا.", "Le bombardement a fait 17 morts."),
    ),
    "date": Rule(
        "a day, month (in any naming or calendar), year, weekday, relative day or time differs or is missing",
        fires=("وقع الهجوم في 12 شباط.", "L’attaque a eu lieu le 12 mars."),
        silent=("وقع الهجوم في 12 شباط.", "L’attaque a eu lieu le 12 février."),
    ),
}


def check(evidence: Evidence) -> Iterator[Finding]:
    src, tgt = evidence.src, evidence.tgt
    if not (src.numbers or tgt.numbers or src.dates or tgt.dates):
        return
    settled, findings = calendar(src, tgt)
    yield from findings
    arabic, french = _values(src, settled), _values(tgt, settled)
    if not (arabic or french):
        return
    found = matching(arabic, french, [*src.dates, *tgt.dates])
    yield from _differences(found, arabic, french, src, tgt)
    yield from quantities(found.equal, arabic, french, src, tgt)
    yield from times_of_day(found.equal, src, tgt)


def _values(side: Side, settled: frozenset[Number]) -> list[Number]:
    """The numbers of a side and the days, months and years of its dates, in reading order, without the settled ones."""
    if not side.dates:
        found = unlabelled(side, side.numbers)
    else:
        dated = {part for one in side.dates for part in one.parts if part.kind in DATED}
        found = sorted([*unlabelled(side, outside(side.numbers, side.dates)), *dated], key=lambda number: number.span)
    return [number for number in found if number not in settled] if settled else found


def _differences(
    found: Matching, arabic: list[Number], french: list[Number], src: Side, tgt: Side
) -> Iterator[Finding]:
    said_left, said_right = ({key for n in side for key in offered(n)} for side in (arabic, french))
    new_left = {n: None for n in found.left if said_right.isdisjoint(wanted(n))}
    new_right = {n: None for n in found.right if said_left.isdisjoint(wanted(n))}
    for a, f in contradictions(found.left, found.right, len(src.text), len(tgt.text)):
        if a not in new_left and f not in new_right:
            continue
        new_left.pop(a, None)
        new_right.pop(f, None)
        if same_hour(a, f, src, tgt):
            continue
        if note := converted(a, f, src, tgt):
            yield note
            continue
        clear = (a.sure or (a.kind == "dual" and f.value > 2)) and f.sure
        severity: Severity = "error" if clear else "warning"
        message = f"The Arabic says {said(a)}, the French says {said(f)}."
        yield Finding(_id(a, f), severity, message, (a.span,), (f.span,), as_french(a, f, tgt.text))
    for left in _by_date(new_left, src.dates):
        if severity_of := _alone(left[0]):
            message = f"The Arabic says {said(*left)}, the French does not."
            yield Finding(_id(*left), severity_of, message, tuple(n.span for n in left))
    for right in _by_date(new_right, tgt.dates):
        f = right[0]
        if named_in_a_word(f, src, tgt):
            continue
        severity_of = _alone(f)
        if severity_of == "warning" and f.kind not in DATED and f.sure and f.value > 10 and not new_left:
            severity_of = "error"
        if severity_of:
            message = f"The French says {said(*right)}, the Arabic does not."
            yield Finding(_id(f), severity_of, message, (), tuple(n.span for n in right))


def _by_date(left: Collection[Number], dates: Sequence[Date]) -> Iterator[list[Number]]:
    """The numbers left, those of one date together."""
    together = set()
    for one in dates:
        if parts := [part for part in one.parts if part in left and part not in together]:
            together.update(parts)
            yield parts
    yield from ([number] for number in left if number not in together)


def _id(*numbers: Number) -> str:
    return "date" if any(number.kind in DATED or number.kind == "time" for number in numbers) else "number"


def _alone(number: Number) -> Severity | None:
    """How grave it is that a number has no counterpart and stands against none."""
    if number.kind in DATED:
        return "warning" if number.sure else None
    if number.sure and number.value.denominator == 1 and abs(number.value) < 10:
        return "warning" if abs(number.value) > 2 else None
    if number.sure:
        return "error" if number.digits else "warning"
    return "warning" if number.kind == "ordinal" and number.value > 2 else None
