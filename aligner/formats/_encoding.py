"""Bytes to text: which of the encodings of Arabic and French texts was used?

UTF-8 and UTF-16 prove themselves: other texts are hardly ever valid in them. Between the single-byte encodings the
letters decide: each candidate's reading is scored by the pairs of letters it yields. The idea of ranking decodings by
letter pairs is from Li and Momoi, "A composite approach to language/encoding detection" (2001).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from aligner.errors import InputError

# Candidates in order of preference when two readings are equally good. Texts without accented capitals read the same
# in windows-1252 and windows-1256, and texts of nothing but Arabic letters the same in ISO-8859-6 and Mac Arabic.
LEGACY = ("windows-1252", "windows-1256", "iso-8859-6", "mac-arabic")

# What a page may call them, beside their own names. Browsers read ISO-8859-1 as windows-1252, and so do we.
ALIASES = {
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "cp1252": "windows-1252",
    "cp1256": "windows-1256",
    "x-mac-arabic": "mac-arabic",
    "macarabic": "mac-arabic",
}

# The 120 commonest pairs of letters inside Arabic words: six of ten pairs. Counted by us over the Arabic side of the
# training data that may be shipped (see the model's card), without the religious texts.
ARABIC_PAIRS = frozenset(
    """
    ال لم ات لا لت من في ية عل وا لى ست ما ار ان ري ير لي ام نا را ين ها يا دي دا با اس مل ول لك لأ تم مو لب لل مع
    بي يد مي عا مس ون تخ سا تر لو لة قا أن خد دم يم إل اء مك تح لح هذ ذا لإ عن اد يل تع لع اب حا نت تي تو عد حد رة
    كن ائ مة أو دة لق مت مر وي وم اف ني ور كا عم لن لف سي لخ كو رو تا اح يق بر غي قد كل يت شا فا جم خا اع مح وق إن
    اص يع جا لس تق وع شر مج لد
    """.split()
)
ARABIC_LETTERS = frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي")
# The least common ones, which wrong readings are full of.
ARABIC_SELDOM = frozenset("ءآؤئثزضظغ")
# Letters that stand only at the end of a word.
ARABIC_FINALS = frozenset("ةى")
# Foreign sounds in names (پ چ ژ ڤ گ), tatweel, vowel signs.
ARABIC_RARE = frozenset("پچژڤگـًٌٍَُِّْ")
FRENCH_LETTERS = frozenset("éèêëàâäçîïôöùûüÿœæÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŒÆ")
PUNCTUATION = frozenset("،؛؟٪«»‹›“”‘’…–—•°€©®™·%٠١٢٣٤٥٦٧٨٩\u00a0\u00ad\u200c\u200d\u200e\u200f")

_SAMPLE = 1 << 16
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_NOT_ASCII = re.compile(rb"[\x00-\x7f]{0,40}[\x80-\xff][^\r\n]{0,200}")
# UTF-8 that no single-byte text contains: three Arabic letters in a row, an accented letter inside a word, a quote.
_UTF8_FOR_SURE = re.compile(
    rb"(?:[\xd8-\xdb][\x80-\xbf]){3}|[A-Za-z]\xc3[\x80-\xbf](?=[ A-Za-z])|\xe2\x80[\x93-\xa6]|\xc2[\xa0\xab\xbb]"
)

# First bytes of files that people take for texts.
_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "an image or sound",
    b"%PDF-": "a PDF",
    b"{\\rtf": "a rich text file",
    b"\xd0\xcf\x11\xe0": "an old Office file or one with a password: save it as DOCX or XLSX without one",
    b"PK\x03\x04": "a ZIP archive",
    b"PK\x05\x06": "an empty ZIP archive",
    b"\x1f\x8b": "a gzip archive: unpack it first",
    b"7z\xbc\xaf": "a 7z archive: unpack it first",
    b"BZh": "a bzip2 archive: unpack it first",
    b"\xfd7zXZ": "an xz archive: unpack it first",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
    b"ID3": "a sound",
}


def binary(data: bytes) -> str:
    """What the first bytes say the file is, in words, if it is none of the texts that we read; else ``""``."""
    return next((what for magic, what in _MAGIC.items() if data.startswith(magic)), "")


def decode(data: bytes, name: str, declared: str | None = None) -> tuple[str, str]:
    """The text of ``data`` and the name of its encoding (a name Python knows too). A byte order mark is removed.

    ``name`` is for messages; ``declared`` is what the file says of itself, and is believed where it reads well.
    Raises InputError if the bytes are no text, mix encodings, or are in an encoding that is not among the candidates.
    """
    if what := binary(data):
        raise InputError(f"{name}: a text was expected, and this is {what}")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(data[2:], "utf-16-le" if data[0] == 0xFF else "utf-16-be", name)
    controls = len(_CONTROL.findall(data, 0, _SAMPLE))
    if controls and (order := _utf16_order(data[:_SAMPLE])):
        return _utf16(data, order, name)
    if controls > min(len(data), _SAMPLE) // 100:
        raise InputError(f"{name}: this looks like a binary file, and a text was expected")
    if (nul := data.find(b"\0")) >= 0:
        raise InputError(f"{name}: line {_line(data, nul)} holds a NUL byte: the file is binary or damaged")
    marked = data.startswith(b"\xef\xbb\xbf")
    try:
        return data[3 if marked else 0 :].decode("utf-8"), "utf-8-sig" if marked else "utf-8"
    except UnicodeDecodeError as error:
        at = error.start + (3 if marked else 0)
    if marked or _UTF8_FOR_SURE.search(data):
        raise InputError(
            f"{name}: line {_line(data, at)} holds a byte (0x{data[at]:02X}) that is not UTF-8, though the file is "
            "UTF-8 elsewhere: it mixes encodings or was cut; save it again as UTF-8"
        )
    return _legacy(data, name, declared)


def _line(data: bytes, at: int) -> int:
    return 1 + len(re.findall(rb"\r\n?|\n", data[:at]))


def _utf16(data: bytes, encoding: str, name: str) -> tuple[str, str]:
    if len(data) % 2:
        raise InputError(
            f"{name}: an odd number of bytes for {encoding.upper()}: the file was cut; save it again as UTF-8"
        )
    # Half an emoji, as left by tools that cut at 140 units, must not cost the whole text: it becomes U+FFFD.
    text = data.decode(encoding, errors="replace")
    if (nul := text.find("\0")) >= 0:
        raise InputError(f"{name}: line {text.count(chr(10), 0, nul) + 1} holds a NUL: the file is binary or damaged")
    return text, encoding


def _utf16_order(sample: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: the one in which nearly all units are Latin, Arabic or punctuation."""
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        units = Counter(high)
        expected = sum(units[byte] for byte in (0x00, 0x01, 0x06, 0x20, 0xD8, 0xDC, 0xDD, 0xDE, 0xFB, 0xFE))
        low = sample[0::2] if encoding == "utf-16-le" else sample[1::2]
        if high and expected > 0.95 * len(high) and low.count(0) < len(low) / 20:
            return encoding
    return None


def _legacy(data: bytes, name: str, declared: str | None) -> tuple[str, str]:
    sample = bytearray()
    for piece in _NOT_ASCII.finditer(data):
        sample += piece[0] + b"\n"
        if len(sample) > _SAMPLE:
            break
    declared = (declared or "").strip().lower()
    declared = ALIASES.get(declared, declared)
    best, best_score = "", 0.0
    for encoding in LEGACY:
        try:
            score = _plausibility(sample.decode(encoding)) + (0.5 if encoding == declared else 0)
        except UnicodeDecodeError:
            continue
        if score > best_score:
            best, best_score = encoding, score
    if not best:
        known = ", ".join(("UTF-8", "UTF-16", *LEGACY))
        raise InputError(f"{name}: the encoding cannot be told, none of {known} reads well: save the file as UTF-8")
    try:
        return data.decode(best), best
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name}: line {_line(data, error.start)} holds a byte (0x{data[error.start]:02X}) that is not {best}, "
            "in which the rest seems to be: save the file as UTF-8"
        ) from None


def _plausibility(text: str) -> float:
    """How much a reading looks like Arabic or French, per character outside ASCII: wrong ones fall below 0."""
    total, count = 0.0, 0
    for (a, b), n in Counter(zip(" " + text, text + " ", strict=True)).items():
        if b > "\x7f":
            count += n
            total += n * _letter(b)
        if a > "\x7f" or b > "\x7f":
            total += n * _pair(a, b)
    return total / max(count, 1)


def _letter(char: str) -> float:
    if char in ARABIC_LETTERS:
        return -0.7 if char in ARABIC_SELDOM else 0.1
    if char in PUNCTUATION:
        return 0.1
    if char in FRENCH_LETTERS:
        return 1.0 if char.islower() else 0.3
    if char in ARABIC_RARE:
        return -0.5
    if unicodedata.category(char) == "Cc":
        return -10.0
    return -1.0


def _pair(a: str, b: str) -> float:
    arabic_a, arabic_b = "\u0620" <= a <= "\u064a", "\u0620" <= b <= "\u064a"
    if arabic_a and arabic_b:
        if a in ARABIC_FINALS:
            return -3.0
        return 1.5 if a + b in ARABIC_PAIRS else -0.3
    if arabic_a or arabic_b:
        other = b if arabic_a else a
        # No word mixes the scripts, and only hashtags have marks within a word.
        return -4.0 if other.isalpha() and not "\u0600" <= other <= "\u06ff" else -1.5 if other in "[\\]^_" else 0.0
    if b in ARABIC_RARE and a.isalpha() and a < "\u0600":
        return -4.0
    if a.islower() and b > "\x7f" and b.isupper():
        return -4.0
    return -1.5 if a > "\x7f" and b > "\x7f" and a.isalpha() and b.isalpha() else 0.0
