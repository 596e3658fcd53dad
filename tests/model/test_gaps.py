"""What is known of words without counterpart, against plain versions."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import AR, FR, NEWS

from aligner.data import Span
from aligner.model import LexicalModel
from aligner.model.gaps import ANCHOR, MISSING, REACH, Layout, Side, Text, _between, packed, signs, windows
from aligner.model.ties import ties
from aligner.text.words import Word, words

RATIO = 1.33


def coverage(model: LexicalModel, pairs: list[tuple[str, str]]):
    texts = [(Text(ar, words(ar)), Text(fr, words(fr))) for ar, fr in pairs]
    found = ties(model, [(src.words, tgt.words) for src, tgt in texts])
    assert model.gaps is not None
    return model.gaps.coverage(texts, found, RATIO)


def test_what_is_left_out_is_missing(model: LexicalModel) -> None:
    arabic = "عاد المهندس إلى قريته بعد أن درس في العاصمة سنوات طويلة."
    whole = "L’ingénieur est rentré dans son village après avoir étudié de longues années dans la capitale."
    whole_pair, short = coverage(model, [(arabic, whole), (arabic, "L’ingénieur est rentré dans son village.")])
    assert whole_pair.src[:, MISSING].max() < 0.1
    assert short.src[3:, MISSING].mean() > 5 * short.src[:3, MISSING].mean()
    assert short.doubt > whole_pair.doubt


def test_what_is_added_has_no_source(model: LexicalModel) -> None:
    (found,) = coverage(model, [(AR[5], FR[5].rstrip(".") + ", qui menaçait la côte depuis la veille.")])
    before = len(words(FR[5]))
    assert found.tgt[before:, MISSING].mean() > 5 * found.tgt[:before, MISSING].mean()


def test_chances_are_chances_and_pairs_do_not_disturb_each_other(model: LexicalModel) -> None:
    for pair, found in zip(NEWS, coverage(model, NEWS), strict=True):
        (alone,) = coverage(model, [pair])
        for rows, other, text in ((found.src, alone.src, pair[0]), (found.tgt, alone.tgt, pair[1])):
            assert rows.shape == (len(words(text)), 3)
            assert rows.sum(axis=1) == pytest.approx(np.ones(len(rows)))
            assert rows == pytest.approx(other, abs=1e-4)
        assert found.doubt == pytest.approx(alone.doubt, abs=1e-3)


WORDS = st.lists(st.tuples(st.integers(1, 9), st.integers(1, 3)), min_size=1, max_size=12)


def text(sizes: list[tuple[int, int]]) -> Text:
    """A text of words of these lengths, with so many spaces after each."""
    at, found = 0, []
    for size, spaces in sizes:
        found.append(Word("a" * size, "a", Span(at, at + size)))
        at += size + spaces
    return Text("a" * at, found)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3), st.data())
def test_what_lies_between_anchors(pairs: list, data: st.DataObject) -> None:
    own, other = ([text(pair[side]) for pair in pairs] for side in (0, 1))
    links = [
        np.array(
            data.draw(
                st.lists(
                    st.lists(st.sampled_from([0.0, 0.2, 0.5, 0.9]), min_size=m, max_size=m), min_size=n, max_size=n
                )
            )
        )
        for n, m in ((len(a.words), len(b.words)) for a, b in zip(own, other, strict=True))
    ]
    sides = Side(own), Side(other)
    best = np.concatenate([each.argmax(axis=1) for each in links]) + sides[1].first[sides[0].text]
    found = _between(np.concatenate([each.max(axis=1) for each in links]), best, *sides, RATIO)
    rows = iter(found)
    for a, b, link in zip(own, other, links, strict=True):
        for i in range(len(a.words)):
            anchors = [k for k in range(len(a.words)) if link[k].max() > ANCHOR]
            left = max((k for k in anchors if k < i), default=None)
            right = min((k for k in anchors if k > i), default=None)
            here = (len(a.text) if right is None else a.words[right].span.start) - (
                0 if left is None else a.words[left].span.end
            )
            start = 0 if left is None else b.words[link[left].argmax()].span.end
            end = len(b.text) if right is None else b.words[link[right].argmax()].span.start
            mine = b.words[link[i].argmax()].span
            expected = [
                log((max(end - start, 0) + 5) / (max(here, 0) * RATIO + 5)),
                end < start,
                min((len(a.words) if right is None else right) - (-1 if left is None else left) - 1, 12) / 12,
                i in anchors and mine.start >= start and mine.end <= end,
                (max(here, 0) * RATIO - max(end - start, 0)) / 50,
            ]
            assert next(rows) == pytest.approx(np.clip(expected, -3, 3), abs=1e-4)


SIZES = st.lists(st.integers(1, 6), min_size=1, max_size=5)


@given(SIZES, st.integers(0, 1000))
def test_the_signs_of_pairs(sizes: list[int], seed: int) -> None:
    chance = np.random.default_rng(seed)
    layouts = [Layout(sizes), Layout(sizes[::-1])]
    rows = [chance.random((sum(sizes), 24), np.float32) - 0.5 for _ in range(2)]
    chances = [chance.random((sum(sizes), 3), np.float32) for _ in range(2)]
    found = signs(layouts, rows, chances)
    for k in range(len(sizes)):
        expected = []
        for layout, of_side in zip(layouts, chances, strict=True):
            for label in (1, 2):
                ranked = sorted(layout.parts(of_side)[k][:, label].tolist(), reverse=True)
                total = sum(ranked)
                expected += [ranked[0] + 1e-3, sum(ranked[:3]) + 1e-3, total + 1e-2, total / len(ranked) + 1e-3]
        longer, *rest = layouts[0].parts(rows[0])[k][0, 18:].tolist()
        assert found[k] == pytest.approx([*map(log, expected), max(longer, 0), max(-longer, 0), *rest], abs=1e-4)


@given(SIZES)
def test_texts_are_apart_by_the_reach_of_a_convolution(sizes: list[int]) -> None:
    layout = Layout(sizes)
    rows = np.arange(1, sum(sizes) + 1, dtype=np.float32)[:, None]
    spaced, mask, places = packed(rows, layout.text)
    assert spaced[places].tolist() == rows.tolist()
    assert mask.sum() == len(rows)
    near = windows(spaced)[places]
    for k, (text_of, around) in enumerate(zip(layout.text, near, strict=True)):
        for step, value in zip(range(-REACH, REACH + 1), around, strict=True):
            inside = 0 <= k + step < len(rows) and layout.text[k + step] == text_of
            assert value == (rows[k + step, 0] if inside else 0)
