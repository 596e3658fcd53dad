"""Files out: whole or not at all, and several together or none."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

from aligner.errors import OutputError

STANDARD_OUTPUT = "-"

# What a file is to hold, as a whole or in pieces.
Content = str | bytes | Iterable[str | bytes]


def write(path: str, content: Content) -> None:
    """Writes the file whole or not at all (``"-"``: standard output). A link stays and the file it names is replaced.

    Raises OutputError if it cannot be written; what stood there before is then untouched.
    """
    write_all({path: content})


def write_all(files: Mapping[str, Content]) -> None:
    """Writes all files, or none if one of them cannot be written: each is made beside its place and moved there last.

    Contents that come in pieces are written as they come, a piece of each file in turn. Raises OutputError as
    :func:`write` does, and what the pieces raise.
    """
    outputs: list[_Output] = []
    try:
        for path in files:
            with _explained(path):
                outputs.append(_Output(path))
        pieces = [(output, _pieces(content)) for output, content in zip(outputs, files.values(), strict=True)]
        while pieces:
            pieces = [(output, rest) for output, rest in pieces if output.take(rest)]
        for act in (_Output.close, _Output.show, _Output.move):
            for output in outputs:
                with _explained(output.path):
                    act(output)
    finally:
        for output in outputs:
            output.drop()


def _pieces(content: Content) -> Iterator[bytes]:
    for piece in [content] if isinstance(content, str | bytes) else content:
        yield piece.encode("utf-8", "replace") if isinstance(piece, str) else piece


class _Output:
    """A file in the making: beside its place, or for standard output, devices and pipes in the folder for such things.

    Raises OSError if there is no place for it.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self._place = None if path == STANDARD_OUTPUT else Path(os.path.realpath(path))
        self._made: Path | None = None
        self._mode: int | None = None
        if self._place is None or (self._place.exists() and not self._place.is_file()):
            if self._place and self._place.is_dir():
                raise IsADirectoryError
            self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
            return
        if self._place.exists():
            if not os.access(self._place, os.W_OK):
                raise PermissionError(0, "the file is write-protected")
            self._mode = stat.S_IMODE(self._place.stat().st_mode)
        self._made = self._place.with_name(f".{secrets.token_hex(8)}.part")
        self._file = self._made.open("xb")

    def take(self, pieces: Iterator[bytes]) -> bool:
        """Writes the next piece; False if there is none."""
        piece = next(pieces, None)
        if piece is None:
            return False
        with _explained(self.path):
            self._file.write(piece)
        return True

    def close(self) -> None:
        """Everything is on the disk after it."""
        self._file.flush()
        if self._made:
            os.fsync(self._file.fileno())
            self._file.close()
            if self._mode is not None:
                self._made.chmod(self._mode)

    def show(self) -> None:
        """Copies what has no place to be moved to."""
        if self._made:
            return
        self._file.seek(0)
        if self._place:
            with self._place.open("wb") as device:
                shutil.copyfileobj(self._file, device)
        else:
            _print(self._file)

    def move(self) -> None:
        if self._made and self._place:
            self._made.replace(self._place)

    def drop(self) -> None:
        """Leaves nothing behind that was not moved."""
        with contextlib.suppress(OSError):
            self._file.close()
        if self._made:
            with contextlib.suppress(OSError):
                self._made.unlink(missing_ok=True)


def make_folder(path: str) -> None:
    """Makes the folder, and those above it, unless it is there. Raises OutputError if it cannot be made."""
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise OutputError(f"{path} is a file: name a folder") from None
    except (OSError, ValueError) as error:
        raise OutputError(f"{path}: no folder can be made there: {getattr(error, 'strerror', error)}") from None


@contextlib.contextmanager
def _explained(path: str) -> Iterator[None]:
    """Turns what the system says into an OutputError that says what to do."""
    try:
        yield
    except FileNotFoundError:
        if not path:
            raise OutputError("the name of the output is empty: give a file, or - for standard output") from None
        raise OutputError(f"{path}: there is no folder {Path(path).parent}: make it first") from None
    except IsADirectoryError:
        raise OutputError(f"{path or 'the output'} is a folder: give the name of a file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        name = "standard output" if path == STANDARD_OUTPUT else path
        raise OutputError(f"{name}: cannot be written: {reason}") from None


def _print(file: IO[bytes]) -> None:
    try:
        sys.stdout.flush()
        shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has gone. Python would complain again when it closes the stream at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise
