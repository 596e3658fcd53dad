"""Translation memories, TMX 1.4 (and what is like it): ``tu`` with a ``tuv`` for each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

from aligner import __version__
from aligner.data import Pair
from aligner.formats._exchange import Languages, Side, facts, joined, paired, remark, with_facts
from aligner.formats._streams import Given, opener
from aligner.formats._xml import Edits, Node, encoding, escaped, head, quoted, root, units

SUFFIXES = (".tmx",)
READS = "bitext"
WRITES = "bitext"
STREAMS = True
KEEPS = (
    "texts, ids, sentence borders, sentence numbers, scores, whether a pair moved, all else (where findings go "
    "into a copy: check --to tmx)"
)
LOSES = "otherwise inline tags, properties and notes"

# Elements in a segment that hold codes of the original format, and those that stand for something between words.
_CODE = frozenset(["bpt", "ept", "ph", "it", "ut", "sub"])
_GAP = frozenset(["ph", "ut"])
# Ours among the properties and notes of a unit.
_PROP = "x-aligner-"
_NOTE = "aligner: "


def claims(data: bytes) -> bool:
    """Whether the first element is ``tmx``."""
    return root(data)[0] == "tmx"


def read_pairs(given: Given, name: str) -> tuple[Iterator[Pair], str]:
    """A pair for each unit with Arabic or French, and the encoding.

    Raises InputError, when it is reached, for what is no XML or too large, and at the end if no unit has the languages.
    """
    return _pairs(given, name), encoding(head(given))


def _pairs(given: Given, name: str) -> Iterator[Pair]:
    with opener(given)() as file:
        for _, pair in _units(file, name):
            yield pair


def _units(file: BinaryIO, name: str) -> Iterator[tuple[Node, Pair]]:
    languages = Languages()
    number = 0
    for _, unit in units(file, name, ("tu",)):
        sides = []
        for variant in unit.all("tuv"):
            if segment := variant.first("seg"):
                # "All spacing and line-breaking characters are significant within a <seg> element."
                text = joined(_pieces(segment), preserve=True, where=f"{name}: line {segment.line}")
                sides.append(Side(variant.lang or variant.get("lang"), text, segment.line))
        if picked := languages.pick(sides):
            pair = paired(picked, number, unit.get("tuid"))
            yield unit, with_facts(pair, {key: prop.text() for key, prop in _props(unit).items()})
            number += 1
    languages.require(name)


def _pieces(node: Node) -> Iterator[str | None]:
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.name not in _CODE:
            yield from _pieces(child)
        elif child.name in _GAP:
            yield None


def _props(unit: Node) -> dict[str, Node]:
    """Our properties of a unit, by their names without the prefix."""
    ours = (prop for prop in unit.all("prop") if prop.get("type").startswith(_PROP))
    return {prop.get("type").removeprefix(_PROP): prop for prop in ours}


def write_pairs(pairs: Iterable[Pair], *, judged: bool = False) -> Iterator[str]:
    """A TMX with a unit for each pair; findings are notes. ``judged``: the fidelity of the pairs is known."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="aligner" creationtoolversion={quoted(__version__)} segtype="sentence" '
        'o-tmf="aligner" adminlang="en" srclang="ar" datatype="plaintext"/>\n<body>\n'
    )
    for pair in pairs:
        yield "".join(_unit(pair, judged))
    yield "</body>\n</tmx>\n"


def _unit(pair: Pair, judged: bool) -> Iterator[str]:
    tuid = f" tuid={quoted(pair.id)}" if pair.id else ""
    yield f"<tu{tuid}>\n"
    yield from (f"<prop type={quoted(_PROP + key)}>{escaped(value)}</prop>\n" for key, value in facts(pair).items())
    yield from (f"{line}\n" for line in _remarks(pair, judged))
    for lang, side, text in (("ar", pair.src, pair.src_text), ("fr", pair.tgt, pair.tgt_text)):
        if side:
            yield f'<tuv xml:lang="{lang}"><seg>{escaped(text)}</seg></tuv>\n'
    yield "</tu>\n"


def annotate(data: bytes, name: str, pairs: Iterable[Pair]) -> bytes:
    """The file with the fidelity and the findings of its ``pairs``, which are those that were read from it, in order.

    What the tool wrote into it at an earlier time is replaced; every other byte stays.
    """
    edits = Edits(data)
    for (unit, _), pair in zip(_units(BytesIO(data), name), pairs, strict=True):
        variant = unit.all("tuv")[0]
        for node, behind in unit.followed():
            if behind <= variant.at and _is_remark(node):
                edits.remove(node.at, behind)
        edits.insert(variant.at, _remarks(pair, judged=True, tag=unit.tag))
    return edits.done()


def _is_remark(node: Node) -> bool:
    if node.name == "note":
        return node.text().startswith(_NOTE)
    return node.name == "prop" and node.get("type") == f"{_PROP}fidelity"


def _remarks(pair: Pair, judged: bool, tag: str = "") -> Iterator[str]:
    if judged:
        yield f'<{tag}prop type="{_PROP}fidelity">{pair.fidelity:.4f}</{tag}prop>'
    for finding in pair.findings:
        yield f"<{tag}note>{escaped(_NOTE + remark(finding, pair))}</{tag}note>"
