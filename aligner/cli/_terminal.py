"""What a person at a terminal sees: tables and progress."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")


def watched(items: Iterable[T], what: str = "", count: int | None = None) -> Iterable[T]:
    """The items as they come, ``count`` of them, with a progress bar on stderr when that is a terminal."""
    if not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return _tracked(items, Progress(*columns, console=Console(stderr=True), transient=True), what, count)


def _tracked(items: Iterable[T], progress: Progress, what: str, count: int | None) -> Iterator[T]:
    with progress:
        yield from progress.track(items, count, description=what)


def show_table(head: list[str], rows: Iterable[list[str]]) -> None:
    """A table for people on a terminal, and tab-separated lines for programs."""
    rows = list(rows)
    if not sys.stdout.isatty():
        print("\n".join("\t".join(row) for row in [head, *rows]))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*head, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console().print(table)
