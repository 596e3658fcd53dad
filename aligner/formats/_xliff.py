"""What the versions of XLIFF share."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count

from aligner.data import Finding, Pair
from aligner.formats._exchange import Side, remark
from aligner.formats._xml import Edits, Node

# From 1, the highest, to 10.
PRIORITY = {"error": 1, "warning": 5, "info": 10}

# A pair of a unit, and whether the French is the source.
Found = tuple[Pair, bool]


def flipped(picked: tuple[Side, Side], sides: Sequence[Side]) -> bool:
    """Whether the French side is the source of a unit with these ``sides``, source and target."""
    return picked[0] is sides[1] or picked[1] is sides[0]


def remarks(found: Iterable[Found]) -> Iterator[tuple[Finding, bool, str]]:
    """The findings of the pairs of a unit, whether the French is the source, and what a note is to say.

    Where a unit has several segments, a note says whose it is.
    """
    for pair, turned, where in _placed(found):
        for finding in pair.findings:
            yield finding, turned, where + remark(finding, pair)


def ratings(found: Iterable[Found]) -> Iterator[str]:
    """The fidelity of the pairs of a unit, 0 to 1; where it has several segments, each says whose it is."""
    for pair, _, where in _placed(found):
        yield f"{where}{pair.fidelity:.4f}"


def _placed(found: Iterable[Found]) -> Iterator[tuple[Pair, bool, str]]:
    found = list(found)
    for pair, turned in found:
        yield pair, turned, f"{pair.id.rpartition(':')[2]}: " if len(found) > 1 else ""


def applies(finding: Finding, turned: bool) -> str:
    """The side that a finding is about, ``source`` or ``target``; ``""`` for both."""
    if bool(finding.src) == bool(finding.tgt):
        return ""
    return "source" if bool(finding.src) != turned else "target"


def renew(
    edits: Edits, parent: Node, children: list[tuple[Node, int]], ours: Callable[[Node], bool], lines: Iterable[str]
) -> None:
    """Puts notes before the first of these children of an element, each given with its end, that is none of ours, or
    before the end tag; those of ours that stand there are taken out."""
    following = next((node for node, _ in children if not ours(node)), None)
    for node, end in children:
        if ours(node):
            edits.remove(node.at, end)
    edits.insert(following.at if following else parent.close, lines)


def ids(pairs: Iterable[Pair], form: re.Pattern[str]) -> Iterator[tuple[Pair, str]]:
    """The pairs, each with an id of its own: the one it has, if that has the ``form`` and is free, or its number."""
    used: set[str] = set()
    fresh = count(1)
    for number, pair in enumerate(pairs, 1):
        name = pair.id if form.fullmatch(pair.id) else str(number)
        if name in used:
            name = next(free for n in fresh if (free := f"{name[:100]}.{n}") not in used)
        used.add(name)
        yield pair, name
