"""Pages in small: which blocks make a statement, whatever their order."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import AR, FR, document

from aligner.blocks import language
from aligner.data import Block, Document, Furniture, Pair, Sentence, Source, Statement
from aligner.errors import InputError
from aligner.model import LexicalModel, load_model
from aligner.pages import split, statements

A, F = AR, FR
SOURCE = Source("page", "", 0, "html", "utf-8")


def found(text: str | Document, model: LexicalModel) -> list[Statement]:
    return statements([document(text) if isinstance(text, str) else text], model)[0]


def sides(statement: Statement) -> tuple[list[str], list[str]]:
    return [block.text for block in statement.src], [block.text for block in statement.tgt]


def by_number(made: list[Statement]) -> list[tuple[list[int], list[int]]]:
    """The statements as numbers of our sentences, in the order of the Arabic."""
    numbers = [([A.index(text) for text in src], [F.index(text) for text in tgt]) for src, tgt in map(sides, made)]
    return sorted(numbers, key=lambda group: (group[0] or group[1], not group[0]))


def lines(*parts: str) -> str:
    return "\n\n".join(parts)


ALIKE = [([n], [n]) for n in range(4)]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(lines(*F[:4], *A[:4]), ALIKE, id="French, then Arabic"),
        pytest.param(lines(*A[:4], *F[:4]), ALIKE, id="Arabic, then French"),
        pytest.param(lines(*(part for n in range(4) for part in (A[n], F[n]))), ALIKE, id="interleaved"),
        pytest.param(lines(*(part for n in range(4) for part in (F[n], A[n]))), ALIKE, id="interleaved, French first"),
        pytest.param(lines(*A[:4], *F[3::-1]), ALIKE, id="reversed"),
        pytest.param(lines(A[2], A[0], A[3], A[1], *F[:4]), ALIKE, id="shuffled"),
        pytest.param(lines(*A[:4], F[0], F[2], F[3]), [([0, 1], [0]), *ALIKE[2:]], id="no French"),
        pytest.param(lines(A[0], A[2], A[3], *F[:4]), [([0], [0, 1]), *ALIKE[2:]], id="no Arabic"),
        pytest.param(lines(A[0], F[5]), [([0], []), ([], [5])], id="nothing in common"),
        pytest.param("\n".join([A[0], A[1], "", F[0], F[1]]), [([0, 1], [0, 1])], id="two lines a post"),
    ],
)
def test_layouts(page: str, expected: Any, model: LexicalModel) -> None:
    assert by_number(joined(found(page, model))) == expected


def joined(made: list[Statement]) -> list[Statement]:
    """As the audit shows them: cut at the gaps."""
    from aligner.run import _aligned

    return [piece for statement in made for piece in split(_aligned(statement, load_model()))]


def cells(*texts: tuple[str, str]) -> Document:
    """A table of two columns."""
    blocks, start = [], 0
    for row, pair in enumerate(texts):
        for column, text in enumerate(pair):
            if text:
                blocks.append(Block(text, start, (row + 1, row + 1), "cell", True, (0, row, column)))
            start += len(text) + 1
    text = "\n".join(text for pair in texts for text in pair)
    return Document(SOURCE, text, tuple(blocks))


def test_rows_of_a_table_pair(model: LexicalModel) -> None:
    made = found(cells(("النص العربي", "Traduction française"), *zip(A[:3], F[:3], strict=True)), model)
    assert by_number(made) == ALIKE[:3]


def test_a_row_pairs_what_its_words_do_not(model: LexicalModel) -> None:
    """Two lines without a word in common: the row alone says that one stands for the other."""
    made = found(cells((A[0], F[0]), ("زمبرقان", "Oulatchi"), (A[1], F[1])), model)
    assert (["زمبرقان"], ["Oulatchi"]) in [sides(statement) for statement in made]


def test_an_empty_cell_leaves_the_other_alone(model: LexicalModel) -> None:
    made = found(cells((A[0], F[0]), (A[1], ""), (A[2], F[2])), model)
    assert by_number(made) == [ALIKE[0], ([1], []), ALIKE[2]]
    assert [statement.status for statement in made] == ["paired", "source-only", "paired"]


@pytest.mark.parametrize(
    ("head", "author", "handle", "time"),
    [
        ("@radio", None, "@radio", None),
        ("Radio du Nord @radio", "Radio du Nord", "@radio", None),
        ("Radio du Nord (@radio)", "Radio du Nord", "@radio", None),
        ("Radio du Nord (@radio) - 2h", "Radio du Nord", "@radio", "2h"),
        ("Radio du Nord – @radio", "Radio du Nord", "@radio", None),
        ("Radio du Nord @radio 12 mars 2021", "Radio du Nord", "@radio", "12 mars 2021"),
        ("إذاعة الشمال @radio منذ ساعة", "إذاعة الشمال", "@radio", "منذ ساعة"),
        ("Radio du Nord [12 mars 2021]", "Radio du Nord", None, "12 mars 2021"),
        ("إذاعة الشمال، [١٢ آذار ٢٠٢١]", "إذاعة الشمال", None, "١٢ آذار ٢٠٢١"),
        ("Radio du Nord, [12.03.21 14:05]", "Radio du Nord", None, "12.03.21 14:05"),
        ("Radio du Nord\n@radio\n2h", "Radio du Nord", "@radio", "2h"),
        ("Radio du Nord\n@radio", "Radio du Nord", "@radio", None),
        ("Radio du Nord\n2h", "Radio du Nord", None, "2h"),
        ("@radio\n12 mars", None, "@radio", "12 mars"),
        ("Radio du Nord !\n@radio", None, "@radio", None),
    ],
)
def test_headers(head: str, author: str | None, handle: str | None, time: str | None, model: LexicalModel) -> None:
    made, furniture = statements([document(f"{head}\n{F[0]}\n\n{A[0]}")], model)
    (statement,) = [s for s in made if s.status == "paired"]
    assert (statement.author, statement.handle, statement.time) == (author, handle, time)
    assert sides(statement) == ([A[0]], [F[0]])
    assert {line.text for line in furniture} == set(head.split("\n")) - {"Radio du Nord !"}


def test_a_header_holds_a_post_together(model: LexicalModel) -> None:
    page = lines(f"Radio du Nord\n@radio\n{F[0]}", F[1], f"إذاعة الشمال\n@radio\n{A[0]}", A[1])
    (statement,) = joined(found(page, model))
    assert sides(statement) == (A[:2], F[:2])
    assert statement.author == "إذاعة الشمال"


def test_a_rule_ends_a_post(model: LexicalModel) -> None:
    page = f"@radio\n{F[0]}\n\n---\n\n{F[1]}\n\n{A[0]}\n\n{A[1]}"
    first, second = [s for s in joined(found(page, model)) if s.status == "paired"]
    assert (first.handle, second.handle) == ("@radio", None)
    assert by_number([first, second]) == ALIKE[:2]


def test_handles_tell_like_words_apart(model: LexicalModel) -> None:
    """Two accounts say the same; each is rendered."""
    page = lines(f"@nord\n{F[0]}", f"@sud\n{F[0]}", f"@sud\n{A[0]}", f"@nord\n{A[0]}")
    made = found(page, model)
    assert [s.status for s in made] == ["paired", "paired"]
    assert sorted(str(s.handle) for s in made) == ["@nord", "@sud"]
    for statement in made:
        assert document(page).text[: statement.src[0].start].rstrip().endswith(str(statement.handle))
        assert document(page).text[: statement.tgt[0].start].rstrip().endswith(str(statement.handle))


def test_times_tell_like_words_apart(model: LexicalModel) -> None:
    page = lines(f"@nord\n2h\n{F[0]}", f"@nord\n5h\n{F[0]}", f"@nord\n5h\n{A[0]}", f"@nord\n2h\n{A[0]}")
    made = [(s.time, s.src[0].lines[0] - s.tgt[0].lines[0]) for s in found(page, model)]
    assert sorted(made) == [("2h", 12), ("5h", 4)]


def test_other_handles_do_not_part_a_rendering(model: LexicalModel) -> None:
    """Relays name the translator's account above the French."""
    (statement,) = found(lines(f"@asli\n{A[0]}", f"@traduction\n{F[0]}"), model)
    assert sides(statement) == ([A[0]], [F[0]])
    assert statement.handle == "@asli"


def test_a_preview_that_is_cut_off(model: LexicalModel) -> None:
    cut_fr, cut_ar = " ".join(F[6].split()[:8]) + " …", " ".join(A[6].split()[:5]) + " …"
    page = lines(f"@onu\n{cut_fr}", f"@onu\n{F[6]}\n{F[7]}", f"@onu\n{cut_ar}", f"@onu\n{A[6]}\n{A[7]}")
    assert [sides(s) for s in found(page, model)] == [([cut_ar], [cut_fr]), (A[6:8], F[6:8])]


def test_a_quote_pulled_out_does_not_take_the_place_of_the_whole(model: LexicalModel) -> None:
    made = found(lines(*A[:4], F[2], *F[:4]), model)
    assert [s.status for s in made].count("source-only") == 0
    texts = [text for statement in made for text in sides(statement)[1]]
    assert sorted(texts) == sorted([F[2], *F[:4]])


def test_a_line_of_both_scripts_is_cut(model: LexicalModel) -> None:
    text = f"{A[1]} / {F[1]}"
    (statement,) = found(text, model)
    assert sides(statement) == ([A[1]], [F[1]])
    for block in (*statement.src, *statement.tgt):
        assert text[block.start : block.start + len(block.text)] == block.text


def test_a_few_foreign_words_do_not_cut_a_line(model: LexicalModel) -> None:
    text = "Le journal « الوطن العربي اليوم » a donné la nouvelle."
    made = found(lines(text, A[0]), model)
    assert ([], [text]) in [sides(statement) for statement in made]


def test_other_scripts_and_page_words_are_kept_as_furniture(model: LexicalModel) -> None:
    made, furniture = statements([document(lines("3 commentaires", A[0], "Новости", F[0], "Partager"))], model)
    assert by_number(made) == ALIKE[:1]
    assert [(line.kind, line.text) for line in furniture] == [
        ("comments", "3 commentaires"),
        ("other script", "Новости"),
        ("share", "Partager"),
    ]


def test_two_documents_are_one_statement(model: LexicalModel) -> None:
    arabic, french = document(lines(*A[:3], "Un mot en français")), document(lines("كلمات من لغة أخرى", *F[:3]))
    made, furniture = statements([arabic, french], model)
    assert [sides(statement) for statement in made] == [(A[:3], F[:3])]
    assert [(line.kind, line.text) for line in furniture] == [
        ("other language", "Un mot en français"),
        ("other language", "كلمات من لغة أخرى"),
    ]


def test_two_documents_of_posts_are_matched_by_content(model: LexicalModel) -> None:
    arabic = document(lines(f"@nord\n{A[0]}", f"@sud\n{A[1]}"))
    french = document(lines(f"@sud\n{F[1]}", f"@nord\n{F[0]}", f"@est\n{F[2]}"))
    made, _ = statements([arabic, french], model)
    assert by_number(made) == [*ALIKE[:2], ([], [2])]
    assert {s.handle for s in made} == {"@nord", "@sud", "@est"}


def test_a_header_speaks_only_for_what_follows_it(model: LexicalModel) -> None:
    made = found(lines(f"@nord\n{F[0]}", f"@sud\n{A[4]}\n{A[5]}", A[0]), model)
    handles = {tuple(sides(s)[0]): s.handle for s in made if s.src}
    assert handles[tuple(A[4:6])] == "@sud" if tuple(A[4:6]) in handles else True
    assert [s.handle for s in made if A[4] in sides(s)[0]] == ["@sud"]


def sentence(text: str, block: Block) -> Sentence:
    return Sentence(text, block.start, block.lines)


def test_split_cuts_where_both_sides_have_a_gap() -> None:
    src = [Block(A[n], 100 * n, (n, n), gap=n in (0, 2, 3)) for n in range(4)]
    tgt = [Block(F[n], 1000 + 100 * n, (n + 9, n + 9), gap=n in (0, 1, 2)) for n in range(3)]
    pairs = [Pair((sentence(A[n], src[n]),), (sentence(F[n], tgt[n]),)) for n in range(3)]
    pairs.append(Pair((sentence(A[3], src[3]),), ()))
    whole = Statement(tuple(src), tuple(tgt), pairs=tuple(pairs))
    pieces = list(split(whole))
    assert [sides(piece) for piece in pieces] == [(A[:2], F[:2]), ([A[2]], [F[2]]), ([A[3]], [])]
    assert [piece.status for piece in pieces] == ["paired", "paired", "source-only"]
    assert tuple(pair for piece in pieces for pair in piece.pairs) == whole.pairs
    held = Statement(whole.src, whole.tgt, handle="@radio", pairs=whole.pairs)
    assert list(split(held)) == [held]


POOL = [*AR[:5], *FR[:5], "@nord", "@sud", "2h", "5h", "Radio du Nord", "إذاعة الشمال", "Partager", "---", "", "", "…"]
POOL += [f"{AR[5]} | {FR[5]}", "photo_2021-03-12.jpg", "Новости", "12", "«", "Nord @nord · 2h"]


@settings(deadline=None, max_examples=120)
@given(st.lists(st.sampled_from(POOL), max_size=14))
def test_nothing_vanishes(page: list[str]) -> None:
    if not any(line.strip() for line in page):
        return
    source = document("\n".join(page))
    try:
        made, furniture = statements([source], load_model())
    except InputError as error:
        assert re.search("no (Arabic|French) text", str(error))
        return
    assert_all_there(source, made, furniture)


def assert_all_there(source: Document, made: list[Statement], furniture: list[Furniture]) -> None:
    blocks = [block for statement in made for block in (*statement.src, *statement.tgt)]
    covered = [0] * len(source.text)
    for block in blocks:
        assert source.text[block.start : block.start + len(block.text)] == block.text
        for at in range(block.start, block.start + len(block.text)):
            covered[at] += 1
    assert max(covered, default=0) <= 1
    kept = sorted(b.text for b in source.blocks if b.kind != "rule" and covered[b.start : b.start + 1] != [1])
    lost = [text for text in kept if text not in {line.text for line in furniture}]
    assert all(any(text.startswith(sign) for sign in "|/ ") for text in lost)
    assert len([line for line in furniture if line.kind != "other script"]) <= len(kept)
    for statement in made:
        assert statement.src or statement.tgt
        for side in (statement.src, statement.tgt):
            assert [block.start for block in side] == sorted(block.start for block in side)
        assert all(language(block.text) == "ar" for block in statement.src)
        assert all(language(block.text) == "fr" for block in statement.tgt)
    firsts = [(statement.src or statement.tgt)[0].start for statement in made]
    assert firsts == sorted(firsts)
