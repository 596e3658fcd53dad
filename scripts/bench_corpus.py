"""Building corpora: which documents of two unnamed collections render each other, sentence pairs, and scale.

``scripts/benchmark documents`` and ``scale`` call the functions of these names.
"""

# ruff: noqa: S311 (chance that can be repeated is what is wanted)

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench_documents import SCRAMBLED, Pair, read_texts

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SEED = 7
PAIRED = 1_000
# Unpaired documents on each side: a fifth of its documents.
UNPAIRED = 250
# Sentence pairs of a document: short documents of a source are joined, long ones cut.
LEAST, MOST = 8, 30


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents of two languages in no order, each a list of sentences, and which of them render each other."""

    ar: list[list[str]]
    fr: list[list[str]]
    gold: set[tuple[int, int]]


def training(shared: Path) -> list[list[Pair]]:
    """Document pairs out of all training sources."""
    texts = [read_texts(path) for path in sorted((shared / "data" / "train").glob("*.tsv"))]
    return [document for source in texts for document in _cut(source.values())]


def development(shared: Path) -> list[list[Pair]]:
    """Document pairs out of the development sets, which no model was trained on."""
    dev = shared / "data" / "dev"
    tico = {name: pairs for name, pairs in read_texts(dev / "tico19.tsv").items() if name not in SCRAMBLED}
    flores = read_texts(dev / "flores200_devtest.tsv")
    return [document for source in (tico, flores) for document in _cut(source.values(), 10)]


def aside(shared: Path) -> list[list[Pair]]:
    """Document pairs out of the training sources that the embedded model was not trained on, as they are not to ship."""
    shipped = set()
    for line in (shared / "data" / "SOURCES.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) > 3 and cells[3].startswith("yes"):
            shipped.add(cells[0])
    paths = [path for path in sorted((shared / "data" / "train").glob("*.tsv")) if path.stem not in shipped]
    return [document for path in paths for document in _cut(read_texts(path).values())]


def collection(documents: list[list[Pair]], paired: int = PAIRED, unpaired: int = UNPAIRED) -> Collection:
    """A choice of the documents, always the same; the last ones lack one of their sides."""
    rng = random.Random(SEED)
    chosen = rng.sample(documents, min(len(documents), paired + 2 * unpaired))
    if len(chosen) < paired + 2 * unpaired:
        unpaired = len(chosen) // 6
        paired = len(chosen) - 2 * unpaired
    ar = [*range(paired), *range(paired, paired + unpaired)]
    fr = [*range(paired), *range(paired + unpaired, paired + 2 * unpaired)]
    rng.shuffle(ar)
    rng.shuffle(fr)
    at = {number: j for j, number in enumerate(fr)}
    gold = {(i, at[number]) for i, number in enumerate(ar) if number in at}
    return Collection([[a for a, _ in chosen[n]] for n in ar], [[f for _, f in chosen[n]] for n in fr], gold)


def _cut(texts: Iterator[list[Pair]], most: int = MOST) -> Iterator[list[Pair]]:
    rest: list[Pair] = []
    for text in texts:
        rest += text
        while len(rest) >= most + LEAST:
            yield rest[:most]
            rest = rest[most:]
        if len(rest) >= LEAST:
            yield rest
            rest = []
