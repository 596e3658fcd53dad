"""Who said it: lost, added or changed.

A source (« selon », بحسب) or an Arabic verb of saying needs a source or a verb of saying on the other side. What
follows a source names who it is: if none of those words has a counterpart, the source was added or is somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from aligner.checks import Rule
from aligner.checks._cues import Lang, Links, Point, points
from aligner.data import Finding, Severity, Span
from aligner.evidence import Evidence, Side

VERSION = 1
RULES = {
    "attribution": Rule(
        "who said it is lost, added or changed",
        fires=("بحسب شهود عيان، وصلت الشاحنات ليلا.", "Les camions sont arrivés pendant la nuit."),
        silent=(
            "بحسب شهود عيان، وصلت الشاحنات ليلا.",
            "Selon des témoins oculaires, les camions sont arrivés pendant la nuit.",
        ),
    )
}

# What needs a counterpart, and what is the better counterpart if there are several.
_NEEDY = {"ar": {"source", "report", "confirm"}, "fr": {"source"}}
_BETTER = {"source", "report", "confirm", "claim", "deny", "affirm"}
# How far apart (0 … 1) two of these may stand (« …, a-t-il dit » comes last), and others.
_FAR, _NEAR = 1.0, 0.25
# A source is named in the words behind it: up to so many, to a punctuation mark, or a word that opens what is said.
_NAMED = 8
_STOP = regex.compile(r"[,;:.!?،؛؟«»\"“”()]|\s(?:أن|إن|بأن|فإن|أنه|إنه|أنها|إنها)\s")
# The shortest word that counts, and how weakly the source's words must be tied to be those of somebody else.
_SHORTEST = 4
_FOREIGN = 0.2
_FOREIGN_ERROR = 0.03


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yields ``attribution`` for sources and Arabic verbs of saying without a counterpart, and for changed sources."""
    if evidence.ties is None:
        return
    src, tgt = points(evidence.src, "source", "speech"), points(evidence.tgt, "source", "speech")
    if all(p.cls not in _NEEDY["ar"] for p in src) and all(p.cls not in _NEEDY["fr"] for p in tgt):
        return
    links = Links(evidence.ties)
    lost, added = links.matched(src, tgt, _near, _BETTER)
    theirs = [a for a in src if a.cls in _NEEDY["ar"] and (a in lost or _foreign(links, "ar", evidence.src, a))]
    for f in tgt:
        if f.cls not in _NEEDY["fr"]:
            continue
        if _foreign(links, "fr", evidence.tgt, f):
            named = _named(evidence.tgt, f)
            sure = len(named) > 1 and links.strongest("fr", named) < _FOREIGN_ERROR
            severity: Severity = "error" if sure else "warning"
            span = Span(f.spans[0].start, evidence.tgt.words[named[-1]].span.end)
            other = next((a for a in theirs if a.cls == "source"), None)
            theirs = [a for a in theirs if a is not other]
            message = "The French names a source that the Arabic does not name."
            if other:
                message = "The Arabic names one source, the French another."
            yield Finding("attribution", severity, message, other.spans if other else (), (span,))
        elif f in added:
            yield Finding("attribution", "warning", "The French names a source, the Arabic does not.", (), f.spans)
    for a in theirs:
        yield Finding("attribution", "warning", "The Arabic says whose word this is, the French does not.", a.spans)


def _foreign(links: Links, lang: Lang, side: Side, cue: Point) -> bool:
    """Whether a source is named in words that have no counterpart."""
    named = _named(side, cue)
    return cue.cls == "source" and bool(named) and links.strongest(lang, named) < _FOREIGN


def _near(a: Point, f: Point) -> float | None:
    if a.cls in _BETTER and f.cls in _BETTER:
        return _FAR
    if "idiom" in (a.cls, f.cls) or ("accord" in (a.cls, f.cls) and "source" not in (a.cls, f.cls)):
        return None
    return _NEAR


def _named(side: Side, cue: Point) -> list[int]:
    """The words that name a source."""
    words = side.words
    stop = _STOP.search(side.text, cue.spans[-1].end)
    end = stop.start() if stop else len(side.text)
    near = range(cue.last, min(len(words), cue.last + _NAMED))
    return [n for n in near if words[n].span.end <= end and len(words[n].text) >= _SHORTEST]
