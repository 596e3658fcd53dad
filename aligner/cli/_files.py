"""Where results go: which files in which forms, and that none of them takes the place of an input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import tee
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from aligner.cli._settings import listed
from aligner.errors import UsageError

if TYPE_CHECKING:
    from aligner.data import Pair, Report, Source


def written(pairs: list[Pair], places: dict[str, ModuleType]) -> dict[str, str | bytes]:
    from aligner import formats

    return {path: text for place, form in places.items() for path, text in formats.written(form, pairs, place).items()}


def accepting(accept: str, places: dict[str, str]) -> Callable[[Report], dict[str, str]]:
    """What makes the file of accepted findings out of a report: path → text."""
    if not accept:
        return lambda _: {}
    if accept in places.values() or accept == "-":
        raise UsageError(f"{accept}: accepted findings need a file of their own: give --accept another name")
    from aligner.ignore import Accepted, read
    from aligner.report import pairs_of

    accepted = read(accept) if exists(accept) else Accepted()
    return lambda report: {accept: accepted.with_findings(pairs_of(report))}


def places_of(to: str, out: str, inputs: list[str]) -> dict[str, str]:
    """Where each form of the report goes: form → path. Raises UsageError before any work is done."""
    from aligner import report as reports

    suffix = Path(out).suffix.lower().removeprefix(".")
    named = {"htm": "html", "txt": "text", "xml": "junit", "xlf": "xliff"}.get(suffix, suffix)
    forms = listed(to) or [named or "text"]
    for form in forms:
        reports.require(form)
    if out == "-" and len(forms) > 1:
        raise UsageError(f"{len(forms)} forms cannot share standard output: name a file with --out")
    if len(forms) == 1:
        places = {forms[0]: out}
    else:
        stem = out.removesuffix(Path(out).suffix) if named in reports.names() else out
        if is_folder(out):
            raise UsageError(f"{out} is a folder: give the name of a file")
        places = {form: f"{stem}.{form}" for form in forms}
    spare(places.values(), inputs)
    return places


def spare(outputs: Iterable[str], inputs: Iterable[str]) -> None:
    """Raises UsageError when an output would take the place of an input."""
    given = [Path(name) for name in inputs if name not in ("", "-") and exists(name)]
    for path in outputs:
        if path != "-" and exists(path) and any(Path(path).samefile(name) for name in given):
            raise UsageError(f"{path} is an input: the result would take its place; give another name with --out")


# os.path, not Path: a name that the system refuses (one too long) is not there, which is no error yet.
def exists(path: str) -> bool:
    return os.path.exists(path)  # noqa: PTH110


def is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112


def deliver(report: Report, places: dict[str, str], accepted: Callable[[Report], dict[str, str]]) -> int:
    """Writes a report in its forms and what becomes of it beside; returns the exit code that its findings call for."""
    from aligner import formats
    from aligner import report as reports

    if places == {"text": "-"} and sys.stdout.isatty():
        from rich.console import Console

        from aligner.report import text

        formats.write_all(accepted(report))
        text.show(report, Console())
    else:
        formats.write_all({**{path: reports.render(report, form) for form, path in places.items()}, **accepted(report)})
    found = (finding for pair in reports.pairs_of(report) for finding in pair.findings)
    return int(any(finding.severity == "error" for finding in found))


def pour(pairs: Iterable[Pair], sources: tuple[Source, ...], places: dict[str, str]) -> int:
    """As :func:`deliver`, of pairs that are written as they come and may be more than memory holds."""
    from aligner import formats
    from aligner import report as reports

    code = 0

    def passing() -> Iterator[Pair]:
        nonlocal code
        for pair in pairs:
            code = code or int(any(finding.severity == "error" for finding in pair.findings))
            yield pair

    flows = zip(tee(passing(), len(places)), places.items(), strict=True)
    formats.write_all({path: reports.stream(flow, sources, form) for flow, (form, path) in flows})
    return code
