"""Who does the shards: this process, workers of its own, or a cluster. The shards and their notes are the same.

Dask (https://docs.dask.org, BSD-3) hands tasks to workers, and to another one when a worker dies. All of them must see
the folder of the result under the same name, as they do on one machine and on a cluster with a shared file system.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from aligner.corpus.shards import Note, Shard, run
from aligner.errors import AlignerError, InputError, UsageError

# Does the shards and gives their notes, in the order of the shards.
Engine = Callable[[Sequence[Shard]], Iterator[Note]]

# Shards that a worker has before it asks for more: the scheduler never holds a million tasks.
AHEAD = 3
# A shard that has taken so many workers with it is broken itself.
DEATHS = 5
# Seconds in which a scheduler answers.
ANSWER = 10


@contextmanager
def engine(workers: int = 0, scheduler: str = "") -> Iterator[Engine]:
    """What does shards: this process, or so many ``workers`` of its own, or those of the Dask ``scheduler`` at an
    address. Raises UsageError without Dask, or for both; InputError when no scheduler answers."""
    if workers and scheduler:
        raise UsageError("--workers starts workers here, --scheduler uses those of a cluster: give one of them")
    if not workers and not scheduler:
        yield lambda shards: map(run, shards)
        return
    with _client(workers, scheduler) as client:
        yield lambda shards: _spread(client, shards)


@contextmanager
def _client(workers: int, scheduler: str) -> Iterator[Any]:
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise UsageError('workers need Dask: pip install "aligner-ar-fr[corpus]"') from None
    settings = {"distributed.scheduler.allowed-failures": DEATHS, "distributed.worker.daemon": True}
    with dask.config.set(settings):
        if not workers:
            try:
                client = Client(scheduler, timeout=ANSWER)
            except (OSError, ValueError) as error:
                raise InputError(f"{scheduler}: no Dask scheduler answers there ({error}): start it first") from None
            with client:
                yield client
            return
        # A shard keeps within its own bounds, so that none is ever stopped for its memory.
        options = {"processes": True, "threads_per_worker": 1, "memory_limit": 0, "dashboard_address": None}
        with LocalCluster(n_workers=workers, **options) as cluster, Client(cluster) as client:
            yield client


def _spread(client: Any, shards: Sequence[Shard]) -> Iterator[Note]:
    """The notes, in order. A few shards a worker are under way at any time."""
    from distributed import as_completed

    ahead = AHEAD * max(len(client.scheduler_info()["workers"]), 1)
    waiting = ((number, shard) for number, shard in enumerate(shards) if not shard.done())
    notes: dict[int, Note] = {}

    def submitted(count: int) -> list[Any]:
        # The same shard is another task in another run: whether it is done is for the files to say.
        return [client.submit(_numbered, number, shard, pure=False) for number, shard in islice(waiting, count)]

    under_way = as_completed(submitted(ahead))
    for number, shard in enumerate(shards):
        while number not in notes and under_way.count():
            done, note = _result(next(under_way))
            notes[done] = note
            under_way.update(submitted(1))
        yield notes.pop(number) if number in notes else run(shard)


def _result(future: Any) -> tuple[int, Note]:
    try:
        found: tuple[int, Note] = future.result()
    except AlignerError:
        raise
    except Exception as error:
        raise InputError(f"the cluster gave up ({error}): what is done stays; run it again to go on") from error
    return found


def _numbered(number: int, shard: Shard) -> tuple[int, Note]:
    return number, run(shard)
