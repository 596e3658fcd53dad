"""A ZIP archive or a folder of documents, as one page: every document that can be read, in the order of their names.

Nothing is unpacked to the disk, links are not followed, an archive within an archive stays closed.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from aligner.data import Source
from aligner.errors import AlignerError, InputError
from aligner.formats import MAX_DOCUMENT, document_format, formats, load
from aligner.formats._layout import Content
from aligner.formats._pages import Page

SUFFIXES = (".zip",)
READS = "document"
WRITES = ""
KEEPS = "what its documents keep; a folder is read in the same way"
LOSES = "files of other kinds, hidden files, links, archives within"

# What else is a ZIP with documents in it: an office document, an electronic book.
_OFFICE = re.compile(r"word/document\.xml|\[Content_Types\]\.xml|mimetype|content\.xml|META-INF/.*")
_MAX_ENTRIES, _MAX_DOCUMENTS, _MAX_FAILED, _MAX_DEPTH = 5_000, 1_000, 200, 8
# So many cannot even be listed.
_CROWD = 100_000
_ENTRY = b"PK\x01\x02"
_LISTED = 20
_DIGITS = re.compile(r"(\d{1,9})")


class _TooMuch(InputError):
    """A file is larger than what may still be read."""


class _File(NamedTuple):
    name: str
    # The bytes, but never more than so many.
    read: Callable[[int], bytes]


def claims(data: bytes) -> bool:
    """Whether the file is a ZIP archive with a document, and no document itself."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    if data.count(_ENTRY) > _CROWD:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False
    return not any(_OFFICE.fullmatch(name) for name in names) and any(map(_readable, names[:_MAX_ENTRIES]))


def read(data: bytes, name: str) -> Content:
    """The documents of a ZIP archive as one page.

    Raises InputError for a damaged archive, too many files, too much text, or when no document can be read.
    """
    if (count := data.count(_ENTRY)) > _CROWD:
        raise InputError(f"{name}: {count:,} files in one archive: at most {_MAX_ENTRIES:,} are read")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > _MAX_ENTRIES:
                raise InputError(f"{name}: {len(entries):,} files in one archive: at most {_MAX_ENTRIES:,} are read")
            linked = [entry for entry in entries if stat.S_ISLNK(entry.external_attr >> 16)]
            files = [
                _File(entry.filename, partial(_unpacked, archive, entry))
                for entry in entries
                if entry.filename and not entry.is_dir() and entry not in linked
            ]
            return _page(name, files, [entry.filename for entry in linked])[0]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise InputError(f"{name}: broken ZIP archive ({str(error)[:80]}): pack it again") from None


def read_folder(path: str) -> tuple[Source, Content]:
    """The documents of a folder and of the folders in it as one page; its digest is that of all that was read.

    Raises InputError as :func:`read` does.
    """
    found = list(islice(_walk(path), _MAX_ENTRIES + 1))
    if len(found) > _MAX_ENTRIES:
        raise InputError(f"{path}: more than {_MAX_ENTRIES:,} files: give a folder of documents")
    files = [_File(name, partial(_loaded, Path(path) / name)) for name, kind in found if kind]
    content, digest, size = _page(path, files, [name for name, kind in found if not kind])
    return Source(path, digest, size, "folder", content.encoding), content


def _walk(path: str) -> Iterator[tuple[str, bool]]:
    """The names of the files under a folder, and whether they are files: links, pipes and devices are not."""
    for folder, folders, names in os.walk(path):
        inside = Path(folder).relative_to(path)
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        deep = len(inside.parts) >= _MAX_DEPTH
        folders[:] = [] if deep else [name for name in folders if name not in linked and not name.startswith(".")]
        for name in (*names, *linked):
            place = Path(folder) / name
            yield str(inside / name), place.is_file() and not place.is_symlink()


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    if entry.flag_bits & 1:
        raise InputError("it has a password")
    # What the archive says of the size may be a lie, so no more is unpacked than is allowed.
    try:
        with archive.open(entry) as stream:
            data = stream.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise InputError(f"it is damaged ({str(error)[:60]})") from None
    if len(data) > most:
        raise _TooMuch
    return data


def _loaded(place: Path, most: int) -> bytes:
    if place.stat().st_size > most:
        raise _TooMuch
    return load(str(place), most)


def _known() -> list[str]:
    """The suffixes of documents."""
    forms = (form for form in formats() if "document" in form.reads and form.module.__name__ != __name__)
    return [suffix for form in forms for suffix in form.suffixes]


def _readable(name: str) -> bool:
    path = Path(name.replace("\\", "/"))
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts if part not in (".", ".."))
    return not hidden and path.suffix.lower() in _known()


def _in_order(name: str) -> list[tuple[int, int, str]]:
    """By name, and by number where names have numbers: 2 before 10."""
    parts = enumerate(_DIGITS.split(name.casefold()))
    return [(1, int(part), part) if number % 2 else (0, 0, part) for number, part in parts]


def _page(name: str, files: Iterable[_File], linked: Iterable[str]) -> tuple[Content, str, int]:
    """The page, the digest of what was read, and how many bytes that were."""
    known, others = [], list(map(_shown, linked))
    for file in files:
        if _readable(file.name):
            known.append(file)
        else:
            others.append(_shown(file.name))
    if len(known) > _MAX_DOCUMENTS:
        raise InputError(f"{name}: {len(known):,} documents: at most {_MAX_DOCUMENTS:,} are read as one page")
    page, digest, size = Page(), hashlib.sha256(), 0
    read, failed, encodings = [], [], []
    for file in sorted(known, key=lambda file: (_in_order(file.name), file.name)):
        shown = _shown(file.name)
        try:
            data = file.read(MAX_DOCUMENT - size)
            size += len(data)
            content = _content(file.name, data, shown)
        except _TooMuch:
            raise InputError(f"{name}: the documents are larger than {MAX_DOCUMENT >> 20} MB: read fewer") from None
        except AlignerError as error:
            failed.append(f"{shown} ({str(error).removeprefix(f'{shown}: ')})")
            if len(failed) > _MAX_FAILED:
                raise InputError(
                    f"{name}: more than {_MAX_FAILED} documents cannot be read, such as {failed[0]}"
                ) from None
            continue
        digest.update(f"{file.name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        page.rule()
        first, _ = page.add(content)
        read.append(f"{shown} from line {first}")
        encodings.append(content.encoding)
        if page.size > MAX_DOCUMENT:
            raise InputError(f"{name}: the documents hold more than {MAX_DOCUMENT >> 20} million letters: read fewer")
    if not read:
        why = failed[0] if failed else f"known are {' '.join(_known())}"
        raise InputError(f"{name}: no document in it can be read: {why}")
    notes = [f"Read as one page: {_listed(read)}."]
    if failed:
        notes.append(f"Documents that could not be read: {_listed(failed)}.")
    if others:
        notes.append(f"Files that are no documents, and links: {_listed(others)}.")
    return page.content(", ".join(dict.fromkeys(encodings)), notes), digest.hexdigest(), size


def _content(path: str, data: bytes, shown: str) -> Content:
    if not data.strip():
        raise InputError(f"{shown}: the file is empty")
    form = document_format(path, data)
    if form.module.__name__ == __name__:
        raise InputError(f"{shown}: an archive within an archive is not opened")
    content: Content = form.module.read(data, shown)
    return content


def _shown(name: str) -> str:
    """A name for messages, on one line and no longer than anybody reads."""
    bare = " ".join(name.encode("utf-8", "replace").decode().split())
    return bare if len(bare) <= 100 else f"…{bare[-99:]}"


def _listed(names: list[str]) -> str:
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" and {more} more" if more > 0 else "")
