"""Glossaries that are none, and cells that are formulas elsewhere."""

from __future__ import annotations

from . import AR, FR, File, zipped
from .bitexts import FORMULAS, row, workbook

HEAD = "arabic,french,forbidden,note\n"


def _table(*rows: str) -> bytes:
    return (HEAD + "غارة جوية,raid,bombe,x\n" + "".join(rows)).encode()


FILES: dict[str, File] = {
    "formulas.csv": File(lambda: _table(*("غارة,'" + f + "',,\n" for f in FORMULAS)), None, "glossary"),
    "quote.csv": File(lambda: _table('غارة,"raid'), None, "glossary"),
    "quotes.csv": File(lambda: _table('"' * 500_001), None, "glossary"),
    "field.csv": File(lambda: _table(f"غارة,{'a ' * 200_000}\n"), "row 3|characters", "glossary"),
    "columns.csv": File(lambda: _table("," * 1_000_000 + "\n"), None, "glossary"),
    "semicolons.csv": File(lambda: _table(";" * 1_000_000 + "\n"), None, "glossary"),
    "terms.csv": File(lambda: _table(f"غارة,{';'.join(f't{n}' for n in range(10_000))},,\n"), None, "glossary"),
    "rows.csv": File(lambda: _table(*(f"غارة{n},raid{n},,\n" for n in range(20_000))), "", "glossary", "raid"),
    "nul.csv": File(lambda: _table("غارة,ra\0id\n"), "NUL|binary", "glossary"),
    "cut.csv": File(lambda: _table()[:-20], None, "glossary"),
    "both.csv": File(lambda: _table("غارة,raid,raid,\n"), "allows and forbids", "glossary"),
    "twice.csv": File(lambda: _table("غارة جوية,raid,bombe,x\n"), "", "glossary", "raid"),
    "head.csv": File(HEAD.encode, "no entry", "glossary"),
    "bidi.csv": File(lambda: _table("غارة,\u202ediar\u202c,,\n"), "", "glossary", "raid"),
    "surrogate.tsv": File(lambda: "غارة\traid".encode() + b"\xed\xa0\x80\n", "UTF-8", "glossary"),
    "entities.html.csv": File(lambda: b"<html><p>x", "TBX", "glossary"),
    "glossary.xlsx": File(
        lambda: workbook("".join(row(AR, f, number=n) for n, f in enumerate(FORMULAS, 1))), None, "glossary"
    ),
    "wide.xlsx": File(
        lambda: workbook('<row r="1"><c r="XFD1"><v>1</v></c></row>' + row("غارة", "raid", number=2)),
        "row 1 has no Arabic",
        "glossary",
    ),
    "zip.csv": File(lambda: zipped({"a.csv": HEAD + f"{AR},{FR}"}), "ZIP|another kind", "glossary"),
}
