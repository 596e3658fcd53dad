"""Plain text: one paragraph a line, as pages are saved, or paragraphs broken into lines, as in e-mails."""

from __future__ import annotations

from aligner.data import Block
from aligner.formats._encoding import decode
from aligner.formats._layout import Content, Kind
from aligner.formats._lines import ITEM, RULE, Line, block, lines, paragraphs, wrap_widths

SUFFIXES = (".txt", ".text")
READS = "document"
WRITES = ""
KEEPS = "every character, line numbers"
LOSES = "a byte order mark"


def read(data: bytes, name: str) -> Content:
    """The text as it stands. There are no headings in plain text: ``# word`` is a hashtag somebody typed."""
    text, encoding = decode(data, name)
    runs: list[tuple[bool, list[Line]]] = []
    run: list[Line] = []
    gap = False
    for line in lines(text):
        if line.blank:
            gap = True
            run = []
            continue
        rule = RULE.fullmatch(line.text)
        if not run or rule or ITEM.match(line.text):
            run = [line]
            runs.append((gap, run))
        else:
            run.append(line)
        gap = False
        if rule:
            run = []
    widths = wrap_widths(run for _, run in runs)
    blocks: list[Block] = []
    for gap, run in runs:
        kind: Kind = "rule" if RULE.fullmatch(run[0].text) else "item" if ITEM.match(run[0].text) else "paragraph"
        for part in paragraphs(run, widths):
            blocks.append(block(text, part, gap and bool(blocks), kind))
            gap, kind = False, "paragraph"
    return Content(text, tuple(blocks), encoding)
