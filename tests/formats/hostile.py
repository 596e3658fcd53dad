"""Makes the files that a loader must refuse in one line: ``python hostile.py FOLDER`` writes them all."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
AR, FR = "افتتحت المكتبة أبوابها يوم الأحد.", "La bibliothèque a ouvert ses portes dimanche, à l’étage."


def archive(**parts: str | bytes) -> bytes:
    """A ZIP with these parts; ``__`` in a name stands for ``/`` and the suffix .xml is added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, data in parts.items():
            zipped.writestr(name.replace("__", "/") + ".xml", data)
    return stream.getvalue()


def docx(body: str, styles: str | None = None) -> bytes:
    """A DOCX with this body, and nothing that Word would want besides."""
    parts = {"word__document": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    if styles is not None:
        parts["word__styles"] = f"<w:styles {W}>{styles}</w:styles>"
    return archive(**parts)


def _entities() -> bytes:
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    return archive(word__document=f'<!DOCTYPE w [<!ENTITY e0 "ha">{levels}]><w:document {W}>&e9;</w:document>')


def _password() -> bytes:
    data = bytearray(docx("<w:p/>"))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(mark)
        data[start + at] |= 1
    return bytes(data)


def _damaged() -> bytes:
    data = bytearray(docx(f"<w:p><w:r><w:t>{AR * 50}</w:t></w:r></w:p>"))
    data[60:90] = bytes(30)
    return bytes(data)


# File name -> what is in it, and a part of the message.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.txt": (lambda: b"", "empty"),
    "white.txt": (lambda: b" \r\n\t\n", "empty"),
    "bom.txt": (lambda: b"\xef\xbb\xbf", "empty"),
    "invisible.txt": (lambda: "\u200f\n\u00a0\n".encode(), "empty"),
    "empty.docx": (lambda: docx("<w:p/>"), "empty"),
    "empty.html": (lambda: b"<html><head><title>x</title></head><script>1</script></html>", "empty"),
    "comment.html": (lambda: b"<!-- nothing -->", "empty"),
    "front.md": (lambda: b"---\ntitle: x\n---\n", "empty"),
    "image.txt": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG"),
    "print.txt": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "broken PDF"),
    "rich.txt": (lambda: b"{\\rtf1\\ansi Bonjour", "was cut"),
    "noise.bin": (lambda: bytes((i * 7919) % 251 for i in range(5000)), "binary"),
    "nul.txt": (lambda: f"{FR}\n{AR}\n".encode() * 50 + b"x\0y", "NUL"),
    "nul16.txt": (lambda: f"\ufeff{FR}\n\0".encode("utf-16-le"), "NUL"),
    "odd.txt": (lambda: f"\ufeff{FR}".encode("utf-16-le") + b"x", "odd number"),
    "mixed.txt": (lambda: f"{FR}\n{AR}\n".encode() + f"{AR}\n".encode("cp1256"), "line 3"),
    "mixed_fr.txt": (lambda: f"{FR}\n".encode("cp1252") + f"{FR}\n".encode(), "line 1"),
    "marked.txt": (lambda: b"\xef\xbb\xbfabc\n\xe9t\xe9", "line 2"),
    "cut.txt": (lambda: AR.encode()[:-2], "was cut"),
    "dos.txt": (lambda: "Le préfet est allé à l’école où l’été a passé".encode("cp850", "replace"), "encoding"),
    "japanese.txt": (lambda: "図書館は日曜日に開館しました。".encode("shift_jis"), "encoding"),
    "russian.txt": (lambda: "Библиотека открылась в воскресенье".encode("koi8-r"), "encoding"),
    "stray.txt": (lambda: f"{AR}\n".encode("iso-8859-6") * 3000 + b"\xff", "line 3001"),
    "line.txt": (lambda: b"a " * (25 << 20), "50,000,000|52,428,800|52,428,799"),
    "arabic_line.txt": (lambda: AR.encode() * 850_000, "paragraph"),
    "line.html": (lambda: b"<p>" + b"a " * (25 << 20), "paragraph"),
    "big.txt": (lambda: b"a\n" * (33 << 20), "larger"),
    "tags.html": (lambda: b"<b>" * 1_000_001, "tags"),
    "deep.html": (lambda: b"<div>" * 100_000 + b"x" + b"</div>" * 100_000, "deeply"),
    "text.docx": (lambda: b"Bonjour", "no DOCX"),
    "old.docx": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "password"),
    "cut.docx": (lambda: docx(f"<w:p><w:r><w:t>{AR}</w:t></w:r></w:p>")[:-40], "broken DOCX"),
    "damaged.docx": (_damaged, "broken DOCX"),
    "password.docx": (_password, "password"),
    "other.docx": (lambda: archive(content="<x/>"), "no Word document"),
    "nothing.docx": (lambda: b"PK\x05\x06" + bytes(18), "no Word document"),
    "zip.txt": (lambda: archive(content="<x/>"), "a ZIP archive"),
    "broken.docx": (lambda: archive(word__document="<w:document"), "broken DOCX"),
    "entities.docx": (_entities, "document type|broken DOCX"),
    "bomb.docx": (lambda: archive(word__document=b" " * (40 << 20)), "unpacks to more"),
    "styles.docx": (lambda: archive(word__document=f"<w:document {W}/>", word__styles="<"), "broken DOCX"),
    "many.docx": (lambda: archive(**{f"part{i}": b"" for i in range(5_001)}), "files in one archive"),
    "deep.docx": (lambda: docx("<w:p>" * 5000), "broken DOCX"),
    "other.odt": (lambda: archive(word__document=f"<w:document {W}/>", x="<x/>")[:-9], "broken ODT"),
    "bomb.odt": (lambda: archive(content=b" " * (40 << 20)), "unpacks to more"),
    "dtd.odt": (lambda: archive(content='<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'), "document type|broken ODT"),
    "bomb.epub": (lambda: archive(**{"META-INF__container": b" " * (40 << 20)}), "unpacks to more"),
    "parts.epub": (lambda: archive(**{"META-INF__container": "<x/>"}), "no list of its parts"),
    "deep.rtf": (lambda: b"{\\rtf1" + b"{" * 100_000, "nested too deeply"),
    "noise.pdf": (lambda: b"%PDF-1.4\n" + bytes((i * 7919) % 251 for i in range(5000)), "broken PDF"),
    "text.pdf": (lambda: b"Bonjour", "no PDF"),
    "pairs.xlsx": (lambda: archive(xl__workbook="<x/>"), "is a bitext"),
    "wrong.tsv": (lambda: b"a\tb\n", "is a bitext"),
}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (make, _) in FILES.items():
        (folder / name).write_bytes(make())
