"""The checks of values on what no table shows: messages, and texts that are long."""

from __future__ import annotations

import pytest

from aligner.checks import Context, run
from aligner.data import Pair, Sentence


def pair(arabic: str, french: str) -> Pair:
    return Pair((Sentence(arabic),), (Sentence(french),))


@pytest.mark.parametrize(
    ("arabic", "french", "message"),
    [
        ("أسفر عن 17 قتيلا", "Il a fait 17 blessés.", "The Arabic counts 17 as killed, the French as wounded."),
        ("بعد 20 ميلا", "après 20 km", "The Arabic counts 20 in ميل, the French in km."),
        ("نحو 17 شخصا", "au moins 17 personnes", "The Arabic says about 17, the French says at least 17."),
        ("بعد 20 ميلا", "après 32 km", "The Arabic says 20 ميل, the French the same in km: 32."),
        ("في 12 شباط 2020", "ce jour", "The Arabic says 12 February 2020, the French does not."),
        ("في 2 رجب", "le 2 ramadan", "The Arabic says Rajab, the French says Ramadan."),
        (
            "في 18 جمادى الآخرة 1441",
            "le 20 février 2020",
            "The Hijri date in the Arabic is about 13/02/2020, the French says another day.",
        ),
        ("هنا", "le jeudi 12 février 2020", "The French calls the date a Thursday, but it was a Wednesday."),
        ("الساعة 9 صباحا", "à 9 h du soir", "The Arabic says 9 in the morning, the French says 9:00 in the evening."),
    ],
)
def test_messages(arabic: str, french: str, message: str) -> None:
    assert message in [finding.message for finding in run(pair(arabic, french), Context(), ["quantity", "date"])]


@pytest.mark.parametrize(
    ("arabic", "french"),
    [
        ("3 أيام ", "5 jours "),
        ("12 شباط 2020 ", "13 mars 2021 "),
        ("قتيل 3 جريح ", "4 morts et blessés "),
        ("ما لا يقل عن 17 ", "environ 17 "),
        ("ربيع الأول 1441 هـ ", "5 mai 2020 "),
        ("1-2-", "1.2."),
    ],
)
def test_long_texts_end(arabic: str, french: str) -> None:
    for finding in run(pair(arabic * 2_000, french * 2_000), Context(), ["number", "quantity", "date"]):
        assert finding.src or finding.tgt
