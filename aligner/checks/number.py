"""Values that differ, are missing or were added: 17 ↔ 71, ثلاثة ↔ « quatre », مليون ↔ « 2 millions ».

Both sides are read as values, so 3,5 millions, ٣٫٥ ملايين and "ثلاثة ملايين ونصف" are equal, a dual equals « deux » and
a month's name its number. A value said twice on one side, sums (« 9 heures 30 » ↔ ٩:٣٠), half and 50 %, 21 h and
التاسعة are accepted. Values that contradict each other, and clear figures without a counterpart, are errors; so are a
dual against three or more, and a French number word above ten that nothing in the Arabic could stand for. Ordinals,
fractions, estimates and other number words only warn. The labels of a list's items count for nothing.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from fractions import Fraction

import regex

from aligner.checks import Rule
from aligner.data import Finding, Severity
from aligner.evidence import Evidence, Side
from aligner.text.number_words import table
from aligner.text.numerals import Number

VERSION = 2
_CLOSE = 20  # so many characters may lie between numbers that are added up
MOST = 40  # so many leftovers a side are compared with each other: more is no pair of sentences
RULES = {
    "number": Rule(
        "a value differs, is missing or was added: digits of any script, number words, duals, percentages",
        fires=("قُتل ١٧ شخصا في القصف.", "71 personnes ont été tuées dans le bombardement."),
        silent=("قُتل سبعة عشر شخصا في القصف.", "17 personnes ont été tuées dans le bombardement."),
    )
}

# The label of an item (1. (2) ٣- 2.1.) and what must follow it: no label stands alone, and 3 - 5 is a range.
_LABEL = regex.compile(
    r"\s{0,8}+(?:[-–—•*]\s)?\(?\p{Nd}{1,2}(?:\.\p{Nd}{1,2})*+\s?(?:\)|[.\-–—](?=\s|\p{Arabic}))[\s.\-–]{0,8}+(?=[^\s\p{Nd}])"
)
# Where an item may begin within a text: on a new line, behind a stop, and, with a bracket, within a sentence.
_BEGINNING = regex.compile(r"^|(?<=[.!?؟]\s)|(?<=[:;؛,،]\s(?:et\s|و)?)(?=\(?\p{Nd}{1,2}\))", regex.MULTILINE)
# Units that translators convert: in Arabic, in French, and what one of the first is in the second.
_UNITS = (
    ("ميل|أميال", "km|kilom", Fraction("1.609")),
    ("ياردة|ياردات", r"\bm\b|mètre", Fraction("0.914")),
    ("قدم|أقدام", r"\bm\b|mètre", Fraction("0.305")),
    ("بوصة|بوصات|إنش", r"\bcm\b|centim", Fraction("2.54")),
    ("رطل|أرطال|باوند", "kg|kilo", Fraction("0.4536")),
)
# Times that are said in another unit, so too without a number: أسبوع ↔ « huit jours », يومان ↔ « 48 heures ».
_TIMES = (
    (r"ساع[ةتا]", r"minutes?\b", Fraction(60)),
    (r"يوم|أيام", r"h(?:eures?)?\b", Fraction(24)),
    (r"أسبوع|أسابيع", r"jours?\b", Fraction(7)),
    (r"سنة|سنت|سنوات|سنين|عام|أعوام", r"mois\b", Fraction(12)),
)


def check(evidence: Evidence) -> Iterator[Finding]:
    src, tgt = evidence.src.text, evidence.tgt.text
    arabic, french = _unlabelled(evidence.src), _unlabelled(evidence.tgt)
    left, right = _unmatched(arabic, french)
    said_left = {key for n in arabic for key in _loose(n)}
    said_right = {key for n in french for key in _loose(n)}
    new_left = {n: None for n in left if said_right.isdisjoint(_loose(n))}
    new_right = {n: None for n in right if said_left.isdisjoint(_loose(n))}
    for a, f in _contradictions(left, right, len(src), len(tgt)):
        if a not in new_left and f not in new_right:
            continue
        message = f"The Arabic says {_said(a)}, the French says {_said(f)}."
        clear = (a.sure or (a.kind == "dual" and f.value > 2)) and f.sure and not _converted(a, f, src, tgt)
        severity: Severity = "error" if clear else "warning"
        yield Finding("number", severity, message, (a.span,), (f.span,), _as_french(a, f, tgt))
        new_left.pop(a, None)
        new_right.pop(f, None)
    for a in new_left:
        if severity_of := _alone(a):
            yield Finding("number", severity_of, f"The Arabic says {_said(a)}, the French does not.", (a.span,))
    for f in new_right:
        if _is_time(f, src, tgt):
            continue
        severity_of = _alone(f)
        if severity_of == "warning" and f.sure and f.value > 10 and not new_left:
            severity_of = "error"
        if severity_of:
            yield Finding("number", severity_of, f"The French says {_said(f)}, the Arabic does not.", (), (f.span,))


def _unmatched(arabic: list[Number], french: list[Number]) -> tuple[list[Number], list[Number]]:
    """What is left when equal values, then values that good translations exchange, have been set against each other."""
    left, right = arabic, french
    for keys in (_exact_and_sure, _exact_and_unsure, _exact, _loose):
        left, right = _pass(left, right, keys)
    left, right = _sums(left, right)
    right, left = _sums(right, left)
    return _near(left, right)


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


Keys = Callable[[Number], frozenset[Fraction]]


def _pass(left: list[Number], right: list[Number], keys: Keys) -> tuple[list[Number], list[Number]]:
    waiting: defaultdict[Fraction, deque[int]] = defaultdict(deque)
    for i, number in enumerate(right):
        for key in keys(number):
            waiting[key].append(i)
    used: set[int] = set()
    kept = []
    for number in left:
        for key in keys(number):
            while waiting[key] and waiting[key][0] in used:
                waiting[key].popleft()
            if waiting[key]:
                used.add(waiting[key].popleft())
                break
        else:
            kept.append(number)
    return kept, [n for i, n in enumerate(right) if i not in used]


def _exact_and_sure(number: Number) -> frozenset[Fraction]:
    return number.readings if number.sure else frozenset()


def _exact_and_unsure(number: Number) -> frozenset[Fraction]:
    """So that كوفيد-19 takes « COVID-19 » and leaves « 19 mars » alone."""
    return frozenset() if number.sure else number.readings


def _exact(number: Number) -> frozenset[Fraction]:
    return number.readings


def _loose(number: Number) -> frozenset[Fraction]:
    """The values under which a good translation may say the same."""
    keys = set(number.readings)
    if number.kind == "time":
        keys |= {v % 12 for v in number.readings} | {v % 12 + 12 for v in number.readings}
    if number.kind in {"fraction", "percent"}:
        keys |= {v * 100 for v in number.readings if v < 1}  # la moitié, 50 %
    if number.value % 10 == 0 and 0 < number.value < 100:
        keys |= {number.value + century for century in range(1000, 2000, 100)}  # les années 90
    return frozenset(keys)


def _sums(parts: list[Number], wholes: list[Number]) -> tuple[list[Number], list[Number]]:
    """Without neighbours in ``parts`` that together make a number in ``wholes``: 9 heures 30, deux ans et demi."""
    rest, whole_left = [], list(wholes)
    at = 0
    while at < len(parts):
        a, b = parts[at], parts[at + 1] if at + 1 < len(parts) else None
        x, y = a.value, b.value if b else Fraction(0)
        one = {x + 1} if a.kind == "fraction" else set()  # درجة ونصف
        close = b is not None and b.span.start - a.span.end <= _CLOSE
        two = {x + y, x * y, x * 1000 + y, y * 1000 + x, x + y / 60} if close else set()
        whole = next((n for n in whole_left[:MOST] if n.value in one | two), None)
        if whole is None:
            rest.append(a)
            at += 1
        else:
            whole_left = [n for n in whole_left if n is not whole]
            at += 2 if whole.value in two else 1
    return rest, whole_left


def _contradictions(left: list[Number], right: list[Number], src: int, tgt: int) -> list[tuple[Number, Number]]:
    """Numbers left on both sides, each with the one that stands at about the same place."""
    pairs = []
    rights = [n for n in right if _counts(n)][:MOST]
    for a in [n for n in left if _counts(n)][:MOST]:
        place = a.span.start / max(1, src)
        alike = [f for f in rights if (f.kind == "vague") == (a.kind == "vague")]
        near = sorted(alike, key=lambda f: abs(f.span.start / max(1, tgt) - place) + (f.digits != a.digits))
        best = next((f for f in near if f.digits == a.digits or a.value < 100 * f.value < 10_000 * a.value), None)
        if best is not None:
            pairs.append((a, best))
            rights.remove(best)
    return pairs


def _converted(a: Number, f: Number, src: str, tgt: str) -> bool:
    """Whether the figures are the same quantity in other units: 100 قدم ↔ « 30 mètres », within a tenth."""
    for arabic, french, factor in (*_UNITS, *_TIMES):
        if abs(a.value * factor - f.value) * 10 <= abs(f.value):
            # A dual holds its unit: يومين.
            unit_a, unit_f = src[a.span.start : a.span.end + 20], tgt[f.span.end : f.span.end + 20]
            if regex.search(arabic, unit_a) and regex.search(french, unit_f):
                return True
    return False


def _is_time(f: Number, src: str, tgt: str) -> bool:
    """Whether the French counts what the Arabic names in one word: أسبوع ↔ « sept jours », within a seventh."""
    return any(
        abs(f.value - factor * many) * 7 <= factor * many
        and regex.match(r"\s*" + french, tgt[f.span.end : f.span.end + 20])
        and regex.search(arabic, src)
        for arabic, french, factor in _TIMES
        for many in (Fraction(1), Fraction(2), Fraction(1, 2))
    )


def _counts(number: Number) -> bool:
    return number.kind not in {"month", "fraction"}


def _unlabelled(side: Side) -> list[Number]:
    """The numbers without those that label the items of a list: « 1. », ٢-, (3)."""
    found, text = side.numbers, side.text
    if not any(number.digits and number.value < 100 for number in found):
        return found
    begins = {match.start() for match in _BEGINNING.finditer(text)}
    at = 0
    for sentence in side.sentences:
        begins.add(at)
        at += len(sentence.text) + 1
    labels = (match.span() for begin in begins if (match := _LABEL.match(text, begin)))
    labelled = {at for start, end in labels for at in range(start, end)}
    return [number for number in found if number.span.start not in labelled]


def _alone(number: Number) -> Severity | None:
    """How grave it is that a number has no counterpart and stands against none."""
    if number.sure and number.value.denominator == 1 and abs(number.value) < 10:
        return "warning" if abs(number.value) > 2 else None
    if number.sure:
        return "error" if number.digits else "warning"
    return "warning" if number.kind == "ordinal" and number.value > 2 else None


def _said(number: Number) -> str:
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


def _as_french(right: Number, wrong: Number, text: str) -> str:
    """The Arabic value in the way in which the French writes its own: in words if short, else in figures."""
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
