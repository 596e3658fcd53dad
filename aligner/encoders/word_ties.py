"""Words that an encoder ties: stronger ties for what the lexical model knows little of.

Two words are tied when each is the other's nearest, by the cosine of their vectors (the argmax method of Jalili Sabet
et al., "SimAlign: high quality word alignments without parallel training data", 2020). How strong a tie is says its
nearness beside that of the other words (``aligner.encoders.nearness``): an encoder that tells no words apart ties none.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from aligner.encoders.nearness import relative
from aligner.model.units import Floats

if TYPE_CHECKING:
    from aligner.model.ties import Ties


def word_links(src: Floats, tgt: Floats) -> Floats:
    """How far each Arabic word (row) and each French word (column) render each other, 0…1, given their unit vectors."""
    cosines = src @ tgt.T
    nearness = relative(cosines, cosines.mean(axis=1, keepdims=True), cosines.mean(axis=0))
    mutual = (cosines == cosines.max(axis=1, keepdims=True)) & (cosines == cosines.max(axis=0))
    # The nearest of twenty words that have nothing in common reaches 0.3: squared, it counts for next to nothing. Words
    # that were not read have no vectors, whose cosines are 0.
    return np.asarray(np.where(mutual & (cosines != 0), np.maximum(nearness, 0) ** 2, 0), np.float32)


def strengthened(ties: Ties, links: Floats) -> Ties:
    """The ties where these links count as further evidence: a tie is there unless both are wrong."""
    return replace(
        ties,
        links=_either(ties.links, links),
        for_src=_either(ties.for_src, links, axis=1),
        for_tgt=_either(ties.for_tgt, links, axis=0),
    )


def _either(chances: Floats, links: Floats, axis: int | None = None) -> Floats:
    """The chances of either; along the axis they sum up to 1 at most."""
    both = chances + links - chances * links
    if axis is not None:
        both /= np.maximum(both.sum(axis=axis, keepdims=True), 1)
    return np.asarray(both, np.float32)
