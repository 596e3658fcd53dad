"""What the embedded model says of words, known and unknown."""

from __future__ import annotations

import pytest

from aligner.model import LexicalModel
from aligner.model.letters import TRUST
from aligner.model.tables import SAME_TRUST
from aligner.text.words import words


@pytest.mark.parametrize(
    ("arabic", "french"),
    [("مدرسة", "école"), ("المستشفى", "hôpital"), ("الحكومة", "gouvernement"), ("ماء", "eau"), ("شباط", "février")],
)
def test_words_are_known(arabic: str, french: str, model: LexicalModel) -> None:
    lexicon = model.lexicon(words(arabic), words(f"{french} parapluie tabouret"))
    forth, back = lexicon.fr_given_ar[0], lexicon.ar_given_fr[0]
    assert forth.argmax() == 0
    assert forth[0] > 0.1
    assert back[0] > 0.1
    assert max(*forth[1:], *back[1:]) < 0.05


def test_a_table_of_all_units(model: LexicalModel) -> None:
    lexicon = model.lexicon(words("ماء ماء نار"), words("eau feu eau terre"))
    assert lexicon.fr_given_ar.shape == lexicon.ar_given_fr.shape == (2, 3)
    assert list(lexicon.fr.values()) == [0, 1, 2]
    for table in (lexicon.fr_given_ar, lexicon.ar_given_fr):
        assert table.min() >= 0
        assert table.max() <= 1
    for frequency in (lexicon.ar_frequency, lexicon.fr_frequency):
        assert frequency.min() > 0
        assert frequency.max() < 1


def test_nothing_in_nothing_out(model: LexicalModel) -> None:
    lexicon = model.lexicon([], [])
    assert lexicon.fr_given_ar.shape == (0, 0)
    assert lexicon.ar_frequency.shape == (0,)


@pytest.mark.parametrize(("arabic", "french"), [("٣٥٠٠", "3500"), ("12", "12"), ("قال BBC", "BBC")])
def test_the_same_string_is_trusted(arabic: str, french: str, model: LexicalModel) -> None:
    lexicon = model.lexicon(words(arabic), words(french))
    assert lexicon.fr_given_ar[-1, 0] == lexicon.ar_given_fr[-1, 0] == pytest.approx(SAME_TRUST)


@pytest.mark.parametrize(
    ("arabic", "french", "same"),
    [
        ("شربنجاس", "Charbinjas", True),
        ("الزردكين", "Zardakine", True),
        ("طقيق", "Taqiq", True),
        ("شربنجاس", "Zardakine", False),
    ],
)
def test_unknown_names_by_their_letters(arabic: str, french: str, same: bool, model: LexicalModel) -> None:
    lexicon = model.lexicon(words(arabic), words(french))
    for table in (lexicon.fr_given_ar, lexicon.ar_given_fr):
        assert table[0, 0] > TRUST / 2 if same else table[0, 0] == 0


def test_common_words_are_no_names(model: LexicalModel) -> None:
    """كل and « quel » have the same consonants, but both are common."""
    lexicon = model.lexicon(words("كل"), words("quel"))
    assert lexicon.ar_frequency[0] > 3e-5
    assert lexicon.fr_given_ar[0, 0] < 0.05
