"""Each check on the rows of its table, on the examples of its rule, and on any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CASES, rows

from aligner.checks import Context, catalogue, run
from aligner.data import SEVERITIES, Pair, Sentence
from aligner.model import LexicalModel, load_model
from aligner.model.links import LENGTH_RATIO

# Tables of the form: Arabic, French, and a column for each finding, "severity|Arabic spans|French spans", where spans
# of one side are joined by " + " and a side without any is "-".
TABLES = [entry.id for entry in catalogue() if (CASES / f"{entry.id}.findings.tsv").is_file()]


def pair(arabic: str, french: str) -> Pair:
    return Pair((Sentence(arabic),) if arabic else (), (Sentence(french),) if french else ())


@pytest.mark.parametrize(
    ("check", "arabic", "french", "expected"),
    [(name, ar, fr, [e for e in expected if e]) for name in TABLES for ar, fr, *expected in rows(f"{name}.findings")],
)
def test_row(check: str, arabic: str, french: str, expected: list[str], model: LexicalModel) -> None:
    found = []
    for f in run(pair(arabic, french), Context(model, LENGTH_RATIO), [check]):
        sides = [" + ".join(s.of(text) for s in spans) or "-" for spans, text in ((f.src, arabic), (f.tgt, french))]
        found.append("|".join([f.severity, *sides]))
    assert found == expected


@pytest.mark.parametrize("name", [entry.id for entry in catalogue()])
def test_examples_of_the_rule(name: str, model: LexicalModel) -> None:
    (rule,) = [entry.rule for entry in catalogue() if entry.id == name]
    assert run(pair(*rule.fires), Context(model, LENGTH_RATIO), [name])
    assert not run(pair(*rule.silent), Context(model, LENGTH_RATIO), [name])


WORDS = [line for name in TABLES for row in rows(f"{name}.findings") for line in " ".join(row[:2]).split()]
TEXT = st.text() | st.lists(st.sampled_from(WORDS or ["لا", "non"]) | st.text(max_size=3), max_size=30).map(" ".join)


@given(TEXT, TEXT)
def test_any_pair(arabic: str, french: str) -> None:
    for f in run(pair(arabic, french), Context(load_model(), LENGTH_RATIO)):
        assert f.severity in SEVERITIES
        assert f.message
        assert all(s.start < s.end <= len(arabic) for s in f.src)
        assert all(s.start < s.end <= len(french) for s in f.tgt)
