"""Bitexts and workbooks: lines without end, cells that are formulas elsewhere, ids that stand twice."""

from __future__ import annotations

import io
import json
import zipfile

from . import AR, FR, File, zipped
from .seeds import SEEDS

S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
# What spreadsheets take for a formula or a command.
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")', "=cmd|' /C calc'!A0", "＝1+1")
LONG = 1_500_000


def memory(units: str) -> bytes:
    return f'<tmx version="1.4"><header srclang="ar"/><body>{units}</body></tmx>'.encode()


def unit(attributes: str = "", ar: str = AR, fr: str = FR) -> str:
    sides = (f'<tuv xml:lang="{lang}"><seg>{text}</seg></tuv>' for lang, text in (("ar", ar), ("fr", fr)))
    return f"<tu {attributes}>{''.join(sides)}</tu>"


def modern(units: str, end: str = "") -> bytes:
    return (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="ar" trgLang="fr">'
        f'<file id="f">{units}{end}</file></xliff>'
    ).encode()


def unit2(source: str = AR, target: str = FR) -> str:
    segment = f'<segment id="s"><source>{source}</source><target>{target}</target></segment>'
    return f'<unit id="u">{segment}</unit>'


def _lines(line: str, times: int = 1) -> bytes:
    return f"{AR}\t{FR}\n{line * times}".encode()


def _records(*records: object) -> bytes:
    return "".join(f"{json.dumps(record)}\n" for record in ({"ar": AR, "fr": FR}, *records)).encode()


def workbook(rows: str, strings: str = "", name: str = "a") -> bytes:
    """A workbook of bare XML."""
    main = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "xl/workbook.xml": f'<workbook {S} xmlns:r="{main}"><sheets><sheet name="{name}" sheetId="1" r:id="x"/>'
            "</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="x" '
            f'Type="{main}/worksheet" Target="worksheets/one.xml"/></Relationships>',
            "xl/worksheets/one.xml": f"<worksheet {S}><sheetData>{rows}</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"<sst {S}>{strings}</sst>",
        }
    )


def row(*cells: str, number: int = 1) -> str:
    inside = "".join(
        f'<c r="{chr(65 + at)}{number}" t="inlineStr"><is><t>{cell}</t></is></c>' for at, cell in enumerate(cells)
    )
    return f'<row r="{number}">{inside}</row>'


def _target(target: str) -> bytes:
    """A workbook whose sheet stands at this place."""
    stream = io.BytesIO(workbook(row(AR, FR)))
    with zipfile.ZipFile(stream) as old:
        parts: dict[str, str | bytes] = {name: old.read(name) for name in old.namelist()}
    name = "xl/_rels/workbook.xml.rels"
    return zipped({**parts, name: bytes(parts[name]).replace(b"worksheets/one.xml", target.encode())})  # type: ignore[arg-type]


def _catalogue(body: str) -> bytes:
    return f'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "{AR}"\nmsgstr "{FR}"\n\n{body}'.encode()


TABLES: dict[str, File] = {
    "formulas.tsv": File(lambda: _lines("".join(f"{AR}\t{f.strip()}\n" for f in FORMULAS)), "", "bitext", "\t=1+1"),
    "nul.tsv": File(lambda: _lines("a\0\tb\n"), "NUL", "bitext"),
    "cut.tsv": File(lambda: _lines(f"{AR}\t{FR}")[:-1], None, "bitext"),
    "mixed.tsv": File(lambda: _lines("") + f"{AR}\t{FR}\n".encode("cp1256"), "UTF-8|mixes", "bitext"),
    "tabs.tsv": File(lambda: _lines("\t", 3_000_000), None, "bitext"),
    "columns.tsv": File(lambda: ("x\t" * 30 + f"{AR}\t{FR}\n").encode() * 50, None, "bitext"),
    "line.tsv": File(lambda: _lines(f"{AR}\t{'a ' * LONG}\n"), None, "bitext"),
    "empty.tsv": File(lambda: b"\n" * 1_000_000, "empty", "bitext"),
    "lone.tsv": File(lambda: f"{AR}\n".encode() * 5, "no tab", "bitext"),
    "english.tsv": File(lambda: b"yes\toui\n", "no column holds Arabic", "bitext"),
    "bidi.tsv": File(lambda: _lines(f"{AR}\tLe total \u202e71\u202c.\n"), "", "bitext", "\u202e71"),
    "returns.tsv": File(lambda: f"{AR}\t{FR}\r{AR}\t{FR}\r\n{AR}\t{FR}\u2028x\n".encode(), "", "bitext", FR),
    "ids.jsonl": File(lambda: _records(*[{"id": "1", "ar": AR, "fr": FR}] * 2), "", "bitext", f"{AR}\t{FR}\n{AR}"),
    "surrogate.jsonl": File(lambda: _records({"ar": AR + "\ud800", "fr": "\udc00", "id": "\ud83d"}), "", "bitext", FR),
    "keys.jsonl": File(lambda: _records({"\ud800": 1, "ar": AR, "fr": FR}), "", "bitext", FR),
    "nul.jsonl": File(lambda: _records({"ar": AR, "fr": "a\0b"}), None, "bitext"),
    "raw.jsonl": File(lambda: _records() + b'{"ar": "\0", "fr": "a"}\n', "NUL", "bitext"),
    "deep.jsonl": File(lambda: _records() + b'{"ar":' * 100_000, "line 2 is not JSON", "bitext"),
    "lists.jsonl": File(lambda: _records() + b"[" * 100_000, "line 2 is not JSON", "bitext"),
    "number.jsonl": File(
        lambda: _records() + b'{"ar": "a", "fr": "b", "score": ' + b"9" * 9000 + b"}\n", None, "bitext"
    ),
    "infinite.jsonl": File(lambda: _records({"ar": AR, "fr": FR, "score": 1e400}), "", "bitext", FR),
    "numbers.jsonl": File(
        lambda: _records({"src": [1e9, True], "tgt": [-1], "ar": [AR, AR], "fr": [FR]}), "", "bitext", FR
    ),
    "types.jsonl": File(lambda: _records({"ar": {"a": 1}, "fr": FR}), "line 2 has a text", "bitext"),
    "line.jsonl": File(lambda: _records({"ar": AR, "fr": "a " * LONG}), None, "bitext"),
    "cut.jsonl": File(lambda: _records({"ar": AR, "fr": FR})[:-9], "line 2 is not JSON", "bitext"),
    "sentences.jsonl": File(lambda: _records({"ar": [AR] * 30_000, "fr": [FR]}), None, "bitext"),
    "ids.po": File(lambda: _catalogue(f'msgid "{AR}"\nmsgstr "{FR}"\n'), "", "bitext", f"{AR}\t{FR}\n{AR}\t{FR}"),
    "charset.po": File(
        lambda: _catalogue("").replace(b"Language", b"Content-Type: text/plain; charset=hex\\nLanguage"), None, "bitext"
    ),
    "plural.po": File(
        lambda: _catalogue("").replace(b"Language", b"Plural-Forms: nplurals=99999999; plural=n;\\nLanguage"),
        None,
        "bitext",
    ),
    "plurals.po": File(
        lambda: _catalogue(f'msgid "{AR}"\nmsgid_plural "x"\nmsgstr[' + "9" * 5000 + f'] "{FR}"\n'), None, "bitext"
    ),
    "escape.po": File(lambda: _catalogue('msgid "\\x41\\777\\q\\"\nmsgstr "a\\'), None, "bitext"),
    "nul.po": File(lambda: _catalogue('msgid "\0"\n'), "NUL", "bitext"),
    "lines.po": File(lambda: _catalogue(f'msgid "{AR}"\nmsgstr ""\n' + '"a"\n' * 200_000), "", "bitext", FR),
    "line.po": File(lambda: _catalogue(f'msgid "{AR}"\nmsgstr "' + "a " * LONG + '"\n'), None, "bitext"),
}
SHEETS: dict[str, File] = {
    "formulas.xlsx": File(
        lambda: workbook("".join(row(AR, f.strip(), number=n) for n, f in enumerate(FORMULAS, 1))), "", "bitext", "=1+1"
    ),
    "formula.xlsx": File(
        lambda: workbook(row(AR, FR) + '<row r="2"><c r="A2"><f>WEBSERVICE("http://x")</f></c></row>'), "", "bitext", FR
    ),
    "place.xlsx": File(
        lambda: workbook(row(AR, FR) + '<row r="99999999999"><c r="ZZZZZZ9"><v>1</v></c></row>'), None, "bitext"
    ),
    "odd.xlsx": File(
        lambda: workbook('<row r="-1"><c r="١٢"><v>x</v></c><c r=""/></row>' + row(AR, FR)), None, "bitext"
    ),
    "string.xlsx": File(lambda: workbook(row(AR, FR) + '<row><c t="s"><v>99999999999</v></c></row>'), None, "bitext"),
    "strings.xlsx": File(lambda: workbook(row(AR, FR), "<si><t>a</t></si>" * 200_000), None, "bitext"),
    "rows.xlsx": File(lambda: workbook(row(AR, FR) + "<row/>" * 200_000), None, "bitext"),
    "cells.xlsx": File(lambda: workbook(row(AR, FR) + "<row>" + "<c><v>1</v></c>" * 50_000 + "</row>"), None, "bitext"),
    "text.xlsx": File(lambda: workbook(row(AR, "a " * LONG)), None, "bitext"),
    "deep.xlsx": File(lambda: workbook("<row>" * 5000), "deeply|broken", "bitext"),
    "nul.xlsx": File(lambda: workbook(row(AR, FR + "\0")), "broken", "bitext"),
    "control.xlsx": File(lambda: workbook(row(AR, f"{FR} _x0000__x0007__xD800_")), "", "bitext", FR),
    "name.xlsx": File(lambda: workbook(row(AR, FR), name="a&#10;\u202e'&quot;&lt;"), "", "bitext", FR),
    "target.xlsx": File(lambda: _target("../../../etc/passwd"), "XLSX|sheet|broken", "bitext"),
    "absolute.xlsx": File(lambda: _target("file:///etc/passwd"), "XLSX|sheet|broken", "bitext"),
    "zip.parquet": File(lambda: zipped({"a": b""}), "Parquet|ZIP", "bitext"),
    "noise.parquet": File(lambda: b"PAR1" + bytes(100) + b"PAR1", "broken Parquet", "bitext"),
    "length.parquet": File(
        lambda: SEEDS["pairs.parquet"][1]()[:-8] + b"\xff\xff\xff\x7fPAR1", "broken Parquet", "bitext"
    ),
}
FILES = {**TABLES, **SHEETS}
