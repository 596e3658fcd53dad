"""Work in shards: each is done by a function of its task alone, and kept under a name that says what it was made of.

A shard is a file, written to another name and renamed, and a note beside it (JSON: what the function counted), which is
written last: where there is a note the shard is done and is never done again. So a run that was stopped, however that
happened, goes on where it stood, and the result does not depend on who did which shard and when.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from aligner import __version__
from aligner.corpus.data import Row
from aligner.errors import InputError, OutputError

Note = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shard:
    """A task: ``make`` writes the file at the path that it is given, out of ``task``, and returns its note,
    which then has the seconds that it took.

    ``key`` names what the shard is made of; it is of letters and digits. ``version`` is that of the one who asks.
    """

    folder: str
    key: str
    make: Callable[[Path, Any], Note]
    task: Any
    version: str = __version__

    @property
    def path(self) -> Path:
        return Path(self.folder) / self.key

    def done(self) -> Note | None:
        """The note of the shard, if it is done."""
        try:
            note = json.loads(_noted(self.path).read_bytes())
        except (OSError, ValueError):
            return None
        return note if isinstance(note, dict) and self.path.exists() else None

    def forget(self) -> None:
        """Makes the shard one that is not done."""
        _noted(self.path).unlink(missing_ok=True)


def run(shard: Shard) -> Note:
    """Does the shard unless it is done, and returns its note. Raises OutputError if it cannot be written, InputError
    on a worker of another version."""
    if (note := shard.done()) is not None:
        return note
    if shard.version != __version__:
        raise InputError(f"a worker has aligner {__version__}, not {shard.version}: install the same everywhere")
    with whole(shard.path) as temporary:
        start = time.perf_counter()
        note = shard.make(temporary, shard.task)
        note["seconds"] = round(time.perf_counter() - start, 3)
    with whole(_noted(shard.path)) as temporary:
        temporary.write_text(json.dumps(note, ensure_ascii=False), encoding="utf-8")
    # Once through JSON, so that a note is the same whether it was read or made.
    return shard.done() or note


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path``, which becomes the file at ``path`` if all goes well, and else is gone."""
    temporary = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}; what is done stays") from None
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def key(*parts: object) -> str:
    """A name for what is made of these parts, each of which JSON can hold."""
    return hashlib.blake2b(json.dumps(parts, sort_keys=True).encode(), digest_size=12).hexdigest()


def write_row(file: IO[bytes], row: Row) -> None:
    """Writes a row as a line of JSON."""
    file.write(json.dumps(asdict(row), ensure_ascii=False).encode("utf-8", "replace") + b"\n")


def write_rows(file: IO[bytes], rows: Iterable[Row]) -> int:
    """Writes rows; returns how many."""
    count = 0
    for row in rows:
        write_row(file, row)
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows in the file of a shard: all of them, or those of the bytes from ``start`` to ``end``. Can be gone through
    again and again, a row at a time."""

    path: str
    start: int = 0
    end: int | None = None

    def __iter__(self) -> Iterator[Row]:
        with Path(self.path).open("rb") as file:
            at = file.seek(self.start)
            for line in file:
                if self.end is not None and at >= self.end:
                    break
                yield Row(**json.loads(line))
                at += len(line)


def _noted(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")
