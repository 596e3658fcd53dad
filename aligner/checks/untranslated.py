"""Text that was not translated: Arabic left in the French, the Arabic copied whole, English in the French, French in
the Arabic.

An Arabic name or term that the French quotes or sets in brackets is no finding, up to four words. A passage in another
language is told by its function words, so that titles, names and single terms stay unnoticed, and one that stands
in the Arabic as well is a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator

import regex

from aligner.checks import Rule
from aligner.data import Finding, Severity, Span
from aligner.evidence import Evidence

VERSION = 1
RULES = {
    "untranslated": Rule(
        "Arabic is left in the French, or a passage is copied or left in another language",
        fires=("عاد الهدوء إلى المدينة مساء أمس.", "Le calme est revenu إلى المدينة مساء أمس."),
        silent=("تعني كلمة «نزوح» مغادرة البيت.", "Le mot « نزوح » veut dire quitter sa maison."),
    )
}

# Function words that the other language does not have (so neither "on", "or", "but", "me", "as" nor "a").
ENGLISH = """the of and to is was were that with for from by this these those are have has had which they their them
    been will would should could not it its he she his her you we who when where what there than then also into about
    after before because while between against over under an be at"""
FRENCH = """le la les des du de et est une un dans pour que qui sur par avec ne pas plus au aux ce cet cette ces son ses
    sa leur leurs il elle ils elles ont sont été être mais ou où nous vous se sans sous en"""

_ENGLISH, _FRENCH = frozenset(ENGLISH.split()), frozenset(FRENCH.split())
_WORD = r"(?:(?=\p{Arabic})\p{L}\p{M}*+)++"
_ARABIC_WORD = regex.compile(_WORD)
_ARABIC_RUN = regex.compile(rf"{_WORD}(?:[ \u00a0\u202f،.:؛-]{{1,3}}{_WORD})*+")
_LATIN_WORD = regex.compile(r"\p{Latin}(?:[\p{Latin}\p{M}]|['’](?=\p{Latin}))*+")
_LETTER = regex.compile(r"\p{L}")
_OPENING, _CLOSING = "«“\"(‹[‘'", "»”\")›]’'"


def check(evidence: Evidence) -> Iterator[Finding]:
    src, tgt = evidence.src.language, evidence.tgt.language
    arabic = list(_ARABIC_WORD.finditer(tgt))
    letters = len(_LETTER.findall(tgt))
    if arabic and 2 * sum(len(m[0]) for m in arabic) > letters:
        span = Span(arabic[0].start(), arabic[-1].end())
        yield Finding("untranslated", "error", "The French side is in Arabic.", (), (span,))
    else:
        yield from _arabic_left(tgt)
    for span in _passages(tgt, _ENGLISH, _FRENCH):
        if span.of(tgt) not in src:
            severity: Severity = "warning" if _quoted(tgt, span) or len(span.of(tgt).split()) < 10 else "error"
            yield Finding("untranslated", severity, "This passage of the French is in English.", (), (span,))
    for span in _passages(src, _FRENCH, _ENGLISH):
        yield Finding("untranslated", "warning", "This passage of the Arabic is in French.", (span,))


def _arabic_left(text: str) -> Iterator[Finding]:
    for match in _ARABIC_RUN.finditer(text):
        span = Span(*match.span())
        words = len(_ARABIC_WORD.findall(match[0]))
        if words <= 4 and _quoted(text, span):
            continue
        severity: Severity = "error" if words > 2 else "warning"
        shown = span.of(text) if words <= 6 else " ".join(span.of(text).split()[:6]) + " …"
        yield Finding("untranslated", severity, f"Arabic is left in the French: {shown}", (), (span,))


def _passages(text: str, theirs: frozenset[str], ours: frozenset[str]) -> Iterator[Span]:
    """Runs of at least six words with three different function words of one language and none of the other."""
    run: list[regex.Match[str]] = []
    for word in [*_LATIN_WORD.finditer(text), None]:
        if word is not None and not _belongs(word[0].lower(), ours, theirs):
            run.append(word)
            continue
        marked = [i for i, m in enumerate(run) if m[0].lower() in theirs]
        small = sum(m[0][0].islower() for m in run)
        if len(run) > 5 and len({run[i][0].lower() for i in marked}) > 2 and 5 * len(marked) > len(run) < 2 * small:
            yield Span(run[0].start(), run[-1].end())
        run = []


def _belongs(word: str, ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Whether a word shows that its language is ``ours``: a function word, or for French an accent or an elision."""
    if word in theirs:
        return False
    accents = ours is _FRENCH and regex.search(r"[àâçéèêëîïôûùœ]|^(?:[ldjnmtcs]|qu)['’]", word)
    return word in ours or bool(accents)


def _quoted(text: str, span: Span) -> bool:
    before, after = text[: span.start].rstrip(), text[span.end :].lstrip()
    return before[-1:] in set(_OPENING) and after[:1] in set(_CLOSING)
