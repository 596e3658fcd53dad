"""XLIFF 2.0 and 2.1 (and 2.2, as far as it is the same): units with segments. Version 1.2 is in ``xliff12``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

from aligner.data import Pair
from aligner.formats._exchange import Languages, Side, facts, joined, paired, with_facts
from aligner.formats._streams import Given, opener
from aligner.formats._xliff import PRIORITY, Found, applies, flipped, ids, ratings, remarks, renew
from aligner.formats._xml import INVALID, Edits, Node, encoding, escaped, head, inherited, quoted, root, units

SUFFIXES = (".xlf", ".xliff")
READS = "bitext"
WRITES = "bitext"
STREAMS = True
KEEPS = (
    "texts, ids, sentence borders, sentence numbers, scores, whether a pair moved, all else (where findings go "
    "into a copy: check --to xliff)"
)
LOSES = "otherwise inline tags, states and notes; units that are not to be translated; ids that XLIFF forbids"

_MODERN = re.compile(rb"""\sversion\s*=\s*["']2|urn:oasis:names:tc:xliff:document:2""")
_CORE = "urn:oasis:names:tc:xliff:document:2.0"
_METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
_OURS = "aligner"
_FIDELITY = "fidelity"
# The ids of our notes, which no other note of the unit may have.
_NOTE = "aligner-"
_TOKEN = re.compile(r"[A-Za-z0-9._:-]{1,200}")


def claims(data: bytes) -> bool:
    """Whether the first element is an ``xliff`` of version 2."""
    name, tag = root(data)
    return name == "xliff" and bool(_MODERN.search(tag))


def read_pairs(given: Given, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each segment that is to be translated, and the encoding; French originals are turned round.

    Raises InputError, when it is reached, for what is no XML or too large, and at the end if no unit has the languages.
    """
    return _pairs(given, name), encoding(head(given))


def _pairs(given: Given, name: str) -> Iterator[Pair]:
    with opener(given)() as file:
        for _, found in _units(file, name):
            yield from (pair for pair, _ in found)


def _units(file: BinaryIO, name: str) -> Iterator[tuple[Node, list[Found]]]:
    languages = Languages()
    number = 0
    for parents, unit in units(file, name, ("unit",)):
        if not parents or unit.space != parents[0].space or inherited(parents, unit, "translate") == "no":
            continue
        codes = [inherited(parents, unit, key) for key in ("srcLang", "trgLang")]
        preserve = inherited(parents, unit, "xml:space") == "preserve"
        segments = unit.all("segment")
        found: list[Found] = []
        for at, segment in enumerate(segments, 1):
            sides = []
            for tag, code in zip(("source", "target"), codes, strict=True):
                node = segment.first(tag) or Node(tag, {}, segment.at, segment.line)
                keeps = inherited((), node, "xml:space") or ("preserve" if preserve else "")
                text = joined(_pieces(node), preserve=keeps == "preserve", where=f"{name}: line {node.line}")
                sides.append(Side(node.lang or code, text, node.line))
            if picked := languages.pick(sides):
                own = f":{segment.get('id') or at}" if len(segments) > 1 else ""
                pair = paired(picked, number, unit.get("id") + own)
                found.append((pair, flipped(picked, sides)))
                number += 1
        if len(found) == len(segments) == 1:
            found = [(with_facts(pair, _facts(unit)), turned) for pair, turned in found]
        if found:
            yield unit, found
    languages.require(name)


def _pieces(node: Node) -> Iterator[str | None]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.name == "ph":
            yield None
        elif child.name == "cp":
            yield _character(child.get("hex"))
        else:
            yield from _pieces(child)


def _character(code: str) -> str:
    """A character that XML cannot hold, from its number."""
    char = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,4}", code) else ""
    return char if not "\ud800" <= char <= "\udfff" else "\ufffd"


def _facts(unit: Node) -> dict[str, str]:
    known = {}
    for metadata in unit.nodes:
        for group in metadata.nodes if metadata.space == _METADATA else []:
            if group.get("category") == _OURS:
                known.update({meta.get("type"): meta.text() for meta in group.nodes})
    return known


def write_pairs(pairs: Iterable[Pair], *, judged: bool = False) -> Iterator[str]:
    """An XLIFF 2.1 with a unit for each pair; findings are notes. ``judged``: the fidelity of the pairs is known."""
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{_CORE}" xmlns:mda="{_METADATA}" version="2.1" '
        'srcLang="ar" trgLang="fr">\n<file id="pairs" srcDir="rtl" trgDir="ltr" xml:space="preserve">\n'
    )
    empty = True
    for pair, name in ids(pairs, _TOKEN):
        empty = False
        yield "".join(_unit(pair, name, judged))
    if empty:
        # A file without a unit is not valid.
        yield '<unit id="1" translate="no"><segment><source></source></segment></unit>\n'
    yield "</file>\n</xliff>\n"


def _unit(pair: Pair, name: str, judged: bool) -> Iterator[str]:
    yield f"<unit id={quoted(name)}>\n"
    groups = [_group("mda:", facts(pair).items())] if facts(pair) else []
    groups += [_rating("mda:", [(pair, False)])] if judged else []
    if groups:
        yield f"<mda:metadata>{''.join(groups)}</mda:metadata>\n"
    if notes := _notes([(pair, False)]):
        yield "".join(f"{line}\n" for line in ["<notes>", *notes, "</notes>"])
    yield f'<segment state="{"translated" if pair.tgt else "initial"}">\n'
    yield f"<source>{_content(pair.src_text)}</source>\n"
    yield f"<target>{_content(pair.tgt_text)}</target>\n" if pair.tgt else ""
    yield "</segment>\n</unit>\n"


def _group(tag: str, known: Iterable[tuple[str, str]]) -> str:
    metas = (f"<{tag}meta type={quoted(key)}>{escaped(value)}</{tag}meta>" for key, value in known)
    return f'<{tag}metaGroup category="{_OURS}">{"".join(metas)}</{tag}metaGroup>'


def _rating(tag: str, found: list[Found]) -> str:
    return _group(tag, ((_FIDELITY, rating) for rating in ratings(found)))


def _content(text: str) -> str:
    """A text as the content of a source or target, with the characters that XML cannot hold."""
    at, made = 0, ""
    for match in INVALID.finditer(text):
        made += f'{escaped(text[at : match.start()])}<cp hex="{ord(match[0]):04X}"/>'
        at = match.end()
    return made + escaped(text[at:])


def annotate(data: bytes, name: str, pairs: Iterable[Pair]) -> bytes:
    """The file with the findings of its ``pairs``, which are those that were read from it, in order, as notes, and
    their fidelity as metadata.

    What the tool wrote into it at an earlier time is replaced; every other byte stays.
    """
    edits, checked = Edits(data), iter(pairs)
    for unit, found in _units(BytesIO(data), name):
        judged = [(next(checked), turned) for _, turned in found]
        _rate(edits, unit, judged)
        lines = _notes(judged, unit.tag)
        kept = None
        for node, behind in unit.followed():
            if node.name != "notes" or node.space != unit.space:
                continue
            if all(map(_is_ours, node.nodes)):
                edits.remove(node.at, behind)
            else:
                kept = kept or node
                renew(edits, node, node.followed(), _is_ours, lines if kept is node else [])
        if lines and not kept:
            first = unit.all("originalData", "segment", "ignorable")[0]
            edits.insert(first.at, [f"<{unit.tag}notes>", *lines, f"</{unit.tag}notes>"])
    return edits.done()


def _rate(edits: Edits, unit: Node, found: list[Found]) -> None:
    """Puts the fidelity into the metadata of a unit, which stand before its notes."""
    kept = None
    for node, behind in unit.followed():
        if (node.name, node.space) != ("metadata", _METADATA):
            continue
        if all(map(_is_rating, node.nodes)):
            edits.remove(node.at, behind)
        else:
            kept = kept or node
            renew(edits, node, node.followed(), _is_rating, [_rating(node.tag, found)] if kept is node else [])
    if not kept:
        first = next(node for node in unit.nodes if node.name)
        edits.insert(first.at, [f'<mda:metadata xmlns:mda="{_METADATA}">{_rating("mda:", found)}</mda:metadata>'])


def _is_rating(group: Node) -> bool:
    return group.get("category") == _OURS and all(meta.get("type") == _FIDELITY for meta in group.nodes)


def _is_ours(note: Node) -> bool:
    return note.get("id").startswith(_NOTE)


def _notes(found: list[Found], tag: str = "") -> list[str]:
    lines = []
    for number, (finding, turned, text) in enumerate(remarks(found), 1):
        side = applies(finding, turned)
        lines.append(
            f'<{tag}note id="{_NOTE}{number}" category={quoted(finding.check)} priority="{PRIORITY[finding.severity]}"'
            f"{f' appliesTo={quoted(side)}' if side else ''}>{escaped(text)}</{tag}note>"
        )
    return lines
