"""Pairs whose sides are no renderings of each other: hardly a word of one is explained by the other."""

from __future__ import annotations

from collections.abc import Iterator

from aligner.checks import Context
from aligner.data import Finding, Pair, Span
from aligner.model.likelihood import similarity
from aligner.text.words import words

VERSION = 1
IDS = {"misaligned": "the two sides are not renderings of each other at all"}

# Bounds on the mean log-likelihood ratio a word, measured on development pairs (scripts/benchmark checks): right pairs
# have a median of 1.8, wrong ones of -1.5. A few words say too little for an error.
WRONG = -0.9
DOUBTFUL = -0.4
FEW_WORDS = 8


def check(pair: Pair, context: Context) -> Iterator[Finding]:
    """Yields at most one finding, over both sides."""
    if context.model is None:
        return
    arabic, french = words(pair.src_text), words(pair.tgt_text)
    if not arabic or not french:
        return
    likeness = float(similarity(context.model, [arabic], [french])[0, 0])
    src, tgt = (Span(0, len(pair.src_text)),), (Span(0, len(pair.tgt_text)),)
    few = min(len(arabic), len(french)) < FEW_WORDS
    if likeness < WRONG and not few:
        yield Finding("misaligned", "error", "The French does not seem to render this Arabic at all.", src, tgt)
    elif likeness < DOUBTFUL and (not few or likeness < WRONG):
        message = "The French may not render this Arabic: they have few words in common."
        yield Finding("misaligned", "warning", message, src, tgt)
