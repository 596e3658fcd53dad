"""Bitext, a JSON object a line: what ``align --to jsonl`` writes, and the keys that other tools use."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

from aligner.data import Pair, Sentence
from aligner.errors import InputError
from aligner.formats._streams import Given, Lines

SUFFIXES = (".jsonl", ".ndjson")
READS = "bitext"
WRITES = "bitext"
STREAMS = True
KEEPS = "the texts, sentence borders, sentence numbers, id and score of each pair, and whether it moved"
LOSES = "findings, places in the source files"

# Where the Arabic and the French of a pair may stand, best first.
_KEYS = (("src_text", "tgt_text"), ("ar", "fr"), ("src", "tgt"), ("source", "target"))
# An Arabic letter may be written as six characters.
_LONGEST = 8_000_000
_SURROGATE = re.compile("[\ud800-\udfff]")


def claims(data: bytes) -> bool:
    """Whether the file begins with an object."""
    return bool(re.match(rb'(?:\xef\xbb\xbf|\xff\xfe)?\s*\{[\s\0]*"', data[:200]))


def read_pairs(given: Given, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each line that is not empty, and the encoding. A text is a string, or a list of sentences.

    Raises InputError with the line for what is no such object, when the line is reached.
    """
    lines = Lines(given, name, _LONGEST)
    objects = (line for line in lines if line.text.strip())
    return (_pair(line.text, pair, line.number, name) for pair, line in enumerate(objects)), lines.encoding


def write_pairs(pairs: Iterable[Pair]) -> Iterator[str]:
    """A line for each pair: src, tgt, src_text, tgt_text, score, and if there are any ``"moved": true`` and id."""
    for pair in pairs:
        record = {
            "src": [sentence.number for sentence in pair.src],
            "tgt": [sentence.number for sentence in pair.tgt],
            "src_text": [sentence.text for sentence in pair.src],
            "tgt_text": [sentence.text for sentence in pair.tgt],
            "score": round(pair.score, 4),
            **({"moved": True} if pair.moved else {}),
            **({"id": pair.id} if pair.id else {}),
        }
        yield json.dumps(record, ensure_ascii=False) + "\n"


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is not JSON ({str(error)[:80]}): one object a line is expected") from None
    if not isinstance(record, dict):
        raise InputError(f"{where} is no JSON object: one object a line is expected")
    return record


def _pair(text: str, number: int, line: int, name: str) -> Pair:
    where = f"{name}: line {line}"
    record = _object(text, where)
    for src_key, tgt_key in _KEYS:
        if src_key in record and tgt_key in record:
            src, tgt = _texts(record[src_key], where), _texts(record[tgt_key], where)
            break
    else:
        keys = ", ".join(f"{src}/{tgt}" for src, tgt in _KEYS)
        raise InputError(f"{where} has no texts: one of the pairs of keys {keys} is expected")
    score = record.get("score", 0.0)
    if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
        score = 0.0
    return Pair(
        _sentences(src, record.get("src"), number, line),
        _sentences(tgt, record.get("tgt"), number, line),
        score=float(score),
        moved=record.get("moved") is True,
        id=_SURROGATE.sub("\ufffd", key) if isinstance(key := record.get("id"), str) else "",
    )


def _texts(value: object, where: str) -> list[str]:
    texts: list[object] = value if isinstance(value, list) else [value]
    found = []
    for text in texts:
        if text is not None and not isinstance(text, str):
            raise InputError(f"{where} has a text that is neither a string nor a list of strings")
        if text and text.strip():
            # Half an emoji cannot be written to any file.
            found.append(_SURROGATE.sub("\ufffd", text).strip())
    return found


def _sentences(texts: list[str], numbers: object, pair: int, line: int) -> tuple[Sentence, ...]:
    given = numbers if isinstance(numbers, list) and len(numbers) == len(texts) else [pair] * len(texts)
    return tuple(
        Sentence(text, 0, (line, line), number if type(number) is int and number >= 0 else pair)
        for text, number in zip(texts, given, strict=True)
    )
