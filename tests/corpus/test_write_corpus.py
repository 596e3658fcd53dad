"""A corpus in files: every form reads back, the data set has what ``datasets`` looks for, nothing is half written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples import NEWS

from aligner import formats
from aligner.corpus import write
from aligner.corpus.data import Row
from aligner.corpus.manifest import Manifest, Sample, Step, part
from aligner.errors import OutputError, UsageError

ROWS = [Row(arabic, french, 0.9, 0.8, "a.ar", "a.fr") for arabic, french in NEWS]
PARTS = {"train": ROWS[:7], "dev": ROWS[7:]}


def manifest() -> Manifest:
    sample = Sample(src="<b>نص</b>", tgt="<script>alert(1)</script>", src_doc="a|b", tgt_doc="", like="")
    step = Step(
        name="filter",
        unit="sentence pairs",
        seconds=1.5,
        given=12,
        kept=10,
        rejected={"ratio": 1, "number": 1},
        samples={"ratio": [sample]},
    )
    return Manifest(
        name='News | of "today"',
        signature="aligner:1|rules:2",
        seconds=2.0,
        workers=1,
        steps=[step],
        meanings={"ratio": "one side | is too long"},
        shapes={},
        parts={name: part(rows) for name, rows in PARTS.items()},
        sources={"a\n# heading": "<img src=x>"},
        files=[],
        recipe="",
        notes=[],
    )


@pytest.mark.parametrize("form", ["tsv", "tmx", "jsonl", "parquet", "moses"])
def test_every_form_reads_back(form: str, tmp_path: Path) -> None:
    names = write.write(PARTS, str(tmp_path), write.Settings((form,)), manifest())
    paths = [str(tmp_path / name) for name in names if name.startswith("train")]
    pairs = list(formats.read_sides(*paths)[1] if len(paths) == 2 else formats.read_pairs(paths[0]))
    assert [(pair.src_text, pair.tgt_text) for pair in pairs] == [(row.src, row.tgt) for row in PARTS["train"]]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_a_data_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pyarrow.parquet as pq

    monkeypatch.setattr(write, "GROUP", 2)
    monkeypatch.setattr(write, "ROWS_A_FILE", 4)
    names = write.write(PARTS, str(tmp_path), write.Settings(("datasets",), license="cc-by-4.0"), manifest())
    assert names == [
        "data/train-00000.parquet",
        "data/train-00001.parquet",
        "data/validation-00000.parquet",
        "README.md",
    ]
    tables = [pq.read_table(tmp_path / name) for name in names[:2]]
    rows = [record for table in tables for record in table.to_pylist()]
    assert [record["translation"] for record in rows] == [{"ar": row.src, "fr": row.tgt} for row in PARTS["train"]]
    assert rows[0]["src_doc"] == "a.ar"
    features = json.loads(tables[0].schema.metadata[b"huggingface"])["info"]["features"]
    assert features.keys() == set(tables[0].column_names)
    assert features["translation"] == {"languages": ["ar", "fr"], "_type": "Translation"}


def test_the_card_says_what_was_done_and_no_text_breaks_it() -> None:
    card = write.card(write.Settings(name='A "corpus": of |news|\n- more', license="mit"), manifest())
    head, body = card.split("\n---\n", 1)
    assert 'pretty_name: "A \\"corpus\\": of |news|\\n- more"' in head
    assert "- split: validation\n    path: data/validation-*.parquet" in head
    assert "- n<1K" in head
    assert "| filter | `ratio` | one side is too long | 1 |" in body
    assert "| train | 7 | 1 |" in body
    assert "<img" not in body and "\n# heading" not in body
    assert "`aligner:1 rules:2`" in body


def test_nothing_is_half_written(tmp_path: Path) -> None:
    def broken() -> Iterator[Row]:
        yield ROWS[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="the corpus cannot be written: No space left on device"):
        write.write({"train": broken()}, str(tmp_path), write.Settings(("tsv",)), manifest())
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="is a file"):
        write.write(PARTS, str(tmp_path / "file"), write.Settings(), manifest())


def test_an_unknown_form_is_named() -> None:
    with pytest.raises(UsageError, match="no bitext can be written as 'pdf'"):
        write.Settings(("pdf",))


def test_line_ends_and_half_emojis_stay_inside(tmp_path: Path) -> None:
    rows = [Row("سطر\nآخر", "ligne\ttab\ud83d", 1.0)]
    names = write.write(
        {"train": rows}, str(tmp_path), write.Settings(("tsv", "moses", "jsonl", "datasets", "tmx")), manifest()
    )
    assert (tmp_path / "train.tsv").read_text(encoding="utf-8").count("\n") == 1
    assert (tmp_path / "train.ar").read_text(encoding="utf-8") == "سطر آخر\n"
    assert all((tmp_path / name).stat().st_size for name in names)
