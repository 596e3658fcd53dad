from __future__ import annotations

from pathlib import Path

import pytest
from samples import AR, FR

from aligner.errors import InputError
from aligner.scoring import score


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
