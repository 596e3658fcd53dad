"""Which encodings of Arabic and French texts are told, and from how many letters on.

Each text is the beginning of a line of the development sets, encoded and read again. Right: the same text came back.
Refused: a message asks for UTF-8. Wrong: another text came back, which is what must not happen. Texts that an encoding
cannot hold, and those that are the same bytes in all of them (French without an accent), are left out.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from aligner.errors import InputError
from aligner.formats._encoding import decode

CORPORA = ("flores200_devtest", "tico19", "tatoeba_test")
LINES = 400  # of each corpus
LETTERS = (10, 20, 40, 80, 160, 1000)

# The ten that are read. windows-1252 is what ISO-8859-1 means everywhere but in standards.
READ = (
    "utf-8",
    "utf-8-sig",
    "utf-16",  # with a mark
    "utf-16-le",
    "utf-16-be",
    "windows-1252",
    "iso-8859-1",
    "windows-1256",
    "iso-8859-6",
    "mac-arabic",
)
# Others that old files have: none of them is promised, but they should be refused rather than misread.
OTHERS = ("iso-8859-15", "mac-roman", "cp850", "cp437", "cp720", "cp864", "iso-8859-9", "windows-1250")


def encoded(text: str, encoding: str) -> bytes | None:
    """The bytes as programs wrote them, or None for a text that the encoding cannot hold."""
    try:
        data = text.encode(encoding)
    except UnicodeEncodeError:
        return None
    if encoding == "mac-arabic":
        # Python prefers the right-to-left twins of ASCII characters; programs on the Mac wrote the plain ones.
        twins = {byte for byte in range(0xA0, 0xC0) if bytes([byte]).decode(encoding) == chr(byte & 0x7F)}
        data = bytes(byte & 0x7F if byte in twins else byte for byte in data)
    return None if data.isascii() and not encoding.startswith("utf-") else data


def outcome(text: str, data: bytes) -> str:
    try:
        return "right" if decode(data, "file")[0] == text else "wrong"
    except InputError:
        return "refused"


def main(shared: Path) -> None:
    """Prints a line for each language and encoding: the share of right, refused and wrong readings by length."""
    texts: dict[str, list[str]] = {"ar": [], "fr": []}
    for corpus in CORPORA:
        rows = (shared / "data" / "dev" / f"{corpus}.tsv").read_text(encoding="utf-8").splitlines()[:LINES]
        for row in rows:
            for lang, text in zip(texts, row.split("\t"), strict=False):
                texts[lang].append(text.strip())
    joined = {lang: [" ".join(lines[at : at + 10]) for at in range(0, len(lines), 10)] for lang, lines in texts.items()}
    head = " ".join(f"{letters:>17}" for letters in LETTERS)
    print(f"right/refused/wrong in % of texts of so many letters\n{'':16} {head}")
    for title, encodings in (("read", READ), ("others", OTHERS)):
        print(title)
        for lang in texts:
            for encoding in encodings:
                cells = []
                for letters in LETTERS:
                    some = joined[lang] if letters > 160 else texts[lang]
                    counts = Counter[str]()
                    for text in some:
                        cut = text[:letters].strip()
                        if len(text) >= letters and (data := encoded(cut, encoding)):
                            counts[outcome(cut, data)] += 1
                    cells.append(_cell(counts))
                if any(cell.strip("- ") for cell in cells):
                    print(f"  {lang} {encoding:12}", *cells)


def _cell(counts: Counter[str]) -> str:
    total = counts.total()
    if not total:
        return f"{'-':>17}"
    shares = "/".join(f"{100 * counts[name] / total:.1f}" for name in ("right", "refused", "wrong"))
    return f"{shares:>17}"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).resolve().parents[2] / "shared")
