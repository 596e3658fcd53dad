"""Electronic books."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import pytest
from hostile import AR, FR, archive
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import formats
from aligner.errors import InputError
from aligner.formats import epub

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
X = 'xmlns="http://www.w3.org/1999/xhtml"'


def chapter(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "http://x/y.dtd">\n'
        f'<html {X}><head><title/><script src="a.js"/></head>\n<body>{body}</body></html>'
    )


def made(
    *chapters: str | bytes, spine: str = "", more: dict[str, str] | None = None, nav: str = "", marked: bool = True
) -> bytes:
    """A book of these chapters; ``spine`` gives their order, such as "1 0"."""
    numbers = range(len(chapters))
    order = spine.split() or [str(number) for number in numbers]
    items = "".join(
        f'<item id="c{n}" href="text/ch%20{n}.xhtml" media-type="application/xhtml+xml" '
        f'properties="{"nav" if str(n) == nav else "svg"}"/>'
        for n in numbers
    )
    references = "".join(f'<itemref idref="{number}"/>' for number in [*(f"c{n}" for n in order), "i", "x"])
    package = (
        f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}<item id="i" href="a.png" '
        f'media-type="image/png"/></manifest><spine>{references}</spine></package>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        if marked:
            zipped.writestr("mimetype", "application/epub+zip")
        zipped.writestr("META-INF/container.xml", CONTAINER)
        zipped.writestr("OEBPS/book.opf", package)
        for number, text in enumerate(chapters):
            zipped.writestr(f"OEBPS/text/ch {number}.xhtml", text)
        for name, text in (more or {}).items():
            zipped.writestr(name, text)
    return stream.getvalue()


def texts(*chapters: str | bytes, **options: str) -> list[str]:
    content = epub.read(made(*chapters, **options), "file")  # type: ignore[arg-type]
    for block in content.blocks:
        assert content.text[block.start : block.start + len(block.text)] == block.text
    return [block.text for block in content.blocks]


def test_chapters_in_reading_order() -> None:
    first, second = chapter(f"<h1>الفصل الأول</h1><p>{AR}</p>"), chapter(f"<h1>Chapitre 2</h1><p>{FR}</p>")
    assert texts(first, second) == ["الفصل الأول", AR, "Chapitre 2", FR]
    assert texts(first, second, spine="1 0 1 0") == ["Chapitre 2", FR, "الفصل الأول", AR]
    assert texts(chapter("<ol><li>Table</li></ol>"), first, nav="0") == ["الفصل الأول", AR]
    content = epub.read(made(first, second), "file")
    assert [block.gap for block in content.blocks] == [False, True, True, True]
    assert [block.kind for block in content.blocks] == ["heading", "paragraph"] * 2
    assert content.blocks[0].lines == (4, 4) and content.blocks[2].lines[0] > 4


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a id="p1"/><p>un<a id="x"/> deux</p><p/><p>trois<br/>quatre</p>', ["un deux", "trois", "quatre"]),
        ('<p>Mot<sup>1</sup>.</p><aside epub:type="footnote"><p>Note.</p></aside>', ["Mot1.", "Note."]),
        ("<header><p>Titre</p></header><p>texte</p><footer><p>signé</p></footer>", ["Titre", "texte", "signé"]),
        ("<p>a &amp; b&nbsp;: c</p>", ["a & b\u00a0: c"]),
        ("<table><tr><td>نعم</td><td>oui</td></tr></table>", ["نعم", "oui"]),
        ("<p>a</p><script>x</script><style>y</style><p>b</p>", ["a", "b"]),
    ],
)
def test_xhtml(body: str, expected: list[str]) -> None:
    assert texts(chapter(body)) == expected


def test_entities_of_a_chapter_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    outside = '<!ENTITY x SYSTEM "file:///etc/passwd">'
    bomb = f'<!DOCTYPE html [<!ENTITY e0 "ha">{outside}{levels}]><html><body><p>a &e9; &x;</p>'
    (text,) = texts(bomb)[-1:]
    assert "root:" not in text and len(text) < 200


def test_encodings() -> None:
    assert texts(chapter(f"<p>{AR}</p>").encode("utf-16")) == [AR]
    assert texts(f'<?xml version="1.0" encoding="windows-1256"?><html><body><p>{AR}</p>'.encode("cp1256")) == [AR]


def test_a_book_is_known_by_its_content(tmp_path: Path) -> None:
    for marked in (True, False):
        path = tmp_path / "book.zip"
        path.write_bytes(made(chapter(f"<p>{AR}</p>"), marked=marked))
        assert formats.read(str(path)).source.format == "epub"


def test_protected_books_are_refused() -> None:
    reference = '<encryption xmlns="x"><CipherReference xmlns="y" URI="OEBPS/{}"/></encryption>'
    with pytest.raises(InputError, match="protected against copying"):
        epub.read(made("x", more={"META-INF/encryption.xml": reference.format("text/ch%200.xhtml")}), "file")
    fonts = made(chapter("<p>oui</p>"), more={"META-INF/encryption.xml": reference.format("font.otf")})
    assert epub.read(fonts, "file").blocks[0].text == "oui"


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"abc", "no EPUB"),
        (archive(word__document="<x/>"), "no electronic book"),
        (made("x")[:-20], "broken EPUB"),
        (archive(**{"META-INF__container": "<x/>"}), "no list of its parts"),
        (archive(**{"META-INF__container": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}), "document type|broken EPUB"),
        (made(bytes(range(256)) * 9), r"ch 0\.xhtml"),
        (made(chapter("<b>" * 1_000_001)), "tags"),
    ],
)
def test_refused_in_one_line(data: bytes, part: str) -> None:
    with pytest.raises(InputError, match=part) as error:
        epub.read(data, "file.epub")
    assert "\n" not in str(error.value) and len(str(error.value)) < 250


def test_all_chapters_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "_MAX_BYTES", 1 << 20)
    with pytest.raises(InputError, match="chapters unpack to more than 1 MB"):
        epub.read(made(*["<!--" + " " * (300 << 10)] * 4), "file")


@given(st.text("<>/ab \"'", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_markup(text: str) -> None:
    content = epub.read(made(chapter(text)), "file")
    assert all(content.text[b.start :].startswith(b.text) for b in content.blocks)


@pytest.mark.parametrize("text", ["<a" * 500_000, "<a " + "x" * 1_000_000, "<a/" * 300_000, "</aside" * 100_000])
def test_odd_markup_takes_linear_time(text: str) -> None:
    with contextlib.suppress(InputError):
        epub.read(made(text), "file")
