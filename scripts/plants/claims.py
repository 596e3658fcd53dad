"""Planted into the French, and negation into the Arabic too: what is denied, how sure it is, who says it."""

from __future__ import annotations

import random
import re

from .pool import Edit, Pair, Pool, any_way, capitalised, edited, one

# Negation

NE = re.compile(
    r"\b(?P<ne>ne |n['’])(?P<verb>(?:[\w’'-]+ ){0,2}?[\w’'-]+) (?P<pas>pas|jamais|plus|point|nullement|aucune?|rien)\b"
    r"(?P<de> d(?:e |['’]))?|\b(?P<infinitive>ne (?:pas|jamais|plus|rien) )(?=\w)"
)
NOT_NEGATED = re.compile(
    r"\b(?:non seulement|pas (?:seulement|uniquement)|n['’]importe|ne serait-ce|non plus|ni)\b", re.IGNORECASE
)
INFINITIVE = re.compile(r"(?:se |s['’]|l['’]|les? |y |en )?\w+(?:er|ir|re|oir)\b")
NO_ONE = re.compile(r"\b([Aa])(ucune? )(?=[\w’'-]+(?: [\w’'-]+){0,5} (?:ne |n['’]))")
SANS = re.compile(
    r"\bsans (?!doute|cesse|précédent|que\b|ça|cela|abri|commune mesure|fil\b|aucun doute|lui|elle|eux"
    r"|\w+(?:er|ir|re|oir)\b)",
    re.IGNORECASE,
)
ELISION = re.compile(r"\b([jJcCdDlLmMsStT]|[qQ]u|[lL]orsqu|[pP]uisqu)e ([aeiouéêèâ]\w*)")
AR_NOT = re.compile(r"(?<!\w)(?P<and>[وف]?)(?:لم|لا|لن|ليس|ليست|ليسوا)\s+(?P<next>\w+)")
# After the particle: « still », « especially », « no doubt », « only », and the like.
AR_IDIOM = re.compile(r"[يتنأ]?زال\w*|سيما|بد|شك|بأس|ريب|محالة|مفر|فقط|غير|سوى|مجرد|حاجة|أو|أم|تقل|يقل")
AR_NOT_NEGATED = re.compile(r"(?<!\w)(?:إلا|سوى|ولا|بل|فحسب|وإنما|إنما)(?!\w)|ما لم")
DENIED = re.compile(r"\b(?:ne|n['’]\w*|pas|jamais|aucune?|sans|ni|non|rien|personne)\b", re.IGNORECASE)


def negation_removed(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A negation is gone: from the French, or as often, where both could be, from the Arabic."""
    return any_way((_without_french_not(ar, fr, rng), _without_arabic_not(ar, fr, rng)), rng)


def _without_french_not(ar: str, fr: str, rng: random.Random) -> Pair | None:
    if NOT_NEGATED.search(fr):
        return None
    edits: list[Edit] = []
    for match in NE.finditer(fr):
        after = fr[match.end() :]
        if match["infinitive"]:
            edits.append((*match.span(), ""))
        # « ne … que », « ne … plus … que »: only.
        elif not re.search(r"\bqu[e'’]", match["verb"]) and not (
            match["pas"] == "plus" and re.match(r"(?: [\w’'-]+){0,2} qu[e'’]", after)
        ):
            edits.append((*match.span(), _affirmed(match, after)))
    for match in NO_ONE.finditer(fr):
        if (ne := re.compile(r"\b(?:ne |n['’])").search(fr, match.end())) is not None:
            new = ("U" if match[1] == "A" else "u") + match[2][3:] + fr[match.end() : ne.start()]
            edits.append((match.start(), ne.end(), new))
    edits += [(*match.span(), capitalised("avec ", match[0])) for match in SANS.finditer(fr)]
    made = one(ar, fr, edits, rng)
    if made is None:
        return None
    changed = ELISION.sub(lambda m: m[0] if m[0] in fr else f"{m[1]}’{m[2]}", made[1])
    return ar, capitalised(changed, fr)


def _affirmed(match: re.Match[str], after: str) -> str:
    """What stands in place of « n'… pas », so that the sentence stays French."""
    verb, pas, of = match["verb"], match["pas"], match["de"] or ""
    if pas.startswith("aucun"):
        return f"{verb} {pas.removeprefix('auc')}{of}"
    if pas == "rien":
        return f"{verb} tout{of}"
    noun = re.match(r"\w+", after)
    if not of or noun is None or INFINITIVE.match(after) or re.match(r"l[ea]? |l[’']|les ", after):
        return verb + of
    article = "des" if noun[0][-1] in "sxz" else "une" if re.search(r"(?:e|ion|té)$", noun[0]) else "un"
    return f"{verb} {article} "


def _without_arabic_not(ar: str, fr: str, rng: random.Random) -> Pair | None:
    if AR_NOT_NEGATED.search(ar) or not DENIED.search(fr):
        return None
    edits: list[Edit] = [
        (*match.span(), match["and"] + match["next"])
        for match in AR_NOT.finditer(ar)
        if not AR_IDIOM.fullmatch(match["next"])
    ]
    return (edited(ar, rng.choice(edits)), fr) if edits else None


FINITE = re.compile(
    r"(?<=[\wé»,] )(?<!\by )(?<!\ben )(?<!\b[lL]ui )(?<!leur )(?<!\b[nv]ous )(?<!\bles )(?<!\bla )(?<!\ble )"
    r"(?<!\b[mts]e )(a|est|ont|sont|sera|seront|était|étaient|avait|avaient|peut|peuvent|doit|doivent|va|vont|veut"
    r"|faut)(?= \w)"
)


def negation_added(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A verb is denied."""
    edits: list[Edit] = []
    for match in FINITE.finditer(fr):
        around = fr[max(0, match.start() - 25) : match.end() + 25]
        if not DENIED.search(around):
            vowel = match[1][0] in "aeéo"
            edits.append((*match.span(), f"n’{match[1]} pas" if vowel else f"ne {match[1]} pas"))
    return one(ar, fr, edits, rng)


# How sure it is

# Verbs of saying by how far the writer stands by what is said: participle, third person, third person plural.
FORCE = {
    "said": """déclaré déclare déclarent, indiqué indique indiquent, ajouté ajoute ajoutent, dit dit disent,
        expliqué explique expliquent, précisé précise précisent, annoncé annonce annoncent, noté note notent,
        rapporté rapporte rapportent, signalé signale signalent, raconté raconte racontent""",
    "sure": """confirmé confirme confirment, assuré assure assurent, affirmé affirme affirment, révélé révèle révèlent,
        souligné souligne soulignent, montré montre montrent, reconnu reconnaît reconnaissent""",
    "claimed": "prétendu prétend prétendent, allégué allègue allèguent",
    "believed": """estimé estime estiment, supposé suppose supposent, pensé pense pensent, suggéré suggère suggèrent,
        soupçonné soupçonne soupçonnent, cru croit croient""",
    "denied": "nié nie nient, démenti dément démentent",
}
PROVED = "prouvé prouve prouvent"
OTHER_FORCE = {
    "said": ["confirmé confirme confirment", "prétendu prétend prétendent", "nié nie nient"],
    "sure": ["prétendu prétend prétendent", "nié nie nient", "supposé suppose supposent"],
    "claimed": ["confirmé confirme confirment", PROVED, "révélé révèle révèlent"],
    "believed": ["confirmé confirme confirment", PROVED, "nié nie nient"],
    "denied": ["confirmé confirme confirment", "reconnu reconnaît reconnaissent"],
}
VERBS = {  # form → (its force, which form it is)
    form: (force, n)
    for force, verbs in FORCE.items()
    for verb in verbs.split(",")
    for n, form in reversed(list(enumerate(verb.split())))
}
SAYING = re.compile(
    r"(?:\b(?P<aux>a|ont|avait|avaient|ayant|a-t-(?:il|elle|on)|ont-(?:ils|elles)) )?"
    rf"(?<![\w-])(?P<verb>{'|'.join(VERBS)})(?![\w-])"
    r"(?P<que>(?: (?!que)[\w’'-]+){0,4} qu[e’']| ?:| ?«)?"
)


def verb_of_saying(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """He said, he confirmed, he claimed, he denied: one for another."""
    edits: list[Edit] = []
    for match in SAYING.finditer(fr):
        force, form = VERBS[match["verb"]]
        inserted = match["aux"] and "-" in match["aux"]
        denied = re.search(r"\b(?:ne |n['’])\w*$", fr[: match.start()])
        if (form == 0) == bool(match["aux"]) and (match["que"] or inserted) and not denied:
            edits.append((*match.span("verb"), rng.choice(OTHER_FORCE[force]).split()[form]))
    return one(ar, fr, edits, rng)


SURE = {
    "aurait": "a", "auraient": "ont", "serait": "est", "seraient": "sont", "pourrait": "va", "pourraient": "vont",
    "possible": "certain", "probable": "certain", "suspectés": "confirmés",
    "soupçonné": "coupable", "soupçonnés": "coupables", "soupçonnée": "coupable",
}  # fmt: skip
HEDGE = re.compile(
    rf"(?<![\w-])(?P<word>{'|'.join(SURE)}|(?<=cas )suspects)(?![\w-])"
    r"| (?P<gone>présumée?s?|peut-être|probablement|sans doute|apparemment|vraisemblablement|éventuellement"
    r"|prétendument|potentiellement|(?<!\ba )(?<!\bont )prétendue?s?)(?=[\s.,;:])"
)
# Conditionals that are no hedge: under a condition, the future seen from the past, what ought to be.
NO_HEDGE_BEFORE = re.compile(r"(?:\bqu(?:e|['’]\w+)(?: [\w’'-]+){0,6} |\b(?:il|ce|cela) )$", re.IGNORECASE)
NO_HEDGE_AFTER = re.compile(r" (?:dû|pu|fallu|voulu|aimé|préféré|souhaité|bon|mieux|préférable|souhaitable)\b")
CONDITION = re.compile(r"\b(?:si|s['’]ils?|sinon|même si|sans (?:toi|lui|elle|cela))\b", re.IGNORECASE)


def hedge_removed(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """What is supposed becomes a fact: « aurait tué » → « a tué », « présumé » gone."""
    edits: list[Edit] = []
    for match in HEDGE.finditer(fr):
        if match["gone"]:
            edits.append((*match.span(), ""))
            continue
        before = fr[: match.start()]
        if match["word"].endswith(("ait", "aient")):
            real = not (CONDITION.search(fr) or NO_HEDGE_BEFORE.search(before) or NO_HEDGE_AFTER.match(fr, match.end()))
        else:
            real = not match["word"].endswith("ble") or bool(re.search(r"\b(?:est|était|reste|paraît) $", before))
        if real:
            edits.append((*match.span(), SURE.get(match["word"], "confirmés")))
    return one(ar, fr, edits, rng)


PARTICIPLE = re.compile(r"(?<=[\wé»] )(?P<aux>a|ont)(?= (?:été |\w+ment )?\w+(?:é|i|u|is|it|ert)e?s?\b)")
HEDGED = re.compile(
    r"rait\b|raient\b|peut-être|probable|présumé|sans doute|possible|apparem|semble|soupçon|suspect|selon|d['’]après",
    re.IGNORECASE,
)


def hedge_added(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """A fact becomes a supposition: « a tué » → « aurait tué », « aurait peut-être tué »."""
    if HEDGED.search(fr):
        return None
    forms = {"a": ["aurait", "a peut-être", "a probablement"], "ont": ["auraient", "ont peut-être", "ont probablement"]}
    return one(
        ar, fr, [(*m.span(), rng.choice(forms[m["aux"]])) for m in PARTICIPLE.finditer(fr) if not _clitic(fr, m)], rng
    )


def _clitic(fr: str, match: re.Match[str]) -> bool:
    return bool(re.search(r"\b(?:y|en|l|la|les|nous|vous|me|te|lui|leur)[ ’']$", fr[: match.start()]))


# Who says it

# « Selon les régions » depends on regions: nobody says it.
NOBODY = (
    r"(?:laquelle|lequel|lesquel|moi|toi|lui|elle|nous|vous|que|eux"
    r"|(?:l[ea’']|les|leurs?|son|sa|ses) ?(?:régions?|temps|provinces?|pays|âge|besoins?|saisons?|circonstances|cas"
    r"|types?|taille|nature|gravité|poids|sexe|directives|critères))\b"
)
STARTS = r"(?:l[ea’']|les|une?|des?|d[’']|ils?|elles?|on|ce|cette|ces|en|au|aux|à|plus|près)\b|[A-ZÀ-Þ\d«\"]|[ldn][’']"
SOURCE = re.compile(
    rf"(?P<head>^(?:Selon|D['’]après) (?P<who>(?!{NOBODY})[^,;:.«»]{{3,90}}), )(?={STARTS})"
    rf"|(?P<tail>,? (?:selon|d['’]après) (?P<by>(?!{NOBODY})[^,;:.«»]{{3,90}}))(?=,|\.?$)"
)
SAID = "|".join(
    form for form, (force, n) in VERBS.items() if n == 0 and force in ("said", "sure", "claimed", "believed", "denied")
)
SPEAKER = re.compile(rf"^[^,;:.«»]{{3,90}}? (?:a|ont) (?:{SAID})(?: [\w’'-]+){{0,3}} (?:qu['’]|que )")
INSERTED = re.compile(rf", (?:a|ont)(?:-t-(?:il|elle|on)|-(?:ils|elles))? (?:{SAID})(?: [^,.«»]{{2,60}})?(?=[.,])")
OTHERS = (
    "des habitants", "l’armée", "le ministère de l’Intérieur", "l’opposition", "des témoins", "la police",
    "les médias locaux", "une organisation humanitaire", "un porte-parole du gouvernement", "des sources médicales",
)  # fmt: skip
SAYS = re.compile(
    r"\b(?:selon|d['’]après|dit|disent|déclar|affirm|annonc|indiqu|rapport|estim|confirm|témoign|expliqu|pens)", re.I
)


def attribution_removed(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """Nobody says it any more: « Selon X, », « X a déclaré que », « , a-t-il ajouté » are gone."""
    edits: list[Edit] = [(*match.span(), "") for match in SOURCE.finditer(fr)]
    edits += [(*match.span(), "") for pattern in (SPEAKER, INSERTED) for match in pattern.finditer(fr)]
    made = one(ar, fr, edits, rng)
    return made and (ar, capitalised(made[1], fr))


def speaker_changed(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """« Selon X » names somebody else."""
    edits: list[Edit] = []
    for match in SOURCE.finditer(fr):
        group = "who" if match["head"] else "by"
        others = [other for other in OTHERS if not set(other.split()[1:]) & set(match[group].split())]
        edits.append((*match.span(group), rng.choice(others)))
    made = one(ar, fr, edits, rng)
    return made and (ar, re.sub(r"\b([Ss])elon d['’]après|\bde (?=des )", r"\1elon", made[1]))


def attribution_added(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """What the Arabic says on its own account, the French lets others say."""
    if (
        SAYS.search(fr)
        or len(fr.split()) < 5
        or fr[0] in '«-–"'
        or not re.match(r"(?:L[ea’']|Les|Un|Une|Des|Il|Elle|Ils|Elles)\b", fr)
    ):
        return None
    return ar, f"Selon {rng.choice(OTHERS)}, {fr[0].lower()}{fr[1:]}"


def certainty_or_attribution(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """One of the changes above; something is added (a quarter of the times) only where nothing could be taken."""
    changed = any_way(
        (plant(ar, fr, rng, pool) for plant in (verb_of_saying, hedge_removed, attribution_removed, speaker_changed)),
        rng,
    )
    if changed is not None or rng.random() > 0.25:
        return changed
    return any_way((plant(ar, fr, rng, pool) for plant in (hedge_added, attribution_added)), rng)


# Quotations

QUOTED = re.compile(r"«\s?(?P<inside>[^«»]{8,}?)\s?»|\"(?P<plain>[^\"]{8,}?)\"|“(?P<curly>[^“”]{8,}?)”")
AR_QUOTES = re.compile('[«»"“”]')
REPORTED = re.compile(rf"(?:{'|'.join(VERBS)}) que (?P<said>(?:[\w’'-]+ ){{3,8}}[\w’'-]+)(?=\.$|, )")


def quotation(ar: str, fr: str, rng: random.Random, pool: Pool) -> Pair | None:
    """Quotation marks are gone or stand around less; or they make a quotation of what was reported."""
    edits: list[Edit] = []
    if AR_QUOTES.search(ar):
        for match in QUOTED.finditer(fr):
            inside = match["inside"] or match["plain"] or match["curly"]
            edits.append((*match.span(), inside))
            if len(words := inside.split()) >= 6:
                half = len(words) // 2
                edits.append((*match.span(), f"{' '.join(words[:half])} « {' '.join(words[half:])} »"))
    elif not QUOTED.search(fr):
        edits = [(*match.span("said"), f"« {match['said']} »") for match in REPORTED.finditer(fr)]
    return one(ar, fr, edits, rng)
