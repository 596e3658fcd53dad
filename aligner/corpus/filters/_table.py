"""The table of the languages of the two scripts, ``languages.tsv``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FUNCTION_WORDS = Path(__file__).parents[2] / "text" / "function_words.tsv"


def entries(lang: str, kind: str) -> frozenset[str]:
    """What the table lists of a kind for a language; words of French and English are in the other table too."""
    more = [row[1] for row in _rows(FUNCTION_WORDS) if row[0] == lang] if kind == "words" else []
    listed = [row[2] for row in _rows(Path(__file__).with_name("languages.tsv")) if row[:2] == [lang, kind]]
    return frozenset(word for line in listed + more for word in line.split())


def languages(kind: str) -> list[str]:
    """The languages of which the table has this kind."""
    rows = _rows(Path(__file__).with_name("languages.tsv"))
    return list(dict.fromkeys(row[0] for row in rows if row[1] == kind))


@cache
def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
