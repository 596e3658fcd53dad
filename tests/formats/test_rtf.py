"""Rich text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import AR, FR
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import formats
from aligner.errors import InputError
from aligner.formats import rtf

FONTS = (
    r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset178{\*\panose 020b}Arial{\*\falt x};}{\f2\fcharset238 Arial;}}"
    r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0 heading 1;}{\s2 Titre;}{\*\cs3 heading 9;}}"
)


def made(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> bytes:
    return ("{\\rtf1" + head + FONTS + body + "}").encode("latin-1")


def coded(text: str, encoding: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


def numbered(text: str, fallback: str = "?") -> str:
    units = text.encode("utf-16-le")
    values = (int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2))
    return "".join(f"\\u{value}{fallback}" for value in values)


def blocks(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> list[tuple[str, str]]:
    content = rtf.read(made(body, head), "file")
    for block in content.blocks:
        assert content.text[block.start : block.start + len(block.text)] == block.text
    return [(block.kind, block.text) for block in content.blocks]


def texts(body: str, head: str = r"\ansi\ansicpg1252\deff0") -> list[str]:
    return [text for _, text in blocks(body, head)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"Bonjour\par Le pont {\b est} ferm\'e9.\par", ["Bonjour", "Le pont est fermé."]),
        ("un\\par\r\ndeux\\\ntrois\r\n quatre", ["un", "deux", "trois quatre"]),
        (r"un\line deux\par\par trois", ["un", "deux", "trois"]),
        (r"\lquote a\rquote  \ldblquote b\rdblquote\~: c\_d \{e\} \\", ["‘a’ “b”\u00a0: c\u2011d {e} \\"]),
        (r"l\u8217?\u233\'e9t\uc0\u233  fini\uc2\u233\'e9\'e9.", ["l’été finié."]),
        (r"\uc1\u233\b e", ["ée"]),
        (r"un{\v cach\'e9} deux\v trois\v0  quatre{\deleted parti}{\revised venu}", ["un deux quatrevenu"]),
        (r"{\info{\title Titre}}{\header en-t\'eate\par}{\*\x y}vu{\pict 00}{\object{\result objet}}", ["vuobjet"]),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt lien}}", ["lien"]),
        (r"{\upr{ancien}{\*\ud{nouveau}}}", ["nouveau"]),
        ("a\\bin5 {{{}}b", ["ab"]),
        (r"a\bin-5 b", ["ab"]),
        (r"un{\shp{\*\shpinst{\sp{\sn x}}{\shptxt deux\par}}{\shprslt vieux}}trois", ["un", "deux", "trois"]),
        (r"Mot{\footnote\pard Note un.\par suite} et fin.\par Autre.", ["Mot et fin.", "Note un.", "suite", "Autre."]),
        (r"a\page b", ["a", "b"]),
    ],
)
def test_text(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (numbered(AR), r"\ansi"),
        (r"\uc0" + numbered(AR, " "), r"\ansi"),
        (r"\f1 " + coded(AR, "cp1256"), r"\ansi\ansicpg1252"),
        (r"{\f1 " + coded(AR, "cp1256") + "}", r"\ansi"),
        (coded(AR, "cp1256"), r"\ansi\ansicpg1256\deff7"),
        (AR.encode("cp1256").decode("latin-1"), r"\ansi\ansicpg1256"),
        (r"{\ltrch\fcs0 \f0 \rtlch\af1 " + coded(AR, "cp1256") + "}", r"\ansi"),
        ("".join(f"{{\\f1 {coded(word, 'cp1256')}}} " for word in AR.split()), r"\ansi\deff0"),
    ],
)
def test_arabic(body: str, head: str) -> None:
    assert texts(body, head) == [AR]


def test_french_beside_arabic() -> None:
    both = r"{\f1 " + coded(AR, "cp1256") + r"}\par " + coded(FR, "cp1252")
    assert texts(both, r"\ansi\ansicpg1256\deff0") == [AR, FR]
    assert texts(coded("été", "mac-roman"), r"\mac\deff9") == ["été"]
    assert texts(coded("été", "cp850"), r"\pca\deff9") == ["été"]


def test_emoji_and_halves_of_them() -> None:
    assert texts(numbered("a😀b")) == ["a😀b"]
    assert texts(r"a\u-10179?b") == ["a\ufffdb"]
    assert texts(r"a\u-8704?b") == ["a\ufffdb"]


def test_kinds() -> None:
    body = (
        r"\pard\s1 Chapitre\par\pard\s2 Titre\par\pard\outlinelevel2 Partie\par\pard\outlinelevel9 texte\par"
        r"\pard{\listtext\'95\tab}premier\par{\pntext 2.\tab}second\par\pard fin"
    )
    assert blocks(body) == [
        ("heading", "Chapitre"),
        ("heading", "Titre"),
        ("heading", "Partie"),
        ("paragraph", "texte"),
        ("item", "premier"),
        ("item", "second"),
        ("paragraph", "fin"),
    ]


def row(*cells: str) -> str:
    return r"\trowd" + "".join(rf"\pard\intbl {cell}\cell" for cell in cells) + r"\row "


def test_tables(tmp_path: Path) -> None:
    body = r"avant\par " + row("a", "", "b") + row(r"c\par d", "e", "f") + r"\pard apr\'e8s"
    found = rtf.read(made(body), "file").blocks
    assert [(b.text, b.cell) for b in found] == [
        ("avant", None),
        ("a", (0, 0, 0)),
        ("b", (0, 0, 2)),
        ("c", (0, 1, 0)),
        ("d", (0, 1, 0)),
        ("e", (0, 1, 1)),
        ("f", (0, 1, 2)),
        ("après", None),
    ]
    path = tmp_path / "a.rtf"
    path.write_bytes(made(row(numbered(AR), numbered(FR)) + row(numbered("نعم"), "oui")))
    assert [(pair.src_text, pair.tgt_text) for pair in formats.read_pairs(str(path))] == [(AR, FR), ("نعم", "oui")]
    assert formats.read(str(path)).source.format == "rtf"
    with pytest.raises(InputError, match="no table holds Arabic"):
        rtf.read_pairs(made("a"), "file")


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"abc", "no RTF"),
        (b"PK\x03\x04", "no RTF: this is a ZIP"),
        (made("a")[:-1], "was cut"),
        (made("{" * 600), "nested too deeply"),
        (b"{\\rtf1 \\", "was cut"),
        (b"{\\rtf1 {\\bin9999 }}", "was cut"),
    ],
)
def test_refused_in_one_line(data: bytes, part: str) -> None:
    with pytest.raises(InputError, match=part) as error:
        rtf.read(data, "file.rtf")
    assert "\n" not in str(error.value)


PIECES = st.lists(
    st.sampled_from(
        r"{ } \par \cell \row \intbl \pard \u-10179 \u233? \'e9 \'c7\'e1 \uc3 \f1 \footnote \* \fonttbl \stylesheet "
        r"\s1 \listtext \bin3 \v \plain \deleted0 \upr \ud \shptxt \rtlch \af1 \ansicpg1256 a\~b \\ \{ é ".split()
    )
)


@given(PIECES)
@settings(max_examples=400, deadline=None)
def test_any_words_are_a_text_or_an_error(pieces: list[str]) -> None:
    try:
        content = rtf.read(made(" ".join(pieces)), "file")
    except InputError as error:
        assert "\n" not in str(error)
    else:
        assert all(content.text[b.start :].startswith(b.text) for b in content.blocks)
        content.text.encode("utf-8")


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60))
def test_any_character(text: str) -> None:
    (found,) = texts("x" + numbered(text) + "x")
    assert found == " ".join(f"x{text}x".split(" ")) or "".join(found.split()) == "".join(f"x{text}x".split())


@pytest.mark.parametrize(
    "body",
    [
        "\\'e9" * 1_000_000,
        "\\u233?" * 300_000,
        "{a}" * 400_000,
        "a\\par " * 100_000,
        r"{\footnote a}" * 60_000,
        row("a") * 30_000,
        r"{\*\x " * 400 + "}" * 400,
        "\\" + "a" * 1_000_000,
    ],
)
def test_long_files_take_linear_time(body: str) -> None:
    rtf.read(made(body), "file")
