"""What is done to a shard at each step: functions of their task alone, which may run anywhere.

Each writes a file at the path that it is given and returns a note of what it counted. Documents stand in JSON lines, of
which any can be read by its place.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

from aligner.alignment import align
from aligner.corpus import documents, search
from aligner.corpus.data import Row, Text
from aligner.corpus.manifest import Tally
from aligner.corpus.marks import marks
from aligner.corpus.read import File, texts
from aligner.corpus.recipe import Align, Read
from aligner.corpus.shards import Note, write_rows
from aligner.data import Pair
from aligner.model import load_model
from aligner.model.tables import pack, unpack
from aligner.model.units import Floats, Ints
from aligner.text.segment import segment

if TYPE_CHECKING:
    from aligner.encoders import Encoder

# Documents that are compared at a time by the model's likelihood, each to some others.
TOGETHER = 250


class Place(NamedTuple):
    """Where a document stands: the file of its shard, and the bytes of its line. ``digest`` is that of the line."""

    path: str
    at: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Reading:
    files: tuple[File, ...]
    read: Read
    by: tuple[str, ...]


def read(path: Path, task: Reading) -> Note:
    """Files → documents. The note says of each document language, place, size, digest and marks, and of each file its
    SHA-256."""
    tally = Tally("read", "documents")
    found: list[list[Any]] = []
    with path.open("wb") as out:
        at = 0
        for file in task.files:
            for text in texts(file, task.read, tally):
                line = json.dumps(asdict(text), ensure_ascii=False).encode() + b"\n"
                out.write(line)
                found.append(
                    [text.lang, at, len(line), blake2b(line, digest_size=12).hexdigest(), marks(text, task.by)]
                )
                at += len(line)
    return {"texts": found, "digests": [_digest(file.path) for file in task.files], "steps": [tally.step]}


def loaded(places: Sequence[Place]) -> Iterator[Text]:
    """The documents at these places."""
    for path, some in groupby(places, key=lambda place: place.path):
        with Path(path).open("rb") as file:
            for place in some:
                file.seek(place.at)
                record = json.loads(file.read(place.size))
                yield Text(**{**record, "paragraphs": tuple(record["paragraphs"])})


@dataclass(frozen=True, slots=True)
class Block:
    """Documents of a language that are looked at together. ``known``: of an Arabic block, the files of the French
    blocks, whose words it needs."""

    places: tuple[Place, ...]
    lang: Literal["ar", "fr"]
    model: str
    known: tuple[str, ...] = ()


def vectors(path: Path, task: Block) -> Note:
    """Documents → a vector and the :func:`documents.head` of each, and of French ones their vocabulary."""
    model = load_model(task.model)
    heads = [documents.head(text.text) for text in loaded(task.places)]
    if task.lang == "fr":
        made, known = search.french_vectors(model, heads)
    else:
        known = _vocabulary(task.known)
        made = search.arabic_vectors(model, heads, known)
        known = (frozenset(), frozenset())
    stems, pieces = (pack(sorted(units)) for units in known)
    with path.open("wb") as out:
        np.savez(
            out,
            vectors=made.astype(np.float16),
            heads=pack([" ".join(tokens) for tokens in heads]),
            stems=stems,
            pieces=pieces,
        )
    return {"documents": len(heads)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """The files of the vectors of a block of documents, and of the blocks of the other language."""

    block: str
    others: tuple[str, ...]
    lang: Literal["ar", "fr"]
    model: str


def compare(path: Path, task: Comparison) -> Note:
    """A block of documents → the most alike ones of the other language, as cells (of the block, of all others)."""
    model = load_model(task.model)
    near, _ = search.nearest(_vectors(task.block), map(_vectors, task.others), documents.CANDIDATES)
    heads = _heads(task.block)
    cells: list[documents.Cell] = []
    for first in range(0, len(near), TOGETHER):
        some = near[first : first + TOGETHER]
        wanted = np.unique(some[some >= 0])
        ours, theirs = heads[first : first + TOGETHER], _chosen(task.others, wanted)
        rows, ranks = np.nonzero(some >= 0)
        columns = np.searchsorted(wanted, some[rows, ranks])
        if task.lang == "ar":
            values = documents.likeness(model, ours, theirs, rows, columns)
        else:
            values = documents.likeness(model, theirs, ours, columns, rows)
        cells += documents.best(_cells(rows + first, wanted[columns], values))
    with path.open("wb") as out:
        np.save(out, np.array([(i, j, value) for i, j, value in cells], np.float64).reshape(-1, 3))
    return {"cells": len(cells)}


@dataclass(frozen=True, slots=True)
class Alignment:
    """Proposed pairs of documents, Arabic and French; ``least`` as in ``recipe.Pairing``."""

    pairs: tuple[tuple[Place, Place], ...]
    align: Align
    least: float
    model: str


def aligned(path: Path, task: Alignment) -> Note:
    """Pairs of documents → pairs of sentences, of the documents that prove to be pairs."""
    model, wanted = load_model(task.model), task.align
    encoder = encoder_of(wanted)
    shares: list[float] = []
    paired, linked = Tally("pair", "document pairs"), Tally("align")
    with path.open("wb") as out:
        for places in task.pairs:
            src, tgt = (next(loaded([place])) for place in places)
            sides = _sentences(src), _sentences(tgt)
            links = align(*sides, model, moved=wanted.moved, encoder=encoder, alone=wanted.alone)
            shares.append(documents.explained(model, links))
            rows = [_row(link, src, tgt) for link in links]
            if shares[-1] < task.least:
                paired.add(Row(src.text, tgt.text, src_doc=src.name, tgt_doc=tgt.name), "apart")
                continue
            paired.add(rows[0], "")
            for row in rows:
                linked.add(row, "" if row.src and row.tgt else "source-only" if row.src else "target-only")
            write_rows(out, (row for row in rows if row.src and row.tgt))
    return {"shares": shares, "steps": [paired.step, linked.step]}


@lru_cache(maxsize=1)
def encoder_of(wanted: Align) -> Encoder | None:
    """The encoder that is asked for. Raises ModelError where there is none of this name."""
    if not wanted.encoder:
        return None
    from aligner.encoders import load_encoder

    return load_encoder(wanted.encoder, offline=wanted.offline)


def _row(link: Pair, src: Text, tgt: Text) -> Row:
    one, other = (" ".join(text.split()) for text in (link.src_text, link.tgt_text))
    return Row(one, other, round(link.score, 4), src_doc=src.name, tgt_doc=tgt.name)


def _sentences(text: Text) -> list[str]:
    return [span.of(paragraph) for paragraph in text.paragraphs for span in segment(paragraph)]


def _cells(rows: Ints, columns: Ints, values: Floats) -> Iterable[documents.Cell]:
    return ((int(i), int(j), float(value)) for i, j, value in zip(rows, columns, values, strict=True))


def _vectors(file: str) -> Floats:
    with np.load(file, allow_pickle=False) as archive:
        return np.asarray(archive["vectors"], np.float32)


def _heads(file: str) -> list[list[str]]:
    with np.load(file, allow_pickle=False) as archive:
        return [head.split() for head in archive["heads"].tobytes().decode().split("\n")]


def _chosen(files: Iterable[str], wanted: Ints) -> list[list[str]]:
    """The heads of the documents with these rising numbers, of blocks one of which is in memory at a time."""
    found: list[list[str]] = []
    before = 0
    for file in files:
        heads = _heads(file)
        found += [heads[n - before] for n in wanted if before <= n < before + len(heads)]
        before += len(heads)
    return found


def _vocabulary(files: Iterable[str]) -> search.Vocabulary:
    stems: set[str] = set()
    pieces: set[str] = set()
    for file in files:
        with np.load(file, allow_pickle=False) as archive:
            for names, name in ((stems, "stems"), (pieces, "pieces")):
                names.update(unpack(archive[name]))
    return frozenset(stems), frozenset(pieces)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
