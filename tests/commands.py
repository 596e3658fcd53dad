"""Commands in the tests: what runs them, and the files that they read and write in a folder of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

# Runs ``aligner`` with some arguments: exit code, standard output, standard error.
Run = Callable[..., tuple[int, str, str]]


def save(name: str, text: str | bytes) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def files() -> set[str]:
    return {str(path) for path in Path().rglob("*") if path.is_file()}
