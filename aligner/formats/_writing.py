"""Files out: whole or not at all, and several together or none."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from aligner.errors import OutputError

STANDARD_OUTPUT = "-"


def write(path: str, text: str | bytes) -> None:
    """Writes the file whole or not at all (``"-"``: standard output). A link stays and the file it names is replaced.

    Raises OutputError if it cannot be written; what stood there before is then untouched.
    """
    write_all({path: text})


def write_all(files: Mapping[str, str | bytes]) -> None:
    """Writes all files, or none if one of them cannot be written: each is made beside its place and moved there last.

    Raises OutputError as :func:`write` does.
    """
    made: list[tuple[Path, Path]] = []
    try:
        for path, text in files.items():
            with _explained(path):
                data = text.encode("utf-8", "replace") if isinstance(text, str) else text
                if path == STANDARD_OUTPUT:
                    _print(data)
                    continue
                place = Path(os.path.realpath(path))
                if place.exists() and not place.is_file():
                    place.write_bytes(data)  # a device or a pipe; a folder raises
                else:
                    made.append((_beside(place, data), place))
        for temporary, place in made:
            with _explained(str(place)):
                temporary.replace(place)
    finally:
        for temporary, _ in made:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


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


def _print(data: bytes) -> None:
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # The reader has gone. Python would complain again when it closes the stream at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _beside(place: Path, data: bytes) -> Path:
    """Writes the data to a temporary file in the folder of ``place``; leaves nothing behind when that fails."""
    exists = place.exists()
    if exists and not os.access(place, os.W_OK):
        raise PermissionError(0, "the file is write-protected")
    temporary = place.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if exists:
            temporary.chmod(stat.S_IMODE(place.stat().st_mode))
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary
