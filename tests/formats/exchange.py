"""What the tests of TMX, XLIFF and PO share."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from aligner.data import Finding, Pair, Sentence, Span

AR = "الجسر مغلق أمام الشاحنات."
FR = "Le pont est fermé aux camions."

HURT = Pair(
    (Sentence("أُصيب سبعة عشر شخصاً.", number=4),),
    (Sentence("On compte soixante et onze blessés.", number=4), Sentence("<Rien> de plus & “rien”.", number=5)),
    0.9131,
    0.125,
    (
        Finding(
            "number",
            "error",
            "The Arabic says 17, the French says 71.",
            (Span(6, 14),),
            (Span(10, 26),),
            suggestion="dix-sept",
        ),
    ),
    id="a&b",
)


def judged() -> list[Pair]:
    """Pairs with findings of each severity, on each side, with characters that XML minds, and with a side missing."""
    omission = Finding("omission", "warning", 'Nothing renders "this" <Arabic>.', (Span(0, 5),))
    encoding = Finding("encoding", "info", "A control character: \x1b.\r\n", (), (Span(8, 9),))
    return [
        HURT,
        Pair((Sentence(AR, number=5),), (), 0.5, 0.25, (omission,), id="a&b"),
        Pair(
            (Sentence(AR, number=6),), (Sentence("Le pont \x1b]0;x\ufffe est\r\nfermé", number=6),), 0, 0.5, (encoding,)
        ),
        Pair((), (Sentence(FR, number=7),), 0.25, moved=True),
    ]


# What a copy of an XLIFF gets, each with the white space behind it.
_ADDED = re.compile(
    r"""<(?P<tag>(?:\w+:)?note)\ (?:from|id)="aligner[^>]*>[^<]*</(?P=tag)>\s*
    |<(?:\w+:)?notes>\s*</(?:\w+:)?notes>\s*
    |<(?P<group>mda:metadata|context-group)\ [^>]*>(?:(?!</(?P=group)).)*fidelity.*?</(?P=group)>\s*""",
    re.VERBOSE,
)


def without_findings(text: str) -> str:
    """An XLIFF without what the tool wrote into it."""
    while (bare := _ADDED.sub("", text)) != text:
        text = bare
    return text


def known(pairs: list[Pair]) -> list[tuple[object, ...]]:
    """What must come back of pairs that were written."""
    return [
        (
            [(sentence.text, sentence.number) for sentence in pair.src],
            [(sentence.text, sentence.number) for sentence in pair.tgt],
            round(pair.score, 4),
            pair.moved,
        )
        for pair in pairs
    ]


# Any text that XML can hold and that a reader leaves at its ends; Arabic and French letters often.
_CHARS = st.one_of(
    st.sampled_from("بجسر مغلق pont fermé <>&\"'\r\n\t\u00a0\u202e"),
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufffe\uffff"),
)
_TEXT = st.text(_CHARS, min_size=1, max_size=30).map(str.strip).filter(bool)
_NUMBERS = st.integers(0, 999)


def _side(first: str) -> st.SearchStrategy[tuple[Sentence, ...]]:
    text = _TEXT.map(lambda text: f"{first} {text}")
    return st.lists(st.builds(Sentence, text, number=_NUMBERS), max_size=3).map(tuple)


PAIRS = st.lists(
    st.builds(
        Pair,
        _side("الجسر مغلق أمام الشاحنات منذ يوم الأحد بسبب الأعمال الجارية"),
        _side("Le pont est fermé aux camions depuis dimanche en raison des travaux"),
        score=st.floats(0, 1),
        moved=st.booleans(),
        id=st.sampled_from(["", "u1", "1", "a b", "é"]),
    ).filter(lambda pair: pair.src or pair.tgt),
    max_size=5,
)
