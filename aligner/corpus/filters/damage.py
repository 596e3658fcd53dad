"""Texts whose characters were damaged: read in the wrong encoding, lost, or no text at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.checks import encoding
from aligner.corpus.filters._sides import Sides

if TYPE_CHECKING:
    from aligner.corpus.filters import Settings

ORDER = 3
RULES = {"encoding": "a side was read in the wrong encoding, or has lost, control or private characters"}

# What no healthy text has: other characters than those of Arabic and French, and question marks where letters were.
_ODD = re.compile(
    "[^ -~\u00a0\u202f\t\n«»’‘“”…–—•°àâçéèêëîïôûùüœæÀÂÇÉÈÊËÎÏÔÛÙÜŒÆ"
    "\u060c\u061b\u061f\u0621-\u063a\u0640-\u0652\u0660-\u066c]"
    r"|\?\w|\? ?\?"
)


def reasons(sides: Sides, settings: Settings) -> Iterator[str]:
    row = sides.row
    if (_ODD.search(row.src) or _ODD.search(row.tgt)) and any(
        finding.severity != "info" for finding in encoding.check(sides.evidence)
    ):
        yield "encoding"
