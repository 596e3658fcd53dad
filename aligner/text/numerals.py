"""Numbers in Arabic and French text as values: digits of any script, number words, and what mixes the two.

The normalised text is cut into words and figures; the words are looked up in ``numerals.tsv`` and the grammars of
``number_words`` add them up. Every step is linear in the text, and a text without numbers costs a look-up a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeAlias
from unicodedata import numeric

import regex

from aligner.data import Span
from aligner.text import WORDS_KEPT
from aligner.text.normalise import Normal, normalise
from aligner.text.number_words import GRAMMARS, Grammar, Item, Kind, Link, fold, phrase_openings, table

_DIGITS = {ord(c): str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
# re, not regex, for what every word of every text is run through.
_EASTERN = re.compile("[٠-٩۰-۹]")
_WORD = re.compile(r"[^\W\d_]+")
_BEGIN = re.compile("[0-9%٪¼-¾⅐-⅞]|[+−-](?= ?[0-9])")  # where a figure may begin
# Every repetition is bounded or possessive: hostile text stays linear.
_FIGURE = regex.compile(
    r"""
    (?P<time>(?<![0-9.,:])(?P<h>[0-9]{1,2})(?:[ ]?[hH][ ]?|:)(?P<min>[0-5][0-9])(?![0-9:]))
  | (?P<hour>(?<![0-9.,:])[0-9]{1,2}(?=[ ]?[hH](?![\p{L}0-9])))[ ]?[hH]
  | (?P<phone>(?<![0-9.,])(?:\+[ ]?|(?=0))(?=(?:[ .-]?[0-9]){9,15}(?![0-9]))
        [0-9]{1,4}(?:[ .-]?[0-9]{1,4}){2,6}(?![0-9]))
  | (?P<vulgar>(?P<ones>[0-9]{1,9})?[¼-¾⅐-⅞])
  | (?P<part>(?<![0-9/.,])(?P<up>[1-9])[/⁄](?P<down>[2-9]|10)(?![0-9/]))
  | (?P<before>[%٪][ ]?)?(?P<sign>(?<![\p{L}0-9.,)%٪]|[0-9%٪][ ])[-−](?=[0-9]))?
    (?P<figure>
        (?P<reversed>(?:000[ ]){1,3}[1-9][0-9]{0,2}(?![0-9.,]))
      | (?P<whole>[0-9]{1,3}(?P<sep>[ ٬.,،])[0-9]{3}(?:(?P=sep)[0-9]{3}){0,6}(?![0-9]))
        (?P<tail>[.,٫][0-9]{1,20}(?![0-9]))?
      | (?P<dotted>[0-9]{1,9}(?P<dot>[.,])[0-9]{1,9}(?:(?P=dot)[0-9]{1,9}){1,8})
      | (?P<plain>[0-9]{1,24}(?![0-9]))(?P<decimal>[.,٫][0-9]{1,20}(?![0-9]))?
    )
    (?P<suffix>(?:ers?|[èe]res?|nde?s?|i?[èe]mes?|res?|e)(?!\p{L}))?
  | (?P<percent>[%٪])
  | [0-9]++
    """,
    regex.VERBOSE,
)
_NEAR = " \t\n'’-"  # what may stand between the words of a number
_DIGIT_RUN = re.compile("[0-9]+")
# A hyphen is a minus only before degrees and percentages: elsewhere it is a dash or a range.
_DEGREE = regex.compile(r"[ ]?(?:°|%|٪|℃|درج|degr)")
_YEAR_BEFORE = re.compile("(1[5-9]|20)[0-9]{2}[-–/]$")
_ROMAN = regex.compile(r"(?=[IVXL])(X{0,3}|XL|LX{0,3})(IX|IV|V?I{0,3})(er|e|[èe]me)?")
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50}
# What may be written onto a figure in Arabic without making a name of it.
_ARABIC_PREFIXES = {"و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "وب", "ول", "فال", "كال", "ه", "م"}
_JOINERS: dict[str, dict[str, Link]] = {
    "ar": {"و": "and"},
    "fr": {"et": "and", "de": "of", "d": "of"},
}
Lang = Literal["ar", "fr"]
Match: TypeAlias = "re.Match[str] | regex.Match[str]"


@dataclass(frozen=True, slots=True)
class Number:
    """A value written in a text.

    ``span`` points into the untouched text. ``digits`` says that it is written in figures. ``other`` is a second
    reading of the same writing (1,234 is 1234 or 1.234; « années 90 » are the 1990s). ``sure`` says that the writing
    is a figure beyond doubt: not an ordinal, a fraction, a dual, an estimate, nor part of a name (M5).
    A time is in hours (9h30 is 19/2), a percentage counts as its figure (10 % is 10). The parts of dates are numbers
    too (see :mod:`aligner.text.dates`), of kinds that :func:`numbers` itself does not give.
    """

    value: Fraction
    span: Span
    kind: Kind = "cardinal"
    digits: bool = False
    other: Fraction | None = None
    sure: bool = True

    @property
    def readings(self) -> frozenset[Fraction]:
        return frozenset({self.value} if self.other is None else {self.value, self.other})


def numbers(text: str | Normal, lang: Lang) -> list[Number]:
    """The numbers of ``text`` in reading order. "un", "une", واحد and أحد alone are articles and give none."""
    normal = text if isinstance(text, Normal) else normalise(text)
    found: list[Number] = []
    current: Grammar | None = None
    for item in _items(normal, lang):
        if current is not None and current.extend(item):
            continue
        parts = current.split(item) if current is not None else None
        if parts:
            found += _finished(parts[0], normal)
            current = parts[1]
            continue
        found += _finished(current, normal)
        current = GRAMMARS[lang](item) if item.cls != "percent" else None
    return found + _finished(current, normal)


def _finished(grammar: Grammar | None, normal: Normal) -> list[Number]:
    if grammar is None:
        return []
    first, last, alone = grammar.items[0], grammar.last, len(grammar.items) == 1
    if alone and first.cls in {"bound", "ordinal-bound"}:
        return []
    weak = (alone and first.cls == "weak") or (first.value == 0 and first.cls == "unit")
    return [
        Number(
            value=grammar.value,
            span=normal.span(first.start, last.end),
            kind=grammar.kind,
            digits=any(i.cls == "digits" or i.kind in {"time", "name"} for i in grammar.items),
            other=grammar.other if alone or first.cls == "digits" else None,
            sure=grammar.kind in {"cardinal", "percent", "time"} and not weak,
        )
    ]


def _items(normal: Normal, lang: Lang) -> Iterator[Item]:
    """The words and figures that may be parts of numbers, with how each hangs on the one before it."""
    text = normal.text.translate(_DIGITS) if _EASTERN.search(normal.text) else normal.text
    tokens = list(_tokens(text))
    joiners = _JOINERS[lang]
    at, end, pending = 0, -1, ""  # ``end``: where the last item or joiner ended; ``pending``: the joiner
    link: Link
    while at < len(tokens):
        token = tokens[at]
        is_word = token.re is _WORD
        if is_word and end < 0 and not _readings(token[0], lang):  # as most words are
            at += 1
            continue
        start = token.start()
        near = end >= 0 and start - end <= 3 and not text[end:start].strip(_NEAR)
        link = ("and" if pending == "and" else "of" if pending == "of" else "") if near else "none"
        if not is_word:
            figures = list(_figures(token, text, lang, link))
            yield from figures
            end, pending = (figures[-1].end, "") if figures else (-1, "")
            at += 1
            continue
        word = token[0]
        joiner = joiners.get(word.lower()) if near and not pending else None
        if joiner:
            end, pending = token.end(), joiner
            at += 1
            continue
        taken, item = _word(tokens, at, text, lang, link) if _readings(word, lang) else (1, None)
        if item is None:
            end, pending = -1, ""
        else:
            yield item
            end, pending = item.end, ""
        at += taken


def _tokens(text: str) -> Iterator[Match]:
    at = looked = 0
    while begin := _BEGIN.search(text, looked):
        figure = _FIGURE.match(text, begin.start())
        looked = figure.end() if figure else begin.end()
        if figure:
            yield from _WORD.finditer(text, at, figure.start())
            yield figure
            at = looked
    yield from _WORD.finditer(text, at)


def _word(tokens: list[Match], at: int, text: str, lang: Lang, link: Link) -> tuple[int, Item | None]:
    """The table's entry for the longest run of words at ``at``, and how many tokens it takes."""
    words = table(lang)
    start, end = tokens[at].span()
    readings = _readings(tokens[at][0], lang)
    run, ends = [""], [end]
    for token in tokens[at + 1 : at + 3] if any(reading.opens for reading in readings) else ():
        if token.re is _FIGURE or text[ends[-1] : token.start()].strip(_NEAR) or token.start() - ends[-1] > 3:
            break
        run.append(f"{run[-1]} {fold(token[0])}")
        ends.append(token.end())
    for size in range(len(run), 0, -1):
        for reading in readings:
            entry = words.get(reading.stem + run[size - 1])
            if entry is None:
                continue
            cls, value = entry
            if cls == "never":
                return size, None
            link = "and" if reading.joined and link != "none" else link
            plural = lang == "fr" and (reading.stem + run[size - 1]).endswith("s")
            return size, Item(cls, value, start, ends[size - 1], link, plural=plural)
    roman = _roman(tokens[at][0]) if lang == "fr" else None
    return 1, None if roman is None else Item("name", roman, start, end, link, kind="ordinal")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A spelling of a word under which the table may hold it; ``joined`` if و was cut off; ``opens`` a longer form."""

    stem: str
    joined: bool
    opens: bool


@lru_cache(maxsize=WORDS_KEPT)
def _readings(word: str, lang: Lang) -> tuple[_Reading, ...]:
    """The spellings of a word that the table knows; a Roman numeral is its own."""
    words, openings = table(lang), phrase_openings(lang)
    known = tuple(
        _Reading(stem, joined, stem in openings)
        for stem, joined in prefixless(fold(word), lang, word[:2] not in {"وأ", "وإ"})  # وأحد is not واحد
        if stem in words or stem in openings
    )
    return known if known or lang == "ar" or _roman(word) is None else (_Reading(word, False, False),)


def prefixless(word: str, lang: Lang, whole: bool) -> Iterator[tuple[str, bool]]:
    """A word as it stands and, in Arabic, without its prefixes, and whether و was one of them."""
    if whole:
        yield word, False
    if lang == "fr":
        return
    joined = word[:1] == "و"
    if word[:1] in {"و", "ف"} and len(word) > 2:
        word = word[1:]
        yield word, joined
    if word[:2] == "لل" and len(word) > 4:
        yield word[2:], joined
    if word[:1] in {"ب", "ل", "ك"} and len(word) > 3:
        word = word[1:]
        yield word, joined
    if word[:2] == "ال" and len(word) > 4:
        yield word[2:], joined


def _roman(word: str) -> Fraction | None:
    match = _ROMAN.fullmatch(word)
    if not match or len(word) < 2 or match[1] + match[2] in {"", "L", "I"}:  # "Le", "Ie"
        return None
    values = [_ROMAN_VALUE[c] for c in match[1] + match[2]]
    return Fraction(sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True)))


def _figures(token: Match, text: str, lang: Lang, link: Link) -> Iterator[Item]:
    start, end = token.span()
    if token["percent"]:
        yield Item("percent", Fraction(0), start, end, link)
    elif token["time"] or token["hour"]:
        hours = Fraction(int(token["h"] or token["hour"])) + Fraction(int(token["min"] or 0), 60)
        yield Item("time", hours, start, end, link, kind="time")
    elif token["phone"]:
        yield Item("name", Fraction("".join(filter(str.isdigit, token["phone"]))), start, end, link, kind="name")
    elif token["part"]:
        yield Item("name", Fraction(int(token["up"]), int(token["down"])), start, end, link, kind="fraction")
    elif token["vulgar"]:
        value = Fraction(numeric(token["vulgar"][-1])).limit_denominator(10) + int(token["ones"] or 0)
        yield Item("name", value, start, end, link, kind="fraction")
    elif token["dotted"]:
        for part in _DIGIT_RUN.finditer(text, start, end):
            yield Item("digits", Fraction(part[0]), *part.span(), link)
            link = "none"
    elif token["figure"]:
        yield from _figure(token, text, lang, link)


def _figure(token: Match, text: str, lang: Lang, link: Link) -> Iterator[Item]:
    start, end = token.start("figure"), token.end()
    value, other = _value(token, lang)
    if token["sign"] == "−" or (token["sign"] and _DEGREE.match(text, end)):
        start = token.start("sign")
        value, other = -value, None if other is None else -other
    kind: Kind = "cardinal"
    if _in_name(text, token, lang):
        kind = "name"
    elif token["suffix"] and lang == "fr":
        kind = "ordinal"
    yield Item("digits" if kind == "cardinal" else "name", value, start, end, link, other, kind)
    if token["before"]:
        yield Item("percent", Fraction(0), token.start(), end)


def _value(token: Match, lang: Lang) -> tuple[Fraction, Fraction | None]:
    """The value of a figure, and its other reading where one separator may mean thousands or decimals."""
    if token["plain"]:
        if len(token["plain"]) == 2 and (year := _YEAR_BEFORE.search(token.string, token.start() - 5, token.start())):
            return Fraction(token["plain"]), Fraction(year[1] + token["plain"])  # 2019-20
        return Fraction(token["plain"] + (token["decimal"] or "").replace("٫", ".").replace(",", ".")), None
    if token["reversed"]:  # the groups stand in the order of Arabic typing: 000 100 is 100,000
        return Fraction("".join(reversed(token["reversed"].split(" ")))), None
    whole, sep, tail = token["whole"], token["sep"], token["tail"]
    thousands = Fraction(whole.replace(sep, "") + (tail or "").replace("٫", ".").replace(",", "."))
    if tail or sep in " ٬،" or whole.count(sep) > 1:
        return thousands, None
    decimal = Fraction(whole.replace(",", "."))
    if whole.startswith("0") or (lang == "fr" and sep == ","):
        return decimal, None if whole.startswith("0") else thousands
    return thousands, decimal


def _in_name(text: str, token: Match, lang: Lang) -> bool:
    """Whether letters are written onto the figure: M5, COVID-19, 24TV, كوفيد-19; also a long code like 0012345."""
    start, end = token.start("figure"), token.end("figure")
    if token["plain"] and len(token["plain"]) > 4 and token["plain"][0] == "0":
        return True
    if end < len(text) and text[end].isupper():
        return True
    hyphen = text[start - 1 : start] == "-"
    last = start - hyphen
    first = last
    while first > max(0, last - 4) and text[first - 1].isalpha():
        first -= 1
    return first < last and (lang == "fr" or hyphen or text[first:last] not in _ARABIC_PREFIXES)
