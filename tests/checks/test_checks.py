from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.checks import Context, catalogue, families, run
from aligner.data import SEVERITIES, Pair, Sentence
from aligner.errors import UsageError
from aligner.text.marks import marks

CASES = Path(__file__).parents[1] / "cases"


def rows(name: str) -> list[list[str]]:
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#") or line.count("\t") > 1]
    table = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in table if row[0] != "arabic" and not row[0].startswith("# ")]


def pair(arabic: str, french: str) -> Pair:
    return Pair((Sentence(arabic),), (Sentence(french),))


@pytest.mark.parametrize(("arabic", "french", "expected"), rows("number"))
def test_number(arabic, french, expected):
    found = []
    for finding in run(pair(arabic, french), Context(), ["number"]):
        sides = [" ".join(s.of(arabic) for s in finding.src) or "-", " ".join(s.of(french) for s in finding.tgt) or "-"]
        found.append(f"{finding.severity} " + ("|" if " " in "".join(sides) else " ").join(sides))
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("arabic", "french", "message", "suggestion"),
    [
        ("قتل ١٧ شخصا", "71 morts", "The Arabic says 17, the French says 71.", "17"),
        ("قتل ثلاثة", "quatre morts", "The Arabic says 3, the French says 4.", "trois"),
        ("٣٫٥ ملايين", "3,6 millions", "The Arabic says 3 500 000, the French says 3 600 000.", "3,5 millions"),
        ("بنسبة 12٪", "de 21 %", "The Arabic says 12 %, the French says 21 %.", "12\u202f%"),
        ("الساعة 9:30", "à 9 h 45", "The Arabic says 9:30, the French says 9:45.", "9 h 30"),
        ("في 12 شباط", "le 13 février", "The Arabic says day 12, the French says day 13.", "12"),
        ("في 12 شباط", "le 12 mars", "The Arabic says February, the French says March.", "février"),
        ("في 12/2/2020", "le 12/3/2020", "The Arabic says February, the French says March.", "2"),
        ("يوم السبت", "jeudi", "The Arabic says Saturday, the French says Thursday.", "samedi"),
        ("أمس", "demain", "The Arabic says yesterday, the French says tomorrow.", "hier"),
    ],
)
def test_values_say_both_and_suggests(arabic, french, message, suggestion):
    (finding,) = run(pair(arabic, french), Context(), ["number", "date"])
    assert (finding.message, finding.suggestion) == (message, suggestion)


def test_every_family_is_documented_and_no_id_twice():
    ids = [entry.id for entry in catalogue()]
    assert {"number", "mark", "untranslated"} <= set(ids)
    assert len(ids) == len(set(ids))
    for family in families():
        assert (family.__doc__ or "").strip()
        assert family.VERSION >= 1


def test_unknown_check_is_named_with_the_known_ones():
    with pytest.raises(UsageError, match=r"unknown check: numbr; known are .*number"):
        run(pair("ا", "b"), Context(), ["numbr"])


@pytest.mark.parametrize(("arabic", "french"), [("", "71 morts"), ("قتل 17", ""), (" ", "71 morts")])
def test_checks_that_compare_see_no_one_sided_pair(arabic, french):
    assert run(pair(arabic, french), Context(), ["number", "mark", "untranslated"]) == ()


def test_findings_come_in_reading_order():
    found = run(pair("قتل 17 في {a} ثم 45", "71 morts à {b} puis 54"), Context(), ["number", "mark"])
    places = [(f.src or f.tgt)[0].start for f in found]
    assert places == sorted(places)
    assert len(found) == 3


@given(st.text(), st.text())
def test_any_pair(arabic, french):
    for finding in run(pair(arabic, french), Context(), ["number", "mark", "untranslated"]):
        assert finding.severity in SEVERITIES
        assert all(s.start < s.end <= len(arabic) for s in finding.src)
        assert all(s.start < s.end <= len(french) for s in finding.tgt)


@given(st.text(st.sampled_from("@#a.b/:w{}%s<>&;1 👍\u200d🏽ح") | st.characters()))
def test_marks_are_where_they_say(text):
    at = 0
    for mark in marks(text):
        assert mark.span.of(text) == mark.text
        assert at <= mark.span.start < mark.span.end
        at = mark.span.end
