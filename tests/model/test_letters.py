"""Names across the two scripts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import rows

from aligner.model import LexicalModel
from aligner.model.letters import EVEN, arabic_letters, french_letters, likeness

# A right pair has the likeness from which two words are more likely one name than not, or a third of that where French
# writes a name by custom rather than by ear; so much has, of wrong ones, only a name that is spelt nearly the same.
BOUNDS = {
    "yes": (EVEN, np.inf),
    "weak": (EVEN / 3, EVEN),
    "near": (EVEN / 3, EVEN),
    "no": (-np.inf, EVEN / 3),
}
NAMES = rows("names")


def alike(arabic: str, french: str, model: LexicalModel) -> float:
    rare = np.zeros(1, np.float32)
    names = model.letters.names([arabic], rare, arabic=True), model.letters.names([french], rare, arabic=False)
    return float(likeness(*names)[0, 0])


@pytest.mark.parametrize(("arabic", "french", "same"), NAMES)
def test_names(arabic: str, french: str, same: str, model: LexicalModel) -> None:
    low, high = BOUNDS[same]
    assert low <= alike(arabic, french, model) < high


@pytest.mark.parametrize("name", sorted({arabic for arabic, _, same in NAMES if same == "yes"}))
def test_a_name_is_likest_to_its_own_spellings(name: str, model: LexicalModel) -> None:
    """Among all French names of the table."""
    right = {french for arabic, french, same in NAMES if arabic == name and same in ("yes", "weak")}
    others = {french for _, french, _ in NAMES} - right
    assert min(alike(name, each, model) for each in right) > max(alike(name, each, model) for each in others)


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
