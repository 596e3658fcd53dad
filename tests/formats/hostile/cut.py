"""Each good file, cut at several places, with bytes missing in the middle, and doubled."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from . import File
from .seeds import SEEDS

PLACES = (1, 20, 40, 60, 80, 95, 99)


def _cut(make: Callable[[], bytes], share: int) -> bytes:
    data = make()
    return data[: max(1, len(data) * share // 100)]


def _holed(make: Callable[[], bytes]) -> bytes:
    data = make()
    third = len(data) // 3
    return data[:third] + data[third + 40 :]


def _doubled(make: Callable[[], bytes]) -> bytes:
    return make() * 2


FILES: dict[str, File] = {}
for seed, (reader, make) in SEEDS.items():
    for share in PLACES:
        FILES[f"cut{share}.{reader}.{seed}"] = File(partial(_cut, make, share), None, reader)
    FILES[f"holed.{reader}.{seed}"] = File(partial(_holed, make), None, reader)
    FILES[f"doubled.{reader}.{seed}"] = File(partial(_doubled, make), None, reader)
