"""Every format keeps what ``aligner formats`` and the README say: each claim is tried on a file of each that makes it.

A format without a file here, and a claim that nothing tries, fail. Documents hold one page, as other programs write it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from email.message import EmailMessage
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
import test_docx_more as word
import test_epub as book
import test_odt as office
import test_pdf as print_
import test_rtf as rich
from exchange import AR, FR, PAIRS
from hostile import W, archive
from hypothesis import HealthCheck, given, settings
from test_archive import zipped

from aligner import formats
from aligner.data import Block, Document, Finding, Pair, Sentence, Span
from aligner.formats import Format

TITLE, ITEM, CELLS = "Le pont de la rive", "une voie sur deux", ("نعم، بالتأكيد", "Oui, certainement")
ROWS, NOTE, BOX = ("première ligne", "seconde ligne"), "Selon la mairie.", "Pont fermé"
CAME, GONE = "rouverte à midi", "fermée à midi"
QUOTE = "« Nous attendons. »"


def claims(format_: Format) -> list[str]:
    """What it says to keep, without what stands between brackets."""
    bare = re.sub(r" \([^)]*\)", "", format_.keeps)
    return re.split("(?:,|;) (?:and )?", bare)


NAME = attrgetter("name")
READ = [format_ for format_ in formats.formats() if "document" in format_.reads]
WRITTEN = [format_ for format_ in formats.formats() if format_.writes]

# Documents: name -> suffix and bytes of the page ------------------------------------------------------------------


def _docx() -> bytes:
    heading = '<w:outlineLvl w:val="0"/>'
    changed = f"<w:del><w:r><w:delText>{GONE}</w:delText></w:r></w:del><w:ins>{word.r(CAME)}</w:ins>"
    box = f"<w:r><w:pict><w:txbxContent>{word.p(word.r(BOX))}</w:txbxContent></w:pict></w:r>"
    cells = "".join(f"<w:tc>{word.p(word.r(cell))}</w:tc>" for cell in CELLS)
    lines = f"<w:r><w:t>{ROWS[0]}</w:t><w:br/><w:t>{ROWS[1]}</w:t></w:r>"
    body = [word.p(word.r(TITLE), properties=heading), word.p(word.r(AR), word.note(1)), word.p(word.r(FR))]
    body += [word.p(word.r(ITEM), properties="<w:numPr/>"), f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"]
    body += [word.p(lines), word.p(box), word.p(word.r("La route est "), changed)]
    notes = f'<w:footnotes {W}><w:footnote w:id="1">{word.p(word.r(NOTE))}</w:footnote></w:footnotes>'
    document = f"<w:document {W}><w:body>{''.join(body)}</w:body></w:document>"
    return archive(word__document=document, word__footnotes=notes)


def _odt() -> bytes:
    p = office.p
    frame = f"<draw:frame><draw:text-box>{p(BOX)}</draw:text-box></draw:frame>"
    changed = f"<text:tracked-changes>{p(GONE)}</text:tracked-changes>"
    body = [changed, f'<text:h text:outline-level="1">{TITLE}</text:h>', p(AR, office.note(p(NOTE))), p(FR)]
    body += [f"<text:list><text:list-item>{p(ITEM)}</text:list-item></text:list>"]
    body += [office.table("".join(map(office.cell, CELLS))), p("<text:line-break/>".join(ROWS)), p(frame)]
    return office.made("".join([*body, p(f"La route est <text:change/>{CAME}")]))


def _rtf() -> bytes:
    n = rich.numbered
    changed = rf"\pard La route est {{\deleted {n(GONE)}}}{{\revised {n(CAME)}}}\par"
    box = rf"\pard{{\shp{{\*\shpinst{{\shptxt {n(BOX)}\par}}}}}}\par"
    body = [rf"\pard\s1 {n(TITLE)}\par\pard {n(AR)}{{\footnote\pard {n(NOTE)}}}\par\pard {n(FR)}\par"]
    body += [rf"\pard{{\listtext -\tab}}{n(ITEM)}\par", rich.row(*map(n, CELLS)), r"\pard "]
    return rich.made("".join([*body, r"\line ".join(map(n, ROWS)), r"\par", box, changed]))


def _html(aside: str = "") -> str:
    row = f"<table>\n<tr><td>{CELLS[0]}</td><td>{CELLS[1]}</td></tr></table>"
    texts = f"<h1>{TITLE}</h1>\n<p>{AR}</p>{aside}\n<p>{FR}</p>\n<ul><li>{ITEM}</li></ul>"
    return f"{texts}\n{row}\n<p>{'<br/>'.join(ROWS)}</p>"


def _markdown() -> str:
    table = f"| {' | '.join(CELLS)} |\n| --- | --- |\n"
    return f"# {TITLE}\n\n{AR}\n\n{FR}\n\n- {ITEM}\n\n{table}\n> {QUOTE}\n"


def _eml() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = TITLE, "Salma <salma@maktaba.example>"
    mail.set_content(f"{AR}\n\n{FR}\n")
    return mail.as_bytes()


POST = {"text": f"{AR} https://t.co/x", "author": "Salma", "handle": "salma", "time": "2021-03-16", "id": 7}
POST |= {"entities": {"urls": [{"url": "https://t.co/x", "expanded_url": "https://maktaba.example/fr"}]}}
CUES = "1\n00:00:01,000 --> 00:00:03,000\nLe pont est fermé\n\n2\n00:00:03,100 --> 00:00:05,000\naux camions.\n\n"
CUES += f"3\n00:00:06,000 --> 00:00:09,000\n{AR}\n"
PAGES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "archive": (".zip", lambda: zipped({"1.html": _html(), "2.txt": FR})),
    "docx": (".docx", _docx),
    "eml": (".eml", _eml),
    "epub": (
        ".epub",
        lambda: book.made(
            book.chapter(f"<p>{QUOTE}</p>"), book.chapter(_html(f"<aside><p>{NOTE}</p></aside>")), spine="1 0"
        ),
    ),
    "html": (".html", lambda: f"<!DOCTYPE html>\n<html><body>\n{_html()}</body></html>".encode()),
    "markdown": (".md", lambda: _markdown().encode()),
    "odt": (".odt", _odt),
    "pdf": (".pdf", lambda: print_.made([print_.backwards(AR), [], list(FR)], [list(QUOTE)])),
    "posts": (".json", lambda: json.dumps([POST]).encode()),
    "rtf": (".rtf", _rtf),
    "subtitles": (".srt", lambda: CUES.encode()),
    "text": (".txt", lambda: f"{TITLE}\n\n{AR}\n\n{FR}\n".encode()),
}


@dataclass(frozen=True)
class Page:
    """A document that was read, and the bytes of its file."""

    document: Document
    data: bytes

    def block(self, text: str) -> Block:
        return next(block for block in self.document.blocks if block.text == text)

    def has(self, *texts: str) -> bool:
        return {*texts} <= {block.text for block in self.document.blocks}

    def stamp(self, at: int, value: str) -> bool:
        return self.document.blocks[0].text.split("\t")[at] == value


def _in_line(page: Page) -> bool:
    """Each block stands on the line of the file that it names; those of an e-mail, on the line of its text."""
    text = page.document.text if page.document.source.format == "eml" else page.data.decode()
    lines = text.splitlines()
    return all(block.text.split()[0] in lines[block.lines[0] - 1] for block in page.document.blocks)


def _rise(page: Page) -> bool:
    return page.block(AR).lines[0] < page.block(FR).lines[0]


def _row_is_a_pair(page: Page) -> bool:
    first, second = (page.block(cell).cell for cell in CELLS)
    if first is None or second is None or (first[:2], first[2] + 1) != (second[:2], second[2]):
        return False
    able = page.document.source.format in [format_.name for format_ in formats.formats() if "bitext" in format_.reads]
    pairs = list(formats.read_pairs(page.document.source.path)) if able else []
    return not able or [(pair.src_text, pair.tgt_text) for pair in pairs] == [CELLS]


PAGE_CLAIMS: dict[str, Callable[[Page], bool]] = {
    "paragraphs": lambda page: page.block(AR).kind == page.block(FR).kind == "paragraph",
    "headings": lambda page: page.block(TITLE).kind == "heading",
    "subject": lambda page: page.block(TITLE).kind == "heading",
    "lists": lambda page: page.block(ITEM).kind == "item",
    "tables": _row_is_a_pair,
    "line breaks": lambda page: page.has(*ROWS),
    "text boxes": lambda page: page.has(BOX),
    "notes": lambda page: (
        page.document.blocks.index(page.block(NOTE)) == page.document.blocks.index(page.block(AR)) + 1
    ),
    "changes": lambda page: page.has(f"La route est {CAME}") and GONE not in page.document.text,
    "quotations": lambda page: page.has(QUOTE),
    "reading order": lambda page: page.document.blocks[-1].text == QUOTE,
    "paragraph numbers": _rise,
    "line numbers": _in_line,
    "page numbers": lambda page: [page.block(text).lines[0] for text in (AR, FR, QUOTE)] == [1, 1, 2],
    "words of the text layer": lambda page: page.has(AR, FR, QUOTE),
    "every character": lambda page: page.document.text == page.data.decode(),
    "times of cues": lambda page: all(
        "-->" in page.data.decode().splitlines()[block.lines[0] - 1] for block in page.document.blocks
    ),
    "cues": lambda page: page.has(FR, AR),
    "texts": lambda page: page.document.blocks[1].text.startswith(AR),
    "authors": lambda page: page.stamp(0, "Salma"),
    "handles": lambda page: page.stamp(1, "@salma"),
    "times": lambda page: page.stamp(2, "2021-03-16"),
    "ids": lambda page: page.stamp(3, "7"),
    "addresses behind shortened links": lambda page: "https://maktaba.example/fr" in page.document.text,
    "what its documents keep": lambda page: page.block(TITLE).kind == "heading" and page.has(AR, FR),
    "a folder is read in the same way": lambda page: _folder(page),
}


def _folder(page: Page) -> bool:
    folder = Path(page.document.source.path).parent / "folder"
    folder.mkdir()
    (folder / "1.html").write_text(_html(), "utf-8")
    (folder / "2.txt").write_text(FR, "utf-8")
    return [block.text for block in formats.read(str(folder)).blocks] == [b.text for b in page.document.blocks]


@pytest.mark.parametrize(
    ("name", "claim"), [(f.name, claim) for f in READ for claim in claims(f) if claim in PAGE_CLAIMS]
)
def test_documents_keep(name: str, claim: str, tmp_path: Path) -> None:
    suffix, make = PAGES[name]
    path = tmp_path / f"page{suffix}"
    path.write_bytes(make())
    document = formats.read(str(path))
    assert document.source.format == name
    assert PAGE_CLAIMS[claim](Page(document, path.read_bytes())), [(b.kind, b.text) for b in document.blocks]


# Bitexts ---------------------------------------------------------------------------------------------------------

Pairs = list[Pair]


def _sides(pairs: Pairs) -> list[tuple[str, str]]:
    return [(pair.src_text, pair.tgt_text) for pair in pairs]


def _texts(pairs: Pairs) -> list[tuple[str, str]]:
    """The texts without differences of white space."""
    return [(" ".join(src.split()), " ".join(tgt.split())) for src, tgt in _sides(pairs)]


def _each(take: Callable[[Sentence], object]) -> Callable[[Pairs], object]:
    return lambda pairs: [[[take(sentence) for sentence in side] for side in (pair.src, pair.tgt)] for pair in pairs]


# What is the same of the pairs that were written and of those that were read.
SAME: dict[str, Callable[[Pairs], object]] = {
    "texts": _texts,
    "the texts": _texts,
    "the texts of each pair": _texts,
    "line ends within a text": _sides,
    "ids": lambda pairs: [pair.id for pair in pairs],
    "id and score of each pair": lambda pairs: [(pair.id, round(pair.score, 4)) for pair in pairs],
    "scores": lambda pairs: [round(pair.score, 4) for pair in pairs],
    "sentence borders": _each(lambda sentence: sentence.text.split()),
    "sentence numbers": _each(lambda sentence: sentence.number),
    "whether a pair moved": lambda pairs: [pair.moved for pair in pairs],
    "whether it moved": lambda pairs: [pair.moved for pair in pairs],
}
FIRST = Pair((Sentence(AR, number=1),), (Sentence(FR, number=1),), 0.5, id="first")


def _all_else(format_: Format, pairs: Pairs, _: Pairs) -> bool:
    """Findings go into a copy, and out again: every byte of the file is as it was."""
    form: Any = format_.module
    data = "".join(form.write_pairs([replace(pair, findings=()) for pair in pairs])).encode()
    data = data.replace(b"</body>", b"<!-- x --></body>").replace(b"<source>", b"<source  >")
    clean = form.annotate(data, "file", list(form.read_pairs(data, "file")[0]))
    hurt = [replace(pair, findings=(Finding("name", "error", "<x>", (Span(0, 1),)),)) for pair in pairs]
    return bool(form.annotate(form.annotate(data, "file", hurt), "file", pairs) == clean and b"<x>" not in clean)


def _rows_rise(_: Format, __: Pairs, back: Pairs) -> bool:
    at = [pair.tgt[0].lines[0] for pair in back if pair.tgt]
    return at == sorted({*at})


OTHER: dict[str, Callable[[Format, Pairs, Pairs], bool]] = {"all else": _all_else, "row numbers": _rows_rise}


@pytest.mark.parametrize("format_", [f for f in WRITTEN if f.reads], ids=NAME)
@given(pairs=PAIRS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_bitexts_keep(format_: Format, pairs: list[Pair], tmp_path: Path) -> None:
    given_ = [replace(pair, id=f"u{number}") for number, pair in enumerate([FIRST, *pairs])]
    files = formats.written(format_.module, given_, str(tmp_path / f"pairs{format_.suffixes[0]}"))
    formats.write_all(files)
    _, read = formats.read_sides(*files) if len(files) == 2 else formats.read_bitext(*files)
    back = list(read)
    for claim in ("texts", *claims(format_)):
        if claim in SAME:
            assert SAME[claim](back) == SAME[claim](given_), claim
        elif claim in OTHER:
            assert OTHER[claim](format_, given_, back), claim


# One Arabic sentence is alone, and one is in no pair.
LINKS = [
    Pair((Sentence("a", number=0),), (Sentence("b", number=0), Sentence("c", number=1)), 0.75),
    Pair((Sentence("d", number=1),), ()),
    Pair((Sentence("e", number=3),), (Sentence("f", number=2),), 0.5),
]
LINES = {
    ("hunalign", "sentence numbers"): ["0 0", "1 2", "3 2", "4 3"],
    ("hunalign", "scores"): ["0.7500", "0.0000", "0.5000", "0.0000"],
    ("vecalign", "sentence numbers"): ["[0] [0, 1]", "[1] []", "[3] [2]"],
    ("vecalign", "scores"): ["0.250000", "0.000000", "0.500000"],
    ("vecalign", "the order of the pairs"): ["[0]", "[1]", "[3]"],
}


@pytest.mark.parametrize("format_", [f for f in WRITTEN if not f.reads], ids=NAME)
def test_what_is_only_written_keeps(format_: Format) -> None:
    (made,) = formats.written(format_.module, LINKS, "x").values()
    rows = [re.split("[\t:]", line) for line in str(made).splitlines()]
    for claim in claims(format_):
        first = {"scores": 2, "the order of the pairs": 0}.get(claim)
        seen = [" ".join(row[:2]) if first is None else row[first] for row in rows]
        assert seen == LINES[format_.name, claim]


PO = 'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgctxt "menu|a"\nmsgid "كتاب"\nmsgid_plural "%d كتب"\n'
PO += 'msgstr[0] "%d livre"\nmsgstr[1] "%d livres"\n'


def _csv() -> bytes:
    sink = io.StringIO()
    csv.writer(sink, delimiter=";").writerows([("arabe", "français"), (AR, FR), ("نعم؛\nلا", 'Oui ;\n"non"')])
    return sink.getvalue().encode()


# Bitexts that are only read: suffix, bytes, and what is found of each claim.
READ_ONLY: dict[str, tuple[str, Callable[[], bytes], dict[str, Callable[[Pairs], bool]]]] = {
    "csv": (
        ".csv",
        _csv,
        {
            "texts": lambda pairs: _sides(pairs)[0] == (AR, FR),
            "line ends within a text": lambda pairs: _sides(pairs)[1] == ("نعم؛\nلا", 'Oui ;\n"non"'),
            "line numbers": lambda pairs: [pair.src[0].lines[0] for pair in pairs] == [2, 3],
        },
    ),
    "po": (
        ".po",
        PO.encode,
        {
            "texts": lambda pairs: _sides(pairs)[0] == ("كتاب", "%d livre"),
            "plural forms": lambda pairs: _sides(pairs)[1] == ("%d كتب", "%d livres"),
            "contexts": lambda pairs: [pair.id for pair in pairs] == ["menu|a", "menu|a"],
            "line numbers": lambda pairs: [pair.tgt[0].lines[0] for pair in pairs] == [7, 8],
        },
    ),
}


@pytest.mark.parametrize("format_", [f for f in formats.formats() if f.reads == "bitext" and not f.writes], ids=NAME)
def test_what_is_only_read_keeps(format_: Format, tmp_path: Path) -> None:
    suffix, make, tried = READ_ONLY[format_.name]
    path = tmp_path / f"pairs{suffix}"
    path.write_bytes(make())
    source, found = formats.read_bitext(str(path))
    pairs = list(found)
    assert source.format == format_.name
    for claim in claims(format_):
        assert tried[claim](pairs), claim


def test_every_claim_is_tried() -> None:
    for format_ in formats.formats():
        if format_ in READ or (format_.reads and format_.writes):
            tried = {*(PAGE_CLAIMS if format_ in READ else ()), *({**SAME, **OTHER} if format_ in WRITTEN else ())}
            assert {*claims(format_)} <= tried, format_.name
