"""Names: those of the table ``names.tsv`` in either language, and capitalised words of French that are none of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from aligner.text import WORDS_KEPT, arabic, french
from aligner.text.abbreviations import BEFORE_A_NAME
from aligner.text.words import Word, tokens

TABLE = Path(__file__).with_name("names.tsv")
Lang = Literal["ar", "fr"]
# Arabic adjectives in gender, number and case; as they stand after ``arabic.fold``.
_ARABIC_ENDINGS = ("", "ه", "ا", "ون", "ين", "ان", "ات", "تان", "تين")
# Arabic conjunctions, then prepositions, on the front of a name.
_ARABIC_FRONTS = ("وف", "بلك")
ARTICLES = frozenset("al el as ach ash ar ad at ez az es ed".split())
_fold_arabic = lru_cache(maxsize=WORDS_KEPT)(arabic.fold)
_fold_french = lru_cache(maxsize=WORDS_KEPT)(french.fold)
# Words inside a name: Deir ez-Zor, Mouammar al-Kadhafi. « de » joins names to each other: le Raqqa de Daech.
_PARTICLES = ARTICLES | frozenset("ben bin ibn ould abou abu bou bu oum umm von van der".split())
# What may stand between the words of one name, and what before a word makes its capital one of the sentence.
_INSIDE = frozenset((" ", "-", "’", "'", "\u00a0", " -", "- ", "‑"))
_STOPS = frozenset('.!?:;«»“”"…\n•–—*|/>')


@dataclass(frozen=True, slots=True)
class Form:
    """What a form of the table stands for: its ``rows`` (numbers) and their ``kinds``. ``sure``: it is a name wherever
    it stands, if ``written`` as in the table, in lower case, with a Capital or in CAPITALS. ``noun``: as more than an
    adjective."""

    rows: frozenset[int]
    kinds: frozenset[str]
    sure: bool
    noun: bool
    written: Literal["lower", "Capital", "CAPITALS"]


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the table in a text: words ``first`` to before ``last``. ``inside``: part of a longer one."""

    form: Form
    first: int
    last: int
    inside: bool = False
    sure: bool = True

    @property
    def places(self) -> range:
        return range(self.first, self.last)


@dataclass(frozen=True, slots=True)
class _Index:
    forms: dict[tuple[str, ...], Form]
    longest: dict[str, int]


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised French words that may be one name: their places, ``first`` to before ``last`` with the particles
    between them. ``initial``: it begins a sentence."""

    words: tuple[int, ...]
    first: int
    last: int
    initial: bool


def runs(words: Sequence[Word], text: str) -> list[Run]:
    """Runs of capitalised words, joined by particles, in order."""
    found: list[Run] = []
    places: list[int] = []
    initial = False
    for at, word in enumerate(words):
        if not text[word.span.start].isupper():
            continue
        if places and _joined(words, places[-1], at, text):
            places.append(at)
            continue
        if places:
            found.append(Run(tuple(places), places[0], places[-1] + 1, initial))
        places = [at]
        initial = at == 0 or _stopped(words[at - 1], word, text)
    if places:
        found.append(Run(tuple(places), places[0], places[-1] + 1, initial))
    return found


def _stopped(before: Word, word: Word, text: str) -> bool:
    """Whether a sentence or quotation may begin between two words; it does not after M. and J."""
    between = text[before.span.end : word.span.start]
    if between.startswith(".") and (len(before.text) == 1 or before.text in BEFORE_A_NAME):
        return False
    return not _STOPS.isdisjoint(between)


def _joined(words: Sequence[Word], last: int, at: int, text: str) -> bool:
    """Whether no more than a particle or two stands between two words."""
    return at - last <= 3 and all(
        text[words[i].span.end : words[i + 1].span.start] in _INSIDE
        and (i + 1 == at or words[i + 1].text in _PARTICLES)
        for i in range(last, at)
    )


def known(words: Sequence[Word], text: str, lang: Lang) -> list[Known]:
    """The names of the table among the words of a text, in order, those inside longer ones too."""
    forms = _index(lang).forms
    starts, fold = (_arabic_starts, _fold_arabic) if lang == "ar" else (_french_starts, _fold_french)
    found: list[Known] = []
    end = 0
    for first, word in enumerate(words):
        for start, longest in starts(word.text):
            for last in range(min(first + longest, len(words)), first, -1):
                form = forms.get((start, *(fold(other.text) for other in words[first + 1 : last])))
                if form is not None:
                    sure = form.sure and _written(form, words[first:last], text)
                    found.append(Known(form, first, last, last <= end, sure))
                    end = max(end, last)
    return found


def _written(form: Form, words: Sequence[Word], text: str) -> bool:
    if form.written == "lower":
        return True
    if form.written == "CAPITALS":
        return all(word.span.of(text).isupper() for word in words)
    return text[words[0].span.start].isupper()


@lru_cache(maxsize=WORDS_KEPT)
def _arabic_starts(word: str) -> tuple[tuple[str, int], ...]:
    """The word as it is and without what is written on its front, as far as names of the table begin so, and of how
    many words the longest of these is."""
    longest = _index("ar").longest
    return tuple((form, longest[form]) for form in bare(word) if form in longest)


@lru_cache(maxsize=WORDS_KEPT)
def _french_starts(word: str) -> tuple[tuple[str, int], ...]:
    longest, key = _index("fr").longest, french.fold(word)
    return ((key, longest[key]),) if key in longest else ()


@lru_cache(maxsize=WORDS_KEPT)
def bare(word: str) -> tuple[str, ...]:
    """A normalised Arabic word, folded, as it is and without و ف, then ب ل ك on its front; ال stays."""
    found = [arabic.fold(word)]
    for fronts in _ARABIC_FRONTS:
        for form in tuple(found):
            if len(form) > 3 and form[0] in fronts:
                found.append("ا" + form[1:] if form.startswith("لل") else form[1:])
    return tuple(found)


@cache
def _index(lang: Lang) -> _Index:
    forms: dict[tuple[str, ...], Form] = {}
    for row, (kind, *columns) in enumerate(_rows()):
        for entry, key, adjective in _arabic_forms(*columns[:2]) if lang == "ar" else _french_forms(*columns[2:]):
            case = _case(entry.lstrip("~")) if lang == "fr" else "lower"
            sure = entry[0] != "~"
            new = Form(frozenset([row]), frozenset([kind]), sure, sure and not adjective, case)
            old = forms.get(key)
            forms[key] = new if old is None else _merged(old, new)
    longest: dict[str, int] = {}
    for key in forms:
        longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return _Index(forms, longest)


def _merged(one: Form, other: Form) -> Form:
    return Form(
        one.rows | other.rows,
        one.kinds | other.kinds,
        one.sure or other.sure,
        one.noun or other.noun,
        one.written if one.written == other.written else "lower",
    )


def _rows() -> Iterator[list[str]]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


# A form as the table has it, its folded words, and whether it is an adjective.
Entry = tuple[str, tuple[str, ...], bool]


def _arabic_forms(names: str, adjectives: str) -> Iterator[Entry]:
    for form in filter(None, names.split(", ")):
        yield form, tuple(map(arabic.fold, tokens(form))), False
    for form in filter(None, adjectives.split(", ")):
        words = tuple(map(arabic.fold, tokens(form)))
        for ending in _ARABIC_ENDINGS:
            inflected = tuple(word + ending for word in words)
            yield form, inflected, True
            yield form, tuple("ال" + word for word in inflected), True


def _french_forms(names: str, adjectives: str) -> Iterator[Entry]:
    for form in filter(None, names.split(", ")):
        yield form, tuple(map(french.fold, tokens(form))), False
    for form in filter(None, adjectives.split(", ")):
        *before, last = map(french.fold, tokens(form))
        feminine = last if last.endswith("e") else last + ("ne" if last.endswith(("ien", "een", "yen")) else "e")
        for inflected in dict.fromkeys((last, last + "s", feminine, feminine + "s")):
            yield form, (*before, inflected), True


def _case(form: str) -> Literal["lower", "Capital", "CAPITALS"]:
    if form.isupper():
        return "CAPITALS"
    return "Capital" if form[0].isupper() else "lower"
