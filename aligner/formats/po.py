"""Message catalogues of programs (gettext): ``msgid`` in one language, ``msgstr`` in the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from aligner.data import Pair
from aligner.errors import InputError
from aligner.formats._encoding import decode
from aligner.formats._exchange import MAX_SEGMENT, Languages, Side, paired
from aligner.formats._lines import script

SUFFIXES = (".po",)
READS = "bitext"
WRITES = ""
KEEPS = "texts, plural forms, contexts (as ids), line numbers"
LOSES = "fuzzy and obsolete entries, comments, references, flags"

_LINE = re.compile(r"([^\n\r]*)(?:\r\n|[\n\r]|\Z)")
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr|domain)(?:\[(\d{1,2})\])?\s*")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"\s*')
_ESCAPE = re.compile(r"\\(?:([abfnrtv\\\"'?])|x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))")
_LETTERS = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_FUZZY = re.compile(r"\bfuzzy\b")
_CHARSET = re.compile(rb"charset=([A-Za-z0-9._:-]{2,40})")
_PLURAL = re.compile(r"plural\s*=\s*([^;\n]{1,500})")
_FIELD = re.compile(r"^(X-Source-Language|Language)\s*:[ \t]*([\w@.-]{0,40})", re.MULTILINE | re.IGNORECASE)


def claims(data: bytes) -> bool:
    """Whether the first line that is no comment begins a message."""
    for line in data[:4096].lstrip(b"\xef\xbb\xbf").splitlines():
        if line.strip() and not line.startswith(b"#"):
            return bool(re.match(rb'(?:msgctxt|msgid|domain)\s*"', line))
    return False


@dataclass(slots=True)
class _Entry:
    line: int
    texts: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    fuzzy: bool = False

    def get(self, key: str) -> str:
        return "".join(self.texts.get(key, ()))


def read_pairs(data: bytes, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each message, and for each form of one with a plural, and the encoding.

    Messages that are fuzzy or obsolete are left out; one without a rendering is a pair with an empty side. Raises
    InputError, with the line, for what is no catalogue, and if its languages are others.
    """
    declared = _CHARSET.search(data)
    text, encoding = decode(data, name, declared[1].decode("ascii").lower() if declared else None)
    return _pairs(text, name), encoding


def _pairs(text: str, name: str) -> Iterator[Pair]:
    entries = [entry for entry in _entries(text, name) if not entry.fuzzy]
    header = next((entry.get("msgstr") for entry in entries if not entry.get("msgid")), "")
    messages = [entry for entry in entries if entry.get("msgid")]
    codes = _languages(header, messages, name)
    singular = _singular(header)
    languages, number = Languages(), 0
    for entry in messages:
        for source, target in _forms(entry, singular):
            keys = (source, target)
            sides = [
                Side(code, _stripped(entry, key, name), entry.lines.get(key, entry.line))
                for code, key in zip(codes, keys, strict=True)
            ]
            if picked := languages.pick(sides):
                yield paired(picked, number, entry.get("msgctxt"))
                number += 1
    languages.require(name)


def _stripped(entry: _Entry, key: str, name: str) -> str:
    text = entry.get(key).strip()
    if len(text) > MAX_SEGMENT:
        raise InputError(
            f"{name}: line {entry.lines[key]}: a text of {len(text):,} characters (at most {MAX_SEGMENT:,})"
        )
    return text


def _languages(header: str, messages: list[_Entry], name: str) -> tuple[str, str]:
    """The languages of msgid and msgstr: what the header says, otherwise by which of them has more Arabic."""
    arabic = [0, 0]
    for entry in messages:
        for side, text in enumerate((entry.get("msgid"), entry.get("msgstr") or entry.get("msgstr[0]"))):
            arabic[side] += script(text) == "ar"
    if messages and not any(arabic):
        raise InputError(f"{name}: no message is in Arabic: one of msgid and msgstr must be, and the other in French")
    named = {match[1].lower(): match[2] for match in _FIELD.finditer(header)}
    guessed = ("ar", "fr") if arabic[0] > arabic[1] else ("fr", "ar")
    return named.get("x-source-language") or guessed[0], named.get("language") or guessed[1]


def _singular(header: str) -> int | None:
    """Which form of the renderings is for one thing; None where the header does not say."""
    import gettext

    if not (match := _PLURAL.search(header)):
        return None
    form: Callable[[int], int]
    try:
        form = gettext.c2py(match[1])
        return form(1)
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _forms(entry: _Entry, singular: int | None) -> Iterator[tuple[str, str]]:
    """The keys of the texts that render each other."""
    if "msgid_plural" not in entry.texts:
        yield "msgid", "msgstr"
        return
    forms = sorted((key for key in entry.texts if key.startswith("msgstr[")), key=lambda key: int(key[7:-1]))
    if singular is None or f"msgstr[{singular}]" not in forms:
        # Arabic has six forms, the first for nothing at all.
        singular = 1 if len(forms) == 6 else 0
    for key in forms:
        yield "msgid" if key == f"msgstr[{singular}]" and len(forms) > 1 else "msgid_plural", key


def _entries(text: str, name: str) -> Iterator[_Entry]:
    entry, key = _Entry(1), ""
    for number, match in enumerate(_LINE.finditer(text), 1):
        line = match[1].strip()
        if not line or line.startswith("#"):
            if any(known.startswith("msgstr") for known in entry.texts):
                yield entry
                entry, key = _Entry(number), ""
            if line.startswith("#,"):
                entry.fuzzy = entry.fuzzy or bool(_FUZZY.search(line))
            continue
        at = 0
        if keyword := _KEYWORD.match(line):
            word, form = keyword[1], keyword[2]
            if word in ("msgctxt", "msgid", "domain") and any(known.startswith("msgstr") for known in entry.texts):
                yield entry
                entry = _Entry(number)
            key = f"{word}[{int(form)}]" if form else word
            entry.texts[key], entry.lines[key] = [], number
            at = keyword.end()
        string = _STRING.fullmatch(line, at)
        if not string or not key:
            raise InputError(
                f"{name}: line {number} is no line of a PO file: msgid, msgstr or a text in quotes is expected"
            )
        entry.texts[key].append(_ESCAPE.sub(_unescaped, string[1]))
    if any(known.startswith("msgstr") for known in entry.texts):
        yield entry


def _unescaped(match: re.Match[str]) -> str:
    letter, hexadecimal, octal, other = match.groups()
    if letter:
        return _LETTERS.get(letter, letter)
    if hexadecimal:
        return chr(int(hexadecimal, 16))
    return chr(int(octal, 8) & 0xFF) if octal else str(match[0] if other is None else other)
