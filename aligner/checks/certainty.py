"""Claims that became facts, and facts that became claims."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checks import Rule
from aligner.checks._cues import MOST, Links, Point, points
from aligner.data import Finding
from aligner.evidence import Evidence

VERSION = 1
RULES = {
    "certainty": Rule(
        "a claim became a fact or a fact a claim: said, confirmed, claimed, denied, perhaps, allegedly",
        fires=("زعم المتحدث أن الجيش انسحب من المدينة.", "Le porte-parole a confirmé que l’armée s’était retirée de la ville."),
        silent=("زعم المتحدث أن الجيش انسحب من المدينة.", "Le porte-parole a prétendu que l’armée s’était retirée de la ville."),
    )
}

HEDGES = {"possible", "probable", "alleged", "rumour"}
# What each cue needs on the other side: families and classes, any of them.
AR_NEEDS = {
    ("speech", "claim"): {("speech", "claim"), ("speech", "affirm"), ("speech", "deny"), ("hedge", "*"), ("source", "source")},
    ("speech", "deny"): {("speech", "deny"), ("negation", "*")},
    ("hedge", "possible"): {("hedge", "*")},
    ("hedge", "probable"): {("hedge", "*")},
    ("hedge", "alleged"): {("hedge", "*"), ("speech", "claim"), ("source", "source")},
}
FR_NEEDS = {
    ("speech", "confirm"): {("speech", "confirm"), ("speech", "sure")},
    ("speech", "sure-"): set(),
    ("speech", "claim"): {("speech", "claim"), ("hedge", "*")},
    ("speech", "deny"): {("speech", "deny"), ("negation", "*")},
    ("hedge", "possible"): {("hedge", "*")},
    ("hedge", "probable"): {("hedge", "*")},
    ("hedge", "alleged"): {("hedge", "*"), ("speech", "claim")},
    ("hedge", "rumour"): {("hedge", "*"), ("speech", "*"), ("source", "*")},
}
NEAR = 0.3
GOVERNED = 0.1


def check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.ties is None:
        return
    src, tgt = points(evidence.src), points(evidence.tgt)
    links: Links | None = None
    for side, ours, theirs, needs in (("ar", src, tgt, AR_NEEDS), ("fr", tgt, src, FR_NEEDS)):
        for p in ours[:MOST]:
            wanted = needs.get((p.family, p.cls))
            if wanted is None:
                continue
            if p.cls in {"rumour"} and any(q.cls == "if" for q in ours):
                continue
            links = links or Links(evidence)
            if any(_fits(q, wanted) and links.meet(*((p, q) if side == "ar" else (q, p)), NEAR) for q in theirs[:MOST]):
                continue
            if links.governed(side, p)[0] < GOVERNED:
                continue
            if side == "ar":
                yield Finding("certainty", "warning", f"lost {p.family} {p.cls}", p.spans)
            else:
                yield Finding("certainty", "warning", f"added {p.family} {p.cls}", (), p.spans)


def _fits(q: Point, wanted: set[tuple[str, str]]) -> bool:
    if q.cls in {"idiom", "if"}:
        return False
    return (q.family, q.cls) in wanted or (q.family, "*") in wanted
