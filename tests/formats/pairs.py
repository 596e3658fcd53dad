"""Pairs for the tests of bitexts."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from aligner.data import Pair, Sentence

TEXTS = st.lists(
    st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).filter(str.strip).map(str.strip),
    max_size=3,
)


def pair(src: list[str], tgt: list[str], score: float = 0.5, at: tuple[int, int] = (4, 5), moved: bool = False) -> Pair:
    sides = [
        tuple(Sentence(text, number=number) for number, text in enumerate(side, first))
        for side, first in zip((src, tgt), at, strict=True)
    ]
    return Pair(sides[0], sides[1], score, moved=moved)


def texts(pairs: Iterable[Pair]) -> list[tuple[str, str]]:
    return [(pair.src_text, pair.tgt_text) for pair in pairs]
