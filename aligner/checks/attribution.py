"""Who said it: lost or added."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checks import Rule
from aligner.checks._cues import MOST, Links, points
from aligner.data import Finding
from aligner.evidence import Evidence

VERSION = 1
RULES = {
    "attribution": Rule(
        "who said it is lost, added or changed",
        fires=("بحسب شهود عيان، وصلت الشاحنات ليلا.", "Les camions sont arrivés pendant la nuit."),
        silent=("بحسب شهود عيان، وصلت الشاحنات ليلا.", "Selon des témoins oculaires, les camions sont arrivés pendant la nuit."),
    )
}
NEAR = 0.35
STRONG = {
    "ar": {("source", "source"), ("speech", "report"), ("speech", "confirm"), ("speech", "claim"), ("speech", "deny")},
    "fr": {("source", "source")},
}


def check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.ties is None:
        return
    src, tgt = points(evidence.src), points(evidence.tgt)
    links: Links | None = None
    for side, ours, theirs in (("ar", src, tgt), ("fr", tgt, src)):
        for p in ours[:MOST]:
            if (p.family, p.cls) not in STRONG[side]:
                continue
            links = links or Links(evidence)
            if any(
                q.family in {"source", "speech"} and links.meet(*((p, q) if side == "ar" else (q, p)), NEAR)
                for q in theirs[:MOST]
            ):
                continue
            if side == "ar":
                yield Finding("attribution", "warning", f"lost {p.family} {p.cls}", p.spans)
            else:
                yield Finding("attribution", "warning", f"added {p.family} {p.cls}", (), p.spans)
