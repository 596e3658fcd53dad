"""Reports made by hand: every severity, an omission, an addition, lone statements, furniture, hostile text."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from aligner.data import Block, Finding, Furniture, Pair, Report, Sentence, Source, Span, Statement

GOLDEN = Path(__file__).parent / "golden"


class Page:
    """A page that grows line by line, so that offsets and line numbers are right."""

    def __init__(self) -> None:
        self.text = ""

    def side(self, *sentences: str) -> tuple[Sentence, ...]:
        out = []
        for text in sentences:
            line = self.text.count("\n") + 1
            out.append(Sentence(text, len(self.text), (line, line + text.count("\n")), line))
            self.text += text + "\n"
        return tuple(out)


def finding(
    pair: tuple[str, str], check: str, severity: str, message: str, src: str = "", tgt: str = "", **more: str
) -> Finding:
    """A finding on the words ``src`` and ``tgt`` of a pair of texts."""

    def spans(text: str, words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),) if words else ()

    return Finding(check, severity, message, spans(pair[0], src), spans(pair[1], tgt), **more)  # type: ignore[arg-type]


def statement(pairs: list[Pair], **who: str) -> Statement:
    """A statement whose blocks are its sentences."""

    def blocks(sentences: list[Sentence]) -> tuple[Block, ...]:
        return tuple(Block(s.text, s.start, s.lines) for s in sentences)

    return Statement(
        blocks([s for p in pairs for s in p.src]), blocks([s for p in pairs for s in p.tgt]), pairs=tuple(pairs), **who
    )


def source(path: str, text: str) -> Source:
    return Source(path, "3f" * 32, len(text.encode("utf-8", "replace")), "text", "utf-8")


BLASTS = "استيقظ سكان حي الزيتون صباح اليوم على صوت انفجارين متتاليين."
BLASTS_FR = "Les habitants du quartier d’Al-Zeitoun ont été réveillés ce matin par deux explosions successives."
HURT = "أُصيب سبعة عشر شخصاً، بينهم أربعة أطفال، بحسب مستشفى المدينة."
HURT_FR = "Soixante et onze personnes, dont quatre enfants, ont été blessées."
BRIDGE = "زعمت البلدية أن الجسر لم يُغلق أمام سيارات الإسعاف."
BRIDGE_FR = "La mairie a confirmé que le pont était fermé aux ambulances."
INQUIRY = "ودعت نقابة الأطباء إلى تحقيق مستقل في أسباب التأخير."
ANGER_FR = "Cette décision a provoqué la colère des riverains."
ORDER = "ولم يُعرف حتى مساء أمس من أصدر الأمر ولا متى يعود السير إلى طبيعته."
ORDER_FR = (
    "Qui a donné l’ordre?",
    "Hier soir, on l’ignorait toujours, comme on ignorait quand la circulation reprendrait.",
)
KEY = "قالت أم سليم: «لم نأخذ معنا سوى مفتاح البيت»."
KEY_FR = "Oum Salim raconte qu’ils n’ont emporté que la clé de la maison."
LEFT = "غادرنا القرية يوم 3 آذار ولم نعد إليها."
LEFT_FR = "Nous avons quitté le village le 3 mars et n’y sommes jamais revenus."
COURSE = "تعلن مكتبة الحي عن دورة مجانية في الخط العربي كل يوم سبت."
PAPER_FR = (
    "Dans les ateliers du port, la grève entre dans sa deuxième semaine.",
    "Les négociations ont repris mardi sans résultat.",
)
EVIL = 'تحذير: <script>alert(1)</script> \u202eنص مقلوب\u202c "\' onmouseover="alert(2)'
EVIL_FR = (
    "Avertissement : </style><img src=x onerror=alert(3)> \x1b[31mrouge\x1b[0m {{ 7*7 }} \ud800 \x00 [bold]gras[/bold]"
)


def _tweet(page: Page) -> Statement:
    src, tgt = page.side(BLASTS, HURT), page.side(BLASTS_FR, HURT_FR)
    texts = (HURT, HURT_FR)
    hurt = (
        finding(
            texts,
            "number",
            "error",
            "The Arabic says 17 (سبعة عشر); the French says 71.",
            "سبعة عشر",
            "Soixante et onze",
            suggestion="Dix-sept",
        ),
        finding(
            texts,
            "attribution",
            "warning",
            "The French no longer says who reported this: بحسب مستشفى المدينة.",
            "بحسب مستشفى المدينة",
        ),
    )
    pairs = [Pair(src[:1], tgt[:1], 0.97654, 0.98), Pair(src[1:], tgt[1:], 0.91, 0.123456, hurt)]
    return statement(pairs, author="مرصد الضفاف", handle="@difaf_obs", time="3 h")


def _communique(page: Page) -> Statement:
    src, tgt = page.side(BRIDGE, INQUIRY, ORDER), page.side(BRIDGE_FR, ANGER_FR, *ORDER_FR)
    texts = (BRIDGE, BRIDGE_FR)
    bridge = (
        finding(
            texts,
            "certainty",
            "error",
            "A claim (زعمت) became a fact (« a confirmé »).",
            "زعمت",
            "a confirmé",
            suggestion="a prétendu",
        ),
        finding(texts, "negation", "error", "The negation لم is lost.", "لم يُغلق", "était fermé"),
        finding(
            texts,
            "quotation",
            "info",
            "Reported speech covers more words in the French.",
            "أن الجسر لم يُغلق",
            "que le pont était",
        ),
    )
    omission = Finding("omission", "error", "Nothing renders this Arabic sentence.", (Span(0, len(INQUIRY)),))
    addition = Finding(
        "addition", "warning", "No Arabic stands behind this French sentence.", (), (Span(0, len(ANGER_FR)),)
    )
    mark = ORDER_FR[0].index("?")
    space = Finding("typography", "info", "French sets a narrow no-break space before « ? ».", (), (Span(mark, mark),))
    pairs = [
        Pair(src[:1], tgt[:1], 0.88, 0.05, bridge),
        Pair(src[1:2], (), 0.7, 0.02, (omission,)),
        Pair((), tgt[1:2], 0.66, 0.3, (addition,)),
        Pair(src[2:], tgt[2:], 0.93, 0.9, (space,)),
    ]
    return statement(pairs, author="Coordination des quartiers", time="12 / شباط / 2020")


def _testimony(page: Page) -> Statement:
    tgt, src = page.side(KEY_FR, LEFT_FR), page.side(KEY, LEFT)
    quote = finding(
        (KEY, KEY_FR),
        "quotation",
        "warning",
        "Words quoted in the Arabic are told as narration in the French.",
        "«لم نأخذ معنا سوى مفتاح البيت»",
        "qu’ils n’ont emporté que la clé de la maison",
    )
    return statement([Pair(src[:1], tgt[:1], 0.9, 0.55, (quote,)), Pair(src[1:], tgt[1:], 0.96, 0.97)])


def _hostile(page: Page) -> Statement:
    src, tgt = page.side(EVIL), page.side(EVIL_FR)
    findings = (
        Finding("encoding", "warning", "A bidi control turns the letters around: \u202e.", (Span(38, 39),)),
        Finding(
            "<b>odd",
            "info",
            '</script><script>alert("x")</script>',
            (Span(-3, 4000),),
            (Span(9, 2),),
            suggestion="<i>\x1b[2J",
        ),
        Finding("untranslated", "info", "No place given."),
    )
    return statement(
        [Pair(src, tgt, 0.5, 0.5, findings)],
        author="<script>alert(4)</script>",
        handle="javascript:alert(5)",
        time='"><svg onload=alert(6)>',
    )


@pytest.fixture(scope="session")
def page() -> Report:
    """One page with everything on it."""
    text = Page()
    statements = [_tweet(text), _communique(text), _testimony(text)]
    statements.append(statement([Pair(text.side(COURSE), ())], author="مكتبة الحي", handle="@maktaba"))
    statements.append(statement([Pair((), (s,)) for s in text.side(*PAPER_FR)]))
    statements.append(_hostile(text))
    return Report(
        "aligner 0.1.0; model ar-fr 5d2c; checks number 1, negation 1",
        (source("corpora/relais & co.txt", text.text),),
        tuple(statements),
        (
            Furniture("photo_2020-02-12.jpg", (1, 1), "image name"),
            Furniture("3 تعليقات <b>", (8, 9), "counter"),
        ),
        0.6789,
        ("The page has two languages in one paragraph (line 4: نص مختلط); it was cut there.",),
    )


@pytest.fixture(scope="session")
def clean() -> Report:
    """Two documents that agree."""
    text = Page()
    pair = Pair(text.side(BLASTS), text.side(BLASTS_FR), 0.99, 0.9999)
    return Report(
        "s", (source("-", BLASTS), source("C:\\docs\\fr.docx", BLASTS_FR)), (statement([pair]),), fidelity=0.9999
    )


@pytest.fixture(scope="session")
def empty() -> Report:
    return Report("s", (), ())


@pytest.fixture(scope="session")
def long(page: Report) -> Report:
    """2,000 pairs, one in ten with findings."""
    calm, bad = page.statements[0].pairs
    pairs = ([calm] * 9 + [bad]) * 200
    return replace(page, statements=(replace(page.statements[0], pairs=tuple(pairs)),))


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares a text with the file kept under that name; ALIGNER_GOLDEN=1 writes the file instead."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if os.environ.get("ALIGNER_GOLDEN"):
            file.write_text(text, "utf-8", newline="\n")
        assert text == file.read_text("utf-8"), f"{name} changed; if it should, run with ALIGNER_GOLDEN=1 and look"

    return compare
