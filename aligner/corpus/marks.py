"""What says of two documents that one renders the other, before anybody reads them: names, addresses, ids and dates.

A name or an address is taken apart at its signs, and what names the language is left out: what is left of
``news/12.ar.html`` and ``fr/news/12.html``, of ``https://ar.example.org/12`` and ``https://example.org/12?lang=fr``, is
the same. A mark that several documents of a language share says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote

from aligner.corpus.data import Text

_PART = re.compile(r"[^\W_]+")
_SCHEME = re.compile(r"\A[a-z]{2,10}://(?:www\d?\.)?", re.IGNORECASE)
# Longer names are cut: nobody tells documents apart behind that.
_LONGEST = 2_000

Marks = Sequence[tuple[str, int]]


def marks(text: Text, by: Collection[str]) -> list[tuple[str, int]]:
    """The marks of a document: the kind of each, one of ``by``, and a hash of what is left of it."""
    said = {
        "name": _bare(text.name, text.lang, _suffixes()),
        "url": _bare(_SCHEME.sub("", unquote(text.url)), text.lang),
        "id": text.id.strip(),
        "date": text.date.strip(),
    }
    hashed = {kind: blake2b(what.encode("utf-8", "replace"), digest_size=8).digest() for kind, what in said.items()}
    return [(kind, int.from_bytes(hashed[kind], "big")) for kind in by if said.get(kind)]


def marked(ar: Iterable[Marks], fr: Iterable[Marks], by: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs (Arabic, French) of documents that share a mark with each other and with no more; each is in one at
    most. The kinds of marks count in the order of ``by``."""
    ar, fr = list(ar), list(fr)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for kind in by:
        places = []
        for side in (ar, fr):
            known = [(n, value) for n, its in enumerate(side) for name, value in its if name == kind]
            counts = Counter(value for _, value in known)
            places.append({value: n for n, value in known if counts[value] == 1})
        for value, i in places[0].items():
            j = places[1].get(value)
            if j is not None and i not in pairs and j not in taken:
                pairs[i] = j
                taken.add(j)
    return sorted(pairs.items())


def stated(name: str) -> str:
    """The language that a name or an address names, "" if none or both."""
    parts = set(_parts(name))
    found = [lang for lang in ("ar", "fr") if parts & _table()[lang, "name"]]
    return found[0] if len(found) == 1 else ""


def _bare(name: str, lang: str, endings: Collection[str] = ()) -> str:
    parts = _parts(name)
    names, countries, keys = _table()[lang, "name"], _table()[lang, "country"], _table()["und", "key"]
    left: list[str] = []
    for n, part in enumerate(parts):
        after = parts[n + 1 : n + 2]
        if part in names or (part in countries and n and parts[n - 1] in names):
            continue
        if part in keys and after and after[0] in names:
            continue
        left.append(part)
    while len(left) > 1 and left[-1] in endings:
        left.pop()
    return "/".join(left)


def _parts(name: str) -> list[str]:
    return [part.lower() for part in _PART.findall(name[-_LONGEST:])]


@cache
def _table() -> dict[tuple[str, str], frozenset[str]]:
    lines = Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {(lang, kind): frozenset(words.split()) for lang, kind, words in rows}


@cache
def _suffixes() -> frozenset[str]:
    from aligner.formats import formats

    return frozenset(suffix.removeprefix(".") for form in formats() for suffix in form.suffixes)
