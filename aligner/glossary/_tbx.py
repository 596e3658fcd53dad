"""Glossaries in TBX (ISO 30042): TBX-Basic as version 2 (``martif``) and version 3 (``tbx``, styles DCA and DCT).

Of a concept the terms in Arabic and in French are read, and their status: a French term that is deprecated or
superseded is a forbidden rendering. Nothing outside the file is ever read, and entities are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from aligner.errors import InputError
from aligner.glossary import Entry

if TYPE_CHECKING:
    from lxml.etree import _Element

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding=["']([\w.-]{1,40})["']""")
_CONCEPTS = frozenset(["termEntry", "conceptEntry"])
_LANGUAGES = frozenset(["langSet", "langSec"])
_TERMS = frozenset(["tig", "ntig", "termSec"])
_STATUS = frozenset(["administrativeStatus", "normativeAuthorization"])
_NOTES = frozenset(["note", "definition"])
_FORBIDDEN = re.compile("deprecated|superseded|obsolete|forbidden|prohibited|rejected", re.I)
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def claims(text: str) -> bool:
    """Whether the text is XML, as no table is."""
    return text.lstrip("\ufeff \t\r\n").startswith("<")


def declared(data: bytes) -> str | None:
    """The encoding that an XML file names at its beginning."""
    match = _DECLARED.match(data)
    return match[1].decode("ascii") if match else None


def entries(text: str, name: str) -> Iterator[tuple[str, Entry]]:
    """The concepts with an Arabic term, each with its place ("line 12"): one without is for other languages.

    Raises InputError for what is no TBX or declares entities.
    """
    for concept in _root(text, name).iter(*(f"{{*}}{tag}" for tag in _CONCEPTS)):
        arabic: list[str] = []
        french: list[str] = []
        forbidden: list[str] = []
        for language in _children(concept, _LANGUAGES):
            code = (language.get(_LANG) or language.get("lang") or "").lower().replace("_", "-").split("-")[0]
            for section in _children(language, _TERMS):
                term = next((_text(found) for found in section.iter("{*}term")), "")
                if term and code == "ar":
                    arabic.append(term)
                elif term and code == "fr":
                    (forbidden if _is_forbidden(section) else french).append(term)
        note = next((_text(element) for element in concept.iter() if _kind(element) in _NOTES), "")
        if arabic and (french or forbidden):
            yield f"line {concept.sourceline}", Entry(tuple(arabic), tuple(french), tuple(forbidden), note)


def _root(text: str, name: str) -> _Element:
    from lxml import etree

    if "<!ENTITY" in text:
        raise InputError(f"{name}: declares entities, which a glossary does not need: not opened")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, encoding="utf-8"
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{name}: broken TBX: {str(error).splitlines()[0][:120]}") from None
    if etree.QName(root).localname not in ("martif", "tbx", "TBX"):
        raise InputError(f"{name}: XML, but no TBX: its first element is {etree.QName(root).localname[:40]}")
    return root


def _children(element: _Element, names: frozenset[str]) -> Iterator[_Element]:
    yield from element.iterchildren(*(f"{{*}}{name}" for name in names))


def _is_forbidden(section: _Element) -> bool:
    return any(_kind(element) in _STATUS and _FORBIDDEN.search(_text(element)) for element in section.iter())


def _kind(element: _Element) -> str:
    """What an element says: the name of its data category, written as an attribute (DCA) or as the element (DCT)."""
    if not isinstance(element.tag, str):
        return ""
    return element.get("type") or element.tag.rpartition("}")[2]


def _text(element: _Element) -> str:
    return " ".join("".join(element.itertext()).split())
