"""The parts of a corpus: whole documents, sizes, nothing that is in two parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NEWS

from aligner.corpus.data import Row
from aligner.corpus.split import DEV, LEFT_OUT, TEST, TRAIN, Settings, split
from aligner.errors import UsageError


def row(text: int, src_doc: str = "", tgt_doc: str = "") -> Row:
    return Row(f"نص رقم {text * 7919} وحده", f"Texte {text * 104729} tout seul", src_doc=src_doc, tgt_doc=tgt_doc)


@given(st.lists(st.integers(0, 12), max_size=60), st.integers(0, 8), st.integers(0, 8), st.integers(0, 5))
def test_whole_documents_and_sizes(documents: list[int], dev: int, test: int, seed: int) -> None:
    rows = [row(n, f"{d}.ar", f"{d}.fr") for n, d in enumerate(documents)]
    settings = Settings(dev, test, near=1, seed=seed)
    if dev + test and dev + test >= len(rows):
        with pytest.raises(UsageError, match="ask for fewer"):
            split(rows, settings)
        return
    parts = split(rows, settings)
    assert len(parts) == len(rows)
    assert (parts == DEV).sum() <= dev
    assert (parts == TEST).sum() <= test
    assert all(len({int(p) for p, d in zip(parts, documents, strict=True) if d == one}) == 1 for one in set(documents))
    # What comes first in the corpus does not matter.
    assert np.array_equal(split(rows[::-1], settings)[::-1], parts)


def test_documents_that_share_rows_are_one() -> None:
    rows = [row(0, "a", "x"), row(1, "b", "x"), row(2, "b", "y"), row(3, "c", "z"), row(4, "d", "w")]
    for seed in range(20):
        parts = split(rows, Settings(test=3, near=1, seed=seed))
        assert len(set(parts[:3].tolist())) == 1


def test_shares_and_rows_without_documents() -> None:
    parts = split([row(n) for n in range(200)], Settings(dev=0.1, test=0.05, near=1))
    assert [int((parts == part).sum()) for part in (TRAIN, DEV, TEST)] == [170, 20, 10]


def test_no_near_duplicate_is_in_two_parts() -> None:
    arabic, french = NEWS[0]
    twin = Row(arabic.replace("المدينة", "المدينه"), "Une tout autre phrase, sans rien de commun.", src_doc="twin")
    rows = [Row(arabic, french, src_doc="first"), twin, *(row(n, str(n)) for n in range(40))]
    for seed in range(30):
        parts = split(rows, Settings(dev=5, test=5, seed=seed)).tolist()
        assert len({parts[0], parts[1]} - {LEFT_OUT}) == 1
        assert LEFT_OUT not in parts[2:]


def test_nothing_is_asked_for() -> None:
    assert split([], Settings()).tolist() == []
    assert split([row(0), row(0)], Settings()).tolist() == [TRAIN, TRAIN]
    with pytest.raises(UsageError, match="less than nothing"):
        Settings(dev=-1)
