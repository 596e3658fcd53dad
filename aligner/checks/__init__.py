"""Checks of a pair. One file a family, and the file is the registration: whatever module stands here is found.

A check module has a docstring (its documentation), ``VERSION`` (raised when its findings change), ``RULES``
(check id → :class:`Rule`) and ``check(evidence)``, which yields findings (see ``aligner.evidence``). It sees only pairs
with two sides, unless it sets ``ONE_SIDED = True``. Names that begin with an underscore are helpers, not checks.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from aligner.data import SEVERITIES, Finding, Pair
from aligner.errors import UsageError
from aligner.evidence import Context, Evidence, gather


@dataclass(frozen=True, slots=True)
class Rule:
    """When a check fires, and an Arabic and French pair on which it ``fires`` and one on which it is ``silent``."""

    description: str
    fires: tuple[str, str]
    silent: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the catalogue of checks."""

    id: str
    rule: Rule
    version: int
    module: str


class Family(Protocol):
    """What a check module provides."""

    __name__: str
    VERSION: int
    RULES: dict[str, Rule]

    def check(self, evidence: Evidence) -> Iterator[Finding]: ...


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
    if only is not None and (unknown := set(only) - _ids()):
        raise UsageError(f"unknown check: {', '.join(sorted(unknown))}; known are {', '.join(sorted(_ids()))}")


@cache
def _ids() -> frozenset[str]:
    return frozenset(entry.id for entry in catalogue())


def run(pair: Pair, context: Context, only: Collection[str] | None = None) -> tuple[Finding, ...]:
    """The findings of :func:`findings` for one pair."""
    (evidence,) = gather([pair], context)
    return findings(evidence, only)


def findings(evidence: Evidence, only: Collection[str] | None = None) -> tuple[Finding, ...]:
    """The findings of all checks, or of those whose ids are in ``only``, in reading order, the gravest first.

    Raises UsageError for an id that no check has.
    """
    require(only)
    found = [
        finding
        for family in families()
        if (evidence.both or getattr(family, "ONE_SIDED", False))
        and (only is None or not family.RULES.keys().isdisjoint(only))
        for finding in family.check(evidence)
        if only is None or finding.check in only
    ]
    return tuple(sorted(found, key=_place))


def _place(finding: Finding) -> tuple[int, int, str]:
    first = min((span.start for span in finding.src or finding.tgt), default=0)
    return first, SEVERITIES.index(finding.severity), finding.check
