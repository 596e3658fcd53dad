"""Which sentence pairs of a corpus are kept. One file a family of rules, and the file is the registration: whatever
module stands here is found.

A module of rules has a docstring, ``ORDER`` (families that cost less come first), ``RULES`` (id → what it rejects) and
``reasons(sides, settings)``, which yields the ids of the rules that reject a pair. Rules look at one pair, need no
model and no order, and run at tens of thousands of pairs a second; :func:`filtered` adds what the checks of the tool
find. What they reject is what OpusFilter (Aulamo et al. 2020) and bicleaner-hardrules (Ramírez-Sánchez et al. 2020)
reject too, but in a way that good Arabic passes: its own digits, punctuation, vowel signs and tatweel, and texts that
have fewer words and letters than their French.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from itertools import islice
from typing import Protocol, cast

from aligner.config import Config
from aligner.corpus.data import Row
from aligner.corpus.filters._sides import Sides
from aligner.data import Pair, Sentence
from aligner.errors import UsageError
from aligner.model import EMBEDDED

# Rows that are checked together.
WINDOW = 2000
# What :func:`filtered` alone can reject by, beside the ids of the checks.
JUDGED = {"fidelity": "the fidelity is below min_fidelity"}
# The checks whose errors say nothing of one pair, or nothing of what it means.
UNCOUNTED = frozenset({"consistency", "typography", "term"})


@dataclass(frozen=True, slots=True)
class Settings:
    """What is asked of a pair. The defaults were chosen on training pairs: each bound loses at most a few good pairs in
    a thousand (``scripts/benchmark losses``).

    Lengths are of normalised texts, in words between spaces or in characters; ``min_ratio`` and ``max_ratio`` bound
    (French characters + 10) / (Arabic characters + 10), which is 1.4 in the middle. ``min_arabic`` and ``min_latin``
    are shares of the letters of a side. ``min_score`` counts only where there is a score, ``min_fidelity`` after all
    rules. ``skip`` names rules that are not applied; an unknown name is answered with those that there are.
    """

    min_words: int = 1
    max_words: int = 200
    max_word: int = 40
    min_ratio: float = 0.62
    max_ratio: float = 2.36
    min_arabic: float = 0.5
    min_latin: float = 0.7
    min_letters: float = 0.5
    min_score: float = 0.5
    min_fidelity: float = 0.5
    skip: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raises UsageError, with the ids there are, when ``skip`` names no rule."""
        if self.skip and (unknown := set(self.skip) - rules().keys()):
            raise UsageError(f"unknown rule: {', '.join(sorted(unknown))}; known are {', '.join(sorted(rules()))}")


class Family(Protocol):
    """What a module of rules provides."""

    ORDER: int
    RULES: dict[str, str]

    def reasons(self, sides: Sides, settings: Settings) -> Iterator[str]: ...


@cache
def families() -> tuple[Family, ...]:
    """The modules of rules, in the order in which they are asked."""
    names = (module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))
    found = (cast(Family, import_module(f"{__name__}.{name}")) for name in names)
    return tuple(sorted(found, key=lambda family: family.ORDER))


@cache
def rules() -> dict[str, str]:
    """Every id that a pair can be rejected for → what it means, in the order in which they are looked at."""
    from aligner import checks

    own = {rule: text for family in families() for rule, text in family.RULES.items()}
    checked = {
        entry.id: f"a check finds an error: {entry.rule.description}"
        for entry in checks.catalogue()
        if entry.id not in own and entry.id not in UNCOUNTED
    }
    return own | checked | JUDGED


DEFAULT = Settings()


def first_reason(row: Row, settings: Settings = DEFAULT) -> str:
    """The id of the first rule that rejects the pair, or "" if all let it pass. Fidelity is not looked at."""
    sides = Sides(row)
    for family in families():
        for rule in family.reasons(sides, settings):
            if rule not in settings.skip:
                return rule
    return ""


def filtered(rows: Iterable[Row], settings: Settings = DEFAULT, model: str = EMBEDDED) -> Iterator[tuple[Row, str]]:
    """Each row and the id of what rejects it ("": kept), in order: the rules first, then an error that a check finds in
    what they leave by the model of this name, then the fidelity, which the rows that were checked then have.

    Some thousand rows are in memory at a time; whether a row is kept does not depend on the others.
    """
    remaining = iter(rows)
    while window := list(islice(remaining, WINDOW)):
        reasons = [first_reason(row, settings) for row in window]
        checked = _checked([row for row, reason in zip(window, reasons, strict=True) if not reason], settings, model)
        for row, reason in zip(window, reasons, strict=True):
            yield (row, reason) if reason else next(checked)


def _checked(rows: list[Row], settings: Settings, model: str) -> Iterator[tuple[Row, str]]:
    from aligner import checks, run

    # Each by itself: what is found in a pair must not depend on the shard that it is in.
    alone = checks.ids() - UNCOUNTED
    pairs = [Pair((Sentence(row.src),), (Sentence(row.tgt),), row.score) for row in rows]
    for row, pair in zip(rows, run.check(pairs, only=alone, config=Config(model=model)), strict=True):
        errors = (f.check for f in pair.findings if f.severity == "error" and f.check not in settings.skip)
        # The last bits of a sum hang on what else is added up together.
        fidelity = round(pair.fidelity, 4)
        doubtful = fidelity < settings.min_fidelity and "fidelity" not in settings.skip
        yield replace(row, fidelity=fidelity), next(errors, "fidelity" if doubtful else "")
