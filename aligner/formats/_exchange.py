"""What the bilingual exchange formats (TMX, XLIFF, PO) share: which side is which, texts without their inline tags,
what is known of a pair beside its texts, and findings as remarks.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from aligner.data import Finding, Pair, Sentence, Span
from aligner.errors import InputError
from aligner.formats._lines import script

# The longest text of a unit, as of a paragraph elsewhere.
MAX_SEGMENT = 1_000_000

# ISO 639 codes: Arabic with its spoken forms, French, other languages in Arabic script, and codes that say nothing.
ARABIC = frozenset("ar ara arb arabic apc ajp arz ary arq aeb acm afb ayl apd acw ars".split())
FRENCH = frozenset("fr fra fre french".split())
_ARABIC_SCRIPT = frozenset("fa fas per prs ps pus ur urd ku kur ckb ug uig sd snd pa dv arc".split())
_UNKNOWN = frozenset(["", "und", "mul", "zxx", "mis", "x", "*all*"])

_SPACE = re.compile(r"[ \t\r\n]+")
_NUMBERS = re.compile(r"[0-9]{1,9}(?::[0-9]{1,9})?(?: [0-9]{1,9}:[0-9]{1,9})*")
_STOPS = frozenset(".!?…:;؟؛،,")
_QUOTED = 200


class Side(NamedTuple):
    """A text of a unit: the language that the file names, the text without inline tags, the line it stands on."""

    lang: str
    text: str
    line: int = 1

    @property
    def code(self) -> str:
        return self.lang.lower().replace("_", "-").split("-")[0]

    def sentences(self, number: int) -> tuple[Sentence, ...]:
        return (Sentence(self.text, 0, (self.line, self.line), number),) if self.text else ()


def paired(picked: tuple[Side, Side], number: int, name: str) -> Pair:
    """The pair of an Arabic and a French side, the one of this ``number`` in the file, which calls it ``name``."""
    return Pair(picked[0].sentences(number), picked[1].sentences(number), id=name)


class Languages:
    """Finds the Arabic and the French text of each unit, and remembers which languages a file has otherwise."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._found = False

    def pick(self, sides: Sequence[Side]) -> tuple[Side, Side] | None:
        """The Arabic and the French side; the text of one may be empty. None if the unit has other languages.

        What the file says of a text is believed unless the script contradicts it.
        """
        ar = _first(side for side in sides if side.code in ARABIC and side.text and script(side.text) != "fr")
        fr = _first(side for side in sides if side.code in FRENCH and side.text and script(side.text) != "ar")
        ar = ar or _first(s for s in sides if s is not fr and script(s.text) == "ar" and s.code not in _ARABIC_SCRIPT)
        fr = fr or _first(
            s for s in sides if s is not ar and script(s.text) == "fr" and s.code in _UNKNOWN | ARABIC | FRENCH
        )
        ar = ar or _first(side for side in sides if side is not fr and side.code in ARABIC)
        fr = fr or _first(side for side in sides if side is not ar and side.code in FRENCH)
        # What says nothing of its language is what is left over.
        ar = ar or _first(side for side in sides if side is not fr and side.code in _UNKNOWN and (fr or side.text))
        fr = fr or _first(side for side in sides if side is not ar and side.code in _UNKNOWN and (ar or side.text))
        if len(self._seen) < 20:
            self._seen.update(side.code[:20] for side in sides if side.code)
        others = any(side.text for side in sides if side is not ar and side is not fr)
        if not (ar or fr) or (others and not (ar and fr)):
            return None
        picked = ar or Side("ar", ""), fr or Side("fr", "")
        if not (picked[0].text or picked[1].text):
            return None
        self._found = True
        return picked

    def require(self, name: str) -> None:
        """Raises InputError if there were units but none in Arabic and French."""
        if self._seen and not self._found:
            raise InputError(
                f"{name}: no unit is in Arabic and French (languages in the file: {', '.join(sorted(self._seen))})"
            )


def _first(sides: Iterable[Side]) -> Side | None:
    return next(iter(sides), None)


def joined(pieces: Iterable[str | None], *, preserve: bool, where: str) -> str:
    """The text of a segment from its pieces, None where a tag stood that is no part of a word (a placeholder, a break).

    Such a tag does not glue what stands before and behind it. White space is kept if ``preserve`` says so, but not at
    the ends. Raises InputError for a text of more than :data:`MAX_SEGMENT` characters.
    """
    made: list[str] = []
    last, gap, length = "", False, 0
    for piece in pieces:
        if piece is None:
            gap = True
        elif piece:
            if gap and last:
                if last.isspace() and piece[0].isspace():
                    piece = piece[1:]
                elif _in_word(piece[0]) and (_in_word(last) or last in _STOPS):
                    piece = f" {piece}"
            gap = False
            if piece:
                made.append(piece)
                last = piece[-1]
                length += len(piece)
    if length > MAX_SEGMENT:
        raise InputError(f"{where}: a text of {length:,} characters (at most {MAX_SEGMENT:,}): cut it into segments")
    text = "".join(made)
    return (text if preserve else _SPACE.sub(" ", text)).strip()


def _in_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LMN"


def facts(pair: Pair) -> dict[str, str]:
    """What is known of a pair beside its texts, by name, for a file to keep: score, sentences, whether it moved.

    A sentence is written as its number and, where a side has several, its length: ``4:28 5:30``.
    """
    known = {"score": f"{pair.score:.4f}"} if pair.score else {}
    for name, side in (("src", pair.src), ("tgt", pair.tgt)):
        if side:
            several = len(side) > 1
            known[name] = " ".join(f"{s.number}:{len(s.text)}" if several else str(s.number) for s in side)
    return known | ({"moved": "yes"} if pair.moved else {})


def with_facts(pair: Pair, known: dict[str, str]) -> Pair:
    """The pair with what a file keeps of it; what does not fit its texts is left."""
    try:
        score = float(known.get("score", ""))
    except ValueError:
        score = math.nan
    return replace(
        pair,
        src=_sentences(pair.src, known.get("src", "")),
        tgt=_sentences(pair.tgt, known.get("tgt", "")),
        score=score if 0 <= score <= 1 else pair.score,
        moved=known.get("moved") == "yes",
    )


def _sentences(side: tuple[Sentence, ...], known: str) -> tuple[Sentence, ...]:
    if not side or not _NUMBERS.fullmatch(known):
        return side
    (whole,) = side
    parts = [[int(figure) for figure in part.split(":")] for part in known.split()]
    if len(parts) == 1:
        return (replace(whole, number=parts[0][0]),)
    lengths = [part[-1] for part in parts]
    if len(parts[0]) == 1 or not all(lengths) or sum(lengths) + len(parts) - 1 != len(whole.text):
        return side
    made, at = [], 0
    for number, length in parts:
        text = whole.text[at : at + length]
        if at and whole.text[at - 1] != " ":
            return side
        made.append(replace(whole, text=text, number=number))
        at += length + 1
    return tuple(made)


def remark(finding: Finding, pair: Pair) -> str:
    """A finding in a line: how grave, which check, the message, the words it is about, and what is suggested."""
    words = [*_words(finding.src, pair.src_text), *_words(finding.tgt, pair.tgt_text)]
    words = [word for word in words if word not in finding.message]
    line = f"{finding.severity.capitalize()} ({finding.check}): {finding.message}"
    if words:
        line += f" [{' … '.join(words)}]"
    return line if finding.suggestion is None else f"{line} Suggested: {finding.suggestion}"


def _words(spans: tuple[Span, ...], text: str) -> Iterator[str]:
    for span in spans:
        words = text[max(span.start, 0) : max(span.end, 0)]
        if words.strip() and words != text:
            yield words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
