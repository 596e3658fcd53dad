"""Typography: spaces, quotation marks, brackets and accents of the French after the usage of its country, and the
punctuation of the Arabic.

What is only a matter of form is for information, one finding of a kind a pair. A word that stands twice, a bracket that
lacks its counterpart and Arabic punctuation in the French are warnings; what is unpaired in both languages belongs to a
text that goes on. Nothing is said of what stands inside addresses, code and other marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from aligner.checks import Rule
from aligner.data import Finding, Severity, Span
from aligner.evidence import Evidence
from aligner.text.brackets import unpaired
from aligner.text.typography import FULL, arabic, french, words

VERSION = 1
RULES = {
    "typography": Rule(
        "spacing, quotation marks, Arabic punctuation, a doubled word or an unpaired bracket",
        fires=("هل وصل الوفد مساء أمس؟", "La délégation est est arrivée?"),
        silent=("هل وصل الوفد مساء أمس؟", "La délégation est-elle arrivée hier soir\u202f?"),
    )
}

# Quotation marks of other languages around words; inches follow a digit.
_FOREIGN_QUOTES = re.compile(r"\"(?<![\d\"]\")[^\"]{1,300}\"(?!\")|“[^“”]{1,300}”|„[^„“”]{1,300}[“”]")
_STRAIGHT, _CURVED = re.compile(r"'(?<=\w.)(?=\w)"), re.compile(r"’(?<=\w.)(?=\w)")
_TWICE = re.compile(r"(?<![\w'’.-])([^\W\d_]{2,40}|à)[ \u00a0\u202f]+\1(?![\w'’.-])", re.IGNORECASE)


def check(evidence: Evidence) -> Iterator[Finding]:
    src, tgt = evidence.src.language, evidence.tgt.language
    for lang, text, rules in (("ar", src, arabic()), ("fr", tgt, french(evidence.context.variant))):
        for rule, spans in rules.broken(text).items():
            yield _finding(lang, rule.severity, rule.message, spans, rule.repair(spans[0].of(text)))
    yield from _quotes(tgt)
    yield from _apostrophes(tgt)
    yield from _doubled(src, tgt)
    yield from _brackets(src, tgt)


def _finding(lang: str, severity: Severity, message: str, spans: list[Span], repair: str | None = None) -> Finding:
    """``repair``: what should stand in the place of the first span; only where there is no other is it suggested."""
    src, tgt = (tuple(spans), ()) if lang == "ar" else ((), tuple(spans))
    return Finding("typography", severity, message, src, tgt, repair if len(spans) == 1 else None)


def _quotes(text: str) -> Iterator[Finding]:
    if ('"' in text or "“" in text) and "«" not in text:  # inside « … » they are right
        spans = [Span(*match.span()) for match in _FOREIGN_QUOTES.finditer(text)]
        if spans:
            inner = spans[0].of(text)[1:-1].strip()
            yield _finding("fr", "info", "French quotes with « … ».", spans, f"«{FULL}{inner}{FULL}»")


def _apostrophes(text: str) -> Iterator[Finding]:
    if "'" in text and "’" in text and _CURVED.search(text):
        spans = [Span(*match.span()) for match in _STRAIGHT.finditer(text)]
        if spans:
            yield _finding("fr", "info", "The French has apostrophes of two shapes, ' and ’.", spans, "’")


def _doubled(src: str, tgt: str) -> Iterator[Finding]:
    """Words that stand twice in a row; where the Arabic says a word twice, the French may as well."""
    emphasis = {a for a, b in pairwise(src.split()) if a == b}
    if wrong := emphasis & words("once", "ar"):
        spans = [Span(*m.span()) for m in _TWICE.finditer(src) if m[1] in wrong]
        if spans:
            yield _finding("ar", "info", f"The Arabic says twice: {spans[0].of(src).split()[0]}", spans)
    elif not emphasis and any(len(b) < len(a) + 3 and b.startswith(a) for a, b in pairwise(tgt.lower().split())):
        fine = words("twice", "fr")
        # A capital makes the second a name: Bora Bora, famille de De Gaulle.
        found = [m for m in _TWICE.finditer(tgt) if m[1].lower() not in fine and m[0][-len(m[1]) :].islower()]
        if found:
            said = ", ".join(dict.fromkeys(match[1] for match in found))
            spans = [Span(*match.span()) for match in found]
            yield _finding("fr", "warning", f"The French says twice: {said}", spans, found[0][1])


def _brackets(src: str, tgt: str) -> Iterator[Finding]:
    left, right = unpaired(src), unpaired(tgt)
    if not (left or right):
        return
    for signs, what in (("()[]{}", "bracket"), ("«»", "quotation mark")):
        ar, fr = ([span for span in spans if span.of(text) in signs] for spans, text in ((left, src), (right, tgt)))
        if ar and not fr:
            yield _finding("ar", "info", f"A {what} of the Arabic lacks its counterpart.", ar)
        elif fr and not ar and (what == "bracket" or not _open_quotation(src)):
            severity: Severity = "warning" if what == "bracket" else "info"
            yield _finding("fr", severity, f"A {what} of the French lacks its counterpart.", fr)


def _open_quotation(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("“") != text.count("”")
