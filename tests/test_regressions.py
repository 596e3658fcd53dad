"""Faults that reviews found across modules, each mended since: what they showed must stay so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import Run, files, save
from samples import AR, FR, document

from aligner import blocks, pages
from aligner.errors import AlignerError, ModelError
from aligner.evaluate import evaluate_files
from aligner.furniture import kind
from aligner.model import LexicalModel, load_model
from aligner.run import pair_files


@pytest.mark.parametrize("line", ["Crédit photo : Salma Idrissi", "٣٤ إعجابا"])
def test_furniture_that_is_not_seen(line: str) -> None:
    assert kind(line) is not None


@pytest.mark.parametrize(
    ("head", "author", "time"),
    [
        ("Radio du Nord (@radio) · 2h", "Radio du Nord", "2h"),
        ("إذاعة الشمال @radio · منذ ساعة", "إذاعة الشمال", "منذ ساعة"),
    ],
)
def test_name_handle_and_time_between_dots(head: str, author: str, time: str, model: LexicalModel) -> None:
    (statement,) = pages.statements([document(f"{head}\n{FR[0]}\n\n{AR[0]}")], model)[0]
    assert (statement.author, statement.handle, statement.time) == (author, "@radio", time)


def test_a_bracket_is_no_author() -> None:
    assert blocks._header("[@radio]") == blocks.Header(handle="@radio")


def test_empty_lines_of_sentences(run: Run) -> None:
    save("ar", f"{AR[0]}\n\n{AR[1]}\n")
    save("fr", f"{FR[0]}\n\n{FR[1]}\n")
    code, out, err = run("align", "ar", "fr", "--sentences")
    records = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [(r["src"], r["tgt"]) for r in records if r["src_text"] != [""] and r["tgt_text"] != [""]] == [
        ([0], [0]),
        ([2], [2]),
    ]


def test_align_by_line_wants_arabic_then_french(run: Run, texts: tuple[str, str]) -> None:
    assert run("align", "fr.txt", "ar.txt", "--sentences")[0] == 2


def test_one_link_of_gold(tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"src": [0], "tgt": [0]}\n', encoding="utf-8")
    assert evaluate_files(str(tmp_path / "gold.jsonl"), str(tmp_path / "gold.jsonl"))["strict F1"] == 1


@pytest.mark.parametrize(
    ("system", "gold"),
    [
        ("[" * 100_000, "[]"),
        ("{}", "{}"),
        ("[[[0], [0]]]", '{"statements": []}'),
        ('{"statements": [{"pairs": [{"src": "a"}]}]}', '{"statements": []}'),
    ],
)
def test_what_cannot_be_evaluated(system: str, gold: str, tmp_path: Path) -> None:
    for name, text in (("system", system), ("gold", gold)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(AlignerError):
        evaluate_files(str(tmp_path / "system"), str(tmp_path / "gold"))


@pytest.mark.parametrize("reference", ["none", "fr.txt"])
def test_score_prints_nothing_when_it_fails(reference: str, run: Run, texts: tuple[str, str]) -> None:
    save("pairs.tsv", f"{AR[0]}\t{FR[0]}\n")
    assert run("score", "pairs.tsv", "--reference", reference)[:2] == (2, "")


def test_several_forms_are_written_together_or_not_at_all(run: Run, texts: tuple[str, str]) -> None:
    Path("r.json").mkdir()
    before = files()
    assert run("audit", *texts, "--to", "html,json", "-o", "r.html")[0] == 2
    assert files() == before


def test_folders_are_written_together_or_not_at_all(run: Run) -> None:
    for name in ("a", "b"):
        save(f"ar/{name}.txt", AR[0])
        save(f"fr/{name}.txt", FR[0] if name == "a" else "")
    assert run("align", "ar", "fr", "-o", "out")[0] == 2
    assert not list(Path().glob("out/*"))


def test_names_with_dots_are_different_files(tmp_path: Path) -> None:
    for folder in ("ar", "fr"):
        (tmp_path / folder).mkdir()
        for year in ("2020", "2021"):
            (tmp_path / folder / f"report.{year}.txt").touch()
    assert len(pair_files(tmp_path / "ar", tmp_path / "fr")) == 2


def test_folders_without_files(run: Run) -> None:
    Path("ar").mkdir()
    Path("fr").mkdir()
    code, _, err = run("align", "ar", "fr", "-o", "out")
    assert (code, bool(err)) == (2, True)


def test_no_arguments_show_the_help(run: Run) -> None:
    _, out, err = run()
    assert "\nCommands:" in out + err


def test_a_card_that_is_no_object(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text("[]", encoding="utf-8")
    (tmp_path / "tables.npz").write_bytes(b"")
    with pytest.raises(ModelError):
        load_model(str(tmp_path))


def test_the_embedded_model_is_loaded_once() -> None:
    assert load_model("ar-fr") is load_model()


@pytest.mark.parametrize("arguments", ["ar.txt fr.txt --to jsonl -o fr.txt", "ar.txt fr.txt --to tsv -o ar.txt"])
def test_an_alignment_never_takes_the_place_of_its_input(arguments: str, run: Run, texts: tuple[str, str]) -> None:
    before = [Path(text).read_bytes() for text in texts]
    code, _, err = run("align", *arguments.split())
    assert (code, "is an input" in err) == (2, True)
    assert [Path(text).read_bytes() for text in texts] == before


def test_folders_never_take_the_place_of_their_inputs(run: Run) -> None:
    save("ar/a.tsv", AR[0])
    save("fr/a.txt", FR[0])
    assert run("align", "ar", "fr", "--to", "tsv", "--sentences", "-o", "ar")[0] == 2
    assert Path("ar/a.tsv").read_text(encoding="utf-8") == AR[0]


@pytest.mark.parametrize(
    "arguments", ["align ar fr -o file", "audit {long} x", "align {long} x", "audit ar/a.txt -o {long}"]
)
def test_names_that_cannot_be(arguments: str, run: Run) -> None:
    save("ar/a.txt", AR[0])
    save("fr/a.txt", FR[0])
    save("file", "")
    code, out, err = run(*arguments.format(long="n" * 300).split())
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_an_unknown_check_is_named_before_any_work(run: Run) -> None:
    save("page.txt", f"{AR[0]}\n\n{FR[4]}\n")
    code, _, err = run("audit", "page.txt", "--checks", "numbr")
    assert (code, "unknown check: numbr" in err) == (2, True)


def test_an_empty_row_has_no_omission() -> None:
    from aligner import Pair, Sentence, check

    assert [pair.findings for pair in check([Pair((Sentence(" "),), (Sentence(""),))])] == [()]


def test_lines_of_a_paragraph_that_lost_its_line_ends(model: LexicalModel, tmp_path: Path) -> None:
    from aligner.run import audit

    page = tmp_path / "page.html"
    page.write_text("<p>" + "\n".join(AR[:3]) + "\n" + "\n".join(FR[:3]) + "</p>", encoding="utf-8")
    (statement,) = audit(str(page)).statements
    assert {block.lines for block in (*statement.src, *statement.tgt)} == {(1, 6)}


def test_places_of_lines_with_carriage_returns(tmp_path: Path) -> None:
    from aligner.run import align_files

    for name, text in (("ar", AR), ("fr", FR)):
        (tmp_path / name).write_bytes("\r\n".join(text[:3]).encode())
    for pair in align_files(str(tmp_path / "ar"), str(tmp_path / "fr"), by_line=True):
        assert [s.start for s in pair.src] == ["\r\n".join(AR[:3]).index(s.text) for s in pair.src]


def test_every_line_a_paragraph_of_its_own(model: LexicalModel) -> None:
    """A gap between a name and the handle below it says nothing where there are gaps everywhere."""
    lines = ["Radio du Nord", "@radio", "3h", FR[0], FR[1], "إذاعة الشمال", "@radio", "3h", AR[0], AR[1]]
    found, left = pages.statements([document("\n\n".join(lines))], model)
    (statement,) = found
    assert (statement.author, statement.handle, statement.time) == ("إذاعة الشمال", "@radio", "3h")
    assert [block.text for block in statement.src] == AR[:2]
    assert [block.text for block in statement.tgt] == FR[:2]
    assert [line.kind for line in left] == ["author", "handle", "time"] * 2


def test_a_signature_takes_no_line_of_the_text(model: LexicalModel) -> None:
    (statement,) = pages.statements([document(f"{AR[0]}\n{FR[0]}\nLe Nord\n— @radio")], model)[0]
    assert "Le Nord" in [block.text for block in statement.tgt]


def test_a_shared_hashtag_ties_no_posts(model: LexicalModel) -> None:
    page = "\n\n".join(
        [
            f"Secours\n@secours\n7h\n{FR[0]}\n# Les secours",
            f"الإسعاف\n@secours\n7h\n{AR[0]} #الإسعاف",
            f"الإسعاف\n@secours\n12h\n{AR[4]}\n#الإسعاف",
        ]
    )
    found = pages.statements([document(page)], model)[0]
    assert [(statement.status, statement.time) for statement in found] == [("paired", "7h"), ("source-only", "12h")]
