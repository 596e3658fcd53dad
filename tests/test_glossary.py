"""Glossaries read from tables and TBX, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CORPORA

from aligner.errors import InputError
from aligner.glossary import Entry, Glossary, parse, read
from aligner.text.phrases import Phrases
from aligner.text.words import words

RAID = Entry(("غارة جوية",), ("frappe aérienne", "raid aérien"), ("bombardement",), "un seul")
BARE = Entry(("غارة جوية",), ("frappe aérienne",))


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("arabic,french,forbidden,note\nغارة جوية,frappe aérienne;raid aérien,bombardement,un seul\n", RAID),
        ("Note;Français;Interdits;Arabe\r\nun seul;frappe aérienne|raid aérien;bombardement;غارة جوية\r\n", RAID),
        ("المصطلح\tالفرنسية\tممنوع\tملاحظة\nغارة جوية\tfrappe aérienne | raid aérien\tbombardement\tun seul\n", RAID),
        ('arabic,french,forbidden,note\nغارة جوية,"frappe aérienne\nraid aérien",bombardement,un seul\n', RAID),
        ("غارة جوية,frappe aérienne\n", BARE),
        ("frappe aérienne;غارة جوية\n", BARE),
        ("12\tغارة جوية\tfrappe aérienne\tmilitary\tطائرات حربية\n", BARE),
        ("\n# our own terms\n\nغارة جوية\tfrappe aérienne\n\n", BARE),
        (
            "arabic,french\nغارة جوية,frappe aérienne;raid, de nuit\n",
            Entry(("غارة جوية",), ("frappe aérienne", "raid")),
        ),
        ("arabe;interdit\nغارة جوية;bombardement\n", Entry(("غارة جوية",), (), ("bombardement",))),
        # A formula is text.
        ("arabic,french\nغارة جوية,=HYPERLINK(1)\n", Entry(("غارة جوية",), ("=HYPERLINK(1)",))),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256"])
def test_tables(text: str, entry: Entry, encoding: str) -> None:
    (found,) = parse(text.encode(encoding, "ignore"), "g").entries
    assert found == entry


V2 = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">
<martif type="TBX-Basic" xml:lang="en"><martifHeader><fileDesc/></martifHeader><text><body>
<termEntry id="c1"><descrip type="definition">une attaque</descrip>
<langSet xml:lang="ar"><tig><term>غارة جوية</term></tig></langSet>
<langSet xml:lang="fr-FR"><ntig><termGrp><term>frappe aérienne</term></termGrp></ntig>
<tig><term>bombardement</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
<langSet xml:lang="en"><tig><term>air strike</term></tig></langSet></termEntry>
<termEntry id="c2"><langSet xml:lang="en"><tig><term>tank</term></tig></langSet></termEntry>
</body></text></martif>"""
V3 = """<tbx type="TBX-Basic" style="{style}" xml:lang="fr" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:basic="http://www.tbxinfo.net/ns/basic"><text><body><conceptEntry id="c1"><note>une attaque</note>
<langSec xml:lang="ar"><termSec><term>غارة جوية</term></termSec></langSec>
<langSec xml:lang="fr"><termSec><term>frappe aérienne</term></termSec>
<termSec><term>bombardement</term>{status}</termSec></langSec></conceptEntry></body></text></tbx>"""
DCA = '<termNote type="administrativeStatus">supersededTerm-admn-sts</termNote>'
DCT = "<basic:administrativeStatus>deprecatedTerm-admn-sts</basic:administrativeStatus>"


@pytest.mark.parametrize("text", [V2, V3.format(style="dca", status=DCA), V3.format(style="dct", status=DCT)])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_tbx(text: str, encoding: str) -> None:
    (entry,) = parse(text.encode(encoding), "g.tbx").entries
    assert entry == Entry(("غارة جوية",), ("frappe aérienne",), ("bombardement",), "une attaque")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("arabic,french\nغارة جوية,frappe\n,raid\n", "g: row 3 has no Arabic term"),
        ("arabic,french\nair strike,frappe\n", "g: row 2 has no Arabic term"),
        ("arabic,french\n\nغارة جوية,\n", "g: row 3 has no French rendering for غارة جوية"),
        (f"arabic,french\nغارة جوية,{'x' * 400}\n", "g: row 2 holds a term of 400 characters"),
        ("arabic,french,forbidden\nغارة,raid,raid\n", "g: row 2 both allows and forbids « raid »"),
        ("arabic,french\n", "g: no entry was found"),
        ("frappe\traid\n", "g: no column holds Arabic"),
        ("غارة\tجوية\n", "g: no column holds French"),
        (f"arabic,french\nغارة,{'x' * 2_000_000}\n", "g: row 2 cannot be read"),
        ("<html><body>غارة</body></html>", "g: XML, but no TBX: its first element is html"),
        ("<martif><text>", "g: broken TBX"),
        (V2.replace("martif SYSTEM", "martif [<!ENTITY a SYSTEM 'file:///etc/passwd'>] PUBLIC"), "declares entities"),
        ("<!DOCTYPE tbx [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><tbx>&b;</tbx>", "declares entities"),
        ("<tbx>" * 100_000, "broken TBX"),
        ("<tbx/>", "no entry was found"),
    ],
)
def test_refused_in_one_line(text: str, part: str) -> None:
    with pytest.raises(InputError) as error:
        parse(text.encode(), "g")
    assert part in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_a_dtd_beside_the_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "TBXBasiccoreStructV02.dtd").write_text("<!ENTITY x 'read'>", encoding="utf-8")
    file = tmp_path / "g.tbx"
    file.write_text(V2.replace("une attaque", "&x;"), encoding="utf-8")
    assert "read" not in read(str(file)).entries[0].note


def test_a_missing_file() -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read("none.csv")


def test_the_sample() -> None:
    glossary = read(str(CORPORA / "glossary.csv"))
    assert isinstance(glossary, Glossary)
    assert len(glossary.entries) == 14
    assert len(glossary.digest) == 64


@given(st.text() | st.text(st.sampled_from('غج;,\t\n"|=<>é a')))
def test_any_text_is_a_glossary_or_an_error(text: str) -> None:
    try:
        glossary = parse(text.encode("utf-8", "replace"), "g")
    except InputError as error:
        assert str(error).startswith("g: ")
    else:
        assert all(entry.arabic for entry in glossary.entries)


PHRASES = [
    *("حالة اعتراض", "مدرسة", "مدرس", "وزارة", "لبنان", "فلسطين", "معلمون", "الدول الإسلامية"),
    *("état d’opposition", "journal", "ONU"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("عقب حالات اعتراضٍ عدة", "حالات اعتراضٍ=حالة اعتراض"),
        ("حالات من الاعتراض", "حالات من الاعتراض=حالة اعتراض"),
        ("حالات، الاعتراض", ""),
        ("حالات ذلك الآن الاعتراض", ""),
        ("وبمدرستهم", "وبمدرستهم=مدرسة"),
        ("المدرسة", "المدرسة=مدرسة"),
        ("ومدرسين", "ومدرسين=مدرس"),
        ("مدارس", ""),
        ("زار البلد", ""),
        ("وللوزارة وزارتها", "وللوزارة=وزارة وزارتها=وزارة"),
        ("اللبن لبناني بلبنان", "بلبنان=لبنان"),
        ("وفلسطين", "وفلسطين=فلسطين"),
        ("المعلمين ومعلميهم معلم", "المعلمين=معلمون ومعلميهم=معلمون معلم=معلمون"),
        ("للدولتين الإسلاميتين", ""),
        ("وللدول الإسلامية", "وللدول الإسلامية=الدول الإسلامية"),
        ("des états de l’opposition", "états de l’opposition=état d’opposition"),
        ("états. Opposition", ""),
        ("l’ONU et les journaux", "ONU=ONU journaux=journal"),
    ],
)
def test_phrases(text: str, found: str) -> None:
    phrases = Phrases((phrase, phrase) for phrase in PHRASES)
    matches = phrases.find(text, words(text))
    assert " ".join(f"{match.span.of(text)}={match.values[0]}" for match in matches) == found


def test_phrases_in_a_long_text_take_linear_time() -> None:
    phrases = Phrases([("حالة " * 20, 1), ("حالة حالة", 2)])
    text = "حالات " * 20_000
    assert len(phrases.find(text, words(text))) >= 1000
