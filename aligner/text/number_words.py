"""How number words add up to a value: one small grammar for Arabic, one for French, over the table ``numerals.tsv``.

A grammar reads :class:`Item` after item and says of each whether it still belongs to the number at hand. What is
left to it is the order of the parts: French counts down and multiplies by 20, Arabic says the units before the tens
and joins with و, both multiply what stands before a scale.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

Kind = Literal[
    "cardinal", "ordinal", "fraction", "percent", "time", "vague", "dual", "name",
    "day", "month", "hijri", "year", "weekday", "relative",
]  # fmt: skip
Link = Literal["", "and", "of", "none"]

TABLE = Path(__file__).with_name("numerals.tsv")
MOST = Fraction(10**21)  # nothing above is multiplied any further
_FOLD = str.maketrans("أإآٱىةئ", "اااايهئ")
# The kind of a number that consists of one word of the class.
_ALONE: dict[str, Kind] = {
    "ordinal": "ordinal",
    "ordinal-bound": "ordinal",
    "fraction": "fraction",
    "few": "vague",
    "vague": "vague",
    "decade": "vague",
    "scales": "vague",
    "dual": "dual",
}


def fold(word: str) -> str:
    """The spelling under which the table is searched; as long as ``word`` for Arabic."""
    return word.translate(_FOLD).lower()


@dataclass(frozen=True, slots=True)
class Item:
    """A word or figure that may be part of a number, at ``start:end`` of the normalised text.

    ``link`` says how it hangs on the item before it: directly, through "et"/و, through "de", or not at all.
    """

    cls: str
    value: Fraction
    start: int
    end: int
    link: Link = "none"
    other: Fraction | None = None
    kind: Kind = "cardinal"
    plural: bool = False


@cache
def table(lang: str) -> dict[str, tuple[str, Fraction]]:
    """The table's forms of one language, folded, with class and value."""
    words: dict[str, tuple[str, Fraction]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        row_lang, cls, value, forms = line.split("\t")
        if row_lang != lang:
            continue
        for form in forms.split(", "):
            for spelling in _spellings(cls, form):
                words.setdefault(fold(spelling), (cls.partition("-")[0] if "dual-" in cls else cls, Fraction(value)))
    return words


@cache
def phrase_openings(lang: str) -> frozenset[str]:
    """The first words of the table's forms that have several."""
    return frozenset(form.split()[0] for form in table(lang) if " " in form)


def _spellings(cls: str, form: str) -> Iterator[str]:
    if cls not in {"dual", "dual-an"}:
        yield form
        return
    stem = form[:-1] + {"ة": "ت", "ى": "ي", "ئ": "ئ"}.get(form[-1], form[-1])
    yield stem + "ان"
    if cls == "dual":
        yield stem + "ين"


class Grammar(ABC):
    """A number under construction. ``value`` is ``high`` (finished scales) plus ``group`` (what is still open)."""

    def __init__(self, first: Item) -> None:
        self.items = [first]
        self.high = Fraction(0)
        self.group = first.value
        self.scale: Fraction | None = None
        self.kind: Kind = _ALONE.get(first.cls, first.kind)
        self.other = first.other
        self.closed = first.cls in {"few", "decade", "dual", "name", "time"}
        if first.cls in {"scale", "scales", "scale-dual"}:
            self.high, self.group, self.scale = first.value, Fraction(0), _unit(first)
            if first.cls == "scale-dual":
                self.other = self.scale
        elif first.cls == "decade":
            self.other = 1900 + first.value

    @property
    def value(self) -> Fraction:
        return self.high + self.group

    @property
    def last(self) -> Item:
        return self.items[-1]

    def extend(self, item: Item) -> bool:
        """Take ``item`` into the number if it belongs there."""
        if self.closed or item.link == "none":
            return False
        if item.cls == "percent":
            self.kind, self.closed = "percent", True
        elif not (self._scaled(item) or self._joined(item)):
            return False
        self.items.append(item)
        return True

    def split(self, item: Item) -> tuple[Grammar, Grammar] | None:
        """Two numbers, if what follows the last scale belongs to the scale ``item``: ثلاثة ملايين وخمسة ملايين."""
        cut = max((i for i, one in enumerate(self.items) if one.cls.startswith("scale")), default=-1) + 1
        if not (item.cls.startswith("scale") and item.link == "" and 0 < cut < len(self.items) and self.group):
            return None
        one, two = type(self)(self.items[0]), type(self)(self.items[cut])
        if all(map(one.extend, self.items[1:cut])) and all(map(two.extend, [*self.items[cut + 1 :], item])):
            return one, two
        return None

    @abstractmethod
    def _joined(self, item: Item) -> bool:
        """Units, tens and hundreds, which each language joins in its own way."""

    def _scaled(self, item: Item) -> bool:
        """Scales and what depends on them, which both languages share."""
        v, many = item.value, self.kind == "vague"
        if item.cls == "fraction" and item.link == "and" and self.scale and self.last.cls.startswith("scale"):
            self.high += v * self.scale  # un million et demi
            return True
        if item.cls == "fraction" and item.link == "" and self.last.cls in {"unit", "bound", "weak"}:
            self.group, self.kind, self.other = self.group * v, "fraction", None  # trois quarts
            return True
        if item.link not in {"", "of"} or not item.cls.startswith("scale") or self.kind == "ordinal":
            return False
        unit = _unit(item)
        if self.last.cls == "fraction" and self.scale == unit:
            return True  # مليون ونصف المليون: the scale is said twice
        if item.link == "of" and not many and self.last.cls != "fraction":
            return False
        if self.group and (self.scale is None or unit < self.scale):
            self.high, self.group = self.high + self.group * unit, Fraction(0)
        elif not self.group and self.scale and self.last.cls.startswith("scale") and self.scale < unit:
            self.high *= unit  # mille milliards, آلاف الملايين
        elif (
            not self.group and self.scale and unit < self.scale and item.cls == "scale" and item.link == "" and not many
        ):
            self.high += unit  # treize millions mille cinq cents
        else:
            return False
        self.scale = unit
        self.kind = "vague" if many else "cardinal"
        self.other = None if self.other is None else self.other * unit
        return self.high < MOST


def _unit(item: Item) -> Fraction:
    return item.value / 2 if item.cls == "scale-dual" else item.value


class French(Grammar):
    def _joined(self, item: Item) -> bool:
        v, rest, begun = item.value, self.group % 100, self.group >= 100 or self.high > 0
        if item.cls == "vague" and item.link == "" and self.last.cls == "fraction":
            self.group, self.kind = self.group * v, "vague"  # une demi-douzaine
            return True
        if self.last.cls == "digits" or self.kind in {"ordinal", "fraction", "vague"}:
            return False
        if item.cls == "digits":  # deux millions 500 000
            ok = item.link == "" and not self.group and self.scale is not None and v < self.scale
            self.group += v if ok else 0
            return ok
        if item.cls == "vague":
            ok = item.link == "" and 0 < self.group < 100 and self.high == 0
            self.kind = "vague" if self.last.cls == "bound" else self.kind
            self.group *= v if ok else 1
            return ok
        if item.cls == "hundred" and item.link == "":
            if 2 <= self.group <= 19:
                self.group *= 100
                return True
            self.group += 100 if (ok := not self.group and begun) else 0
            return ok
        ordinal = item.cls.startswith("ordinal")
        if ordinal and len(self.items) == 1 and 0 < self.group < 10 and self._part_of(item):
            return True
        if not (ordinal or item.cls in {"unit", "bound", "weak", "teen", "tens"}) or item.link == "of":
            return False
        if item.link == "and":
            ok = (v == 1 and ((rest >= 20 and rest % 10 == 0) or (rest == 0 and begun))) or (v == 11 and rest == 60)
        elif v < 10:
            ok = v > 0 and ((rest == 0 and begun) or (rest == 10 and v >= 7) or (rest >= 20 and rest % 10 == 0))
        elif v < 17:
            ok = (rest == 0 and begun) or rest in {60, 80}
        elif v == 20 and rest == 4:
            v, ok = Fraction(76), True  # quatre-vingts
        else:
            ok = v < 100 and rest == 0 and begun
        if ok:
            self.group += v
            if ordinal:
                self.kind, self.closed = "ordinal", True
        return ok

    def _part_of(self, item: Item) -> bool:
        """« deux cinquièmes » is 2/5; « un cinquième » is 1/5 or a fifth one."""
        if item.link != "" or item.value < 5:
            return False
        if self.last.cls == "bound":
            self.group, self.other, self.kind = item.value, 1 / item.value, "ordinal"
            return True
        if not item.plural:
            return False
        self.group, self.kind = self.group / item.value, "fraction"
        return True


class Arabic(Grammar):
    def _joined(self, item: Item) -> bool:
        v, rest = item.value, self.group % 100
        joined, begun = item.link == "and", self.group >= 100 or self.high > 0
        if self.kind in {"fraction", "vague"} or item.link == "of" or v == 0:
            return False
        after_unit = self.last.cls in {"unit", "bound", "weak", "ordinal", "ordinal-bound"} and 0 < rest < 10
        if item.cls == "digits":  # مليون و500 ألف
            ok = joined and not self.group and self.scale is not None and v < self.scale
            self.group += v if ok else 0
            return ok
        if self.last.cls == "digits":
            return False
        if item.cls == "hundred" and not joined:
            if ok := after_unit and rest > 2:
                self.group += rest * 99  # ثلاث مئة
            return ok
        if item.cls == "vague" and v == 100 and not joined and after_unit and rest > 2:
            self.group += rest * 99  # ثلاث مئات
            return True
        if item.cls == "teen" and not joined:
            ok = after_unit and not (self.last.cls == "ordinal" and rest == 1)  # أول عشر عينات is no eleventh
        elif not joined:
            ok = False
        elif item.cls in {"unit", "bound", "weak", "teen"}:
            ok = rest == 0 and begun
        elif item.cls == "tens":
            ok = (rest == 0 and begun) or after_unit
        elif item.cls in {"hundred", "hundreds"}:  # counted up in years: ثمان وتسعين وتسعمئة وألف
            ok = (not self.group and self.high > 0) or 10 < self.group < 100
        elif item.cls in {"scale", "scale-dual"}:
            down = not self.group and self.scale is not None and _unit(item) < self.scale
            up = not self.high and 100 < self.group < 1000
            if down or up:
                self.high, self.scale = self.high + v, _unit(item)
            return down or up
        else:
            ok = False
        self.group += v if ok else 0
        return ok


GRAMMARS: dict[str, type[Grammar]] = {"ar": Arabic, "fr": French}
