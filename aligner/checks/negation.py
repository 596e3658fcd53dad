"""Negations that are lost or brought in."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checks import Rule
from aligner.checks._cues import MOST, Links, Point, point
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

# How many words may stand between « ne » and the word that completes it: after it, and before it (« aucun … ne »).
AFTER, BEFORE = 7, 10
# « only », « not only »: how many words may stand between لا and إلا, between « pas » and « seulement ».
REACHES = {"only": 14, "merely": 3}
# A negation goes on in ولا within so many words.
ON = 15
GOVERNED = {"not": 0.0, "without": 0.2, "un-": 0.5, "un": 0.2}
OWN = {"ar": 0.3, "fr": 1.0}
STRONG = {"not", "without", "un-"}
FIRES = {"not", "without", "un-", "un"}


def check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.ties is None:
        return
    src, tgt = _arabic(evidence.src), _french(evidence.tgt)
    if not any(p.cls in FIRES for p in src) and not any(p.cls in FIRES for p in tgt):
        return
    links = Links(evidence)
    left, right = links.matched(src[:MOST], tgt[:MOST], STRONG)
    for a in left:
        severity = _severity(links, "ar", a)
        if severity:
            message = "The Arabic denies this, the French does not."
            yield Finding("negation", severity, message, a.spans)
    for f in right:
        severity = _severity(links, "fr", f)
        if severity:
            message = "The French denies this, the Arabic does not."
            yield Finding("negation", severity, message, (), f.spans)


def _severity(links: Links, side: str, p: Point) -> Severity | None:
    if p.cls not in FIRES:
        return None
    if p.cls == "un" and links.alone(side, p) > OWN[side]:
        return None
    tie, _ = links.governed(side, p)
    if tie < GOVERNED[p.cls]:
        return None
    return "warning"


def _of(side: Side) -> list[Cue]:
    return [cue for cue in side.cues if cue.family == "negation"]


def _arabic(side: Side) -> list[Point]:
    points: list[Point] = []
    found = _of(side)
    before = -ON
    for n, cue in enumerate(found):
        cls = cue.cls
        if cls in {"idiom", "merely"}:
            continue
        if cls == "not" and any(c.first - cue.last <= REACHES.get(c.cls, -1) for c in found[n + 1 : n + 4]):
            cls = "limit"
        if cls == "nor":
            cls = "not" if cue.first - before > ON else "lack"
        points.append(point(side, cue.first, cue.last, cls))
        if cue.cls in {"not", "nor", "without", "un-"}:
            before = cue.last
    return points


def _only(side: Side, cue: Cue) -> bool:
    return any(word.text in {"que", "qu"} for word in side.words[cue.last : cue.last + AFTER])


def _french(side: Side) -> list[Point]:
    points: list[Point] = []
    found = _of(side)
    used: set[int] = set()
    second = {n for n, c in enumerate(found) if c.cls == "second" or side.words[c.first].text in SECOND}
    ahead_of = {n for n in second if side.words[found[n].first].text.lower() not in {"plus", "pas", "point"}}
    for n, cue in enumerate(found):
        if cue.cls not in {"not", "alone"}:
            continue
        after = next((m for m in range(n + 1, len(found)) if m in second or found[m].cls in {"not", "alone"}), None)
        if after in second and found[after].first - cue.last <= AFTER:
            used.add(after)
            last = found[after].last
            only = any(c.first - last <= REACHES.get(c.cls, -1) for c in found[after + 1 : after + 3])
            cls = "limit" if only or found[after].cls == "idiom" else "not"
            points.append(point(side, cue.first, last, cls, (cue.span, found[after].span)))
            continue
        ahead = next((m for m in range(n - 1, -1, -1) if m in ahead_of and m not in used), None)
        if ahead is not None and cue.first - found[ahead].last <= BEFORE:
            used.add(ahead)
            points.append(point(side, found[ahead].first, cue.last, "not", (found[ahead].span, cue.span)))
            continue
        points.append(point(side, cue.first, cue.last, "not" if cue.cls == "alone" and not _only(side, cue) else "limit"))
    for n, cue in enumerate(found):
        if cue.cls in {"without", "lack", "un", "prefix", "maybe"} and n not in used:
            points.append(point(side, cue.first, cue.last, cue.cls))
        elif cue.cls == "second" and n not in used and side.words[cue.first].text not in {"plus", "point", "personne"}:
            bare = side.words[cue.first].text.lower() in {"pas", "aucun", "aucune"} and not any(
                -AFTER <= p.first - cue.last <= BEFORE for p in points if p.cls == "not"
            )
            points.append(point(side, cue.first, cue.last, "un" if bare else "lack"))
    return sorted(points, key=lambda p: p.first)


SECOND = frozenset("pas plus jamais rien aucun aucune personne guère point nul nulle nullement ni".split())
