"""Files in the style of SDL Trados and Phrase (Memsource), as far as they are XLIFF 1.2, written for these tests."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from exchange import AR, FR, without_findings

from aligner import cli, formats
from aligner.data import Finding, Span
from aligner.formats import xliff12

SDLXLIFF = f"""\ufeff<?xml version="1.0" encoding="utf-8"?>
<xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2" \
sdl:version="1.0"><doc-info xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><cmt-defs><cmt-def id="c1"><Comments>\
<Comment severity="Low" user="Salma" version="1.0">À revoir</Comment></Comments></cmt-def></cmt-defs></doc-info>
<file original="avis.docx" datatype="x-sdlfilterframework2" source-language="ar-SY" target-language="fr-FR"><header>
<file-info xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><value key="SDL:FileId">1</value></file-info>
<reference><internal-file form="base64">UEsDBA==</internal-file></reference>
<tag-defs xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><tag id="1"><bpt name="b">&lt;b&gt;</bpt><ept name="b">\
&lt;/b&gt;</ept></tag></tag-defs></header><body>
<group><sdl:cxts><sdl:cxt id="1" /></sdl:cxts><trans-unit id="5f1c" translate="no"><source>©</source></trans-unit>
<trans-unit id="a9e2"><source><g id="1">{AR}</g> نعم.</source><seg-source><g id="1"><mrk mtype="seg" mid="1">{AR}</mrk>\
</g> <mrk mtype="seg" mid="2">نعم.</mrk></seg-source><target><g id="1"><mrk mtype="seg" mid="1">Le <mrk \
mtype="x-sdl-comment" sdl:cid="c1">pont</mrk> est <mrk mtype="x-sdl-deleted" sdl:revid="r1">ouvert</mrk><mrk \
mtype="x-sdl-added" sdl:revid="r2">fermé</mrk> aux camions.</mrk></g> <mrk mtype="seg" mid="2">Oui.</mrk></target>\
<sdl:seg-defs><sdl:seg id="1" conf="Translated" origin="interactive" percent="99"><sdl:value key="by">S\
</sdl:value></sdl:seg><sdl:seg id="2" conf="ApprovedSignOff" locked="true" /></sdl:seg-defs></trans-unit></group>
</body></file></xliff>"""
MXLIFF = f"""<?xml version="1.0" encoding="UTF-8"?>
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:m="http://www.memsource.com/mxlf/2.0" version="1.2" \
m:version="2.4" m:level="1">
  <file original="avis.docx" source-language="ar" target-language="fr" datatype="x-docx" m:file-format="doc">
    <header />
    <body>
      <group id="0" m:para-id="0">
        <context-group><context context-type="x-key">titre</context></context-group>
        <trans-unit id="J1:0" xml:space="preserve" m:score="1.0" m:gross-score="1.0" m:confirmed="1" m:locked="false">
          <source>{AR}</source>
          <target>{FR}</target>
          <alt-trans origin="memsource-tm"><target>Le pont est clos.</target></alt-trans>
          <m:tunit-metadata><m:mark id="1"><m:type>link</m:type><m:content/></m:mark></m:tunit-metadata>
        </trans-unit>
        <trans-unit id="J1:1" xml:space="preserve" m:score="0.0" m:confirmed="0" m:locked="true">
          <source>نعم.</source>
          <target>Oui.</target>
        </trans-unit>
      </group>
    </body>
  </file>
</xliff>
"""
EACH = pytest.mark.parametrize(
    ("name", "text", "ids"),
    [("avis.sdlxliff", SDLXLIFF, ["a9e2:1", "a9e2:2"]), ("avis.mxliff", MXLIFF, ["J1:0", "J1:1"])],
)


@EACH
def test_segments_are_read(name: str, text: str, ids: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    source, pairs = formats.read_bitext(str(tmp_path / name))
    found = list(pairs)
    assert source.format == "xliff12"
    assert [(pair.src_text, pair.tgt_text) for pair in found] == [(AR, FR), ("نعم.", "Oui.")]
    assert [pair.id for pair in found] == ids


@EACH
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_other_byte_stays(name: str, text: str, ids: list[str], end: str) -> None:
    data = text.replace("\n", end).encode()
    finding = Finding("number", "error", "17 & 71.", (), (Span(0, 2),))
    pairs = [replace(pair, findings=(finding,)) for pair in xliff12.read_pairs(data, name)[0]]
    made = xliff12.annotate(data, name, pairs)
    assert made.count(b'<note from="aligner"') == made.count(b"x-aligner-fidelity") == 2
    assert without_findings(made.decode()) == data.decode()
    back = list(xliff12.read_pairs(made, name)[0])
    assert [(pair.id, pair.src_text, pair.tgt_text) for pair in back] == [
        (pair.id, pair.src_text, pair.tgt_text) for pair in pairs
    ]
    assert xliff12.annotate(made, name, pairs) == made


def test_check_keeps_the_name_and_the_states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = tmp_path / "avis.sdlxliff", tmp_path / "checked.sdlxliff"
    path.write_text(
        SDLXLIFF.replace("نعم.", "أُصيب 17 شخصاً.").replace("Oui.", "71 personnes ont été blessées."), "utf-8"
    )
    monkeypatch.setattr("sys.argv", ["aligner", "check", str(path), "--to", "xliff", "-o", str(out)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    made = out.read_text("utf-8")
    assert "2: Error (number): The Arabic says 17, the French says 71." in made
    assert without_findings(made) == path.read_text("utf-8")
