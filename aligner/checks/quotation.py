"""Quotations that are lost or added, or that begin or end around other words.

Words that render each other should stand inside quotation marks on both sides or on neither. So it does not matter
whether a quotation is cut in two (« … », a-t-il dit, « … ») or which marks are used. Marks around one or two words
(a title, a distance) often differ in good translations: that is only told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from aligner.checks import Rule
from aligner.data import Finding, Severity
from aligner.evidence import Evidence, Side
from aligner.text.quotes import Quote, quotes

if TYPE_CHECKING:
    import numpy.typing as npt

    from aligner.model.units import Floats

VERSION = 1
RULES = {
    "quotation": Rule(
        "quotation marks are lost, added or opened around other words: speech became narration, or the other way",
        fires=(
            "قال الشاهد: «رأيت الجنود يدخلون المدرسة ليلا».",
            "Le témoin a raconté avoir vu les soldats entrer dans l’école la nuit.",
        ),
        silent=(
            "قال الشاهد: «رأيت الجنود يدخلون المدرسة ليلا».",
            "« J’ai vu les soldats entrer dans l’école la nuit », a dit le témoin.",
        ),
    )
}

# Words tied less strongly than this, and words more frequent than this, say nothing of where a quotation stands.
_TIED = 0.3
_GRAMMAR = 3e-3
# The fewest words, and tied words, of a quotation whose loss deserves a look.
_WORDS, _TIES = 3, 2
# A quotation begins or ends elsewhere if so many of its tied words, and such a share, stand outside on the other side.
_OUTSIDE, _SHARE = 3, 0.35


def check(evidence: Evidence) -> Iterator[Finding]:
    """Yields ``quotation`` for quotations whose words are not, or not all, quoted on the other side."""
    ties = evidence.ties
    if ties is None:
        return
    arabic, arabic_stray = quotes(evidence.src.language)
    french, french_stray = quotes(evidence.tgt.language)
    if arabic and not french_stray:
        content = ties.tgt_frequency < _GRAMMAR
        yield from _compared(
            True, evidence.src, evidence.tgt, arabic, _quoted(evidence.tgt, french), ties.links * content
        )
    # After a colon Arabic posts often quote without marks.
    if french and not arabic_stray and (arabic or ":" not in evidence.src.language):
        content = ties.src_frequency < _GRAMMAR
        yield from _compared(
            False, evidence.tgt, evidence.src, french, _quoted(evidence.src, arabic), ties.links.T * content
        )


def _compared(
    is_arabic: bool, side: Side, other: Side, found: Sequence[Quote], quoted: npt.NDArray[np.bool_], links: Floats
) -> Iterator[Finding]:
    """The outermost quotations ``found`` against the words of the other side that are ``quoted``."""
    starts = np.array([word.span.start for word in side.words])
    ours, theirs = ("Arabic", "French") if is_arabic else ("French", "Arabic")
    for quote in found:
        first, last = np.searchsorted(starts, (quote.inside.start, quote.inside.end))
        if quote.depth or first == last:
            continue
        best = links[first:last].argmax(axis=1)
        tied = links[first:last].max(axis=1) > _TIED
        ties, kept = int(tied.sum()), int((quoted[best] & tied).sum())
        severity: Severity = "warning"
        if kept == 0 and (ties or not quoted.any()):
            message = f"The {ours} sets this in quotation marks, the {theirs} does not."
            if last - first < _WORDS or ties < _TIES or _name(other, best[tied]):
                severity = "info"
        elif ties - kept >= _OUTSIDE and ties - kept >= _SHARE * ties:
            message = f"The quotation begins or ends around other words in the {theirs} than in the {ours}."
        else:
            continue
        yield Finding("quotation", severity, message, *(((quote.span,), ()) if is_arabic else ((), (quote.span,))))


def _quoted(side: Side, found: Sequence[Quote]) -> npt.NDArray[np.bool_]:
    """Which words of a side stand in a quotation."""
    starts = np.array([word.span.start for word in side.words])
    quoted = np.zeros(len(starts), bool)
    for quote in found:
        if not quote.depth:
            first, last = np.searchsorted(starts, (quote.inside.start, quote.inside.end))
            quoted[first:last] = True
    return quoted


def _name(side: Side, words: Sequence[int]) -> bool:
    """Whether some words are all written like names, which Arabic often sets in quotation marks and French never."""
    return side.lang == "fr" and all(side.words[n].text[0].isupper() for n in words)
