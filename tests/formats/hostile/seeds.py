"""A good file of each format, small but with most of what the format has: what is cut, and what the fuzzer changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from email.message import EmailMessage

from aligner import formats
from aligner.data import Finding, Pair, Report, Sentence, Span, Statement
from aligner.report import render

from . import AR, FR, Reader, W, archive, pdf, zipped

TEXTS = [
    (AR, FR),
    ("قُتل 17 شخصاً يوم 3 آذار 2021، بحسب الوكالة.", "17 personnes ont été tuées le 3 mars 2021, selon l’agence."),
    ("قال الوزير: «لن نغادر».", "Le ministre a dit : « Nous ne partirons pas. »"),
]
PAIRS = [
    Pair(
        (Sentence(src, number=number),),
        (Sentence(tgt, number=number),),
        0.9,
        findings=(Finding("number", "warning", "The Arabic says 17.", (Span(0, 4),), (Span(0, 2),), "17"),),
        id=f"u{number}",
    )
    for number, (src, tgt) in enumerate(TEXTS)
]
PAGE = "\n\n".join([*(src for src, _ in TEXTS), "———", *(tgt for _, tgt in TEXTS), "@nour · 3h\n- item\n#مكتبة"])
REPORT = Report("seed", (), (Statement((), (), pairs=tuple(PAIRS)),), notes=("A note.",))


def written(form: str, place: int = 0) -> bytes:
    """The pairs in a form that we write; the file at this place, if they are several."""
    data = list(formats.written(formats.writer(form), PAIRS, f"x.{form}").values())[place]
    return data if isinstance(data, bytes) else data.encode()


def reported(form: str) -> bytes:
    data = render(REPORT, form)
    return data if isinstance(data, bytes) else data.encode()


def _docx() -> bytes:
    def p(text: str, style: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'

    rows = "".join(f"<w:tr><w:tc>{p(src)}</w:tc><w:tc>{p(tgt)}</w:tc></w:tr>" for src, tgt in TEXTS)
    note = '<w:p><w:r><w:t>Bilan</w:t><w:footnoteReference w:id="2"/></w:r><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>'
    body = f"{p('Titre', 'Heading1')}{p(AR)}{note}<w:tbl>{rows}</w:tbl>{p(FR)}"
    return archive(
        word__document=f"<w:document {W}><w:body>{body}</w:body></w:document>",
        word__styles=f'<w:styles {W}><w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
        word__footnotes=f'<w:footnotes {W}><w:footnote w:id="2">{p("Une note.")}</w:footnote></w:footnotes>',
    )


def _odt() -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "draw", "style")
    )
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    rows = "".join(f"<table:table-row>{cell.format(s)}{cell.format(t)}</table:table-row>" for s, t in TEXTS)
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Une note.</text:p>"
    body = (
        f'<text:h text:outline-level="1">Titre</text:h><text:p>{AR}<text:s text:c="3"/>{note}</text:note-body>'
        f"</text:note></text:p><text:list><text:list-item><text:p>{FR}</text:p></text:list-item></text:list>"
        f"<table:table>{rows}</table:table>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {spaces}/>",
        }
    )


def epub(*chapters: str | bytes, base: str = "book/") -> bytes:
    """A book of these chapters, which stand in files of the folder ``base``."""
    items = "".join(
        f'<item id="c{n}" href="{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            f'<rootfile full-path="{base}b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
            f"{base}b.opf": f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest>'
            f"<spine>{spine}</spine></package>",
            **{f"{base}{n}.xhtml": chapter for n, chapter in enumerate(chapters)},
        }
    )


def xhtml(body: str, head: str = "") -> str:
    return f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'


def _rtf() -> bytes:
    def coded(text: str) -> str:
        return "".join(f"\\u{ord(c)}?" if c > "\x7f" else c for c in text)

    cells = "".join(rf"\trowd\pard\intbl {coded(src)}\cell {coded(tgt)}\cell\row" "\n" for src, tgt in TEXTS)
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset178 Arial;}}{\stylesheet{\s1 heading 1;}}"
    return (
        r"{\rtf1\ansi\ansicpg1252\deff0" + fonts + r"{\pard\s1 Titre\par}"
        rf"{{\pard {coded(AR)}{{\footnote Une note.}}\line\'e9t\'e9\par}}{cells}"
        r"{\*\shppict{\pict 00ff}}{\field{\*\fldinst HYPERLINK}{\fldrslt " + coded(FR) + r"}}\par}"
    ).encode("ascii")


def _eml() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "بيان — Communiqué", "Salma <salma@maktaba.example>"
    message.set_content(f"{AR}\n\n> {FR}\n-- \nSalma\n", cte="quoted-printable")
    message.add_alternative(f"<p>{AR}<p>{FR}", subtype="html", cte="base64")
    message.add_attachment(b"x", maintype="image", subtype="png", filename="é.png")
    return message.as_bytes()


def _srt() -> bytes:
    cues = (f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{text}\n" for n, text in enumerate((AR, "Il est,", "venu."), 1))
    return "\n".join(cues).encode()


def _posts() -> bytes:
    posts = [
        {
            "id": 1,
            "type": "message",
            "date": "2021-03-16T10:02:00",
            "from": "مرصد",
            "text": [AR, {"type": "bold", "text": "!"}],
        },
        {"id": 2, "type": "message", "date": "2021-03-16T10:03:00", "from": "Rive", "text": FR},
    ]
    return json.dumps({"name": "مرصد", "id": 7, "messages": posts}, ensure_ascii=False).encode()


def _archived() -> bytes:
    entities = {"urls": [{"url": "https://t.co/a", "expanded_url": "https://x.example/1"}]}
    tweet = {"full_text": f"{AR} https://t.co/a", "created_at": "Wed Mar 17 10:02:00 +0000 2021", "id_str": "1"}
    tweets = [{"tweet": {**tweet, "entities": entities}}]
    return ("window.YTD.tweets.part0 = " + json.dumps(tweets, ensure_ascii=False)).encode()


def _po() -> bytes:
    head = 'msgid ""\nmsgstr ""\n"Language: fr\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
    units = "".join(
        f'#: a.c:{n}\nmsgctxt "c{n}"\nmsgid "{src}"\nmsgstr "{tgt}"\n\n' for n, (src, tgt) in enumerate(TEXTS)
    )
    return (head + units + f'msgid "{AR}"\nmsgid_plural "{AR}"\nmsgstr[0] "{FR}"\nmsgstr[1] "x\\ty"\n').encode()


def _tbx() -> bytes:
    term = '<langSet xml:lang="{}"><tig><term>{}</term></tig></langSet>'
    entry = f'<termEntry id="a">{term.format("ar", "غارة")}{term.format("fr", "raid")}<note>x</note></termEntry>'
    return f'<martif type="TBX"><text><body>{entry}</body></text></martif>'.encode()


def _markdown() -> str:
    rows = "".join(f"| {src} | {tgt} |\n" for src, tgt in TEXTS)
    head = f"---\ntitle: x\n---\n# {AR}\n\n> {FR}\n\n- [lien](http://x.example) **gras**"
    return f"{head}\n\n| a | b |\n|---|---|\n{rows}\n---\n"


def _html() -> str:
    rows = "".join(f"<tr><td>{src}<td>{tgt}" for src, tgt in TEXTS)
    head = f'<!DOCTYPE html><meta charset="utf-8"><h1>{FR}</h1><p>{AR}<br>&amp;&eacute;&#x41;'
    return f"{head}<table>{rows}</table><ul><li>x</ul>"


def _accepted() -> bytes:
    line = {"check": "number", "src_words": ["17"], "tgt_words": ["71"], "src": AR, "tgt": FR}
    return f"# Accepted.\n{json.dumps(line, ensure_ascii=False)}\n".encode()


CONFIG = b'skip = ["typography"]\nglossary = ""\ntypography = "CH"\n[severity]\nnumber = "info"\n'
SEEDS: dict[str, tuple[Reader, Callable[[], bytes]]] = {
    "page.txt": ("document", PAGE.encode),
    "page.md": ("document", lambda: _markdown().encode()),
    "page.html": ("document", lambda: _html().encode()),
    "page.docx": ("document", _docx),
    "page.odt": ("document", _odt),
    "page.epub": ("document", lambda: epub(xhtml(f"<h1>{AR}</h1>"), xhtml(f"<p>{FR}</p>"))),
    "page.rtf": ("document", _rtf),
    "page.pdf": ("document", lambda: pdf.made([list("Bonjour."), list("ةبتكم")], [["x"]])),
    "page.eml": ("document", _eml),
    "page.srt": ("document", _srt),
    "page.vtt": ("document", lambda: b"WEBVTT\n\nNOTE x\n\n" + _srt().replace(b",", b".")),
    "page.json": ("document", _posts),
    "page.js": ("document", _archived),
    "page.zip": ("document", lambda: zipped({"a.txt": AR, "b/c.docx": _docx(), "d.html": f"<p>{FR}"})),
    "pairs.tsv": ("bitext", lambda: written("tsv")),
    "pairs.jsonl": ("bitext", lambda: written("jsonl")),
    "pairs.tmx": ("bitext", lambda: reported("tmx")),
    "pairs.xliff": ("bitext", lambda: reported("xliff")),
    "pairs.xliff12": ("bitext", lambda: reported("xliff12")),
    "pairs.xlsx": ("bitext", lambda: reported("xlsx")),
    "pairs.parquet": ("bitext", lambda: written("parquet")),
    "pairs.po": ("bitext", _po),
    "pairs.docx": ("bitext", lambda: reported("docx")),
    "pairs.rtf": ("bitext", _rtf),
    "pairs.odt": ("bitext", _odt),
    "terms.csv": ("glossary", lambda: "arabic,french,forbidden,note\nغارة جوية,raid;frappe,bombe,x\n".encode()),
    "terms.tbx": ("glossary", _tbx),
    "terms.xlsx": ("glossary", lambda: written("xlsx")),
}
