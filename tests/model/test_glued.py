"""Words written without spaces between them."""

from __future__ import annotations

import pytest
from samples import rows

from aligner.model import LexicalModel
from aligner.model.glued import apart


@pytest.mark.parametrize(("token", "parts"), rows("glued"))
def test_parts(token: str, parts: str, model: LexicalModel) -> None:
    assert " ".join(model.parts(token)) == parts


def test_the_likeliest_words() -> None:
    known = {"ابجدهوز": 0.0, "ابجد": 1e-3, "هوزح": 1e-3, "اب": 1e-6, "جدهوزح": 1e-6}
    assert apart("ابجدهوزح", lambda word: known.get(word, 0.0)) == ("ابجد", "هوزح")
    assert apart("ابجدهوزط", lambda word: known.get(word, 0.0)) == ("ابجدهوزط",)
