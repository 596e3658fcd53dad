"""The report on a corpus: what it says, that it runs and fetches nothing, that no text breaks out of it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import NEWS

from aligner.corpus import report
from aligner.corpus.data import Row
from aligner.corpus.manifest import EDGES, Manifest, Shapes, Tally, part

HOSTILE = "</style><script>alert(1)</script>\u202e<img src=http://x.org/a>{{ 7*7 }}\x00"


def built(text: str = "نص", name: str = "Corpus") -> Manifest:
    rows = [Row(arabic, french, 0.9, 0.8, "a.ar", "a.fr") for arabic, french in NEWS]
    tally, shapes = Tally("filter"), Shapes()
    tally.add(Row(text, text, src_doc=text), "ratio", text)
    for row in rows:
        tally.add(row, "")
    shapes.add(rows)
    return Manifest(
        name=name,
        signature=name,
        seconds=75.0,
        workers=2,
        steps=[tally.step],
        meanings={"ratio": name},
        shapes=shapes.found,
        parts={"train": part(rows)},
        sources={name: text},
        files=[name],
        recipe=text,
        notes=[text],
    )


def test_the_page_says_what_was_done() -> None:
    page = report.render(built())
    assert "10 sentence pairs, built in 1 min 15 s with 2 workers." in page
    assert "10 of 11" not in page
    assert "1 of 11 sentence pairs" in page
    assert '<p class="ar" lang="ar" dir="rtl"><bdi>نص</bdi></p>' in page
    assert page.count('<svg class="shape"') == len(EDGES)


def test_no_text_breaks_out() -> None:
    page = report.render(built(HOSTILE, HOSTILE))
    assert "<script" not in page
    assert not re.search(r"<img|\ssrc=|\shref=|\sstyle=|\son\w+=", re.sub(r"&lt;.*?&gt;", "", page))
    assert "\u202e" not in page and "\x00" not in page
    assert "{{ 7*7 }}" in page
    assert "default-src &#39;none&#39;" in page


@given(st.text(max_size=40))
def test_any_text_can_be_shown(text: str) -> None:
    assert report.render(built(text, text)).endswith("</html>\n")


def test_a_build_without_anything() -> None:
    nothing = built() | {"steps": [], "parts": {}, "shapes": {}, "sources": {}}
    assert "0 sentence pairs" in report.render(nothing)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part_", "whole", "shown"),
    [(0, 0, "–"), (0, 5, "0 %"), (5, 5, "100 %"), (1, 3, "33 %"), (999, 1000, "99.9 %"), (1, 10**9, "< 0.001 %")],
)
def test_shares(part_: int, whole: int, shown: str) -> None:
    assert report.share(part_, whole).replace("\u202f", " ") == shown


@given(
    st.lists(st.tuples(st.sampled_from(["", "ratio", "number"]), st.integers(0, 99)), max_size=40), st.integers(0, 40)
)
def test_shards_add_up_to_the_whole(given_: list[tuple[str, int]], cut: int) -> None:
    def counted(some: list[tuple[str, int]]) -> tuple[Tally, Shapes]:
        tally, shapes = Tally("filter"), Shapes()
        for reason, n in some:
            tally.add(Row("كلمة " * n, "mot " * n, n / 99), reason)
        shapes.add(Row("كلمة " * n, "mot " * n, n / 99) for _, n in some)
        return tally, shapes

    (whole, all_), (first, some), (second, rest) = counted(given_), counted(given_[:cut]), counted(given_[cut:])
    first.merge(second.step)
    some.merge(rest.found)
    assert first.step == whole.step
    assert some.found == all_.found
    assert whole.step["given"] == whole.step["kept"] + sum(whole.step["rejected"].values())
