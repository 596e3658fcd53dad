"""Embeddings kept on disk between runs, by a hash of what they were made of.

They lie in ``embeddings.sqlite`` in the folder that ALIGNER_CACHE names, else in ``aligner`` in the user's folder for
caches (XDG_CACHE_HOME, else ``~/.cache``). Several processes may share it. It grows to :data:`BOUND` bytes, then the
oldest go; to empty it, delete the file. A cache that is damaged is made anew, and one that cannot be used is done
without: it never breaks a run, and a checksum keeps damaged vectors out.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar

import numpy as np

from aligner.model.units import Floats

T = TypeVar("T")

FILE = "embeddings.sqlite"
# About 600,000 sentences of 768 figures.
BOUND = 2 << 30
# The part of the embeddings that go when there are too many.
SHARE = 0.25
# Seconds that a process waits for another one to write.
PATIENCE = 30.0
# Keys that are asked for at a time.
TOGETHER = 500
_CHECKSUM = 4


def home() -> Path | None:
    """The folder of the cache; None if the system names none."""
    if named := os.environ.get("ALIGNER_CACHE"):
        return Path(named)
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "aligner"
    except RuntimeError:
        return None


class Cache:
    """Vectors by key. ``hits`` and ``misses`` count the keys that were asked for."""

    def __init__(self, folder: Path | None = None, bound: int = BOUND) -> None:
        self._folder = folder or home()
        self._bound = bound
        self.hits = self.misses = 0

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Floats]:
        """The vectors that are there, by key."""

        def read(database: sqlite3.Connection) -> dict[bytes, Floats]:
            found = {}
            for first in range(0, len(keys), TOGETHER):
                some = keys[first : first + TOGETHER]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, vector FROM embeddings WHERE key IN ({marks})"  # noqa: S608 (question marks only)
                for key, data in database.execute(query, some):
                    if (vector := _unpacked(data)) is not None:
                        found[bytes(key)] = vector
            return found

        found = self._use(read) or {}
        self.hits += len(found)
        self.misses += len(keys) - len(found)
        return found

    def put(self, vectors: Mapping[bytes, Floats]) -> None:
        """Keeps these vectors."""
        rows = [(key, _packed(vector)) for key, vector in vectors.items()]

        def write(database: sqlite3.Connection) -> None:
            with database:
                database.executemany("INSERT OR REPLACE INTO embeddings (key, vector) VALUES (?, ?)", rows)
                self._make_room(database)

        self._use(write)

    def _make_room(self, database: sqlite3.Connection) -> None:
        pages, free, size = (
            database.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
        if (pages - free) * size > self._bound:
            (count,) = database.execute("SELECT count(*) FROM embeddings").fetchone()
            oldest = "SELECT rowid FROM embeddings ORDER BY rowid LIMIT ?"
            database.execute(f"DELETE FROM embeddings WHERE rowid IN ({oldest})", (int(count * SHARE) + 1,))  # noqa: S608

    def _use(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        """What the action gives, on a cache made anew if the one that is there is damaged; None where none can be
        used. Each use opens the file: a connection does not survive a fork."""
        if self._folder is None:
            return None
        path = self._folder / FILE
        for _ in range(2):
            try:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                with closing(sqlite3.connect(path, timeout=PATIENCE)) as database:
                    database.execute(
                        "CREATE TABLE IF NOT EXISTS embeddings (key BLOB NOT NULL UNIQUE, vector BLOB NOT NULL)"
                    )
                    return action(database)
            except (sqlite3.OperationalError, OSError):
                # No room, no right to write, a lock that stays, a table of another kind.
                return None
            except sqlite3.DatabaseError:
                with suppress(OSError):
                    path.unlink(missing_ok=True)
                    path.with_name(f"{FILE}-journal").unlink(missing_ok=True)
        return None


def _packed(vector: Floats) -> bytes:
    data = vector.astype("<f4").tobytes()
    return data + zlib.crc32(data).to_bytes(_CHECKSUM, "little")


def _unpacked(data: object) -> Floats | None:
    if not isinstance(data, bytes) or len(data) % 4 or len(data) <= _CHECKSUM:
        return None
    body, checksum = data[:-_CHECKSUM], data[-_CHECKSUM:]
    if zlib.crc32(body).to_bytes(_CHECKSUM, "little") != checksum:
        return None
    return np.frombuffer(body, "<f4").astype(np.float32)
