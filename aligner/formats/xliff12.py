"""XLIFF 1.2 (and 1.0, 1.1), with its dialects as far as they are XLIFF: SDLXLIFF, MXLIFF, MQXLIFF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

from aligner.data import Pair
from aligner.formats import xliff
from aligner.formats._exchange import Languages, Side, facts, joined, paired, with_facts
from aligner.formats._streams import Given, opener
from aligner.formats._xliff import PRIORITY, Found, applies, flipped, ids, ratings, remarks, renew
from aligner.formats._xml import Edits, Node, encoding, escaped, head, inherited, quoted, root, units

# Plain 1.2 is called .xlf too; its content tells it from version 2.
SUFFIXES = (".xliff12", ".sdlxliff", ".mxliff", ".mqxliff")
READS = "bitext"
WRITES = "bitext"
STREAMS = True
KEEPS = xliff.KEEPS
LOSES = "otherwise inline tags, states and notes; units that are not to be translated"

_CORE = "urn:oasis:names:tc:xliff:document:1.2"
# The types of our contexts begin so.
_CONTEXT = "x-aligner-"
_FIDELITY = "fidelity"
_FROM = "aligner"
_ID = re.compile(r".{1,1000}", re.DOTALL)

# Elements that hold codes of the original format, and those that stand for something between words.
_CODE = frozenset(["bpt", "ept", "ph", "it", "sub", "x", "bx", "ex"])
_GAP = frozenset(["ph", "x"])
# Marked text that is not there any more.
_DELETED = "x-sdl-deleted"


def claims(data: bytes) -> bool:
    """Whether the first element is an ``xliff`` of version 1."""
    return root(data)[0] == "xliff" and not xliff.claims(data)


def read_pairs(given: Given, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each unit, or each segment of one, that is to be translated, and the encoding; as
    :func:`aligner.formats.xliff.read_pairs`.
    """
    return _pairs(given, name), encoding(head(given))


def _pairs(given: Given, name: str) -> Iterator[Pair]:
    with opener(given)() as file:
        for _, found in _units(file, name):
            yield from (pair for pair, _ in found)


def _units(file: BinaryIO, name: str) -> Iterator[tuple[Node, list[Found]]]:
    languages = Languages()
    number = 0
    for parents, unit in units(file, name, ("trans-unit",)):
        if not parents or unit.space != parents[0].space or inherited(parents, unit, "translate") == "no":
            continue
        codes = [inherited(parents, unit, key) for key in ("source-language", "target-language")]
        preserve = inherited(parents, unit, "xml:space") == "preserve"
        found: list[Found] = []
        parts = _parts(unit)
        for own, nodes in parts:
            sides = []
            for node, whole, code in zip(nodes, (unit.first("source"), unit.first("target")), codes, strict=True):
                where = f"{name}: line {node.line if node else unit.line}"
                text = joined(_pieces(node), preserve=preserve, where=where) if node else ""
                sides.append(Side((whole.lang if whole else "") or code, text, (node or unit).line))
            if picked := languages.pick(sides):
                key = f"{unit.get('id')}:{own}" if len(parts) > 1 else unit.get("id")
                pair = paired(picked, number, key)
                found.append((with_facts(pair, _facts(unit)) if len(parts) == 1 else pair, flipped(picked, sides)))
                number += 1
        if found:
            yield unit, found
    languages.require(name)


def _parts(unit: Node) -> list[tuple[str, tuple[Node | None, Node | None]]]:
    """What stands face to face in a unit: the segments of its two sides, by their ids, or the sides as a whole."""
    source, target = unit.first("source"), unit.first("target")
    segmented = unit.first("seg-source")
    sources = dict(_segments(segmented)) if segmented else {}
    targets = dict(_segments(target)) if target else {}
    if not sources or (not targets and target and target.text().strip()):
        return [("", (source, target))]
    return [(key, (sources.get(key), targets.get(key))) for key in sources | targets]


def _segments(node: Node) -> Iterator[tuple[str, Node]]:
    for child in node.nodes:
        if child.name == "mrk" and child.get("mtype") == "seg":
            yield child.get("mid"), child
        else:
            yield from _segments(child)


def _pieces(node: Node) -> Iterator[str | None]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.name in _CODE:
            yield None if child.name in _GAP else ""
        elif child.get("mtype") != _DELETED:
            yield from _pieces(child)


def _facts(unit: Node) -> dict[str, str]:
    contexts = [context for group in unit.all("context-group") for context in group.all("context")]
    ours = (context for context in contexts if context.get("context-type").startswith(_CONTEXT))
    return {context.get("context-type").removeprefix(_CONTEXT): context.text() for context in ours}


def write_pairs(pairs: Iterable[Pair], *, judged: bool = False) -> Iterator[str]:
    """An XLIFF 1.2 with a unit for each pair; findings are notes. ``judged``: the fidelity of the pairs is known."""
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{_CORE}" version="1.2">\n'
        '<file original="pairs" source-language="ar" target-language="fr" datatype="plaintext" xml:space="preserve">\n'
        "<body>\n"
    )
    for pair, name in ids(pairs, _ID):
        yield "".join(_unit(pair, name, judged))
    yield "</body>\n</file>\n</xliff>\n"


def _unit(pair: Pair, name: str, judged: bool) -> Iterator[str]:
    yield f"<trans-unit id={quoted(name)}>\n<source>{escaped(pair.src_text)}</source>\n"
    yield f'<target state="translated">{escaped(pair.tgt_text)}</target>\n' if pair.tgt else ""
    if known := facts(pair):
        yield f"{_contexts(known.items())}\n"
    if judged:
        yield f"{_rating([(pair, False)])}\n"
    yield from (f"{line}\n" for line in _notes([(pair, False)]))
    yield "</trans-unit>\n"


def annotate(data: bytes, name: str, pairs: Iterable[Pair]) -> bytes:
    """The file with the findings and the fidelity of its ``pairs``, as :func:`aligner.formats.xliff.annotate`."""
    edits, checked = Edits(data), iter(pairs)
    for unit, found in _units(BytesIO(data), name):
        judged = [(next(checked), turned) for _, turned in found]
        lines = [_rating(judged, unit.tag), *_notes(judged, unit.tag)]
        texts = unit.all("source", "seg-source", "target")[-1]
        # Contexts and notes stand behind the texts and before what is of another namespace.
        renew(edits, unit, [(node, end) for node, end in unit.followed() if node.at > texts.at], _is_ours, lines)
    return edits.done()


def _is_ours(node: Node) -> bool:
    if node.name == "context-group":
        return all(context.get("context-type") == _CONTEXT + _FIDELITY for context in node.nodes)
    return node.name == "note" and node.get("from") == _FROM


def _rating(found: list[Found], tag: str = "") -> str:
    return _contexts(((_FIDELITY, rating) for rating in ratings(found)), tag)


def _contexts(known: Iterable[tuple[str, str]], tag: str = "") -> str:
    contexts = (
        f"<{tag}context context-type={quoted(_CONTEXT + key)}>{escaped(value)}</{tag}context>" for key, value in known
    )
    return f'<{tag}context-group purpose="information">{"".join(contexts)}</{tag}context-group>'


def _notes(found: list[Found], tag: str = "") -> list[str]:
    lines = []
    for finding, turned, text in remarks(found):
        side = applies(finding, turned) or "general"
        attributes = f'from="{_FROM}" priority="{PRIORITY[finding.severity]}" annotates="{side}"'
        lines.append(f"<{tag}note {attributes}>{escaped(text)}</{tag}note>")
    return lines
