"""Many documents in, a parallel corpus out: the steps of a recipe, one after the other, each in shards.

    files ──read──▶ documents ──pair, align──▶ rows ──filter──▶ ──deduplicate──▶ ──split──▶ ──write──▶ corpus, report
    bitexts ────────────────import───────────────┘

What a shard is made of is in its key, so that a change of the recipe repeats only what it changes. This process knows
the documents by their places and marks alone, and the rows not at all.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np

from aligner import run
from aligner.config import Config
from aligner.corpus import dedupe, documents, filters, report, rows, steps
from aligner.corpus.engine import Engine, engine
from aligner.corpus.manifest import Manifest, Step, Tally
from aligner.corpus.marks import Marks, marked
from aligner.corpus.read import files, sides
from aligner.corpus.recipe import Recipe, read_recipe
from aligner.corpus.recipe import recipe as table_recipe
from aligner.corpus.shards import Note, Rows, Shard, key
from aligner.corpus.steps import Alignment, Block, Comparison, Place, Reading
from aligner.data import Source
from aligner.errors import InputError, UsageError
from aligner.formats import hashed, make_folder, write_all
from aligner.model import EMBEDDED, load_model

# Of a shard: the bytes and the files that are read, the documents that are compared, the bytes that are aligned. Some
# 800 pairs: larger ones leave workers idle at the end of each step of a small corpus, smaller ones are many files.
READ_BYTES, READ_FILES = 3 << 20, 500
COMPARED = 1_000
ALIGNED = 384 << 10
WORK, MANIFEST, REPORT = "work", "manifest.json", "report.html"

Lang = Literal["ar", "fr"]
# A file that was read: its path, size and SHA-256.
Input = tuple[str, int, str]
# Sees the notes of a step pass: (notes, name of the step, how many there will be).
Watch = Callable[[Iterable[Note], str, int], Iterable[Note]]

# What documents and sentences are left out for; what pairs of sentences are, the filters and duplicates say.
MEANINGS = {
    "unread": "a file cannot be read, or is no document",
    "short": "a document of fewer letters than shortest",
    "language": "a document in another language than Arabic and French",
    "apart": "less of the text of two documents than least stands in linked sentences",
    "source-only": "no French renders the sentence",
    "target-only": "no Arabic stands behind the sentence",
    "other-part": "nearly the same stands in another part of the corpus",
}


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
    model: str
    signature: str
    steps: dict[str, Tally] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def shard(self, step: str, make: Callable[[Path, Any], Note], task: Any, *parts: object) -> Shard:
        """A shard of a step, which is made of these parts."""
        return Shard(str(self.out / WORK / step), key(self.signature, step, *parts), make, task)

    def done(self, step: str, shards: Sequence[Shard]) -> list[Note]:
        """The notes of the shards, which are done unless they were; what they counted is added up, and their time to
        that of the step."""
        notes: list[Note] = []
        if not shards:
            return notes
        for note in self.watch(self.each(shards), step, len(shards)):
            for each in cast("list[Step]", note.get("steps", [])):
                self.steps.setdefault(each["name"], Tally(each["name"], each["unit"])).merge(each)
            self.steps.setdefault(step, Tally(step, "document pairs")).step["seconds"] += note["seconds"]
            notes.append(note)
        return notes


def build(
    recipe: Recipe | Mapping[str, Any] | str,
    out: str = "",
    *,
    workers: int = 0,
    scheduler: str = "",
    watch: Watch | None = None,
) -> Manifest:
    """Builds the corpus of a recipe in the folder ``out``, or that of the recipe; returns its manifest.

    The recipe is that of :mod:`aligner.corpus.recipe`, the path of its file, or what stands in it as a mapping.
    ``workers`` and ``scheduler`` as in :func:`aligner.corpus.engine.engine`. Where a run was stopped, the next one goes
    on. Raises InputError when there is nothing to read or nothing pairs, OutputError when nothing can be written.
    """
    if not isinstance(recipe, Recipe):
        recipe = read_recipe(recipe) if isinstance(recipe, str) else table_recipe(recipe)
    folder = out or recipe.out
    if not folder:
        raise UsageError("where to? name a folder for the corpus with --out, or as out = … in the recipe")
    start = time.perf_counter()
    make_folder(folder)
    with engine(workers, scheduler) as each:
        model = recipe.model or EMBEDDED
        made = run.signature(load_model(model))
        # A shard needs an absolute path: workers have other working folders.
        work = Build(recipe, Path(folder).resolve(), each, watch or (lambda notes, _step, _count: notes), model, made)
        entries, inputs = _read(work)
        aligned = [(shard.key, Rows(str(shard.path))) for shard in _paired(work, entries)]
        known, more = _imported(work)
        inputs += more
        manifest = _written(work, *_deduplicated(work, _filtered(work, aligned + known)), inputs)
    manifest |= {"workers": workers, "seconds": round(time.perf_counter() - start, 2)}
    write_all(
        {
            str(work.out / "inputs.tsv"): "".join(f"{path}\t{size}\t{sha256}\n" for path, size, sha256 in inputs),
            str(work.out / MANIFEST): json.dumps(manifest, ensure_ascii=False, indent=1) + "\n",
            str(work.out / REPORT): report.render(manifest),
        }
    )
    return manifest


def _read(work: Build) -> tuple[dict[Lang, list[Entry]], list[Input]]:
    """The documents of either language; and of each file its path, size and SHA-256."""
    recipe = work.recipe
    by = tuple(method for method in recipe.pair.by if method != "content")
    # What else is read changes nothing of a file.
    fields = replace(recipe.read, from_=(), pairs=())
    groups = list(_grouped(files(recipe.read.from_), lambda file: file.bytes, READ_BYTES, READ_FILES))
    shards = [
        work.shard(
            "read",
            steps.read,
            Reading(tuple(replace(file, root=_absolute(file.root)) for file in some), fields, by),
            [asdict(file) for file in some],
            asdict(fields),
            by,
        )
        for some in groups
    ]
    entries: dict[Lang, list[Entry]] = {"ar": [], "fr": []}
    inputs: list[Input] = []
    for shard, some, note in zip(shards, groups, work.done("read", shards), strict=True):
        inputs += [(str(file.path), file.bytes, each) for file, each in zip(some, note["digests"], strict=True)]
        path = str(shard.path)
        for lang, at, size, digest, its in note["texts"]:
            entries[cast(Lang, lang)].append(Entry(Place(path, at, size, digest), tuple(map(tuple, its))))
    for lang, name in (("ar", "Arabic"), ("fr", "French")):
        if recipe.read.from_ and not entries[cast(Lang, lang)]:
            left = work.steps["read"].step
            samples = [some[0]["like"] or MEANINGS[reason] for reason, some in left["samples"].items()]
            why = f" ({left['given'] - left['kept']} left out, such as: {samples[0]})" if samples else ""
            raise InputError(f"{', '.join(recipe.read.from_)}: no {name} document was found{why}")
    return entries, inputs


def _imported(work: Build) -> tuple[list[tuple[str, Rows]], list[Input]]:
    """The rows of the bitexts, in stretches with what each is made of; and of each file its path, size and SHA-256."""
    given = [[_hashed(name) for name in sides(path)] for path in work.recipe.read.pairs]
    inputs = [(source.path, source.bytes, source.sha256) for sources in given for source in sources]
    shards = [
        work.shard("import", rows.imported, _absolute(sources[0].path), [source.sha256 for source in sources])
        for sources in given
    ]
    made = []
    for shard, note in zip(shards, work.done("import", shards), strict=True):
        made += [(key(shard.key, *ends), Rows(str(shard.path), *ends)) for ends in pairwise(note["ends"])]
    return made, inputs


def _paired(work: Build, entries: dict[Lang, list[Entry]]) -> list[Shard]:
    """The shards of aligned rows. Each way of pairing proposes among the documents that are left; the alignment tells
    which of the proposed are pairs."""
    recipe, both = work.recipe, (entries["ar"], entries["fr"])
    encoder = steps.encoder_of(recipe.align)
    alone = [list(range(len(side))) for side in both]
    made: list[Shard] = []
    for method in recipe.pair.by:
        left = [[side[n] for n in numbers] for side, numbers in zip(both, alone, strict=True)]
        if method == "content":
            found = _by_content(work, *([entry.place for entry in side] for side in left))
        else:
            ar, fr = ([entry.marks for entry in side] for side in left)
            found = marked(ar, fr, [method])
        shards = [
            work.shard(
                "align",
                steps.aligned,
                Alignment(some, recipe.align, recipe.pair.least, work.model),
                [recipe.align.moved, recipe.align.alone, encoder.digest if encoder else ""],
                recipe.pair.least,
                [[place.digest for place in pair] for pair in some],
            )
            for some in _grouped(
                [(left[0][i].place, left[1][j].place) for i, j in found],
                lambda pair: pair[0].size + pair[1].size,
                ALIGNED,
                ALIGNED,
            )
        ]
        shares = [share for note in work.done("align", shards) for share in note["shares"]]
        right = [pair for pair, share in zip(found, shares, strict=True) if share >= recipe.pair.least]
        for side in (0, 1):
            taken = {pair[side] for pair in right}
            alone[side] = [n for at, n in enumerate(alone[side]) if at not in taken]
        made += shards
    if any(alone):
        lone = [f"{len(some):,} of {len(side):,}" for some, side in zip(alone, both, strict=True)]
        work.notes.append(f"{lone[0]} Arabic and {lone[1]} French documents have no counterpart and were left out.")
    return made


def _by_content(work: Build, ar: Sequence[Place], fr: Sequence[Place]) -> list[tuple[int, int]]:
    """The pairs that content proposes, by the numbers of the documents."""
    if not ar or not fr:
        return []

    def vectors(lang: Lang, places: Sequence[Place], known: Sequence[Shard]) -> list[Shard]:
        parts = [tuple(places[at : at + COMPARED]) for at in range(0, len(places), COMPARED)]
        names = tuple(str(shard.path) for shard in known)
        shards = [
            work.shard(
                "vectors",
                steps.vectors,
                Block(part, lang, work.model, names),
                lang,
                [place.digest for place in part],
                _keys(known),
            )
            for part in parts
        ]
        work.done("pair", shards)
        return shards

    french = vectors("fr", fr, [])
    arabic = vectors("ar", ar, french)
    cells: list[documents.Cell] = []
    ways: tuple[tuple[Lang, list[Shard], list[Shard]], ...] = (("ar", arabic, french), ("fr", french, arabic))
    for lang, ours, others in ways:
        names = tuple(str(shard.path) for shard in others)
        shards = [
            work.shard("compare", steps.compare, task, one.key, _keys(others))
            for one in ours
            for task in [Comparison(str(one.path), names, lang, work.model)]
        ]
        work.done("pair", shards)
        for number, shard in enumerate(shards):
            found = ((int(i) + number * COMPARED, int(j), value) for i, j, value in np.load(shard.path))
            cells += found if lang == "ar" else ((j, i, value) for i, j, value in found)
    return documents.one_to_one(cells)


def _filtered(work: Build, given: Sequence[tuple[str, Rows]]) -> list[Shard]:
    recipe = work.recipe
    against = [[_hashed(name).sha256 for name in sides(path)] for path in recipe.deduplicate.against]
    free = replace(recipe.deduplicate, against=tuple(map(_absolute, recipe.deduplicate.against)))
    made = [
        work.shard(
            "filter",
            rows.filtered,
            rows.Filtering(some, work.model, recipe.filter, free),
            made_of,
            asdict(recipe.filter),
            recipe.deduplicate.near,
            against,
        )
        for made_of, some in given
    ]
    if not sum(note["rows"] for note in work.done("filter", made)):
        links = work.steps["filter"].step["given"] if made else 0
        why = f"all {links:,} pairs of sentences are rejected" if links else "no two documents render each other"
        raise InputError(f"{', '.join(recipe.read.from_ + recipe.read.pairs)}: {why}: there is no corpus in them")
    return made


def _deduplicated(work: Build, shards: Sequence[Shard]) -> tuple[Shard, rows.Kept]:
    """Which rows are kept, and the shard that says so."""
    signed = [work.shard("signatures", rows.signed, str(shard.path), shard.key) for shard in shards]
    work.done("deduplicate", signed)
    names, settings = tuple(str(shard.path) for shard in shards), work.recipe.deduplicate
    task = rows.Comparison(names, tuple(str(shard.path) for shard in signed), settings)
    one = work.shard("deduplicate", rows.compared, task, _keys(shards), settings.near)
    work.done("deduplicate", [one])
    return one, rows.Kept(names, str(one.path))


def _written(work: Build, before: Shard, kept: rows.Kept, inputs: Sequence[Input]) -> Manifest:
    """The corpus in its files."""
    recipe = work.recipe
    one = work.shard("split", rows.divided, rows.Splitting(kept, recipe.split), before.key, asdict(recipe.split))
    (note,) = work.done("split", [one])
    manifest = Manifest(
        name=recipe.write.name,
        signature=run.signature(load_model(work.model), config=Config(encoder=steps.encoder_of(recipe.align))),
        seconds=0.0,
        workers=0,
        steps=[tally.step for tally in work.steps.values()],
        meanings=MEANINGS | filters.rules() | dedupe.RULES,
        shapes=note["shapes"],
        parts=note["parts"],
        sources=_sources(recipe.read.from_ + recipe.read.pairs, inputs),
        files=[],
        recipe=recipe.text,
        notes=work.notes,
    )
    parts = {name: rows.Part(kept, str(one.path), n) for n, name in enumerate(rows.PARTS) if name in note["parts"]}
    task = rows.Writing(parts, str(work.out), recipe.write, manifest)
    last = work.shard("write", rows.written, task, one.key, asdict(recipe.write))
    if (written := last.done()) and not all((work.out / name).exists() for name in written["files"]):
        last.forget()
    manifest["files"] = work.done("write", [last])[0]["files"]
    manifest["steps"] = [tally.step for tally in work.steps.values()]
    return manifest


def _sources(given: Iterable[str], inputs: Iterable[Input]) -> dict[str, str]:
    """What was read, by what was named in the recipe."""
    counts, sizes = Counter[str](), Counter[str]()
    for path, size, _ in inputs:
        root = next((each for each in given if Path(path).is_relative_to(each)), path)
        counts[root] += 1
        sizes[root] += size
    return {root: f"files: {count:,}, bytes: {sizes[root]:,}; each in inputs.tsv" for root, count in counts.items()}


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


def _hashed(path: str) -> Source:
    return hashed(path, "", "")


def _absolute(path: str) -> str:
    """Workers may stand in another folder."""
    return str(Path(path).absolute())


def _keys(shards: Iterable[Shard]) -> list[str]:
    return [shard.key for shard in shards]
