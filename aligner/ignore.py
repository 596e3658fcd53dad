"""Findings that somebody looked at and accepted, kept in a file so that the next report leaves them out.

JSON lines that a person can read and edit; a line may be deleted, or get a "note", and # begins a comment:

    {"check": "number", "src_words": ["17"], "tgt_words": ["71"], "src": "قُتل 17 شخصا.", "tgt": "71 morts."}

A finding is accepted if it is of the same check, about the same words, and the two texts are still about the same: so
it stays accepted when something else in them is edited, and comes back when the words it is about change. A finding
about many words (a whole sentence left out) may see a few of them change.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aligner.data import Finding, Pair, Span
from aligner.errors import InputError
from aligner.text.words import tokens, unit

MAX_BYTES = 64 << 20
# The share of the words (Dice, of both texts together) that must still be there.
SAME = 0.6
# From so many words on, those a finding is about are compared by that share too.
MANY = 5
HEAD = '# Findings that were looked at and accepted: --ignore leaves them out. Delete a line, or give it a "note".'
KEYS = {"check": str, "src_words": list, "tgt_words": list, "src": str, "tgt": str}
Key = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Accepted:
    """The accepted findings of a file whose SHA-256 is ``digest``, in its own words (``text``)."""

    text: str = ""
    digest: str = ""
    _known: dict[Key, list[Counter[tuple[int, str]]]] = field(default_factory=lambda: defaultdict(list))

    def __contains__(self, found: tuple[Pair, Finding]) -> bool:
        key, words = _prints(_record(*found))
        return any(_alike(words, other) for other in self._known.get(key, ()))

    def with_findings(self, pairs: Iterable[Pair]) -> str:
        """The text of the file with those findings of the pairs added that it does not hold yet."""
        from aligner.report.json import escaped

        new = {
            escaped(json.dumps(_record(pair, finding), ensure_ascii=False)) + "\n": None
            for pair in pairs
            for finding in pair.findings
            if (pair, finding) not in self
        }
        old = self.text.rstrip("\n") or HEAD
        return "".join([old, "\n", *new])


def read(path: str) -> Accepted:
    """The accepted findings in the file at a path. Raises InputError, with the line, for what cannot be read."""
    from aligner.formats import load
    from aligner.formats._encoding import decode

    if Path(path).is_file() and not Path(path).stat().st_size:
        return Accepted("", hashlib.sha256(b"").hexdigest())
    data = load(path, MAX_BYTES)
    text, _ = decode(data, path)
    accepted = Accepted(text, hashlib.sha256(data).hexdigest())
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and not line.startswith("#"):
            key, words = _prints(_checked(line, f"{path}: line {number}"))
            accepted._known[key].append(words)
    return accepted


def _checked(line: str, where: str) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where} is not JSON ({str(error)[:80]}): one accepted finding a line is expected") from None
    for key, kind in KEYS.items():
        if not isinstance(record, dict) or not isinstance(record.get(key), kind):
            raise InputError(f"{where} is no accepted finding: it needs {', '.join(KEYS)}")
    if not all(isinstance(word, str) for word in (*record["src_words"], *record["tgt_words"])):
        raise InputError(f"{where}: src_words and tgt_words must be lists of texts")
    return record


def _record(pair: Pair, finding: Finding) -> dict[str, Any]:
    src, tgt = pair.src_text, pair.tgt_text
    return {
        "check": finding.check,
        "src_words": _said(finding.src, src),
        "tgt_words": _said(finding.tgt, tgt),
        "src": src,
        "tgt": tgt,
    }


def _said(spans: Iterable[Span], text: str) -> list[str]:
    return [span.of(text) for span in spans]


def _prints(record: dict[str, Any]) -> tuple[Key, Counter[tuple[int, str]]]:
    """What must be equal, and the words that must be nearly the same."""
    about = [_units(" ".join(record[side])) for side in ("src_words", "tgt_words")]
    src, tgt = ((words if len(words) < MANY else ("…",)) for words in about)
    sides = [*about, _units(record["src"]), _units(record["tgt"])]
    return (record["check"], src, tgt), Counter((side, word) for side, words in enumerate(sides) for word in words)


def _units(text: str) -> tuple[str, ...]:
    """The words of a text as compared; of one without words its signs."""
    return tuple(map(unit, tokens(text))) or tuple(text.split())


def _alike(words: Counter[tuple[int, str]], others: Counter[tuple[int, str]]) -> bool:
    return 2 * (words & others).total() >= SAME * (words.total() + others.total())
