"""Lines of text in the order in which they stand on paper, from left to right, put into the order in which they are
read. Texts from PDF files are so; nothing else should be.

What is turned around follows from the rules by which text was laid out (Unicode Bidirectional Algorithm, UAX 9); they
lose some of what was there, so the result may differ at signs between Arabic and Latin words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice

import regex

_ARABIC = r"\p{Arabic}\p{Mn}\u0640\ue000-\uf8ff"
# A word of Arabic, of Latin with what stands within it, a number, or anything else.
_TOKEN = regex.compile(
    rf"(?P<ar>[{_ARABIC}--[\d،؛؟٪]]++)"
    r"|(?P<fr>\p{Latin}(?:[\p{Latin}\p{Mn}\d]|[\-.:/@_'’&=?#%+](?=[\p{Latin}\d/]))*+)"
    r"|(?P<number>[+\-−]?\d++(?:[.,:/٫٬\-]\d++)*+[%٪]?)"
    r"|(?P<space>\s++)|(?P<sign>.)",
    regex.V1 | regex.DOTALL,
)
_WORD = regex.compile(r"[\p{Arabic}--[\d،؛؟٪]]{3,40}", regex.V1)
_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_OPENING, _CLOSING = frozenset("([{«‹"), frozenset(")]}»›")
_FORMS = re.compile("[\ufb00-\ufb06\ufb50-\ufdff\ufe70-\ufefc]+")
_LETTER = regex.compile(r"(?P<ar>\p{Arabic})|\p{Latin}")
_LOOSE = regex.compile(r"(?<=\p{Arabic}) +(?=[.،؛:؟!](?:\s|$))")
_GLUED = regex.compile(r"(?<=\p{Arabic}{3})(?=[0-9])|(?<=[0-9])(?=\p{Arabic})")
_ARABIC_LETTER = regex.compile(r"\p{Arabic}")
# So many lines with both languages make two columns, and so many letters are no name in another script.
_COLUMN_LINES, _COLUMN_LETTERS = 3, 6
# Words that show which way they run.
_SAMPLE = 20_000


def letters(text: str) -> str:
    """The text with the letters that presentation forms stand for; nothing else is normalised."""
    return _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def is_visual(lines: Iterable[str]) -> bool:
    """Whether the Arabic words in these lines stand backwards: letters that end words begin them, articles end them."""
    forward = backward = 0
    words = (match[0] for line in lines for match in _WORD.finditer(line))
    for word in islice(map(letters, words), _SAMPLE):
        backward += word[0] in "ةى" or word.endswith("لا")
        forward += word[-1] in "ةى" or word.startswith("ال")
    return backward > forward


def beside(lines: list[str]) -> list[str]:
    """The lines of a page, column by column where one language stands beside the other.

    That is so when most lines with Arabic hold both languages, each on one side. Between empty lines the left column
    comes first, then the right one, with an empty line between them.
    """
    sure = [cut for line in lines if (cut := _cut(line, _COLUMN_LETTERS))]
    if len(sure) < _COLUMN_LINES or 2 * len(sure) < sum(bool(_ARABIC_LETTER.search(line)) for line in lines):
        return lines
    arabic_left = 2 * sum(left for _, left in sure) > len(sure)
    cuts = [_cut(line, 1) for line in lines]
    out: list[str] = []
    columns: tuple[list[str], list[str]] = ([], [])
    for line, cut in zip([*lines, ""], [*cuts, None], strict=True):
        if cut:
            columns[0].append(line[: cut[0]].strip())
            columns[1].append(line[cut[0] :].strip())
        elif line.strip():
            columns[bool(_ARABIC_LETTER.search(line)) != arabic_left].append(line)
        else:
            out += [*columns[0], "", *columns[1], ""]
            columns = ([], [])
    return out


def _cut(line: str, least: int) -> tuple[int, bool] | None:
    """Where a line with one language on the left and the other on the right is to be cut, and whether the Arabic is on
    the left; None for any other line, or when there are fewer than ``least`` letters of one language."""
    kinds = [(match.start(), bool(match["ar"])) for match in _LETTER.finditer(line)]
    changes = [at for at in range(1, len(kinds)) if kinds[at][1] != kinds[at - 1][1]]
    if len(changes) != 1 or min(changes[0], len(kinds) - changes[0]) < least:
        return None
    first, last = kinds[changes[0] - 1][0] + 1, kinds[changes[0]][0]
    gaps = [match.span() for match in re.finditer(r"\s+", line[first:last])]
    widest = max(gaps, key=lambda gap: gap[1] - gap[0], default=(last - first, 0))
    return first + widest[0], kinds[0][1]


def to_logical(line: str) -> str:
    """The line in reading order. Its direction is that of most of its letters."""
    arabic = latin = 0
    for match in _LETTER.finditer(line):
        if match["ar"]:
            arabic += 1
        else:
            latin += 1
    if not arabic:
        return line
    tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(line)]
    turned = _from_right(tokens) if arabic >= latin else _within_latin(tokens)
    tight: str = _GLUED.sub(" ", _LOOSE.sub("", " ".join(turned.split())))
    return tight


def _from_right(tokens: list[tuple[str, str]]) -> str:
    """A line that runs from right to left: Latin words in it, with all between them, run the other way."""
    out: list[str] = []
    at = 0
    signs: list[int] = []
    while at < len(tokens):
        kind, text = tokens[at]
        if kind == "fr":
            end = _end_of_run(tokens, at, ("fr", "number"))
            out.append("".join(token for _, token in tokens[at:end]))
            at = end
            continue
        if kind == "sign" and text in _OPENING | _CLOSING:
            signs.append(len(out))
        out.append(text[::-1] if kind in ("ar", "space", "sign") else text)
        at += 1
    # Some programs write brackets as they look on the paper, others as they were typed.
    in_order = [out[place] for place in reversed(signs)]
    if in_order and in_order[0] in _CLOSING and in_order[-1] in _OPENING:
        for place in signs:
            out[place] = out[place].translate(_MIRRORED)
    return "".join(reversed(out))


def _within_latin(tokens: list[tuple[str, str]]) -> str:
    """A line that runs from left to right: only the Arabic words in it are turned around."""
    out: list[str] = []
    at = 0
    while at < len(tokens):
        end = _end_of_run(tokens, at, ("ar",)) if tokens[at][0] == "ar" else at + 1
        run = tokens[at:end]
        out.append(_from_right(run) if run[0][0] == "ar" else run[0][1])
        at = end
    return "".join(out)


def _end_of_run(tokens: list[tuple[str, str]], at: int, kinds: tuple[str, ...]) -> int:
    """Where the words of these kinds end that begin here, with spaces and signs between them."""
    end = at + 1
    for place in range(at + 1, len(tokens)):
        kind = tokens[place][0]
        if kind in kinds:
            end = place + 1
        elif kind not in ("space", "sign"):
            break
    return end
