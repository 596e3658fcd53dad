"""Accepted findings: what survives an edit, what comes back, and files that are none."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.data import Finding, Pair, Sentence, Span
from aligner.errors import InputError
from aligner.ignore import HEAD, Accepted, read

AR = "أعلنت وزارة الصحة أمس أن القصف أدى إلى مقتل 17 مدنيا في القرية."
FR = "Le ministère de la Santé a annoncé hier que le bombardement avait tué 71 civils dans le village."


def found(arabic: str = AR, french: str = FR, src: str = "17", tgt: str = "71", check: str = "number") -> Pair:
    spans = [
        (Span(text.index(word), text.index(word) + len(word)),) if word else ()
        for text, word in ((arabic, src), (french, tgt))
    ]
    return Pair((Sentence(arabic),), (Sentence(french),), findings=(Finding(check, "error", "…", *spans),))


def accepted(tmp_path: Path, *pairs: Pair) -> Accepted:
    path = tmp_path / "accepted.jsonl"
    path.write_text(Accepted().with_findings(pairs), encoding="utf-8")
    return read(str(path))


def holds(known: Accepted, pair: Pair) -> bool:
    return (pair, pair.findings[0]) in known


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (found(), True),
        (found(french=FR.replace("hier ", "").replace("avait tué", "a fait mourir")), True),
        (found(arabic=AR.replace("17", "١٧"), src="١٧"), True),
        (found(arabic=AR.replace("القرية", "البلدة المجاورة")), True),
        (found(french=FR.replace("71", "72"), tgt="72"), False),
        (found(tgt=""), False),
        (found(check="quantity"), False),
        (found("عاد 17 صيادا إلى الميناء قبل العاصفة.", "Les 71 pêcheurs sont rentrés au port avant l’orage."), False),
    ],
)
def test_what_stays_accepted(tmp_path: Path, pair: Pair, expected: bool) -> None:
    assert holds(accepted(tmp_path, found()), pair) is expected


def test_a_sentence_left_out_may_be_edited_a_little(tmp_path: Path) -> None:
    known = accepted(tmp_path, found(src=AR, tgt="", french=""))
    edited, other = AR.replace("أمس ", ""), "عاد الصيادون إلى الميناء قبل العاصفة وناموا."
    assert holds(known, found(edited, "", src=edited, tgt=""))
    assert not holds(known, found(other, "", src=other, tgt=""))


def test_signs_are_told_apart(tmp_path: Path) -> None:
    known = accepted(tmp_path, found(french=FR + " « ! »", src="", tgt="!", check="typography"))
    assert holds(known, found(french=FR + " « ! »", src="", tgt="!", check="typography"))
    assert not holds(known, found(french=FR + " « ! »", src="", tgt="«", check="typography"))


def test_each_finding_is_added_once_and_the_rest_is_kept(tmp_path: Path) -> None:
    known = accepted(tmp_path, found(), found())
    assert known.text.count("\n") == 2
    assert known.text.startswith(HEAD)
    assert known.with_findings([found()]) == known.text
    more = known.with_findings([found(check="date")])
    assert more.startswith(known.text)
    assert more.count("\n") == 3


def test_a_person_may_edit_the_file(tmp_path: Path) -> None:
    text = Accepted().with_findings([found()])
    path = tmp_path / "a.jsonl"
    path.write_text("# ours\n\n" + text.replace('{"check"', '{"note": "as published", "check"'), encoding="utf-16")
    assert holds(read(str(path)), found())


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("nothing", "line 2 is not JSON"),
        ("[" * 100_000, "line 2 is not JSON"),
        ("[]", "line 2 is no accepted finding"),
        ('{"check": "number"}', "line 2 is no accepted finding: it needs check, src_words"),
        ('{"check": "a", "src_words": [1], "tgt_words": [], "src": "", "tgt": ""}', "line 2: src_words"),
    ],
)
def test_what_is_refused(tmp_path: Path, line: str, part: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f"# x\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=part):
        read(str(path))


@given(st.text(min_size=1), st.text(min_size=1), st.data())
def test_any_finding_is_accepted_once_it_is_written(arabic: str, french: str, data: st.DataObject) -> None:
    def spans(text: str) -> tuple[Span, ...]:
        starts = data.draw(st.lists(st.integers(0, len(text) - 1), max_size=2))
        return tuple(Span(start, data.draw(st.integers(start + 1, len(text)))) for start in starts)

    finding = Finding("mark", "info", "…", spans(arabic), spans(french))
    pair = Pair((Sentence(arabic),), (Sentence(french),), findings=(finding,))
    with tempfile.TemporaryDirectory() as folder:
        assert holds(accepted(Path(folder), pair), pair)
