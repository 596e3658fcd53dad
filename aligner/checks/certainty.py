"""Claims that became facts, and facts that became claims.

What holds a statement back (زعم, ربما, « présumé », « aurait tué ») needs something on the other side that does so too,
what confirms or denies it something that confirms or denies. Where nothing of the kind stands near by, the word is
reported, together with the verb of saying that it renders.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.checks import Rule
from aligner.checks._cues import Lang, Links, Point, points
from aligner.data import Finding, Severity
from aligner.evidence import Evidence

VERSION = 1
RULES = {
    "certainty": Rule(
        "a claim became a fact or a fact a claim: said, confirmed, claimed, denied, perhaps, allegedly",
        fires=("زعم المتحدث أن الجيش انسحب من المدينة.", "Le porte-parole a confirmé que l’armée s’était retirée."),
        silent=("زعم المتحدث أن الجيش انسحب من المدينة.", "Le porte-parole a prétendu que l’armée s’était retirée."),
    )
}

# How far apart two words may stand in their texts (0 … 1, and two words more): anywhere, about there, close by, only
# if tied.
_ANY, _ABOUT, _CLOSE, _TIED = 1.0, 0.3, 0.12, 0.0

Kinds = dict[tuple[str, str], float]


def _kinds(family: str, classes: str, near: float) -> Kinds:
    return {(family, cls): near for cls in classes.split()}


_HEDGED = _kinds("hedge", "possible probable alleged rumour", _ABOUT)
_MAYBE_HEDGED = _HEDGED | _kinds("hedge", "perhaps would", _CLOSE)
_CLAIMED = _kinds("speech", "claim", _ABOUT)
_DENIED = _kinds("speech", "deny", _ABOUT)
_SOURCE = _kinds("source", "source", _ABOUT)
# What each kind of cue needs on the other side (any of these), and how far away it may stand. By family and class of
# ``aligner/text/cues.tsv``.
_NEEDS: dict[str, dict[tuple[str, str], Kinds]] = {
    "ar": {
        ("speech", "claim"): _CLAIMED | _MAYBE_HEDGED | _DENIED | _SOURCE | _kinds("speech", "affirm", _ABOUT),
        ("speech", "deny"): _DENIED | _kinds("negation", "not without un lack", _CLOSE),
        ("hedge", "possible"): _MAYBE_HEDGED,
        ("hedge", "probable"): _MAYBE_HEDGED,
        ("hedge", "alleged"): _MAYBE_HEDGED | _kinds("hedge", "would", _ABOUT) | _CLAIMED | _SOURCE,
    },
    "fr": {
        ("speech", "confirm"): _kinds("speech", "confirm sure", _ABOUT),
        ("speech", "claim"): _CLAIMED | _HEDGED,
        ("speech", "deny"): _DENIED | _kinds("speech", "lie", _ABOUT) | _kinds("negation", "un lack", _TIED),
        ("hedge", "possible"): _MAYBE_HEDGED,
        ("hedge", "probable"): _MAYBE_HEDGED,
        ("hedge", "alleged"): _MAYBE_HEDGED | _CLAIMED,
        ("hedge", "rumour"): _MAYBE_HEDGED
        | _kinds("hedge", "alleged", _ANY)
        | _kinds("speech", "report says affirm confirm sure deny", _ABOUT)
        | _kinds("speech", "claim", _ANY)
        | _kinds("source", "source", _ANY)
        | _kinds("source", "accord", _CLOSE)
        | _kinds("hedge", "future", _ABOUT),
    },
}
_SAYING = {"report", "affirm", "confirm", "claim", "deny", "says", "sure"}
_SAYS = {
    "report": "says",
    "says": "says",
    "affirm": "affirms",
    "confirm": "confirms",
    "sure": "confirms",
    "claim": "claims",
    "deny": "denies",
    "possible": "holds possible",
    "probable": "holds probable",
    "alleged": "reports as alleged or supposed",
    "rumour": "puts in the conditional of hearsay",
}
# What one verb of saying must not become: then the reader believes the opposite. Arabic class, French class.
_OPPOSITE = {
    ("claim", "confirm"), ("deny", "confirm"), ("deny", "report"), ("deny", "affirm"),
    ("report", "deny"), ("confirm", "deny"), ("claim", "deny"),
}  # fmt: skip
# The words governed by a cue must have a counterpart at all; those of an error a clear one.
_GOVERNED = 0.1
_GOVERNED_ERROR = 0.3


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yields ``certainty`` for each cue without the counterpart it needs."""
    if evidence.ties is None:
        return
    src, tgt = points(evidence.src), points(evidence.tgt)
    needy: list[tuple[Lang, Point]] = [("ar", p) for p in src if (p.family, p.cls) in _NEEDS["ar"]]
    needy += [("fr", p) for p in tgt if (p.family, p.cls) in _NEEDS["fr"]]
    if not needy:
        return
    links = Links(evidence.ties)
    reported: set[tuple[Lang, int]] = set()
    for side, p in needy:
        ours, theirs = (src, tgt) if side == "ar" else (tgt, src)
        if p.cls == "rumour" and any(q.cls == "if" for q in ours):
            continue
        if (side, p.first) in reported or links.governed(side, p) < _GOVERNED:
            continue
        kinds = _NEEDS[side][p.family, p.cls]
        if any(links.meet(side, p, q, _near(links, kinds, q)) for q in theirs if (q.family, q.cls) in kinds):
            continue
        other = _rendering(links, side, p, theirs)
        reported.add((side, p.first))
        if other:
            reported.add(("fr" if side == "ar" else "ar", other.first))
        yield _finding(links, side, p, other)


def _near(links: Links, kinds: Kinds, q: Point) -> float:
    near = kinds[q.family, q.cls]
    return near + 2 * links.word if near else near


def _rendering(links: Links, side: Lang, p: Point, theirs: Sequence[Point]) -> Point | None:
    """The verb of saying that renders a verb of saying."""
    if p.family != "speech":
        return None
    verbs = [q for q in theirs if q.family == "speech" and q.cls in _SAYING and links.meet(side, p, q, _ABOUT)]
    return max(verbs, key=lambda q: links.fit(side, p, q), default=None)


def _finding(links: Links, side: Lang, p: Point, other: Point | None) -> Finding:
    a, f = (p, other) if side == "ar" else (other, p)
    severity: Severity = "warning"
    if a and f:
        if (a.cls, f.cls) in _OPPOSITE and links.between(a, f) > _GOVERNED_ERROR:
            severity = "error"
        message = f"The Arabic {_SAYS[a.cls]} this, the French {_SAYS[f.cls]} it."
    elif a:
        message = f"The Arabic {_SAYS[a.cls]} this, the French does not."
    else:
        message = f"The French {_SAYS[p.cls]} this, the Arabic does not."
    return Finding("certainty", severity, message, a.spans if a else (), f.spans if f else ())
