"""What a build of a corpus has done, as plain JSON: what its report and its card are made from.

A step counts what it was given, what it kept and why it rejected the rest, with a few samples of each reason; the rows
that are kept in the end are counted by length, ratio, score and fidelity. :class:`Tally` and :class:`Shapes` do the
counting in the shards and are added up in the order of the shards, so that the outcome is the same however many workers
there were.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TypedDict

from aligner.corpus.data import Row

# Samples of each reason that a report shows, and what of a text.
SAMPLES, SHOWN = 5, 300


class Sample(TypedDict):
    """A rejected pair, or two documents (their names); ``like`` says what it is like: the pair that was kept, or the
    text of a test set."""

    src: str
    tgt: str
    src_doc: str
    tgt_doc: str
    like: str


class Step(TypedDict):
    """A step: ``unit`` is what it counts ("documents", "document pairs", "sentence pairs"), ``seconds`` the time of all
    workers together. ``kept`` and the sum of ``rejected`` (rule → number) make ``given``."""

    name: str
    unit: str
    seconds: float
    given: int
    kept: int
    rejected: dict[str, int]
    samples: dict[str, list[Sample]]


class Histogram(TypedDict):
    """``counts[n]`` values lie from ``edges[n]`` up to ``edges[n + 1]``; the last one has no upper edge."""

    edges: list[float]
    counts: list[int]


class Part(TypedDict):
    """The size of a part of the corpus; words are what stands between spaces."""

    pairs: int
    documents: int
    ar_words: int
    fr_words: int


class Manifest(TypedDict):
    """A whole build. ``meanings``: rule → what it rejects. ``shapes``: the keys of :data:`EDGES` → a histogram of the
    rows that were kept in the end. ``sources``: name → what is known of it (its size, its SHA-256, its licence).
    ``recipe`` is the text of the recipe, ``notes`` what a reader should know."""

    name: str
    signature: str
    seconds: float
    workers: int
    steps: list[Step]
    meanings: dict[str, str]
    shapes: dict[str, Histogram]
    parts: dict[str, Part]
    sources: dict[str, str]
    files: list[str]
    recipe: str
    notes: list[str]


EDGES: dict[str, list[float]] = {
    "ar": [5.0 * n for n in range(21)],
    "fr": [5.0 * n for n in range(21)],
    "ratio": [round(0.1 * n, 1) for n in range(5, 26)],
    "score": [round(0.05 * n, 2) for n in range(20)],
    "fidelity": [round(0.05 * n, 2) for n in range(20)],
}


class Tally:
    """What a step did with the pairs of a shard."""

    def __init__(self, name: str, unit: str = "sentence pairs") -> None:
        self.step = Step(name=name, unit=unit, seconds=0.0, given=0, kept=0, rejected={}, samples={})

    def add(self, row: Row, reason: str, like: str = "") -> None:
        """Counts a row that was kept (reason "") or rejected; ``like``: see :class:`Sample`."""
        self.step["given"] += 1
        if not reason:
            self.step["kept"] += 1
            return
        self.step["rejected"][reason] = self.step["rejected"].get(reason, 0) + 1
        samples = self.step["samples"].setdefault(reason, [])
        if len(samples) < SAMPLES:
            src, tgt, other = (text[:SHOWN] for text in (row.src, row.tgt, like))
            samples.append(Sample(src=src, tgt=tgt, src_doc=row.src_doc, tgt_doc=row.tgt_doc, like=other))

    def merge(self, step: Step) -> None:
        """Adds what the same step did in the next shard."""
        mine = self.step
        mine["unit"] = step["unit"]
        mine["seconds"] += step["seconds"]
        mine["given"] += step["given"]
        mine["kept"] += step["kept"]
        for reason, count in step["rejected"].items():
            mine["rejected"][reason] = mine["rejected"].get(reason, 0) + count
        for reason, samples in step["samples"].items():
            mine["samples"][reason] = [*mine["samples"].get(reason, []), *samples][:SAMPLES]


class Shapes:
    """How long and how sure the rows are that were kept."""

    def __init__(self) -> None:
        self.found = {name: Histogram(edges=edges, counts=[0] * len(edges)) for name, edges in EDGES.items()}

    def add(self, rows: Iterable[Row]) -> None:
        for row in rows:
            values = {
                "ar": row.src.count(" ") + 1,
                "fr": row.tgt.count(" ") + 1,
                "ratio": len(row.tgt) / max(len(row.src), 1),
                "score": row.score,
                "fidelity": row.fidelity,
            }
            for name, value in values.items():
                # What lies below the first edge counts with it.
                self.found[name]["counts"][max(0, bisect_right(EDGES[name], value) - 1)] += 1

    def merge(self, other: dict[str, Histogram]) -> None:
        """Adds the rows of the next shard."""
        for name, histogram in other.items():
            counts = self.found[name]["counts"]
            self.found[name]["counts"] = [a + b for a, b in zip(counts, histogram["counts"], strict=True)]


def part(rows: Iterable[Row]) -> Part:
    """The size of a part."""
    pairs = ar = fr = 0
    documents = set()
    for row in rows:
        pairs += 1
        ar += len(row.src.split())
        fr += len(row.tgt.split())
        if row.src_doc or row.tgt_doc:
            documents.add(hash((row.src_doc, row.tgt_doc)))
    return Part(pairs=pairs, documents=len(documents), ar_words=ar, fr_words=fr)
