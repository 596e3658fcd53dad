"""Files of many kinds → documents in one language each.

A folder is read with the folders in it, a document a file (``aligner.formats``); WARC, JSON lines and Parquet hold many
documents. A page in both languages becomes two documents of one name. What is in other languages is left out.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, cast

from aligner import formats
from aligner.blocks import language
from aligner.corpus import warc
from aligner.corpus.data import Row, Text
from aligner.corpus.languages import told
from aligner.corpus.manifest import Tally
from aligner.corpus.marks import stated
from aligner.corpus.recipe import Read
from aligner.data import Pair
from aligner.errors import AlignerError, InputError

# A language that fewer of the letters of a document are in is one that it quotes.
QUOTED = 0.1
# A line of JSON, and how many more than that a document may have.
MAX_LINE = 64 << 20
_DUMPS = {".warc": "warc", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet", ".pq": "parquet"}
_SURROGATE = re.compile("[\ud800-\udfff]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class File:
    """A file to read: ``name`` is its path below ``root``, one of those that were given."""

    root: str
    name: str
    bytes: int
    time: int

    @property
    def path(self) -> Path:
        return Path(self.root) / self.name if self.name else Path(self.root)

    @property
    def dump(self) -> str:
        """The kind of file of many documents that it is, by its suffix; "" if it is one document."""
        return _DUMPS.get(Path(self.path.name.lower().removesuffix(".gz")).suffix, "")


def files(paths: Iterable[str]) -> list[File]:
    """The files at these paths, those of a folder in the order of their names; none twice, and no links.

    Raises InputError if there is nothing at a path.
    """
    found: dict[str, File] = {}
    for root in paths:
        if not os.path.exists(root):  # noqa: PTH110 (a name that the system refuses is no error here)
            raise InputError(f"{root}: there is no such file or folder")
        folder = Path(root)
        inside = sorted(_walk(folder), key=lambda path: path.parts) if folder.is_dir() else [Path()]
        for path in inside:
            at = os.stat(folder / path)  # noqa: PTH116
            name = "" if path == Path() else str(path)
            found.setdefault(os.path.realpath(folder / path), File(root, name, at.st_size, at.st_mtime_ns))
    return list(found.values())


def pairs(path: str) -> Iterator[Pair]:
    """The pairs of the bitext at a path, out of its :func:`sides`. Raises InputError for what cannot be read, at the
    latest when it is reached."""
    return formats.read_sides(*both)[1] if len(both := sides(path)) == 2 else formats.read_pairs(path)


def sides(path: str) -> tuple[str, ...]:
    """The files of a bitext: NAME.ar stands for NAME.ar and NAME.fr, whose lines are pairs, as OPUS has them."""
    return (path, f"{path.removesuffix('.ar')}.fr") if path.endswith(".ar") else (path,)


def is_bitext(path: str) -> bool:
    """Whether the name is one of a bitext: not of a document, nor of a file of many."""
    suffix = Path(path).suffix.lower()
    return suffix not in _DUMPS and any(
        form.reads == "bitext" and suffix in form.suffixes for form in formats.formats()
    )


def texts(file: File, settings: Read, tally: Tally) -> Iterator[Text]:
    """The documents in a file. ``tally`` counts them, and those that are left out."""
    label = file.name or file.path.name
    try:
        reader = _READERS[file.dump]
        for record in reader(file, settings):
            yield from _sides(record, label, stated(f"{file.path.parent.name}/{label}"), settings, tally)
    except AlignerError as error:
        # What was read before stays: a dump that is cut off is mostly whole.
        tally.add(Row("", "", src_doc=label), "unread", str(error))


@dataclass(frozen=True, slots=True)
class _Record:
    """A document as its file has it. ``number`` is its place in a file of many."""

    paragraphs: list[str]
    number: int | None = None
    url: str = ""
    lang: str = ""
    id: str = ""
    date: str = ""


def _sides(record: _Record, label: str, marked: str, settings: Read, tally: Tally) -> Iterator[Text]:
    """The parts of a document in the two languages."""
    paragraphs = [_SURROGATE.sub("\ufffd", each).strip() for each in record.paragraphs]
    sides: dict[Literal["ar", "fr"], list[str]] = {"ar": [], "fr": []}
    for paragraph in filter(None, paragraphs):
        if (lang := language(paragraph)) != "und":
            sides[lang].append(paragraph)
    letters = {lang: sum(len(_LETTER.findall(each)) for each in side) for lang, side in sides.items()}
    whole = sum(letters.values())
    if max(letters.values()) < settings.shortest:
        tally.add(Row("", "\n".join(paragraphs), tgt_doc=label), "short")
        return
    said = record.lang.strip().lower()[:2] or stated(record.url) or marked
    name = record.url or (label if record.number is None else f"{label}#{record.number}")
    for lang, side in sides.items():
        if letters[lang] < max(QUOTED * whole, settings.shortest):
            continue
        text = "\n".join(side)
        found = told(text)
        if found == "und" and said == lang:
            found = lang
        row = Row(text, "", src_doc=name) if lang == "ar" else Row("", text, tgt_doc=name)
        tally.add(row, "" if found == lang else "language", "" if found == lang else found)
        if found == lang:
            yield Text(name, lang, tuple(side), record.url, record.id, record.date)


def _document(file: File, _: Read) -> Iterator[_Record]:
    yield _Record([block.text for block in formats.read(str(file.path)).blocks if block.kind not in ("rule", "post")])


def _warc(file: File, _: Read) -> Iterator[_Record]:
    from aligner.formats import html

    for number, page in enumerate(warc.pages(file.path)):
        try:
            blocks = html.read(page.html, page.url).blocks
        except AlignerError:
            continue
        # The date of a visit is none of the document.
        yield _Record([block.text for block in blocks if block.kind not in ("rule", "post")], number, page.url)


def _jsonl(file: File, settings: Read) -> Iterator[_Record]:
    with formats.explained(str(file.path)), file.path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        lines = cast(IO[bytes], gzip.GzipFile(fileobj=raw) if packed else raw)
        number = 0
        while line := _line(lines, file):
            number += 1
            if not line.strip():
                continue
            where = f"{file.path}: line {number}"
            if len(line) == MAX_LINE:
                raise InputError(f"{where} is longer than {MAX_LINE >> 20} MB: one document a line is expected")
            try:
                record = json.loads(line)
            except (ValueError, RecursionError):
                raise InputError(f"{where} is not JSON: one object a line is expected") from None
            if not isinstance(record, dict):
                raise InputError(f"{where} is no JSON object: one object a line is expected")
            yield _fields(record, number, settings, where)


def _line(lines: IO[bytes], file: File) -> bytes:
    try:
        return lines.readline(MAX_LINE)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(f"{file.path}: damaged, or cut off ({error}): pack it again") from None


def _parquet(file: File, settings: Read) -> Iterator[_Record]:
    from aligner.formats import parquet

    wanted = (settings.text, settings.url, settings.lang, settings.id, settings.date)
    for number, record in enumerate(parquet.records(file.path, wanted), 1):
        yield _fields(record, number, settings, f"{file.path}: row {number}")


def _fields(record: dict[str, Any], number: int, settings: Read, where: str) -> _Record:
    text = record.get(settings.text)
    if isinstance(text, list) and all(isinstance(each, str) for each in text):
        text = "\n".join(text)
    if not isinstance(text, str):
        raise InputError(f"{where} has no text {settings.text!r}: say in [read] what it is called, as text = …")
    said = {}
    for name in ("url", "lang", "id", "date"):
        value = record.get(getattr(settings, name))
        said[name] = str(value) if isinstance(value, str | int) else ""
    return _Record(text.splitlines(), number, **said)


_READERS: dict[str, Callable[[File, Read], Iterator[_Record]]] = {
    "": _document,
    "warc": _warc,
    "jsonl": _jsonl,
    "parquet": _parquet,
}


def _walk(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and not (Path(place) / name).is_symlink()]
        for name in names:
            path = Path(place) / name
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                yield path.relative_to(folder)
