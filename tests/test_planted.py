"""The benchmark's planters: each changes something, and does so again in the same way."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
sys.path.insert(0, str(SCRIPTS))

from bench_plants import PLANTS, Pool, planted  # noqa: E402

LINES = (SCRIPTS / "planted.tsv").read_text(encoding="utf-8").splitlines()
PAIRS = [tuple(line.split("\t")) for line in LINES if not line.startswith("#")]


@pytest.fixture(scope="module")
def pool() -> Pool:
    return Pool(PAIRS)


def test_own_pairs_are_pairs() -> None:
    assert len(PAIRS) == len(set(PAIRS)) >= 120
    assert [pair for pair in PAIRS if len(pair) != 2 or not all(text == text.strip() != "" for text in pair)] == []


@pytest.mark.parametrize("kind", [kind for kind in PLANTS if kind != "acronym"])
def test_each_changes_one_side(kind: str, pool: Pool) -> None:
    made = planted(kind, pool)
    assert len(made) >= 5
    for at, arabic, french in made:
        assert ((arabic, french)[0] != PAIRS[at][0]) != (french != PAIRS[at][1]), (arabic, french)
        assert arabic.strip() and french.strip()
    assert planted(kind, pool) == made


@pytest.mark.parametrize(
    ("kind", "arabic", "french", "changed"),
    [
        ("negation removed", "بقي القطار.", "Le train n’est pas parti.", "Le train est parti."),
        ("negation removed", "الطرق معدومة.", "Il n’y a pas de routes.", "Il y a des routes."),
        ("attribution removed", "قال عمر إنه مات.", "Omar a déclaré qu’il était mort.", "Il était mort."),
        ("hedge removed", "يُزعم أنه قتل رجلين.", "Il aurait tué deux hommes.", None),
        ("hedge removed", "يُزعم أن سامي قتل رجلين.", "Sami aurait tué deux hommes.", "Sami a tué deux hommes."),
        ("negation removed", "لم يأكل سوى تمرة.", "Il n’a mangé qu’une datte.", None),
        ("number", "المادة 12 واضحة.", "L’article 12 est clair.", None),
        ("date", "زرنا المريخ.", "Nous avons vu mars.", None),
    ],
)
def test_what_is_changed(kind: str, arabic: str, french: str, changed: str | None, pool: Pool) -> None:
    made = planted(kind, Pool([*PAIRS, (arabic, french)]), most=10_000)
    assert {text for at, _, text in made if at == len(PAIRS)} == ({changed} if changed else set())
