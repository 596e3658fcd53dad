"""What has no counterpart: whole sentences, and sides that are clearly too short or too long.

A sentence that the alignment left alone is reported as it stands. In a pair, a side that is much longer than the
other makes one look at its words: the longest run that nothing on the other side explains is what was left out (on
the Arabic side) or added (on the French side).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from aligner.checks import Rule
from aligner.data import Finding, Severity, Span
from aligner.evidence import Evidence
from aligner.model import LexicalModel
from aligner.model.units import Floats
from aligner.text.words import Word, words

VERSION = 1
RULES = {
    "omission": Rule(
        "part of the Arabic has no rendering: a whole sentence, or a side that is clearly too short",
        fires=("أعلنت وزارة الصحة أمس وفاة ثلاثة مرضى في مستشفى المدينة.", ""),
        silent=(
            "أعلنت وزارة الصحة أمس وفاة ثلاثة مرضى في مستشفى المدينة.",
            "Le ministère de la Santé a annoncé hier la mort de trois patients à l’hôpital de la ville.",
        ),
    ),
    "addition": Rule(
        "part of the French has no source: a whole sentence, or a side that is clearly too long",
        fires=("", "Le convoi d’aide est arrivé au village dimanche matin."),
        silent=(
            "وصلت قافلة المساعدات إلى القرية صباح الأحد.",
            "Le convoi d’aide est arrivé au village dimanche matin.",
        ),
    ),
}
ONE_SIDED = True

# A sentence of fewer words (a greeting, a hashtag, a lone name) is worth a look, not an alarm.
WEIGHTY = 4
# How many times too long a side must be, for its length alone and together with a run of unexplained words.
TOO_LONG = 2.4
LONG = 1.45
# The shortest run of unexplained content words on a long side that is worth a look …
RUN = 4
# … and the share of that side's content words, and its length, that make an error of it.
SHARE = 0.4
FAR_TOO_LONG = 1.8
# Pairs shorter than this, in characters of both sides, vary too much in length.
SHORTEST = 60
# Above this frequency a word is grammar, which the other language may leave out.
GRAMMAR = 5e-4
EXPLAINED = 0.02


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yields ``omission`` for the Arabic and ``addition`` for the French, with the spans that have no counterpart."""
    src, tgt, context = evidence.src.text, evidence.tgt.text, evidence.context
    if not (src.strip() or tgt.strip()):
        return
    if not tgt.strip():
        yield Finding("omission", _weight(src), "Nothing in the French renders this Arabic.", src=(_all(src),))
    elif not src.strip():
        yield Finding("addition", _weight(tgt), "No Arabic stands behind this French.", tgt=(_all(tgt),))
    elif len(src) + len(tgt) >= SHORTEST and context.model is not None:
        longer = math.log(len(tgt) / len(src) / context.ratio)
        if abs(longer) > math.log(LONG):
            yield from _uneven(src, tgt, longer, context.model)


def _weight(text: str) -> Severity:
    return (
        "error" if sum(word.text[0].isalpha() for word in words(text)) >= WEIGHTY and "#" not in text[:2] else "warning"
    )


def _all(text: str) -> Span:
    return Span(0, len(text))


def _uneven(src: str, tgt: str, longer: float, model: LexicalModel) -> Iterator[Finding]:
    arabic, french = words(src), words(tgt)
    lexicon = model.lexicon(arabic, french)
    ties = (lexicon.fr_given_ar > EXPLAINED) | (lexicon.ar_given_fr > EXPLAINED)
    if longer < 0:
        known = {unit: bool(ties[i].any()) for unit, i in lexicon.ar.items()}
        common = {unit: lexicon.ar_frequency[i] for unit, i in lexicon.ar.items()}
        run, share = _run(arabic, known, common)
        severity = _severity(-longer, run, share)
        if severity:
            message = "The French is much shorter than the Arabic: something may have been left out."
            if run:
                message = "Nothing in the French seems to render this part of the Arabic."
            yield Finding("omission", severity, message, src=(_span(run) or _all(src),))
    else:
        known = {unit: bool(ties[:, j].any()) for unit, j in lexicon.fr.items()}
        common = {unit: lexicon.fr_frequency[j] for unit, j in lexicon.fr.items()}
        run, share = _run(french, known, common)
        severity = _severity(longer, run, share)
        if severity:
            message = "The French is much longer than the Arabic: something may have been added."
            if run:
                message = "Nothing in the Arabic seems to stand behind this part of the French."
            yield Finding("addition", severity, message, tgt=(_span(run) or _all(tgt),))


def _severity(longer: float, run: Sequence[Word], share: float) -> Severity | None:
    if run and share >= SHARE and longer > math.log(FAR_TOO_LONG):
        return "error"
    return "warning" if run or longer > math.log(TOO_LONG) else None


def _run(text: Sequence[Word], known: dict[str, bool], common: dict[str, Floats]) -> tuple[list[Word], float]:
    """The longest run of content words that are not known on the other side, and its share of all content words.

    One known word inside a run does not end it: chance ties are frequent.
    """
    content = [word for word in text if common[word.unit] < GRAMMAR]
    best, most = (0, 0), 0
    start, missing, strays = 0, 0, 0
    for place, word in enumerate(content):
        if not known[word.unit]:
            if not missing:
                start, strays = place, 0
            missing += 1
            if missing > most:
                best, most = (start, place + 1), missing
        elif strays:
            missing = 0
        else:
            strays = 1
    if most < RUN:
        return [], 0.0
    return content[slice(*best)], (best[1] - best[0]) / len(content)


def _span(run: Sequence[Word]) -> Span | None:
    return Span(run[0].span.start, run[-1].span.end) if run else None
