"""The alignment of texts of our own."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import AR, FR, sentences

from aligner import alignment as module
from aligner.alignment import align
from aligner.data import Pair
from aligner.lattice import Link
from aligner.model import LexicalModel, load_model


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


# Two passages that have changed places: the French of the last three sentences stands before that of the others.
SWAPPED = [*FR[7:], *FR[3:7], *FR[:3]]


def test_passages_in_another_order_are_found_and_marked(model: LexicalModel) -> None:
    pairs = align(AR, SWAPPED, model, moved=True)
    assert [(AR[pair.src[0].number], SWAPPED[pair.tgt[0].number]) for pair in pairs] == list(zip(AR, FR, strict=True))
    # The longest passage in order stays, the others have moved.
    assert [pair.moved for pair in pairs] == [True] * 3 + [False] * 4 + [True] * 3
    in_order = align(AR, SWAPPED, model)
    assert not any(pair.moved for pair in in_order)
    assert any(not pair.tgt for pair in in_order)


def test_what_is_left_out_has_not_moved(model: LexicalModel) -> None:
    pairs = align(AR, [text for text in SWAPPED if text not in (FR[1], FR[5])], model, moved=True)
    assert [pair.src[0].number for pair in pairs if not pair.tgt] == [1, 5]
    assert all(pair.tgt or not pair.moved for pair in pairs)


def test_text_in_order_has_nothing_moved(model: LexicalModel) -> None:
    french = FR[:4] + FR[5:]
    assert align(AR, french, model, moved=True) == align(AR, french, model)


def test_french_without_arabic_follows_the_french_before_it(model: LexicalModel) -> None:
    french = [*FR[5:], "La nuit, le vent est tombé et la mer s’est calmée.", *FR[:5]]
    found = numbers(align(AR, french, model, moved=True))
    assert found[found.index(([], [5])) - 1] == ([9], [4])


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from([*AR, "…"]), max_size=8),
    st.lists(st.sampled_from([*FR, "—"]), max_size=8),
)
def test_every_sentence_is_in_one_pair_wherever_it_stands(arabic: list[str], french: list[str]) -> None:
    pairs = align(arabic, french, load_model(), moved=True)
    assert [s.number for pair in pairs for s in pair.src] == list(range(len(arabic)))
    assert sorted(s.number for pair in pairs for s in pair.tgt) == list(range(len(french)))
    assert all(0 <= pair.score <= 1 for pair in pairs)
    assert all(pair.src and pair.tgt for pair in pairs if pair.moved)


def test_a_band_finds_the_path_of_the_whole(model: LexicalModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Clean text of 120 sentences, in which two were left out and one was added."""
    order = [(7 * n + n // 10) % 10 for n in range(120)]
    arabic = [AR[n] for n in order]
    french = [FR[n] for n in order]
    del french[90], french[30]
    del arabic[60]
    whole = numbers(align(arabic, french, model))
    searched = []
    band = module.band
    monkeypatch.setattr(module, "band", lambda *vectors: searched.append(len(vectors[0])) or band(*vectors))
    monkeypatch.setattr(module, "WHOLE", 500)
    assert numbers(align(arabic, french, model)) == whole
    assert searched == [119]
    assert sum(not tgt for _, tgt in whole) == 2
    assert sum(not src for src, _ in whole) == 1


def test_words_without_spaces_between_them(model: LexicalModel) -> None:
    glued = [AR[0], AR[1].replace(" ", ""), AR[2].replace("المدارس ستبقى", "المدارسستبقى"), *AR[3:]]
    assert numbers(align(glued, FR, model)) == plain(len(AR))


def test_what_moves_by_itself_must_be_clearer_than_what_moves_together() -> None:
    def tie(i: int, j: int, chance: float) -> Link:
        return Link((i, i + 1), (j, j + 1), chance)

    between = (module.CLEAR_TOGETHER + module.CLEAR_ALONE) / 2
    together = [tie(0, 20, between), tie(1, 21, between), tie(3, 22, between)]
    doubtful, by_itself = tie(9, 4, between), tie(6, 12, 1.0)
    unlikely = [tie(15, 40, 0.4), tie(16, 41, 0.4)]
    assert module._trusted([*together, doubtful, by_itself, *unlikely]) == [*together, by_itself]


@given(st.permutations(range(7)), st.sets(st.integers(0, 6), min_size=1))
def test_links_that_cross(order: list[int], chosen: set[int]) -> None:
    ties = [Link((i, i + 1), (j, j + 1)) for i, j in enumerate(order)]
    links, others = ([tie for tie in ties if (tie.src[0] in chosen) == here] for here in (True, False))
    plainly = [a for a in links if any((a.src < b.src) != (a.tgt < b.tgt) for b in others)]
    assert module._crossing(links, others) == plainly
