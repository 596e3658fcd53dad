"""Words and stems."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import rows

from aligner.text import arabic, french
from aligner.text.normalise import plain
from aligner.text.words import tokens, words


@pytest.mark.parametrize(("text", "units"), rows("stems"))
def test_units(text: str, units: str) -> None:
    assert "|".join(word.unit for word in words(text)) == units


def test_a_word_without_end_is_cut() -> None:
    assert [len(word.text) for word in words("ا" * 150)] == [64, 64, 22]


@given(st.text(st.sampled_from("النكتابوهة قرأ L’école œuvé 12٣٫٥,.\u0640\u064e\ufefb") | st.characters()))
def test_words_are_where_they_say(text: str) -> None:
    at = 0
    assert tokens(text) == [word.text for word in words(text)]
    for word in words(text):
        assert at <= word.span.start < word.span.end <= len(text)
        at = word.span.start
        assert word.text
        assert word.unit
        assert plain(word.span.of(text)).find(word.text) >= 0


@given(st.text(st.sampled_from("البفكلومنتيهاةىأإآنص"), min_size=1, max_size=12))
def test_stems_are_short_and_folded(word: str) -> None:
    stem = arabic.stem(word)
    assert stem in arabic.fold(word)
    assert min(2, len(word)) <= len(stem) <= len(word)


@given(st.text(st.characters(whitelist_categories=["L"], max_codepoint=0x17F), min_size=1))
def test_french_folds_to_letters_without_accents(word: str) -> None:
    assert french.fold(french.fold(word)) == french.fold(word)
    assert not set("éèêëàâùûüôîïçœæ") & set(french.fold(word))
