from __future__ import annotations

import pytest
from samples import rows

from aligner.text.brackets import unpaired
from aligner.text.marks import blanked, marks


@pytest.mark.parametrize(("text", "expected"), [(text, [m for m in found if m]) for text, *found in rows("marks")])
def test_marks(text: str, expected: list[str]) -> None:
    found = marks(text)
    assert [f"{mark.kind} {mark.text}" for mark in found] == expected
    assert all(mark.span.of(text) == mark.text for mark in found)
    language = blanked(text, found)
    assert len(language) == len(text)
    assert all(set(mark.span.of(language)) == {"\0"} for mark in found if mark.kind != "emoji")


@pytest.mark.parametrize(
    ("text", "lonely"),
    [
        ("(a [b] «c»)", []),
        ("(a", [0]),
        ("a) b) voir (annexe a)", []),
        ("le mot) suit", [6]),
        ("))((", [0, 1, 2, 3]),
        ("«a (b» c)", []),
        ("oui :-) et ;) ou :(", []),
        ("(le disque F:)", []),
        ("أ) نص (ب", [6]),
    ],
)
def test_unpaired(text: str, lonely: list[int]) -> None:
    assert [span.start for span in unpaired(text)] == lonely
