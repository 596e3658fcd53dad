"""The sentences of one language in files, so that millions need no memory: their texts, and by blocks their vectors and
what is near to them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from aligner.model.units import Floats, Ints
from aligner.text.words import tokens

# Sentences of a block.
BLOCK = 20_000
# Longer ones are no sentences.
LONGEST = 2_000

# Numbers of sentences, numbers of others that are near, their likeness by the model and their nearness by an encoder.
Cells = tuple[Ints, Ints, Floats, Floats]


@dataclass(frozen=True, slots=True)
class Collection:
    """Sentences by their numbers from 0 on. In memory are 8 bytes each: ``starts``, where their lines begin."""

    folder: Path
    lang: Literal["ar", "fr"]
    starts: array[int]

    @classmethod
    def of(cls, sentences: Iterable[str], lang: Literal["ar", "fr"], folder: Path) -> Collection:
        """That of these sentences, in a folder that is made."""
        folder.mkdir()
        starts = array("q", [0])
        with (folder / "texts").open("wb") as out:
            for text in sentences:
                line = " ".join(text[:LONGEST].split()).encode("utf-8", "replace") + b"\n"
                out.write(line)
                starts.append(starts[-1] + len(line))
        return cls(folder, lang, starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def blocks(self) -> range:
        """The first sentence of each block."""
        return range(0, len(self), BLOCK)

    def block(self, first: int) -> range:
        """The sentences of a block."""
        return range(first, min(first + BLOCK, len(self)))

    def text(self, number: int) -> str:
        return next(self.texts([number]))

    def texts(self, numbers: Iterable[int]) -> Iterator[str]:
        with (self.folder / "texts").open("rb") as file:
            for n in numbers:
                file.seek(self.starts[n])
                yield file.read(self.starts[n + 1] - self.starts[n] - 1).decode()

    def tokens(self, numbers: Iterable[int]) -> list[list[str]]:
        return [tokens(text) for text in self.texts(numbers)]

    def save(self, space: str, first: int, vectors: Floats) -> None:
        """Keeps the vectors of a block in a space, with the precision of half a float."""
        np.save(self._file(space, first), vectors.astype(np.float16))

    def vectors(self, space: str, first: int) -> Floats:
        """The vectors of a block, a row each."""
        return np.asarray(np.load(self._file(space, first)), np.float32)

    def chosen(self, space: str, numbers: Ints) -> Floats:
        """The vectors of some sentences, whose numbers rise."""
        found = []
        for first in self.blocks:
            own = numbers[(numbers >= first) & (numbers < first + BLOCK)]
            if len(own):
                found.append(np.asarray(np.load(self._file(space, first), mmap_mode="r")[own - first], np.float32))
        return np.concatenate(found)

    def save_cells(self, first: int, *cells: Ints | Floats) -> None:
        """Keeps :data:`Cells` of the sentences of a block."""
        with (self.folder / f"cells.{first}.npz").open("wb") as out:
            np.savez(out, *cells)

    def cells(self) -> Iterator[Cells]:
        """What is near, a block at a time."""
        for first in self.blocks:
            with np.load(self.folder / f"cells.{first}.npz") as found:
                ours, others, likeness, nearness = (found[name] for name in found.files)
                yield ours, others, likeness, nearness

    def _file(self, space: str, first: int) -> Path:
        return self.folder / f"{space}.{first}.npy"
