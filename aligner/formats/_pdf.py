"""The text of a PDF, page by page, as it stands on the paper. Run as a program: PDF in, JSON out.

It runs in a process of its own with bounds on time and memory, for a PDF is a program: any reader of it can be made to
work for hours or to fill the memory by a file of some bytes.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import subprocess
import sys
from typing import Any, NamedTuple

from aligner.errors import InputError

SECONDS = 120
_MEMORY = 3 << 30
_MAX_PAGES = 5_000
_MAX_TEXT = 64_000_000
_GAPS = re.compile(r" {3,}")
_BLANKS = re.compile(r"\n{3,}")
# A target of a table of glyphs that is several Arabic letters: a ligature, whose letters must not be turned around.
_TARGET = re.compile(rb"<((?:06[0-9A-Fa-f]{2}){2,8})>")
_PRIVATE = 0xE000
_MAX_LIGATURES = 6_000


class Pages(NamedTuple):
    """The text of each page, and what the private characters in it stand for."""

    texts: list[str]
    ligatures: dict[str, str]


def pages(data: bytes, name: str) -> Pages:
    """The pages in order. Raises InputError for a broken PDF, one with a password, or one that takes too long."""
    path = os.pathsep.join(place for place in sys.path if place)
    try:
        done = subprocess.run(  # noqa: S603, our own module
            [sys.executable, "-m", __name__],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"},
            check=False,
        )
        result = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise InputError(f"{name}: the PDF takes more than {SECONDS} seconds to read: give its text") from None
    except (ValueError, OSError):
        raise InputError(f"{name}: the PDF is too large or too complex to be read: give its text") from None
    if error := result.get("error"):
        raise InputError(f"{name}: {error}")
    return Pages(result["texts"], result["ligatures"])


class _Refused(Exception):
    """What is wrong with the file, in words."""


def _main() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    logging.disable()
    try:
        texts, ligatures = _extracted(sys.stdin.buffer.read())
        result: dict[str, object] = {"texts": texts, "ligatures": ligatures}
    except _Refused as error:
        result = {"error": str(error)}
    except Exception as error:  # a damaged file can raise anything within the library
        what = " ".join(f"{type(error).__name__}: {error}".split())[:80]
        result = {"error": f"broken PDF ({what}): save it again, or give its text"}
    sys.stdout.write(json.dumps(result))


def _extracted(data: bytes) -> tuple[list[str], dict[str, str]]:
    import io

    import pypdf

    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        try:
            opened = reader.decrypt("")
        except Exception:  # a kind of encryption that the library lacks
            opened = 0
        if not opened:
            raise _Refused("the PDF has a password: save it without one")
    if len(reader.pages) > _MAX_PAGES:
        raise _Refused(f"{len(reader.pages):,} pages (at most {_MAX_PAGES:,}): split the PDF")
    ligatures = _Ligatures()
    texts = []
    left = _MAX_TEXT
    for page in reader.pages:
        ligatures.mark(page)
        text = page.extract_text(extraction_mode="layout")
        texts.append(_BLANKS.sub("\n\n", _GAPS.sub("   ", text)))
        left -= len(texts[-1])
        if left < 0:
            raise _Refused(f"the PDF holds more than {_MAX_TEXT:,} characters: split it")
    return texts, ligatures.letters


class _Ligatures:
    """Gives each ligature of Arabic letters a private character, in the tables that the fonts of a page have."""

    def __init__(self) -> None:
        self.letters: dict[str, str] = {}
        self._characters: dict[str, str] = {}
        self._seen: set[int] = set()

    def mark(self, holder: Any) -> None:
        """Changes the fonts of a page or form, and of the forms in it."""
        waiting = [holder]
        while waiting:
            resources = _object(waiting.pop().get("/Resources"))
            if id(resources) in self._seen or not hasattr(resources, "get"):
                continue
            self._seen.add(id(resources))
            for font in _values(resources.get("/Font")):
                self._mark_font(font)
            waiting += [form for form in _values(resources.get("/XObject")) if form.get("/Subtype") == "/Form"]

    def _mark_font(self, font: Any) -> None:
        from pypdf.generic import DecodedStreamObject, NameObject

        table = _object(font.get("/ToUnicode"))
        if id(font) in self._seen or not hasattr(table, "get_data"):
            return
        self._seen.add(id(font))
        old = table.get_data()
        new = _TARGET.sub(self._private, old)
        if new != old:
            stream = DecodedStreamObject()
            stream.set_data(new)
            font[NameObject("/ToUnicode")] = stream

    def _private(self, match: re.Match[bytes]) -> bytes:
        letters = bytes.fromhex(match[1].decode("ascii")).decode("utf-16-be")
        if letters not in self._characters:
            if len(self._characters) == _MAX_LIGATURES:
                return match[0]
            character = chr(_PRIVATE + len(self._characters))
            self._characters[letters] = character
            self.letters[character] = letters
        return b"<%04X>" % ord(self._characters[letters])


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value


def _values(holder: Any) -> list[Any]:
    holder = _object(holder)
    values = map(_object, holder.values()) if hasattr(holder, "values") else ()
    return [value for value in values if hasattr(value, "get")]


if __name__ == "__main__":
    _main()
