"""Negations that are lost or brought in.

Each negation of one side is set against one of the other, by the words that they deny and by their places; what means
a denial without saying it (« impossible », رفض) may render one. What is left over, and denies something that the other
side speaks of, was lost or brought in. « ne … que » and لا … إلا mean "only" and need no counterpart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.checks import Rule
from aligner.checks._cues import MOST, Lang, Links, Point, point
from aligner.data import Finding, Severity
from aligner.evidence import Evidence, Side
from aligner.text.cues import Cue

VERSION = 1
RULES = {
    "negation": Rule(
        "a negation is lost or brought in",
        fires=("لم تصل القافلة إلى القرية أمس.", "Le convoi est arrivé au village hier."),
        silent=("لم تصل القافلة إلى القرية أمس.", "Le convoi n’est pas arrivé au village hier."),
    )
}

# The classes of ``aligner/text/cues.tsv`` that need a counterpart, those that only say so, and how strongly one of the
# denied words must be tied for it.
_SAYS_NOT = {"not", "without", "un-"}
_NEEDY = {"not": 0.0, "without": 0.2, "un-": 0.3, "un": 0.2}
# An Arabic word that means a denial and is tied more strongly than this has its rendering.
_RENDERED = 0.6
# How far apart (0 … 1) two negations may stand, one and what may render it, غير and a prefix; others must be tied.
_FAR, _NEAR, _CLOSE = 0.4, 0.2, 0.1
_ONLY_TIED = {"limit", "maybe"}
# How many words may stand between « ne » and the word that completes it, and before it (« aucun … ne »).
_AFTER, _BEFORE = 7, 10
_COMPLETES = frozenset("pas plus jamais rien aucun aucune personne guère point nul nulle nullement ni".split())
_COMPLETES_AHEAD = _COMPLETES - {"pas", "plus", "point"}
# « Only », « not only »: how many words may stand between لا and إلا, between « pas » and « seulement ».
_LIMITS = {"only": 14, "merely": 3}
# An error: nothing at all denies on the other side, the denied words are clearly there, the pair is a good one.
_GOVERNED_ERROR, _LIKENESS_ERROR = 0.97, 2.0


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yields ``negation`` for each negation without a counterpart."""
    if evidence.ties is None:
        return
    src, tgt = _arabic(evidence.src)[:MOST], _french(evidence.tgt)[:MOST]
    if not any(p.cls in _NEEDY for p in (*src, *tgt)):
        return
    links = Links(evidence.ties)
    left, right = links.matched(src, tgt, _near, _SAYS_NOT)
    certain = evidence.ties.likeness >= _LIKENESS_ERROR
    for p in left:
        if severity := _severity(links, "ar", p, certain and not tgt):
            yield Finding("negation", severity, "The Arabic denies this, the French does not.", p.spans)
    for p in right:
        if severity := _severity(links, "fr", p, certain and not src):
            yield Finding("negation", severity, "The French denies this, the Arabic does not.", (), p.spans)


def _near(a: Point, f: Point) -> float | None:
    if f.cls == "prefix":
        return _CLOSE if a.cls == "un-" else None
    if a.cls in _NEEDY and f.cls in _NEEDY:
        return _FAR
    return 0.0 if a.cls in _ONLY_TIED or f.cls in _ONLY_TIED else _NEAR


def _severity(links: Links, lang: Lang, p: Point, certain: bool) -> Severity | None:
    if p.cls not in _NEEDY:
        return None
    if p.cls == "un" and lang == "ar" and links.strongest(lang, range(p.first, p.last)) > _RENDERED:
        return None
    governed = links.governed(lang, p)
    if governed < _NEEDY[p.cls]:
        return None
    return "error" if certain and p.cls == "not" and governed >= _GOVERNED_ERROR else "warning"


def _cues(side: Side) -> list[Cue]:
    return [cue for cue in side.cues if cue.family == "negation"][: 4 * MOST]


def _arabic(side: Side) -> list[Point]:
    found = _cues(side)
    made: list[Point] = []
    for n, cue in enumerate(found):
        cls = "limit" if cue.cls == "not" and _limited(cue.last, found[n + 1 : n + 4]) else cue.cls
        if cls not in {"idiom", "merely"}:
            made.append(point(side, cue.family, cls, cue.first, cue.last, cue.span))
    return made


def _french(side: Side) -> list[Point]:
    """The negations of the French: « ne » with the word that completes it, and what denies without « ne »."""
    found = _cues(side)
    first_words = [side.words[cue.first].text.lower() for cue in found]
    made: list[Point] = []
    used: set[int] = set()
    for n, cue in enumerate(found):
        if cue.cls not in {"not", "alone"}:
            continue
        second = _second(found, first_words, n, used)
        if second is None:
            cls = "not" if cue.cls == "alone" and not _que(side, cue) else "limit"
            made.append(point(side, cue.family, cls, cue.first, cue.last, cue.span))
            continue
        used.add(second)
        other = found[second]
        limited = other.cls == "idiom" or _limited(other.last, found[second + 1 : second + 3])
        cls = "limit" if limited and second > n else "not"
        ends = sorted((cue, other), key=lambda c: c.first)
        made.append(point(side, cue.family, cls, ends[0].first, ends[1].last, ends[0].span, ends[1].span))
    denied = [p for p in made if p.cls == "not"]
    for n, cue in enumerate(found):
        cls = cue.cls
        if n in used or cls in {"not", "alone", "idiom", "merely", "only"}:
            continue
        if cls == "second":
            near = any(-_AFTER <= p.first - cue.last <= _BEFORE for p in denied)
            cls = "un" if first_words[n] in {"pas", "aucun", "aucune"} and not near else "lack"
            if first_words[n] in {"plus", "point", "personne"}:
                continue
        made.append(point(side, cue.family, cls, cue.first, cue.last, cue.span))
    return sorted(made, key=lambda p: p.first)


def _second(found: Sequence[Cue], first_words: Sequence[str], n: int, used: set[int]) -> int | None:
    """Which cue completes the « ne » that is the cue ``n``: the next that can, or the last before it."""
    cue = found[n]
    for m in range(n + 1, len(found)):
        if found[m].first - cue.last > _AFTER or found[m].cls in {"not", "alone"}:
            break
        if first_words[m] in _COMPLETES or found[m].cls == "second":
            return m
    for m in range(n - 1, -1, -1):
        if cue.first - found[m].last > _BEFORE:
            break
        if m not in used and first_words[m] in _COMPLETES_AHEAD:
            return m
    return None


def _limited(last: int, behind: Sequence[Cue]) -> bool:
    return any(cue.first - last <= _LIMITS.get(cue.cls, -1) for cue in behind)


def _que(side: Side, cue: Cue) -> bool:
    return any(word.text in {"que", "qu"} for word in side.words[cue.last : cue.last + _AFTER])
