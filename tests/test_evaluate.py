"""Figures against hand-made gold; every expected figure is reckoned by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.evaluate import compare_audits, compare_links, evaluate_files

# Gold: 0-0, 1-(1, 2), 2 alone, 3-3, French 4 alone.
GOLD = [((0,), (0,)), ((1,), (1, 2)), ((2,), ()), ((3,), (3,)), ((), (4,))]
PERFECT = dict.fromkeys(
    [f"{what} {figure}" for what in ("strict", "lax", "unmatched") for figure in ("precision", "recall", "F1")], 1.0
)


def test_perfect_links() -> None:
    assert compare_links(GOLD, GOLD) == PERFECT
    assert compare_links(GOLD[::-1], GOLD) == PERFECT


def test_imperfect_links() -> None:
    # Of four links, 0-0 is the same, 1-1 and (2, 3)-3 touch a right one, and 4-4 touches none: strict 1 of 4 and 1 of
    # 3; lax 3 of 4 and 3 of 3. Alone is French 2 only, wrongly.
    system = [((0,), (0,)), ((1,), (1,)), ((), (2,)), ((2, 3), (3,)), ((4,), (4,))]
    figures = compare_links(system, GOLD)
    assert figures == {
        "strict precision": 1 / 4,
        "strict recall": 1 / 3,
        "strict F1": pytest.approx(2 / 7),
        "lax precision": 3 / 4,
        "lax recall": 1.0,
        "lax F1": pytest.approx(6 / 7),
        "unmatched precision": 0.0,
        "unmatched recall": 0.0,
        "unmatched F1": 0.0,
    }


def test_a_link_that_touches_one_side_only_is_wrong() -> None:
    assert compare_links([((0,), (5,))], [((0,), (0,))])["lax precision"] == 0


def test_sentences_alone_are_counted_one_by_one() -> None:
    figures = compare_links([((0, 1), ())], [((0,), ()), ((1,), ()), ((2,), ())])
    assert figures["unmatched precision"] == 1
    assert figures["unmatched recall"] == pytest.approx(2 / 3)


def test_nothing_to_get_right_has_no_figure() -> None:
    assert set(compare_links([], []).values()) == {None}
    figures = compare_links([], GOLD)
    assert (figures["strict precision"], figures["strict recall"], figures["strict F1"]) == (None, 0, None)


LINKS = st.lists(st.tuples(st.lists(st.integers(0, 5)).map(tuple), st.lists(st.integers(0, 5)).map(tuple)))


@given(LINKS, LINKS)
def test_figures_are_shares(system: Any, gold: Any) -> None:
    figures = compare_links(system, gold)
    turned = compare_links(gold, system)
    assert all(figure is None or 0 <= figure <= 1 for figure in figures.values())
    assert figures["strict precision"] == turned["strict recall"]
    assert (figures["lax precision"] or 0) >= (figures["strict precision"] or 0)


def pair(src: str, tgt: str, *checks: str, severity: str = "error", **more: Any) -> dict[str, Any]:
    return {"src": src, "tgt": tgt, "findings": [{"check": c, "severity": severity} for c in checks], **more}


def page(*pairs: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"statements": [{"pairs": list(pairs)}], **more}


def test_audits() -> None:
    gold = page(
        pair("ا", "a", "number"),
        pair("ب  ج", "b\u00a0c"),
        pair("د", "", "omission"),
        pair("", "x y z"),
        pair("ه", "e", "mark"),
        pair("و", "f", optional=True),
        pair("ز", "", optional=True),
        loose=["titre", "عنوان"],
    )
    system = page(
        pair("ا", "a", "number", "mark"),  # right pair, one finding of two is right
        pair("ب ج", "b c", "number", severity="warning"),  # right; a warning is no alarm
        pair("د", "w", "omission"),  # wrong pair: its finding counts neither way
        pair("ه", "e", "mark", severity="warning"),  # caught, although only as a warning
        pair("و", "f"),
        pair("عنوان", "titre"),
        pair("", "titre"),
        pair("", "x y"),
        pair("", "z"),
        pair("ط", ""),
        pair("ز", ""),
    )
    # Pairs: 3 of 4 given (one more is optional, one is loose), all 3 wanted. Words alone: x y z of 4 given (ط too) and
    # of 4 wanted (د too). Alarms: 1 of 2. Planted: 2 of 3.
    assert compare_audits(system, gold) == {
        "pairs precision": 3 / 4,
        "pairs recall": 1.0,
        "pairs F1": pytest.approx(6 / 7),
        "unmatched precision": 3 / 4,
        "unmatched recall": 3 / 4,
        "unmatched F1": 3 / 4,
        "findings precision": 1 / 2,
        "findings recall": pytest.approx(2 / 3),
        "findings F1": pytest.approx(4 / 7),
    }


def test_a_title_paired_with_a_sentence_is_wrong() -> None:
    assert compare_audits(page(pair("ا", "titre")), page(pair("ا", ""), loose=["titre"]))["pairs precision"] == 0


def saved(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


LINES = "".join(json.dumps({"src": s, "tgt": t, "score": 1}) + "\n" for s, t in GOLD)
GROUPS = json.dumps(GOLD)


@pytest.mark.parametrize("system", [LINES, GROUPS, LINES.replace("\n", "\n\n"), LINES.rstrip("\n")])
@pytest.mark.parametrize("gold", [LINES, GROUPS])
def test_both_forms_of_links(system: str, gold: str, tmp_path: Path) -> None:
    assert evaluate_files(saved(tmp_path / "system", system), saved(tmp_path / "gold", gold)) == PERFECT


def test_a_page_and_its_gold(tmp_path: Path) -> None:
    text = json.dumps(page(pair("ا", "a", "number"), pair("ب", "")))
    figures = evaluate_files(saved(tmp_path / "system.json", text), saved(tmp_path / "gold.json", text))
    assert set(figures.values()) == {1.0}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("oui\nnon\n", "neither JSON nor JSON lines"),
        ("[[1]]", "no alignment"),
        ('[{"src": [0]}]', "no alignment"),
        ('[{"src": ["x"], "tgt": [0]}]', "no alignment"),
        ("5", "no alignment"),
    ],
)
def test_no_alignment(text: str, part: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=part) as error:
        evaluate_files(saved(tmp_path / "system", text), saved(tmp_path / "gold", GROUPS))
    assert str(tmp_path / "system") in str(error.value)
    assert "\n" not in str(error.value)
