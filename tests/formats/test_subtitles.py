"""SRT and WebVTT."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner import formats
from aligner.errors import InputError
from aligner.formats import subtitles
from aligner.run import audit

SRT = """1
00:00:01,000 --> 00:00:03,200
<i>Quand nous sommes arrivés au port,</i>

2
00:00:03,300 --> 00:00:05,000 X1:100 X2:200
{\\an8}la mer était calme.

3
00:00:06,000 --> 00:00:08,000
- Qui a ouvert la porte ?
- Personne.

4
00:00:20,000 --> 00:00:22,000
<font color="#ff0000">Il restait 17 barques…</font>

5
00:00:22,100 --> 00:00:24,000
…et trois filets.
"""
VTT = """WEBVTT - Le port

STYLE
::cue { color: red }

NOTE
00 est le début

intro
00:01.000 --> 00:03.200 align:start position:10%
<v Salma>Quand nous sommes <c.loud>arrivés</c> au port,</v>

00:03.300 --> 00:05.000
la mer &lt;du nord&gt; était <00:00:04.000>calme.

NOTE fin

2
01:00:06.000 --> 01:00:08.000
Au revoir.
"""
ARABIC = """1
00:00:01,000 --> 00:00:05,000
عندما وصلنا إلى الميناء كان البحر هادئاً.

2
00:00:06,000 --> 00:00:08,000
من فتح الباب؟

3
00:00:08,500 --> 00:00:10,000
لا أحد.

4
00:00:20,000 --> 00:00:24,000
بقي سبعة عشر قارباً وثلاث شباك.
"""


def found(text: str, name: str = "a.srt") -> list[tuple[str, tuple[int, int]]]:
    return [(block.text, block.lines) for block in subtitles.read(text.encode(), name).blocks]


def test_cues_are_joined_to_sentences() -> None:
    assert found(SRT) == [
        ("Quand nous sommes arrivés au port, la mer était calme.", (2, 7)),
        ("- Qui a ouvert la porte ?", (10, 11)),
        ("- Personne.", (10, 12)),
        ("Il restait 17 barques… …et trois filets.", (15, 20)),
    ]


def test_webvtt_without_its_notes_and_styles() -> None:
    assert found(VTT) == [
        ("Quand nous sommes arrivés au port, la mer <du nord> était calme.", (10, 14)),
        ("Au revoir.", (19, 20)),
    ]


def test_offsets_point_into_the_text() -> None:
    content = subtitles.read(SRT.encode("utf-16"), "a.srt")
    assert content.encoding == "utf-16-le"
    for block in content.blocks:
        assert content.text[block.start : block.start + len(block.text)] == block.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # No blank line, no number, spaces, a number as text.
        ("00:00:01,0 --> 00:00:02,0\nUn.\n00:00:03,0-->00:00:04,0\nDeux.\n", ["Un.", "Deux."]),
        ("1\n00:00:01,0 --> 00:00:02,0\n17\n\n2\n00:00:09,0 --> 00:00:10,0\n18\n", ["17", "18"]),
        (
            "1\n00:00:01,0 --> 00:00:02,0\nUn\n\nautre jour.\n\n2\n00:00:03,0 --> 00:00:04,0\nDeux.",
            ["Un autre jour.", "Deux."],
        ),
        # An empty cue, a cue that is only a style.
        (
            "1\n00:00:01,0 --> 00:00:02,0\n\n2\n00:00:03,0 --> 00:00:04,0\n<i></i>\n\n"
            "3\n00:00:05,0 --> 00:00:06,0\nFin.",
            ["Fin."],
        ),
        # A pause ends what nobody ended.
        (
            "1\n00:00:01,0 --> 00:00:02,0\nLe port\n\n2\n00:00:09,0 --> 00:00:10,0\nest fermé.",
            ["Le port", "est fermé."],
        ),
        # No punctuation at all: cues stay as they are, but for small letters.
        (
            "1\n00:00:01,0 --> 00:00:02,0\nوصلنا إلى الميناء\n\n2\n00:00:02,0 --> 00:00:03,0\nكان البحر هادئاً\n",
            ["وصلنا إلى الميناء", "كان البحر هادئاً"],
        ),
        # Captions that roll up.
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\nUn deux\n\n00:02.000 --> 00:02.010\nUn deux\n\n"
            "00:02.010 --> 00:03.000\nUn deux\ntrois.\n",
            ["Un deux trois."],
        ),
        ("1\n00:00:01,0 --> 00:00:02,0\nNon !\n\n2\n00:00:02,0 --> 00:00:03,0\nNon !", ["Non !", "Non !"]),
        ("1\n00:00:01,0 --> 00:00:02,0\na < b et {x} & c > d.", ["a < b et {x} & c > d."]),
        ("1\r\n00:00:01,0 --> 00:00:02,0\r\nUn.\r\n", ["Un."]),
    ],
)
def test_what_players_take(text: str, expected: list[str]) -> None:
    assert [block for block, _ in found(text)] == expected


def test_both_languages_in_each_cue() -> None:
    text = (
        "1\n00:00:01,0 --> 00:00:02,0\nعندما وصلنا إلى الميناء\nQuand nous sommes arrivés au port,\n\n"
        "2\n00:00:02,0 --> 00:00:03,0\nكان البحر هادئاً.\nla mer était calme.\n"
    )
    assert found(text) == [
        ("عندما وصلنا إلى الميناء كان البحر هادئاً.", (2, 8)),
        ("Quand nous sommes arrivés au port, la mer était calme.", (2, 9)),
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.srt", SRT.encode()),
        ("a", SRT.encode()),
        ("a.txt", b"\xef\xbb\xbf" + VTT.encode()),
        ("a.txt", b"\n1\r\n00:00:01,000 --> 00:00:02,000\r\nUn.\r\n"),
        ("a.srt", ARABIC.encode("cp1256")),
        ("a.vtt", VTT.encode("utf-16")),
    ],
)
def test_they_are_known(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert formats.read(str(tmp_path / name)).source.format == "subtitles"


@pytest.mark.parametrize("data", [b"Bonjour.\n", b"WEBVTT\n\nNOTE rien\n", b"1\n2\n3\n"])
def test_no_cue(data: bytes) -> None:
    with pytest.raises(InputError, match=r"a\.srt: no cue was found"):
        subtitles.read(data, "a.srt")


def test_two_languages_align_by_their_text(tmp_path: Path) -> None:
    (tmp_path / "ar.srt").write_text(ARABIC, encoding="utf-8")
    (tmp_path / "fr.srt").write_text(SRT, encoding="utf-8")
    report = audit(str(tmp_path / "ar.srt"), str(tmp_path / "fr.srt"))
    pairs = [(pair.src_text, pair.tgt_text) for pair in report.statements[0].pairs]
    assert pairs[0] == (
        "عندما وصلنا إلى الميناء كان البحر هادئاً.",
        "Quand nous sommes arrivés au port, la mer était calme.",
    )
    assert pairs[-1][0] == "بقي سبعة عشر قارباً وثلاث شباك."
    assert all(src and tgt for src, tgt in pairs)


@pytest.mark.parametrize(
    "piece", ["<", "<i", "{\\", "00:00:01,0 --> ", "<v ", "&", "1\n00:00:01,0 --> 00:00:02,0\nx\n", "-"]
)
def test_hostile_text_stays_linear(piece: str) -> None:
    subtitles.read(("1\n00:00:01,0 --> 00:00:02,0\n" + piece * 20_000 + "\nx\n").encode(), "a.srt")


@given(st.lists(st.sampled_from(["1", "", "WEBVTT", "NOTE", "00:00:01,0 --> 00:00:02,0", "Un.", "نعم", "<i>", "-"])))
def test_any_lines_give_blocks_or_one_line(parts: list[str]) -> None:
    text = "\n".join(parts)
    try:
        content = subtitles.read(text.encode(), "a.srt")
    except InputError as error:
        assert "\n" not in str(error)
        return
    for block in content.blocks:
        assert content.text[block.start : block.start + len(block.text)] == block.text
        assert 1 <= block.lines[0] <= block.lines[1] <= len(parts)
