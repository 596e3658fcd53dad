"""A corpus in files: the forms that training tools read, and a data set as Hugging Face has it, with its card.

The forms of ``aligner.formats`` are named PART.SUFFIX (``train.tsv``, ``dev.ar`` and ``dev.fr``). ``datasets`` is a
folder that ``datasets.load_dataset`` and the Hub read: ``data/PART-NNNNN.parquet`` and ``README.md``; its rows have the
columns translation (ar, fr), score, fidelity, src_doc and tgt_doc, and its part dev is called validation.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from aligner import formats
from aligner.corpus.data import Row
from aligner.corpus.manifest import Manifest
from aligner.data import Pair, Sentence
from aligner.errors import OutputError, UsageError

DATASETS = "datasets"
# Rows of a file of a data set, and those that are in memory at a time.
ROWS_A_FILE, GROUP = 500_000, 10_000
HUB_NAMES = {"dev": "validation"}
_UNCLEAN = re.compile(r"[\s|<>`\[\]]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """The forms that a corpus is written in, and what its card calls it. ``license``: an identifier of the Hub, such as
    cc-by-4.0."""

    to: tuple[str, ...] = ("tsv",)
    name: str = "Arabic–French parallel corpus"
    license: str = ""

    def __post_init__(self) -> None:
        """Raises UsageError for a form in which no bitext can be written."""
        for form in self.to:
            if form != DATASETS:
                formats.writer(form)


def write(parts: Mapping[str, Iterable[Row]], folder: str, settings: Settings, manifest: Manifest) -> list[str]:
    """Writes the parts (name → rows, gone through once for each form) into the folder; returns the names of the files,
    relative to it.

    The files are made in a hidden folder beside and moved to their places when all are complete; a file of the same
    name is replaced. Some thousand rows are in memory at a time (for Parquet by ``aligner.formats``, a part as packed
    bytes). Raises OutputError when something cannot be written: no file is then half there.
    """
    place = Path(folder)
    formats.make_folder(folder)
    try:
        with tempfile.TemporaryDirectory(prefix=".writing-", dir=place) as made:
            names = [name for form in settings.to for name in _form(form, parts, Path(made), settings, manifest)]
            for name in names:
                (place / name).parent.mkdir(exist_ok=True)
                shutil.move(Path(made) / name, place / name)
    except OSError as error:
        raise OutputError(f"{folder}: the corpus cannot be written: {error.strerror or error}") from None
    return names


def _form(
    form: str, parts: Mapping[str, Iterable[Row]], made: Path, settings: Settings, manifest: Manifest
) -> Iterator[str]:
    if form == DATASETS:
        yield from _data_set(parts, made, settings, manifest)
        return
    module = formats.writer(form)
    for part, rows in parts.items():
        names = formats.places(module, part + module.SUFFIXES[0])
        if hasattr(module, "write_sides"):
            files = [(made / name).open("w", encoding="utf-8", errors="replace", newline="") for name in names]
            try:
                for some in _groups(rows):
                    for file, text in zip(files, module.write_sides(_pairs(some)), strict=True):
                        file.write(text)
            finally:
                for file in files:
                    file.close()
        else:
            with (made / names[0]).open("wb") as out:
                for piece in module.write_pairs(_pairs(rows)):
                    out.write(piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace"))
        yield from names


def _pairs(rows: Iterable[Row]) -> Iterator[Pair]:
    for number, row in enumerate(rows):
        src, tgt = Sentence(row.src, number=number), Sentence(row.tgt, number=number)
        yield Pair((src,), (tgt,), row.score, row.fidelity)


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while group := list(islice(remaining, GROUP)):
        yield group


def _data_set(parts: Mapping[str, Iterable[Row]], made: Path, settings: Settings, manifest: Manifest) -> Iterator[str]:
    try:
        import pyarrow as arrow
        import pyarrow.parquet as pq
    except ImportError:
        raise UsageError('a data set needs pyarrow: pip install "aligner-ar-fr[parquet]"') from None
    schema = _schema(arrow)
    (made / "data").mkdir()
    for part, rows in parts.items():
        groups = _groups(rows)
        number, group = 0, next(groups, [])
        while group or not number:
            name = f"data/{HUB_NAMES.get(part, part)}-{number:05}.parquet"
            with pq.ParquetWriter(made / name, schema, compression="zstd") as out:
                for _ in range(ROWS_A_FILE // GROUP):
                    out.write_table(arrow.Table.from_pylist([_record(row) for row in group], schema))
                    group = next(groups, [])
                    if not group:
                        break
            yield name
            number += 1
    (made / "README.md").write_text(card(settings, manifest), encoding="utf-8", errors="replace")
    yield "README.md"


def _schema(arrow: Any) -> Any:
    """The columns, with what tells ``datasets`` that the first one is a translation."""
    text, figure = {"dtype": "string", "_type": "Value"}, {"dtype": "float32", "_type": "Value"}
    features = {
        "translation": {"languages": ["ar", "fr"], "_type": "Translation"},
        "score": figure,
        "fidelity": figure,
        "src_doc": text,
        "tgt_doc": text,
    }
    columns = {
        "translation": arrow.struct([("ar", arrow.string()), ("fr", arrow.string())]),
        "score": arrow.float32(),
        "fidelity": arrow.float32(),
        "src_doc": arrow.string(),
        "tgt_doc": arrow.string(),
    }
    return arrow.schema(columns, metadata={"huggingface": json.dumps({"info": {"features": features}})})


def _record(row: Row) -> dict[str, object]:
    # Half emojis cannot be in a file.
    src, tgt, src_doc, tgt_doc = (
        text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        for text in (row.src, row.tgt, row.src_doc, row.tgt_doc)
    )
    return {
        "translation": {"ar": src, "fr": tgt},
        "score": row.score,
        "fidelity": row.fidelity,
        "src_doc": src_doc,
        "tgt_doc": tgt_doc,
    }


def card(settings: Settings, manifest: Manifest) -> str:
    """The card of a data set: Markdown after a head in YAML, as https://huggingface.co/docs/hub/datasets-cards says."""
    parts = {HUB_NAMES.get(name, name): part for name, part in manifest["parts"].items()}
    pairs = sum(part["pairs"] for part in parts.values())
    head = ["language:", "- ar", "- fr"]
    # A text in JSON is one in YAML too.
    head += [f"license: {json.dumps(settings.license)}"] if settings.license else []
    head += [
        f"pretty_name: {json.dumps(settings.name, ensure_ascii=False)}",
        "task_categories:",
        "- translation",
        "multilinguality:",
        "- translation",
        "size_categories:",
        f"- {_size(pairs)}",
        "configs:",
        "- config_name: default",
        "  data_files:",
    ]
    head += [line for name in parts for line in (f"  - split: {name}", f"    path: data/{name}-*.parquet")]
    body = [
        f"# {_plain(settings.name)}",
        "",
        f"{pairs:,} pairs of Arabic and French sentences. Columns: `translation` (`ar`, `fr`), `score` (the chance that"
        " the two belong together), `fidelity` (the chance that a reviewer finds no error), `src_doc`, `tgt_doc` (the"
        " documents they come from).",
        "",
        *_table(
            "split|pairs|documents|Arabic words|French words",
            ([n, *map(_number, p.values())] for n, p in parts.items()),
        ),
        "",
        "## How it was made",
        "",
        *_table(
            "step|what it counts|given|kept",
            ([s["name"], s["unit"], _number(s["given"]), _number(s["kept"])] for s in manifest["steps"]),
        ),
        "",
        "What was left out:",
        "",
        *_table("step|rule|what it rejects|rejected", _rejected(manifest)),
        "",
        "## Sources",
        "",
        *[f"- {_plain(name)}: {_plain(known)}" for name, known in manifest["sources"].items()],
        "",
        f"Built with `{_plain(manifest['signature'])}`.",
    ]
    return "\n".join(["---", *head, "---", "", *body, ""])


def _rejected(manifest: Manifest) -> Iterator[list[str]]:
    for step in manifest["steps"]:
        for rule, count in sorted(step["rejected"].items(), key=lambda item: (-item[1], item[0])):
            yield [step["name"], f"`{_plain(rule)}`", manifest["meanings"].get(rule, ""), _number(count)]


def _table(head: str, rows: Iterable[list[str]]) -> Iterator[str]:
    yield f"| {head.replace('|', ' | ')} |"
    yield "|" + " --- |" * (head.count("|") + 1)
    for row in rows:
        yield f"| {' | '.join(cell if cell.startswith('`') else _plain(cell) for cell in row)} |"


def _plain(text: str) -> str:
    """A text that is no markup, on one line."""
    return _UNCLEAN.sub(" ", text).strip()


def _number(count: object) -> str:
    return f"{count:,}"


def _size(pairs: int) -> str:
    """The size as the Hub has it."""
    limits = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
    return next((name for limit, name in limits if pairs < limit), "1M<n<10M" if pairs < 10_000_000 else "10M<n<100M")
