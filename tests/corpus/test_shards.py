"""Shards: done once, whole or not at all."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import pytest

from aligner.corpus.data import Row
from aligner.corpus.engine import engine
from aligner.corpus.shards import Note, Rows, Shard, key, run, whole, write_rows
from aligner.errors import InputError, OutputError, UsageError


def make(path: Path, task: Any) -> Note:
    if isinstance(task, BaseException):
        path.write_text("half", encoding="utf-8")
        raise task
    path.write_text(str(task), encoding="utf-8")
    return {"made": task}


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_shard_is_done_once(tmp_path: Path) -> None:
    shard = Shard(str(tmp_path / "step"), "k", make, 7)
    assert shard.done() is None
    note = run(shard)
    assert note["made"] == 7
    assert note["seconds"] >= 0
    assert files(tmp_path / "step") == ["k", "k.json"]
    other = Shard(str(tmp_path / "step"), "k", make, RuntimeError("done again"))
    assert run(other) == note
    shard.forget()
    with pytest.raises(RuntimeError, match="done again"):
        run(other)
    assert files(tmp_path / "step") == ["k"]
    assert run(shard)["made"] == 7


def test_a_lost_or_damaged_shard_is_done_again(tmp_path: Path) -> None:
    shard = Shard(str(tmp_path), "k", make, 7)
    for damage in (lambda: (tmp_path / "k").unlink(), lambda: (tmp_path / "k.json").write_text("{", encoding="utf-8")):
        run(shard)
        damage()
        assert shard.done() is None
    assert run(shard)["made"] == 7


def test_a_worker_of_another_version(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"not 0\.0: install the same everywhere"):
        run(Shard(str(tmp_path), "k", make, 7, version="0.0"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, number: int) -> None:
    run(Shard(str(tmp_path), "first", make, 1))
    with pytest.raises(OutputError, match=r"cannot be written: .*what is done stays"):
        run(Shard(str(tmp_path), "second", make, OSError(number, "no room")))
    assert files(tmp_path) == ["first", "first.json"]
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"), whole(tmp_path / "file" / "x"):
        pass


def test_keys_tell_what_a_shard_is_made_of() -> None:
    assert key("a", 1, {"x": 1, "y": 2}) == key("a", 1, {"y": 2, "x": 1})
    assert len({key("a", 1), key("a", 2), key("a", [1]), key("a1")}) == 4


def test_rows_come_back(tmp_path: Path) -> None:
    rows = [Row("نص\u2028", 'Un "texte"\ttabulé', 0.5, 0.25, "a", "b"), Row("", "")]
    with (tmp_path / "rows").open("wb") as file:
        assert write_rows(file, rows) == 2
    assert list(Rows(str(tmp_path / "rows"))) == rows
    size = (tmp_path / "rows").stat().st_size
    for border in range(size + 1):
        parts = [Rows(str(tmp_path / "rows"), 0, border), Rows(str(tmp_path / "rows"), border)]
        if not border or (tmp_path / "rows").read_bytes()[border - 1 : border] == b"\n":
            assert [row for part in parts for row in part] == rows


def test_this_process_does_them_in_order(tmp_path: Path) -> None:
    with engine() as each:
        notes = list(each([Shard(str(tmp_path), f"k{n}", make, n) for n in range(5)]))
    assert [note["made"] for note in notes] == list(range(5))


def test_one_engine_at_a_time() -> None:
    with pytest.raises(UsageError, match="give one of them"), engine(2, "tcp://localhost:1"):
        pass
