"""Collections of documents in folders, out of the sentences that the tests share."""

from __future__ import annotations

from pathlib import Path

from samples import NEWS

# Sentences of a document.
SIZE = 2
COUNT = len(NEWS) // SIZE


def texts(side: int) -> list[list[str]]:
    """The documents of a language (0: Arabic, 1: French), as sentences."""
    return [[pair[side] for pair in NEWS[at : at + SIZE]] for at in range(0, len(NEWS), SIZE)]


def write(folder: Path, names: tuple[str, str] = ("{}.ar.txt", "{}.fr.txt"), order: list[int] | None = None) -> None:
    """The documents as text files; the French one of number n is called ``order[n]``."""
    folder.mkdir(parents=True, exist_ok=True)
    for side, name in enumerate(names):
        for n, sentences in enumerate(texts(side)):
            path = folder / name.format(order[n] if order and side else n)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n\n".join(sentences) + "\n", encoding="utf-8")
