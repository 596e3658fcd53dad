"""The two sides of a row as the rules see them: what several rules ask for is worked out once."""

from __future__ import annotations

from functools import cached_property

from aligner.corpus.data import Row
from aligner.data import Pair, Sentence
from aligner.evidence import Context, Evidence
from aligner.text.normalise import plain


class Sides:
    """``row`` as it is, the two texts normalised for matching (``src``, ``tgt``) and what stands between their
    spaces."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.src, self.tgt = plain(row.src), plain(row.tgt)
        self.src_words, self.tgt_words = self.src.split(), self.tgt.split()

    @cached_property
    def evidence(self) -> Evidence:
        """The pair as the checks see it, without a translation model."""
        return Evidence(Pair((Sentence(self.row.src),), (Sentence(self.row.tgt),)), _NO_MODEL)


_NO_MODEL = Context()
