"""Tables and texts that several tests share. All Arabic and French is written for these tests."""

from __future__ import annotations

import hashlib
from pathlib import Path

from aligner.data import Document, Sentence, Source
from aligner.formats import text as text_format

CASES = Path(__file__).parent / "cases"
CORPORA = Path(__file__).parents[1] / "corpora"

NEWS = [
    (
        "أعلنت وزارة الصحة أمس وفاة ثلاثة مرضى في مستشفى المدينة.",
        "Le ministère de la Santé a annoncé hier la mort de trois patients à l’hôpital de la ville.",
    ),
    ("وصلت قافلة المساعدات إلى القرية صباح يوم الأحد.", "Le convoi d’aide est arrivé au village dimanche matin."),
    (
        "قال رئيس البلدية إن المدارس ستبقى مغلقة حتى نهاية الأسبوع.",
        "Le maire a déclaré que les écoles resteraient fermées jusqu’à la fin de la semaine.",
    ),
    (
        "قطعت الثلوج الطريق بين الجبل والساحل لمدة يومين.",
        "La neige a coupé la route entre la montagne et la côte pendant deux jours.",
    ),
    (
        "يطالب العمال برفع أجورهم وتحسين شروط العمل.",
        "Les ouvriers réclament une hausse de leurs salaires et de meilleures conditions de travail.",
    ),
    ("عاد الصيادون إلى الميناء قبل العاصفة.", "Les pêcheurs sont rentrés au port avant la tempête."),
    (
        "زار وفد من الأمم المتحدة مخيم اللاجئين قرب الحدود.",
        "Une délégation des Nations unies a visité le camp de réfugiés près de la frontière.",
    ),
    (
        "افتتحت الجامعة مكتبة جديدة تضم عشرين ألف كتاب.",
        "L’université a inauguré une nouvelle bibliothèque de vingt mille livres.",
    ),
    (
        "انخفض سعر القمح في السوق العالمية بسبب وفرة المحصول.",
        "Le prix du blé a baissé sur le marché mondial en raison d’une récolte abondante.",
    ),
    ("حكمت المحكمة على المتهم بالسجن خمس سنوات.", "Le tribunal a condamné l’accusé à cinq ans de prison."),
]
AR = [arabic for arabic, _ in NEWS]
FR = [french for _, french in NEWS]


def rows(name: str) -> list[list[str]]:
    """The rows of ``cases/NAME.tsv`` without its comments and its header line, filled up to the header's columns."""
    lines = (CASES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    header, *table = [line.split("\t") for line in lines if line and not line.startswith("# ")]
    assert all(len(row) <= len(header) for row in table), name
    return [row + [""] * (len(header) - len(row)) for row in table]


def document(text: str, name: str = "page.txt") -> Document:
    """A page of plain text."""
    data = text.encode()
    content = text_format.read(data, name)
    source = Source(name, hashlib.sha256(data).hexdigest(), len(data), "text", content.encoding)
    return Document(source, content.text, content.blocks)


def sentences(texts: list[str]) -> list[Sentence]:
    """The texts as the sentences of a document that has one on each line."""
    made, start = [], 0
    for number, text in enumerate(texts):
        made.append(Sentence(text, start, (number + 1, number + 1), number))
        start += len(text) + 1
    return made
