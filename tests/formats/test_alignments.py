"""The ladder of hunalign, the alignments of vecalign, and aligning in every form."""

from __future__ import annotations

import ast
from itertools import pairwise
from pathlib import Path

import pytest
from commands import Run
from hostile import AR, FR
from hypothesis import given
from hypothesis import strategies as st
from pairs import pair

from aligner import formats
from aligner.errors import AlignerError, UsageError
from aligner.formats import hunalign, vecalign


def rungs(text: str) -> list[tuple[list[int], list[int], float]]:
    """The links of a ladder, as its readers have them."""
    lines = [line.split("\t") for line in text.splitlines()]
    steps = [(int(src), int(tgt), float(score)) for src, tgt, score in lines]
    return [(list(range(a[0], b[0])), list(range(a[1], b[1])), a[2]) for a, b in pairwise(steps)]


LINKS = [
    pair(["أ"], ["a"], 0.9, (0, 0)),
    pair(["ب"], [], 0, (1, 0)),
    pair([], ["b"], 0, (0, 1)),
    pair(["ت", "ث"], ["c"], 0.75, (2, 2)),
    pair(["ج"], ["e"], 0.8, (4, 4), moved=True),
    pair(["ح"], ["d"], 0.7, (5, 3)),
    pair([], ["f"], 0, (0, 5)),
]


def test_the_ladder() -> None:
    assert "".join(hunalign.write_pairs(LINKS)).splitlines()[0] == "0\t0\t0.9000"
    assert rungs("".join(hunalign.write_pairs(LINKS))) == [
        ([0], [0], 0.9),
        ([1], [], 0),
        ([], [1], 0),
        ([2, 3], [2], 0.75),
        ([4], [], 0),
        ([5], [3], 0.7),
        ([], [4, 5], 0),
    ]
    assert list(hunalign.write_pairs([])) == ["0\t0\t0.0000\n"]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), max_size=8))
def test_a_ladder_has_every_sentence_once(sizes: list[tuple[int, int]]) -> None:
    src = tgt = 0
    pairs = []
    for a, f in sizes:
        pairs.append(pair(["س"] * a, ["s"] * f, 0.5, (src, tgt)))
        src, tgt = src + a, tgt + f
    found = rungs("".join(hunalign.write_pairs(pairs)))
    assert [n for link in found for n in link[0]] == list(range(src))
    assert [n for link in found for n in link[1]] == list(range(tgt))
    linked = [(a, f) for a, f, _ in found if a and f]
    assert linked == [([s.number for s in p.src], [s.number for s in p.tgt]) for p in pairs if p.src and p.tgt]


def test_vecalign_keeps_links_that_cross() -> None:
    lines = "".join(vecalign.write_pairs(LINKS)).splitlines()
    assert lines[:4] == ["[0]:[0]:0.100000", "[1]:[]:0.000000", "[]:[1]:0.000000", "[2, 3]:[2]:0.250000"]
    read = [tuple(ast.literal_eval(part) for part in line.split(":")) for line in lines]
    assert [(src, tgt) for src, tgt, _ in read] == [
        ([s.number for s in p.src], [s.number for s in p.tgt]) for p in LINKS
    ]


def test_what_is_only_written(tmp_path: Path) -> None:
    (tmp_path / "x.ladder").write_text("0\t0\t1\n")
    with pytest.raises(UsageError, match=r"\.ladder is only written"):
        formats.read_bitext(str(tmp_path / "x.ladder"))


def test_align_and_check_in_every_form(tmp_path: Path, run: Run) -> None:
    (tmp_path / "ar.txt").write_text(f"{AR}\n", encoding="utf-8")
    (tmp_path / "fr.txt").write_text(f"{FR}\n", encoding="utf-8")
    for name in ("out.parquet", "out.moses", "out.ladder", "out.vecalign"):
        suffix = name.split(".")[1]
        form = {"ladder": "hunalign"}.get(suffix, suffix)
        assert run("align", "ar.txt", "fr.txt", "--to", form, "-o", name)[0] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "ar.txt",
        "fr.txt",
        "out.ar",
        "out.fr",
        "out.ladder",
        "out.parquet",
        "out.vecalign",
    ]
    for inputs in (["out.parquet"], ["out.ar", "out.fr"], ["out.fr", "out.ar"]):
        assert run("check", *inputs, "-o", "report.tsv")[0] == 0
        _, line = (tmp_path / "report.tsv").read_text(encoding="utf-8").splitlines()
        assert line.split("\t")[1:3] == [AR, FR]
    assert run("check", "out.ar", "out.fr", "-o", "out.fr", "--to", "tsv")[0] == 2
    assert run("align", "out.ar", "fr.txt", "--to", "moses", "-o", "out")[0] == 2
    code, _, err = run("align", "ar.txt", "fr.txt", "--to", "moses")
    assert code == 2
    assert "two files" in err


def test_folders_in_two_files_a_text(tmp_path: Path, run: Run) -> None:
    for lang, text in (("ar", AR), ("fr", FR)):
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "one.txt").write_text(f"{text}\n", encoding="utf-8")
    assert run("align", "ar", "fr", "--to", "moses", "-o", "out")[0] == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["one.ar", "one.fr"]


def test_every_writer_is_whole() -> None:
    for form in formats.formats():
        if form.writes == "bitext" and not hasattr(form.module, "write_sides"):
            try:
                made = formats.written(form.module, LINKS, "x")
            except AlignerError as error:
                pytest.fail(str(error))
            assert list(made) == ["x"] and made["x"]
