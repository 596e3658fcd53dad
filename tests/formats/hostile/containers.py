"""Archives: bombs, lies, names that lead elsewhere, links, and documents in them that point outside."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
import zlib

from . import AR, FR, SECRET_PLACE, File, W, archive, docx, entities, zipped
from .seeds import SEEDS, epub, xhtml

WORD = f"<w:document {W}><w:body><w:p><w:r><w:t>{FR}</w:t></w:r></w:p></w:body></w:document>"
REL = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
CENTRAL, LOCAL, END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
OPF = "application/oebps-package+xml"


def locked(data: bytes) -> bytes:
    """The archive with the flag that says that its first part has a password."""
    changed = bytearray(data)
    for mark, at in ((LOCAL, 6), (CENTRAL, 8)):
        changed[changed.find(mark) + at] |= 1
    return bytes(changed)


def lying(data: bytes, size: int) -> bytes:
    """The archive, which says that its first part has this size when it is unpacked."""
    changed = bytearray(data)
    for mark, at in ((LOCAL, 22), (CENTRAL, 24)):
        start = changed.find(mark) + at
        changed[start : start + 4] = size.to_bytes(4, "little")
    return bytes(changed)


def _damaged() -> bytes:
    data = bytearray(docx(f"<w:p><w:r><w:t>{AR * 50}</w:t></w:r></w:p>"))
    data[60:90] = bytes(30)
    return bytes(data)


def _method(data: bytes, number: int) -> bytes:
    changed = bytearray(data)
    for mark, at in ((LOCAL, 8), (CENTRAL, 10)):
        changed[changed.find(mark) + at] = number
    return bytes(changed)


def _overlapping() -> bytes:
    """Two hundred files of 10 MB each that are one and the same: 2 GB out of 30 KB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    raw = b"a " * (5 << 20)
    packed = packer.compress(raw) + packer.flush()
    sizes = (zlib.crc32(raw), len(packed), len(raw))
    head = LOCAL + struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, *sizes, 5, 0) + b"a.txt"
    entry = CENTRAL + struct.pack("<HHHHHHIIIHHHHHII", 20, 20, 0, 8, 0, 33, *sizes, 5, 0, 0, 0, 0, 0, 0)
    entries = b"".join(entry + f"{n:03}.t"[:1].encode() + b".txt" for n in range(200))
    end = END + struct.pack("<HHHHIIH", 0, 0, 200, 200, len(entries), len(head) + len(packed), 0)
    return head + packed + entries + end


def _nested() -> bytes:
    data = zipped({"a.txt": FR})
    for _ in range(10):
        data = zipped({"a.zip": data})
    return data


def _twice() -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w") as made:
        warnings.simplefilter("ignore")
        for text in ("<w:document", WORD):
            made.writestr("word/document.xml", text)
    return stream.getvalue()


def _links() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("page.txt", FR)
        for name, target in (("link.txt", SECRET_PLACE), ("up", ".."), ("a.docx", SECRET_PLACE)):
            link = zipfile.ZipInfo(name)
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            made.writestr(link, target)
    return stream.getvalue()


def _linked_docx() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        link = zipfile.ZipInfo("word/document.xml")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, SECRET_PLACE)
    return stream.getvalue()


def _package(full_path: str, href: str) -> bytes:
    rootfile = f'<rootfile full-path="{full_path}" media-type="{OPF}"/>'
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            f"{rootfile}</rootfiles></container>",
            "b.opf": f'<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="{href}" '
            'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
        }
    )


def _sheet(more: bytes) -> bytes:
    """A good workbook whose sheet ends with this."""
    with zipfile.ZipFile(io.BytesIO(SEEDS["pairs.xlsx"][1]())) as old:
        parts: dict[str, str | bytes] = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    return zipped({**parts, name: bytes(parts[name]) + more})  # type: ignore[arg-type]


def _spine(times: int) -> bytes:
    return _parts(epub(xhtml(f"<p>{FR}")), "book/b.opf", '<itemref idref="c0"/>', '<itemref idref="c0"/>' * times)


def _repeated(attribute: str) -> bytes:
    return _replaced("<table:table-cell>", f'<table:table-cell {attribute}="999999999">')


def _replaced(old: str, new: str) -> bytes:
    return _parts(SEEDS["page.odt"][1](), "content.xml", old, new)


def _parts(data: bytes, name: str, old: str, new: str) -> bytes:
    """The archive with something else in a part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts: dict[str, str | bytes] = {part: archive.read(part) for part in archive.namelist()}
    text = bytes(parts[name]).decode()  # type: ignore[arg-type]
    assert old in text
    return zipped({**parts, name: text.replace(old, new)})


NAMES = [
    *(
        "../../evil.txt",
        "/etc/evil.txt",
        "C:\\evil.txt",
        "..\\..\\evil.txt",
        "a\nb\u202e.txt",
        "\u202etxt.exe",
        "-rf.txt",
    ),
    *("ق" * 300 + ".txt", "=1+1.txt", "a'\"`$(x).txt", "a//b.txt", "./c.txt", "con.txt", " .txt", "a\x1b[2J.txt"),
]
FILES: dict[str, File] = {
    "bomb.docx": File(lambda: archive(word__document=b" " * (40 << 20)), "unpacks to more"),
    "bomb.odt": File(lambda: archive(content=b" " * (40 << 20)), "unpacks to more"),
    "bomb.epub": File(lambda: archive(**{"META-INF__container": b" " * (40 << 20)}), "unpacks to more"),
    "bomb.zip": File(lambda: zipped({"a.txt": b"a\n" * (40 << 20)}), "larger than 64 MB"),
    "bombs.zip": File(lambda: zipped({f"{n}.txt": (b"a " * 500_000 + b"\n") * 2 for n in range(40)}), "larger than 64"),
    "same.zip": File(_overlapping, None),
    "bomb.xlsx": File(lambda: _sheet(b" " * (300 << 20)), "unpacks to more", "bitext"),
    "chapters.epub": File(lambda: epub(*[xhtml("<p>" + "a " * 400_000)] * 60), None),
    "many.docx": File(lambda: archive(**{f"part{i}": b"" for i in range(5_001)}), "files in one archive"),
    "many.zip": File(lambda: zipped({f"{n}.txt": b"" for n in range(5_001)}), "5,001 files in one archive"),
    "crowd.zip": File(lambda: LOCAL + CENTRAL * 200_000, "200,000 files in one archive"),
    "crowd.docx": File(lambda: LOCAL + CENTRAL * 200_000, "archive|broken"),
    "nested.zip": File(_nested, "no document"),
    "lying.zip": File(
        lambda: lying(zipped({"a.txt": b"a\n" * (40 << 20)}), 10), "damaged|larger|paragraph|empty|broken"
    ),
    "lying.docx": File(lambda: lying(archive(word__document=b" " * (40 << 20)), 10), "broken DOCX|unpacks"),
    "huge.docx": File(lambda: lying(docx("<w:p/>"), 0xFFFFFFFF), "broken DOCX|empty|unpacks"),
    "password.docx": File(lambda: locked(docx("<w:p/>")), "password"),
    "password.zip": File(lambda: locked(zipped({"a.txt": AR})), "password"),
    "password.odt": File(lambda: locked(SEEDS["page.odt"][1]()), None),
    "password.epub": File(lambda: locked(SEEDS["page.epub"][1]()), None),
    "password.xlsx": File(lambda: locked(SEEDS["pairs.xlsx"][1]()), None, "bitext"),
    "method.docx": File(lambda: _method(docx("<w:p/>"), 99), "broken DOCX"),
    "method.zip": File(lambda: _method(zipped({"a.txt": AR}), 99), "damaged|broken"),
    "cut.docx": File(lambda: docx(f"<w:p><w:r><w:t>{AR}</w:t></w:r></w:p>")[:-40], "broken DOCX"),
    "damaged.docx": File(_damaged, "broken DOCX"),
    "broken.docx": File(lambda: archive(word__document="<w:document"), "broken DOCX"),
    "styles.docx": File(lambda: archive(word__document=f"<w:document {W}/>", word__styles="<"), "broken DOCX"),
    "prefixed.docx": File(lambda: b"MZ\x90" + bytes(500) + docx("<w:p/>"), "a program|no DOCX|binary"),
    "twice.docx": File(_twice, "", holds=FR),
    "names.zip": File(lambda: zipped(dict.fromkeys(NAMES, FR)), "", holds=FR),
    "link.zip": File(_links, "", holds=FR),
    "link.docx": File(_linked_docx, "broken DOCX"),
    "traversal.docx": File(lambda: zipped({"../word/document.xml": WORD, "/word/document.xml": WORD}), "DOCX"),
    "slash.docx": File(lambda: zipped({"word\\document.xml": WORD}), "DOCX"),
    "case.docx": File(lambda: zipped({"WORD/DOCUMENT.XML": WORD}), "DOCX"),
    "relation.docx": File(
        lambda: zipped(
            {
                "word/document.xml": WORD,
                "word/_rels/document.xml.rels": f'{REL}<Relationship Id="a" Type="http://schemas.openxmlformats.org/'
                f'officeDocument/2006/relationships/footnotes" Target="file://{SECRET_PLACE}" TargetMode="External"/>'
                "</Relationships>",
            }
        ),
        "",
        holds=FR,
    ),
    "entities.docx": File(
        lambda: zipped({"word/document.xml": f"{entities()}<x>&e9;</x>"}), "document type|broken DOCX"
    ),
    "external.docx": File(
        lambda: zipped({"word/document.xml": f"{entities()}<x>&x;</x>"}), "document type|broken DOCX"
    ),
    "other.odt": File(lambda: archive(word__document=f"<w:document {W}/>", x="<x/>")[:-9], "broken ODT"),
    "dtd.odt": File(lambda: archive(content='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "document type|broken ODT"),
    "entities.odt": File(lambda: archive(content=f"{entities()}<x>&e9;&x;</x>"), "document type|broken ODT"),
    "entities.epub": File(lambda: epub(xhtml("<p>Oui. &e9; &x;", entities())), "", holds="Oui."),
    "include.epub": File(
        lambda: epub(
            xhtml(
                f'<p>Oui.<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{SECRET_PLACE}"/>'
                f'<iframe src="file://{SECRET_PLACE}"></iframe><img src="http://127.0.0.1:9/x"/></p>',
                f'<?xml-stylesheet href="file://{SECRET_PLACE}"?>',
            )
        ),
        "",
        holds="Oui.",
    ),
    "parts.epub": File(lambda: archive(**{"META-INF__container": "<x/>"}), "no list of its parts"),
    "traversal.epub": File(lambda: _package("b.opf", f"../../../..{SECRET_PLACE}"), "EPUB|part|chapter|empty"),
    "absolute.epub": File(lambda: _package("b.opf", f"file://{SECRET_PLACE}"), "EPUB|part|chapter|empty"),
    "package.epub": File(lambda: _package(f"../../..{SECRET_PLACE}", "a.xhtml"), "EPUB|part|broken"),
    "repeat.epub": File(lambda: _spine(200_000), "", holds=FR),
    "columns.odt": File(lambda: _repeated("table:number-columns-repeated"), None),
    "rows.odt": File(lambda: _repeated("table:number-rows-repeated"), None),
    "spaces.odt": File(lambda: _replaced('text:c="3"', 'text:c="2000000000"'), None),
}
