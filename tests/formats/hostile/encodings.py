"""Bytes that are no text, or another one than the file says; characters that hide, turn or break what is shown."""

from __future__ import annotations

import json

from . import AR, FR, File, docx, zipped
from .seeds import epub, xhtml

RLO, PDF_, ISOLATE = "\u202e", "\u202c", "\u2067"
SPOOF = f"{AR}\n\nLe total est {RLO}17{PDF_} {ISOLATE}abc\u2069.\n"
CESU = b"\xed\xa0\xbd\xed\xb8\x80"


def _mail(kind: str, body: bytes, transfer: str = "8bit") -> bytes:
    head = f"Subject: x\nMIME-Version: 1.0\nContent-Type: {kind}\nContent-Transfer-Encoding: {transfer}\n\n"
    return head.encode("utf-8", "surrogateescape") + body


def _xml(name: str) -> bytes:
    return f'<?xml version="1.0" encoding="{name}"?>{xhtml(f"<p>{FR}</p>")}'.encode()


BROKEN: dict[str, File] = {
    "nul.txt": File(lambda: f"{FR}\n{AR}\n".encode() * 50 + b"x\0y", "NUL"),
    "nul16.txt": File(lambda: f"\ufeff{FR}\n\0".encode("utf-16-le"), "NUL"),
    "nul.html": File(lambda: f"<p>{FR}\0</p>".encode() * 50, "NUL|binary"),
    "nul.md": File(lambda: f"# {FR}\0\n".encode() * 50, "NUL|binary"),
    "nul.srt": File(lambda: f"1\n00:00:01,000 --> 00:00:02,000\n{FR}\0\n\n".encode() * 5, "NUL|binary"),
    "nul.json": File(lambda: b'[{"text": "Oui.\\u0000"}]', None),
    "nul.eml": File(lambda: _mail("text/plain; charset=utf-8", f"{FR}\0\n".encode()), None),
    "nul.rtf": File(lambda: b"{\\rtf1 Oui.\\u0?\0\\'00}", None),
    "nuls.txt": File(lambda: bytes(1 << 20), "empty"),
    "reference.html": File(lambda: b"<p>Oui.&#0;&#xD800;&#x110000;&#99999999999999999999;", "", holds="Oui."),
    "reference.docx": File(lambda: docx("<w:p><w:r><w:t>a&#0;</w:t></w:r></w:p>"), "broken DOCX"),
    "surrogate.docx": File(lambda: docx("<w:p><w:r><w:t>a&#xD800;</w:t></w:r></w:p>"), "broken DOCX"),
    "surrogate.epub": File(lambda: epub(xhtml("<p>Oui.&#xD800;</p>")), None),
    "surrogate.json": File(lambda: b'[{"text": "Oui. \\ud83d", "from": "\\udc00", "id": "\\ud800"}]', "", holds="Oui."),
    "surrogate.rtf": File(lambda: b"{\\rtf1 Oui.\\u-10240?\\u-9216? \\u-10240?}", "", holds="Oui."),
    "surrogate16.txt": File(lambda: b"\xff\xfe" + f"{FR}\n".encode("utf-16-le") + b"\x3d\xd8", "", holds="ouvert"),
    "cesu.txt": File(lambda: f"{FR}\n".encode() + CESU, "UTF-8"),
    "long.txt": File(lambda: f"{FR}\n".encode() + b"\xc0\xaf", "UTF-8"),
    "odd.txt": File(lambda: f"\ufeff{FR}".encode("utf-16-le") + b"x", "odd number"),
    "mixed.txt": File(lambda: f"{FR}\n{AR}\n".encode() + f"{AR}\n".encode("cp1256"), "line 3"),
    "mixed_fr.txt": File(lambda: f"{FR}\n".encode("cp1252") + f"{FR}\n".encode(), "line 1"),
    "marked.txt": File(lambda: b"\xef\xbb\xbfabc\n\xe9t\xe9", "line 2"),
    "cut.txt": File(lambda: AR.encode()[:-2], "was cut"),
    "dos.txt": File(lambda: "Le préfet est allé à l’école où l’été a passé".encode("cp850", "replace"), "encoding"),
    "japanese.txt": File(lambda: "図書館は日曜日に開館しました。".encode("shift_jis"), "encoding"),
    "russian.txt": File(lambda: "Библиотека открылась в воскресенье".encode("koi8-r"), "encoding"),
    "stray.txt": File(lambda: f"{AR}\n".encode("iso-8859-6") * 3000 + b"\xff", "line 3001"),
    "utf32.txt": File(lambda: f"\ufeff{FR}\n".encode("utf-32-le"), "NUL|binary|encoding"),
    "ebcdic.txt": File(lambda: (FR.replace("’", "'") * 5).encode("cp500"), "binary|encoding"),
}
LYING: dict[str, File] = {
    "bom16.txt": File(lambda: b"\xff\xfe" + f"{FR}{FR}".encode()[:90], None),
    "bom8.txt": File(lambda: b"\xef\xbb\xbf" + f"{FR}\n".encode("utf-16-le"), "binary|NUL|UTF-8"),
    "meta.html": File(lambda: f'<meta charset="windows-1256"><p>{FR}'.encode(), "", holds="bibliothèque"),
    "utf7.html": File(lambda: b'<meta charset="utf-7"><p>+ADw-script+AD4-alert(1)', "", holds="+ADw-script"),
    "codec.html": File(lambda: b'<meta charset="unicode_escape"><p>\\u0041 \xe9t\xe9', None),
    "hex.html": File(lambda: b'<meta charset="hex"><p>\xe9t\xe9 Oui.', None),
    "zlib.html": File(lambda: b'<meta charset="zlib_codec"><p>\xe9t\xe9 Oui.', None),
    "idna.html": File(lambda: b'<meta charset="idna"><p>\xe9t\xe9 Oui.', None),
    "many.html": File(lambda: b'<meta charset="utf-7">' * 50_000 + "<p>été".encode("cp1252"), None),
    "declared.epub": File(lambda: epub(_xml("windows-1252")), None),
    "utf16.epub": File(lambda: epub(_xml("utf-16")), None),
    "rot13.epub": File(lambda: epub(_xml("rot13")), None),
    "declared.docx": File(
        lambda: zipped({"word/document.xml": b'<?xml version="1.0" encoding="x-none"?><w:document/>'}), "broken DOCX"
    ),
    "charset.eml": File(
        lambda: _mail("text/plain; charset=windows-1256", f"{FR}\n".encode()), "", holds="bibliothèque"
    ),
    "codec.eml": File(lambda: _mail("text/plain; charset=base64_codec", f"{FR}\n".encode()), "", holds="ouvert"),
    "escape.eml": File(lambda: _mail("text/plain; charset=unicode_escape", b"\\u0041 Oui.\n"), "", holds="\\u0041"),
    "odd.eml": File(lambda: _mail('text/plain; charset="\udcff\udcfe"', f"{FR}\n".encode()), "", holds="ouvert"),
    "long.eml": File(lambda: _mail(f"text/plain; charset={'x' * 100_000}", f"{FR}\n".encode()), None),
    "transfer.eml": File(lambda: _mail("text/plain", b"@@@@ Oui.", "base64"), None),
    "unknown.eml": File(lambda: _mail("text/plain", b"Oui.", "zip"), "", holds="Oui."),
    "uu.eml": File(lambda: _mail("text/plain", b"begin 666 a\n`\nend\n" * 1000, "x-uuencode"), None),
    "words.eml": File(
        lambda: b"Subject: =?utf-7?b?/////w==?= =?x?q?=ff?= =?utf-8?b?*?=\nTo: x\n\nOui.", "", holds="Oui."
    ),
    "page.rtf": File(lambda: b"{\\rtf1\\ansi\\ansicpg99999 \\'e9t\\'e9 Oui.}", None),
    "font.rtf": File(lambda: b"{\\rtf1{\\fonttbl{\\f0\\fcharset255 A;}}\\f0 \\'e9 Oui.}", None),
    "skip.rtf": File(lambda: b"{\\rtf1\\uc999999999 \\u1606? Oui.}", None),
    "binary.rtf": File(lambda: b"{\\rtf1 Oui.\\bin99999999999 x}", None),
    "negative.rtf": File(lambda: b"{\\rtf1\\bin-5\\uc-7\\u-99999999999?Oui.}", None),
}
SHOWN: dict[str, File] = {
    "bidi.txt": File(SPOOF.encode, "", holds=f"{RLO}17"),
    "bidi.html": File(lambda: f"<p>{SPOOF}".encode(), "", holds=f"{RLO}17"),
    "bidi.docx": File(lambda: docx(f"<w:p><w:r><w:t>{SPOOF}</w:t></w:r></w:p>"), "", holds=f"{RLO}17"),
    "bidi.json": File(lambda: json.dumps([{"text": SPOOF, "from": RLO + "x"}]).encode(), "", holds=f"{RLO}17"),
    "marks.txt": File(lambda: "ا".encode() + "\u064b".encode() * 400_000, "", holds="ا"),
    "joiners.txt": File(lambda: f"{AR}\u200d".encode() + "\u200d\u200c".encode() * 100_000, "", holds=AR[:10]),
    "tags.txt": File(lambda: f"{FR}\U000e0041\U000e0042".encode(), "", holds="\U000e0041"),
    "escape.txt": File(lambda: f"{FR} \x1b]0;x\x07\x1b[2J".encode() * 3, None),
    "nonchar.txt": File(lambda: f"{FR} \ufffe\uffff\U0010ffff".encode(), "", holds="\ufffe"),
    "breaks.txt": File(lambda: f"{AR}\x0b{FR}\x0c{AR}\x85{FR}\u2028{AR}\u2029{FR}\r{AR}".encode(), "", holds=FR),
}
FILES = {**BROKEN, **LYING, **SHOWN}
