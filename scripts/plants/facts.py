"""Planted into the French: another number, unit, role, date or name; a spoilt address or spelling."""

from __future__ import annotations

import random
import re
from itertools import pairwise

from .pool import MONTHS, WEEKDAYS, Edit, Pair, Pool, is_acronym, kind_of_name, names, one

FIGURE = re.compile(
    r"(?<![\w.,/:°#@’'-])(?:\d{1,3}(?:[\s.]\d{3})+(?!\d)(?:,\d+)?(?![\w/:-])|\d+(?:,\d+)?(?![\w/:.,-]\w|\w|[/-]))"
)
MONTH_AFTER = re.compile(rf"(?:er)? (?:{'|'.join(MONTHS)})", re.IGNORECASE)
CAPITAL_BEFORE = re.compile(r"(?<=[\w,] )[A-ZÀ-Þ][\w-]*\s$")
LABELS = set(
    "n° no numéro numero article articles chapitre figure tableau type version annexe page niveau phase".split()
)
NUMBER_WORDS = (
    "deux trois quatre cinq six sept huit dix onze douze treize quatorze quinze seize".split(),
    "vingt trente quarante cinquante soixante".split(),
)
ANY_NUMBER_WORD = "|".join(word for words in NUMBER_WORDS for word in words)
NUMBER_WORD = re.compile(
    r"(?<![\w-])(?<!tous )(?<!toutes )(?<!entre )(?<!cent )(?<!cents )(?<!mille )"
    rf"({ANY_NUMBER_WORD})(?![\w-])"
)


def number(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A figure or a number word is another one. Days before a month are left to :func:`date`."""
    edits: list[Edit] = []
    for match in FIGURE.finditer(fr):
        before = fr[: match.start()]
        label = CAPITAL_BEFORE.search(before) or (re.findall(r"[\w°]+", before) or [""])[-1].lower() in LABELS
        if not label and not MONTH_AFTER.match(fr, match.end()) and (other := _figure(match[0], rng)) is not None:
            edits.append((*match.span(), other))
    for match in NUMBER_WORD.finditer(fr):
        if not MONTH_AFTER.match(fr, match.end()):
            (group,) = (words for words in NUMBER_WORDS if match[1] in words)
            edits.append((*match.span(), rng.choice([word for word in group if word != match[1]])))
    return one(ar, fr, edits, rng)


def _figure(figure: str, rng: random.Random) -> str | None:
    """Another figure: digits exchanged (17 for 71), one changed, one more at the end or one less."""
    digits = [n for n, c in enumerate(figure) if c.isdigit()]
    swaps = [(a, b) for a, b in pairwise(digits) if figure[a] != figure[b] and figure[b] != "0"]
    ways = ["digit", *(["swap"] * 2 if swaps else [])]
    if figure.isdigit():
        ways += ["longer", "shorter"] if len(digits) > 1 else ["longer"]
    way = rng.choice(ways)
    if way == "swap":
        a, b = rng.choice(swaps)
        made = figure[:a] + figure[b] + figure[a + 1 : b] + figure[a] + figure[b + 1 :]
    elif way == "longer":
        made = figure + "0"
    elif way == "shorter":
        made = figure[:-1]
    else:
        at = rng.choice(digits)
        made = figure[:at] + rng.choice([d for d in "123456789" if d != figure[at]]) + figure[at + 1 :]
    return made if _value(made) != _value(figure) else None


def _value(figure: str) -> float:
    return float(re.sub(r"[^\d,]", "", figure).replace(",", "."))


MONTH = re.compile(rf"(?<![\w-])({'|'.join(MONTHS)})(?![\w-])")
# « mars » is a planet too: what stands before must call for a month.
MONTH_BEFORE = re.compile(r"(?:\d|1er|\b(?:en|de|du mois de|début|fin|et|à|au|dès|puis)|d['’]|mi-|-) ?$", re.IGNORECASE)
WEEKDAY = re.compile(rf"(?<![\w-])({'|'.join(WEEKDAYS)})(?![\w-])", re.IGNORECASE)
DAY = re.compile(rf"(?<![\w-])(\d{{1,2}}|1er) (?={'|'.join(MONTHS)})")
NUMERIC_DATE = re.compile(r"(?<![\w/-])(\d{1,2})(?=[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})(?![\w/]))")


def date(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A day, month or weekday is another one."""
    edits: list[Edit] = []
    for match in MONTH.finditer(fr):
        if MONTH_BEFORE.search(fr[: match.start()]):
            others = [m for m in MONTHS if m != match[1] and (m[0] in "ao") == (match[1][0] in "ao")]
            edits.append((*match.span(), rng.choice(others)))
    for match in WEEKDAY.finditer(fr):
        other = rng.choice([d for d in WEEKDAYS if d != match[1].lower()])
        edits.append((*match.span(), other.capitalize() if match[1][0].isupper() else other))
    for match in (*DAY.finditer(fr), *NUMERIC_DATE.finditer(fr)):
        day = 1 if match[1] == "1er" else int(match[1])
        edits.append((*match.span(1), str(rng.choice([d for d in range(2, 29) if d != day]))))
    return one(ar, fr, edits, rng)


def name(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A name is one of as many words out of another pair. Acronyms are left to :func:`acronym`."""
    return _other_name(ar, fr, rng, pool, acronyms=False)


def acronym(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    return _other_name(ar, fr, rng, pool, acronyms=True)


def _other_name(ar: str, fr: str, rng: random.Random, pool: Pool, acronyms: bool) -> Pair | None:
    edits: list[Edit] = []
    known = {word.lower() for word in re.findall(r"\w+", fr)}
    for match in names(fr):
        if is_acronym(match[1]) != acronyms:
            continue
        for other in rng.choices(pool.names[kind_of_name(match[1])], k=10):
            if not known & {word.lower() for word in re.findall(r"\w{3,}|^\w+", other)}:
                edits.append((*match.span(1), other))
                break
    return one(ar, fr, edits, rng)


# What is counted, measured or done to people, and what it is taken for.
SWAPPED = """
tués blessés | tué blessé | tuées blessées | morts blessés | mort blessé | blessés tués | blessé tué
décès cas | cas décès
arrêtés libérés | arrêté libéré | arrêtées libérées | disparus tués | détenus libérés | déplacés rapatriés
kilomètres mètres | kilomètre mètre | km mètres | mètres kilomètres | mètre kilomètre | centimètres mètres
millions milliards | milliards millions | million milliard | milliard million
dollars euros | euros dollars | livres dollars | dinars dollars | yens dollars
secondes minutes | minutes heures | heures jours | heure minute | jours semaines | semaines mois | mois jours | ans mois
années mois | tonnes kilogrammes | kg tonnes | grammes kilogrammes | litres mètres
femmes enfants | enfants femmes | civils soldats | soldats civils
"""
OTHER_ROLE = dict(line.split() for row in SWAPPED.strip().splitlines() for line in row.split("|"))
ROLE = re.compile(rf"(?<![\w-])({'|'.join(sorted(OTHER_ROLE, key=len, reverse=True))})(?![\w-])")
COUNTED = re.compile(
    rf"(?:\d|(?<![\w-])(?:{ANY_NUMBER_WORD}|cent|mille|millions|milliards))"
    r"\W+(?:[\w’'-]+ ){0,2}$"
)


def quantity(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """The value stands, but its unit or its role is another: wounded for killed, metres for kilometres."""
    edits: list[Edit] = []
    for match in ROLE.finditer(fr):
        if COUNTED.search(fr[max(0, match.start() - 60) : match.start()]):
            edits.append((*match.span(), OTHER_ROLE[match[1]]))
    return one(ar, fr, edits, rng)


OTHER_BOUND = {
    "environ": "exactement", "plus de": "moins de", "moins de": "plus de", "au moins": "au plus", "au plus": "au moins",
    "près de": "plus de", "presque": "plus de", "jusqu’à": "plus de", "jusqu'à": "plus de", "à peine": "plus de",
}  # fmt: skip
BOUND = re.compile(rf"(?<![\w-])({'|'.join(OTHER_BOUND)})(?= (?:\d|(?:{ANY_NUMBER_WORD}|cent|mille)\b))")


def bound(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """About so many are exactly so many, more are fewer."""
    return one(ar, fr, [(*match.span(), OTHER_BOUND[match[1]]) for match in BOUND.finditer(fr)], rng)


MARK = re.compile(r"(?:https?://|www\.)[^\s)»]+[\w/]|[\w.]+@[\w.]+\w|[@#]\w{3,}")
SCHEME = re.compile(r"https?://|www\.")


def mark(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A letter of an address, a handle or a hashtag is another one, or the mark is gone."""
    edits: list[Edit] = []
    for match in MARK.finditer(fr):
        scheme = SCHEME.match(match[0])
        start = match.start() + (scheme.end() if scheme else 1)
        at = rng.choice([n for n in range(start, match.end()) if fr[n].isalnum()])
        edits.append(
            (at, at + 1, rng.choice([c for c in ("abcdefgh" if fr[at].isascii() else "بدسعن") if c != fr[at]]))
        )
        edits.append((max(match.start() - 1, 0), match.end(), ""))
    return one(ar, fr, edits, rng)


def mojibake(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A side was read in the wrong encoding."""
    if re.search("[éèêàçôî]", fr) and rng.random() < 0.7:
        return ar, fr.encode("utf-8").decode("cp1252", errors="ignore")
    return ar.encode("utf-8").decode("cp1252", errors="ignore"), fr
