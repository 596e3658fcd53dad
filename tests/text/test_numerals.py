from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligner.text.numerals import Number, numbers

CASES = Path(__file__).parents[1] / "cases"
# Characters that matter to the parser, and any others.
TEXT = st.text(st.sampled_from("0123456789٠٣۵.,٫٬:/-−+%٪½² \u00a0\u202fhHe ووالبafXIV٫\u064b\u0640") | st.characters())
WORDS = st.lists(
    st.sampled_from(
        "un une deux quatre vingt dix cent mille millions milliers et de demi tiers pour cent 5 3,5".split()
    )
    | st.sampled_from(
        "واحد ثلاثة ثلاث عشر وعشرون مئة وألف آلاف مليون ونصف و خمسة الثاني في المئة 7 مئات وملايين".split()
    )
).map(" ".join)


def rows(name: str) -> list[list[str]]:
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        lines = [line for line in file if not line.startswith("#")]
    return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def shown(number: Number) -> str:
    return str(number.value) + ("" if number.sure else "?")


@pytest.mark.parametrize(("lang", "text", "values"), rows("numerals"))
def test_values(lang, text, values):
    assert " ".join(shown(n) for n in numbers(text, lang)) == values


@pytest.mark.parametrize(
    ("lang", "text", "written"),
    [
        ("ar", "قُتِلَ خَمْسَةٌ وعشرون شخصًا", "خَمْسَةٌ وعشرون"),
        ("ar", "بلغ ٣٫٥ ملايـــين نسمة", "٣٫٥ ملايـــين"),
        ("fr", "plus de 700\u202f000\u00a0% ici", "700\u202f000\u00a0%"),
        ("fr", "il y en a quatre-vingt-dix en tout", "quatre-vingt-dix"),
    ],
)
def test_spans_hold_what_is_written(lang, text, written):
    (number,) = numbers(text, lang)
    assert number.span.of(text) == written


@pytest.mark.parametrize("text", ["1,234", "1.234"])
def test_one_separator_has_two_readings(text):
    (number,) = numbers(text, "fr")
    assert number.readings == {Fraction(1234), Fraction("1.234")}


@pytest.mark.parametrize("lang", ["ar", "fr"])
@given(text=TEXT | WORDS)
def test_any_text(lang, text):
    found = numbers(text, lang)
    ends = 0
    for number in found:
        assert ends <= number.span.start < number.span.end <= len(text)
        ends = number.span.end


@given(st.integers(0, 10**12))
def test_figures_keep_their_value(value):
    for lang in ("ar", "fr"):
        for written in (str(value), str(value).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))):
            assert [n.value for n in numbers(f"x {written} y", lang)] == [value]
    assert [n.value for n in numbers(f"{value:,}".replace(",", "\u202f"), "fr")] == [value]


@given(st.integers(2, 10**9))
def test_french_words_as_num2words_writes_them(value):
    num2words = pytest.importorskip("num2words").num2words
    for lang in ("fr", "fr_BE", "fr_CH"):
        assert [n.value for n in numbers(num2words(value, lang=lang), "fr")] == [value]


@given(st.integers(2, 999_999))
def test_french_agrees_with_text2num(value):
    words = pytest.importorskip("num2words").num2words(value, lang="fr")
    text2num = pytest.importorskip("text_to_num").text2num
    assert [int(n.value) for n in numbers(words, "fr")] == [text2num(words, "fr")]


ARABIC_UNITS = "- واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة".split()
ARABIC_TENS = "- عشرة عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()
ARABIC_HUNDREDS = "- مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة".split()


def arabic(value: int) -> str:
    """A slow and plain writer of Arabic numbers, to be read back."""
    parts = []
    for unit, one, two, few, many in (
        (10**6, "مليون", "مليونان", "ملايين", "مليونا"),
        (10**3, "ألف", "ألفان", "آلاف", "ألفا"),
    ):
        count, value = divmod(value, unit)
        if count in {1, 2}:
            parts.append(one if count == 1 else two)
        elif count:
            noun = few if 3 <= count % 100 <= 10 else many if count % 100 > 10 else one
            parts.append(f"{arabic(count)} {noun}")
    hundreds, rest = divmod(value, 100)
    parts += [ARABIC_HUNDREDS[hundreds]] if hundreds else []
    if 11 <= rest <= 19:
        parts.append({11: "أحد عشر", 12: "اثنا عشر"}.get(rest, f"{ARABIC_UNITS[rest - 10]} عشر"))
    else:
        parts += [ARABIC_UNITS[rest % 10]] if rest % 10 else []
        parts += [ARABIC_TENS[rest // 10]] if rest > 9 else []
    return " و".join(parts)


@given(st.integers(2, 999_999_999).filter(lambda n: n % 10**6 != 1))
def test_arabic_words(value):
    assert [n.value for n in numbers(arabic(value), "ar")] == [value]


@given(st.integers(3, 999).filter(lambda n: n % 100 and not 200 <= n < 300 and n % 100 != 2))
def test_arabic_words_as_num2words_writes_them(value):
    words = pytest.importorskip("num2words").num2words(value, lang="ar").replace(" و ", " و")
    assert [n.value for n in numbers(words, "ar")] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "1" * 100_000,
        "deux " * 10_000,
        "ثلاثة و" * 10_000,
        "12 345 " * 5_000,
        "1.2," * 5_000,
        "million " * 10_000,
        "%" * 9_000,
    ],
)
def test_long_runs_end(text):
    for lang in ("ar", "fr"):
        assert len(numbers(text, lang)) <= len(text)
