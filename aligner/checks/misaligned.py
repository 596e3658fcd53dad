"""Pairs whose sides are no renderings of each other: hardly a word of one is explained by the other."""

from __future__ import annotations

import math
from collections.abc import Iterator

from aligner.checks import Context
from aligner.data import Finding, Pair, Span
from aligner.model.likelihood import similarity
from aligner.text.words import tokens

VERSION = 1
IDS = {"misaligned": "the two sides are not renderings of each other at all"}

# Bounds on the likeness of the two sides (``similarity``), chosen on development pairs so that right ones hardly fire
# (scripts/benchmark checks prints how often they do). The fewer the words, the less they say.
# Columns: the fewest words of the shorter side, an error below, a warning below.
BOUNDS = (
    (12, -0.55, -0.2),
    (8, -0.95, -0.6),
    (0, -math.inf, -1.3),
)


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """Yields at most one finding, over both sides."""
    if context.model is None:
        return
    arabic, french = tokens(pair.src_text), tokens(pair.tgt_text)
    if not arabic or not french:
        return
    likeness = float(similarity(context.model, [arabic], [french])[0, 0])
    src, tgt = (Span(0, len(pair.src_text)),), (Span(0, len(pair.tgt_text)),)
    size = min(len(arabic), len(french))
    wrong, doubtful = next((wrong, doubtful) for fewest, wrong, doubtful in BOUNDS if size >= fewest)
    if likeness < wrong:
        yield Finding("misaligned", "error", "The French does not seem to render this Arabic at all.", src, tgt)
    elif likeness < doubtful:
        message = "The French may not render this Arabic: they have few words in common."
        yield Finding("misaligned", "warning", message, src, tgt)
