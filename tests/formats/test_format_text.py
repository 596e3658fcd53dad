"""Plain text and Markdown as blocks."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.data import Block
from aligner.formats import markdown, text
from aligner.formats._layout import Content

ROWS = [
    row.split("\t")
    for row in (Path(__file__).parents[1] / "cases" / "lines.tsv").read_text(encoding="utf-8").splitlines()[2:]
]


WRAPS = [
    row.split("\t")
    for row in (Path(__file__).parents[1] / "cases" / "wrapped.tsv").read_text(encoding="utf-8").splitlines()[2:]
]


def read(module: object, content: str) -> Content:
    return module.read(content.encode(), "file")  # type: ignore[attr-defined, no-any-return]


def shown(content: Content) -> list[tuple[str, str, bool]]:
    return [(block.kind, block.text, block.gap) for block in content.blocks]


def check(content: Content) -> None:
    """What every document promises: blocks are slices, in order, and have lines in order."""
    end, line = 0, 1
    for block in content.blocks:
        assert content.text[block.start : block.start + len(block.text)] == block.text
        assert block.text == block.text.strip() != ""
        assert block.start >= end
        assert line <= block.lines[0] <= block.lines[1]
        end, line = block.start + len(block.text), block.lines[0]


@pytest.mark.parametrize(("line", "kind"), ROWS, ids=[row[0] for row in ROWS])
def test_kind_of_a_line(line: str, kind: str) -> None:
    assert [block.kind for block in read(text, line).blocks] == [kind]


def test_a_page_has_one_paragraph_a_line() -> None:
    page = (
        "La mairie du port\n@mairieduport\n3h\n"
        "Pour la première fois depuis dix ans, le marché aux poissons ouvrira le dimanche matin\n"
        "Le maire a précisé que les pêcheurs pourront vendre dès six heures, et que la rue sera fermée aux voitures "
        "jusqu’à midi, sauf pour les riverains et les secours.\n"
        "# Marché\n\u200f\n \t\r\n"
        "بلدية المرفأ\n@mairieduport\n"
    )
    content = read(text, page)
    check(content)
    assert [(block.lines, block.gap) for block in content.blocks] == [
        ((1, 1), False),
        ((2, 2), False),
        ((3, 3), False),
        ((4, 4), False),
        ((5, 5), False),
        ((6, 6), False),
        ((9, 9), True),
        ((10, 10), False),
    ]


WRAPPED = """\
Bonjour à tous,

La réunion de mardi est reportée à jeudi, parce que la salle est
occupée par les travaux de peinture. Nous commencerons à dix heures
précises, et chacun apportera de quoi écrire.
Le repas suivra.

- Le premier point concerne la route du nord, que la pluie a coupée
  en deux endroits depuis samedi.
- Le second est libre.

نعلمكم أن اجتماع يوم الثلاثاء تأجل إلى يوم الخميس بسبب أعمال الدهان
التي بدأت في القاعة الكبيرة، وسنبدأ في تمام الساعة العاشرة، ويحضر
كل واحد منكم دفتره.
"""


def test_wrapped_paragraphs_are_joined() -> None:
    content = read(text, WRAPPED)
    check(content)
    assert [(block.kind, block.lines, block.gap) for block in content.blocks] == [
        ("paragraph", (1, 1), False),
        ("paragraph", (3, 5), True),
        ("paragraph", (6, 6), False),
        ("item", (8, 9), True),
        ("item", (10, 10), False),
        ("paragraph", (12, 14), True),
    ]


@pytest.mark.parametrize(("lines", "blocks"), WRAPS)
def test_lines_that_were_broken(lines: str, blocks: str) -> None:
    content = read(text, lines.replace("|", "\n"))
    check(content)
    assert " ".join(str(block.text.count("\n") + 1) for block in content.blocks) == blocks


def test_scripts_are_never_joined() -> None:
    lines = [
        "le pont du village est fermé depuis ce matin à cause du vent fort",
        "الجسر مغلق منذ الصباح بسبب الرياح القوية التي هبت على القرية كلها",
    ]
    content = read(text, "\n".join(lines * 6))
    assert [block.text for block in content.blocks] == lines * 6


def test_headlines_of_like_length_are_not_joined() -> None:
    titles = [
        "Le port du nord ferme pour trois semaines à cause de la tempête",
        "Les écoles de la région rouvriront leurs portes lundi au matin",
        "Un nouveau pont reliera les deux rives du fleuve avant l’été",
        "Les prix du pain montent encore dans les villes de la côte est",
        "Deux médecins volontaires sont arrivés hier au camp du plateau",
    ]
    assert [block.text for block in read(text, "\n".join(titles)).blocks] == titles


def test_line_ends_of_every_kind() -> None:
    content = read(text, "un\r\ndeux\rtrois\u2028quatre\n\ncinq")
    check(content)
    assert [(b.text, b.lines[0], b.gap) for b in content.blocks] == [
        ("un", 1, False),
        ("deux", 2, False),
        ("trois", 3, False),
        ("quatre", 3, False),
        ("cinq", 5, True),
    ]


def test_a_byte_order_mark_is_no_text() -> None:
    assert text.read("\ufeffنعم".encode(), "file").blocks == (Block("نعم", 0, (1, 1)),)


MARKDOWN = """\
---
title: left out
---
# Le pont ##
#الجسر
@mairie
Le pont du village est fermé depuis ce matin à cause du vent fort
et rouvrira demain.
الجسر مغلق منذ الصباح

Sous-titre
----------

> Première ligne
> - un point
>
> deuxième

- un
- deux points dont le second est assez long pour être coupé ici
  en deux
1. numéro
-
***
```text
# pas un titre

fin
```
##
"""


def test_markdown_blocks() -> None:
    content = read(markdown, MARKDOWN)
    check(content)
    assert shown(content) == [
        ("heading", "Le pont", False),
        ("paragraph", "#الجسر", False),
        ("paragraph", "@mairie", False),
        ("paragraph", "Le pont du village est fermé depuis ce matin à cause du vent fort\net rouvrira demain.", False),
        ("paragraph", "الجسر مغلق منذ الصباح", False),
        ("heading", "Sous-titre", True),
        ("paragraph", "Première ligne", True),
        ("item", "un point", False),
        ("paragraph", "deuxième", True),
        ("item", "un", True),
        ("item", "deux points dont le second est assez long pour être coupé ici\n  en deux", False),
        ("item", "numéro", False),
        ("item", "-", False),
        ("rule", "***", False),
        ("paragraph", "# pas un titre", False),
        ("paragraph", "fin", True),
    ]


def test_markdown_table() -> None:
    table = (
        "avant\n\n| عربي | français |\n|---|:--:|\n"
        "| نعم \\| لا | oui |\n| | deux | trop |\nseul | ici \\\n\naprès | pas | une table\n"
    )
    content = read(markdown, table)
    check(content)
    assert [(block.cell, block.text) for block in content.blocks] == [
        (None, "avant"),
        ((0, 0, 0), "عربي"),
        ((0, 0, 1), "français"),
        ((0, 1, 0), "نعم \\| لا"),
        ((0, 1, 1), "oui"),
        ((0, 2, 1), "deux"),
        ((0, 2, 2), "trop"),
        ((0, 3, 0), "seul"),
        ((0, 3, 1), "ici \\"),
        (None, "après | pas | une table"),
    ]


BREAKS = ["\n", "\r\n", "\r", "\u2028", "\x0c", " ", "\t", "\u00a0", "\u200f"]
MARKS = ["#", "## ", ">", "> ", "- ", "1. ", "|", "\\", "|-|", "---", "***", "===", "```", "~~~", "…"]
WORDS = ["mot", "Le pont est fermé", "نعم", "الجسر مغلق منذ الصباح", "x" * 60]
PIECES = st.sampled_from(BREAKS + MARKS + WORDS)


@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from([text, markdown]))
def test_blocks_are_slices_in_order(content: str, module: object) -> None:
    check(read(module, content))


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=200))
def test_plain_text_loses_no_letter(content: str) -> None:
    if content.encode().startswith(b"\xef\xbb\xbf") or any(c < " " and c not in "\n\r\t\x0c\x0b" for c in content):
        return
    try:
        found = read(text, content)
    except Exception as error:
        assert "file" in str(error)
        return
    check(found)
    assert [c for c in found.text if c.isalnum()] == [c for b in found.blocks for c in b.text if c.isalnum()]
