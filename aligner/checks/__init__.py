"""Checks of pairs and documents. One file a family, and the file is the registration: whatever module stands here is
found.

A check module has a docstring (its documentation), ``VERSION`` (raised when its findings change), ``RULES``
(check id → :class:`Rule`) and one of these functions, or both:

``check(evidence)``       yields the findings of a pair (see ``aligner.evidence``). It sees only pairs with two sides,
                          unless the module sets ``ONE_SIDED = True``
``across(evidences)``     yields (number of the pair, finding) for the pairs of a document, which it sees all together,
                          one-sided ones too

Names that begin with an underscore are helpers, not checks.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from aligner.data import SEVERITIES, Finding, Pair, Sentence
from aligner.errors import UsageError
from aligner.evidence import Context, Evidence, gather

if TYPE_CHECKING:
    from aligner.model import LexicalModel


@dataclass(frozen=True, slots=True)
class Rule:
    """When a check fires, and an Arabic and French text on which it ``fires`` and one on which it is ``silent``.

    Each line of the texts is a pair with the same line of the other. ``glossary`` is a table that the examples need.
    """

    description: str
    fires: tuple[str, str]
    silent: tuple[str, str]
    glossary: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the catalogue of checks."""

    id: str
    rule: Rule
    version: int
    module: str


class Family(Protocol):
    """What a check module provides (``check`` and ``across`` are looked up, for it may lack one)."""

    __name__: str
    VERSION: int
    RULES: dict[str, Rule]


@cache
def families() -> tuple[Family, ...]:
    """The check modules, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(cast(Family, import_module(f"{__name__}.{name}")) for name in names)


def catalogue() -> list[Entry]:
    """Every check id with its rule, version and module, sorted by id."""
    entries = (
        Entry(check, rule, family.VERSION, family.__name__.rpartition(".")[2])
        for family in families()
        for check, rule in family.RULES.items()
    )
    return sorted(entries, key=lambda entry: entry.id)


def require(only: Collection[str] | None) -> None:
    """Raises UsageError, with the ids there are, if ``only`` names a check that is none of them."""
    if only is not None and (unknown := set(only) - ids()):
        raise UsageError(f"unknown check: {', '.join(sorted(unknown))}; known are {', '.join(sorted(ids()))}")


@cache
def ids() -> frozenset[str]:
    """The id of every check."""
    return frozenset(entry.id for entry in catalogue())


def run(pair: Pair, context: Context, only: Collection[str] | None = None) -> tuple[Finding, ...]:
    """The findings of :func:`document` for a document of one pair."""
    return document(list(gather([pair], context)), only)[0]


def document(evidences: Sequence[Evidence], only: Collection[str] | None = None) -> list[tuple[Finding, ...]]:
    """The findings of each pair of a document: its own, as :func:`findings`, and those that the other pairs give it."""
    found = [list(findings(evidence, only)) for evidence in evidences]
    for family in _chosen("across", only):
        for number, finding in family.across(evidences):
            if only is None or finding.check in only:
                found[number].append(finding)
    return [tuple(sorted(of_pair, key=_place)) for of_pair in found]


def findings(evidence: Evidence, only: Collection[str] | None = None) -> tuple[Finding, ...]:
    """What a pair by itself shows, to all checks or to those whose ids are in ``only``: in reading order, the gravest
    first.

    Raises UsageError for an id that no check has.
    """
    require(only)
    found = [
        finding
        for family in _chosen("check", only)
        if evidence.both or getattr(family, "ONE_SIDED", False)
        for finding in family.check(evidence)
        if only is None or finding.check in only
    ]
    return tuple(sorted(found, key=_place))


def example(entry: Entry, texts: tuple[str, str], model: LexicalModel | None) -> list[Pair]:
    """The pairs of an example of a rule, with the findings of that check."""
    from aligner.glossary import parse
    from aligner.model.links import LENGTH_RATIO

    arabic, french = ([_sentence(line, n) for n, line in enumerate(text.split("\n"))] for text in texts)
    pairs = [Pair(src, tgt) for src, tgt in zip(arabic, french, strict=True)]
    glossary = parse(entry.rule.glossary.encode(), "glossary.csv") if entry.rule.glossary else None
    evidences = list(gather(pairs, Context(model, LENGTH_RATIO, glossary=glossary)))
    return [replace(pair, findings=found) for pair, found in zip(pairs, document(evidences, [entry.id]), strict=True)]


def _sentence(line: str, number: int) -> tuple[Sentence, ...]:
    return (Sentence(line, 0, (number + 1, number + 1), number),) if line else ()


def _chosen(function: str, only: Collection[str] | None) -> Iterator[Any]:
    """The families that have the function and one of the ids."""
    for family in families():
        if hasattr(family, function) and (only is None or not family.RULES.keys().isdisjoint(only)):
            yield family


def _place(finding: Finding) -> tuple[int, int, str]:
    first = min((span.start for span in finding.src or finding.tgt), default=0)
    return first, SEVERITIES.index(finding.severity), finding.check
