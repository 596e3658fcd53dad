"""Normal forms for matching, with a map back to the untouched text.

NFKC, which also resolves Arabic presentation forms and ligatures; tatweel, Arabic vowel signs and invisible
characters (bidi controls, zero-width marks, soft hyphens, BOM) removed. Superscripts, fractions and circled
numbers keep their form: NFKC would read 3½ as 31⁄2, and the footnote mark of 2020¹ as a digit.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from aligner.data import Span

TATWEEL = "\u0640"
# Unicode Cf (format) characters that are drawn as nothing; the joiners shape letters but carry no letter.
INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
# Arabic marks above and below letters: signs, tanwin, harakat, shadda, sukun, superscript alef, Quranic marks.
# U+0653 to U+0655 (madda, hamza above and below) are parts of letters and stay.
ARABIC_MARKS = "\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
# Characters that NFKC leaves alone and that never join the character before them: ASCII, the letters and quotes
# of French, the letters, digits and punctuation of Arabic. Only there for speed: the rest is looked at one by one.
PLAIN = (
    "\\x00-\\x7f«»×÷À-ÖØ-öø-ÿŒœŸ‐–—‘’“”„†•‹›€"
    "\u060c\u061b\u061f\u0621-\u063a\u0641-\u064a\u0660-\u066d\u0671\u0679\u067e\u0686\u0698\u06a9\u06af\u06cc"
)

# re, not regex, for what is searched in long texts: four times as fast on a set of characters.
_SILENT = re.compile(f"[{TATWEEL}{INVISIBLE}{ARABIC_MARKS}]+")
_UNUSUAL = re.compile(f"[^{PLAIN}]+")
_CLUSTER = regex.compile(r"\X")
_NUMBER_SIGN = regex.compile(r"(\p{No}+)")


@dataclass(frozen=True, slots=True)
class Normal:
    """Normalised ``text`` and, for each of its characters, where it begins in ``original``.

    ``starts`` never falls and has one entry more than ``text``: the length of ``original``. A character's range
    ends where the next one's begins, so that it holds the marks that were removed after it. Characters that
    come from one ligature share its range.
    """

    original: str
    text: str
    starts: Sequence[int]

    def span(self, start: int, end: int) -> Span:
        """The range of the original that produced ``text[start:end]`` (empty in, empty out)."""
        if isinstance(self.starts, range):
            return Span(start, max(start, end))
        if start >= end:
            at = self.starts[min(start, len(self.text))]
            return Span(at, at)
        return Span(self.starts[start], self.starts[bisect_right(self.starts, self.starts[end - 1])])

    def index(self, offset: int) -> int:
        """The place in ``text`` of the character of the original at ``offset``; ``len(text)`` for its end."""
        if offset >= len(self.original):
            return len(self.text)
        at = bisect_right(self.starts, offset) - 1
        return bisect_left(self.starts, self.starts[at]) if at >= 0 else 0


def normalise(text: str) -> Normal:
    """``text`` in the form in which it is matched; idempotent on its ``text``."""
    starts: Sequence[int] = range(len(text) + 1)
    kept, starts = _rebuild(text, starts, ((m.start(), m.end(), "") for m in _SILENT.finditer(text)))
    out, starts = _rebuild(kept, starts, _changes(kept))
    return Normal(text, out, starts)


def plain(text: str) -> str:
    """Only the text of :func:`normalise`, where no offset is needed."""
    kept = _SILENT.sub("", text)
    parts: list[str] = []
    at = 0
    for start, end, new in _changes(kept):
        parts += kept[at:start], new
        at = end
    return "".join(parts) + kept[at:]


def _rebuild(text: str, starts: Sequence[int], changes: Iterator[tuple[int, int, str]]) -> tuple[str, Sequence[int]]:
    """``text`` with the ``changes`` (start, end, new) made, and ``starts`` of what is left. ``range`` if none is."""
    parts: list[str] = []
    moved = array("I")
    at = 0
    for start, end, new in changes:
        parts += text[at:start], new
        moved.extend(starts[at:start])
        moved.extend([starts[start]] * len(new))
        at = end
    if not at:
        return text, starts
    parts.append(text[at:])
    moved.extend(starts[at:])
    return "".join(parts), moved


def _changes(text: str) -> Iterator[tuple[int, int, str]]:
    """What NFKC changes: as finely as its characters can be told apart."""
    for match in _UNUSUAL.finditer(text):
        first = max(0, match.start() - 1)  # the plain character before may compose with what follows (e + acute)
        run = text[first : match.end()]
        whole = _compose(run)
        if whole == run:
            continue
        clusters = [(m.start(), m.end(), _compose(m[0])) for m in _CLUSTER.finditer(run)]
        if "".join(new for _, _, new in clusters) != whole:  # they compose with each other
            clusters = [(0, len(run), whole)]
        for start, end, new in clusters:
            if new != run[start:end]:
                yield first + start, first + end, new


def _compose(text: str) -> str:
    # Most runs come again and again: a letter with its accent, a no-break space, an ellipsis.
    return _compose_short(text) if len(text) <= 8 else _compose_any(text)


def _compose_any(text: str) -> str:
    """NFKC without number signs and what is silent, until nothing changes: removing a mark may let others meet."""
    while True:
        parts = _NUMBER_SIGN.split(text)
        parts[::2] = (unicodedata.normalize("NFKC", part) for part in parts[::2])
        new = _SILENT.sub("", "".join(parts))
        if new == text:
            return new
        text = new


_compose_short = lru_cache(maxsize=4096)(_compose_any)
