from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from samples import AR, FR

from aligner import scoring
from aligner.errors import InputError, ModelError, UsageError
from aligner.scoring import comparable, score


@pytest.fixture
def bitext(tmp_path: Path) -> str:
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"{a}\t{f}\n" for a, f in zip(AR, FR, strict=True)), encoding="utf-8")
    return str(path)


def reference(tmp_path: Path, lines: list[str]) -> str:
    path = tmp_path / "reference.txt"
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return str(path)


def test_without_a_reference(bitext: str) -> None:
    ((name, figure, signature),) = score(bitext)
    assert name == "fidelity"
    assert 0.9 < figure <= 1
    assert signature.startswith("aligner:")


def test_the_same_text_has_the_best_figures(bitext: str, tmp_path: Path) -> None:
    # Spaces that do not break, and a soft hyphen, are no difference.
    lines = [line.replace(" ", "\u00a0").replace("mar", "mar\u00ad") for line in FR]
    figures = {name: figure for name, figure, _ in score(bitext, reference(tmp_path, lines))}
    assert list(figures) == ["fidelity", "BLEU", "chrF2++", "TER"]
    assert figures["BLEU"] == pytest.approx(100)
    assert figures["chrF2++"] == pytest.approx(100)
    assert figures["TER"] == 0


def test_other_words_cost(bitext: str, tmp_path: Path) -> None:
    lines = [FR[0].replace("hier", "jeudi"), *FR[1:]]
    rows = list(score(bitext, reference(tmp_path, lines)))
    figures = {name: figure for name, figure, _ in rows}
    assert 90 < figures["BLEU"] < 100
    assert 90 < figures["chrF2++"] < 100
    # One word of all that the reference has, where « ’ » and the stops are words of their own.
    assert 0 < figures["TER"] < 2
    assert all("version:" in signature for _, _, signature in rows[1:])


def test_guillemets_are_words_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text(
        "قال: «وصل القطار إلى المدينة أمس»\tIl a dit : «Le train est arrivé hier en ville»\n", encoding="utf-8"
    )
    lines = ["Il a dit : « Le train est arrivé hier en ville »"]
    figures = {name: figure for name, figure, _ in score(str(path), reference(tmp_path, lines))}
    assert figures["BLEU"] == pytest.approx(100)


def test_one_line_a_pair(bitext: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="9 lines for 10 pairs"):
        list(score(bitext, reference(tmp_path, FR[1:])))


def test_no_pairs(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv"
    path.write_text("ar\tfr\n", encoding="utf-8")
    with pytest.raises(InputError, match="no"):
        list(score(str(path)))


# Two systems: one that is right but for a word, one that is wrong in many.
NEARLY = [line.replace("hier", "jeudi") for line in FR]
WORSE = [" ".join(line.split()[::-1]) for line in FR]
SPELT = [
    ("أكّدَ المتحدّث أنّ إعادة الإعمار ستبدأ في ٢٠٢٤، ثم سكت.", "اكد المتحدث ان اعادة الاعمار ستبدأ في 2024, ثم سكت."),
    ("وصـــل الوفد إلى القرى؟", "وصل الوفد الي القرى?"),
    ("ﻻ شيء", "لا شيء"),
]


def side(tmp_path: Path, name: str, lines: list[str], arabic: list[str] = AR) -> str:
    path = tmp_path / name
    rows = lines if path.suffix == ".txt" else [f"{a}\t{f}" for a, f in zip(arabic, lines, strict=True)]
    path.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_figures_are_those_of_sacrebleus_own_program(bitext: str, tmp_path: Path) -> None:
    """The program is given what :func:`comparable` makes of the lines."""
    second = [line.replace("annoncé", "déclaré") for line in FR]
    ours = side(tmp_path, "ours.tsv", NEARLY)
    expected = {}
    paths = [tmp_path / name for name in ("hypotheses", "first", "second")]
    for path, lines in zip(paths, (NEARLY, FR, second), strict=True):
        path.write_text("".join(comparable(line, "fr") + "\n" for line in lines), encoding="utf-8")
    options = ["-m", "bleu", "chrf", "ter", "-tok", "intl", "--chrf-word-order", "2", "--ter-normalized", "-w", "10"]
    command = [sys.executable, "-m", "sacrebleu", str(paths[1]), str(paths[2]), "-i", str(paths[0]), *options]
    for row in json.loads(subprocess.run(command, capture_output=True, check=True).stdout):
        expected[row["name"]] = row["score"], row["signature"]
    references = [side(tmp_path, "first.txt", FR), side(tmp_path, "second.tsv", second)]
    found = score(ours, references)[1:]
    assert len(found) == 3
    for name, figure, signature in found:
        assert figure == pytest.approx(expected[name][0])
        assert signature == f"{expected[name][1]}|form:NFKC"
        assert "nrefs:2" in signature


@pytest.mark.parametrize(("test", "kind"), [("bootstrap", "bs:1000"), ("randomisation", "ar:10000")])
def test_two_systems(test: Any, kind: str, tmp_path: Path) -> None:
    ours, reference = side(tmp_path, "ours.tsv", NEARLY), side(tmp_path, "reference.txt", FR)
    other = side(tmp_path, "other.txt", WORSE)
    found = {name: (figure, signature) for name, figure, signature in score(ours, reference, against=other, test=test)}
    for name, better in (("BLEU", 1), ("chrF2++", 1), ("TER", -1)):
        assert better * found[name][0] > better * found[f"{name} against"][0]
        assert found[f"{name} p"][0] < 0.05
        assert f"|{kind}|seed:12345|" in found[f"{name} p"][1]
    assert found["fidelity"][0] > found["fidelity against"][0] - 0.1
    again = score(ours, reference, against=other, test=test)
    assert [row[1] for row in again] == [figure for figure, _ in found.values()]


def test_two_systems_that_are_one(bitext: str, tmp_path: Path) -> None:
    rows = score(bitext, side(tmp_path, "reference.tsv", NEARLY), against=side(tmp_path, "other.txt", FR))
    assert [row.figure for row in rows if row.name.endswith(" p")] == [1.0, 1.0, 1.0]


def test_significance_is_sacrebleus(tmp_path: Path) -> None:
    from sacrebleu.metrics import BLEU
    from sacrebleu.significance import PairedTest

    _, results = PairedTest([("a", WORSE), ("b", NEARLY)], {"BLEU": BLEU(tokenize="intl")}, [FR], "bs")()
    rows = score(
        side(tmp_path, "ours.txt", NEARLY), side(tmp_path, "ref.txt", FR), against=side(tmp_path, "other.txt", WORSE)
    )
    assert [row.figure for row in rows if row.name == "BLEU p"] == [results["BLEU"][1].p_value]
    assert rows[0].name == "BLEU", "lines alone have no source to be faithful to"


@pytest.mark.parametrize(("written", "expected"), SPELT)
def test_arabic_is_compared_without_its_optional_signs(written: str, expected: str) -> None:
    assert comparable(written, "ar") == comparable(expected, "ar")
    assert comparable(comparable(written, "ar"), "ar") == comparable(written, "ar")


def test_into_arabic(tmp_path: Path) -> None:
    pairs = side(tmp_path, "pairs.tsv", ["Rien."] * len(SPELT), [written for written, _ in SPELT])
    reference = side(tmp_path, "reference.txt", [expected for _, expected in SPELT])
    rows = score(pairs, reference, into="ar")
    assert [row.name for row in rows] == ["fidelity", "BLEU", "chrF2++", "TER"]
    assert [row.figure for row in rows[1:]] == pytest.approx([100, 100, 0])
    assert all("vowels:no|tatweel:no|alef:bare|ya:dotted|signs:ASCII" in row.signature for row in rows[1:])


class Comet:
    """A model as the package unbabel-comet gives it: the score is the share of samples with the key "ref"."""

    def __init__(self, references: bool = True) -> None:
        self.references, self.samples = references, list[dict[str, str]]()

    def requires_references(self) -> bool:
        return self.references

    def predict(self, samples: list[dict[str, str]], **_: Any) -> Any:
        self.samples += samples
        return SimpleNamespace(system_score=sum(sample.get("ref") == sample["mt"] for sample in samples) / len(samples))


@pytest.fixture
def comet(monkeypatch: pytest.MonkeyPatch) -> Comet:
    model = Comet()

    def load(path: str) -> Comet:
        if path.endswith("broken.ckpt"):
            raise RuntimeError("no\ncheckpoint")
        return model

    package = SimpleNamespace(
        __version__="9.9", load_from_checkpoint=load, download_model=lambda name: f"/somewhere/{name}.ckpt"
    )
    monkeypatch.setitem(sys.modules, "comet", package)
    monkeypatch.setattr(scoring, "_gpus", lambda: 0)
    return model


def test_comet(comet: Comet, bitext: str, tmp_path: Path) -> None:
    references = [side(tmp_path, "first.txt", FR), side(tmp_path, "second.txt", WORSE)]
    rows = score(bitext, references, against=side(tmp_path, "other.txt", NEARLY), comet="wmt")[-2:]
    assert [(row.name, row.figure) for row in rows] == [("COMET", 0.5), ("COMET against", pytest.approx(0.45))]
    assert rows[0].signature == "nrefs:2|model:wmt|version:9.9"
    assert comet.samples[0] == {"src": AR[0], "mt": FR[0], "ref": FR[0]}


def test_comet_without_a_reference(comet: Comet, bitext: str) -> None:
    with pytest.raises(UsageError, match="wmt needs a reference"):
        score(bitext, comet="wmt")
    comet.references = False
    (_, row) = score(bitext, comet="kiwi")
    assert row.signature == "nrefs:0|model:kiwi|version:9.9"
    assert set(comet.samples[0]) == {"src", "mt"}


def test_comet_that_is_not_there(bitext: str, tmp_path: Path, comet: Comet, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="no COMET model: no checkpoint: give the path"):
        score(bitext, bitext, comet="broken")
    with pytest.raises(UsageError, match="source"):
        score(side(tmp_path, "ours.txt", FR), side(tmp_path, "reference.txt", FR), comet="wmt")
    monkeypatch.setitem(sys.modules, "comet", None)
    with pytest.raises(ModelError, match="pip install unbabel-comet"):
        score(bitext, bitext, comet="wmt")


def test_what_is_unknown(bitext: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="unknown test: 'luck'; known are bootstrap, randomisation"):
        score(bitext, bitext, test="luck")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="known are fr, ar"):
        score(bitext, into="de")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="2 pairs for 10 pairs"):
        score(bitext, side(tmp_path, "reference.tsv", FR[:2], AR[:2]))
