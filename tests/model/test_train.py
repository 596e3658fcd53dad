"""A small model: trained, written, loaded, refused when it is damaged."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aligner.errors import ModelError
from aligner.model import LexicalModel, load_model, model_names, train_links
from aligner.model.gaps import Gaps
from aligner.model.lexical import CARD, FORMAT, TABLES, files, load
from aligner.model.links import PLAIN
from aligner.model.train import Example, train
from aligner.text.words import words

PERSONS = {"الطبيب": "Le médecin", "الطفل": "L’enfant", "النجار": "Le menuisier", "الحارس": "Le gardien"}
DEEDS = {"فتح": "a ouvert", "أغلق": "a fermé", "وجد": "a trouvé", "باع": "a vendu", "حمل": "a porté"}
THINGS = {"الباب": "la porte", "الكتاب": "le livre", "الرسالة": "la lettre", "المفتاح": "la clé", "الصندوق": "la boîte"}
# Each person does each deed once, and each thing comes with each deed: 20 sentences.
EXAMPLES = [
    Example(f"{person} {deed} {thing}.", f"{PERSONS[person]} {DEEDS[deed]} {THINGS[thing]}.")
    for p, person in enumerate(PERSONS)
    for d, deed in enumerate(DEEDS)
    for thing in [list(THINGS)[(p + d) % len(THINGS)]]
]


def unit(word: str) -> str:
    return words(word)[-1].unit


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "tiny"
    train(EXAMPLES, folder, {"description": "twenty sentences"})
    return folder


@pytest.fixture(scope="module")
def tiny(folder: Path) -> LexicalModel:
    return load(folder)


def test_the_same_examples_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    train(EXAMPLES, tmp_path, {"description": "twenty sentences"})
    assert sorted(path.name for path in folder.iterdir()) == [CARD, TABLES]
    for name in (CARD, TABLES):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_the_card_says_what_was_made(tiny: LexicalModel, folder: Path) -> None:
    assert tiny.name == "tiny"
    assert tiny.card["description"] == "twenty sentences"
    assert tiny.card["sha256"] == tiny.digest
    figures = tiny.card["figures"]
    assert figures["examples"] == 20
    assert figures["stems"]["ar_units"] == len(PERSONS) + len(DEEDS) + len(THINGS)
    assert figures["stems"]["entries"] >= 14
    assert figures["pieces"]["entries"] > 0


@pytest.mark.parametrize(("arabic", "french"), [*PERSONS.items(), *THINGS.items(), *DEEDS.items()])
def test_words_are_tied(arabic: str, french: str, tiny: LexicalModel) -> None:
    lexicon = tiny.lexicon(
        (word for example in EXAMPLES for word in words(example.ar)),
        (word for example in EXAMPLES for word in words(example.fr)),
    )
    row = lexicon.fr_given_ar[lexicon.ar[unit(arabic)]]
    best = {list(lexicon.fr)[j] for j in row.argsort()[-len(french.split()) :]}
    assert unit(french) in best
    assert row[lexicon.fr[unit(french)]] > 0.3


def test_word_lists_are_no_prose(tmp_path: Path) -> None:
    train([*EXAMPLES, Example("الجسر", "pont", weight=5, kind="terms")], tmp_path, {})
    model = load(tmp_path)
    lexicon = model.lexicon(words("الجسر الباب"), words("pont porte"))
    assert lexicon.fr_given_ar[0, 0] > 0.9
    assert lexicon.ar_frequency[0] == pytest.approx(0.5 / 60)
    assert lexicon.ar_frequency[1] == pytest.approx(4.5 / 60)


def test_names_teach_letters_and_documents_the_worth_of_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_links, "ROUNDS", 2)
    monkeypatch.setattr(train_links, "SHORTEST", 5)
    names = [Example("سامي", "Sami", kind="names"), Example("سليم نادر", "Salim Nader", kind="names")]
    documents = [Example(example.ar, example.fr, document=f"document {n % 4}") for n, example in enumerate(EXAMPLES)]
    figures = train([*EXAMPLES, *documents, *names, Example("باسم", "Basem Ali", kind="names")], tmp_path, {})
    assert figures["documents for links"] == 1
    assert figures["letters"]["ar_units"] > 0
    model = load(tmp_path)
    assert model.links.tolist() != PLAIN.tolist()
    assert model.similarity(["فتح الطبيب الباب."], ["Le médecin a ouvert la porte."])[0, 0] > 0


def test_pairs_without_words_are_left_out(tmp_path: Path) -> None:
    figures = train([*EXAMPLES, Example("…", "mot"), Example("كلمة", "!")], tmp_path, {})
    assert figures["examples"] == 20


def _cut(folder: Path) -> None:
    data = (folder / TABLES).read_bytes()
    (folder / TABLES).write_bytes(data[:-10])


def _card(folder: Path, **changes: Any) -> None:
    card = json.loads((folder / CARD).read_text(encoding="utf-8"))
    (folder / CARD).write_text(json.dumps({**card, **changes}), encoding="utf-8")


@pytest.mark.parametrize(
    ("harm", "part"),
    [
        (_cut, "damaged"),
        (lambda folder: _card(folder, format=FORMAT + 1), "another version"),
        (lambda folder: _card(folder, sha256="0" * 64), "damaged"),
        (lambda folder: (folder / TABLES).unlink(), "no model can be read"),
        (lambda folder: (folder / CARD).unlink(), "no model named"),
        (lambda folder: (folder / CARD).write_text("{", encoding="utf-8"), "no model can be read"),
        (lambda folder: (folder / CARD).write_bytes(b"\xff\xfe{}"), "no model can be read"),
    ],
)
def test_a_damaged_model_is_refused_in_one_line(harm: Any, part: str, folder: Path, tmp_path: Path) -> None:
    for name in (CARD, TABLES):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    harm(tmp_path)
    with pytest.raises(ModelError, match=part) as error:
        load_model(str(tmp_path))
    assert "\n" not in str(error.value)
    assert re.search("install|name another|the models here", str(error.value))


@pytest.mark.parametrize(
    "arrays",
    [
        {"stems.columns": None},
        {"links": None},
        {"stems.columns": np.array([1 << 30], np.int32)},
        {"pieces.rows": np.zeros(3, np.int32)},
        {"stems.fr_given_ar": np.full(4, np.nan, np.float16)},
        {"letters.ar_units": np.frombuffer(b"\xff\xfe", np.uint8)},
        {"ar_cutter": np.zeros(10, np.uint8)},
        {"links": np.array(["text"])},
        {"links": np.zeros(3, np.float32)},
        {"gaps.doubt": np.zeros(3, np.float32)},
    ],
)
def test_tables_that_do_not_fit_are_refused(
    tiny: LexicalModel, arrays: dict[str, np.ndarray | None], tmp_path: Path
) -> None:
    """Though the card names the digest of just these tables."""
    whole = {**tiny.arrays, **arrays}
    for name, data in files({}, {k: v for k, v in whole.items() if v is not None}).items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(ModelError, match="no model's") as error:
        load_model(str(tmp_path))
    assert "\n" not in str(error.value)


def test_networks_that_do_not_fit_are_refused(model: LexicalModel) -> None:
    gaps = {key.removeprefix("gaps."): array for key, array in model.arrays.items() if key.startswith("gaps.")}
    assert Gaps(gaps)
    for change in ({"src.first": gaps["src.last"]}, {"tgt.last": gaps["tgt.first"]}, {"doubt": gaps["doubt"] * np.nan}):
        with pytest.raises(ValueError, match="networks"):
            Gaps({**gaps, **change})


def test_nothing_in_a_model_is_run(folder: Path, tmp_path: Path) -> None:
    """An array of objects is a pickle, which can run anything."""
    (tmp_path / TABLES).write_bytes((folder / TABLES).read_bytes())
    with zipfile.ZipFile(tmp_path / TABLES, "a") as archive, archive.open("evil.npy", "w") as file:
        np.lib.format.write_array(file, np.array([Path]), allow_pickle=True)
    _card_of(folder, tmp_path, sha256=hashlib.sha256((tmp_path / TABLES).read_bytes()).hexdigest())
    with pytest.raises(ModelError, match="no model's"):
        load_model(str(tmp_path))


def _card_of(folder: Path, place: Path, **changes: Any) -> None:
    (place / CARD).write_bytes((folder / CARD).read_bytes())
    _card(place, **changes)


def test_models_by_name_and_by_folder(folder: Path) -> None:
    assert load_model("ar-fr").digest == load_model().digest
    assert "ar-fr" in model_names()
    assert load_model(str(folder)).digest == load(folder).digest


def test_an_unknown_name_lists_the_shipped_models() -> None:
    with pytest.raises(ModelError, match=r"no model named fr-ar: the models here are .*ar-fr"):
        load_model("fr-ar")
