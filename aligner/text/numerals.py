"""Numbers in Arabic and French text as values: digits of any script, number words, and what mixes the two.

One pass of one regular expression over the normalised text cuts it into words and figures; the words are looked up
in ``numerals.tsv`` and the grammars of ``number_words`` add them up. Every step is linear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal
from unicodedata import numeric

import regex

from aligner.data import Span
from aligner.text.normalise import Normal, normalise
from aligner.text.number_words import GRAMMARS, Grammar, Item, Kind, Link, fold, phrase_openings, table

_DIGITS = {ord(c): str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
# Every repetition is bounded or possessive: hostile text stays linear.
_TOKEN = regex.compile(
    r"""
    (?P<word>\p{L}[\p{L}\p{M}]*+)
  | (?P<time>(?<![0-9.,:])(?P<h>[0-9]{1,2})(?:[ ]?[hH][ ]?|:)(?P<min>[0-5][0-9])(?![0-9:]))
  | (?P<hour>(?<![0-9.,:])[0-9]{1,2}(?=[ ]?[hH](?![\p{L}0-9])))[ ]?[hH]
  | (?P<phone>(?<![0-9.,])(?:\+[ ]?|(?=0))(?=(?:[ .-]?[0-9]){9,15}(?![0-9]))
        [0-9]{1,4}(?:[ .-]?[0-9]{1,4}){2,6}(?![0-9]))
  | (?P<vulgar>(?P<ones>[0-9]{1,9})?[¼-¾⅐-⅞])
  | (?P<part>(?<![0-9/.,])(?P<up>[1-9])/(?P<down>[2-9]|10)(?![0-9/]))
  | (?P<before>[%٪][ ]?)?(?P<sign>(?<![\p{L}0-9.,)%٪]|[0-9%٪][ ])[-−](?=[0-9]))?
    (?P<figure>
        (?P<reversed>(?:000[ ]){1,3}[1-9][0-9]{0,2}(?![0-9.,]))
      | (?P<whole>[0-9]{1,3}(?P<sep>[ ٬.,])[0-9]{3}(?:(?P=sep)[0-9]{3}){0,6}(?![0-9]))
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
_NEAR = regex.compile(r"[ \t\n'’\-]{0,3}+")
# A hyphen is a minus only before degrees and percentages: elsewhere it is a dash or a range.
_DEGREE = regex.compile(r"[ ]?(?:°|%|٪|℃|درج|degr)")
_ROMAN = regex.compile(r"(?=[IVXL])(X{0,3}|XL|LX{0,3})(IX|IV|V?I{0,3})(er|e|[èe]me)?")
_ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50}
# What may be written onto a figure in Arabic without making a name of it.
_ARABIC_PREFIXES = {"و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "لل", "وب", "ول", "فال", "كال", "ه", "م"}
_JOINERS: dict[str, dict[str, Link]] = {
    "ar": {"و": "and"},
    "fr": {"et": "and", "de": "of", "d": "of"},
}


@dataclass(frozen=True, slots=True)
class Number:
    """A value written in a text.

    ``span`` points into the untouched text. ``digits`` says that it is written in figures. ``other`` is a second
    reading of the same writing (1,234 is 1234 or 1.234; « années 90 » are the 1990s). ``sure`` says that the writing
    is a figure beyond doubt: not an ordinal, a fraction, a dual, a month, an estimate, nor part of a name (M5).
    A time is in hours (9h30 is 19/2), a percentage counts as its figure (10 % is 10).
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


def numbers(text: str | Normal, lang: Literal["ar", "fr"]) -> list[Number]:
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


def _items(normal: Normal, lang: Literal["ar", "fr"]) -> Iterator[Item]:
    """The words and figures that may be parts of numbers, with how each hangs on the one before it."""
    text = normal.text.translate(_DIGITS)
    tokens = list(_TOKEN.finditer(text))
    at, end, pending = 0, -1, ""  # ``end``: where the last item or joiner ended; ``pending``: the joiner
    link: Link
    while at < len(tokens):
        token = tokens[at]
        near = end >= 0 and _NEAR.fullmatch(text, end, token.start()) is not None
        link = ("and" if pending == "and" else "of" if pending == "of" else "") if near else "none"
        if token["word"] is None:
            figures = list(_figures(token, text, lang))
            for i, item in enumerate(figures):
                yield replace(item, link=link) if i == 0 and near else item
            end, pending = (figures[-1].end, "") if figures else (-1, "")
            at += 1
            continue
        joiner = _JOINERS[lang].get(token["word"].lower())
        if joiner and near and not pending:
            end, pending = token.end(), joiner
            at += 1
            continue
        taken, word = _word(tokens, at, text, lang)
        if word is None:
            end, pending = -1, ""
        else:
            yield replace(word, link="and" if near and word.link == "and" else link)
            end, pending = word.end, ""
        at += taken


def _word(tokens: list[regex.Match[str]], at: int, text: str, lang: str) -> tuple[int, Item | None]:
    """The table's entry for the longest run of words at ``at``, and how many tokens it takes."""
    words, openings = table(lang), phrase_openings(lang)
    run = [tokens[at]]
    first = fold(tokens[at]["word"])
    whole = tokens[at]["word"][:2] not in {"وأ", "وإ"}  # وأحد is not واحد
    for token in tokens[at + 1 : at + 3] if any(s in openings for s, _ in _spellings(first, lang, whole)) else ():
        if token["word"] is None or not _NEAR.fullmatch(text, run[-1].end(), token.start()):
            break
        run.append(token)
    for size in range(len(run), 0, -1):
        spelling = " ".join([first, *(fold(t["word"]) for t in run[1:size])])
        for stem, joined in _spellings(spelling, lang, whole):
            if stem not in words:
                continue
            cls, value = words[stem]
            if cls == "never":
                return size, None
            item = Item(cls, value, run[0].start(), run[size - 1].end(), "and" if joined else "none")
            return size, replace(item, plural=lang == "fr" and stem.endswith("s"))
    return 1, _roman(tokens[at]) if lang == "fr" else None


def _spellings(word: str, lang: str, whole: bool) -> Iterator[tuple[str, bool]]:
    """A word as it stands and, in Arabic, without its prefixes, and whether و was one of them."""
    if whole:
        yield word, False
    if lang != "ar":
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


def _roman(token: regex.Match[str]) -> Item | None:
    match = _ROMAN.fullmatch(token["word"])
    if not match or len(token["word"]) < 2 or match[1] + match[2] in {"", "L", "I"}:  # "Le", "Ie"
        return None
    values = [_ROMAN_VALUE[c] for c in match[1] + match[2]]
    value = sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
    return Item("name", Fraction(value), token.start(), token.end(), kind="ordinal")


def _figures(token: regex.Match[str], text: str, lang: str) -> Iterator[Item]:
    start, end = token.span()
    if token["percent"]:
        yield Item("percent", Fraction(0), start, end)
    elif token["time"] or token["hour"]:
        hours = Fraction(int(token["h"] or token["hour"])) + Fraction(int(token["min"] or 0), 60)
        yield Item("time", hours, start, end, kind="time")
    elif token["phone"]:
        yield Item("name", Fraction("".join(filter(str.isdigit, token["phone"]))), start, end, kind="name")
    elif token["part"]:
        yield Item("name", Fraction(int(token["up"]), int(token["down"])), start, end, kind="fraction")
    elif token["vulgar"]:
        value = Fraction(numeric(token["vulgar"][-1])).limit_denominator(10) + int(token["ones"] or 0)
        yield Item("name", value, start, end, kind="fraction")
    elif token["dotted"]:
        for part in regex.finditer(r"[0-9]+", text, pos=start, endpos=end):
            yield Item("digits", Fraction(part[0]), part.start(), part.end())
    elif token["figure"]:
        yield from _figure(token, text, lang)


def _figure(token: regex.Match[str], text: str, lang: str) -> Iterator[Item]:
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
    yield Item("digits" if kind == "cardinal" else "name", value, start, end, other=other, kind=kind)
    if token["before"]:
        yield Item("percent", Fraction(0), token.start(), end)


def _value(token: regex.Match[str], lang: str) -> tuple[Fraction, Fraction | None]:
    """The value of a figure, and its other reading where one separator may mean thousands or decimals."""
    if token["plain"]:
        return Fraction(token["plain"] + (token["decimal"] or "").replace("٫", ".").replace(",", ".")), None
    if token["reversed"]:  # the groups stand in the order of Arabic typing: 000 100 is 100,000
        return Fraction("".join(reversed(token["reversed"].split(" ")))), None
    whole, sep, tail = token["whole"], token["sep"], token["tail"]
    thousands = Fraction(whole.replace(sep, "") + (tail or "").replace("٫", ".").replace(",", "."))
    if tail or sep in " ٬" or whole.count(sep) > 1:
        return thousands, None
    decimal = Fraction(whole.replace(",", "."))
    if whole.startswith("0") or (lang == "fr" and sep == ","):
        return decimal, None if whole.startswith("0") else thousands
    return thousands, decimal


def _in_name(text: str, token: regex.Match[str], lang: str) -> bool:
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
