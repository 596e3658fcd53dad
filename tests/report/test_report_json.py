from __future__ import annotations

import json
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.data import Pair, Report, Sentence, Statement
from aligner.report import render

ANY = st.text(st.characters(codec=None) | st.sampled_from('[]{},\n "\\\ud800\u202e\u2028\x9b0123'))


def test_golden(page: Report, golden: Callable[[str, str], None]) -> None:
    golden("page.json", render(page, "json"))


def test_the_documented_keys(page: Report) -> None:
    out = json.loads(render(page, "json"))
    assert list(out) == ["signature", "sources", "summary", "statements", "furniture", "notes"]
    assert list(out["sources"][0]) == ["path", "sha256", "bytes", "format", "encoding"]
    first, second, _, fourth, fifth, _ = out["statements"]
    assert list(first) == ["status", "author", "handle", "time", "src_lines", "tgt_lines", "fidelity", "pairs"]
    assert "fidelity" not in fourth
    assert [first["src_lines"], first["tgt_lines"]] == [[1, 2], [3, 4]]
    assert list(first["pairs"][0]) == ["src", "tgt", "score", "fidelity", "findings", "src_spans", "tgt_spans"]
    assert [first["pairs"][0]["score"], first["pairs"][1]["fidelity"]] == [0.9765, 0.1235]
    number = first["pairs"][1]["findings"][0]
    assert list(number) == ["check", "severity", "message", "src", "tgt", "suggestion"]
    assert [number["src"], number["tgt"]] == [[[6, 14]], [[0, 16]]]
    assert len(second["pairs"][3]["tgt_spans"]) == 2
    assert [fourth["status"], fourth["tgt_lines"], fourth["pairs"][0]["tgt"]] == ["source-only", None, ""]
    assert [fifth["status"], fifth["src_lines"], fifth["author"]] == ["target-only", None, None]
    assert out["furniture"][1] == {"lines": [8, 9], "kind": "counter", "text": "3 تعليقات <b>"}


def test_spans_point_into_the_texts(page: Report) -> None:
    pair = json.loads(render(page, "json"))["statements"][1]["pairs"][0]
    found = [(pair["src"][slice(*f["src"][0])], pair["tgt"][slice(*f["tgt"][0])]) for f in pair["findings"][:2]]
    assert found == [("زعمت", "a confirmé"), ("لم يُغلق", "était fermé")]


@settings(deadline=None)
@given(ANY, ANY)
def test_any_text_reads_back_as_it_was(src: str, note: str) -> None:
    pair = Pair((Sentence(src),), ())
    text = render(Report("s", (), (Statement((), (), pairs=(pair,)),), notes=(note,)), "json")
    text.encode("utf-8")
    assert not set(text) & set("\u202e\u2028\x9b\x1b")
    out = json.loads(text)
    pairs = out["statements"][0]["pairs"]
    # Two lone surrogates side by side are one character to every JSON reader.
    assert json.dumps([pairs[0]["src"], out["notes"][0]]) == json.dumps([src, note])
