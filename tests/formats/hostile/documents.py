"""Documents that hold nothing, that are something else, or that are larger, deeper or longer than any text."""

from __future__ import annotations

import json

from . import AR, FR, File, archive, docx, pdf, zipped
from .seeds import epub, xhtml

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
NOISE = bytes((i * 7919) % 251 for i in range(5000))


def _boundaries(depth: int) -> bytes:
    """A message in a message in a message."""
    parts = [f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(depth)]
    return ("Subject: x\nMIME-Version: 1.0\n" + "".join(parts) + f"Content-Type: text/plain\n\n{FR}\n").encode()


def _pages(kids: str) -> bytes:
    return pdf.assembled(
        {1: "<< /Type /Catalog /Pages 2 0 R >>", 2: f"<< /Type /Pages /Kids [{kids}] /Count 1 /Parent 2 0 R >>"}
    )


EMPTY: dict[str, File] = {
    "empty.txt": File(lambda: b"", "empty"),
    "white.txt": File(lambda: b" \r\n\t\n", "empty"),
    "bom.txt": File(lambda: b"\xef\xbb\xbf", "empty"),
    "invisible.txt": File("\u200f\n\u00a0\n".encode, "empty"),
    "empty.docx": File(lambda: docx("<w:p/>"), "empty"),
    "empty.html": File(lambda: b"<html><head><title>x</title></head><script>1</script></html>", "empty"),
    "comment.html": File(lambda: b"<!-- nothing -->", "empty"),
    "front.md": File(lambda: b"---\ntitle: x\n---\n", "empty"),
    "empty.srt": File(lambda: b"1\n00:00:01,000 --> 00:00:02,000\n\n", "empty|no caption|no cue|no subtitle"),
    "empty.json": File(lambda: b"[]", "no post"),
    "empty.rtf": File(lambda: b"{\\rtf1 }", "empty|no text"),
    "empty.zip": File(lambda: zipped({}), "no document|empty ZIP"),
    "pages.pdf": File(lambda: _pages(""), "empty|no text|broken|no page"),
}
OTHERS: dict[str, File] = {
    "image.txt": File(lambda: PNG, "PNG"),
    "image.docx": File(lambda: PNG, "PNG"),
    "image.pdf": File(lambda: PNG, "PNG"),
    "image.html": File(lambda: PNG, "PNG"),
    "print.txt": File(lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "broken PDF"),
    "rich.txt": File(lambda: b"{\\rtf1\\ansi Bonjour", "was cut"),
    "noise.bin": File(lambda: NOISE, "binary"),
    "noise.pdf": File(lambda: b"%PDF-1.4\n" + NOISE, "broken PDF"),
    "noise.docx": File(lambda: b"PK\x03\x04" + NOISE, "broken DOCX|broken ZIP"),
    "noise.zip": File(lambda: b"PK\x03\x04" + NOISE, "broken|a ZIP"),
    "text.docx": File(lambda: b"Bonjour", "no DOCX"),
    "text.odt": File(lambda: b"Bonjour", "no ODT"),
    "text.epub": File(lambda: b"Bonjour", "no EPUB"),
    "text.pdf": File(lambda: b"Bonjour", "no PDF"),
    "text.rtf": File(lambda: b"Bonjour", "no rich text|RTF"),
    "text.json": File(lambda: b"Bonjour", "no post|not JSON|JSON"),
    "text.srt": File(lambda: b"Bonjour", "no cue|subtitle|caption|empty"),
    "text.zip": File(lambda: b"Bonjour", "ZIP"),
    "old.docx": File(lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "password"),
    "other.docx": File(lambda: archive(content="<x/>"), "no Word document"),
    "nothing.docx": File(lambda: b"PK\x05\x06" + bytes(18), "no Word document"),
    "zip.txt": File(lambda: archive(content="<x/>"), "a ZIP archive"),
    "pairs.xlsx": File(lambda: archive(xl__workbook="<x/>"), "is a bitext"),
    "wrong.tsv": File(lambda: b"a\tb\n", "is a bitext"),
    "loop.pdf": File(lambda: _pages("2 0 R"), "broken PDF|empty|no text"),
    "tree.pdf": File(lambda: _pages(" ".join(["2 0 R"] * 1000)), "broken PDF|empty|no text"),
    "absent.pdf": File(lambda: _pages("9 0 R"), "broken PDF|empty|no text"),
}
LARGE: dict[str, File] = {
    "line.txt": File(lambda: b"a " * (25 << 20), "50,000,000|52,428,800|52,428,799"),
    "arabic_line.txt": File(lambda: AR.encode() * 850_000, "paragraph"),
    "line.html": File(lambda: b"<p>" + b"a " * (5 << 20), "paragraph"),
    "line.md": File(lambda: b"*a* " * 600_000, "paragraph"),
    "line.rtf": File(lambda: b"{\\rtf1 " + b"a " * 600_000 + b"}", "paragraph|longer|larger"),
    "line.json": File(lambda: json.dumps([{"text": "a " * 600_000}]).encode(), "paragraph"),
    "line.srt": File(lambda: b"1\n00:00:01,000 --> 00:00:02,000\n" + b"a " * 600_000, "paragraph|characters"),
    "line.eml": File(lambda: b"Subject: x\nMIME-Version: 1.0\n\n" + b"a " * 600_000, "paragraph"),
    "line.docx": File(lambda: docx(f"<w:p><w:r><w:t>{'a ' * 600_000}</w:t></w:r></w:p>"), "paragraph|broken DOCX"),
    "line.epub": File(lambda: epub(xhtml("<p>" + "a " * 600_000)), "paragraph"),
    "header.eml": File(lambda: b"Subject: " + b"a " * 600_000 + b"\nMIME-Version: 1.0\n\nOui.", "", holds="Oui."),
    "big.txt": File(lambda: b"a\n" * (33 << 20), "larger"),
    "lines.txt": File(lambda: b"a\n" * 200_000, "", holds="a\na"),
    "blank.txt": File(lambda: b"\n" * 500_000 + b"Oui.", "", holds="Oui."),
    "items.md": File(lambda: b"- a\n" * 100_000, "", holds="- a"),
    "quotes.md": File(lambda: b"> " * 200_000 + b"Oui.", "", holds="Oui."),
    "stars.md": File(lambda: b"*" * 500_000 + b"a", None),
    "links.md": File(lambda: b"[" * 300_000 + b"a", "", holds="[["),
    "fences.md": File(lambda: b"```\n" * 200_000 + b"a", None),
    "rows.md": File(lambda: b"|a|b|\n|-|-|\n" * 30_000, None),
    "columns.md": File(lambda: b"|a" * 50_000 + b"\n" + b"|-" * 50_000 + b"\n" + b"|b" * 50_000, None),
    "cues.vtt": File(lambda: b"WEBVTT\n\n" + b"00:01.000 --> 00:02.000\n<b><i>a\n\n" * 60_000, "", holds="a"),
    "tags.vtt": File(lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<b>" * 500_000 + b"a", None),
    "arrows.srt": File(lambda: b"00:00:01,000 --> " * 100_000, None),
    "posts.json": File(lambda: b"[" + b'{"text":"a"},' * 200_000 + b'{"text":"b"}]', None),
    "fields.json": File(lambda: b'[{"text":"a"' + b',"x":"y"' * 200_000 + b"}]", "", holds="a"),
    "commands.rtf": File(lambda: b"{\\rtf1 " + b"\\b\\i0 " * 200_000 + b"Oui.}", None),
    "cells.rtf": File(lambda: b"{\\rtf1 " + b"\\trowd\\intbl a\\cell b\\cell\\row" * 20_000 + b"}", None),
    "parts.eml": File(
        lambda: b"Content-Type: multipart/mixed; boundary=a\nMIME-Version: 1.0\n\n" + b"--a\n\nx\n" * 100_000, None
    ),
    "runs.docx": File(lambda: docx("<w:p>" + "<w:r/>" * 300_000 + "<w:r><w:t>Oui.</w:t></w:r></w:p>"), None),
    "tags.html": File(lambda: b"<b>" * 1_000_001, "tags"),
    "attributes.html": File(lambda: b"<p " + b"a=b " * 500_000 + b">Oui.", None),
    "comments.html": File(lambda: b"<!--" * 500_000 + b"Oui.", None),
    "references.html": File(lambda: b"<p>" + b"&amp;" * 1_000_000, None),
    "spans.html": File(lambda: b"<table>" + b"<tr><td rowspan=65534 colspan=1000>a" * 20_000, None),
    "tables.html": File(lambda: b"<table><tr><td>" * 20_000 + b"Oui.", "deeply|empty"),
    "operators.pdf": File(lambda: pdf.made([[c] for c in "Oui." * 2000]), None),
}
DEEP: dict[str, File] = {
    "deep.html": File(lambda: b"<div>" * 100_000 + b"x" + b"</div>" * 100_000, "deeply"),
    "deep.docx": File(lambda: docx("<w:p>" * 5000), "broken DOCX"),
    "deep.odt": File(lambda: archive(content="<x>" * 5000), "broken ODT"),
    "deep.epub": File(lambda: epub(xhtml("<div>" * 50_000 + "x")), "deeply|broken"),
    "deep.rtf": File(lambda: b"{\\rtf1" + b"{" * 100_000, "nested too deeply"),
    "deep.json": File(lambda: b"[" * 200_000 + b"]" * 200_000, "JSON|no post|deep"),
    "objects.json": File(lambda: b'{"a":' * 200_000 + b"1" + b"}" * 200_000, "JSON|no post|deep"),
    "deep.eml": File(lambda: _boundaries(3000), None),
    "deep.md": File(lambda: b"".join(b" " * n + b"- a\n" for n in range(1500)), None),
    "deep.pdf": File(lambda: pdf.assembled({1: "[" * 50_000 + "]" * 50_000, 2: "<< /Pages 1 0 R >>"}), "broken PDF"),
    "dictionaries.pdf": File(lambda: pdf.assembled({1: "<< /Pages " * 20_000}), "broken PDF"),
}
FILES = {**EMPTY, **OTHERS, **LARGE, **DEEP}
