"""OpenDocument texts."""

from __future__ import annotations

import io
import zipfile

import pytest
from hostile import AR, FR, archive
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import formats
from aligner.errors import InputError
from aligner.formats import odt

NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "draw", "style", "manifest")
)
MEDIA = "application/vnd.oasis.opendocument.text"


def made(body: str, styles: str = "", more: str = "", kind: str = "text", **parts: str) -> bytes:
    """An ODT with this body, these automatic styles and these styles of the document."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        zipped.writestr("mimetype", MEDIA)
        zipped.writestr("content.xml", content)
        zipped.writestr("styles.xml", f"<office:document-styles {NAMES}>{more}</office:document-styles>")
        for name, text in parts.items():
            zipped.writestr(name.replace("__", "/") + ".xml", text)
    return stream.getvalue()


def p(*inside: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{"".join(inside)}</text:p>'


def note(text: str) -> str:
    body = f"<text:note-body>{text}</text:note-body>"
    return f"<text:note><text:note-citation>1</text:note-citation>{body}</text:note>"


def blocks(body: str, styles: str = "", more: str = "") -> list[tuple[str, str]]:
    content = odt.read(made(body, styles, more), "file")
    for block in content.blocks:
        assert content.text[block.start : block.start + len(block.text)] == block.text
    return [(block.kind, block.text) for block in content.blocks]


def texts(body: str, styles: str = "", more: str = "") -> list[str]:
    return [text for _, text in blocks(body, styles, more)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("Le pont") + p() + p(AR), ["Le pont", AR]),
        (p('un<text:s text:c="3"/>deux<text:tab/>trois\n quatre'), ["un deux trois quatre"]),
        (p("un<text:line-break/>deux"), ["un", "deux"]),
        (p("Le <text:span>pont</text:span> est <text:a>fermé</text:a>."), ["Le pont est fermé."]),
        (
            p("Le pont", note(p("Selon la mairie.")), " est fermé.") + p("Fin."),
            ["Le pont est fermé.", "Selon la mairie.", "Fin."],
        ),
        (p("a", note(p("b", note(p("c"))))), ["a", "b"]),
        (
            p("avant ", f"<draw:frame><draw:text-box>{p('boîte')}</draw:text-box></draw:frame>", "après"),
            ["avant", "boîte", "après"],
        ),
        (f"<text:tracked-changes>{p('effacé')}</text:tracked-changes>{p('resté<text:change/>')}", ["resté"]),
        (p("dit <office:annotation>" + p("remarque") + "</office:annotation>hier"), ["dit hier"]),
        (p("<draw:frame><draw:image/><svg:title xmlns:svg='s'>photo</svg:title></draw:frame>légende"), ["légende"]),
        (f"<text:section text:display='none'>{p('caché')}</text:section>{p('vu')}", ["vu"]),
        (p("un <!-- remarque -->deux"), ["un deux"]),
        ("perdu" + p("gardé") + "perdu", ["gardé"]),
    ],
)
def test_text(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


def test_kinds() -> None:
    styles = (
        '<style:style style:name="P1" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:parent-style-name="P1"/>'
        '<style:style style:name="H" style:default-outline-level="2"/>'
        '<style:style style:name="X"><style:text-properties text:display="none"/></style:style>'
    )
    inner = p("deux", note(p("note")))
    body = (
        p("Titre", style="P2")
        + '<text:h text:outline-level="1">Chapitre</text:h>'
        + p("Partie", style="H")
        + p("rien", style="X")
        + p("vu <text:span text:style-name='X'>caché</text:span>.")
        + f"<text:list><text:list-item>{p('un')}<text:list><text:list-item>{inner}</text:list-item>"
        "</text:list></text:list-item></text:list>" + p("fin")
    )
    assert blocks(body, styles) == [
        ("heading", "Titre"),
        ("heading", "Chapitre"),
        ("heading", "Partie"),
        ("paragraph", "vu ."),
        ("item", "un"),
        ("item", "deux"),
        ("paragraph", "note"),
        ("paragraph", "fin"),
    ]
    assert blocks(body, more=styles)[0] == ("heading", "Titre")


def table(*rows: str) -> str:
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in rows)}</table:table>"


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{p(text)}</table:table-cell>"


def test_tables() -> None:
    covered = "<table:covered-table-cell/>"
    body = table(
        cell("a", 'table:number-columns-spanned="2"') + covered + cell("b"),
        cell("c", 'table:number-rows-spanned="2"') + cell("d") + cell("e"),
        covered + cell("f") + '<table:table-cell table:number-columns-repeated="9999999"/>' + cell("g"),
    )
    found = odt.read(made(body), "file").blocks
    assert [(b.text, b.cell) for b in found] == [
        ("a", (0, 0, 0)),
        ("b", (0, 0, 2)),
        ("c", (0, 1, 0)),
        ("d", (0, 1, 1)),
        ("e", (0, 1, 2)),
        ("f", (0, 2, 1)),
        ("g", (0, 2, 66)),
    ]


def test_tables_are_bitexts(tmp_path: object) -> None:
    path = f"{tmp_path}/a.odt"
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(made(table(cell(FR) + cell(AR), cell("oui") + cell("نعم"))))
    assert [(pair.src_text, pair.tgt_text) for pair in formats.read_pairs(path)] == [(AR, FR), ("نعم", "oui")]
    assert formats.read(path).source.format == "odt"
    with pytest.raises(InputError, match="no table holds Arabic"):
        odt.read_pairs(made(p(AR)), "file")


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"abc", "no ODT"),
        (archive(word__document="<x/>"), "no OpenDocument text"),
        (made(p("x"))[:-20], "broken ODT"),
        (archive(content="<x"), "broken ODT"),
        (archive(content='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "document type|broken ODT"),
        (archive(content=b" " * (40 << 20)), "unpacks to more"),
        (made(p("x"), **{"META-INF__manifest": "<manifest:encryption-data/>"}), "password"),
        (made("", kind="spreadsheet"), "an OpenDocument spreadsheet"),
        (made("<text:p>" * 5000), "broken ODT"),
    ],
)
def test_refused_in_one_line(data: bytes, part: str) -> None:
    with pytest.raises(InputError, match=part) as error:
        odt.read(data, "file.odt")
    assert "\n" not in str(error.value) and len(str(error.value)) < 250


TAGS = st.sampled_from(
    "text:p text:h text:span text:note text:note-body table:table table:table-row draw:frame".split()
)


@given(
    st.recursive(
        st.text("ab نع", max_size=5), lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)), max_leaves=20
    )
)
@settings(max_examples=200, deadline=None)
def test_any_nesting(tree: object) -> None:
    def text(node: object) -> str:
        if isinstance(node, tuple):
            tag, children = node
            return f"<{tag}>{''.join(map(text, children))}</{tag}>"
        return str(node)

    content = odt.read(made(text(tree)), "file")
    assert all(content.text[b.start :].startswith(b.text) for b in content.blocks)


def test_many_paragraphs_take_linear_time() -> None:
    assert len(texts((p(FR) + "<text:list><text:list-item/></text:list>") * 20_000)) == 20_000
