"""HTML and DOCX as blocks."""

from __future__ import annotations

import io

import pytest
from hostile import docx as make_docx
from hypothesis import given
from hypothesis import strategies as st

from aligner.errors import InputError
from aligner.formats import docx, html
from aligner.formats._layout import Content


def page(body: str) -> Content:
    return html.read(body.encode(), "file")


def word(body: str, styles: str | None = None) -> Content:
    return docx.read(make_docx(body, styles), "file")


def texts(content: Content) -> list[str]:
    return [block.text for block in content.blocks]


def cells(content: Content) -> list[tuple[tuple[int, int, int] | None, str]]:
    return [(block.cell, block.text) for block in content.blocks]


def check(content: Content) -> None:
    end = 0
    for block in content.blocks:
        assert content.text[block.start : block.start + len(block.text)] == block.text
        assert block.text == block.text.strip() != ""
        assert block.start >= end
        assert block.lines[0] <= block.lines[1]
        end = block.start + len(block.text)
        assert (block.kind == "cell") == (block.cell is not None)


def test_blocks_of_a_page() -> None:
    content = page(
        "<!doctype html><title>x</title>\n<!-- a\nb -->Début\n<h1>Le <i>pont</i></h1>\n<p>Fermé  "
        "depuis\nce&nbsp;matin.<br>Rouvert demain<br><br>\nselon la mairie</p><ul><li>un</li>\n<li>deux<p>suite"
        "</p></ul><hr><div>a</div><div>b</div>"
    )
    check(content)
    assert [(block.kind, block.text, block.lines, block.gap) for block in content.blocks] == [
        ("paragraph", "Début", (3, 3), False),
        ("heading", "Le pont", (4, 4), True),
        ("paragraph", "Fermé depuis ce\u00a0matin.", (5, 6), True),
        ("paragraph", "Rouvert demain", (6, 6), False),
        ("paragraph", "selon la mairie", (7, 7), True),
        ("item", "un", (7, 7), True),
        ("item", "deux", (8, 8), False),
        ("item", "suite", (8, 8), True),
        ("rule", "———", (8, 8), True),
        ("paragraph", "a", (8, 8), True),
        ("paragraph", "b", (8, 8), False),
    ]


def test_a_table_of_two_columns() -> None:
    content = page(
        "<table><caption>Le marché</caption><tr><th>عربي<th>français<tr><td rowspan=2>نعم<td>oui<br>certes<tr><td>si"
        "<tr><td colspan=2>x<td>y</table><p>fin"
    )
    check(content)
    assert cells(content) == [
        (None, "Le marché"),
        ((0, 0, 0), "عربي"),
        ((0, 0, 1), "français"),
        ((0, 1, 0), "نعم"),
        ((0, 1, 1), "oui"),
        ((0, 1, 1), "certes"),
        ((0, 2, 1), "si"),
        ((0, 3, 0), "x"),
        ((0, 3, 2), "y"),
        (None, "fin"),
    ]


def test_tables_for_the_eye_are_plain_blocks() -> None:
    content = page(
        "<table><tr><td>menu<td><table><tr><td>نعم<td>oui</table><h2>titre</h2></table><table><tr><td>seule</table>"
        "<table><tr><td>لا<td>non</table>"
    )
    check(content)
    assert cells(content) == [
        (None, "menu"),
        ((0, 0, 0), "نعم"),
        ((0, 0, 1), "oui"),
        (None, "titre"),
        (None, "seule"),
        ((1, 0, 0), "لا"),
        ((1, 0, 1), "non"),
    ]


@pytest.mark.parametrize(
    ("body", "kept"),
    [
        ("<script>a</script><style>b</style><noscript>c</noscript><template>d</template>e", ["e"]),
        ("<nav>a</nav>b<svg><text>c</text></svg><button>d</button><select><option>e</select>", ["b"]),
        ("<p hidden>a<p aria-hidden=true>b<p style='display : none'>c<div role=navigation>d</div>e", ["e"]),
        ("a <span class='sr-only'>b</span>c", ["a c"]),
        ("<div class='share-buttons x'>a<p>b</p></div><div id=cookie-banner>c</div><div class=shared>d</div>", ["d"]),
        ("<div class=share><blockquote>a</blockquote></div>", ["a"]),
        ("<body class=related><table class=related><tr><td class=share>a</table>", ["a"]),
        ("<aside>a</aside><aside><article>b</article></aside><article><aside>c</aside></article>", ["b", "c"]),
        ("<blockquote>a<footer>b</footer></blockquote><footer>c</footer>", ["a", "b"]),
        ("<div role=contentinfo>a</div><div role=article>b<footer>c</footer></div>", ["b", "c"]),
        ("<form>a<input value=b></form><form><div><p>c<label>d</label></div></form>", ["c"]),
        ("<form><nav><p>a</p></nav><div class=share><p>b</p></div>c</form>", []),
        ("<p>a <img alt='😀' src=x> b <img alt='photo_7' src=x></p>", ["a 😀 b"]),
        ("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; &#x646;", ["<script>alert(1)</script> &amp; ن"]),
        ("<pre>\n a\n b\n\nc</pre>", ["a", "b", "c"]),
        ("<p>a<nav>b</nav> c", ["a", "c"]),
        ("a<p>&nbsp;&#x200f;</p>b<span role=complementary>c</span>", ["a", "bc"]),
        ("<tr><td>a<td>b", ["a", "b"]),
        (
            "<div class=menu-top><a href=x>Accueil</a> <a href=x>Qui sommes-nous ?</a> | <a href=x>Contact</a></div>a",
            ["a"],
        ),
        ("<div><ul><li><a href=x>الرئيسية</a><li><a href=x>اتصل بنا</a><li><a href=x>من نحن</a></ul></div><p>a", ["a"]),
        (
            "<ul><li><a>mars 2021</a>&nbsp;(3)<li><a>février 2021</a> (11)<li><a>2020</a> (87)</ul>",
            [],
        ),
        ("<p><a href=x>Accueil</a> › <a href=x>Dossiers</a> › <a href=x>Le port</a></p>a", ["a"]),
        ("<div><a href=x>▼</a> <a href=x>2021</a> (14)<div>► <a>mars</a> (3)<br>► <a>mai</a> (1)</div></div>", []),
        ("<div class='widget BlogArchive' id=BlogArchive1><p>Archives <a href=x>mars</a></p></div>a", ["a"]),
        ("<div class='widget widget_archive'><h2>Archives</h2><select><option>b</select>c</div>a", ["a"]),
        ("<div id=tag_cloud-2 class='widget widget_tag_cloud'>b</div><p class=tags-links>c</p>a", ["a"]),
        # What people say stays, though it be a link.
        ("<p><a href=x>Le port a rouvert hier.</a></p>", ["Le port a rouvert hier."]),
        ("<div><blockquote><a>un</a> <a>deux</a> <a>trois</a></blockquote></div>", ["un deux trois"]),
        (
            "<div><h2><a href=x>Un</a></h2><h2><a href=x>Deux</a></h2><h2><a href=x>Trois</a></h2></div>",
            ["Un", "Deux", "Trois"],
        ),
        (
            "<ul><li><a href=x>Le port ferme pour trois semaines</a><li><a href=x>Un pont reliera les deux rives</a>"
            "<li><a href=x>Les écoles rouvriront lundi</a></ul>",
            ["Le port ferme pour trois semaines", "Un pont reliera les deux rives", "Les écoles rouvriront lundi"],
        ),
        ("<p><a href=x>#الجسر</a> <a href=x>#المرفأ</a> <a href=x>#السوق</a></p>", ["#الجسر #المرفأ #السوق"]),
        ("<div><a href=x>La mairie</a><a href=x>@mairie</a><a href=x>3 h</a></div>", ["La mairie@mairie3 h"]),
        ("<div><a href=x>La mairie</a> <a href=x>3 mars</a></div>", ["La mairie 3 mars"]),
        ("<p>Voir <a href=x>un</a>, <a href=x>deux</a>, <a href=x>trois</a></p>", ["Voir un, deux, trois"]),
        ("<table><tr><td><a href=x>un</a> <a href=x>deux</a> <a href=x>trois</a><td>a</table>", ["un deux trois", "a"]),
    ],
)
def test_what_is_left_out(body: str, kept: list[str]) -> None:
    content = page(body)
    check(content)
    assert texts(content) == kept


def test_charset_of_a_page() -> None:
    body = '<html><head><meta http-equiv=x content="text/html; charset={}"></head><p>{}'
    arabic = "وصلت القافلة إلى المدينة بعد يومين من السفر"
    for declared, used in (("windows-1256", "cp1256"), ("utf-8", "cp1256"), ("iso-8859-6", "iso-8859-6")):
        content = html.read(body.format(declared, arabic).encode(used), "file")
        assert texts(content) == [arabic]
    assert html.read(body.format("x", "un été").encode("cp1252"), "file").encoding == "windows-1252"
    assert html.read(body.format("windows-1256", "un été").encode("cp1256"), "file").encoding == "windows-1256"


def test_lines_of_long_pages() -> None:
    body = "<p>un" + "\n" * 60_000 + "<p>deux" + "\n" * 10_000 + "<p>trois\n<p>quatre"
    assert [block.lines[0] for block in page(body).blocks] == [1, 60_001, 70_001, 70_002]


def test_lines_behind_scripts() -> None:
    content = page("<p>a\n<script>\n1\n</script>b\n</p>\n\nc")
    assert [(block.text, block.lines) for block in content.blocks] == [("a b", (1, 4)), ("c", (7, 7))]


TAGS = st.sampled_from(
    "p div br h1 ul li table tr td th blockquote article aside footer form nav span b pre hr img script !--".split()
)
SOUP = st.lists(
    st.one_of(
        TAGS.map(lambda tag: f"<{tag}>"),
        TAGS.map(lambda tag: f"</{tag}>"),
        st.sampled_from(
            ["mot", "نعم", " ", "\n", "&nbsp;", "&lt;", "&#x200f;", "<", '<td colspan="9999999">', "<td rowspan=3>"]
        ),
        st.sampled_from(["<div class=share>", "<p hidden>", "-->", "&", "\u2028", "<tr/>"]),
    ),
    max_size=40,
)


@given(SOUP.map("".join))
def test_tag_soup_gives_slices_in_order(body: str) -> None:
    check(page(body))


def test_blocks_of_a_word_document() -> None:
    styles = (
        '<w:style w:styleId="A"><w:name w:val="heading 1"/></w:style><w:style w:styleId="B">'
        '<w:basedOn w:val="A"/></w:style>'
        '<w:style w:styleId="L"><w:pPr><w:numPr/></w:pPr></w:style><w:style w:styleId="O"><w:pPr>'
        '<w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:styleId="R"><w:basedOn w:val="R"/></w:style><w:docDefaults/>'
    )

    def styled(style: str, text: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'

    content = word(
        styled("B", "Le pont")
        + styled("R", "Fermé")
        + "<w:p/><w:p><w:r><w:t>Rou</w:t></w:r><w:ins><w:r><w:t>vert </w:t></w:r></w:ins><w:del><w:r>"
        "<w:delText>non</w:delText></w:r></w:del><w:hyperlink><w:r>"
        "<w:t>demain</w:t><w:tab/><w:t>midi</w:t><w:br/><w:t>selon</w:t>"
        "<w:br w:type='page'/><w:br w:type='textWrapping'/><w:t>elle</w:t></w:r></w:hyperlink></w:p>"
        + styled("L", "un")
        + styled("O", "Suite")
        + "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>deux</w:t></w:r></w:p>"
        + '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Fin</w:t></w:r></w:p>',
        styles,
    )
    check(content)
    assert [(block.kind, block.text, block.lines[0], block.gap) for block in content.blocks] == [
        ("heading", "Le pont", 1, False),
        ("paragraph", "Fermé", 2, False),
        ("paragraph", "Rouvert demain midi", 4, True),
        ("paragraph", "selon", 4, False),
        ("paragraph", "elle", 4, True),
        ("item", "un", 5, False),
        ("heading", "Suite", 6, False),
        ("item", "deux", 7, False),
        ("heading", "Fin", 8, False),
    ]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_tables_of_a_word_document() -> None:
    nested = f"<w:tc><w:tbl><w:tr>{cell('لا')}{cell('non')}</w:tr></w:tbl><w:p/></w:tc>"
    wide = cell("x", '<w:gridSpan w:val="2"/>')
    content = word(
        f"<w:tbl><w:tr>{cell('عربي')}{cell('français')}</w:tr><w:tr>{wide}{cell('y')}</w:tr></w:tbl>"
        f"<w:tbl><w:tr>{nested}{cell('z')}</w:tr></w:tbl>"
    )
    check(content)
    assert cells(content) == [
        ((0, 0, 0), "عربي"),
        ((0, 0, 1), "français"),
        ((0, 1, 0), "x"),
        ((0, 1, 2), "y"),
        ((1, 0, 0), "لا"),
        ((1, 0, 1), "non"),
        (None, "z"),
    ]


def test_a_text_box_is_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>encadré</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    content = word(
        f"<w:p><w:r><w:t>avant</w:t><mc:AlternateContent {mc}>"
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
        "</mc:AlternateContent><w:t>après</w:t></w:r></w:p>"
    )
    check(content)
    assert texts(content) == ["avant", "encadré", "après"]


def test_a_document_that_python_docx_writes(tmp_path: object) -> None:
    import docx as python_docx

    document = python_docx.Document()
    document.add_heading("Le pont", 1)
    document.add_paragraph("الجسر مغلق")
    document.add_paragraph("un", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "نعم", "oui"
    path = f"{tmp_path}/a.docx"
    document.save(path)
    with open(path, "rb") as file:  # noqa: PTH123
        content = docx.read(file.read(), "file")
    check(content)
    assert [(block.kind, block.text) for block in content.blocks] == [
        ("heading", "Le pont"),
        ("paragraph", "الجسر مغلق"),
        ("item", "un"),
        ("cell", "نعم"),
        ("cell", "oui"),
    ]


def test_cells_of_several_paragraphs_and_merged_cells() -> None:
    import docx as python_docx

    document = python_docx.Document()
    document.sections[0].header.paragraphs[0].text = "En-tête"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    table = document.add_table(rows=4, cols=2)
    title = table.cell(0, 0).merge(table.cell(0, 1))
    title.text = "Le pont"
    table.cell(1, 0).text = "نعم"
    table.cell(1, 0).add_paragraph("لا")
    table.cell(1, 1).text = "oui"
    table.cell(1, 1).add_paragraph("non\npeut-être")
    tall = table.cell(2, 0).merge(table.cell(3, 0))
    tall.text = "الجسر"
    table.cell(2, 1).text = "le pont"
    table.cell(3, 1).text = "fermé"
    stream = io.BytesIO()
    document.save(stream)
    content = docx.read(stream.getvalue(), "file")
    check(content)
    assert cells(content) == [
        ((0, 0, 0), "Le pont"),
        ((0, 1, 0), "نعم"),
        ((0, 1, 0), "لا"),
        ((0, 1, 1), "oui"),
        ((0, 1, 1), "non"),
        ((0, 1, 1), "peut-être"),
        ((0, 2, 0), "الجسر"),
        ((0, 2, 1), "le pont"),
        ((0, 3, 1), "fermé"),
    ]


def test_a_row_that_begins_further_in_and_notes() -> None:
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("non")}</w:tr>'
    note = '<w:footnoteReference w:id="2"/><w:footnoteRef/><w:endnoteReference w:id="3"/>'
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>caché</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>!</w:t></w:r>'
    content = word(
        f"<w:tbl><w:tr>{cell('نعم')}{cell('oui')}</w:tr>{late}</w:tbl>"
        f"<w:p><w:r><w:t>mot</w:t>{note}</w:r>{hidden}{shown}</w:p>"
    )
    check(content)
    assert cells(content) == [((0, 0, 0), "نعم"), ((0, 0, 1), "oui"), ((0, 1, 1), "non"), (None, "mot!")]


@given(st.binary(max_size=60), st.integers(0, 400))
def test_damage_gives_blocks_or_one_line(noise: bytes, at: int) -> None:
    data = bytearray(make_docx("<w:p><w:r><w:t>Le pont est fermé.</w:t></w:r></w:p>"))
    data[at : at + len(noise)] = noise
    try:
        check(docx.read(bytes(data), "file"))
    except InputError as error:
        assert "\n" not in str(error)
