"""Errors planted by rule into pairs of sentences: what translators and machines get wrong, one change a pair.

A planter takes an Arabic and a French text, a source of chance, and a :class:`Pool` of good pairs from which it may
borrow, and gives the changed pair, or None where the pair offers nothing to change. Planters know nothing of the
checks: their word lists are their own.

    from bench_plants import PLANTS, Pool, planted
    pool = Pool(pairs)                                     # pairs: [(arabic, french), …] in document order
    for at, arabic, french in planted("number", pool): …   # at: which pair it was
"""

# ruff: noqa: S311 (chance that can be repeated is what is wanted)

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

Pair = tuple[str, str]
Edit = tuple[int, int, str]  # from, to, what stands there instead

SEED = 7
MOST = 800

NAME = re.compile(
    r"(?<![\w’'.-])(?:[lLdD]['’])?([A-ZÀ-ÖØ-Þ][\w’'-]*\w(?: (?:(?:de|du|la|le|el|al|ben|bin|d[’'])? ?)[A-ZÀ-ÖØ-Þ][\w’'-]*\w){0,3})"
)
VOWEL = re.compile(r"[AEIOUYHÉÈÊÀÂÎÔŒaeiouyhéèêàâîôœ]")


class Pool:
    """Good pairs, and what may be borrowed from them."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self.pairs = list(pairs)
        self.place = {pair: n for n, pair in enumerate(self.pairs)}
        self.names: dict[tuple[int, bool, bool], list[str]] = defaultdict(list)
        self.clauses: list[str] = []
        for _, fr in self.pairs:
            for found in names(fr):
                self.names[_kind(found[1])].append(found[1])
            self.clauses += [fr[start:end] for start, end in _tails(fr)]
        by_length = sorted(range(len(self.pairs)), key=lambda n: len(self.pairs[n][1]))
        self.by_length = by_length
        self.rank = {n: rank for rank, n in enumerate(by_length)}


Planter = Callable[[str, str, random.Random, Pool], Pair | None]


class Plant(NamedTuple):
    """``checks``: the ids that should fire; the first is the one whose false alarms are shown beside."""

    planter: Planter
    checks: tuple[str, ...]


class Planted(NamedTuple):
    at: int
    arabic: str
    french: str


def planted(kind: str, pool: Pool, most: int = MOST, seed: int = SEED) -> list[Planted]:
    """Up to ``most`` pairs of the pool with an error of the kind, spread over the pool; always the same ones."""
    rng = random.Random(f"{seed} {kind}")
    order = list(range(len(pool.pairs)))
    rng.shuffle(order)
    made: list[Planted] = []
    for at in order:
        changed = PLANTS[kind].planter(*pool.pairs[at], rng, pool)
        if changed is not None and changed != pool.pairs[at]:
            made.append(Planted(at, *changed))
            if len(made) == most:
                break
    return sorted(made)


# Numbers

FIGURE = re.compile(
    r"(?<![\w.,/:°#@’'-])\d{1,3}(?:[   .]\d{3})+(?:,\d+)?(?![\w/:-])|(?<![\w.,/:°#@’'-])\d+(?:,\d+)?(?![\w/:.,-]\w|\w|[/-])"
)
MONTH_AFTER = re.compile(
    r"(?:er)? (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)", re.I
)
NUMBER_WORDS = (
    "deux trois quatre cinq six sept huit dix onze douze treize quatorze quinze seize".split(),
    "vingt trente quarante cinquante soixante".split(),
)
NUMBER_WORD = re.compile(
    r"(?<![\w-])(?<!tous )(?<!toutes )(?<!entre )(?<!cent )(?<!cents )(?<!mille )("
    + "|".join(word for words in NUMBER_WORDS for word in words)
    + r")(?![\w-])"
)


def number(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A figure or a number word of the French is another one. Days before a month are left to :func:`date`."""
    edits: list[Edit] = []
    for match in FIGURE.finditer(fr):
        before = fr[: match.start()]
        capital = re.search(r"(?<=[\w,] )[A-ZÀ-Þ][\w-]*[   ]$", before)
        if capital or _labelled(before) or MONTH_AFTER.match(fr, match.end()):
            continue
        if (other := _other_figure(match[0], rng)) is not None:
            edits.append((*match.span(), other))
    for match in NUMBER_WORD.finditer(fr):
        if MONTH_AFTER.match(fr, match.end()):
            continue
        (group,) = (words for words in NUMBER_WORDS if match[1] in words)
        edits.append((*match.span(), rng.choice([word for word in group if word != match[1]])))
    return _one(ar, fr, edits, rng)


LABELS = set(
    "n° no numéro numero article articles chapitre figure tableau type version annexe page niveau phase".split()
)


def _labelled(before: str) -> bool:
    words = before.split()
    return bool(words) and words[-1].lower() in LABELS


def _other_figure(figure: str, rng: random.Random) -> str | None:
    digits = [n for n, c in enumerate(figure) if c.isdigit()]
    whole = figure.isdigit()
    ways = ["digit"]
    swaps = [(a, b) for a, b in zip(digits, digits[1:], strict=False) if figure[a] != figure[b] and figure[b] != "0"]
    if swaps:
        ways += ["swap", "swap"]
    if whole:
        ways.append("longer")
    if whole and len(digits) > 1:
        ways.append("shorter")
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


# Dates

MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
WEEKDAYS = "lundi mardi mercredi jeudi vendredi samedi dimanche".split()
MONTH = re.compile(rf"(?<![\w-])({'|'.join(MONTHS)})(?![\w-])")
# « mars » and « mai » are other words too: what stands before must call for a month.
MONTH_BEFORE = re.compile(r"(?:\d|1er|\ben|\bde|\bdu mois de|d['’]|\bdébut|\bfin|\bmi-|\bet|\bà|-) ?$", re.I)
WEEKDAY = re.compile(rf"(?<![\w-])({'|'.join(WEEKDAYS)})(?![\w-])", re.I)
DAY = re.compile(rf"(?<![\w-])(\d{{1,2}}|1er) (?={'|'.join(MONTHS)})")
NUMERIC_DATE = re.compile(r"(?<![\w/-])(\d{1,2})(?=[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?![\w/]))")


def date(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A day, month or weekday of the French is another one."""
    edits: list[Edit] = []
    for match in MONTH.finditer(fr):
        if MONTH_BEFORE.search(fr[: match.start()]):
            vowel = match[1][0] in "ao"
            others = [m for m in MONTHS if m != match[1] and (m[0] in "ao") == vowel]
            edits.append((*match.span(), rng.choice(others)))
    for match in WEEKDAY.finditer(fr):
        other = rng.choice([d for d in WEEKDAYS if d != match[1].lower()])
        edits.append((*match.span(), other.capitalize() if match[1][0].isupper() else other))
    for match in (*DAY.finditer(fr), *NUMERIC_DATE.finditer(fr)):
        day = 1 if match[1] == "1er" else int(match[1])
        edits.append((*match.span(1), str(rng.choice([d for d in range(2, 29) if d != day]))))
    return _one(ar, fr, edits, rng)


# Names

TITLES = set(
    "Monsieur Madame Messieurs Mme Mlle Docteur Dr Pr Professeur Dieu Internet État Etat Terre Je Il Elle".split()
)
DATED = {word.capitalize() for word in (*MONTHS, *WEEKDAYS)}


def names(fr: str) -> list[re.Match[str]]:
    """Names inside a French sentence: group 1 is the name."""
    found = []
    for match in NAME.finditer(fr):
        before = fr[: match.start()].rstrip(" \u00a0\u202f")
        if not before or before[-1] in '.!?:;…«“"(–—•-' or set(match[1].split()) & (TITLES | DATED):
            continue
        # « les Syriens », « un Américain »: a word for people, not a name.
        if (
            " " not in match[1]
            and "-" not in match[1]
            and re.search(r"\b(?:les|des|aux|ces|un|une|Les|Un|Une)$", before)
        ):
            continue
        found.append(match)
    return found


def _kind(name: str) -> tuple[int, bool, bool]:
    return len(name.split()), bool(VOWEL.match(name)), name.isupper()


def name(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A name of the French is another one, of as many words."""
    edits: list[Edit] = []
    for match in names(fr):
        others = pool.names[_kind(match[1])]
        known = {word.lower() for word in re.findall(r"\w+", fr)}
        for _ in range(20):
            other = rng.choice(others)
            if not known & {word.lower() for word in re.findall(r"\w{3,}", other)} and other.lower() not in known:
                edits.append((*match.span(1), other))
                break
    return _one(ar, fr, edits, rng)


# Negation

NE = re.compile(
    r"\b(?P<ne>ne |n['’])(?P<verb>(?:[\w’'-]+ ){0,2}?[\w’'-]+) (?P<pas>pas|jamais|plus|point|nullement|aucune?|rien)\b(?P<de> d(?:e |['’]))?"
    r"|\b(?P<infinitive>ne (?:pas|jamais|plus|rien) )(?=\w)"
)
NOT_NEGATED = re.compile(
    r"\b(?:non seulement|pas (?:seulement|uniquement|qu[e'’])|n['’]importe|ne serait-ce|non plus)\b", re.I
)
SANS = re.compile(
    r"\bsans (?!doute|cesse|précédent|que\b|ça|cela|abri|commune mesure|fil\b|aucun doute|lui|elle|eux|parler|\w+(?:er|ir|re|oir)\b)",
    re.I,
)
AR_NOT = re.compile(r"(?<!\w)(?P<and>[وف]?)(?:لم|لا|لن|ليس|ليست|ليسوا)\s+(?P<next>\w+)(?P<after>[^.،؛!؟]*)")
AR_IDIOM = re.compile(r"[يتنأ]?زال\w*|[يت]?زالون|سيما|بد|شك|بأس|ريب|محالة|مفر|فقط|غير|سوى|مجرد|بل|حاجة")


def negation_removed(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A negation is gone: from the French, or (half of the times, where both could be) from the Arabic."""
    ways = [made for made in (_without_french_not(ar, fr, rng), _without_arabic_not(ar, fr, rng)) if made]
    return rng.choice(ways) if ways else None


def _without_french_not(ar: str, fr: str, rng: random.Random) -> Pair | None:
    if NOT_NEGATED.search(fr):
        return None
    edits: list[Edit] = []
    for match in NE.finditer(fr):
        if match["infinitive"]:
            edits.append((*match.span(), ""))
            continue
        verb, pas = match["verb"], match["pas"]
        if re.search(r"\b(?:que|qu['’])", verb) or (pas == "plus" and re.match(r" \w+ que\b", fr[match.end() :])):
            continue
        if pas.startswith("aucun"):
            new = f"{verb} {pas.removeprefix('auc')}"
        elif pas == "rien":
            new = f"{verb} tout"
        elif match["de"] and re.match(r"(?:se |s['’]|l['’]|les? )?\w+(?:er|ir|re|oir)\b", fr[match.end() :]):
            new = verb + match["de"]
        elif match["de"]:
            noun = re.match(r"\w+", fr[match.end() :])
            plural, feminine = noun and noun[0][-1] in "sxz", noun and re.search(r"(?:e|ion|té)$", noun[0])
            new = f"{verb} {'des' if plural else 'une' if feminine else 'un'} "
        else:
            new = verb
        edits.append((*match.span(), new))
    for match in re.finditer(r"\b(A|a)(ucune? )(?=[\w’'-]+(?: [\w’'-]+){0,5} (?:ne |n['’]))", fr):
        ne = re.compile(r"\b(?:ne |n['’])").search(fr, match.end())
        if ne:
            new = ("U" if match[1] == "A" else "u") + match[2][3:] + fr[match.end() : ne.start()]
            edits.append((match.start(), ne.end(), new))
    for match in SANS.finditer(fr):
        edits.append((*match.span(), "Avec " if match[0][0] == "S" else "avec "))
    made = _one(ar, fr, edits, rng)
    return made and (ar, re.sub(r"\b([jJcCdDlLmMsStT]|[qQ]u|[lL]orsqu|[pP]uisqu)e (?=[aeiouéêèâ])", r"\1’", made[1]))


def _without_arabic_not(ar: str, fr: str, rng: random.Random) -> Pair | None:
    edits: list[Edit] = []
    if re.search(r"\bإلا\b|\bسوى\b|\bولا\b|ما لم|بل\b", ar):
        return None
    for match in AR_NOT.finditer(ar):
        if not AR_IDIOM.fullmatch(match["next"]):
            edits.append((match.start(), match.end("next"), match["and"] + match["next"]))
    return (_edited(ar, rng.choice(edits)), fr) if edits else None


VERB = re.compile(
    r"(?<=[\wé»,] )(?<!\by )(?<!\ben )(?<!lui )(?<!leur )(?<!nous )(?<!vous )(?<!les )(?<!la )(?<!le )(?<!me )(?<!te )(?<!se )"
    r"(a|est|ont|sont|sera|seront|était|étaient|avait|avaient|peut|peuvent|doit|doivent|va|vont|veut|fut|faut)(?= \w)"
)


def negation_added(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A verb of the French is denied."""
    edits: list[Edit] = []
    for match in VERB.finditer(fr):
        if re.search(
            r"\b(?:ne|n['’]\w*|pas|jamais|aucun\w*|sans|ni)\b", fr[max(0, match.start() - 25) : match.end() + 25]
        ):
            continue
        if re.match(r"(?: \w+)? (?:rien|personne|guère|point)\b", fr[match.end() :]):
            continue
        edits.append((*match.span(), f"n’{match[1]} pas" if match[1][0] in "aeéo" else f"ne {match[1]} pas"))
    return _one(ar, fr, edits, rng)


# Clauses

CLAUSE = 0.15
TAIL = re.compile(
    r",? (?:qui|dont|où|lequel|laquelle|auquel|car|parce qu[e’']|tandis qu[e’']|alors qu[e’']|puisqu[e’']|lorsqu[e’']|quand|afin d[e’']"
    r"|afin qu[e’']|pour|avec|après|avant|lors d[eu’']|depuis|pendant|durant|dans|grâce|à cause|en raison|mais|et|ainsi que"
    r"|comme|si|sans|jusqu[’'à]|contre|sur|sous|chez|par|en vue|où|malgré|selon)\b|, "
)
HEAD = re.compile(
    r"(?:Après|Avant|Lorsqu[e’']|Quand|Dans|En|Pour|Si|Depuis|Pendant|Durant|Avec|Malgré|Comme|Alors qu[e’']|Bien qu[e’']|Afin"
    r"|Au|À|Lors|Par|Sur|Grâce|Outre|Selon|Sans)\b[^,;:.!?]*, "
)
END = re.compile(r"[\s.!?…»\"”);:]*$")
AR_TAIL = re.compile(
    r"[،,] |[،,]? (?:الذي|التي|الذين|اللذين|حيث|لأن\w*|بسبب|من أجل|بعد|قبل|خلال|منذ|مع|حتى|عندما|بينما|في|على|لكن|ولكن|كما|وذلك|نتيجة)(?= )"
)
AR_END = re.compile(r"[\s.!؟?…»\"”)]*$")


def clause_cut(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A clause of at least 15 % of the French is left out, at a punctuation mark or a joining word."""
    spans = [span for span in _cuts(fr) if _is_clause(fr, span)]
    if not spans:
        return None
    start, end = rng.choice(spans)
    rest = fr[:start] + fr[end:]
    return ar, rest[:1].upper() + rest[1:] if fr[:1].isupper() else rest


def arabic_clause_cut(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """The Arabic lacks a clause which the French has."""
    stop = AR_END.search(ar)
    assert stop is not None
    spans = [(match.start(), stop.start()) for match in AR_TAIL.finditer(ar)]
    commas = [match.start() for match in re.finditer("[،,] ", ar)]
    spans += list(zip(commas, commas[1:], strict=False))
    spans += [match.span() for match in re.finditer(r" \([^()]+\)", ar)]
    spans = [span for span in spans if _is_clause(ar, span)]
    if not spans:
        return None
    start, end = rng.choice(spans)
    return ar[:start] + ar[end:], fr


def clause_added(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A clause of another pair stands at the end of the French."""
    stop = END.search(fr)
    assert stop is not None
    if len(fr.split()) < 4 or fr[: stop.start()].count("«") != fr[: stop.start()].count("»"):
        return None
    for _ in range(20):
        clause = rng.choice(pool.clauses).lstrip(", ")
        if CLAUSE <= len(clause) / len(fr) <= 0.6 and clause not in fr:
            return ar, f"{fr[: stop.start()]}, {clause}{fr[stop.start() :]}"
    return None


def small_cut(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """One to three words of the French are left out: a modifier, or an item of a list."""
    spans = [match.span() for match in SMALL.finditer(fr)]
    spans = [(a, b) for a, b in spans if b - a < CLAUSE * len(fr)]
    return _one(ar, fr, [(*span, "") for span in spans], rng)


SMALL = re.compile(
    # an item between commas, the last item, an adverb, an adjective after its noun, a parenthesis
    r", (?:[\w’'-]+ ){0,2}[\w’'-]+(?=,| et )| et (?:(?:de|des|du|la|le|les|l['’]|d['’]) ?)?[\w’'-]+(?=[.,;]| \()"
    r"| (?!comment|moment|document|traitement|gouvernement)\w{4,}[eiéu]ment(?=[ .,])| \((?:[\w’'-]+ ?){1,3}\)"
    r"|(?<=\w{4}) \w{3,}(?:iques?|ales?|aux|el(?:le)?s?|ien(?:ne)?s?|aires?|i[fv]e?s?|euse?s?|eux|ables?)(?=[ .,])"
)


def _tails(fr: str) -> Iterator[tuple[int, int]]:
    stop = END.search(fr)
    assert stop is not None
    for match in TAIL.finditer(fr):
        span = match.start(), stop.start()
        between = re.search(r"\b(?:entre|à la fois|soit)\b", fr[: match.start()]) and " et" in match[0]
        if not between and _is_clause(fr, span):
            yield span


def _cuts(fr: str) -> Iterator[tuple[int, int]]:
    """Spans that leave a well-formed sentence behind when they are gone."""
    yield from _tails(fr)
    commas = [match.start() for match in re.finditer(r"(?<!\d), ", fr)]
    yield from zip(commas, commas[1:], strict=False)
    yield from (match.span() for match in re.finditer(r" \([^()]+\)", fr))
    if (head := HEAD.match(fr)) is not None:
        yield head.span()


def _is_clause(text: str, span: tuple[int, int]) -> bool:
    cut, rest = text[slice(*span)], text[: span[0]] + text[span[1] :]
    whole = all(part.count(a) == part.count(b) for part in (cut, rest) for a, b in ("«»", "()", "“”"))
    enough = len(cut.split()) >= 3 and len(rest.split()) >= 3
    return whole and enough and cut.count('"') % 2 == 0 and CLAUSE <= len(cut) / max(len(text), 1) <= 0.6


# Whole sentences

ARABIC = re.compile(r"[\u0600-\u06ff]")


def wrong_partner(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """The French of another pair, of about the same length."""
    rank = pool.rank[pool.place[ar, fr]]
    for _ in range(20):
        other = pool.pairs[pool.by_length[min(max(rank + rng.randint(-40, 40), 0), len(pool.pairs) - 1)]][1]
        if other != fr and not _akin(other, fr):
            return ar, other
    return None


def neighbour(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """The French of the line that follows."""
    at = pool.place[ar, fr] + 1
    if at == len(pool.pairs) or _akin(pool.pairs[at][1], fr):
        return None
    return ar, pool.pairs[at][1]


def _akin(a: str, b: str) -> bool:
    first, second = (set(re.findall(r"\w{3,}", text.lower())) for text in (a, b))
    return len(first & second) > 0.4 * min(len(first), len(second))


def copied(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """Four words of the Arabic stand in the French, in place of those at about the same place."""
    arabic, french = ar.split(), fr.split()
    if len(arabic) < 5 or len(french) < 5:
        return None
    at = rng.randrange(len(arabic) - 3)
    four = arabic[at : at + 4]
    if not all(ARABIC.search(word) for word in four):
        return None
    to = round(at / max(len(arabic) - 4, 1) * (len(french) - 4))
    return ar, " ".join([*french[:to], *four, *french[to + 4 :]])


def _one(ar: str, fr: str, edits: Sequence[Edit], rng: random.Random) -> Pair | None:
    """The pair with one of the edits made in the French."""
    return (ar, _edited(fr, rng.choice(edits))) if edits else None


def _edited(text: str, edit: Edit) -> str:
    start, end, new = edit
    return text[:start] + new + text[end:]


PLANTS: dict[str, Plant] = {
    "number": Plant(number, ("number", "date", "quantity")),
    "date": Plant(date, ("date", "number")),
    "name": Plant(name, ("name",)),
    "negation removed": Plant(negation_removed, ("negation",)),
    "negation added": Plant(negation_added, ("negation",)),
    "clause cut": Plant(clause_cut, ("omission",)),
    "small cut": Plant(small_cut, ("omission",)),
    "Arabic clause cut": Plant(arabic_clause_cut, ("addition",)),
    "clause added": Plant(clause_added, ("addition",)),
    "wrong partner": Plant(wrong_partner, ("misaligned",)),
    "neighbour": Plant(neighbour, ("misaligned",)),
    "copied source": Plant(copied, ("untranslated",)),
}
