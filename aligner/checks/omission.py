"""What has no counterpart: whole sentences, and parts of a sentence that were left out or added.

A sentence that the alignment left alone is reported as it stands. Within a pair, each word has a chance of being
without counterpart (``aligner.model.gaps``); where such words follow each other, their chances add up to the number
of words that are missing there, and enough of them are a finding: left out on the Arabic side, added on the French.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.checks import Rule
from aligner.data import Finding, Severity, Span
from aligner.evidence import Evidence, Side
from aligner.model.gaps import MISSING
from aligner.model.units import Floats

VERSION = 2
RULES = {
    "omission": Rule(
        "part of the Arabic has no rendering: a whole sentence, a clause, an item of a list",
        fires=(
            "أعلنت وزارة الصحة أمس وفاة ثلاثة مرضى في مستشفى المدينة.",
            "Le ministère de la Santé a annoncé la mort de trois patients.",
        ),
        silent=(
            "أعلنت وزارة الصحة أمس وفاة ثلاثة مرضى في مستشفى المدينة.",
            "Le ministère de la Santé a annoncé hier la mort de trois patients à l’hôpital de la ville.",
        ),
    ),
    "addition": Rule(
        "part of the French has no source: a whole sentence, a clause, an item of a list",
        fires=(
            "وصلت قافلة المساعدات إلى القرية صباح الأحد.",
            "Le convoi d’aide est arrivé au village dimanche matin, après deux semaines de siège et de combats.",
        ),
        silent=(
            "وصلت قافلة المساعدات إلى القرية صباح الأحد.",
            "Le convoi d’aide est arrivé au village dimanche matin.",
        ),
    ),
}
ONE_SIDED = True

# A sentence of fewer words (a greeting, a hashtag, a lone name) is worth a look, not an alarm.
WEIGHTY = 4
# How many words must be missing in a row for a look, and for an alarm: chosen on development pairs so that good ones
# hardly fire (scripts/benchmark checks prints how often they do). The French says more than the Arabic by nature.
BOUNDS = {"omission": (0.8, 2.9), "addition": (0.95, 4.2)}
# What every word of a run costs, and the part of the likeliest one's chance that the words at its ends must have.
EVERY_WORD = 0.02
EDGE = 0.5

MESSAGES = {
    "omission": "Nothing in the French seems to render this part of the Arabic.",
    "addition": "Nothing in the Arabic seems to stand behind this part of the French.",
}


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yields ``omission`` for the Arabic and ``addition`` for the French, with the spans that have no counterpart."""
    src, tgt = evidence.src, evidence.tgt
    if not evidence.both:
        if src.text.strip():
            message = "Nothing in the French renders this Arabic."
            yield Finding("omission", _weight(src), message, src=(src.whole,))
        elif tgt.text.strip():
            yield Finding("addition", _weight(tgt), "No Arabic stands behind this French.", tgt=(tgt.whole,))
    elif evidence.coverage is not None:
        for span, severity in _missing(src, evidence.coverage.src[:, MISSING], *BOUNDS["omission"]):
            yield Finding("omission", severity, MESSAGES["omission"], src=(span,))
        for span, severity in _missing(tgt, evidence.coverage.tgt[:, MISSING], *BOUNDS["addition"]):
            yield Finding("addition", severity, MESSAGES["addition"], tgt=(span,))


def _weight(side: Side) -> Severity:
    weighty = sum(word.text[0].isalpha() for word in side.words) >= WEIGHTY and "#" not in side.text[:2]
    return "error" if weighty else "warning"


def _missing(side: Side, chances: Floats, look: float, alarm: float) -> Iterator[tuple[Span, Severity]]:
    """The runs of words without counterpart, and how grave each is."""
    if chances.sum() < look:
        return
    for start, end in runs(chances.tolist()):
        missing = float(chances[start:end].sum())
        if missing >= look:
            span = Span(side.words[start].span.start, side.words[end - 1].span.end)
            yield span, "error" if missing >= alarm else "warning"


def runs(chances: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Runs of words that are together more likely missing than ``EVERY_WORD`` each, without what is less sure at their
    ends."""
    total, start = 0.0, 0
    best, end = 0.0, 0
    for place, chance in enumerate([*chances, -len(chances) - 1.0]):
        if not total:
            start, best = place, 0.0
        total = max(total + chance - EVERY_WORD, 0.0)
        if total > best:
            best, end = total, place + 1
        if not total and best:
            least = EDGE * max(chances[start:end])
            likely = [i for i in range(start, end) if chances[i] >= least]
            yield likely[0], likely[-1] + 1
            best = 0.0
