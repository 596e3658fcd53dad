from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import rows

from aligner.furniture import LONGEST, key, kind


@pytest.mark.parametrize(("expected", "line"), rows("furniture"))
def test_kinds(expected: str, line: str) -> None:
    assert (kind(line) or "") == expected
    assert (kind(f"  {line}\u200f ") or "") == expected


@pytest.mark.parametrize(
    "line",
    [
        "كتب الطفل على الجدار اسمه",
        "ترجمة الرسالة إلى الفرنسية صعبة",
        "Par miracle, personne n’est mort",
        "« Nous avons tout perdu",
        "La maison, le champ, tout »",
    ],
)
def test_what_somebody_says_is_doubtful_at_most(line: str) -> None:
    assert (kind(line) or "?")[-1] == "?"


def test_a_long_line_is_no_furniture() -> None:
    assert kind("Par " + "a" * 50) == "byline?"
    assert kind("Par " + "a" * LONGEST) is None


def test_key_has_western_digits_and_straight_apostrophes() -> None:
    assert key(" J’AIME \u00a0 ١٢\u200f ") == "j'aime 12"


@given(st.text(st.sampled_from("12ha: .·|>«»←@[]()[](-/نشر مارس") | st.characters(), max_size=LONGEST))
def test_any_line(line: str) -> None:
    assert kind(line) == kind(line + " ")
