from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import rows

from aligner.text.cues import TABLE, cues
from aligner.text.words import words

LINES = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line[:1] not in {"", "#"}]


@pytest.mark.parametrize(("text", "lang", "expected"), rows("cues"))
def test_row(text, lang, expected):
    found = [f"{c.family} {c.cls} {c.span.of(text)}" for c in cues(text, words(text), lang)]
    assert ", ".join(found) == expected


def test_table_has_no_form_twice_in_a_family():
    forms = [(lang, family, form) for lang, family, _, row in LINES for form in row.split(", ")]
    assert len(forms) == len(set(forms))
    assert all(form == form.strip() and form for *_, form in forms)


FORMS = [part.strip("*~+-") for *_, row in LINES for form in row.split(", ") for part in form.split()]
TEXT = st.lists(st.sampled_from(FORMS) | st.text(max_size=3), max_size=20).map(" ".join)


@given(TEXT, st.sampled_from(["ar", "fr"]))
def test_cues_are_in_order_and_of_one_family_never_overlap(text, lang):
    found = cues(text, words(text), lang)
    assert [c.first for c in found] == sorted(c.first for c in found)
    for family in {c.family for c in found}:
        own = [c for c in found if c.family == family]
        assert all(a.last <= b.first for a, b in pairwise(own))
