"""XLIFF 1.2 and 2: languages, segments, inline tags, writing, and findings as notes in a copy of the file."""

from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType

import pytest
from exchange import AR, FR, HURT, PAIRS, judged, known, without_findings
from hypothesis import given
from lxml import etree

from aligner.data import Finding, Pair, Span
from aligner.errors import InputError
from aligner.formats import xliff, xliff12

BOTH = pytest.mark.parametrize("form", [xliff, xliff12])
XML = "{http://www.w3.org/XML/1998/namespace}"


def modern(*units: str, languages: str = 'srcLang="ar" trgLang="fr"', version: str = "2.1", file: str = "") -> bytes:
    return (
        f'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="{version}" {languages}>'
        f'<file id="f" {file}>{"".join(units)}</file></xliff>'
    ).encode()


def classic(*units: str, languages: str = 'source-language="ar" target-language="fr"', file: str = "") -> bytes:
    return (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2">'
        f'<file original="x" datatype="plaintext" {languages} {file}><header/><body>'
        f"{''.join(units)}</body></file></xliff>"
    ).encode()


def unit2(source: str, target: str, **attributes: str) -> str:
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<unit id="u"{given}><segment><source>{source}</source><target>{target}</target></segment></unit>'


def unit1(source: str, target: str, **attributes: str) -> str:
    given = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<trans-unit id="u"{given}><source>{source}</source><target>{target}</target></trans-unit>'


def read(data: bytes) -> list[Pair]:
    form = xliff if xliff.claims(data) else xliff12
    assert form.claims(data)
    return list(form.read_pairs(data, "file")[0])


def texts(data: bytes) -> list[tuple[str, str]]:
    return [(pair.src_text, pair.tgt_text) for pair in read(data)]


@pytest.mark.parametrize(
    ("languages", "sides"),
    [
        (("ar", "fr"), (AR, FR)),
        (("ar-SY", "fr-CA"), (AR, FR)),
        (("fr-FR", "ar-LB"), (FR, AR)),
        (("fr", "ar"), (AR, FR)),
        (("", ""), (FR, AR)),
        (("fr", ""), (FR, AR)),
        (("en", "fr"), (AR, FR)),
    ],
)
def test_which_side_is_which(languages: tuple[str, str], sides: tuple[str, str]) -> None:
    src, trg = languages
    assert texts(modern(unit2(*sides), languages=f'srcLang="{src}" trgLang="{trg}"')) == [(AR, FR)]
    assert texts(classic(unit1(*sides), languages=f'source-language="{src}" target-language="{trg}"')) == [(AR, FR)]


def test_files_of_other_languages() -> None:
    english = '<file original="y" source-language="en" target-language="ar" datatype="x"><body>'
    english += f"{unit1('The bridge', AR)}</body></file></xliff>"
    assert texts(classic(unit1(AR, FR)).replace(b"</xliff>", english.encode())) == [(AR, FR)]
    with pytest.raises(InputError, match=r"file: no unit is in Arabic and French \(languages in the file: ar, en\)"):
        read(modern(unit2("The bridge", AR), languages='srcLang="en" trgLang="ar"'))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('Le <pc id="1">pont</pc> est <pc id="2">fer<pc id="3">mé</pc></pc>.', "Le pont est fermé."),
        ('Le pont<ph id="1"/>est fermé.', "Le pont est fermé."),
        ('Le <ph id="1" equiv="x"/> pont', "Le pont"),
        ('Le <sc id="1"/>pont<ec startRef="1"/> est <sm id="m"/>fermé<em startRef="m"/>', "Le pont est fermé"),
        ('Le <mrk id="m" translate="no">pont</mrk>', "Le pont"),
        ('a<cp hex="001B"/>b<cp hex="D800"/><cp hex="zz"/><cp/>c', "a\x1bb\ufffdc"),
        ("Le\n   pont\u00a0est <!-- x -->\tfermé", "Le pont\u00a0est fermé"),
    ],
)
def test_inline_tags_of_version_2(content: str, text: str) -> None:
    assert texts(modern(unit2(AR, content))) == [(AR, text)]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ('Le <g id="1">pont</g> est <g id="2">fer<g id="3">mé</g></g>.', "Le pont est fermé."),
        ('Le pont<x id="1"/>est fermé.', "Le pont est fermé."),
        ('Le <bx id="1"/>pont<ex id="1"/> est', "Le pont est"),
        ('Le <bpt id="1">&lt;b&gt;</bpt>pont<ept id="1">&lt;/b&gt;</ept> est', "Le pont est"),
        ('Le pont<ph id="1">&lt;img alt="<sub>vue</sub>"/&gt;</ph>est', "Le pont est"),
        ('Le <it id="1" pos="open">&lt;i&gt;</it>pont', "Le pont"),
        ('Le <mrk mtype="protected">pont</mrk><mrk mtype="x-sdl-deleted"> neuf</mrk>', "Le pont"),
    ],
)
def test_inline_tags_of_version_1(content: str, text: str) -> None:
    assert texts(classic(unit1(AR, content))) == [(AR, text)]


def test_white_space_is_kept_where_the_file_says_so() -> None:
    two = "Le pont\n  est fermé."
    for make, unit in ((modern, unit2), (classic, unit1)):
        assert texts(make(unit(AR, two))) == [(AR, "Le pont est fermé.")]
        assert texts(make(unit(AR, two), file='xml:space="preserve"')) == [(AR, two)]
        assert texts(make(unit(AR, two, **{"xml:space": "preserve"}))) == [(AR, two)]


def test_what_is_not_to_be_translated_is_left() -> None:
    for make, unit in ((modern, unit2), (classic, unit1)):
        group = f'<group id="g" translate="no">{unit("رمز", "CODE")}{unit(AR, FR, translate="yes")}</group>'
        assert texts(make(unit("رمز", "CODE", translate="no"), group, unit(" ", ""))) == [(AR, FR)]


def test_a_unit_without_a_rendering() -> None:
    assert texts(modern('<unit id="u"><segment><source>الجسر</source></segment></unit>')) == [("الجسر", "")]
    assert texts(classic('<trans-unit id="u"><source>الجسر</source></trans-unit>')) == [("الجسر", "")]


SEGMENTS = f"""<unit id="u1" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0">
  <mtc:matches><mtc:match ref="#s1"><source>مطابقة</source><target>Une correspondance</target></mtc:match></mtc:matches>
  <segment id="s1" state="final"><source>{AR}</source><target>{FR}</target></segment>
  <ignorable><source> </source></ignorable>
  <segment><source>نعم</source><target xml:lang="fr">Oui</target></segment>
</unit>"""
SDL = f"""<group><trans-unit id="t1">
  <source><g id="1">{AR} نعم</g></source>
  <seg-source><g id="1"><mrk mtype="seg" mid="1">{AR}</mrk> <mrk mtype="seg" mid="2">نعم</mrk></g></seg-source>
  <target><g id="1"><mrk mtype="seg" mid="2">Oui</mrk> <mrk mtype="seg" mid="1">{FR}</mrk></g></target>
  <alt-trans><source>مطابقة</source><target>Une correspondance</target></alt-trans>
  <sdl:seg-defs xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"><sdl:seg id="1" conf="Translated"/></sdl:seg-defs>
</trans-unit></group>"""


@pytest.mark.parametrize(
    ("data", "ids"), [(modern(SEGMENTS), ["u1:s1", "u1:2"]), (classic(SDL), ["t1:1", "t1:2"])], ids=["2", "sdl"]
)
def test_a_unit_with_several_segments(data: bytes, ids: list[str]) -> None:
    assert texts(data) == [(AR, FR), ("نعم", "Oui")]
    assert [pair.id for pair in read(data)] == ids


def test_segments_of_the_original_alone() -> None:
    whole = re.sub("<target><g.*</g></target>", f"<target>{FR} Oui</target>", SDL)
    assert texts(classic(whole)) == [(f"{AR} نعم", f"{FR} Oui")]
    assert texts(classic(re.sub("<target><g.*</g></target>", "<target/>", SDL))) == [(AR, ""), ("نعم", "")]


def test_versions() -> None:
    assert texts(modern(unit2(AR, FR), version="2.0")) == [(AR, FR)]
    assert texts(modern(unit2(AR, FR)).replace(b"document:2.0", b"document:2.2")) == [(AR, FR)]
    assert texts(classic(unit1(AR, FR)).replace(b' xmlns="urn:oasis:names:tc:xliff:document:1.2"', b"")) == [(AR, FR)]
    assert not xliff.claims(b"<html/>") and not xliff12.claims(b"text") and not xliff.claims(b"")


@BOTH
@given(pairs=PAIRS)
def test_what_is_written_comes_back(form: ModuleType, pairs: list[Pair]) -> None:
    data = "".join(form.write_pairs(pairs)).encode()
    assert form.claims(data)
    back = read(data)
    assert known(back) == known(pairs)
    names = [pair.id for pair in back]
    assert len(set(names)) == len(names)
    kept = [(pair.id, name) for pair, name in zip(pairs, names, strict=True) if pair.id == "u1"]
    assert all(name == "u1" for _, name in kept[:1])


def test_characters_that_xml_cannot_hold() -> None:
    pairs = judged()
    assert known(read("".join(xliff.write_pairs(pairs)).encode())) == known(pairs)
    (odd,) = [pair for pair in read("".join(xliff12.write_pairs(pairs)).encode()) if "]0" in pair.tgt_text]
    assert odd.tgt_text == "Le pont \ufffd]0;x\ufffd est\r\nfermé"


def check_modern(data: bytes) -> None:
    """That a file keeps the rules of XLIFF 2.1, as far as we write and as far as we add."""
    root = etree.fromstring(data)
    space = "{urn:oasis:names:tc:xliff:document:2.0}"
    assert root.tag == f"{space}xliff"
    assert root.get("version") in ("2.0", "2.1") and root.get("srcLang")
    for file in root:
        names = [unit.get("id") for unit in file.iter(f"{space}unit")]
        assert file.get("id") and names and len(set(names)) == len(names)
        for unit in file.iter(f"{space}unit"):
            assert re.fullmatch(r"[\w.:-]+", unit.get("id"))
            children = [etree.QName(child) for child in unit.iterchildren("*")]
            order = " ".join(name.localname if f"{{{name.namespace}}}" == space else "other" for name in children)
            assert re.fullmatch("(other )*(notes )?(originalData )?(segment|ignorable)( segment| ignorable)*", order)
            for notes in unit.iter(f"{space}notes"):
                numbers = [note.get("id") for note in notes.iterchildren("*") if note.get("id")]
                assert len(notes) and len(set(numbers)) == len(numbers)
                for note in notes.iterchildren("*"):
                    assert 1 <= int(note.get("priority", "1")) <= 10
                    assert note.get("appliesTo", "source") in ("source", "target")
            for segment in unit.iter(f"{space}segment"):
                assert [etree.QName(child).localname for child in segment] in (["source"], ["source", "target"])
                assert segment.get("state") in (None, "initial", "translated", "reviewed", "final")
        for group in file.iter("{urn:oasis:names:tc:xliff:metadata:2.0}metaGroup"):
            assert len(group) and all(meta.get("type") for meta in group)


def check_classic(data: bytes) -> None:
    """The same for XLIFF 1.2."""
    root = etree.fromstring(data)
    space = "{urn:oasis:names:tc:xliff:document:1.2}"
    assert (root.tag, root.get("version")) == (f"{space}xliff", "1.2")
    for file in root:
        assert all(file.get(name) is not None for name in ("original", "source-language", "datatype"))
        names = [unit.get("id") for unit in file.iter(f"{space}trans-unit")]
        assert all(names) and len(set(names)) == len(names)
        for unit in file.iter(f"{space}trans-unit"):
            children = [etree.QName(child) for child in unit.iterchildren("*")]
            order = "".join(f"{q.localname} " if f"{{{q.namespace}}}" == space else "other " for q in children)
            assert re.fullmatch("source (seg-source )?(target )?((context-group|note|alt-trans) )*(other )*", order)
            for note in unit.iter(f"{space}note"):
                assert 1 <= int(note.get("priority", "1")) <= 10
                assert note.get("annotates", "general") in ("source", "target", "general")
            assert all(context.get("context-type") for context in unit.iter(f"{space}context"))


def test_the_structure_of_what_is_written() -> None:
    for pairs in (judged(), []):
        check_modern("".join(xliff.write_pairs(pairs)).encode())
        check_classic("".join(xliff12.write_pairs(pairs)).encode())
        assert len(read("".join(xliff.write_pairs(pairs)).encode())) == len(pairs)
    root = etree.fromstring("".join(xliff.write_pairs(judged())).encode())
    found = [(n.get("category"), n.get("priority"), n.get("appliesTo")) for n in root.iter("{*}note")]
    assert found == [("number", "1", None), ("omission", "5", "source"), ("encoding", "10", "target")]
    root = etree.fromstring("".join(xliff12.write_pairs(judged())).encode())
    found = [(n.get("from"), n.get("priority"), n.get("annotates")) for n in root.iter("{*}note")]
    assert found == [("aligner", "1", "general"), ("aligner", "5", "source"), ("aligner", "10", "target")]


MODERN = f"""<?xml version='1.0'?>
<x:xliff xmlns:x="urn:oasis:names:tc:xliff:document:2.0"   version="2.0" srcLang='fr-CA' trgLang="ar">
<x:file id="f"><x:skeleton href="a.skl"/>
 <x:unit id="u1">
  <x:notes>
    <x:note id="n1">À revoir</x:note>
  </x:notes>
  <x:originalData><x:data id="d">&lt;b></x:data></x:originalData>
  <x:segment id="s1" state="reviewed" subState="a:b"><x:source>Le <x:pc id="1">pont</x:pc>.</x:source>
    <x:target><x:pc id="1" >{AR}</x:pc></x:target></x:segment>
  <x:segment id="s2"><x:source>Oui</x:source><x:target>نعم</x:target></x:segment>
 </x:unit>
 <x:unit id="u2"><!-- rien -->
  <x:segment><x:source>{FR}</x:source><x:target>{AR}</x:target></x:segment></x:unit>
 <x:unit id="u3" translate="no"><x:segment><x:source>{FR}</x:source></x:segment></x:unit>
</x:file>
</x:xliff>
"""
CLASSIC = f"""<?xml version="1.0" encoding="windows-1256" standalone='yes'?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" version="1.2">
<file original="x" source-language="fr" target-language="ar" datatype="plaintext"><header><sdl:ref-files/></header>
<body>
{SDL.replace(AR, "@").replace(FR, AR).replace("@", FR).replace("نعم", "@").replace("Oui", "نعم").replace("@", "Oui")}
<trans-unit id="t2" approved="yes"><source>{FR}</source><target state="final">{AR}</target>
  <note from="Salma">à revoir</note>
</trans-unit>
<trans-unit id="t3"><source>{FR}</source><target state="final">{AR}</target></trans-unit>
</body></file></xliff>
"""
MDA = "urn:oasis:names:tc:xliff:metadata:2.0"
ABOUT, LEFT = 'priority="1" annotates="target"', "Error (omission): Left out &lt;here&gt;."


def rated(*ratings: str) -> str:
    metas = "".join(f'<mda:meta type="fidelity">{rating}</mda:meta>' for rating in ratings)
    return f'<mda:metadata xmlns:mda="{MDA}"><mda:metaGroup category="aligner">{metas}</mda:metaGroup></mda:metadata>'


def contexts(*ratings: str) -> str:
    inside = "".join(f'<context context-type="x-aligner-fidelity">{rating}</context>' for rating in ratings)
    return f'<context-group purpose="information">{inside}</context-group>'


@pytest.mark.parametrize(
    ("text", "encoding", "form", "check", "added"),
    [
        (
            MODERN,
            "utf-8",
            xliff,
            check_modern,
            [
                f"  {rated('s1: 0.5000', 's2: 0.5000')}",
                '    <x:note id="aligner-1" category="omission" priority="1" appliesTo="target">s2: Error (omission): '
                "Left out &lt;here&gt;.</x:note>",
                f"  {rated('0.5000')}",
                '  <x:note id="aligner-1" category="omission" priority="1" appliesTo="target">Error (omission): '
                "Left out &lt;here&gt;.</x:note>",
            ],
        ),
        (
            CLASSIC,
            "windows-1256",
            xliff12,
            check_classic,
            [
                f"  {contexts('1: 0.5000', '2: 0.5000')}",
                f'  <note from="aligner" {ABOUT}>2: {LEFT}</note>',
                f"  {contexts('0.5000')}",
                f'  <note from="aligner" {ABOUT}>{LEFT}</note>',
                f'<trans-unit id="t3"><source>{FR}</source><target state="final">{AR}</target>'
                f'{contexts("0.5000")}<note from="aligner" {ABOUT}>{LEFT}</note>'
                "</trans-unit>",
            ],
        ),
    ],
    ids=["2", "1.2"],
)
def test_findings_go_into_a_copy(text: str, encoding: str, form: ModuleType, check: object, added: list[str]) -> None:
    original = text.encode(encoding)
    pairs = [replace(pair, fidelity=0.5) for pair in read(original)]
    finding = Finding("omission", "error", "Left out <here>.", (Span(0, 0),))
    checked = [pairs[0], *(replace(pair, findings=(finding,)) for pair in pairs[1:])]
    made = form.annotate(original, "file", checked)
    check(made)  # type: ignore[operator]
    before = text.splitlines()
    assert [line for line in made.decode(encoding).splitlines() if line not in before] == added
    assert known(read(made)) == known(pairs)
    # A later run replaces what it finds of its own; without that, the file is as it was.
    assert form.annotate(made, "file", checked) == made
    assert form.annotate(made, "file", pairs) == form.annotate(original, "file", pairs)
    assert without_findings(made.decode(encoding)) == text


def test_fidelity_among_the_metadata_of_others() -> None:
    others = '<m:metaGroup category="x"><m:meta type="y">z</m:meta></m:metaGroup>'
    with_metadata = unit2(AR, FR).replace("<segment", f'<m:metadata xmlns:m="{MDA}">{others}</m:metadata><segment', 1)
    pairs = [replace(pair, fidelity=0.25) for pair in read(modern(with_metadata))]
    made = xliff.annotate(modern(with_metadata), "file", pairs)
    ours = '<m:metaGroup category="aligner"><m:meta type="fidelity">0.2500</m:meta></m:metaGroup>'
    assert made.decode() == modern(with_metadata).decode().replace(others, ours + others)
    assert xliff.annotate(made, "file", pairs) == made


@BOTH
def test_fidelity_is_written_where_it_is_known(form: ModuleType) -> None:
    made = "".join(form.write_pairs(judged(), judged=True))
    assert re.findall('fidelity">([^<]*)<', made) == ["0.1250", "0.2500", "0.5000", "1.0000"]
    assert known(read(made.encode())) == known(read("".join(form.write_pairs(judged())).encode()))
    pairs = read(made.encode())
    assert form.annotate(made.encode(), "file", pairs).decode().count("fidelity") == len(pairs)


def test_what_an_encoding_cannot_hold_becomes_a_reference() -> None:
    original = CLASSIC.encode("windows-1256")
    checked = [replace(pair, findings=(Finding("mark", "info", "Ⅷ ⟦RLO⟧"),)) for pair in read(original)]
    made = xliff12.annotate(original, "file", checked)
    assert made.decode("windows-1256").count("&#8551; &#10214;RLO&#10215;") == len(checked)
    assert HURT.findings
