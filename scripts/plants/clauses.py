"""Planted: a part or the whole of a side left out, added, exchanged or not translated."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from itertools import pairwise

from .pool import Pair, Pool, capitalised, one

CLAUSE = 0.15
JOINED = (
    r"(?:qui|dont|où|lequel|laquelle|auquel|car|(?:parce |tandis |alors |puis|lors|afin )qu[e’']|quand|afin d[e’']|pour"
    r"|avec|après|avant|lors d[eu’']|depuis|pendant|durant|dans|grâce|à cause|en raison|mais|et|ainsi que|comme|si|sans"
    r"|jusqu[’'à]|contre|sur|sous|chez|par|en vue|malgré|selon|y compris|notamment)\b"
)
TAIL = re.compile(rf",? (?={JOINED})|, ")
AFTER_COMMA = re.compile(rf", {JOINED}")
HEAD = re.compile(
    r"(?:Après|Avant|(?:Lors|Alors |Bien )qu[e’']|Quand|Dans|En|Pour|Si|Depuis|Pendant|Durant|Avec|Malgré|Comme|Afin"
    r"|Au|À|Lors|Par|Sur|Grâce|Outre|Sans)\b[^,;:.!?]*, "
)
END = re.compile(r"[\s.!?…»\"”);:]*$")
# Words that show a finite verb, surely enough to see that what is left is still a sentence.
VERBISH = re.compile(
    r"\b(?:a|ai|as|ont|est|sont|es|suis|fut|furent|sera|seront|doit|doivent|peut|peuvent|va|vont|fait|faut|veut|dit"
    r"|\w{2,}(?:ait|aient|èrent|era|eront|ons|ez|it|urent|irent))\b|\bn['’]|\bne\b|\w{4,}(?<!m)ent\b"
)
PAIRED = re.compile(r"\b(?:entre|à la fois|soit)\b")
AR_TAIL = re.compile(
    r"[،,] |[،,]? (?=(?:الذي|التي|الذين|اللذين|حيث|لأن\w*|بسبب|من أجل|بعد|قبل|خلال|منذ|مع|حتى|عندما|بينما|لكن|ولكن|كما"
    r"|وذلك|نتيجة)\s)|(?<!بما) (?=في\s)"
)
AR_END = re.compile(r"[\s.!؟?…»\"”)؛:]*$")


def clause_cut(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A clause of at least 15 % of the French is left out, at a punctuation mark or a joining word."""
    spans = sorted({span for span in _cuts(fr) if is_clause(fr, span)})
    if not spans:
        return None
    start, end = rng.choice(spans)
    return ar, capitalised(fr[:start] + fr[end:], fr)


def arabic_clause_cut(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """The Arabic lacks a clause which the French has."""
    stop = _end(AR_END, ar)
    spans = [(match.start(), stop) for match in AR_TAIL.finditer(ar)]
    spans += pairwise(match.start() for match in re.finditer("[،,] ", ar))
    spans += [match.span() for match in re.finditer(r" \([^()]+\)", ar)]
    spans = [span for span in spans if is_clause(ar, span)]
    if not spans:
        return None
    start, end = rng.choice(spans)
    return ar[:start] + ar[end:], fr


def clause_added(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A clause of another pair stands at the end of the French."""
    stop = _end(END, fr)
    if len(fr.split()) < 4 or fr[:stop].count("«") != fr[:stop].count("»"):
        return None
    for clause in rng.choices(pool.clauses, k=20):
        if CLAUSE <= len(clause) / len(fr) <= 0.6 and len(clause.split()) >= 3 and clause not in fr:
            return ar, f"{fr[:stop]}, {clause}{fr[stop:]}"
    return None


NO_DETERMINER = "".join(rf"(?<!\b{word})" for word in "le la les un une des de du au aux ce cet".split())
ADJECTIVE = r"(?:iques?|ales?|aux|el(?:le)?s?|ien(?:ne)?s?|aires?|i[fv]e?s?|euse?s?|eux|ables?)"
SMALL = re.compile(
    r", (?:[\w’'-]+ ){0,2}[\w’'-]+(?=,| et )"  # an item of a list
    r"| et (?:(?:de|des|du|la|le|les|l['’]|d['’]) ?)?[\w’'-]+(?=[.,;]| \()"  # the last item
    rf"|{NO_DETERMINER} (?!comment)\w{{4,}}[eiéu]ment(?=[ .,])"  # an adverb
    r"| \((?:[\w’'-]+ ?){1,3}\)"
    rf"|(?<=\w{{4}}) \w{{3,}}{ADJECTIVE}(?=[ .,])(?! qu)"
)


def small_cut(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """One to three words of the French are left out: a modifier, or an item of a list."""
    spans = (match.span() for match in SMALL.finditer(fr))
    return one(ar, fr, [(a, b, "") for a, b in spans if b - a < CLAUSE * len(fr)], rng)


def _cuts(fr: str) -> Iterator[tuple[int, int]]:
    """Spans that leave a well-formed sentence behind when they are gone."""
    stop = _end(END, fr)
    for match in TAIL.finditer(fr):
        rest = fr[: match.start()]
        if not (fr.startswith("et ", match.end()) and PAIRED.search(rest)) and _still_sentence(fr, rest):
            yield match.start(), stop
    for start, end in pairwise(match.start() for match in re.finditer(r"(?<!\d), |, (?!\d)", fr)):
        if AFTER_COMMA.match(fr, start) or not VERBISH.search(fr, start, end):
            yield start, end
    yield from (match.span() for match in re.finditer(r" \([^()]+\)", fr))
    if (head := HEAD.match(fr)) is not None:
        yield head.span()


def is_clause(text: str, span: tuple[int, int]) -> bool:
    """Whether a span is long enough, leaves enough behind, and tears no quotation or parenthesis apart."""
    cut, rest = text[slice(*span)], text[: span[0]] + text[span[1] :]
    whole = all(part.count(a) == part.count(b) for part in (cut, rest) for a, b in ("«»", "()", "“”"))
    enough = len(cut.split()) >= 3 and len(rest.split()) >= 3
    return whole and enough and cut.count('"') % 2 == 0 and CLAUSE <= len(cut) / max(len(text), 1) <= 0.6


def _still_sentence(text: str, rest: str) -> bool:
    return bool(VERBISH.search(rest)) or not VERBISH.search(text)


def _end(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return match.start() if match else len(text)


def wrong_partner(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """The French of another pair, of about the same length."""
    rank = pool.rank[pool.place[ar, fr]]
    for _ in range(20):
        other = pool.pairs[pool.by_length[min(max(rank + rng.randint(-40, 40), 0), len(pool.pairs) - 1)]][1]
        if not _akin(other, fr):
            return ar, other
    return None


def neighbour(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """The French of the line that follows: of the same text, but another sentence."""
    at = pool.place[ar, fr] + 1
    return None if at == len(pool.pairs) or _akin(pool.pairs[at][1], fr) else (ar, pool.pairs[at][1])


def _akin(a: str, b: str) -> bool:
    """Whether the French of one pair may do for the other: they share many words."""
    first, second = (set(re.findall(r"\w{3,}", text.lower())) for text in (a, b))
    return len(first & second) >= 0.4 * min(len(first), len(second))


ARABIC = re.compile(r"[\u0600-\u06ff]")


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
