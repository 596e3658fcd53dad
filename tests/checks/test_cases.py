"""Each check on the rows of its table, on the examples of its rule, and on any text at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CASES, CORPORA, rows

from aligner.checks import Context, Entry, catalogue, document, example
from aligner.data import SEVERITIES, Finding, Pair, Sentence
from aligner.evidence import gather
from aligner.glossary import read
from aligner.model import LexicalModel, load_model
from aligner.model.links import LENGTH_RATIO

# Tables of the form: Arabic, French, and a column for each finding, "severity|Arabic spans|French spans", where spans
# of one side are joined by " + " and a side without any is "-". The texts of several pairs of a document are parted by
# " ⏎ ". Terms are those of the sample glossary.
TABLES = [entry.id for entry in catalogue() if (CASES / f"{entry.id}.findings.tsv").is_file()]
GLOSSARY = read(str(CORPORA / "glossary.csv"))


def pairs(arabic: str, french: str) -> list[Pair]:
    sides = zip(arabic.split(" ⏎ "), french.split(" ⏎ "), strict=True)
    return [Pair(*(((Sentence(text, 0, (n, n)),) if text else ()) for text in side)) for n, side in enumerate(sides, 1)]


def found(given: list[Pair], model: LexicalModel | None, check: str | None = None) -> list[tuple[Pair, Finding]]:
    evidences = list(gather(given, Context(model, LENGTH_RATIO, glossary=GLOSSARY)))
    findings = document(evidences, None if check is None else [check])
    return [(pair, finding) for pair, of_pair in zip(given, findings, strict=True) for finding in of_pair]


@pytest.mark.parametrize(
    ("check", "arabic", "french", "expected"),
    [(name, ar, fr, [e for e in expected if e]) for name in TABLES for ar, fr, *expected in rows(f"{name}.findings")],
)
def test_row(check: str, arabic: str, french: str, expected: list[str], model: LexicalModel) -> None:
    said = []
    for pair, f in found(pairs(arabic, french), model, check):
        texts = ((f.src, pair.src_text), (f.tgt, pair.tgt_text))
        sides = [" + ".join(s.of(text) for s in spans) or "-" for spans, text in texts]
        said.append("|".join([f.severity, *sides]))
    assert said == expected


@pytest.mark.parametrize("entry", catalogue(), ids=lambda entry: entry.id)
def test_examples_of_the_rule(entry: Entry, model: LexicalModel) -> None:
    assert any(pair.findings for pair in example(entry, entry.rule.fires, model))
    assert not any(pair.findings for pair in example(entry, entry.rule.silent, model))


WORDS = [line for name in TABLES for row in rows(f"{name}.findings") for line in " ".join(row[:2]).split()]
TEXT = st.text() | st.lists(st.sampled_from(WORDS or ["لا", "non"]) | st.text(max_size=3), max_size=30).map(" ".join)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4))
def test_any_document(texts: list[tuple[str, str]]) -> None:
    # Twice: what is said again is what checks across pairs look for.
    given = [Pair(*((Sentence(text),) if text else () for text in side)) for side in [*texts, *texts]]
    for pair, f in found(given, load_model()):
        assert f.severity in SEVERITIES
        assert f.message
        assert all(s.start < s.end <= len(pair.src_text) for s in f.src)
        assert all(s.start < s.end <= len(pair.tgt_text) for s in f.tgt)
