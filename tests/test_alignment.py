"""The alignment: against a slow program that is plainly right, and on texts of our own."""

from __future__ import annotations

import itertools
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import AR, FR, sentences

from aligner import alignment as module
from aligner.alignment import KINDS, UNMATCHED, align
from aligner.data import Pair
from aligner.model import LexicalModel, load_model
from aligner.text.words import words

Band = list[tuple[int, int]]


class Table:
    """Stands in for the values that the model gives: the same numbers for the search and for the oracle."""

    def __init__(self, values: dict[tuple[int, int], Any]) -> None:
        self.values = values

    def __call__(self, k: int, n: int, i: int, j0: int, j1: int) -> Any:
        return self.values[k, n][i, j0 : j1 + 1]


def oracle(rows: int, columns: int, table: Table, band: Band) -> float:
    """The value of the best path: every cell, every kind of link, one after the other."""
    best = {(0, 0): 0.0}
    for i in range(rows + 1):
        for j in range(band[i][0], band[i][1] + 1):
            reached = [best[i, j]] if (i, j) in best else []
            if (i - 1, j) in best:
                reached.append(best[i - 1, j] - UNMATCHED)
            if (i, j - 1) in best:
                reached.append(best[i, j - 1] - UNMATCHED)
            for k, n in KINDS:
                if (i - k, j - n) in best:
                    reached.append(best[i - k, j - n] + float(table.values[k, n][i - k, j - n]))
            if reached:
                best[i, j] = max(reached)
    return best[rows, columns]


def search(rows: int, columns: int, table: Table, band: Band) -> list[Any]:
    texts = module._Texts([[]] * rows, [[]] * columns, np.ones((rows, 1)), np.ones((columns, 1)))
    with mock.patch.object(module, "_Values", lambda *_: table):
        return module._search(texts, None, band)  # type: ignore[arg-type]


def assert_whole_path(links: list[Any], rows: int, columns: int) -> None:
    assert [number for link in links for number in range(*link.src)] == list(range(rows))
    assert [number for link in links for number in range(*link.tgt)] == list(range(columns))
    kinds = {(link.src[1] - link.src[0], link.tgt[1] - link.tgt[0]) for link in links}
    assert kinds <= {*KINDS, (1, 0), (0, 1)}


def assert_best(rows: int, columns: int, table: Table, band: Band) -> None:
    links = search(rows, columns, table, band)
    assert_whole_path(links, rows, columns)
    for link in links:
        k, n = link.src[1] - link.src[0], link.tgt[1] - link.tgt[0]
        value = table.values[k, n][link.src[0], link.tgt[0]] if k and n else -UNMATCHED
        assert link.value == pytest.approx(value, abs=1e-6)
    ends = [(link.src[1], link.tgt[1]) for link in links]
    assert all(band[i][0] <= j <= band[i][1] for i, j in ends)
    assert sum(link.value for link in links) == pytest.approx(oracle(rows, columns, table, band), abs=1e-6)


@st.composite
def problems(draw: st.DrawFn) -> tuple[int, int, Table, Band]:
    rows, columns = draw(st.integers(0, 8)), draw(st.integers(0, 8))
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    # Whole numbers give ties, fractions give none.
    values = {kind: random.normal(0, 4, (rows + 1, columns + 1)).round(draw(st.integers(0, 6))) for kind in KINDS}
    whole = draw(st.booleans())
    if whole:
        return rows, columns, Table(values), [(0, columns)] * (rows + 1)
    low = sorted(draw(st.lists(st.integers(0, columns), min_size=rows + 1, max_size=rows + 1)))
    width = draw(st.lists(st.integers(0, 3), min_size=rows + 1, max_size=rows + 1))
    low[0] = 0
    # Steps down must stay in the band: a row begins no later than the one before it ends.
    high = [max(min(low[i] + width[i], columns), low[min(i + 1, rows)]) for i in range(rows)] + [columns]
    return rows, columns, Table(values), list(zip(low, high, strict=True))


@settings(deadline=None, max_examples=150)
@given(problems())
def test_search_finds_the_best_path(problem: tuple[int, int, Table, Band]) -> None:
    assert_best(*problem)


@settings(deadline=None, max_examples=15)
@given(st.lists(st.sampled_from(AR), max_size=7), st.lists(st.sampled_from(FR), max_size=7))
def test_search_finds_the_best_path_with_the_values_of_the_model(arabic: list[str], french: list[str]) -> None:
    model = load_model()
    texts = as_texts(arabic, french)
    values = module._link_values(texts, model, slice(None), slice(None)) if arabic and french else {}
    band = [(0, len(french))] * (len(arabic) + 1)
    links = module._search(texts, model, band)
    assert_whole_path(links, len(arabic), len(french))
    table = Table({kind: values.get(kind, np.zeros((0, 0))) for kind in KINDS})
    assert sum(link.value for link in links) == pytest.approx(oracle(len(arabic), len(french), table, band), abs=1e-3)


def as_texts(arabic: list[str], french: list[str]) -> Any:
    return module._Texts(
        [words(text) for text in arabic],
        [words(text) for text in french],
        np.array([[len(text)] for text in arabic], np.float32).reshape(-1, 1),
        np.array([[len(text)] for text in french], np.float32).reshape(-1, 1),
    )


def test_values_in_blocks_are_those_of_the_whole(model: LexicalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = as_texts(AR, FR)
    whole = module._link_values(texts, model, slice(None), slice(None))
    monkeypatch.setattr(module._Values, "BLOCK", 2)
    values = module._Values(texts, model, [(0, len(FR))] * (len(AR) + 1))
    for (k, n), table in whole.items():
        for i in range(table.shape[0]):
            assert values(k, n, i, 0, table.shape[1] - 1) == pytest.approx(table[i], abs=1e-3)


def numbers(pairs: list[Pair]) -> list[tuple[list[int], list[int]]]:
    return [([s.number for s in pair.src], [s.number for s in pair.tgt]) for pair in pairs]


def plain(count: int) -> list[tuple[list[int], list[int]]]:
    return [([number], [number]) for number in range(count)]


def test_one_to_one(model: LexicalModel) -> None:
    pairs = align(sentences(AR), sentences(FR), model)
    assert numbers(pairs) == plain(len(AR))
    assert all(pair.score > 0.9 for pair in pairs)


def test_a_sentence_left_out(model: LexicalModel) -> None:
    expected = [([0], [0]), ([1], [1]), ([2], []), *(([n], [n - 1]) for n in range(3, len(AR)))]
    assert numbers(align(sentences(AR), sentences(FR[:2] + FR[3:]), model)) == expected


def test_a_sentence_added(model: LexicalModel) -> None:
    expected = [([0], [0]), ([1], [1]), ([], [2]), *(([n - 1], [n]) for n in range(3, len(FR)))]
    assert numbers(align(sentences(AR[:2] + AR[3:]), sentences(FR), model)) == expected


def test_what_is_left_out_at_both_ends(model: LexicalModel) -> None:
    expected = [([0], []), *(([n], [n - 1]) for n in range(1, 9)), ([9], [])]
    assert numbers(align(sentences(AR), sentences(FR[1:9]), model)) == expected


def test_two_sentences_rendered_by_one(model: LexicalModel) -> None:
    merged = [*FR[:3], f"{FR[3].removesuffix('.')}, et {FR[4][0].lower()}{FR[4][1:]}", *FR[5:]]
    expected = [*plain(3), ([3, 4], [3]), *(([n], [n - 1]) for n in range(5, 10))]
    assert numbers(align(sentences(AR), sentences(merged), model)) == expected


def test_one_sentence_rendered_by_two(model: LexicalModel) -> None:
    merged = [*AR[:3], f"{AR[3].removesuffix('.')} و{AR[4]}", *AR[5:]]
    expected = [*plain(3), ([3], [3, 4]), *(([n - 1], [n]) for n in range(5, 10))]
    assert numbers(align(sentences(merged), sentences(FR), model)) == expected


def test_unlike_texts_stay_apart(model: LexicalModel) -> None:
    pairs = align(sentences(AR[:1]), sentences(["Il pleuvait, et les enfants jouaient dans la cour."]), model)
    assert sorted(numbers(pairs)) == [([], [0]), ([0], [])]


@pytest.mark.parametrize(("src", "tgt"), [(0, 0), (3, 0), (0, 3)])
def test_empty_sides(src: int, tgt: int, model: LexicalModel) -> None:
    pairs = align(sentences(AR[:src]), sentences(FR[:tgt]), model)
    assert numbers(pairs) == [([n], []) for n in range(src)] + [([], [n]) for n in range(tgt)]
    assert all(0 <= pair.score <= 1 for pair in pairs)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.sampled_from([*AR, "…", "،", "12", "\u200f"]), max_size=6),
    st.lists(st.sampled_from([*FR, "—", "?", "12", "\u00ad"]), max_size=6),
)
def test_every_sentence_is_in_one_pair(arabic: list[str], french: list[str]) -> None:
    src, tgt = sentences(arabic), sentences(french)
    pairs = align(src, tgt, load_model())
    assert [s for pair in pairs for s in pair.src] == src
    assert [s for pair in pairs for s in pair.tgt] == tgt
    assert all(0 <= pair.score <= 1 for pair in pairs)
    assert all(pair.src or pair.tgt for pair in pairs)


def test_groups_first_finds_the_path_of_the_whole(model: LexicalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clean text of 120 sentences, in which two were left out and one was added."""
    order = [(7 * n + n // 10) % 10 for n in range(120)]
    arabic = [AR[n] for n in order]
    french = [FR[n] for n in order]
    del french[90], french[30]
    del arabic[60]
    whole = numbers(align(sentences(arabic), sentences(french), model))
    searched = []
    search = module._search
    monkeypatch.setattr(module, "_search", lambda texts, *rest: searched.append(len(texts.src)) or search(texts, *rest))
    monkeypatch.setattr(module, "WHOLE", 500)
    assert numbers(align(sentences(arabic), sentences(french), model)) == whole
    assert searched == [15, 119]
    assert sum(not tgt for _, tgt in whole) == 2
    assert sum(not src for src, _ in whole) == 1


def test_a_band_has_no_holes() -> None:
    path = [module._Link((0, 1), (0, 1)), module._Link((1, 2), (1, 1)), module._Link((2, 3), (1, 6))]
    band = module._band(path, 24, 44)
    assert band[0][0] == 0
    assert band[-1][1] == 44
    assert len(band) == 25
    assert all(low <= high for low, high in band)
    assert all(after[0] <= before[1] for before, after in itertools.pairwise(band))
