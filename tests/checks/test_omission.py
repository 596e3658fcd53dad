from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from aligner.checks import Context, run
from aligner.checks.omission import EDGE, EVERY_WORD, runs
from aligner.data import Pair, Sentence


def pair(arabic: str, french: str) -> Pair:
    return Pair(tuple(Sentence(text) for text in [arabic] if text), tuple(Sentence(text) for text in [french] if text))


def test_words_say_nothing_without_a_model() -> None:
    assert run(pair("قطعت الثلوج الطريق " * 5, "La neige"), Context(), ["omission"]) == ()
    assert [f.check for f in run(pair("قطعت الثلوج الطريق", ""), Context())] == ["omission"]


def test_an_empty_pair_is_one_finding_at_most() -> None:
    assert len(run(pair("", ""), Context())) <= 1


@given(st.lists(st.sampled_from([0.0, 0.01, 0.05, 0.3, 0.9]), max_size=30))
def test_the_best_run_is_found(chances: list[float]) -> None:
    found = list(runs(chances))
    worth = {
        (i, j): sum(chances[i:j]) - EVERY_WORD * (j - i)
        for i in range(len(chances))
        for j in range(i + 1, len(chances) + 1)
    }
    best = max(worth.values(), default=0.0)
    if best < 1e-9:
        assert not any(sum(chances[i:j]) > EVERY_WORD * (j - i) + 1e-9 for i, j in found)
        return
    # Some run has the best worth, but for words cut off its ends.
    assert any(best - 1e-9 <= max(v for (i, j), v in worth.items() if i <= a and b <= j) for a, b in found)
    ends = 0
    for start, end in found:
        assert ends <= start < end
        ends = end
        assert min(chances[start], chances[end - 1]) >= EDGE * max(chances[start:end])
