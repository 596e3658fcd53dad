"""Bitexts in and out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.data import Pair, Sentence
from aligner.errors import InputError
from aligner.formats import html, jsonl, tsv

# Words with single spaces between them: what a page shows of a text.
SENTENCES = st.lists(
    st.lists(st.text(st.sampled_from("نعملاéa<&\"'.:=@"), min_size=1, max_size=6), min_size=1, max_size=4).map(
        " ".join
    ),
    max_size=3,
)


def sides(pairs: object) -> list[tuple[str, str]]:
    return [(pair.src_text, pair.tgt_text) for pair in pairs]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("نعم\toui\nلا\tnon\n", [("نعم", "oui"), ("لا", "non")]),
        ("oui\tنعم\r\nnon\tلا", [("نعم", "oui"), ("لا", "non")]),
        ("17\toui certes\tنعم\tx\n18\tnon merci\tلا\ty\n", [("نعم", "oui certes"), ("لا", "non merci")]),
        ("id\tfrançais\tعربي\n1\tar\tنعم\n", [("نعم", "ar")]),
        ("source\ttarget\nنعم\toui\n", [("نعم", "oui")]),
        ("source\tde vie\nنعم\toui\n", [("source", "de vie"), ("نعم", "oui")]),
        ("نعم\toui\n\n \nلا\n\tnon\n", [("نعم", "oui"), ("لا", ""), ("", "non")]),
        ("نعم\t\n", [("نعم", "")]),
        ("نعم\toui\n\tnon\tsi\n\t\tsi\n", [("نعم", "oui"), ("", "non")]),
        ("\tنعم\n", [("نعم", "")]),
        ('"نعم"\t=oui\n', [('"نعم"', "=oui")]),
    ],
)
def test_columns(content: str, expected: list[tuple[str, str]]) -> None:
    assert sides(tsv.read_pairs(content.encode(), "file")[0]) == expected


def test_cells_know_where_they_stand() -> None:
    content = "عربي\tfr\n\n نعم \t oui\n"
    (pair,) = tsv.read_pairs(content.replace("عربي", "ar").encode(), "file")[0]
    for sentence in (*pair.src, *pair.tgt):
        text = content.replace("عربي", "ar")
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.lines == (3, 3)
        assert sentence.number == 0


@pytest.mark.parametrize(("content", "part"), [("a\tb\n", "no column holds Arabic"), ("نعم\n", "no tab")])
def test_no_bitext(content: str, part: str) -> None:
    with pytest.raises(InputError, match=part):
        list(tsv.read_pairs(content.encode(), "file")[0])


def pair(src: list[str], tgt: list[str], score: float = 0.5) -> Pair:
    return Pair(
        tuple(Sentence(text, number=number) for number, text in enumerate(src, 4)),
        tuple(Sentence(text, number=number) for number, text in enumerate(tgt, 5)),
        score,
    )


def test_tsv_has_no_breaks_within_cells() -> None:
    assert list(tsv.write_pairs([pair(["نعم\tلا"], ["oui\r\nnon", "si\u2028mais"])])) == ["نعم لا\toui non si mais\n"]


def test_jsonl_says_what_moved() -> None:
    (line,) = jsonl.write_pairs([replace(pair(["نعم"], ["oui"], 0.9), moved=True)])
    assert json.loads(line)["moved"] is True
    assert next(jsonl.read_pairs(line.encode(), "file")[0]).moved
    (line,) = jsonl.write_pairs([pair(["نعم"], ["oui"], 0.9)])
    assert "moved" not in line


def test_jsonl_is_as_designed() -> None:
    line = '{"src": [4], "tgt": [5, 6], "src_text": ["نعم"], "tgt_text": ["oui", "certes"], "score": 0.9346}\n'
    made = list(jsonl.write_pairs([pair(["نعم"], ["oui", "certes"], 0.93456)]))
    assert made == [line]
    assert next(jsonl.read_pairs(line.encode(), "file")[0]).tgt[1] == Sentence("certes", 0, (1, 1), 6)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ('{"ar": "نعم", "fr": "oui"}', ("نعم", "oui")),
        ('{"src": "نعم", "tgt": "oui", "score": "high"}', ("نعم", "oui")),
        ('{"source": "نعم", "target": null}', ("نعم", "")),
        ('{"src_text": ["نعم", " "], "tgt_text": [], "src": [0, 1], "score": NaN}', ("نعم", "")),
        ('{"ar": "\\ud83dنعم", "fr": "\\u0000oui"}', ("\ufffdنعم", "\0oui")),
    ],
)
def test_keys_of_other_tools(line: str, expected: tuple[str, str]) -> None:
    (found,) = jsonl.read_pairs(line.encode(), "file")[0]
    assert (found.src_text, found.tgt_text) == expected
    assert found.score == 0


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("oui", "line 3 is not JSON"),
        ("[" * 100_000, "line 3 is not JSON"),
        ("[1]", "line 3 is no JSON object"),
        ('{"ar": "نعم"}', "line 3 has no texts"),
        ('{"ar": 1, "fr": "oui"}', "line 3 has a text that is neither"),
    ],
)
def test_wrong_lines(line: str, part: str) -> None:
    pairs, _ = jsonl.read_pairs(('{"ar": "نعم", "fr": "oui"}\r\n\r\n' + line).encode(), "file")
    assert next(pairs).tgt_text == "oui"
    with pytest.raises(InputError, match=part):
        next(pairs)


SENTENCES = st.lists(
    st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1).filter(str.strip).map(str.strip), max_size=3
)


@given(st.lists(st.tuples(SENTENCES, SENTENCES, st.floats(0, 1)), max_size=5))
def test_jsonl_comes_back(rows: list[tuple[list[str], list[str], float]]) -> None:
    pairs = [pair(*row) for row in rows]
    text = "".join(jsonl.write_pairs(pairs))
    assert all(json.loads(line) for line in text.splitlines() if line.startswith("{"))
    back = list(jsonl.read_pairs(text.encode(), "file")[0])
    assert [(p.src_text, p.tgt_text, p.score) for p in back] == [
        (p.src_text, p.tgt_text, round(p.score, 4)) for p in pairs
    ]
    assert [[s.number for s in p.src] for p in back] == [[s.number for s in p.src] for p in pairs]


@given(
    st.lists(st.sampled_from(["نعم", "لا شيء", "الجسر مغلق"]), min_size=1), st.sampled_from(["oui", "le pont", "=1+1"])
)
def test_tsv_comes_back(arabic: list[str], french: str) -> None:
    pairs = [pair([text], [french]) for text in arabic]
    text = "".join(tsv.write_pairs(pairs))
    assert sides(tsv.read_pairs(text.encode(), "file")[0]) == sides(pairs)


@given(st.lists(st.tuples(SENTENCES, SENTENCES).filter(any), min_size=1, max_size=6))
def test_html_is_read_back(rows: list[tuple[list[str], list[str]]]) -> None:
    rows = [(["نعم."], ["Oui."]), *rows]
    text = "".join(html.write_pairs(pair(src, tgt) for src, tgt in rows))
    back = [
        ([sentence.text for sentence in found.src], [sentence.text for sentence in found.tgt])
        for found in html.read_pairs(text.encode(), "file")[0]
    ]
    assert back == rows


def test_html_says_what_is_alone_and_what_moved() -> None:
    made = [pair(["<b>"], ["&"]), pair([], ["Non."]), replace(pair(["لا."], ["Non."]), moved=True)]
    text = "".join(html.write_pairs(made))
    assert "<p>&lt;b&gt;</p>" in text
    assert text.count('class="alone"') == text.count('class="moved"') == 1
