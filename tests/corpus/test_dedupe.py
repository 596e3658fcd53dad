"""Duplicates and leaks, beside what plain sets of shingles say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NEWS

from aligner.corpus import dedupe
from aligner.corpus.data import Row
from aligner.corpus.dedupe import BYTES, HeldOut, duplicates, normal, signatures

WORDS = " ".join(arabic for arabic, _ in NEWS).split()
FRENCH = " ".join(french for _, french in NEWS).split()


def shingles(text: str) -> frozenset[str]:
    """The shingles of a normalised text, one by one: what the hashes stand for."""
    return frozenset(text[at : at + dedupe.SHINGLE] for at in range(len(text) - dedupe.SHINGLE + 1))


def similarity(one: Row, other: Row) -> float:
    """The Jaccard similarity of two rows, exactly: what the signatures estimate."""
    a, b = (
        shingles(f"{dedupe._AR}{normal(row.src)}{dedupe._END}{dedupe._FR}{normal(row.tgt)}{dedupe._END}")
        for row in (one, other)
    )
    return len(a & b) / len(a | b)


@st.composite
def corpora(draw: st.DrawFn) -> list[Row]:
    """Sentences of which many are like others: some words of one exchanged."""
    rng = draw(st.randoms(use_true_random=False))
    made: list[Row] = []
    for _ in range(draw(st.integers(0, 30))):
        if made and rng.random() < 0.5:
            row = rng.choice(made)
            french = row.tgt.split()
            french[rng.randrange(len(french))] = rng.choice(FRENCH)
            made.append(Row(row.src, " ".join(french)))
        else:
            made.append(Row(" ".join(rng.choices(WORDS, k=15)), " ".join(rng.choices(FRENCH, k=20))))
    return made


def plainly(rows: list[Row]) -> list[int]:
    """The slow way: each row is compared with every row that is kept."""
    of: list[int] = []
    for at, row in enumerate(rows):
        same = [
            n for n in range(at) if (normal(rows[n].src), normal(rows[n].tgt)) == (normal(row.src), normal(row.tgt))
        ]
        like = [n for n in range(at) if of[n] < 0 and similarity(rows[n], row) >= dedupe.NEAR]
        first = same[0] if same else like[0] if like else -1
        of.append(of[first] if first >= 0 and of[first] >= 0 else first)
    return of


@given(corpora())
def test_as_the_slow_way_but_near_the_bound(rows: list[Row]) -> None:
    found, expected = duplicates(signatures(rows)).tolist(), plainly(rows)
    for at, (one, other) in enumerate(zip(found, expected, strict=True)):
        if one != other:
            # Only where some similarity lies so near the bound that an estimate may err: four standard deviations.
            near = [similarity(rows[n], rows[at]) for n in range(at)]
            assert any(abs(value - dedupe.NEAR) < 0.2 for value in near)


@given(corpora(), st.integers(1, 7))
def test_shards_change_nothing(rows: list[Row], size: int) -> None:
    whole = signatures(rows)
    parts = [signatures(rows[at : at + size]) for at in range(0, len(rows), size)]
    assert whole.dtype.itemsize == BYTES == 128
    assert np.array_equal(np.concatenate([*parts, signatures([])]), whole)


@given(corpora())
def test_a_duplicate_is_one_of_an_earlier_row_that_is_kept(rows: list[Row]) -> None:
    of = duplicates(signatures(rows))
    for at in np.flatnonzero(of >= 0):
        assert of[at] < at
        assert of[of[at]] == -1


def test_spelling_signs_and_digits_do_not_matter() -> None:
    rows = [
        Row("وصل ٢٣ لاجئا إلى المخيم.", "23 réfugiés sont arrivés au camp."),
        Row("وَصَلَ 23 لاجئـا إلى المخيم", "« 23 réfugiés sont arrivés au CAMP »"),
        Row("وصل ٣٢ لاجئا إلى المخيم.", "32 réfugiés sont arrivés au camp."),
    ]
    assert duplicates(signatures(rows), near=1).tolist() == [-1, 0, -1]


def test_the_estimate_is_right_on_average() -> None:
    base = [Row(arabic, french) for arabic, french in NEWS]
    errors = []
    for row in base:
        french = row.tgt.split()
        for cut in range(1, len(french)):
            other = Row(row.src, " ".join(french[cut:]))
            one, two = signatures([row, other])["sketch"]
            errors.append(float(dedupe._likeness(one[None], two)[0]) - similarity(row, other))
    assert abs(np.mean(errors)) < 0.02
    assert np.std(errors) < 0.07


def test_a_bucket_of_unlike_rows_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dedupe, "MOST", 2)
    made = signatures([Row(arabic, french) for arabic, french in NEWS])
    made["bands"][:] = 1  # as a hostile corpus could have it
    assert duplicates(made).tolist() == [-1] * len(NEWS)


def test_leaks_are_seen_by_either_side() -> None:
    held = HeldOut.of(NEWS[:5])
    arabic, french = NEWS[0]
    other = ("نص آخر لا صلة له بما سبق.", "Un autre texte sans rapport avec ce qui précède.")
    rows = [
        Row(arabic, other[1]),
        Row(other[0], french.upper()),
        Row(other[0], french.replace("trois", "quatre")),
        Row(arabic.replace("المدينة", "المدينه"), other[1]),
        Row(*other),
        Row(*NEWS[7]),
    ]
    assert held.leaks(rows) == ["test-set", "test-set", "near-test-set", "near-test-set", "", ""]
    assert held.leaks(rows, near=1) == ["test-set", "test-set", "", "", "", ""]
    assert HeldOut.of([]).leaks(rows) == [""] * len(rows)
    assert held.leaks([]) == []


@given(corpora(), corpora())
def test_leaks_as_the_slow_way_but_near_the_bound(test: list[Row], rows: list[Row]) -> None:
    held = HeldOut.of((row.src, row.tgt) for row in test)
    texts = {normal(side) for row in test for side in (row.src, row.tgt)}

    def like(text: str) -> float:
        mine = shingles(dedupe._framed(normal(text)))
        others = (shingles(dedupe._framed(other)) for other in texts)
        return max((len(mine & other) / len(mine | other) for other in others), default=0.0)

    for row, leak in zip(rows, held.leaks(rows), strict=True):
        most = max(like(row.src), like(row.tgt))
        if leak == "test-set" or most == 1:
            assert {normal(row.src), normal(row.tgt)} & texts
        elif abs(most - dedupe.NEAR) > 0.2:
            assert bool(leak) == (most >= dedupe.NEAR)
