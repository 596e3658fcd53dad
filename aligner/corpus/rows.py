"""What is done to the rows of a corpus, shard by shard: import, filter, deduplicate, split, write (see ``steps``).

What one shard cannot know, which row is like an earlier one and which documents are held out, is worked out in one
shard for all, from 128 bytes a row, and noted as an array; the rows stay where they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np

from aligner.corpus import dedupe, filters, split
from aligner.corpus import write as writing
from aligner.corpus.data import Row
from aligner.corpus.manifest import SAMPLES, Manifest, Shapes, Tally, part
from aligner.corpus.read import pairs
from aligner.corpus.shards import Note, Rows, write_row, write_rows

PARTS = split.PARTS[: split.LEFT_OUT]
# Rows that are compared with test sets, or signed, together.
WINDOW = 4_096
# Bytes of a bitext's rows that are worked on apart.
STRETCH = 384 << 10


def imported(path: Path, bitext: str) -> Note:
    """A bitext → its rows. The note says where each stretch of them begins and ends, in bytes."""
    tally, ends = Tally("import"), [0]
    with path.open("wb") as out:
        for pair in pairs(bitext):
            row = Row(" ".join(pair.src_text.split()), " ".join(pair.tgt_text.split()), round(pair.score, 4))
            reason = "" if row.src and row.tgt else "source-only" if row.src else "target-only"
            tally.add(row, reason)
            if not reason:
                write_row(out, row)
                if out.tell() - ends[-1] >= STRETCH:
                    ends.append(out.tell())
        if out.tell() > ends[-1]:
            ends.append(out.tell())
    return {"ends": ends, "steps": [tally.step]}


@dataclass(frozen=True, slots=True)
class Filtering:
    """``model`` is the name of the one that checks."""

    rows: Rows
    model: str
    filter: filters.Settings
    deduplicate: dedupe.Settings


def filtered(path: Path, task: Filtering) -> Note:
    """Rows → those that no rule rejects and no test set holds."""
    rules, held = Tally("filter"), Tally("test sets")

    def kept() -> Iterator[Row]:
        for row, reason in filters.filtered(task.rows, task.filter, task.model):
            rules.add(row, reason)
            if not reason:
                yield row

    def free() -> Iterator[Row]:
        against = _held_out(task.deduplicate.against)
        for some in _windows(kept()):
            for row, leak in zip(some, against.leaks(some, task.deduplicate.near), strict=True):
                held.add(row, leak)
                if not leak:
                    yield row

    with path.open("wb") as out:
        count = write_rows(out, free() if task.deduplicate.against else kept())
    tallies = [rules.step, held.step] if task.deduplicate.against else [rules.step]
    return {"rows": count, "steps": tallies}


def signed(path: Path, rows: str) -> Note:
    """Rows → their signatures, an array of ``dedupe.SIGNATURE``."""
    made = [dedupe.signatures(some) for some in _windows(Rows(rows))]
    with path.open("wb") as out:
        np.save(out, np.concatenate([np.zeros(0, dedupe.SIGNATURE), *made]))
    return {"rows": sum(map(len, made))}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The files of all shards of rows, and of their signatures."""

    rows: tuple[str, ...]
    signatures: tuple[str, ...]
    settings: dedupe.Settings


def compared(path: Path, task: Comparison) -> Note:
    """Signatures of all rows → for each row the earlier one that it is a duplicate of, or -1."""
    every = np.concatenate([np.load(file) for file in task.signatures])
    of = dedupe.duplicates(every, task.settings.near)
    tally = Tally("deduplicate")
    doubled = np.flatnonzero(of >= 0)
    exact = every["exact"][doubled] == every["exact"][of[doubled]]
    shown = {int(n) for kind in (exact, ~exact) for n in doubled[kind][:SAMPLES]}
    wanted = shown | {int(of[n]) for n in shown}
    texts = {n: row for n, row in enumerate(_all(task.rows)) if n in wanted} if wanted else {}
    counts = {"duplicate": int(exact.sum()), "near-duplicate": int((~exact).sum())}
    for n in sorted(shown):
        reason = "duplicate" if every["exact"][n] == every["exact"][of[n]] else "near-duplicate"
        tally.add(texts[n], reason, f"{texts[int(of[n])].src} | {texts[int(of[n])].tgt}")
    step = tally.step
    step["given"], step["kept"] = len(of), len(of) - len(doubled)
    step["rejected"] = {reason: count for reason, count in counts.items() if count}
    with path.open("wb") as out:
        np.save(out, of)
    return {"steps": [step]}


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of these files that are no duplicates; can be gone through again and again."""

    files: tuple[str, ...]
    duplicates: str

    def __iter__(self) -> Iterator[Row]:
        of = np.load(self.duplicates, mmap_mode="r")
        return (row for row, other in zip(_all(self.files), of, strict=True) if other < 0)


@dataclass(frozen=True, slots=True)
class Splitting:
    rows: Kept
    settings: split.Settings


def divided(path: Path, task: Splitting) -> Note:
    """Rows → the part of each; the note has the sizes of the parts and the shapes of the rows in them."""
    parts = split.split(task.rows, task.settings)
    with path.open("wb") as out:
        np.save(out, parts)
    shapes, tally = Shapes(), Tally("split")
    for some in _windows(_of(task.rows, parts, tally)):
        shapes.add(some)
    sizes = {name: part(Part(task.rows, str(path), n)) for n, name in enumerate(PARTS)}
    return {
        "steps": [tally.step],
        "shapes": shapes.found,
        "parts": {name: size for name, size in sizes.items() if size["pairs"] or name == "train"},
    }


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a part; can be gone through again and again."""

    rows: Kept
    parts: str
    number: int

    def __iter__(self) -> Iterator[Row]:
        parts = np.load(self.parts, mmap_mode="r")
        return (row for row, number in zip(self.rows, parts, strict=True) if number == self.number)


@dataclass(frozen=True, slots=True)
class Writing:
    """The parts of a corpus by name, and the folder for them."""

    parts: dict[str, Part]
    out: str
    settings: writing.Settings
    manifest: Manifest


def written(path: Path, task: Writing) -> Note:
    """Parts → files; what is written at ``path`` are their names."""
    names = writing.write(task.parts, task.out, task.settings, task.manifest)
    path.write_text("\n".join(names), encoding="utf-8")
    step = Tally("write").step
    step["given"] = step["kept"] = sum(part["pairs"] for part in task.manifest["parts"].values())
    return {"files": names, "steps": [step]}


def _of(rows: Iterable[Row], parts: Iterable[int], tally: Tally) -> Iterator[Row]:
    for row, number in zip(rows, parts, strict=True):
        tally.add(row, "other-part" if number == split.LEFT_OUT else "")
        if number != split.LEFT_OUT:
            yield row


def _all(files: Iterable[str]) -> Iterator[Row]:
    return (row for file in files for row in Rows(file))


def _windows(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while window := list(islice(remaining, WINDOW)):
        yield window


@lru_cache(maxsize=1)
def _held_out(paths: tuple[str, ...]) -> dedupe.HeldOut:
    return dedupe.HeldOut.of((pair.src_text, pair.tgt_text) for path in paths for pair in pairs(path))
