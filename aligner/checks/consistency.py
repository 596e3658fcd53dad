"""What a document says in two ways: one Arabic sentence or term rendered differently, or different sentences alike.

Sentences are compared without punctuation and vowel signs. Another rendering of the same sentence is a warning if it
has other words, and an info if only small words or endings differ; a sentence of one or two words depends too much on
what stands around it for more than that. A term is two content words that follow each other, one of them rare, in at
least two sentences; it is a warning where what the model ties to it in one sentence has nothing in common with what it
is tied to in the other, and neither rendering stands in the other sentence. The rendering that comes more often, or
first, is taken for the usual one, and each other one is reported where it first stands; the usual one is suggested only
if it does come more often. Abbreviations (ONU) and figures (XVIIe) are left aside: they stand for words written out.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from aligner.checks import Rule
from aligner.data import Finding, Severity, Span
from aligner.evidence import Evidence
from aligner.text import WORDS_KEPT
from aligner.text.arabic import fold, stem
from aligner.text.words import Word, is_arabic

if TYPE_CHECKING:
    from aligner.model.ties import Ties

VERSION = 1
RULES = {
    "consistency": Rule(
        "the same Arabic term or sentence is rendered in different ways across the document, or different ones in the "
        "same way",
        fires=(
            "جاء الاشتباك عقب حالات اعتراض للدوريات.\nوثق التقرير حالات اعتراض كثيرة على الطريق.",
            "L’affrontement a suivi des états d’opposition aux patrouilles.\n"
            "Le rapport a recensé de nombreuses interceptions sur la route.",
        ),
        silent=(
            "جاء الاشتباك عقب حالات اعتراض للدوريات.\nوثق التقرير حالات اعتراض كثيرة على الطريق.",
            "L’affrontement a suivi des interceptions de patrouilles.\n"
            "Le rapport a recensé de nombreuses interceptions sur la route.",
        ),
    )
}

TABLE = Path(__file__).with_name("consistency.tsv")
# A sentence of fewer Arabic words may well be rendered in several ways (نعم: « oui », « si »).
SHORT = 3
# A French sentence of fewer words may render several Arabic ones, and these are different when they share less.
SAME_FRENCH = 6
DIFFERENT = 0.5
# A term is a word of at most RARE in general text beside one of at most USUAL; what renders it is rarer than COMMON.
RARE, USUAL, COMMON = 2e-4, 5e-3, 5e-4
# How sure the tie of the rare word to its rendering must be, and how much likelier the Arabic must make that.
TIED, GAIN = 0.8, 2.0
# Stems are kin if one begins with the other; if both begin with so many letters alike, and with such a part of the
# longer one (inter- makes no kin of intervenir and interception); or if one, so long, stands in the other.
BEGINNING, ALIKE, CONTAINED = 4, 0.6, 5
BETWEEN = 7  # characters between the words of a rendering that belong to it: « états d’opposition »
LONGEST = 60  # characters of a text that a message shows
# So many renderings of a term, and uses of one of them, are compared with each other.
MOST = 20
FEMININE = ("ه", "ات")
HEAVY = 4  # letters of a French word that says something
_ABBREVIATED = re.compile(r"\d|^\w[A-Z]")
Numbered = tuple[int, Evidence]
T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


def across(evidences: Sequence[Evidence]) -> Iterator[tuple[int, Finding]]:
    """Yields (number of the pair, finding): at most one finding on whole sentences for a pair, or those on terms."""
    both = [(number, evidence) for number, evidence in enumerate(evidences) if evidence.both]
    told: set[int] = set()
    for find in (_rendered_differently, _rendered_alike, _terms):
        found = [(number, finding) for number, finding in find(both) if number not in told]
        told.update(number for number, _ in found)
        yield from found


def _rendered_differently(both: Sequence[Numbered]) -> Iterator[tuple[int, Finding]]:
    for same in _groups((fold(_spelled(evidence.src.words)), (number, evidence)) for number, evidence in both):
        renderings = defaultdict(list)
        for number, evidence in same:
            renderings[_spelled(evidence.tgt.words)].append((number, evidence))
        usual = max(renderings.values(), key=len)
        model = usual[0][1]
        others = [pairs for pairs in renderings.values() if pairs is not usual]
        more = len(usual) > max(map(len, others), default=0) and len(model.tgt.text) <= LONGEST
        for number, evidence in chain.from_iterable(others):
            small = len(evidence.src.words) < SHORT or _content(evidence.tgt.words) == _content(model.tgt.words)
            message = f"The same Arabic is rendered {_quoted(model.tgt.text)} elsewhere ({_line(model)})."
            suggestion = model.tgt.text if more else None
            yield number, _finding("info" if small else "warning", message, evidence, suggestion)


def _rendered_alike(both: Sequence[Numbered]) -> Iterator[tuple[int, Finding]]:
    long = ((number, evidence) for number, evidence in both if len(evidence.tgt.words) >= SAME_FRENCH)
    for same in _groups((_spelled(evidence.tgt.words), (number, evidence)) for number, evidence in long):
        first = same[0][1]
        units = {word.unit for word in first.src.words}
        for number, evidence in same[1:]:
            theirs = {word.unit for word in evidence.src.words}
            if 2 * len(units & theirs) < DIFFERENT * (len(units) + len(theirs)):
                message = f"The same French renders another Arabic sentence elsewhere ({_line(first)})."
                yield number, _finding("warning", message, evidence)


def _finding(severity: Severity, message: str, evidence: Evidence, suggestion: str | None = None) -> Finding:
    return Finding("consistency", severity, message, (evidence.src.whole,), (evidence.tgt.whole,), suggestion)


@dataclass(frozen=True, slots=True)
class _Use:
    """A term at one place, and the words that render it there. ``key``: its stems, which of them is rare,
    and whether that is feminine (girls are no boys)."""

    number: int
    evidence: Evidence
    term: tuple[Word, Word]
    rendering: tuple[Word, ...]
    key: tuple[str, str, int, bool]

    def kin(self, other: _Use) -> bool:
        return _kin(self.rendering, other.rendering)

    def against(self, other: _Use) -> bool:
        """Whether neither sentence has anything of the rendering in the other."""
        return not _kin(self.rendering, other.evidence.tgt.words) and not _kin(other.rendering, self.evidence.tgt.words)

    @property
    def said(self) -> str:
        return _joined(self.rendering, self.evidence.tgt.text)


def _terms(both: Sequence[Numbered]) -> Iterator[tuple[int, Finding]]:
    told: set[tuple[int, Span]] = set()
    for same in _groups((use.key, use) for use in _uses(both)):
        usual, *others = _by_rendering(same)
        for other in others:
            use = other[0]
            places = {(use.number, word.span) for word in use.term}
            if told.isdisjoint(places) and all(use.against(those) for those in usual[:MOST]):
                told |= places
                yield use.number, _other_rendering(use, usual[0], usual[0].said if len(usual) > len(other) else None)


def _other_rendering(use: _Use, usual: _Use, suggestion: str | None) -> Finding:
    message = (
        f"{_joined(use.term, use.evidence.src.text)} is rendered « {use.said} » here, and « {usual.said} » elsewhere "
        f"({_line(usual.evidence)})."
    )
    term = Span(use.term[0].span.start, use.term[1].span.end)
    return Finding("consistency", "warning", message, (term,), tuple(word.span for word in use.rendering), suggestion)


def _uses(both: Sequence[Numbered]) -> Iterator[_Use]:
    """The terms that come more than once, wherever their rare word is surely tied to a word of the French."""
    tied = [
        (number, evidence, evidence.ties, [word.unit for word in evidence.src.words])
        for number, evidence in both
        if evidence.ties is not None
    ]
    often = Counter(pair for *_, units in tied for pair in pairwise(units))
    for number, evidence, ties, units in tied:
        src, tgt, frequency = evidence.src.words, evidence.tgt.words, ties.src_frequency
        rendering = cache(partial(_rendering, ties, tgt))
        for first, pair in enumerate(pairwise(units)):
            if often[pair] == 1 or not (_heavy(pair[0]) and _heavy(pair[1]) and _together(first, evidence)):
                continue
            for rare, other in ((first, first + 1), (first + 1, first)):
                if frequency[rare] < RARE and frequency[other] < USUAL and (rendered := rendering(rare)) is not None:
                    places = sorted({rendered, rendered if (beside := rendering(other)) is None else beside})
                    key = (*pair, rare - first, fold(src[rare].text).endswith(FEMININE))
                    term = src[first], src[first + 1]
                    yield _Use(number, evidence, term, tuple(tgt[place] for place in places), key)


def _together(first: int, evidence: Evidence) -> bool:
    a, b = evidence.src.words[first : first + 2]
    return evidence.src.text[a.span.end : b.span.start].isspace()


def _rendering(ties: Ties, tgt: Sequence[Word], at: int) -> int | None:
    """The place of the French word that surely renders an Arabic one, if that is rare and no figure or abbreviation."""
    best = int(ties.links[at].argmax())
    sure = ties.links[at, best] >= TIED and ties.tgt_gain[best] >= GAIN and ties.tgt_frequency[best] < COMMON
    mutual = sure and int(ties.links[:, best].argmax()) == at
    return best if mutual and not _ABBREVIATED.search(tgt[best].text) else None


@lru_cache(maxsize=WORDS_KEPT)
def _heavy(unit: str) -> bool:
    """Whether an Arabic word may be part of a term."""
    return len(unit) > 2 and is_arabic(unit[0]) and unit not in _light()


def _by_rendering(uses: Sequence[_Use]) -> list[list[_Use]]:
    """The uses in groups of kin, the largest first."""
    groups: list[list[_Use]] = []
    for use in uses:
        home = next((group for group in groups if use.kin(group[0])), None)
        if home is not None:
            home.append(use)
        elif len(groups) < MOST:
            groups.append([use])
    return sorted(groups, key=len, reverse=True)


def _kin(words: Iterable[Word], others: Sequence[Word]) -> bool:
    every = {other.unit for other in others}
    heavy = [other.unit for other in others if len(other.text) >= HEAVY]
    return any(word.unit in every or any(_stems_kin(word.unit, unit) for unit in heavy) for word in words)


def _stems_kin(a: str, b: str) -> bool:
    shorter, longer = sorted((a, b), key=len)
    if longer.startswith(shorter) or (len(shorter) >= CONTAINED and shorter in longer):
        return True
    alike = next((at for at, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(shorter))
    return alike >= max(BEGINNING, ALIKE * len(longer))


def _groups(keyed: Iterable[tuple[K, T]]) -> Iterator[list[T]]:
    """What shares a key, where several do."""
    groups: defaultdict[K, list[T]] = defaultdict(list)
    for key, item in keyed:
        groups[key].append(item)
    return (group for group in groups.values() if len(group) > 1)


def _spelled(words: Iterable[Word]) -> str:
    return " ".join([word.text for word in words]).casefold()


def _content(words: Iterable[Word]) -> set[str]:
    """The stems of the longer words."""
    return {word.unit for word in words if len(word.text) >= HEAVY}


def _joined(words: Sequence[Word], text: str) -> str:
    """The words as they stand, where little is between them."""
    said = words[0].span.of(text)
    for before, word in pairwise(words):
        between = text[before.span.end : word.span.start]
        said += (between if len(between) <= BETWEEN else " … ") + word.span.of(text)
    return said


def _quoted(text: str) -> str:
    text = " ".join(text.split())
    return f"« {text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + '…'} »"


def _line(evidence: Evidence) -> str:
    return f"line {evidence.pair.tgt[0].lines[0]}"


@cache
def _light() -> frozenset[str]:
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#"))
    return frozenset(stem(word) for _, words in rows for word in words.split())
