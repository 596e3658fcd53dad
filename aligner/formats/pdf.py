"""PDF: the text layer, if there is one. What a PDF keeps is where glyphs stand, not what was written: words, order and
paragraphs are guessed from it, and a note says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from aligner.errors import InputError
from aligner.formats import text
from aligner.formats._encoding import binary
from aligner.formats._layout import BLANK, Content
from aligner.formats._pdf import Pages, pages
from aligner.formats._visual import beside, is_visual, letters, to_logical

SUFFIXES = (".pdf",)
READS = "document"
WRITES = ""
KEEPS = "words of the text layer, paragraphs (as far as they can be told), page numbers (as lines)"
LOSES = "headings, lists, tables, formatting, running heads, pictures of text, columns of one language"

_UNRELIABLE = (
    "The text was taken from a PDF, which does not keep words as they were written: it may be unreliable. "
    "Line numbers are those of the pages."
)
_MAGIC = b"%PDF-"
# Before the mark there may be some bytes of rubbish.
_BEFORE = 1024
_CONTROL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_NUMBER = re.compile(r"\W*\d{1,4}(?:\s*(?:/|sur|من)\s*\d{1,4})?\W*")
_DIGITS = re.compile(r"\d+")
# So many pages, and that part of all, with the same first or last line have a running head.
_HEADS, _HEAD_PART = 3, 0.5


def claims(data: bytes) -> bool:
    """Whether the file begins as every PDF does."""
    return data.startswith(_MAGIC)


def read(data: bytes, name: str) -> Content:
    """The text layer, Arabic put into reading order. A block's ``lines`` is the number of its page, from 1.

    Raises InputError for what is no PDF, is broken, has a password or no text, or takes too long to read.
    """
    if _MAGIC not in data[:_BEFORE]:
        raise InputError(f"{name}: no PDF: this is {binary(data) or 'another kind of file with that name'}")
    found = pages(data, name)
    if not any(page.strip() for page in found.texts):
        raise InputError(
            f"{name}: the PDF holds no text, only pictures of it: recognise it (OCR), or give it as DOCX or HTML"
        )
    whole, starts, notes = _text(found)
    content = text.read(whole.encode("utf-8", "replace"), name)
    blocks = []
    for block in content.blocks:
        first, last = (bisect_right(starts, line) for line in block.lines)
        blocks.append(replace(block, lines=(first, last)))
    return Content(content.text, tuple(blocks), "utf-8", notes)


def _text(found: Pages) -> tuple[str, list[int], tuple[str, ...]]:
    """The pages as one text, on which line each begins, and what is to be said of them."""
    lines = [[line.strip() for line in _CONTROL.sub(" ", page).split("\n")] for page in found.texts]
    visual = is_visual(line for page in lines for line in page)
    bare = list(_without_heads(lines))
    whole: list[str] = []
    starts = []
    for page in bare:
        starts.append(len(whole) + 1)
        whole += [_line(line, found.ligatures, visual) for line in beside(page)] + [""]
    notes = [_UNRELIABLE]
    if visual:
        notes.append("Its Arabic stood backwards and was turned around.")
    empty = [str(number) for number, page in enumerate(found.texts, 1) if not page.strip()]
    if empty:
        shown = ", ".join(empty[:20]) + (" …" if len(empty) > 20 else "")
        notes.append(f"{'Pages' if len(empty) > 1 else 'Page'} {shown} held no text.")
    return "\n".join(whole), starts, tuple(notes)


def _line(line: str, ligatures: dict[str, str], visual: bool) -> str:
    turned = to_logical(line) if visual else " ".join(line.split())
    return letters("".join(ligatures.get(character, character) for character in turned))


def _without_heads(lines: list[list[str]]) -> Iterator[list[str]]:
    """The pages without their numbers, and without the first and last lines that most pages share."""
    edges = Counter(shape for page in lines for shape in {_shape(line) for _, line in _edges(page)})
    least = max(_HEADS, _HEAD_PART * len(lines))
    for page in lines:
        out = [number for number, line in _edges(page) if _NUMBER.fullmatch(line) or edges[_shape(line)] >= least]
        yield [line for number, line in enumerate(page) if number not in out]


def _edges(page: list[str]) -> list[tuple[int, str]]:
    """The first and the last line with ink, and their numbers."""
    inked = [(number, line) for number, line in enumerate(page) if not BLANK.fullmatch(line)]
    return [*inked[:1], *inked[-1:]]


def _shape(line: str) -> str:
    return " ".join(_DIGITS.sub("0", line).split())
