"""Damage to the characters of a text: wrong encodings, lost and control characters, hidden or reordered text, letters
that only look like what they should be.

One search for characters that healthy texts seldom hold comes first: most texts leave there. What bidi controls reorder
is an error, since it is read as something else than it says; a mark that only guides the display (RLM, LRM, a closed
embedding) is none. What matching undoes (presentation forms, joiners, escapes) is for information.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from aligner.checks import Rule
from aligner.data import Finding, Severity, Span
from aligner.evidence import Evidence, Side
from aligner.text.mojibake import changed, repaired

VERSION = 1
RULES = {
    "encoding": Rule(
        "characters were damaged, are hidden or reordered, or only look like what they should be",
        fires=("وصل الوفد مساء أمس.", "La dÃ©lÃ©gation est arrivÃ©e hier soir."),
        silent=("وصل الوفد (‏ONU‏) مساء أمس.", "La délégation de l’ONU est arrivée hier soir."),
    )
}

TABLE = Path(__file__).parents[1] / "text" / "look_alikes.tsv"


def _read(script: str) -> dict[int, str]:
    """Look-alike → the letter that it looks like, for ``str.translate``."""
    lines = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {ord(like): letter for name, letter, likes in lines if name == script for like in likes.split()}


_LATIN, _ARABIC = _read("latin"), _read("arabic")
_LATIN_LIKE, _ARABIC_LIKE = "".join(map(chr, _LATIN)), "".join(map(chr, _ARABIC))

# Characters that are in damaged texts and seldom in others: whatever a wrong encoding makes of French or Arabic has one
# of them at least. Arabic letters are odd in French.
_ODD_ANYWHERE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f¢-ª¬®-¶¸-º¼-¿ÃÂÅØÙÚÛÏÖÕáíãÿŸŽ€‚ƒ„†‡ˆ‰‹˜™√≈├┬┘پٹچڈژڑ"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ue000-\uf8ff\ufb00-\ufdff\ufe70-\uffff\U000e0000-\U0010ffff\\\\?&"
    + _LATIN_LIKE
    + _ARABIC_LIKE
)
_ODD = {"ar": re.compile(f"[{_ODD_ANYWHERE}]"), "fr": re.compile(f"[{_ODD_ANYWHERE}ء-ي]")}


@dataclass(frozen=True)
class _Kind:
    """A kind of damage: where it is, how it is repaired, in which language it is looked for (both if None), and whether
    addresses and other marks are left out."""

    severity: Severity
    message: str
    pattern: re.Pattern[str]
    repair: Callable[[str], str] | None = None
    lang: str | None = None
    outside_marks: bool = False


_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]+")
_LETTERS = "A-Za-zÀ-ɏ"
_KINDS = (
    _Kind(
        "warning",
        "has control characters, which are no text",
        re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufff9-\ufffb]+"),
    ),
    _Kind(
        "warning",
        "has lost letters",
        # U+FFFD, and question marks for letters: inside a small word, or in place of several words.
        re.compile(
            r"[\w'’-]{0,40}\ufffd[\w'’\ufffd-]{0,40}|\b[a-zà-ÿ]{1,40}(?:\?[a-zà-ÿ]{1,40})+\b(?!=)"
            r"|\?{2,40}(?: \?{2,40})+"
        ),
        outside_marks=True,
    ),
    _Kind(
        "warning",
        "holds text that is not displayed",
        re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"),
    ),
    _Kind(
        "warning",
        "has letters of another script that look like Latin ones",
        re.compile(
            rf"(?<!\w)(?:[{_LETTERS}]{{1,40}}[{_LATIN_LIKE}]|[{_LATIN_LIKE}]{{1,40}}[{_LETTERS}])"
            rf"[{_LETTERS}{_LATIN_LIKE}]{{0,40}}(?!\w)"
        ),
        lambda word: word.translate(_LATIN),
    ),
    _Kind(
        "info",
        "has letters of a Persian or Urdu keyboard",
        # No word that has other letters of these languages: it is of them.
        re.compile(rf"(?<![\w\u200c])[ء-ٟ]{{0,40}}[{_ARABIC_LIKE}][ء-ٟ{_ARABIC_LIKE}]{{0,40}}(?![\w\u200c])"),
        lambda word: word.translate(_ARABIC) if word[-1] not in "ی" else "",
        lang="ar",
    ),
    _Kind(
        "info",
        "has invisible characters inside a word",
        re.compile(
            rf"[{_LETTERS}]{{1,40}}(?:[\u200b-\u200d\u2060\ufeff]{{1,9}}[{_LETTERS}]{{1,40}})+"
            r"|[ء-ٟ]{1,40}(?:[\u200b\u2060\ufeff]{1,9}[ء-ٟ]{1,40})+"
        ),
        lambda word: _INVISIBLE.sub("", word),
    ),
    _Kind(
        "info",
        "has letters in presentation forms, which a search does not find",
        # All but the signs of their own: ﷺ and its like, ﷲ, the ornate brackets, the rial.
        re.compile("[\ufb00-\ufb06\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdf1\ufdf3-\ufdf9\ufe70-\ufefc]+"),
        lambda word: unicodedata.normalize("NFKC", word),
    ),
    _Kind(
        "info",
        "has characters of a private font or a lost object",
        re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff\ufffc]+"),
    ),
    _Kind(
        "info",
        "has letters written as escapes",
        re.compile(
            r"&(?:[A-Za-z](?:acute|grave|circ|cedil|uml|tilde)|(?:oe|ae|OE|AE)lig|#\d{3,5}|#x[0-9A-Fa-f]{2,4});"
            r"|\\u[0-9A-Fa-f]{4}"
        ),
        lambda word: html.unescape(word) if word[0] == "&" else chr(int(word[2:], 16)),
    ),
)

_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLOSING, _OVERRIDES = (
    "\u202c\u2069",
    {"\u202d": re.compile(r"[\u0590-\u08ff\ufb1d-\ufefc]"), "\u202e": re.compile(r"[A-Za-z]|\d\d")},
)


def check(evidence: Evidence) -> Iterator[Finding]:
    for side in (evidence.src, evidence.tgt):
        if _ODD[side.lang].search(side.text):
            yield from _damage(side)


def _damage(side: Side) -> Iterator[Finding]:
    text = side.text
    better = repaired(text, side.lang == "fr")
    if better != text:
        span, meant = changed(text, better)
        severity: Severity = "error" if 2 * (span.end - span.start) > len(text) else "warning"
        yield _finding(
            side, severity, f"was read in the wrong encoding: it should say « {_short(meant)} »", [span], meant
        )
    else:
        for kind in _KINDS:
            searched = side.language if kind.outside_marks else text
            if kind.lang in (None, side.lang) and (spans := [Span(*m.span()) for m in kind.pattern.finditer(searched)]):
                one = kind.repair(spans[0].of(text)) if kind.repair and len(spans) == 1 else None
                yield _finding(side, kind.severity, kind.message, spans, one or None)
    yield from _reordered(side)


def _finding(side: Side, severity: Severity, message: str, spans: list[Span], meant: str | None = None) -> Finding:
    src, tgt = (tuple(spans), ()) if side.lang == "ar" else ((), tuple(spans))
    return Finding("encoding", severity, f"The {_LANGUAGES[side.lang]} {message}.", src, tgt, meant)


_LANGUAGES = {"ar": "Arabic", "fr": "French"}


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _reordered(side: Side) -> Iterator[Finding]:
    """What bidi controls display in another order than it is written, and controls that nothing closes.

    A control at an edge of the text may have its counterpart in the next sentence.
    """
    text = side.text
    opened: list[int] = []
    turned, loose = [], []
    for match in _BIDI.finditer(text):
        if match[0] not in _CLOSING:
            opened.append(match.start())
        elif opened:
            turned.append(Span(opened.pop(), match.end()))
        elif text[match.end() :].strip():
            loose.append(Span(*match.span()))
    turned += [Span(start, len(text)) for start in opened]
    loose += [Span(start, start + 1) for start in opened if text[:start].strip() and text[start] not in _OVERRIDES]
    if turned := [s for s in _outermost(turned, text) if _OVERRIDES[text[s.start]].search(text, s.start, s.end)]:
        yield _finding(side, "error", "holds controls that display it in another order than it is written", turned)
    if loose:
        yield _finding(side, "warning", "holds a control of the writing direction that nothing opens or closes", loose)


def _outermost(spans: list[Span], text: str) -> Iterator[Span]:
    """The overrides that stand in no other."""
    end = 0
    for span in sorted(spans):
        if text[span.start] in _OVERRIDES and span.start >= end:
            yield span
            end = span.end
