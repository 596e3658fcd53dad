"""Text that was not translated: Arabic or another script left in the French, the Arabic copied whole, a passage in
English or another language in the French, French in the Arabic.

Arabic that the French only names is no finding: up to six words in round brackets or after « en arabe », up to three in
quotation marks. A passage in another language is told by its function words, or by having none of French, so that
titles, names and single terms stay unnoticed, and one that stands in the Arabic as well is a quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import regex

from aligner.checks import Rule
from aligner.data import Finding, Severity, Span
from aligner.evidence import Evidence

VERSION = 2
RULES = {
    "untranslated": Rule(
        "Arabic is left in the French, or a passage is copied or left in another language",
        fires=("عاد الهدوء إلى المدينة مساء أمس.", "Le calme est revenu إلى المدينة مساء أمس."),
        silent=("تعني كلمة «نزوح» مغادرة البيت.", "Le mot « نزوح » veut dire quitter sa maison."),
    )
}

TABLE = Path(__file__).parents[1] / "text" / "function_words.tsv"
# The shortest passage in English, and in a language that is told only by not being French.
ENGLISH_WORDS, FOREIGN_WORDS = 4, 10
# How many Arabic words the French may name in quotation marks and in brackets.
QUOTED, BRACKETED = 3, 6


def _read(lang: str) -> frozenset[str]:
    lines = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines if line[0] == lang for word in line[1].split())


_ENGLISH, _FRENCH = _read("en"), _read("fr")
# Any letter of a script that French is not written in (re is the quick way to find out that there is none).
_OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2e80-\ud7ff\uf900-\ufaff\ufb13-\ufdff\ufe70-\ufefc\uff66-\uffdc]")
_ARABIC_WORD = regex.compile(r"(?:(?=\p{Arabic})[\p{L}\u0640]\p{M}*+)++")
# Words of the script with nothing between them that is a letter of another.
_ARABIC_RUN = regex.compile(rf"{_ARABIC_WORD.pattern}(?:[^\p{{L}}]{{1,12}}+{_ARABIC_WORD.pattern})*+")
_OTHER_RUN = regex.compile(
    r"(?:(?!\p{Latin}|\p{Arabic})\p{L}){1,64}+(?:[^\p{L}]{1,4}+(?:(?!\p{Latin}|\p{Arabic})\p{L}){1,64}+)++"
)
# What ends a passage: a quotation mark, a bracket, a digit, a sign that stands in code or a list.
_BREAK = re.compile(r"[«»“”\"„()\[\]{};:=<>|/\d\x00]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]{1,64}(?:['’][A-Za-zÀ-ɏ]{1,64})*")
_LATIN = re.compile(r"[A-Za-z]{2}")
_LETTER = regex.compile(r"\p{L}")
_FRENCH_FORM = re.compile(r"[àâçéèêëîïôûùœ]|^(?:[ldjnmtcs]|qu)['’]")
_IN_ARABIC = re.compile(r"(?:\ben |\bl[’']|\()(?:arabe|ar\.)[^.;]{0,12}$")
_QUOTES, _BRACKETS = {"«": "»", "“": "”", '"': '"', "‹": "›", "‘": "’", "'": "'", "„": "“"}, {"(": ")", "[": "]"}


def check(evidence: Evidence) -> Iterator[Finding]:
    src, tgt = evidence.src.language, evidence.tgt.language
    if _OTHER_SCRIPT.search(tgt):
        yield from _other_script(src, tgt)
    for span, is_english in _not_french(tgt):
        if span.of(tgt) not in src:
            quoted = _enclosed(tgt, span, _QUOTES | _BRACKETS)
            grave = is_english and not quoted and len(span.of(tgt).split()) >= FOREIGN_WORDS
            message = f"This passage of the French is in {'English' if is_english else 'another language'}."
            yield Finding("untranslated", "error" if grave else "warning", message, (), (span,))
    french = _french(src)
    if french is not None and not (french.of(src) in tgt and _ARABIC_WORD.search(src)):
        yield Finding("untranslated", "warning", "This passage of the Arabic is in French.", (french,))


def _other_script(src: str, tgt: str) -> Iterator[Finding]:
    arabic = list(_ARABIC_WORD.finditer(tgt))
    if arabic and 10 * sum(len(m[0]) for m in arabic) > 9 * len(_LETTER.findall(tgt)):
        whole = Span(arabic[0].start(), arabic[-1].end())
        yield Finding("untranslated", "error", "The French side is in Arabic.", (), (whole,))
        return
    for match in _ARABIC_RUN.finditer(tgt):
        span = Span(*match.span())
        words = len(_ARABIC_WORD.findall(match[0]))
        if not _named(tgt, span, words):
            severity: Severity = "error" if words > 2 and not _enclosed(tgt, span, _QUOTES) else "warning"
            shown = span.of(tgt) if words <= 6 else " ".join(span.of(tgt).split()[:6]) + " …"
            yield Finding("untranslated", severity, f"Arabic is left in the French: {shown}", (), (span,))
    for match in _OTHER_RUN.finditer(tgt):
        if match[0] not in src:
            message = f"The French has words in another script: {match[0][:60]}"
            yield Finding("untranslated", "warning", message, (), (Span(*match.span()),))


def _named(text: str, span: Span, words: int) -> bool:
    """Whether the French only names the Arabic words: in brackets or quotation marks, or as « en arabe : … »."""
    if words > BRACKETED:
        return False
    if _enclosed(text, span, _BRACKETS) or _IN_ARABIC.search(text, max(0, span.start - 40), span.start):
        return True
    return words <= QUOTED and _enclosed(text, span, _QUOTES)


def _enclosed(text: str, span: Span, pairs: dict[str, str]) -> bool:
    before, after = (
        text[max(0, span.start - 4) : span.start].rstrip(),
        text[span.end : span.end + 4].lstrip(" .،!؟\u00a0\u202f"),
    )
    return before[-1:] in pairs and after[:1] == pairs[before[-1:]]


def _not_french(text: str) -> Iterator[tuple[Span, bool]]:
    """Passages in which nothing is French, and whether they are in English."""
    if not _may_be_foreign(text):
        return
    run: list[re.Match[str]] = []
    for match in [*_LATIN_WORD.finditer(text), None]:
        if match is not None and not _is_french(match[0].lower()):
            if not run or not _BREAK.search(text, run[-1].end(), match.start()):
                run.append(match)
                continue
            following = [match]
        else:
            following = []
        if len(run) >= ENGLISH_WORDS and (language := _language([m[0] for m in run])):
            yield Span(run[0].start(), run[-1].end()), language == "en"
        run = following


def _may_be_foreign(text: str) -> bool:
    """Whether a few words follow each other that do not look French: a quick look between the spaces."""
    run = 0
    for word in text.split():
        if word in _FRENCH or not word.isascii() or "'" in word[:3]:
            run = 0
        elif (run := run + 1) == ENGLISH_WORDS:
            return True
    return False


def _is_french(word: str) -> bool:
    return word in _FRENCH or bool(_FRENCH_FORM.search(word))


def _language(run: list[str]) -> str:
    """ "en" for English, "other" for a passage too long to be of names, and "" for names and titles."""
    if 2 * sum(word[0].islower() for word in run) <= len(run):
        return ""
    marked = [word.lower() for word in run if word.lower() in _ENGLISH]
    if len(set(marked)) > 1 and 4 * len(marked) >= len(run):
        return "en"
    return "other" if len(run) >= FOREIGN_WORDS else ""


def _french(text: str) -> Span | None:
    """From the first to the last word in Latin letters, if these are French."""
    words = list(_LATIN_WORD.finditer(text)) if _LATIN.search(text) else []
    if len(words) <= ENGLISH_WORDS:
        return None
    marked = [m[0].lower() for m in words if _is_french(m[0].lower())]
    if len(set(marked)) > 2 and 4 * len(marked) >= len(words):
        return Span(words[0].start(), words[-1].end())
    return None
