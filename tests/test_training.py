"""A user's own model: made of a small field, better there than the embedded one, and loaded by its name."""

from __future__ import annotations

import json
import shutil
import sys
from itertools import product
from pathlib import Path

import pytest
from samples import AR, FR

from aligner import align, check, cli, configured, load_model, nearest, train, training
from aligner.errors import InputError, ModelError, UsageError
from aligner.model import forget, model_names, own_models
from aligner.model.lexical import CARD, TABLES
from aligner.run import audit, signature
from aligner.text.words import words
from aligner.training import EVERY, LEAST, RUN, Training, apart

# Words of a mill that no general text has; each comes with each other.
WHO = {"الطحان": "Le meunier", "الصانع": "L’artisan", "الأجير": "Le journalier", "المتدرب": "L’apprenti"}
DEED = {"جلخ": "a affûté", "زيّت": "a graissé", "فك": "a démonté", "ركّب": "a monté", "نظف": "a nettoyé"}
PART = {
    "القادوس": "la trémie",
    "الرحى": "la meule",
    "المسنن": "le pignon",
    "الغربال": "le blutoir",
    "البكرة": "la poulie",
    "المحور": "l’arbre",
}
WHEN = {"فجراً": "à l’aube", "ظهراً": "à midi", "ليلاً": "la nuit", "أمس": "hier", "غداة العيد": "au lendemain de la fête"}
FIELD = [
    (f"{deed} {who} {part} {when}.", f"{WHO[who]} {DEED[deed]} {PART[part]} {WHEN[when]}.")
    for when, part, who, deed in product(WHEN, PART, WHO, DEED)
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def at_home(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    forget()


@pytest.fixture(scope="module")
def bitext(home: Path) -> str:
    path = home / "mill.tsv"
    path.write_text("".join(f"{ar}\t{fr}\n" for ar, fr in [*FIELD, *FIELD[:50]]), encoding="utf-8")
    return str(path)


@pytest.fixture(scope="module")
def made(bitext: str, home: Path) -> Training:
    return train([bitext], "mill", str(home / "aligner" / "models"))


def test_it_knows_the_field(made: Training) -> None:
    assert (made.pairs, made.held) == (len(FIELD), len(FIELD) // EVERY)
    assert made.folder == own_models() / "mill"
    assert set(made.figures) == {
        *("found, Arabic to French", "found, French to Arabic", "aligned, strict F1", "aligned, unmatched F1"),
        *("omissions seen", "false omissions"),
    }
    for label in ("found, Arabic to French", "found, French to Arabic", "aligned, strict F1"):
        before, after = made.figures[label]
        assert before is not None
        assert after is not None
        assert after > before
    lexicon = load_model("mill").lexicon(words("القادوس"), words("trémie"))
    assert lexicon.fr_given_ar[0, 0] > 0.8
    assert lexicon.ar_frequency[0] > 100 * load_model().lexicon(words("القادوس"), words("trémie")).ar_frequency[0]


def test_it_still_knows_what_it_knew(made: Training) -> None:
    model = load_model("mill")
    assert nearest(AR, FR, model).fr_of_ar.tolist() == list(range(len(AR)))
    assert [pair.tgt_text for pair in align(AR, FR, model)] == FR
    for text in ("القطار", "المدينة"):
        before, after = (m.lexicon(words(text), words("train ville")).fr_given_ar for m in (load_model(), model))
        assert after == pytest.approx(before, abs=1e-3), "no word of the field"


def test_the_same_text_gives_the_same_bytes(made: Training, bitext: str, tmp_path: Path) -> None:
    again = train([bitext], "mill", str(tmp_path))
    assert again.folder == tmp_path / "mill"
    assert again.figures == made.figures
    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted([CARD, TABLES, "mill"])
    for name in (CARD, TABLES):
        assert (again.folder / name).read_bytes() == (made.folder / name).read_bytes()


def test_the_card_says_where_it_comes_from(made: Training) -> None:
    card = json.loads((made.folder / CARD).read_text(encoding="utf-8"))
    assert card["base"] == {"name": "ar-fr", "sha256": load_model().digest}
    assert card["sources"][0]["name"] == "mill.tsv"
    assert card["figures"]["pairs"] == len(FIELD)
    assert "made by aligner" in load_model("mill").description


def test_it_is_chosen_by_name(made: Training, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(model_names()) == ["ar-fr", "mill"]
    for config in (configured(model="mill"), configured(model=str(made.folder))):
        assert list(check([], config=config)) == []
        assert f"|model:mill.{load_model('mill').digest[:12]}|" in signature(load_model(config.model), config=config)
    monkeypatch.chdir(tmp_path)
    Path("aligner.toml").write_text('model = "mill"\n', encoding="utf-8")
    assert configured().model == "mill"
    assert configured(model="ar-fr").model == "ar-fr"
    Path("page.txt").write_text("\n\n".join([AR[0], FR[0]]), encoding="utf-8")
    assert "model:mill." in audit("page.txt", config=configured()).signature
    with pytest.raises(ModelError, match="the models here are ar-fr, mill"):
        audit("page.txt", config=configured(model="none"))


def test_training_again_takes_its_place(
    made: Training, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the command line, whose table is that of the figures."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    shutil.copytree(made.folder, own_models() / "again")
    assert load_model("again").digest == load_model(str(made.folder)).digest
    shorter = tmp_path / "shorter.tsv"
    shorter.write_text("".join(f"{ar}\t{fr}\n" for ar, fr in FIELD[:LEAST]), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["aligner", "train", str(shorter), "--name", "again"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert not ended.value.code
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == [f"on 40 of {LEAST} pairs", "ar-fr", "again"]
    assert rows[-1] == ["written to", "", str(own_models() / "again")]
    assert {len(row) for row in rows} == {3}
    assert load_model("again").digest != load_model(str(made.folder)).digest
    broken = own_models() / "broken"
    broken.mkdir()
    (broken / CARD).write_text("{}", encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["aligner", "models"])
    with pytest.raises(SystemExit):
        cli.main()
    _, *rows = (line.split("\t") for line in capsys.readouterr().out.splitlines())
    assert [row[0] for row in rows] == ["ar-fr", "again", "broken"]
    assert "no model can be read" in rows[2][2]


def test_nothing_that_is_held_out_is_learned_from() -> None:
    pairs = [(f"نص {n}", f"texte {n}") for n in range(995)]
    pairs[400] = (pairs[RUN * (EVERY // 2)][0], "autre texte")
    rest, held = apart(pairs)
    assert len(held) == 5 * RUN
    assert held[:RUN] == pairs[RUN * (EVERY // 2) :][:RUN], "in runs"
    assert len(rest) == 995 - len(held) - 1
    assert {text for pair in held for text in pair}.isdisjoint(text for pair in rest for text in pair)
    assert len(apart([(str(n), f"t{n}") for n in range(100_000)])[1]) == 1000


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        (FIELD[: LEAST - 1] * 2, rf"text.tsv: {LEAST - 1} different pairs of Arabic and French: at least {LEAST}"),
        (
            [*FIELD[:300], *((ar, ar) for ar, _ in FIELD[300:])],
            r"text.tsv: pair 301 is not Arabic with French \(300 of 600",
        ),
    ],
)
def test_too_little_or_other_text(pairs: list[tuple[str, str]], message: str, tmp_path: Path) -> None:
    path = tmp_path / "text.tsv"
    path.write_text("".join(f"{ar}\t{fr}\n" for ar, fr in pairs), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        train([str(path)], "none")
    assert "none" not in model_names()


def test_too_much_text(bitext: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "MOST", 550)
    with pytest.raises(InputError, match=r"mill\.tsv: pair 551 is one too many: 550 at most"):
        train([bitext], "none")
    monkeypatch.setattr(training, "LONGEST", 10)
    with pytest.raises(InputError, match="0 different pairs"):
        train([bitext], "none")


@pytest.mark.parametrize("name", ["", "../up", "a/b", ".hidden", "ar-fr", "x" * 65])
def test_names_that_cannot_be(name: str, bitext: str) -> None:
    with pytest.raises(UsageError, match="name"):
        train([bitext], name)


def test_a_model_of_another_version_says_so(made: Training, tmp_path: Path) -> None:
    card = json.loads((made.folder / CARD).read_text(encoding="utf-8"))
    (tmp_path / TABLES).write_bytes((made.folder / TABLES).read_bytes())
    (tmp_path / CARD).write_text(json.dumps({**card, "format": 2, "aligner": "0.0.9"}), encoding="utf-8")
    with pytest.raises(ModelError, match=r"another version \(made by aligner 0.0.9\): .*train your own model again"):
        load_model(str(tmp_path))
