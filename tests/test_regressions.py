"""Faults that reviews found across modules, each mended since: what they showed must stay so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from samples import AR, FR, document
from test_cli import Run, files, run, save, texts

from aligner import blocks, pages
from aligner.errors import AlignerError, ModelError
from aligner.evaluate import evaluate_files
from aligner.furniture import kind
from aligner.model import LexicalModel, load_model
from aligner.run import pair_files

__all__ = ["run", "texts"]  # fixtures


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
