"""Terms of a glossary (``--glossary FILE``) that are not rendered as it says.

A term is found in the Arabic in its inflected forms, with و ف ب ل ك ال before it, and its renderings are looked for in
the whole of the French side, in theirs. Broken plurals (مدارس for مدرسة) are terms that the glossary must list. A
rendering that the glossary forbids is an error; a term without any of its renderings is a warning, for the French may
say it in other words. As many renderings as there are terms, and the pair is right; fewer, though at least one, is only
noted: French repeats itself less than Arabic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from aligner.checks import Rule
from aligner.data import Finding, Span
from aligner.evidence import Evidence
from aligner.glossary import Entry
from aligner.text.phrases import Phrases

VERSION = 1
LONGEST = 200  # characters of a remark that a message shows
RULES = {
    "term": Rule(
        "a term of the glossary is not rendered as the glossary says",
        fires=("قتل ثلاثة مدنيين في غارة جوية.", "Trois civils ont été tués dans un raid aérien."),
        silent=("قتل ثلاثة مدنيين في غارات جوية.", "Trois civils ont été tués dans des frappes aériennes."),
        glossary="arabic,french,forbidden\nغارة جوية,frappe aérienne,raid aérien\n",
    )
}


def check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.context.glossary is None:
        return
    places: defaultdict[tuple[Entry, ...], list[Span]] = defaultdict(list)
    for match in evidence.context.glossary.arabic.find(evidence.src.text, evidence.src.words):
        places[match.values].append(match.span)
    for entries, terms in places.items():
        yield from _compared(entries, terms, evidence)


def _compared(entries: tuple[Entry, ...], terms: list[Span], evidence: Evidence) -> Iterator[Finding]:
    """The findings on one term: where several entries have it, any of their renderings will do."""
    allowed = list(dict.fromkeys(rendering for entry in entries for rendering in entry.french))
    found = _renderings(entries).find(evidence.tgt.text, evidence.tgt.words)
    right = [match.span for match in found if any(match.values)]
    wrong = [match.span for match in found if not any(match.values)]
    if len(right) >= len(terms):
        return
    said = terms[0].of(evidence.src.text)
    wanted = " or ".join(f"« {rendering} »" for rendering in allowed)
    suggestion = allowed[0] if allowed else None
    remark = "".join(f" It remarks: {entry.note[:LONGEST]}" for entry in entries if entry.note)
    for term, place in zip(terms[len(right) :], wrong, strict=False):
        message = f"The glossary forbids « {place.of(evidence.tgt.text)} » for {said}"
        message += (f": it says {wanted}." if wanted else ".") + remark
        yield Finding("term", "error", message, (term,), (place,), suggestion)
    rest = terms[len(right) + len(wrong) :]
    if not rest or not allowed:
        return
    if right or wrong:
        message = f"The Arabic says {said} {_times(len(terms))}, the French has its rendering {_times(len(right))}."
        yield Finding("term", "info", message, tuple(rest), (), suggestion)
    else:
        yield Finding(
            "term", "warning", f"The glossary renders {said} as {wanted}.{remark}", tuple(rest), (), suggestion
        )


@lru_cache(maxsize=4096)
def _renderings(entries: tuple[Entry, ...]) -> Phrases[bool]:
    """The renderings to look for, and whether they are allowed."""
    allowed = {rendering for entry in entries for rendering in entry.french}
    forbidden = {rendering for entry in entries for rendering in entry.forbidden} - allowed
    return Phrases([*((rendering, True) for rendering in allowed), *((rendering, False) for rendering in forbidden)])


def _times(count: int) -> str:
    return {0: "nowhere", 1: "once", 2: "twice"}.get(count, f"{count} times")
