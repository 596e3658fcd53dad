"""What the tool's own checks find without a translation model, each behind a quick look that most pairs pass.

Numbers are read as values (Arabic digits, words, duals), so that ٣٫٥ ملايين and « 3,5 millions » agree and 23 and 32 do
not; they are only looked at where the digits of the two sides are not the same ones.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.checks import untranslated, values
from aligner.corpus.filters._sides import Sides

if TYPE_CHECKING:
    from aligner.corpus.filters import Settings

ORDER = 7
RULES = {
    "untranslated": "Arabic is left in the French, or a passage is in another language",
    "number": "a figure differs, is missing or was added",
    "date": "a part of a date differs",
    "quantity": "a figure stands, but counts something else",
}

_DIGITS = re.compile("[0-9٠-٩۰-۹]")
_WESTERN = {ord(char): str(at % 10) for at, char in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_NUMBER = re.compile(r"[0-9]+")
_FOREIGN = re.compile("[\u0250-\u1fff\u2c00-\ud7ff\uf900-\ufdff\ufe70-\ufefc]")


def reasons(sides: Sides, settings: Settings) -> Iterator[str]:
    if _FOREIGN.search(sides.tgt) and any(f.severity == "error" for f in untranslated.check(sides.evidence)):
        yield "untranslated"
    if (_DIGITS.search(sides.src) or _DIGITS.search(sides.tgt)) and _figures(sides.src) != _figures(sides.tgt):
        for finding in values.check(sides.evidence):
            if finding.severity == "error":
                yield finding.check


def _figures(text: str) -> Counter[str]:
    return Counter(_NUMBER.findall(text.translate(_WESTERN)))
