"""Many documents in, a parallel corpus out: the steps of a recipe, one after the other, each in shards.

    files ──read──▶ documents ──pair──▶ document pairs ──align──▶ rows ──filter──▶ ──deduplicate──▶ ──split, write──▶

What a shard is made of is in its key, so that a change of the recipe repeats only what it changes. The documents are
known here by their places and marks alone, the rows not at all.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

import numpy as np

from aligner import __version__
from aligner.corpus import documents, steps
from aligner.corpus.engine import Engine, engine
from aligner.corpus.marks import Marks, marked
from aligner.corpus.read import File, files
from aligner.corpus.recipe import Recipe
from aligner.corpus.shards import Note, Shard, key
from aligner.corpus.steps import Alignment, Block, Comparison, Place, Reading
from aligner.errors import InputError
from aligner.formats import make_folder, write
from aligner.model import load_model

# Of a shard: the bytes and the files that are read, the documents that are compared, the bytes that are aligned.
READ_BYTES, READ_FILES = 8 << 20, 500
COMPARED = 1_000
ALIGNED = 1 << 20
WORK = "work"
MANIFEST = "manifest.json"

# Sees the notes of a step pass: (notes, name of the step, how many there will be).
Lang = Literal["ar", "fr"]
Watch = Callable[[Iterable[Note], str, int], Iterable[Note]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is known here."""

    place: Place
    marks: Marks


@dataclass
class Build:
    """A corpus that is being built in the folder ``out``."""

    recipe: Recipe
    out: Path
    each: Engine
    watch: Watch
    seconds: dict[str, float] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)

    def done(self, step: str, shards: Sequence[Shard]) -> list[Note]:
        """The notes of the shards of a step, which are done unless they were."""
        start = time.perf_counter()
        notes = list(self.watch(self.each(shards), step, len(shards)))
        self.seconds[step] = round(self.seconds.get(step, 0.0) + time.perf_counter() - start, 2)
        return notes

    def shard(self, step: str, make: Callable[[Path, Any], Note], task: Any, *parts: object) -> Shard:
        """A shard of a step, which is made of these parts."""
        return Shard(str(self.out / WORK / step), key(__version__, step, *parts), make, task)

    def count(self, step: str, given: int, kept: int, rejected: dict[str, int], **more: object) -> None:
        self.manifest.setdefault("steps", []).append(
            {"name": step, "in": given, "kept": kept, "rejected": rejected, **more}
        )


def build(recipe: Recipe, out: str = "", workers: int = 0, scheduler: str = "", watch: Watch | None = None) -> Note:
    """Builds the corpus of a recipe in the folder ``out``, or that of the recipe; returns its manifest.

    ``workers`` and ``scheduler`` as in :func:`aligner.corpus.engine.engine`. Where a run was stopped, the next one goes
    on. Raises InputError when there is nothing to read or nothing pairs, OutputError when nothing can be written.
    """
    folder = Path(out or recipe.out)
    make_folder(str(folder))
    with engine(workers, scheduler) as each:
        work = Build(recipe, folder, each, watch or (lambda notes, _step, _count: notes))
        entries = _read(work)
        shards = _paired(work, entries)
        _finished(work, shards)
    return work.manifest


def _read(work: Build) -> dict[Lang, list[Entry]]:
    """The documents of either language."""
    recipe = work.recipe
    by = tuple(method for method in recipe.pair.by if method != "content")
    shards = [
        work.shard("read", steps.read, Reading(some, recipe.read, by), [asdict(file) for file in some], _plain(recipe.read), by)
        for some in _grouped(files(recipe.read.from_), lambda file: file.bytes, READ_BYTES, READ_FILES)
    ]
    entries: dict[Lang, list[Entry]] = {"ar": [], "fr": []}
    left: Counter[str] = Counter()
    inputs: list[list[Any]] = []
    for shard, note in zip(shards, work.done("read", shards), strict=True):
        left.update(note["left"])
        inputs += note["files"]
        for lang, at, size, its in note["texts"]:
            entries[lang].append(Entry(Place(str(shard.path), at, size), tuple(map(tuple, its))))
    counts = {lang: len(side) for lang, side in entries.items()}
    work.manifest |= {"aligner": __version__, "model": load_model().digest, "recipe": _plain(recipe)}
    work.manifest["inputs"] = {"files": len(inputs), "bytes": sum(size for _, size, _ in inputs), "key": key(inputs)}
    work.count("read", sum(counts.values()) + left.total(), sum(counts.values()), dict(left), documents=counts)
    for lang, name in (("ar", "Arabic"), ("fr", "French")):
        if not counts[lang]:
            why = "; ".join(f"{reason} ({count})" for reason, count in left.most_common(3))
            raise InputError(f"{', '.join(recipe.read.from_)}: no {name} document was found{why and f': {why}'}")
    write(str(work.out / "inputs.tsv"), "".join("\t".join(map(str, each)) + "\n" for each in inputs))
    return entries


def _paired(work: Build, entries: dict[Lang, list[Entry]]) -> list[Shard]:
    """The shards of aligned rows. First what marks pair, then what content pairs of the rest."""
    ar, fr = entries["ar"], entries["fr"]
    by = work.recipe.pair.by
    made: list[Shard] = []
    proposed: dict[str, int] = {}
    accepted: dict[str, int] = {}
    shares: list[float] = []
    alone = [list(range(len(side))) for side in (ar, fr)]
    counts: Counter[str] = Counter()
    samples: list[Any] = []
    for method in [kind for kind in (*(m for m in by if m != "content"), "content") if kind in by]:
        left = [ar[i] for i in alone[0]], [fr[j] for j in alone[1]]
        if method == "content":
            found = _by_content(work, *([entry.place for entry in side] for side in left))
        else:
            found = marked(*([entry.marks for entry in side] for side in left), [method])
        pairs = [(alone[0][i], alone[1][j]) for i, j in found]
        shards = _alignments(work, [(ar[i].place, fr[j].place) for i, j in pairs])
        notes = work.done("align", shards)
        made += shards
        found_shares = [share for note in notes for share in note["shares"]]
        right = {pair for pair, share in zip(pairs, found_shares, strict=True) if share >= work.recipe.pair.least}
        proposed[method], accepted[method] = len(pairs), len(right)
        shares += found_shares
        for note in notes:
            counts.update(note["counts"])
            samples += note["samples"]
        for side in (0, 1):
            taken = {pair[side] for pair in right}
            alone[side] = [n for n in alone[side] if n not in taken]
    paired = sum(accepted.values())
    work.count(
        "pair",
        len(ar) + len(fr),
        2 * paired,
        {"no counterpart (Arabic)": len(alone[0]), "no counterpart (French)": len(alone[1])},
        pairs=paired,
        proposed=proposed,
        accepted=accepted,
        shares=_histogram(shares),
    )
    work.count(
        "align",
        counts.total(),
        counts["links"],
        {name: counts[name] for name in ("source alone", "target alone")},
        samples={"alone": samples[: steps.SAMPLES]},
    )
    return made


def _by_content(work: Build, ar: Sequence[Place], fr: Sequence[Place]) -> list[tuple[int, int]]:
    """The pairs that content proposes, by the numbers of the documents."""
    if not ar or not fr:
        return []
    model = load_model().digest

    def blocks(lang: Lang, places: Sequence[Place], known: Sequence[Shard]) -> list[Shard]:
        """The vectors of a language."""
        parts = [tuple(places[at : at + COMPARED]) for at in range(0, len(places), COMPARED)]
        files, names = tuple(str(shard.path) for shard in known), [shard.key for shard in known]
        shards = [
            work.shard("vectors", steps.vectors, Block(part, lang, files), model, lang, _named(part), names)
            for part in parts
        ]
        work.done("vectors", shards)
        return shards

    french = blocks("fr", fr, [])
    arabic = blocks("ar", ar, french)
    cells: list[documents.Cell] = []
    sides_: tuple[tuple[Lang, list[Shard], list[Shard]], ...] = (("ar", arabic, french), ("fr", french, arabic))
    for lang, ours, theirs in sides_:
        others, names = tuple(str(shard.path) for shard in theirs), [shard.key for shard in theirs]
        shards = [
            work.shard("compare", steps.compare, Comparison(str(shard.path), others, lang), model, shard.key, names)
            for shard in ours
        ]
        work.done("compare", shards)
        for number, shard in enumerate(shards):
            found = ((int(i) + number * COMPARED, int(j), value) for i, j, value in np.load(shard.path))
            cells += found if lang == "ar" else ((j, i, value) for i, j, value in found)
    return documents.one_to_one(cells)


def _alignments(work: Build, pairs: Sequence[tuple[Place, Place]]) -> list[Shard]:
    recipe = work.recipe
    model = load_model().digest
    settings = [_plain(recipe.align), recipe.pair.least]
    return [
        work.shard(
            "align",
            steps.aligned,
            Alignment(some, recipe.align, recipe.pair),
            model,
            settings,
            [_named(pair) for pair in some],
        )
        for some in _grouped(pairs, lambda pair: pair[0].size + pair[1].size, ALIGNED, ALIGNED)
    ]


def _finished(work: Build, shards: Sequence[Shard]) -> None:
    """Rows → the corpus. (Stand-in until the steps on rows are there.)"""
    work.manifest["seconds"] = work.seconds
    write(str(work.out / MANIFEST), json.dumps(work.manifest, ensure_ascii=False, indent=1) + "\n")


def _grouped(items: Sequence[Any], size: Callable[[Any], int], most: int, count: int) -> Iterator[tuple[Any, ...]]:
    """Runs of items of about this size, and of no more than so many."""
    some: list[Any] = []
    total = 0
    for item in items:
        if some and (total + size(item) > most or len(some) == count):
            yield tuple(some)
            some, total = [], 0
        some.append(item)
        total += size(item)
    if some:
        yield tuple(some)


def _named(places: Iterable[Place]) -> list[list[Any]]:
    """Places by the key of their shard, wherever its folder is."""
    return [[Path(place.path).name, place.at] for place in places]


def _histogram(values: Sequence[float]) -> list[int]:
    """How many of some values in 0…1 are in each twentieth of it."""
    return [int(n) for n in np.histogram(values, bins=20, range=(0.0, 1.0))[0]]


def _plain(settings: Any) -> Any:
    """Settings as JSON has them."""
    return json.loads(json.dumps(asdict(settings)))
