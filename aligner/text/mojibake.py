"""Text that was read in the wrong encoding, and what it was meant to be.

UTF-8 read as windows-1252, Mac Roman, windows-1256 or code page 850, once or several times over; Arabic in windows-1256
read as windows-1252; French in Mac Roman or windows-1252 read as windows-1252 or windows-1256. Only what such a reading
makes of the letters and signs of Arabic and French texts is looked for, so that « OÙ ? » stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from aligner.data import Span

# « Ã‚Â© » is é that was read wrongly twice; more than three times over is noise.
TIMES = 3


def _chars(encoding: str) -> list[str]:
    """What each byte is read as; a byte that the encoding leaves open becomes a control character, as in browsers."""
    return [bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in range(256)]


# What is read into a healthy « É » before a no-break space: letters that no Arabic or French text holds.
_SELDOM = re.compile("[\u0180-\u0191\u0193-\u02c5\u0300-\u05ff\u0700-\u1fff]")


@dataclass(frozen=True)
class _Reading:
    """UTF-8 read as another encoding. ``sure`` finds what nothing else explains, ``any`` all that may be UTF-8."""

    bytes: dict[str, int]
    sure: re.Pattern[str]
    any: re.Pattern[str]

    def repaired(self, text: str) -> str:
        return self.any.sub(self._decoded, text) if self.sure.search(text) else text

    def _decoded(self, match: re.Match[str]) -> str:
        try:
            char = bytes(self.bytes[char] for char in match[0]).decode("utf-8")
        except UnicodeDecodeError:
            return match[0]
        return match[0] if _SELDOM.match(char) else char


def _reading(encoding: str, common: str = "") -> _Reading:
    """The reading of UTF-8 as ``encoding``; what follows a lead byte and is one of the ``common`` proves nothing."""
    chars = _chars(encoding)
    known = {char: byte for byte, char in enumerate(chars)}
    if encoding == "windows-1252":
        known |= {chr(byte): byte for byte in range(0x80, 0xA0)}  # ISO-8859-1 has controls there
    following = "".join(sorted(char for char, byte in known.items() if 0x80 <= byte < 0xC0))

    def seen(*codes: int) -> str:
        return "[" + re.escape("".join(char for char, byte in known.items() if byte in codes)) + "]"

    after, after_for_sure = f"[{re.escape(following)}]", f"[{re.escape(''.join(set(following) - set(common)))}]"
    return _Reading(
        known,
        re.compile(
            f"{seen(0xC2, 0xC3)}{after_for_sure}|{seen(0xC5)}{seen(0x92, 0x93, 0xB8)}|"
            f"{seen(0xE2)}(?:{seen(0x80)}{after_for_sure}|{seen(0x82)}{seen(0xAC)})|{seen(0xEF)}{seen(0xBB)}{seen(0xBF)}|"
            f"{seen(0xF0)}{seen(0x9F)}{after}{{2}}|(?:{seen(*range(0xD8, 0xDC))}{after_for_sure}){{2}}"
        ),
        re.compile(
            f"{seen(*range(0xC2, 0xE0))}{after}|{seen(*range(0xE0, 0xF0))}{after}{{2}}|"
            f"{seen(*range(0xF0, 0xF5))}{after}{{3}}"
        ),
    )


_READINGS = (
    _reading("windows-1252"),
    _reading("mac-roman"),
    _reading("windows-1256", common="\u00a0،؛؟«»“”‘’…–—-"),
    _reading("cp850"),
)

_ARABIC_LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي"
_MARKS = "\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"
_FRENCH_CAPITALS = "ÀÂÆÇÈÉÊËÎÏÔÙÛÜ"
_1256, _1252, _MAC = _chars("windows-1256"), _chars("windows-1252"), _chars("mac-roman")
_AS_ARABIC = {_1252[byte]: char for byte, char in enumerate(_1256) if char in _ARABIC_LETTERS + _MARKS + "،؛؟"}
_AS_CAPITAL = {_1256[byte]: char for byte, char in enumerate(_1252) if char in _FRENCH_CAPITALS}
_AS_MAC = {char: _MAC[byte] for byte, char in enumerate(_1252) if byte >= 0x80}
_FROM_1256 = f"[{re.escape(''.join(_AS_ARABIC))}]"
# Four letters that would be Arabic, or two words of three: no French word has as many accents in a row.
_ARABIC_WORDS = re.compile(rf"(?<![A-Za-z])(?:{_FROM_1256}{{4,40}}|{_FROM_1256}{{3}} {_FROM_1256}{{3}})(?![A-Za-z])")
_ARABIC_WORD = re.compile(rf"(?<![A-Za-z]){_FROM_1256}+(?![A-Za-z])")
_HEALTHY = re.compile("[àçèéê]")
# An Arabic letter on a French word, and then every one that stands alone.
_CAPITALS = "".join(_AS_CAPITAL)
_CAPITAL_FOR_SURE = re.compile(rf"(?<!\w)[{_CAPITALS}](?=[a-zà-ÿœ]{{2}})|(?<=[A-Z])[{_CAPITALS}](?=[A-Z])")
_CAPITAL = re.compile(rf"(?<![ء-ي])[{_CAPITALS}](?![ء-ي])")
# Capital Ž inside a word, Õ between small letters, controls between letters: é, ’ and the like from a Macintosh.
_FROM_MAC = re.compile(r"[a-z]Ž|Ž[a-z]{0,3}Ž|[a-z]Õ[a-zh]|[A-Za-z][\x80-\x9f][a-z]")


def repaired(text: str, french: bool) -> str:
    """``text`` as it was meant to be: the same text if nothing in it is sure to have been read wrongly.

    ``french``: whether the text is French (an Arabic one may have a prefix on a word in Latin letters).
    """
    for _ in range(TIMES):
        better = min((reading.repaired(text) for reading in _READINGS), key=len)
        if better == text:
            break
        text = better
    if _ARABIC_WORDS.search(text):
        text = _ARABIC_WORD.sub(_translated(_AS_ARABIC), text)
    if _FROM_MAC.search(text) and not _HEALTHY.search(text):
        text = "".join(_AS_MAC.get(char, char) for char in text)
    if french and _CAPITAL_FOR_SURE.search(text):
        text = _CAPITAL.sub(_translated(_AS_CAPITAL), text)
    return text


def _translated(letters: dict[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda match: "".join(letters[char] for char in match[0])


def changed(before: str, after: str) -> tuple[Span, str]:
    """The whole words of ``before`` outside which the two texts are equal, and what ``after`` has in their place."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    while start and not before[start - 1].isspace():
        start -= 1
    while end and not before[len(before) - end].isspace():
        end -= 1
    return Span(start, len(before) - end), after[start : len(after) - end]
