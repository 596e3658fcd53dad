"""The table of names, and the names found in texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.text.names import TABLE, bare, known, runs
from aligner.text.words import is_arabic, words

ROWS = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
KINDS = {"country", "region", "city", "people", "org", "person", "role", "ordinary"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1] or row[3])
def test_a_row_has_a_kind_and_forms_of_either_language(row: list[str]) -> None:
    kind, *columns = row
    assert kind in KINDS
    assert len(columns) == 4
    for column, arabic in zip(columns, (True, True, False, False), strict=True):
        for form in filter(None, column.split(", ")):
            assert form == form.strip()
            assert form.strip("~")
            assert all(is_arabic(c) == arabic for c in form if c.isalpha())
    if kind not in {"role", "ordinary"}:
        assert (columns[0] or columns[1]) and (columns[2] or columns[3])


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("ar", "قال السوريون للصين وبالقاهرة", ["السوريون", "للصين", "وبالقاهرة"]),
        ("ar", "وقوات سوريا الديمقراطية", ["وقوات سوريا الديمقراطية"]),
        ("ar", "فرنسا ولبنان وبولندا", ["فرنسا", "ولبنان", "وبولندا"]),
        ("ar", "يوم ماليا صينية", ["صينية"]),
        ("fr", "les Syriennes d’Égypte, l’ONU et la Côte d’Ivoire", ["Syriennes", "Égypte", "ONU", "Côte d’Ivoire"]),
        ("fr", "la Corée du Nord et la Papouasie-Nouvelle-Guinée", ["Corée du Nord", "Papouasie-Nouvelle-Guinée"]),
        ("fr", "le liban, l’onu", []),
        ("fr", "LE LIBAN, des turques", ["LIBAN", "turques"]),
    ],
)
def test_names_of_the_table(lang: str, text: str, expected: list[str]) -> None:
    found = words(text)
    names = [k for k in known(found, text, "ar" if lang == "ar" else "fr") if k.sure and not k.inside]
    assert [text[found[k.first].span.start : found[k.last - 1].span.end] for k in names] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hier, Mouammar al-Kadhafi a vu M. Abou Bakr.", ["Hier!", "Mouammar al-Kadhafi", "M", "Abou Bakr"]),
        ("À Deir ez-Zor, la Raqqa de Daech", ["À Deir ez-Zor!", "Raqqa", "Daech"]),
        ("Il dit : « Oui », selon Kafr Amma", ["Il!", "Oui!", "Kafr Amma"]),
    ],
)
def test_runs_of_capitals(text: str, expected: list[str]) -> None:
    found = words(text)
    said = [text[found[r.first].span.start : found[r.last - 1].span.end] + "!" * r.initial for r in runs(found, text)]
    assert said == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("وللصين", ("وللصين", "للصين", "الصين")), ("بيروت", ("بيروت", "يروت")), ("حلب", ("حلب",))],
)
def test_what_is_written_on_the_front(word: str, expected: tuple[str, ...]) -> None:
    assert bare(word) == expected


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    found = words(text)
    for lang in ("ar", "fr"):
        assert all(0 <= k.first < k.last <= len(found) for k in known(found, text, lang))
    assert all(r.words[0] == r.first < r.last == r.words[-1] + 1 for r in runs(found, text))
