"""Subtitles, SRT and WebVTT: cues joined to sentences, so that two languages that were cut apart differently align.

A block begins on the line of its first cue's time: whoever looks a finding up finds the time there. The parser takes
what players take: cues without numbers, without blank lines between them, or with blank lines in them (SRT).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from aligner.errors import InputError
from aligner.formats._encoding import decode
from aligner.formats._layout import BLANK, Content, Layout
from aligner.formats._lines import SENTENCE_END, lines, script, unescaped

SUFFIXES = (".srt", ".vtt")
READS = "document"
WRITES = ""
KEEPS = "cues (joined to sentences), times of cues (as line numbers)"
LOSES = "styles, positions, voices, notes, what captions that roll up repeat"

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
_TIMES = re.compile(rf"\s*{_TIME}\s*--?\s?>\s*{_TIME}(?:\s.*)?")
_CLAIM = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:WEBVTT[ \t\r\n]|\s*(?:\d{1,6}\s{1,4})?\d{1,3}:\d\d:\d\d[.,]\d{1,3} ?--> ?\d)"
)
# <i>, <font color="red">, <c.loud>, <v Salma>, <00:01.000>, {\an8}
_TAG = re.compile(r"</?(?:[ibucsv]|font|ruby|rt|lang)(?:[.\s][^<>]{0,200})?>|<\d[\d:.]{1,20}>|\{\\[^{}]{0,100}\}", re.I)
_DASH = re.compile(r"[\u200e\u200f\u202a-\u202e]{0,2}[-–—]")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.?)[\"»”\s]*\Z")

# Seconds without a cue after which nothing is carried on.
_PAUSE = 4.0
# What a reader speaks in one breath, for texts whose stops are few.
_MOST_CUES = 8
# Where fewer cues end with a stop, the file has no punctuation, and cues stay as they are.
_STOPPED = 0.1
_ROLLED = 0.05


class Cue(NamedTuple):
    """A line of text with the line of its time, and the times of its cue. ``opens``: the first line of its cue."""

    text: str
    first: int
    last: int
    start: float
    end: float
    opens: bool


def claims(data: bytes) -> bool:
    """Whether the file begins as WebVTT does, or with the time of a cue."""
    return bool(_CLAIM.match(data[:200]))


def read(data: bytes, name: str) -> Content:
    """The sentences of the cues. In a file with both languages in each cue, each is read on for itself.

    Raises InputError if there is no cue.
    """
    text, encoding = decode(data, name)
    cues = list(_cues(text))
    if not cues:
        raise InputError(
            f"{name}: no cue was found: SRT and WebVTT have a time (00:01:02,500 --> 00:01:04,000) for each"
        )
    blocks = [block for stream in _streams(cues) for block in _joined(stream)]
    layout = Layout()
    for block in sorted(blocks, key=lambda block: (block[0].first, block[0].last)):
        for cue in block:
            layout.add(cue.text + " ", cue.first, cue.last)
        layout.end()
    return layout.content(encoding)


def _cues(text: str) -> Iterator[Cue]:
    vtt = text.lstrip("\ufeff").startswith("WEBVTT")
    times: tuple[float, float] | None = None
    at = 0
    held: list[tuple[str, int]] = []
    before = ""
    for line in lines(text):
        if found := _TIMES.fullmatch(line.text):
            # What stands directly above a time is the number of its cue.
            if held and held[-1][1] == line.number - 1 and held[-1][0].isdecimal():
                held.pop()
            yield from (shown := list(_shown(held, at, times, before)))
            before = shown[-1].text if shown else before
            held, at, times = [], line.number, (_seconds(found.groups()[:4]), _seconds(found.groups()[4:]))
        elif times and not line.blank:
            held.append((line.text, line.number))
        elif vtt:
            # Notes and styles follow a blank line; so do the names of cues.
            yield from (shown := list(_shown(held, at, times, before)))
            before = shown[-1].text if shown else before
            held, times = [], None
    yield from _shown(held, at, times, before)


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + rest / float(10 ** len(parts[3] or ""))


def _shown(held: Sequence[tuple[str, int]], at: int, times: tuple[float, float] | None, before: str) -> Iterator[Cue]:
    """The lines of a cue without styles, but for those that it repeats: captions that roll up show a line twice."""
    if times is None:
        return
    texts = [(bare, number) for raw, number in held if not BLANK.fullmatch(bare := _bare(raw))]
    if texts and texts[0][0] == before and (len(texts) > 1 or times[1] - times[0] < _ROLLED):
        del texts[0]
    for n, (bare, number) in enumerate(texts):
        yield Cue(bare, at, number, *times, opens=n == 0)


def _bare(text: str) -> str:
    return unescaped(_TAG.sub("", text)).strip()


def _streams(cues: Sequence[Cue]) -> list[list[Cue]]:
    """The cues; where most hold a line of each language, those of each language."""
    scripts = [{script(cue.text) for cue in group} for _, group in groupby(cues, key=lambda cue: cue.first)]
    if 2 * sum({"ar", "fr"} <= found for found in scripts) <= len(scripts):
        return [list(cues)]
    streams: dict[str, list[Cue]] = {"ar": [], "fr": []}
    tongue = "ar"
    for cue in cues:
        # A line without letters goes with the one before it.
        tongue = script(cue.text) or tongue
        streams[tongue].append(cue)
    return list(streams.values())


def _joined(cues: Sequence[Cue]) -> Iterator[list[Cue]]:
    """The cues of each block: those that carry a sentence on."""
    ends = [
        cue for cue, after in zip(cues, [*cues[1:], None], strict=True) if after is None or after.first != cue.first
    ]
    stops = sum(bool(SENTENCE_END.search(cue.text[-3:])) for cue in ends) >= _STOPPED * len(ends)
    block: list[Cue] = []
    for cue in cues:
        if block and not _carries_on(block, cue, stops):
            yield block
            block = []
        block.append(cue)
    if block:
        yield block


def _carries_on(block: Sequence[Cue], cue: Cue, stops: bool) -> bool:
    last = block[-1]
    if _DASH.match(cue.text):
        return False  # somebody else speaks
    same = cue.first == last.first
    small = cue.text[0].islower() or cue.text.startswith(("…", "..."))
    if SENTENCE_END.search(last.text[-3:]):
        return same or bool(small and _ELLIPSIS.search(last.text))
    near = cue.start - last.end <= _PAUSE and len({c.first for c in block}) < _MOST_CUES
    return same or (near and (stops or small))
