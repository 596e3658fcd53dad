"""Translation memories: languages, inline tags, writing, and findings in a copy of the file."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from exchange import AR, FR, HURT, PAIRS, judged, known
from hypothesis import given
from lxml import etree

from aligner.data import Pair
from aligner.errors import InputError
from aligner.formats import tmx


def memory(*units: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    header = (
        '<header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="ar" '
    )
    return f'{head}<tmx version="1.4">{header}datatype="x"/><body>{"".join(units)}</body></tmx>'.encode()


def unit(*sides: tuple[str, str], inside: str = "", **attributes: str) -> str:
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    variants = (f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>' for lang, text in sides)
    return f"<tu{given}>{inside}{''.join(variants)}</tu>"


def read(data: bytes) -> list[Pair]:
    return list(tmx.read_pairs(data, "file")[0])


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ((("ar", AR), ("fr", FR)), (AR, FR)),
        ((("fr-CA", FR), ("ar-SY", AR)), (AR, FR)),
        ((("FR_fr", FR), ("ara", AR)), (AR, FR)),
        ((("en-US", "The bridge is closed."), ("ar", AR), ("de", "Die Brücke."), ("fr", FR)), (AR, FR)),
        ((("ar-EG", ""), ("ar-LB", AR), ("fr", FR)), (AR, FR)),
        # Attributes that are wrong, missing or the same.
        ((("fr", AR), ("ar", FR)), (AR, FR)),
        ((("fr", AR), ("fr", FR)), (AR, FR)),
        ((("", FR), ("", AR)), (AR, FR)),
        ((("en", AR), ("fr", FR)), (AR, FR)),
        ((("und", AR), ("fr", FR)), (AR, FR)),
        # Texts that say nothing of their language.
        ((("fr", "17"), ("ar", "17")), ("17", "17")),
        ((("fr", "OK"), ("ar", "OK")), ("OK", "OK")),
        ((("fr", "OK"), ("", "OK")), ("OK", "OK")),
        # Arabic that was left as it was.
        ((("ar", AR), ("fr", AR)), (AR, AR)),
        ((("ar", AR), ("fr", "")), (AR, "")),
        ((("fr", FR),), ("", FR)),
        ((("ar", AR),), (AR, "")),
    ],
)
def test_which_side_is_which(sides: tuple[tuple[str, str], ...], expected: tuple[str, str]) -> None:
    (pair,) = read(memory(unit(*sides)))
    assert (pair.src_text, pair.tgt_text) == expected


@pytest.mark.parametrize(
    "sides",
    [
        (("ar", AR), ("en", "The bridge is closed.")),
        (("en", "The bridge is closed."), ("fr", FR)),
        (("fa", "پل بسته است."), ("de", "Die Brücke ist zu.")),
        (("ar", ""), ("fr", " ")),
        (),
    ],
)
def test_units_of_other_languages_are_left(sides: tuple[tuple[str, str], ...]) -> None:
    ours = unit(("ar", AR), ("fr", FR))
    assert len(read(memory(unit(*sides), ours, unit(*sides)))) == 1


def test_a_memory_of_other_languages_says_which() -> None:
    with pytest.raises(InputError, match=r"file: no unit is in Arabic and French \(languages in the file: ar, en\)"):
        read(memory(unit(("ar", AR), ("en-GB", "The bridge is closed."))))
    assert read(memory()) == []


@pytest.mark.parametrize(
    ("segment", "text"),
    [
        ("Le <bpt i='1'>&lt;b&gt;</bpt>pont<ept i='1'>&lt;/b&gt;</ept> est fermé.", "Le pont est fermé."),
        ("anti<bpt i='1'>&lt;i&gt;</bpt>constitution<ept i='1'>&lt;/i&gt;</ept>nel", "anticonstitutionnel"),
        ("Le pont<ph x='1'>&lt;br/&gt;</ph>est fermé.", "Le pont est fermé."),
        ("Le pont <ph x='1'>&lt;img alt='<sub>une image</sub>'/&gt;</ph> est fermé.", "Le pont est fermé."),
        ("Fermé.<ph/>Ouvert (<ph/>non).", "Fermé. Ouvert (non)."),
        ("L’<ph/>eau, <it pos='begin'>x</it>dit<ut>y</ut>on.", "L’eau, dit on."),
        ("Le <hi type='x'>pont <hi>est</hi></hi> fermé", "Le pont est fermé"),
        ("<ph>x</ph>Le pont<ph>y</ph>", "Le pont"),
        ("\n  Le\u00a0pont  est\n fermé. \t", "Le\u00a0pont  est\n fermé."),
        ("<![CDATA[a < b]]> &amp; c<!-- d --><?e f?>", "a < b & c"),
    ],
)
def test_inline_tags(segment: str, text: str) -> None:
    (pair,) = read(memory(unit(("ar", AR), ("fr", segment))))
    assert pair.tgt_text == text


def test_what_is_known_of_a_unit() -> None:
    data = memory("\n", unit(("ar", AR), ("fr", FR), tuid="a 1"), "\n\n", unit(("fr", FR), ("ar", AR)))
    first, second = read(data)
    assert (first.id, second.id) == ("a 1", "")
    assert [sentence.number for pair in (first, second) for sentence in (*pair.src, *pair.tgt)] == [0, 0, 1, 1]
    assert (first.src[0].lines, second.tgt[0].lines) == ((2, 2), (4, 4))
    old = memory(f'<tu><tuv lang="AR"><seg>{AR}</seg></tuv><tuv lang="FR"><seg>{FR}</seg></tuv></tu>')
    assert read(old)[0].tgt_text == FR


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("windows-1256", "windows-1256"),
    ],
)
def test_encodings(encoding: str, named: str) -> None:
    data = memory(unit(("ar", AR), ("fr", "Le pont.")), head=f'<?xml version="1.0" encoding="{encoding[:12]}"?>')
    data = data.decode().replace('"utf-8-sig"', '"utf-8"').replace('"utf-16-be"', '"utf-16"').encode(encoding)
    pairs, found = tmx.read_pairs(data, "file")
    assert (next(pairs).src_text, found) == (AR, named)
    assert tmx.claims(data)


def test_a_file_that_says_utf_16_and_is_utf_8() -> None:
    data = memory(unit(("ar", AR), ("fr", FR)), head='<?xml version="1.0" encoding="utf-16"?>')
    assert read(data)[0].src_text == AR
    assert tmx.read_pairs(data, "file")[1] == "utf-8"


@given(PAIRS)
def test_what_is_written_comes_back(pairs: list[Pair]) -> None:
    text = "".join(tmx.write_pairs(pairs))
    assert tmx.claims(text.encode())
    assert known(read(text.encode())) == known(pairs)


def check_structure(data: bytes) -> None:
    """That a file keeps the rules of the TMX 1.4 DTD, as far as we write and as far as we add."""
    root = etree.fromstring(data)
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    header, body = root.iterchildren("*")
    required = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert required <= set(header.attrib)
    for tu in body.iterchildren("*"):
        assert re.fullmatch("(note |prop )*(tuv )+", "".join(f"{child.tag} " for child in tu.iterchildren("*")))
        assert all(prop.get("type") for prop in tu.iter("prop"))
        for tuv in tu.iter("tuv"):
            assert tuv.get("{http://www.w3.org/XML/1998/namespace}lang")
            assert [child.tag for child in tuv if child.tag not in ("note", "prop")] == ["seg"]


def test_the_structure_of_what_is_written() -> None:
    pairs = judged()
    text = "".join(tmx.write_pairs(pairs, judged=True))
    check_structure(text.encode())
    root = etree.fromstring(text.encode())
    first = root.find("body")[0]
    assert first.get("tuid") == "a&b"
    assert first.findtext("note") == (
        "aligner: Error (number): The Arabic says 17, the French says 71. [سبعة عشر … soixante et onze] "
        "Suggested: dix-sept"
    )
    assert [p.text for p in first.iter("prop") if p.get("type") == "x-aligner-fidelity"] == ["0.1250"]
    assert text.count("x-aligner-fidelity") == len(pairs)
    check_structure("".join(tmx.write_pairs([])).encode())


ORIGINAL = f"""\ufeff<?xml version='1.0'  encoding="utf-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><!-- une mémoire -->
 <header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="fr" datatype="x">
  <prop type="client">Z</prop></header>
 <body>
  <tu tuid='7' changedate="20200102T000000Z">
    <note>À revoir</note>
    <prop type="x-project">P &#38; Q</prop>
    <tuv xml:lang="fr"><prop type="a">b</prop><seg>Le <bpt i="1" >&lt;b></bpt>pont<ept i="1"/></seg></tuv>
    <tuv xml:lang="ar"><seg><![CDATA[{AR}]]></seg></tuv>
  </tu>
  <tu><tuv xml:lang="en"><seg>Bridge</seg></tuv></tu>
  <tu><tuv xml:lang="ar"><seg>{AR}</seg></tuv><tuv xml:lang="fr"><seg>{FR}</seg></tuv></tu>
 </body>
</tmx>
"""


@pytest.mark.parametrize(("encoding", "end"), [("utf-8", "\n"), ("utf-8", "\r\n"), ("utf-16", "\n")])
def test_findings_go_into_a_copy(encoding: str, end: str) -> None:
    text = ORIGINAL[1:] if encoding == "utf-16" else ORIGINAL
    original = text.replace('"utf-8"', f'"{encoding}"').replace("\n", end).encode(encoding)
    finding = replace(HURT.findings[0], src=(), tgt=())
    checked = [replace(pair, fidelity=0.125) for pair in read(original)]
    checked[0] = replace(checked[0], findings=(finding,))
    made = tmx.annotate(original, "file", checked)
    check_structure(made)
    assert known(read(made)) == known(read(original))
    lines, before = made.decode(encoding).splitlines(), original.decode(encoding).splitlines()
    added = [line for line in lines if line not in before]
    assert added == [
        '    <prop type="x-aligner-fidelity">0.1250</prop>',
        "    <note>aligner: Error (number): The Arabic says 17, the French says 71. Suggested: dix-sept</note>",
        '  <tu><prop type="x-aligner-fidelity">0.1250</prop>' + before[-3].strip()[4:],
    ]
    assert made.decode(encoding).count("\n") == len(lines) == made.decode(encoding).count(end)
    # What was added is replaced by a later run, and can be taken out again.
    assert tmx.annotate(made, "file", checked) == made
    bare = re.sub(
        r"<prop type=\"x-aligner-fidelity\">[^<]*</prop>\s*|<note>aligner: [^<]*</note>\s*", "", made.decode(encoding)
    )
    assert bare == original.decode(encoding)
