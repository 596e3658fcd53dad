"""Which values of the two sides stand for each other: equal ones first, then those that good translations exchange."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from aligner.text.dates import Date
from aligner.text.numerals import Number

MOST = 40  # so many leftovers a side are compared with each other: more is no pair of sentences
_CLOSE = 20  # so many characters may lie between numbers that are added up
DATED = frozenset({"day", "month", "hijri", "year"})

Equal = list[tuple[Number, Number]]
Keys = Callable[[Number], Iterable[Hashable]]


@dataclass
class Matching:
    """``equal``: the Arabic and French numbers of the same value. ``left``, ``right``: those that match no other."""

    left: list[Number]
    right: list[Number]
    equal: Equal

    def match(self, keys: Keys) -> None:
        """Set numbers that share a key against each other, in reading order."""
        waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for i, number in enumerate(self.right):
            for key in keys(number):
                waiting[key].append(i)
        used: set[int] = set()
        kept = []
        for number in self.left:
            for key in keys(number):
                while waiting[key] and waiting[key][0] in used:
                    waiting[key].popleft()
                if waiting[key]:
                    used.add(waiting[key][0])
                    self.equal.append((number, self.right[waiting[key].popleft()]))
                    break
            else:
                kept.append(number)
        self.left, self.right = kept, [n for i, n in enumerate(self.right) if i not in used]


def matching(arabic: list[Number], french: list[Number], dates: Iterable[Date]) -> Matching:
    """Values set against equal values, those of equal ``dates`` first, then sums, then estimates close by."""
    found = Matching(arabic, french, [])
    whole = {part: one.key for one in dates if one.day and one.month for part in one.parts}

    def of_whole_date(number: Number) -> Iterable[Hashable]:
        return [(number.kind, number.value, whole[number])] if number in whole else ()

    for keys in (of_whole_date, _of_date, _exact_and_sure, _exact_and_unsure, _exact, loose):
        if not (found.left and found.right):
            return found
        found.match(keys)
    found.left, found.right = _sums(found.left, found.right)
    found.right, found.left = _sums(found.right, found.left)
    found.left, found.right = _near(found.left, found.right)
    return found


def _of_date(number: Number) -> Iterable[Hashable]:
    return [(number.kind, value) for value in number.readings] if number.kind in DATED else ()


def _exact_and_sure(number: Number) -> Iterable[Hashable]:
    return _exact(number) if number.sure else ()


def _exact_and_unsure(number: Number) -> Iterable[Hashable]:
    """So that كوفيد-19 takes « COVID-19 » and leaves « 19 mars » alone."""
    return () if number.sure else _exact(number)


def _exact(number: Number) -> Iterable[Hashable]:
    """Only a figure may stand for the name of a month: 12/2 for « 12 février »."""
    if number.kind in {"month", "hijri"}:
        return [("figure", number.value)]
    return [*number.readings, *((("figure", number.value),) if number.digits else ())]


def loose(number: Number) -> Iterable[Hashable]:
    """The values under which a good translation may say the same."""
    keys = set(_exact(number))
    if number.kind == "time":
        keys |= {v % 12 for v in number.readings} | {v % 12 + 12 for v in number.readings}
    if number.kind in {"fraction", "percent"}:
        keys |= {v * 100 for v in number.readings if v < 1}  # la moitié, 50 %
    if number.value % 10 == 0 and 0 < number.value < 100:
        keys |= {number.value + century for century in range(1000, 2000, 100)}  # les années 90
    return keys


def wanted(number: Number) -> set[Hashable]:
    """The keys under which a number counts as said by the other side, see :func:`offered`."""
    if number.kind in {"month", "hijri"}:
        return {(number.kind, number.value), ("figure", number.value)}
    if number.kind in {"day", "year"}:
        return {(number.kind, number.value), *number.readings}
    keys = set(loose(number))
    if number.kind == "ordinal":
        keys.add(("century", number.value))  # القرن التاسع عشر: 1860
    return keys


def offered(number: Number) -> set[Hashable]:
    """The keys of what a number says: no day is a month, and no day of a month is a figure that might be one."""
    if number.kind in {"month", "hijri"}:
        return {(number.kind, number.value)}
    keys = wanted(number)
    if number.digits and 1000 <= number.value < 2100:
        keys.add(("century", number.value // 100 + 1))
    return keys


def _sums(parts: list[Number], wholes: list[Number]) -> tuple[list[Number], list[Number]]:
    """Without neighbours in ``parts`` that together make a number in ``wholes``: 9 heures 30, deux ans et demi."""
    rest, whole_left = [], list(wholes)
    at = 0
    while at < len(parts):
        a, b = parts[at], parts[at + 1] if at + 1 < len(parts) else None
        x, y = a.value, b.value if b else Fraction(0)
        one = {x + 1} if a.kind == "fraction" else set()  # درجة ونصف
        close = b is not None and b.span.start - a.span.end <= _CLOSE and not {a.kind, b.kind} & DATED
        two = {x + y, x * y, x * 1000 + y, y * 1000 + x, x + y / 60} if close else set()
        if close and b is not None and b.span.start - a.span.end == 1 and x.denominator == y.denominator == 1:
            two |= {Fraction(f"{x}.{y}"), Fraction(f"{y}.{x}")}  # the section 15-3 is « 15.3 »
        whole = next((n for n in whole_left[:MOST] if n.value in one | two and n.kind not in DATED), None)
        if whole is None:
            rest.append(a)
            at += 1
        else:
            whole_left = [n for n in whole_left if n is not whole]
            at += 2 if whole.value in two else 1
    return rest, whole_left


def _near(left: list[Number], right: list[Number]) -> tuple[list[Number], list[Number]]:
    """Without estimates that stand for a figure close by: 39 ↔ « une quarantaine »."""
    used: set[int] = set()
    kept = []
    for a in left:
        for i, f in enumerate(right[:MOST]):
            about = a if a.kind == "vague" else f
            if i not in used and about.kind == "vague" and abs(a.value - f.value) * 5 <= about.value:
                used.add(i)
                break
        else:
            kept.append(a)
    return kept, [f for i, f in enumerate(right) if i not in used]


def contradictions(left: Sequence[Number], right: Sequence[Number], src: int, tgt: int) -> Equal:
    """Numbers left on both sides, each with the one of its kind that stands at about the same place of the texts, whose
    lengths are ``src`` and ``tgt``."""
    pairs = []
    rights = [n for n in right if n.kind != "fraction"][:MOST]
    for a in [n for n in left if n.kind != "fraction"][:MOST]:
        place = a.span.start / max(1, src)
        alike = [f for f in rights if _class(f) == _class(a)]
        near = sorted(
            alike, key=lambda f: abs(f.span.start / max(1, tgt) - place) + (f.digits != a.digits) + (f.kind != a.kind)
        )
        best = next((f for f in near if _may_contradict(a, f)), None)
        if best is not None:
            pairs.append((a, best))
            rights.remove(best)
    return pairs


def _class(number: Number) -> str:
    return number.kind if number.kind in {"vague", "month", "hijri"} else ""


def _may_contradict(a: Number, f: Number) -> bool:
    if a.kind == f.kind and a.kind in DATED:
        return True
    return f.digits == a.digits or a.value < 100 * f.value < 10_000 * a.value
