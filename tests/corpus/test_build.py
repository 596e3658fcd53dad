"""From folders to a corpus: what pairs, what comes out, and that it does not depend on who was stopped when."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from folders import COUNT, write
from samples import AR, FR, NEWS

from aligner.corpus import build as module
from aligner.corpus import shards, steps
from aligner.corpus.build import build
from aligner.corpus.recipe import Recipe, recipe
from aligner.errors import InputError, UsageError
from aligner.model import EMBEDDED, load_model, shipped

ORDER = [3, 0, 4, 1, 2]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shards of a document or two."""
    monkeypatch.setattr(module, "READ_FILES", 3)
    monkeypatch.setattr(module, "ALIGNED", 900)
    monkeypatch.setattr(module, "COMPARED", 2)


def wanted(*folders: Path, **sections: Any) -> Recipe:
    return recipe({"read": {"from": [str(folder) for folder in folders]}, **sections})


def pairs(out: Path) -> list[tuple[str, str]]:
    lines = (out / "train.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(line.split("\t")[:2]) for line in lines]  # type: ignore[misc]


def made(out: Path) -> dict[str, bytes]:
    """The files of a corpus but those that tell times."""
    files = (path for path in out.iterdir() if path.is_file() and path.name not in ("manifest.json", "report.html"))
    return {path.name: path.read_bytes() for path in files}


@pytest.mark.parametrize("names", [("{}.ar.txt", "{}.fr.txt"), ("ar/{}.md", "fr/{}.txt"), ("x/{}.txt", "y/{}.txt")])
def test_named_documents(tmp_path: Path, names: tuple[str, str]) -> None:
    write(tmp_path / "in", names)
    # Where folders say no language, each is given by itself.
    folders = [tmp_path / "in" / "x", tmp_path / "in" / "y"] if names[0][0] == "x" else [tmp_path / "in"]
    manifest = build(wanted(*folders, pair={"by": ["name"]}), str(tmp_path / "out"))
    assert sorted(pairs(tmp_path / "out")) == sorted(NEWS)
    assert manifest["parts"]["train"]["pairs"] == len(NEWS)
    assert json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8")) == manifest
    assert len((tmp_path / "out" / "inputs.tsv").read_text(encoding="utf-8").splitlines()) == 2 * COUNT
    assert b"<html" in (tmp_path / "out" / "report.html").read_bytes()
    assert [step["name"] for step in manifest["steps"]] == [
        "read",
        "pair",
        "align",
        "filter",
        "deduplicate",
        "split",
        "write",
    ]
    assert [step["unit"] for step in manifest["steps"]] == ["documents", "document pairs", *["sentence pairs"] * 5]
    assert all(step["given"] == step["kept"] + sum(step["rejected"].values()) for step in manifest["steps"])


def test_wrong_names_and_lone_documents(tmp_path: Path) -> None:
    """Names that lie are found out, content pairs what they did not, and what has no counterpart stays alone."""
    write(tmp_path / "in", order=ORDER)
    (tmp_path / "in" / "0.ar.txt").unlink()
    manifest = build(wanted(tmp_path / "in"), str(tmp_path / "out"))
    assert sorted(pairs(tmp_path / "out")) == sorted(NEWS[2:])
    found = {(step["src_doc"], step["tgt_doc"]) for step in manifest["steps"][1]["samples"]["apart"]}
    assert ("1.ar.txt", "1.fr.txt") in found
    assert manifest["notes"] == ["0 of 4 Arabic and 1 of 5 French documents have no counterpart and were left out."]


def test_by_content_as_in_memory(tmp_path: Path) -> None:
    write(tmp_path / "in", ("x/{}.txt", "y/{}.txt"), ORDER)
    build(wanted(tmp_path / "in" / "x", tmp_path / "in" / "y", pair={"by": ["content"]}), str(tmp_path / "out"))
    assert sorted(pairs(tmp_path / "out")) == sorted(NEWS)


def test_repeated_and_held_out(tmp_path: Path) -> None:
    write(tmp_path / "in")
    for lang, side in (("ar", AR), ("fr", FR)):
        (tmp_path / "in" / f"again.{lang}.txt").write_text("\n\n".join(side[:3]), encoding="utf-8")
    (tmp_path / "test.tsv").write_text(f"ar\tfr\n{AR[5]}\tRien de tel.\n", encoding="utf-8")
    sections = {"deduplicate": {"against": [str(tmp_path / "test.tsv")]}, "split": {"dev": 2}}
    manifest = build(wanted(tmp_path / "in", pair={"by": ["name"]}, **sections), str(tmp_path / "out"))
    steps = {step["name"]: step for step in manifest["steps"]}
    assert steps["test sets"]["rejected"] == {"test-set": 1}
    assert steps["deduplicate"]["rejected"] == {"duplicate": 3}
    assert FR[0] in steps["deduplicate"]["samples"]["duplicate"][0]["like"]
    assert manifest["parts"]["train"]["pairs"] + manifest["parts"]["dev"]["pairs"] == len(NEWS) - 1
    assert {"train.tsv", "dev.tsv"} == set(manifest["files"])


@pytest.mark.parametrize("stretch", [1, 700, 1 << 20])
def test_bitexts_alone(stretch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is aligned already is filtered, deduplicated, split and written, however it is cut."""
    monkeypatch.setattr("aligner.corpus.rows.STRETCH", stretch)
    lines = [f"{ar}\t{fr}" for ar, fr in NEWS]
    (tmp_path / "old.tsv").write_text("\n".join([*lines[:6], f"{AR[7]}\t", "Rien\tRien"]), encoding="utf-8")
    for lang, side in (("ar", AR), ("fr", FR)):
        (tmp_path / f"opus.{lang}").write_text("\n".join(side[4:]), encoding="utf-8")
    plan = recipe({"read": {"pairs": ["old.tsv", "opus.ar"]}}, str(tmp_path / "recipe.toml"))
    manifest = build(plan, str(tmp_path / "out"))
    assert pairs(tmp_path / "out") == NEWS
    steps = {step["name"]: step for step in manifest["steps"]}
    assert list(steps) == ["import", "filter", "deduplicate", "split", "write"]
    assert steps["import"]["unit"] == "sentence pairs"
    assert steps["import"]["rejected"] == {"source-only": 1}
    assert steps["filter"]["rejected"] == {"copied": 1}
    assert steps["deduplicate"]["rejected"] == {"duplicate": 2}
    inputs = (tmp_path / "out" / "inputs.tsv").read_text(encoding="utf-8").splitlines()
    assert [Path(line.split("\t")[0]).name for line in inputs] == ["old.tsv", "opus.ar", "opus.fr"]


def test_bitexts_beside_documents(tmp_path: Path) -> None:
    write(tmp_path / "in")
    (tmp_path / "old.tsv").write_text(f"وصل القطار صباحا.\tLe train est arrivé le matin.\n{AR[0]}\t{FR[0]}\n", "utf-8")
    manifest = build(
        {"read": {"from": [str(tmp_path / "in")], "pairs": [str(tmp_path / "old.tsv")]}}, str(tmp_path / "out")
    )
    assert pairs(tmp_path / "out")[-1][1] == "Le train est arrivé le matin."
    assert manifest["parts"]["train"]["pairs"] == len(NEWS) + 1
    with pytest.raises(InputError, match=r"nothing\.tsv"):
        build({"read": {"pairs": [str(tmp_path / "nothing.tsv")]}}, str(tmp_path / "out"))
    (tmp_path / "lone.ar").write_text(AR[0], encoding="utf-8")
    with pytest.raises(InputError, match=r"lone\.fr"):
        build({"read": {"pairs": [str(tmp_path / "lone.ar")]}}, str(tmp_path / "out"))


def test_a_model_and_an_encoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are named in the recipe, and each repeats only what hangs on it."""
    asked: list[str] = []

    class Mute:
        """An encoder to which all texts are the same."""

        digest, signature = "0" * 64, "mute.000000000000"

        def encode(self, texts: list[str], lang: str) -> Any:
            asked.extend(texts)
            return np.ones((len(texts), 4), np.float32) / 2

    loaded: list[str] = []
    monkeypatch.setattr("aligner.encoders.load_encoder", lambda name, offline: loaded.append((name, offline)) or Mute())
    write(tmp_path / "in")
    build(wanted(tmp_path / "in"), str(tmp_path / "out"))
    plan = wanted(tmp_path / "in", align={"encoder": "mute", "offline": True})
    manifest = build(plan, str(tmp_path / "out"))
    steps.encoder_of.cache_clear()
    assert loaded == [("mute", True)]
    assert set(asked) == {*AR, *FR}
    assert manifest["signature"].endswith("|encoder:mute.000000000000")
    assert sorted(pairs(tmp_path / "out")) == sorted(NEWS)
    assert len(list((tmp_path / "out" / "work" / "read").glob("*.json"))) == 4
    assert len(list((tmp_path / "out" / "work" / "align").glob("*.json"))) == 2 * COUNT


def test_a_model_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in")
    shutil.copytree(shipped()[EMBEDDED], tmp_path / "own")
    loaded: list[str] = []
    for where in (module, steps):
        monkeypatch.setattr(where, "load_model", lambda name: loaded.append(name) or load_model(name))
    plan = recipe({"model": "own", "read": {"from": ["in"]}}, str(tmp_path / "recipe.toml"))
    build(plan, str(tmp_path / "out"))
    assert sorted(pairs(tmp_path / "out")) == sorted(NEWS)
    assert set(loaded) == {str(tmp_path / "own")}


def test_nothing_is_done_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in")
    done: list[str] = []
    run = shards.run

    def counted(shard: shards.Shard) -> shards.Note:
        if shard.done() is None:
            done.append(Path(shard.folder).name)
        return run(shard)

    monkeypatch.setattr("aligner.corpus.engine.run", counted)
    out = tmp_path / "out"
    first = build(wanted(tmp_path / "in"), str(out))
    files = made(out)
    assert done
    done.clear()
    again = build(wanted(tmp_path / "in"), str(out))
    assert done == []
    assert {**again, "seconds": 0} == {**first, "seconds": 0}
    # Another filter: documents stay paired and aligned.
    build(wanted(tmp_path / "in", filter={"min_words": 9}), str(out))
    assert set(done) == {"filter", "signatures", "deduplicate", "split", "write"}
    assert made(out) != files
    # A document more, that pairs with none: what is aligned stays aligned.
    (tmp_path / "in" / "x.ar.txt").write_text(f"{AR[0]} {AR[7]}", encoding="utf-8")
    done.clear()
    build(wanted(tmp_path / "in", filter={"min_words": 9}, pair={"by": ["name"]}), str(out))
    assert set(done) == {"read"}
    # A lost file is written again.
    (out / "train.tsv").unlink()
    done.clear()
    build(wanted(tmp_path / "in", filter={"min_words": 9}, pair={"by": ["name"]}), str(out))
    assert done == ["write"]
    assert (out / "train.tsv").exists()


KILLED = """
import os, signal, sys
from aligner.corpus import build as module
from aligner.corpus.recipe import recipe
module.READ_FILES, module.ALIGNED = 3, 900
def watch(notes, step, count):
    for number, note in enumerate(notes):
        if (step, number) == (sys.argv[3], int(sys.argv[4])):
            os.kill(os.getpid(), signal.SIGKILL)
        yield note
module.build(recipe({"read": {"from": [sys.argv[1]]}, "pair": {"by": ["name"]}}), sys.argv[2], watch=watch)
"""


def test_a_killed_run_goes_on(tmp_path: Path) -> None:
    write(tmp_path / "in")
    plan = wanted(tmp_path / "in", pair={"by": ["name"]})
    build(plan, str(tmp_path / "whole"))
    out = tmp_path / "out"
    for step, number in (("read", "1"), ("align", "1"), ("filter", "0")):
        command = [sys.executable, "-c", KILLED, str(tmp_path / "in"), str(out), step, number]
        assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
        assert made(out) == {}
        assert list((out / "work" / step).glob("*.json"))
    build(plan, str(out))
    assert made(out) == made(tmp_path / "whole")


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "in")
    build(wanted(tmp_path / "in"), str(tmp_path / "whole"))
    from aligner.corpus import steps

    aligned = steps.aligned

    def full(path: Path, task: steps.Alignment) -> shards.Note:
        if list(path.parent.glob("*.json")):
            raise OSError(28, "No space left on device")
        return aligned(path, task)

    monkeypatch.setattr(steps, "aligned", full)
    from aligner.errors import OutputError

    with pytest.raises(OutputError, match="No space left on device; what is done stays"):
        build(wanted(tmp_path / "in"), str(tmp_path / "out"))
    assert made(tmp_path / "out") == {}
    monkeypatch.undo()
    monkeypatch.setattr(module, "READ_FILES", 3)
    build(wanted(tmp_path / "in"), str(tmp_path / "out"))
    assert sorted(pairs(tmp_path / "out")) == sorted(pairs(tmp_path / "whole"))


# Dask's own processes and sockets are not ours to mend.
@pytest.mark.filterwarnings("ignore")
def test_workers_make_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    write(tmp_path / "in", order=ORDER)
    build(wanted(tmp_path / "in"), str(tmp_path / "one"))
    manifest = build(wanted(tmp_path / "in"), str(tmp_path / "two"), workers=2)
    assert manifest["workers"] == 2
    assert made(tmp_path / "two") == made(tmp_path / "one")


@pytest.mark.filterwarnings("ignore")
def test_no_cluster_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    write(tmp_path / "in")
    monkeypatch.setattr("aligner.corpus.engine.ANSWER", 0.5)
    with pytest.raises(InputError, match="no Dask scheduler answers there"):
        build(wanted(tmp_path / "in"), str(tmp_path / "out"), scheduler="tcp://127.0.0.1:9")


def test_nothing_to_build(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(AR[0], encoding="utf-8")
    with pytest.raises(InputError, match="no French document was found"):
        build(wanted(tmp_path / "in"), str(tmp_path / "out"))
    (tmp_path / "in" / "b.txt").write_text(FR[1], encoding="utf-8")
    with pytest.raises(InputError, match="no two documents render each other"):
        build(wanted(tmp_path / "in"), str(tmp_path / "out"))
    (tmp_path / "in" / "b.txt").write_text(FR[0], encoding="utf-8")
    with pytest.raises(InputError, match="all 1 pairs of sentences are rejected"):
        build(wanted(tmp_path / "in", filter={"min_words": 99}), str(tmp_path / "out"))
    with pytest.raises(UsageError, match="where to"):
        build(wanted(tmp_path / "in"))
