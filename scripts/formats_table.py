"""The tables of README.md that tell what is read and written, made from the code. Run it through scripts/benchmark."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from aligner import glossary, report  # noqa: E402
from aligner.formats import formats  # noqa: E402

GLOSSARIES = ("_table", "_tbx")


def lines() -> Iterator[str]:
    """The tables: formats, forms of reports, and glossaries."""
    rows = (
        [f"`{f.name}`", " ".join(f"`{suffix}`" for suffix in f.suffixes), f.reads, f.writes, f.keeps, f.loses]
        for f in formats()
    )
    yield from _table(["format", "files", "reads", "writes", "keeps", "loses"], rows)
    yield ""
    yield from _table(["`--to`", "a report as"], ([f"`{name}`", _summary(report, name)] for name in report.names()))
    yield ""
    yield from (f"- {_summary(glossary, name)}" for name in GLOSSARIES)


def main(_: Path) -> None:
    """Rewrites the tables in README.md."""
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    written = "\n".join(["<!-- formats -->", *lines(), "<!-- /formats -->"])
    readme.write_text(re.sub("<!-- formats -->.*?<!-- /formats -->", lambda _: written, text, flags=re.DOTALL), "utf-8")


def _summary(package: object, name: str) -> str:
    """What the first paragraph of a module says."""
    module = importlib.import_module(f"{package.__name__}.{name}")
    return re.sub("``(.+?)``", r"`\1`", " ".join((module.__doc__ or "").split("\n\n")[0].split()))


def _table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    for row in [head, ["---"] * len(head), *rows]:
        yield f"| {' | '.join(row)} |"
