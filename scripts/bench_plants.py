"""Errors planted by rule into pairs of sentences: what translators and machines get wrong, one change a pair.

A planter takes an Arabic and a French text, a source of chance, and a :class:`Pool` of good pairs from which it may
borrow, and gives the changed pair, or None where the pair offers nothing to change. Planters know nothing of the
checks: their word lists are their own. They stand in ``plants/``.

    pool = Pool(pairs)                                     # pairs: [(arabic, french), …] in document order
    for at, arabic, french in planted("number", pool): …   # at: which pair it was
"""

# ruff: noqa: S311 (chance that can be repeated is what is wanted)

from __future__ import annotations

import random
from collections.abc import Callable
from typing import NamedTuple

from plants import claims, clauses, facts
from plants.pool import Pair, Pool

SEED = 7
MOST = 800
SMALL_POOL = 500
ROUNDS = 3

Planter = Callable[[str, str, random.Random, Pool], Pair | None]


class Plant(NamedTuple):
    """``checks``: the ids whose business the error is; ``also``: those that may find it as well."""

    planter: Planter
    checks: tuple[str, ...]
    also: tuple[str, ...] = ()


class Planted(NamedTuple):
    """A pair with an error, and which pair of the pool it was."""

    at: int
    arabic: str
    french: str


CLAIM = ("certainty", "attribution")

PLANTS: dict[str, Plant] = {
    "number": Plant(facts.number, ("number",), ("date", "quantity")),
    "date": Plant(facts.date, ("date",), ("number",)),
    "name": Plant(facts.name, ("name",)),
    "acronym": Plant(facts.acronym, ("name",)),
    "negation removed": Plant(claims.negation_removed, ("negation",)),
    "negation added": Plant(claims.negation_added, ("negation",)),
    "clause cut": Plant(clauses.clause_cut, ("omission",)),
    "small cut": Plant(clauses.small_cut, ("omission",)),
    "Arabic clause cut": Plant(clauses.arabic_clause_cut, ("addition",)),
    "clause added": Plant(clauses.clause_added, ("addition",)),
    "wrong partner": Plant(clauses.wrong_partner, ("misaligned",)),
    "neighbour": Plant(clauses.neighbour, ("misaligned",)),
    "copied source": Plant(clauses.copied, ("untranslated",)),
    "certainty or attribution": Plant(claims.certainty_or_attribution, CLAIM),
    "verb of saying": Plant(claims.verb_of_saying, CLAIM),
    "hedge removed": Plant(claims.hedge_removed, CLAIM),
    "hedge added": Plant(claims.hedge_added, CLAIM),
    "attribution removed": Plant(claims.attribution_removed, ("attribution",)),
    "attribution added": Plant(claims.attribution_added, ("attribution",)),
    "speaker changed": Plant(claims.speaker_changed, ("attribution",), ("name",)),
    "quantity": Plant(facts.quantity, ("quantity",), ("number",)),
    "bound": Plant(facts.bound, ("quantity",), ("number",)),
    "quotation": Plant(claims.quotation, ("quotation",)),
    "mark": Plant(facts.mark, ("mark",)),
    "mojibake": Plant(facts.mojibake, ("encoding",)),
}


def planted(kind: str, pool: Pool, most: int = MOST, seed: int = SEED) -> list[Planted]:
    """Up to ``most`` pairs of the pool with an error of the kind, spread over the pool; always the same ones.

    Where a small pool gives fewer, a pair comes again with another error, up to ROUNDS times.
    """
    rng = random.Random(f"{seed} {kind}")
    order = list(range(len(pool.pairs)))
    rng.shuffle(order)
    made: dict[Planted, None] = {}
    for at in order * (ROUNDS if len(order) < SMALL_POOL else 1):
        changed = PLANTS[kind].planter(*pool.pairs[at], rng, pool)
        if changed is not None and changed != pool.pairs[at]:
            made[Planted(at, *changed)] = None
        if len(made) == most:
            break
    return sorted(made)
