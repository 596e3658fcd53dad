"""The sample pages and their gold agree: gold texts stand on their page, every word of the page is accounted for."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

CORPORA = Path(__file__).parents[1] / "corpora"
GOLDS = sorted(CORPORA.glob("*.gold.json"))
STATUSES = {(True, True): "paired", (True, False): "source-only", (False, True): "target-only"}


class _Visible(HTMLParser):
    """The text a reader sees: no head, no scripts, and a space wherever a tag stood."""

    HIDDEN = ("head", "script", "style")

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.depth += tag in self.HIDDEN
        self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag in self.HIDDEN
        self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.parts.append(data)


def squeeze(text: str) -> str:
    return " ".join(text.split())


def visible(path: Path) -> str:
    """The page with its markup taken off and its white space (no-break spaces too) squeezed."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        parser = _Visible()
        parser.feed(text)
        text = "".join(parser.parts)
    elif path.suffix == ".md":
        text = re.sub(r"^#+ |\*+|^---$", "", text, flags=re.MULTILINE)
    return squeeze(text)


def page_of(gold: dict[str, Any]) -> str:
    names = gold["page"] if isinstance(gold["page"], list) else [gold["page"]]
    return " ".join(visible(CORPORA / name) for name in names)


@pytest.fixture(params=GOLDS, ids=lambda path: path.name.removesuffix(".gold.json"))
def gold(request: pytest.FixtureRequest) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return data


def sides(gold: dict[str, Any]) -> list[str]:
    return [pair[side] for s in gold["statements"] for pair in s["pairs"] for side in ("src", "tgt") if pair[side]]


def test_there_are_pages_in_every_layout() -> None:
    pages = {path.name for path in CORPORA.iterdir() if path.suffix in {".txt", ".md", ".html"}} - {"README.md"}
    described = [json.loads(path.read_text(encoding="utf-8"))["page"] for path in GOLDS]
    assert pages == {name for entry in described for name in ([entry] if isinstance(entry, str) else entry)}
    assert len(GOLDS) >= 4


def test_gold_texts_stand_on_the_page(gold: dict[str, Any]) -> None:
    page = page_of(gold)
    texts = sides(gold) + gold["furniture"] + gold.get("loose", [])
    assert [text for text in texts if squeeze(text) not in page] == []


def test_every_word_of_the_page_is_accounted_for(gold: dict[str, Any]) -> None:
    left = page_of(gold)
    texts = {squeeze(text) for text in sides(gold) + gold["furniture"] + gold.get("loose", [])}
    for text in sorted(texts, key=len, reverse=True):
        left = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", " ", left)
    assert re.findall(r"\w+", left) == []


def test_statements_say_what_they_hold(gold: dict[str, Any]) -> None:
    for statement in gold["statements"]:
        arabic = any(pair["src"] for pair in statement["pairs"])
        french = any(pair["tgt"] for pair in statement["pairs"])
        assert statement["status"] == STATUSES[arabic, french]
        for pair in statement["pairs"]:
            one_sided = not (pair["src"] and pair["tgt"])
            checks = {finding["check"] for finding in pair["findings"]}
            assert len(pair["findings"]) <= 1
            assert (checks <= {"omission", "addition"} and bool(checks)) == (
                one_sided and statement["status"] == "paired"
            )
            for finding in pair["findings"]:
                assert finding["src_text"] in pair["src"]
                assert finding["tgt_text"] in pair["tgt"]


def test_sides_are_in_their_own_script(gold: dict[str, Any]) -> None:
    arabic = re.compile(r"[\u0621-\u064a]")
    for statement in gold["statements"]:
        for pair in statement["pairs"]:
            assert not pair["src"] or arabic.search(pair["src"])
            foreign = {f["tgt_text"] for f in pair["findings"] if f["check"] == "untranslated"}
            assert set(arabic.findall(pair["tgt"])) <= set("".join(foreign))
