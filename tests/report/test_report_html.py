from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner.data import Finding, Pair, Report, Sentence, Span, Statement
from aligner.report import html, render
from aligner.report._visible import visible

VOID = {"meta", "input", "br"}
ATTRIBUTES = {
    *("lang", "dir", "charset", "http-equiv", "content", "name", "class", "id", "href", "role", "hidden", "type"),
    *("value", "checked", "tabindex", "aria-label", "aria-labelledby", "scope"),
    *("data-status", "data-l", "data-f", "data-severity", "data-check"),
}


class Reader(HTMLParser):
    """Reads a page as a browser would, and fails where tags do not nest."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""  # without numbers of findings
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, key, value or "") for key, value in attrs]
        if tag not in VOID:
            number = (dict(attrs).get("class") or "").startswith("ref")
            self.open.append(f"{tag}.ref" if number else tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().removesuffix(".ref") == tag

    def handle_data(self, data: str) -> None:
        if not any(tag.endswith(".ref") for tag in self.open):
            self.text += data

    def values(self, name: str) -> list[str]:
        return [value for _, key, value in self.attributes if key == name]


def body(page: str) -> str:
    """The page without its style, script and their hashes: what depends on the report."""
    page = re.sub(r"<(style|script)>.*?</\1>", r"<\1>…</\1>", page, flags=re.S)
    return re.sub(r"sha256-[^']+", "sha256-…", page)


def test_golden(page: Report, golden: Callable[[str, str], None]) -> None:
    golden("page.html", body(render(page, "html")))


@pytest.mark.parametrize("which", ["page", "clean", "empty", "long"])
def test_nothing_of_the_text_becomes_markup(which: str, request: pytest.FixtureRequest) -> None:
    reader = Reader(render(request.getfixturevalue(which), "html"))
    assert reader.tags["script"] == reader.tags["style"] == 1
    assert not {"img", "svg", "i", "link", "iframe", "object"} & set(reader.tags)
    assert {key for _, key, _ in reader.attributes} <= ATTRIBUTES


@pytest.mark.parametrize("which", ["page", "clean", "empty"])
def test_links_stay_on_the_page_and_arrive(which: str, request: pytest.FixtureRequest) -> None:
    reader = Reader(render(request.getfixturevalue(which), "html"))
    ids = Counter(reader.values("id"))
    assert max(ids.values()) == 1
    targets = [href.removeprefix("#") for href in reader.values("href")] + reader.values("aria-labelledby")
    assert targets
    assert set(targets) <= set(ids)


def test_the_policy_allows_this_style_and_this_script_only(page: Report) -> None:
    text = render(page, "html")
    policy = next(value for value in Reader(text).values("content") if "default-src" in value)
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert not re.search(r"https?:|url\(|@import|fetch|XMLHttpRequest", content)
    assert policy.startswith("default-src 'none'; ")


def test_hidden_characters_are_shown_not_obeyed(page: Report) -> None:
    text = render(page, "html")
    assert not set(text) & set("\u202e\u202c\x1b\x00\ud800")
    for label in ("⟦RLO⟧", "⟦ESC⟧", "⟦NUL⟧", "⟦U+D800⟧"):
        assert label in text


def test_sides_have_language_and_direction(page: Report) -> None:
    text = render(page, "html")
    assert text.count('<p class="ar" lang="ar" dir="rtl"') == 9
    assert text.count('<p class="fr" lang="fr" dir="ltr"') == 10
    assert text.count("Nothing renders this Arabic.</p>") == 1
    assert text.count("No Arabic stands behind this French.</p>") == 1
    assert text.count("No counterpart on the page.</p>") == 2  # once a statement, not once a sentence


def test_overlapping_spans_keep_both_numbers(page: Report) -> None:
    text = render(page, "html")
    assert '<mark class="error" data-f="4 5">était</mark>' in text
    assert '<mark class="info" data-f="5">que le pont </mark>' in text


def test_errors_come_first_and_a_long_list_folds(long: Report) -> None:
    text = render(long, "html")
    first_screen = text[: text.index('id="filters"')]
    assert "200 errors change what the reader believes" in first_screen
    assert first_screen.index("<summary>192 more errors") < first_screen.index("<summary>200 warnings")


def test_warnings_are_open_where_there_is_no_error(page: Report) -> None:
    text = render(replace(page, statements=page.statements[2:3]), "html")
    assert "<h3>Warnings</h3>" in text
    assert "<h3>Errors</h3>" not in text


def test_a_clean_report_has_nothing_to_walk_through(clean: Report) -> None:
    text = render(clean, "html")
    assert 'id="walk"' not in text
    assert 'id="look"' not in text
    assert "Nothing found that a reviewer should look at." in text


def test_a_pair_without_findings_is_light(long: Report) -> None:
    calm = long.statements[0].pairs[0]
    sizes = [
        len(render(replace(long, statements=(replace(long.statements[0], pairs=(calm,) * n),)), "html").encode())
        for n in (1000, 2000)
    ]
    assert (sizes[1] - sizes[0]) / 1000 - len((calm.src_text + calm.tgt_text).encode()) < 200


SPANS = st.lists(st.builds(Span, st.integers(-3, 30), st.integers(-3, 30)), max_size=3).map(tuple)
FINDINGS = st.builds(
    Finding, st.sampled_from(["number", "?"]), st.sampled_from(["error", "warning", "info"]), st.text(), SPANS, SPANS
)


@settings(deadline=None)
@given(st.text("ab <&>\"'\x1b\u202eم١", max_size=25), st.text("é &\n", max_size=9), st.lists(FINDINGS, max_size=5))
def test_marks_change_no_word(src: str, tgt: str, findings: list[Finding]) -> None:
    pair = Pair((Sentence(src),) if src else (), (Sentence(tgt),), findings=tuple(findings))
    (section,) = html._sections(Report("s", (), (Statement((), (), pairs=(pair,)),)))
    (row,) = section.rows
    assert Reader(str(row.src)).text == visible(src)
    assert Reader(str(row.tgt)).text == visible(tgt)
    ids = Counter(Reader(str(row.src + row.tgt)).values("id"))
    assert set(ids.values()) <= {1}
    assert {note.number for note in row.notes if note.placed} <= {int(i[1:]) for i in ids}
