from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import AR, FR

from aligner.text.mojibake import changed, repaired

FRENCH = "Évelyne a été blessée à l’œil : « Ça brûle où ? » – À côté…"
ARABIC = "قال المسؤول إن الأطفال عادوا إلى بيوتهم، وانتهت المعركة؟"
WRONG = ["windows-1252", "latin-1", "mac-roman", "windows-1256", "cp850"]


def read_as(text: str, encoding: str, wrong: str) -> str:
    return "".join(bytes([byte]).decode(wrong, "ignore") or chr(byte) for byte in text.encode(encoding))


@pytest.mark.parametrize("text", [FRENCH, ARABIC, *FR[:3], *AR[:3]])
@pytest.mark.parametrize("wrong", WRONG)
def test_utf8_read_wrongly(text: str, wrong: str) -> None:
    assert repaired(read_as(text, "utf-8", wrong), text in (FRENCH, *FR)) == text


@pytest.mark.parametrize("text", [FRENCH, ARABIC])
@pytest.mark.parametrize("wrong", ["windows-1252", "latin-1", "windows-1256", "cp850"])
def test_utf8_read_wrongly_twice(text: str, wrong: str) -> None:
    assert repaired(read_as(read_as(text, "utf-8", wrong), "utf-8", wrong), text == FRENCH) == text


@pytest.mark.parametrize(
    ("text", "encoding", "wrong"),
    [
        (ARABIC, "windows-1256", "windows-1252"),
        (ARABIC, "windows-1256", "latin-1"),
        (FRENCH, "mac-roman", "windows-1252"),
        (FRENCH, "windows-1252", "windows-1256"),
    ],
)
def test_one_byte_encodings(text: str, encoding: str, wrong: str) -> None:
    assert repaired(read_as(text, encoding, wrong), text == FRENCH) == text


@pytest.mark.parametrize("text", [FRENCH, ARABIC, *FR, *AR])
def test_healthy_text_stays(text: str) -> None:
    assert repaired(text, True) == text


@given(st.text(st.sampled_from("éÉÃâ€™©Ø§Ù„طظأ«»√ÿŽÕ\x90ة aA") | st.characters()), st.booleans())
def test_any_text(text: str, french: bool) -> None:
    better = repaired(text, french)
    if better != text:
        span, meant = changed(text, better)
        assert text[: span.start] + meant + text[span.end :] == better
        assert span.start <= span.end
