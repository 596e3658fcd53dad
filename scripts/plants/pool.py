"""What planters share: the pairs they may borrow from, and how a change is made."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

Pair = tuple[str, str]
Edit = tuple[int, int, str]  # from, to, what stands there instead

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
WEEKDAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w’'-]*\w"
NAME = re.compile(
    rf"(?<![\w’'.-])(?:[lLdD]['’])?({_CAPITAL}(?: (?:(?:de|du|la|le|el|al|ben|bin|d[’'])? ?){_CAPITAL}){{0,3}})"
)
VOWEL = re.compile(r"[AEIOUÉÈÊÀÂÎÔŒaeiouéèêàâîôœ]")
TITLES = set(
    "Monsieur Madame Messieurs Mme Mlle Docteur Dr Pr Professeur Dieu Internet État États Terre Je Il Elle On".split()
)
DATED = {word.capitalize() for word in (*MONTHS, *WEEKDAYS)}
PEOPLE_BEFORE = re.compile(r"\b(?:les|des|aux|ces|un|une)$", re.IGNORECASE)

# Clauses that can follow any sentence.
CLAUSE_OF_ITS_OWN = re.compile(
    r" (?:(?:parce |tandis |alors )qu[e’']|car|après|avant|afin d[e’']|depuis|pendant|dans|grâce à|à cause|en raison"
    r"|lors d|malgré|mais|sans|jusqu[’'à]|avec)[^,;:.!?«»()\"]+(?=[.!?]?$)"
)


class Pool:
    """Good pairs in document order, and what may be borrowed from them."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self.pairs = list(pairs)
        self.place = {pair: n for n, pair in enumerate(self.pairs)}
        self.names: dict[tuple[int, bool, bool], list[str]] = defaultdict(list)
        self.clauses: list[str] = []
        for _, fr in self.pairs:
            for found in names(fr):
                self.names[kind_of_name(found[1])].append(found[1])
            self.clauses += [match[0].strip() for match in CLAUSE_OF_ITS_OWN.finditer(fr)]
        self.by_length = sorted(range(len(self.pairs)), key=lambda n: len(self.pairs[n][1]))
        self.rank = {n: rank for rank, n in enumerate(self.by_length)}


def names(fr: str) -> list[re.Match[str]]:
    """The names inside a French sentence, not at its start; group 1 is the name."""
    found = []
    for match in NAME.finditer(fr):
        before = fr[: match.start()].rstrip()
        if not before or before[-1] in '.!?:;…«“"(–—•-/[' or set(match[1].split()) & (TITLES | DATED):
            continue
        # « les Syriens », « un Américain »: a word for people.
        if not re.search(r"[ -]", match[1]) and PEOPLE_BEFORE.search(before):
            continue
        found.append(match)
    return found


def kind_of_name(name: str) -> tuple[int, bool, bool]:
    """What a name must share with the one whose place it takes: words, the first sound, whether it is an acronym."""
    return len(name.split()), bool(VOWEL.match(name)), is_acronym(name)


def is_acronym(name: str) -> bool:
    return bool(re.search(r"[A-Z]{2}|\d", name))


def one(ar: str, fr: str, edits: Sequence[Edit], rng: random.Random) -> Pair | None:
    """The pair with one of the edits made in the French."""
    return (ar, edited(fr, rng.choice(edits))) if edits else None


def edited(text: str, edit: Edit) -> str:
    start, end, new = edit
    return text[:start] + new + text[end:]


def any_way(made: Iterable[Pair | None], rng: random.Random) -> Pair | None:
    """One of the changed pairs that could be made."""
    possible = [pair for pair in made if pair is not None]
    return rng.choice(possible) if possible else None


def capitalised(text: str, like: str) -> str:
    """The text, with a capital where ``like`` has one."""
    return text[:1].upper() + text[1:] if like[:1].isupper() else text
