"""Parts of a page: headers, languages, lines of both scripts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import AR, FR, document, rows

from aligner import blocks
from aligner.blocks import by_script, language, parts
from aligner.data import Block


@pytest.mark.parametrize(("expected", "text"), rows("language"))
def test_language(expected: str, text: str) -> None:
    assert language(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "Merci à @radio pour son aide",
        "@radio merci",
        "Radio @radio · une phrase entière qui suit",
        "@radio " * 20,
        FR[0],
    ],
)
def test_no_headers(line: str) -> None:
    assert blocks._header(line) is None


@pytest.mark.parametrize("signature", ["— @radio", "– Radio du Nord (@radio)"])
def test_a_signature_stands_below(signature: str) -> None:
    found, _ = parts(document(f"{FR[0]}\n{signature}\n\n{FR[1]}"))
    assert [(part.block.text, part.header.handle) for part in found] == [(FR[0], "@radio"), (FR[1], None)]


@pytest.mark.parametrize("stamp", ["[12/03/2021 20:14:05] Salma: ", "12/03/2021, 20:14 - Salma: "])
def test_messages_of_a_chat(stamp: str) -> None:
    text = f"{stamp}{FR[0]}\n{stamp}{AR[0]}"
    found, left = parts(document(text))
    assert [(part.block.text, part.header.author) for part in found] == [(FR[0], "Salma"), (AR[0], "Salma")]
    assert [line.text for line in left] == [stamp, stamp]
    assert all(text[p.block.start : p.block.start + len(p.block.text)] == p.block.text for p in found)


def test_a_speaker_is_named_above() -> None:
    found, left = parts(document(f"— Le maire :\n{FR[2]}"))
    assert [(part.header.author, part.block.text) for part in found] == [("Le maire", FR[2])]
    assert [line.kind for line in left] == ["author"]


@pytest.mark.parametrize(
    ("head", "kinds"),
    [("En réponse à @nord", ["reply"]), ("En réponse à\n@nord", ["reply", "reply"]), ("ردا على @nord", ["reply"])],
)
def test_whom_it_answers_is_no_header(head: str, kinds: list[str]) -> None:
    found, left = parts(document(f"@sud\n{head}\n{FR[0]}"))
    assert [part.header.handle for part in found] == ["@sud"]
    assert [line.kind for line in left] == ["handle", *kinds]


@given(
    st.text(st.sampled_from("ab cé دار و «»/|—\n\t\u00a0:.,") | st.characters(blacklist_categories=["Cs"]), min_size=1)
)
def test_pieces_are_where_they_say(text: str) -> None:
    before = 0
    for piece in by_script(Block(text, 10, (3, 3 + text.count("\n")))):
        at = piece.start - 10
        assert text[at : at + len(piece.text)] == piece.text
        assert before <= at
        between = text[before:at]
        assert not any(c.isalnum() for c in between)
        assert 3 <= piece.lines[0] <= piece.lines[1] <= 3 + text.count("\n")
        before = at + len(piece.text)
    assert not any(c.isalnum() for c in text[before:])
