"""PDF files by hand."""

from __future__ import annotations

SIZE = 12


def made(*pages: list[list[str]]) -> bytes:
    """A PDF of pages of lines of glyphs, from left to right, each of which stands for some letters."""
    glyphs = sorted({glyph for page in pages for line in page for glyph in line})
    codes = {glyph: number for number, glyph in enumerate(glyphs, 1)}
    mapped = "\n".join(f"<{code:04X}> <{glyph.encode('utf-16-be').hex()}>" for glyph, code in codes.items())
    space = "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    table = f"begincmap {space} {len(codes)} beginbfchar\n{mapped}\nendbfchar endcmap"
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        3: "<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R] "
        "/ToUnicode 5 0 R >>",
        4: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 500 /CIDSystemInfo << /Registry (Adobe) /Ordering "
        "(Identity) /Supplement 0 >> /FontDescriptor << /Type /FontDescriptor /FontName /F /Flags 4 >> >>",
        5: stream(table),
    }
    numbers = []
    for page in pages:
        rows = (
            f"BT /F {SIZE} Tf 50 {800 - 20 * at} Td <{''.join(f'{codes[glyph]:04X}' for glyph in line)}> Tj ET"
            for at, line in enumerate(page)
            if line
        )
        number = len(objects) + 2
        objects[number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 850] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects[number + 1] = stream("\n".join(rows))
        numbers.append(number)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(numbers)} >>"
    return assembled(objects)


def stream(text: str) -> str:
    return f"<< /Length {len(text)} >>\nstream\n{text}\nendstream"


def assembled(objects: dict[int, str]) -> bytes:
    """A PDF of these objects, the first of which is the catalogue."""
    out, places = b"%PDF-1.7\n", {}
    for number in sorted(objects):
        places[number] = len(out)
        out += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode("latin-1")
    xref = len(out)
    rows = "".join(f"{places[number]:010} 00000 n \n" for number in sorted(objects))
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{xref}\n%%EOF\n"
    return out + f"xref\n0 {size}\n0000000000 65535 f \n{rows}{trailer}".encode("latin-1")
