"""Checks of a pair. One file a family, and the file is the registration: whatever module stands here is found.

A check module has a docstring (its documentation), ``VERSION`` (raised when its findings change), ``IDS``
(check id → when it fires) and ``check(pair, context)``, which yields findings. It sees only pairs with two sides,
unless it sets ``ONE_SIDED = True``. Names that begin with an underscore are helpers, not checks.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from aligner.data import SEVERITIES, Finding, Pair
from aligner.errors import UsageError

if TYPE_CHECKING:
    from aligner.model import LexicalModel


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may need beyond the pair: the translation ``model`` (checks that need one say nothing without it),
    and the usual ``ratio`` of French to Arabic characters."""

    model: LexicalModel | None = None
    ratio: float = 1.33


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the catalogue of checks."""

    id: str
    description: str
    version: int
    module: str


class Family(Protocol):
    """What a check module provides."""

    __name__: str
    VERSION: int
    IDS: dict[str, str]

    def check(self, pair: Pair, context: Context) -> Iterator[Finding]: ...


@cache
def families() -> tuple[Family, ...]:
    """The check modules, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(cast(Family, import_module(f"{__name__}.{name}")) for name in names)


def catalogue() -> list[Entry]:
    """Every check id with its description, version and module, sorted by id."""
    entries = (
        Entry(check, description, family.VERSION, family.__name__.rpartition(".")[2])
        for family in families()
        for check, description in family.IDS.items()
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
    """The findings of all checks, or of those whose ids are in ``only``, in reading order, the gravest first.

    Raises UsageError for an id that no check has.
    """
    require(only)
    both = bool(pair.src_text.strip() and pair.tgt_text.strip())
    findings = [
        finding
        for family in families()
        if (both or getattr(family, "ONE_SIDED", False)) and (only is None or not family.IDS.keys().isdisjoint(only))
        for finding in family.check(pair, context)
        if only is None or finding.check in only
    ]
    return tuple(sorted(findings, key=_place))


def _place(finding: Finding) -> tuple[int, int, str]:
    first = min((span.start for span in finding.src or finding.tgt), default=0)
    return first, SEVERITIES.index(finding.severity), finding.check
