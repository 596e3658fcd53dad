"""The cache of embeddings: what is kept, what is thrown away, and that nothing of it breaks a run."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from aligner.encoders.cache import FILE, Cache, home


def vectors(first: int, count: int, size: int = 16) -> dict[bytes, np.ndarray]:
    return {
        n.to_bytes(32, "big"): np.random.default_rng(n).normal(size=size).astype(np.float32)
        for n in range(first, first + count)
    }


def same(found: dict[bytes, np.ndarray], expected: dict[bytes, np.ndarray]) -> bool:
    return found.keys() == expected.keys() and all((found[key] == expected[key]).all() for key in found)


def test_what_is_put_in_comes_out(tmp_path: Path) -> None:
    given = vectors(0, 1200)
    Cache(tmp_path / "new" / "folder").put(given)
    cache = Cache(tmp_path / "new" / "folder")
    assert same(cache.get([*given, b"other"]), given)
    assert (cache.hits, cache.misses) == (1200, 1)


def test_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALIGNER_CACHE", "/somewhere")
    assert home() == Path("/somewhere")
    monkeypatch.delenv("ALIGNER_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/caches")
    assert home() == Path("/caches/aligner")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", "/home/somebody")
    assert home() == Path("/home/somebody/.cache/aligner")


def test_the_oldest_go(tmp_path: Path) -> None:
    cache = Cache(tmp_path, bound=400_000)
    for first in range(0, 4000, 200):
        cache.put(vectors(first, 200))
    assert (tmp_path / FILE).stat().st_size < 600_000
    assert not cache.get(list(vectors(0, 200)))
    assert same(cache.get(list(vectors(3800, 200))), vectors(3800, 200))


@pytest.mark.parametrize("damage", ["text", "cut", "middle", "empty"])
def test_a_damaged_file_is_made_anew(damage: str, tmp_path: Path) -> None:
    given = vectors(0, 500)
    Cache(tmp_path).put(given)
    file = tmp_path / FILE
    data = file.read_bytes()
    file.write_bytes(
        {
            "text": b"no database at all " * 500,
            "cut": data[: len(data) // 2],
            "middle": data[:4096] + bytes(range(256)) * 64 + data[4096 + 256 * 64 :],
            "empty": b"",
        }[damage]
    )
    cache = Cache(tmp_path)
    found = cache.get(list(given))
    assert all((found[key] == given[key]).all() for key in found)
    cache.put(given)
    cache.put(given)
    assert same(cache.get(list(given)), given)


def test_a_damaged_vector_is_left_out(tmp_path: Path) -> None:
    given = vectors(0, 4)
    Cache(tmp_path).put(given)
    first, second, third, fourth = given
    with sqlite3.connect(tmp_path / FILE) as database:
        change = "UPDATE embeddings SET vector = ? WHERE key = ?"
        database.execute(change, (bytes(68), first))
        database.execute(change, ("text", second))
        database.execute(change, (b"", third))
    database.close()
    assert list(Cache(tmp_path).get(list(given))) == [fourth]


def test_a_cache_that_cannot_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "other" / FILE).mkdir(parents=True)
    with sqlite3.connect(tmp_path / FILE) as database:
        database.execute("CREATE TABLE embeddings (something)")
    database.close()
    for folder in (tmp_path / "file", tmp_path / "other", tmp_path):
        cache = Cache(folder)
        cache.put(vectors(0, 2))
        assert cache.get(list(vectors(0, 2))) == {}
    for name in ("ALIGNER_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    cache = Cache()
    cache.put(vectors(0, 2))
    assert cache.get(list(vectors(0, 2))) == {}


def test_a_lock_that_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aligner.encoders.cache.PATIENCE", 0.01)
    cache = Cache(tmp_path)
    cache.put(vectors(0, 2))
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    cache.put(vectors(2, 2))
    assert cache.get(list(vectors(0, 4))) == {}
    other.execute("COMMIT")
    other.close()
    assert same(cache.get(list(vectors(0, 4))), vectors(0, 2))


def test_two_processes_write(tmp_path: Path) -> None:
    processes = [multiprocessing.get_context("spawn").Process(target=_write, args=(tmp_path, n)) for n in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    assert same(Cache(tmp_path).get(list(vectors(0, 1000))), vectors(0, 1000))


def _write(folder: Path, number: int) -> None:
    assert os.getpid()
    for first in range(number * 500, number * 500 + 500, 50):
        Cache(folder).put(vectors(first, 50))
