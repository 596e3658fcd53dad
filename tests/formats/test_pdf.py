"""PDF files: what is written in them, and Arabic that stands backwards."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest
from hostile import AR, FR
from hostile.pdf import made
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import formats
from aligner.errors import InputError
from aligner.formats import _pdf, pdf
from aligner.formats._visual import beside, is_visual, letters, to_logical


def backwards(text: str, ligatures: bool = False) -> list[str]:
    """A line of Arabic as glyphs from left to right; lam with alef may be one glyph."""
    return re.findall("ل[اأإآ]|." if ligatures else ".", text)[::-1]


def texts(*pages: list[list[str]]) -> list[str]:
    return [block.text for block in pdf.read(made(*pages), "file").blocks]


def test_french_and_arabic() -> None:
    arabic = "أعلنت البلدية الإغلاق خلال الأيام المقبلة"
    content = pdf.read(made([list(FR), [], backwards(arabic, ligatures=True)]), "file")
    assert [block.text for block in content.blocks] == [FR, arabic]
    assert "may be unreliable" in content.notes[0]
    assert content.notes[1] == "Its Arabic stood backwards and was turned around."


def test_arabic_that_was_written_in_order_stays() -> None:
    arabic = "أعلنت البلدية الإغلاق خلال الأيام المقبلة"
    content = pdf.read(made([list(arabic)]), "file")
    assert [block.text for block in content.blocks] == [arabic]
    assert len(content.notes) == 1


def test_presentation_forms_become_letters() -> None:
    forms = "ﺔﻨﻳﺪﻤﻟا ﻲﻓ مﻼﺴﻟا"
    assert texts([list(forms)]) == ["السلام في المدينة"]
    assert letters("ﬁn ½ ﷲ \u00a0²") == "fin ½ الله \u00a0²"


def test_lines_are_pages_and_heads_are_left_out() -> None:
    pages = [
        [list("Rapport annuel"), [], list(f"{word} texte du jour."), [], list(f"- {n} -")]
        for n, word in enumerate(("Premier", "Second", "Troisième", "Dernier"), 1)
    ]
    content = pdf.read(made(*pages), "file")
    assert [(block.text, block.lines) for block in content.blocks] == [
        ("Premier texte du jour.", (1, 1)),
        ("Second texte du jour.", (2, 2)),
        ("Troisième texte du jour.", (3, 3)),
        ("Dernier texte du jour.", (4, 4)),
    ]
    note = pdf.read(made([list(FR)], [], [list(FR)]), "file").notes[-1]
    assert note == "Page 2 held no text."


def test_the_audit_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(made([backwards(AR), [], list(FR)]))
    document = formats.read(str(path))
    assert document.source.format == "pdf"
    assert [block.text for block in document.blocks] == [AR, FR]
    assert any("unreliable" in note for note in document.notes)


@pytest.mark.parametrize(
    ("visual", "expected"),
    [
        ("ةنيدملا يف", "في المدينة"),
        (".راذآ 15 موي", "يوم 15 آذار."),
        ("ةينطولا (Bibliothèque) ةبتكملا تحتتفا", "افتتحت المكتبة (Bibliothèque) الوطنية"),
        ("«ةنيدملا» تلاق", "قالت «المدينة»"),
        ("»ةنيدملا« تلاق", "قالت «المدينة»"),
        ("10:30 ةعاسلا", "الساعة 10:30"),
        ("%12,5 غلب", "بلغ 12,5%"),
        ("Le mot ةنيدملا يف est arabe", "Le mot في المدينة est arabe"),
        ("Rien d’arabe (ici).", "Rien d’arabe (ici)."),
        ("ًاقلغم رسجلا", "الجسر مغلقاً"),
        ("http://a.org/b-c ديدجلا عقوملا", "الموقع الجديد http://a.org/b-c"),
        ("2020راذآ", "آذار 2020"),
        ("", ""),
    ],
)
def test_reading_order(visual: str, expected: str) -> None:
    assert to_logical(visual) == expected


def test_two_columns() -> None:
    french = ["La ville est calme", "depuis dimanche.", "Les écoles ouvrent.", "Fin"]
    arabic = ["المدينة هادئة منذ", "يوم الأحد الماضي.", "المدارس مفتوحة.", "النهاية"]
    rows = [f"{left}   {right[::-1]}" for left, right in zip(french, arabic, strict=True)]
    rows = [*rows[:2], "", "Seul ici.", "", *rows[2:], "", ""]
    left, right = french[:3], [text[::-1] for text in arabic[:3]]
    below = [french[2], "Fin", "", right[2], arabic[3][::-1]]
    assert beside(rows)[:14] == [*left[:2], "", *right[:2], "", "Seul ici.", "", "", *below]
    swapped = [f"{text[::-1]}   {other}" for other, text in zip(french[:3], arabic[:3], strict=True)]
    assert [line for line in beside(swapped) if line] == right + left
    for alone in (rows[:2], french, arabic, ["Le mot ةنيدملا est arabe"] * 9, []):
        assert beside(alone) == alone
    pages = [list(row) for row in swapped]
    assert [b.text for b in pdf.read(made(pages), "file").blocks] == [*arabic[:3], *french[:3]]


@pytest.mark.parametrize(
    ("line", "expected"),
    [("المدينة القديمة", False), ("ةميدقلا ةنيدملا", True), ("la ville", False), ("ﺔﻨﻳﺪﻤﻟا", True), ("", False)],
)
def test_which_way_it_runs(line: str, expected: bool) -> None:
    assert is_visual([line]) is expected


@given(st.lists(st.sampled_from(["المدينة", "في", "مدرسة", "سلام", "على", "يوم"]), min_size=1, max_size=8))
def test_what_is_turned_twice_is_as_it_was(words: list[str]) -> None:
    line = " ".join(words)
    assert to_logical(line[::-1]) == line


@given(st.text(max_size=80))
def test_no_letter_is_lost(line: str) -> None:
    turned = to_logical(line)
    assert sorted(re.sub(r"[\s()\[\]{}<>«»‹›]", "", turned)) == sorted(re.sub(r"[\s()\[\]{}<>«»‹›]", "", line))


@pytest.mark.parametrize(
    "line", ["ا" * 500_000, "(ا " * 200_000, "a1." * 300_000 + "ا", "ا a " * 200_000, "1,1" * 300_000 + "ا"]
)
def test_long_lines_take_linear_time(line: str) -> None:
    to_logical(line)
    is_visual([line])


def _password() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(made([list(FR)])))
    writer.encrypt("secret", algorithm="RC4-128")
    stream_ = io.BytesIO()
    writer.write(stream_)
    return stream_.getvalue()


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"abc", "no PDF"),
        (b"%PDF-1.7\n", "broken PDF"),
        (made([list(FR)])[:200], "broken PDF"),
        (made([]), "only pictures"),
        (_password(), "has a password"),
        (b"%PDF-1.4\n" + b"1 0 obj << /A " * 5000, "broken PDF"),
    ],
)
def test_refused_in_one_line(data: bytes, part: str) -> None:
    with pytest.raises(InputError, match=part) as error:
        pdf.read(data, "file.pdf")
    assert "\n" not in str(error.value) and len(str(error.value)) < 250


def test_text_far_off_the_page_fills_no_memory() -> None:
    data = made([list("ici"), list("là")]).replace(b" 50 780 Td", b" 9e9 780 Td")
    try:
        content = pdf.read(data, "file")
    except InputError as error:
        assert "PDF" in str(error)
    else:
        assert len(content.text) < 100


def test_what_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pdf, "SECONDS", 0.001)
    with pytest.raises(InputError, match="takes more than"):
        pdf.read(made([list(FR)]), "file")


@given(st.binary(min_size=1, max_size=40), st.integers(9, 1500))
@settings(max_examples=8, deadline=None)
def test_any_damage_is_an_error_or_a_text(noise: bytes, at: int) -> None:
    data = bytearray(made([list(FR)]))
    data[at : at + len(noise)] = noise
    try:
        pdf.read(bytes(data), "file")
    except InputError as error:
        assert "\n" not in str(error)
