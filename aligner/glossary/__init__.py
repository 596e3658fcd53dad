"""Glossaries: how Arabic terms are to be rendered in French, and how they must not be.

Read from a table (CSV, TSV or XLSX, ``_table``) or from TBX (``_tbx``). The rules of writing are in both the same: a
term stands in its basic form, and is found in the texts in its other forms (``aligner.text.phrases``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from aligner.errors import InputError
from aligner.text.phrases import Phrases

# A large national glossary has 50,000 entries in 10 MB.
MAX_BYTES = 32 << 20
MAX_TERM = 300  # characters: what is longer is a definition in the wrong column


@dataclass(frozen=True, slots=True)
class Entry:
    """A concept: its Arabic names, what may and what must not render them, and a remark for the reader."""

    arabic: tuple[str, ...]
    french: tuple[str, ...]
    forbidden: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Glossary:
    """The entries of a file, and its name and SHA-256."""

    name: str
    digest: str
    entries: tuple[Entry, ...]

    @cached_property
    def arabic(self) -> Phrases[Entry]:
        """The Arabic names, to be found in a text."""
        return Phrases((term, entry) for entry in self.entries for term in entry.arabic)


def read(path: str) -> Glossary:
    """The glossary at a path (``"-"``: standard input). Raises InputError when it cannot be read or is none."""
    from aligner.formats import load

    return parse(load(path, MAX_BYTES), "standard input" if path == "-" else path)


def parse(data: bytes, name: str) -> Glossary:
    """The glossary in some bytes; ``name`` is for messages. TBX and XLSX show what they are, all else is a table.

    Raises InputError, with the row or line, for what is no glossary.
    """
    from aligner.formats import xlsx
    from aligner.formats._encoding import decode
    from aligner.glossary import _table, _tbx

    if xlsx.claims(data) or name.lower().endswith(xlsx.SUFFIXES):
        return Glossary(name, hashlib.sha256(data).hexdigest(), _checked(_table.sheet_entries(data, name), name))
    text, _ = decode(data, name, _tbx.declared(data))
    entries = _tbx.entries(text, name) if _tbx.claims(text) else _table.entries(text, name)
    return Glossary(name, hashlib.sha256(data).hexdigest(), _checked(entries, name))


def _checked(entries: Iterable[tuple[str, Entry]], name: str) -> tuple[Entry, ...]:
    """The entries, each given with its place. Raises InputError for one that cannot be used, or when there is none."""
    found = []
    for place, entry in entries:
        where = f"{name}: {place}"
        if not entry.arabic:
            raise InputError(f"{where} has no Arabic term")
        if not entry.french and not entry.forbidden:
            raise InputError(f"{where} has no French rendering for {entry.arabic[0][:60]}")
        for term in (*entry.arabic, *entry.french, *entry.forbidden):
            if len(term) > MAX_TERM:
                raise InputError(f"{where} holds a term of {len(term):,} characters (at most {MAX_TERM})")
        if both := set(entry.french) & set(entry.forbidden):
            raise InputError(f"{where} both allows and forbids « {min(both)} »")
        found.append(entry)
    if not found:
        raise InputError(f"{name}: no entry was found: a glossary has Arabic terms and their French renderings")
    return tuple(found)
