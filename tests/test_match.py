"""Blocks matched by content alone."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import AR, FR

from aligner.match import Blocks, match
from aligner.model import LexicalModel, load_model


def matched(
    ar: list[list[str]], fr: list[list[str]], model: LexicalModel, joins: bool = False
) -> list[tuple[int, int]]:
    favour = np.zeros((len(ar), len(fr)), np.float32)
    return match(Blocks(ar, fr), model, favour, ([False] + [joins] * (len(ar) - 1), [False] + [joins] * (len(fr) - 1)))


def blocks(texts: list[str]) -> list[list[str]]:
    return [[text] for text in texts]


@settings(deadline=None, max_examples=20)
@given(st.permutations(range(len(AR))))
def test_any_order(order: list[int]) -> None:
    pairs = matched(blocks(AR), blocks([FR[n] for n in order]), load_model())
    assert sorted((i, order[j]) for i, j in pairs) == [(n, n) for n in range(len(AR))]


def test_what_has_no_counterpart_stays_alone(model: LexicalModel) -> None:
    assert matched(blocks(AR[:3]), blocks(FR[2:5]), model) == [(2, 0)]
    assert matched(blocks(AR[:3]), blocks(FR[5:7]), model) == []


def test_a_paragraph_rendered_as_two(model: LexicalModel) -> None:
    assert matched([AR[:2], AR[2:3]], blocks(FR[:3]), model, joins=True) == [(0, 0), (0, 1), (1, 2)]
    assert matched(blocks(AR[:3]), [FR[:2], FR[2:3]], model, joins=True) == [(0, 0), (1, 0), (2, 1)]


def test_what_may_not_join_does_not(model: LexicalModel) -> None:
    assert len(matched([AR[:2]], blocks(FR[:2]), model, joins=False)) == 1


def test_sentences_left_out_do_not_part_two_blocks(model: LexicalModel) -> None:
    assert matched([AR[:6]], [FR[2:4]], model) == [(0, 0)]


def test_layout_decides_between_equals(model: LexicalModel) -> None:
    ar, fr = blocks([AR[0], AR[0]]), blocks([FR[0], FR[0]])
    for favoured in ([(0, 0), (1, 1)], [(0, 1), (1, 0)]):
        favour = np.zeros((2, 2), np.float32)
        for cell in favoured:
            favour[cell] = 2
        assert match(Blocks(ar, fr), model, favour, ([False] * 2, [False] * 2)) == favoured
