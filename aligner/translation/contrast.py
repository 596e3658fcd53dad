"""Omissions and additions by contrastive conditioning (Vamvas & Sennrich, "As little as possible, as much as necessary:
Detecting over- and undertranslations with contrastive conditioning", 2022).

A part of the Arabic is left out of the French if the French is likelier as a rendering of the Arabic without that part
than of the whole; a part of the French is added if the Arabic is likelier given the French without it. The authors try
the constituents of a parsed sentence. Without a parser, parts here are what stands between two places where a phrase
may open (after a sign, before a preposition, a conjunction or a relative, before an Arabic word with و or ف), up to
three such phrases together; what stands between two signs; and single words that say something.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

from aligner.data import Finding, Span
from aligner.evidence import Evidence, Side
from aligner.model.gaps import BREAKS
from aligner.text.normalise import plain
from aligner.text.words import Word
from aligner.translation.seq2seq import Forced, Lang

# The authors try constituents of up to ten words.
MOST_WORDS = 10
TOGETHER = 3
# Parts of a text that are tried, phrases first, short ones before long ones: what a long sentence costs is bounded.
MOST_PARTS = 60
# Letters of a word that says something by itself.
CONTENT = 4

MESSAGES = {
    "omission": "A translation model finds the French likelier without this part of the Arabic.",
    "addition": "A translation model finds the Arabic likelier without this part of the French.",
}


class Scorer(Protocol):
    """What :class:`aligner.translation.Translator` does, and what a test can do."""

    @property
    def into(self) -> Collection[Lang]: ...

    def forced(self, pairs: Sequence[tuple[str, str]], into: Lang) -> list[Forced | None]: ...


def added(
    scorer: Scorer,
    evidences: Sequence[Evidence],
    found: Sequence[Sequence[Finding]],
    only: Collection[str] | None = None,
) -> list[tuple[Finding, ...]]:
    """The findings of each pair with those of contrastive conditioning, in reading order.

    What a finding of the same check marks already is not marked again, and a pair that is no rendering at all is left
    alone. ``only``: the checks that are asked for.
    """
    merged = [list(findings) for findings in found]
    tried = [
        n
        for n, evidence in enumerate(evidences)
        if evidence.both and not any(finding.check == "misaligned" for finding in found[n])
    ]
    ways: tuple[tuple[str, Lang], ...] = (("omission", "fr"), ("addition", "ar"))
    for check, into in ways:
        if into not in scorer.into or not (only is None or check in only):
            continue
        sides = [_sides(evidences[n], into) for n in tried]
        for n, spans in zip(tried, superfluous(scorer, sides, into), strict=True):
            marked = [span for f in found[n] if f.check == check for span in (f.src if into == "fr" else f.tgt)]
            for span in spans:
                if not any(span.start < other.end and other.start < span.end for other in marked):
                    src, tgt = ((span,), ()) if into == "fr" else ((), (span,))
                    merged[n].append(Finding(check, "warning", MESSAGES[check], src, tgt))
    return [tuple(sorted(findings, key=_start)) for findings in merged]


def superfluous(scorer: Scorer, pairs: Sequence[tuple[Side, str]], into: Lang) -> list[list[Span]]:
    """For each text and its rendering the parts of the text without which the rendering is likelier, none over another,
    the clearest kept."""
    tried = [[(part, _without(side, part)) for part in parts(side)] for side, _ in pairs]
    asked = [
        (text, rendering)
        for (side, rendering), options in zip(pairs, tried, strict=True)
        if options
        for text in [side.text, *(rest for _, rest in options)]
    ]
    scores = iter([None if forced is None else forced.total for forced in scorer.forced(asked, into)])
    found: list[list[Span]] = []
    for (side, _), options in zip(pairs, tried, strict=True):
        whole = next(scores) if options else None
        rests = [(next(scores), part) for part, _ in options]
        better = [
            (score - whole, part) for score, part in rests if whole is not None and score is not None and score > whole
        ]
        kept: list[tuple[int, int]] = []
        for _, (start, end) in sorted(better, key=lambda item: (-item[0], item[1])):
            if all(end <= first or last <= start for first, last in kept):
                kept.append((start, end))
        found.append([_span(side, part) for part in sorted(kept)])
    return found


def parts(side: Side) -> list[tuple[int, int]]:
    """The parts of a text that are tried, as ranges of its words, never all of them."""
    words = side.words
    signs = [place for place in range(1, len(words)) if _sign_before(side.text, words, place)]
    opens = [place for place in range(1, len(words)) if place in signs or _opens(words[place], side.lang)]
    found = {
        (bounds[at], bounds[at + size])
        for cuts, sizes in ((opens, range(1, TOGETHER + 1)), (signs, range(1, 2)))
        for bounds in [[0, *cuts, len(words)]]
        for size in sizes
        for at in range(len(bounds) - size)
    }
    phrases = [
        (start, end)
        for start, end in found
        if end - start <= MOST_WORDS and end - start < len(words) and any(map(_content, words[start:end]))
    ]
    single = [(n, n + 1) for n, word in enumerate(words) if _content(word) and (n, n + 1) not in found]
    ranked = sorted(phrases, key=lambda part: (part[1] - part[0], part)) + (single if len(words) > 1 else [])
    return sorted(ranked[:MOST_PARTS])


def _sides(evidence: Evidence, into: Lang) -> tuple[Side, str]:
    return (evidence.src, evidence.tgt.text) if into == "fr" else (evidence.tgt, evidence.src.text)


def _span(side: Side, part: tuple[int, int]) -> Span:
    return Span(side.words[part[0]].span.start, side.words[part[1] - 1].span.end)


def _without(side: Side, part: tuple[int, int]) -> str:
    """The text without a part; at the end of a text also without the sign before it."""
    text, words = side.text, side.words
    before = text[: words[part[0]].span.start]
    if part[1] < len(words):
        return before + text[words[part[1]].span.start :]
    return before.rstrip(" \u00a0\u202f,،;؛:(«") + text[words[-1].span.end :].lstrip(" \u00a0\u202f»)")


def _sign_before(text: str, words: Sequence[Word], place: int) -> bool:
    return any(sign in BREAKS for sign in text[words[place - 1].span.end : words[place].span.start])


def _opens(word: Word, lang: str) -> bool:
    text = word.text.lower()
    proclitic = lang == "ar" and text[0] in "وف" and len(text) >= CONTENT
    return proclitic or text in _openings()[lang]


def _content(word: Word) -> bool:
    return len(word.text) >= CONTENT or word.text[0].isdigit()


def _start(finding: Finding) -> int:
    return min((span.start for span in finding.src or finding.tgt), default=0)


@cache
def _openings() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in Path(__file__).with_name("openings.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            lang, words = line.split("\t")
            found.setdefault(lang, set()).update(map(plain, words.split()))
    return {lang: frozenset(words) for lang, words in found.items()}
