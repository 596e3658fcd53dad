"""Names across the two scripts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import rows

from aligner.model import LexicalModel
from aligner.model.letters import EVEN, arabic_letters, french_letters, likeness

# What a right pair has at least: the likeness from which two words are more likely one name than not, or half of that
# where French writes a name by custom rather than by ear.
BOUNDS = {"yes": (EVEN, np.inf), "weak": (EVEN / 3, EVEN), "no": (-np.inf, EVEN / 3)}


@pytest.mark.parametrize(("arabic", "french", "same"), rows("names"))
def test_names(arabic: str, french: str, same: str, model: LexicalModel) -> None:
    rare = np.zeros(1, np.float32)
    names = model.letters.names([arabic], rare, arabic=True), model.letters.names([french], rare, arabic=False)
    low, high = BOUNDS[same]
    assert low <= float(likeness(*names)[0, 0]) < high


def test_only_rare_words_in_their_own_letters_may_be_names(model: LexicalModel) -> None:
    frequency = np.array([0, 0.01, 0, 0, 0], np.float32)
    words = ["حلب", "دمشق", "12", "Alep", "من"]
    assert model.letters.names(words, frequency, arabic=True).places.tolist() == [0]
    assert model.letters.names(words, frequency, arabic=False).places.tolist() == [3]


def test_letters_and_pairs_by_place() -> None:
    assert french_letters("Éva") == ("_e", "e", "ev", "v", "va", "a", "a_")
    assert arabic_letters("والبصرة") == arabic_letters("بصره")


@given(st.text(st.characters(whitelist_categories=["L"]), min_size=1, max_size=9))
def test_any_word_has_letters(word: str) -> None:
    assert all(0 < len(part) <= 2 for part in french_letters(word) + arabic_letters(word))
