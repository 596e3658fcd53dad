"""Hostile and broken files, of every kind that the package reads, made when they are asked for.

``python -m tests.formats.hostile FOLDER`` writes them all. Each module here has some in its ``FILES``: name → ``File``.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from importlib import import_module
from typing import Literal, NamedTuple

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
AR, FR = "افتتحت المكتبة أبوابها يوم الأحد.", "La bibliothèque a ouvert ses portes dimanche, à l’étage."
# What a hostile file may not bring in from the machine that reads it.
SECRET_PLACE, SECRET = "/etc/passwd", "root:"

MODULES = ("documents", "markup", "containers", "encodings", "bitexts", "glossaries", "settings", "cut", "found")
Reader = Literal["document", "bitext", "glossary", "settings", "accepted", "aligned"]


class File(NamedTuple):
    """What is in a file, and what its ``reader`` makes of it; to the other readers it must do no harm.

    ``says``: a part of the message with which it is refused (a regular expression); ``""``: it is read, and then
    ``holds`` is in the text; None: it may be either.
    """

    make: Callable[[], bytes]
    says: str | None
    reader: Reader = "document"
    holds: str = ""


def files(*modules: str) -> dict[str, File]:
    """The files of these modules, or all, by their names."""
    found: dict[str, File] = {}
    for module in modules or MODULES:
        new = import_module(f"{__name__}.{module}").FILES
        assert not found.keys() & new.keys(), sorted(found.keys() & new.keys())
        found.update(new)
    return found


def archive(**parts: str | bytes) -> bytes:
    """A ZIP with these parts; ``__`` in a name stands for ``/`` and the suffix .xml is added."""
    return zipped({name.replace("__", "/") + ".xml": data for name, data in parts.items()})


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name, data)
    return stream.getvalue()


def docx(body: str, styles: str | None = None) -> bytes:
    """A DOCX with this body, and nothing that Word would want besides."""
    parts = {"word__document": f"<w:document {W}><w:body>{body}</w:body></w:document>"}
    if styles is not None:
        parts["word__styles"] = f"<w:styles {W}>{styles}</w:styles>"
    return archive(**parts)


def entities(inside: str = "") -> str:
    """A document type with a "billion laughs": ``&e9;`` stands for 2 GB; ``inside`` stands in it too."""
    levels = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{levels}<!ENTITY x SYSTEM "file://{SECRET_PLACE}">{inside}]>'
