"""Finding a form, the figures, and what all forms have in common."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from samples import AR, FR, sentences

from aligner import report as reports
from aligner.data import Block, Pair, Report, Statement
from aligner.errors import UsageError
from aligner.report import _words
from aligner.report._visible import visible


def test_every_module_is_a_form() -> None:
    assert {"docx", "html", "json", "jsonl", "junit", "md", "sarif", "text", "tmx", "tsv", "xliff", "xlsx"} <= set(
        reports.names()
    )


@pytest.mark.parametrize("name", ["pdf", "_words", "", "../html"])
def test_an_unknown_form_lists_the_known_ones(empty: Report, name: str) -> None:
    with pytest.raises(UsageError, match=r"choose one of: .*html, json, jsonl, ") as error:
        reports.render(empty, name)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("form", reports.names())
@pytest.mark.parametrize("which", ["page", "clean", "empty"])
def test_every_form_is_whole_and_repeatable(form: str, which: str, request: pytest.FixtureRequest) -> None:
    report = request.getfixturevalue(which)
    text = reports.render(report, form)
    assert text == reports.render(report, form)
    if isinstance(text, bytes):
        return
    # No pairs, no lines.
    assert text.endswith("\n") or (form, which) == ("jsonl", "empty")
    assert not text.endswith("\n\n")
    text.encode("utf-8")


def test_the_figures(page: Report) -> None:
    figures = reports.summary(page)
    checks = {key: figures.pop(key) for key in list(figures) if key.startswith("check:")}
    lost = {key: figures.pop(key) for key in list(figures) if key.startswith("loss:")}
    assert figures == {
        "sources": 1,
        "statements": 6,
        "paired": 4,
        "source-only": 1,
        "target-only": 1,
        "pairs": 7,
        "unmatched-source": 1,
        "unmatched-target": 1,
        "findings": 12,
        "error": 4,
        "warning": 4,
        "info": 4,
        "fidelity": 0.6789,
    }
    assert sum(checks.values()) == 12
    assert checks["check:quotation"] == 2
    assert {key.removeprefix("loss:") for key in lost} <= {key.removeprefix("check:") for key in checks}
    assert list(lost.values()) == sorted(lost.values(), reverse=True)
    assert 0 < sum(lost.values()) < 1


def test_lines_span_all_parts() -> None:
    assert reports.lines([]) is None
    assert reports.lines([Block("b", 9, (7, 9)), Block("a", 0, (3, 4))]) == (3, 9)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"paired": 0, "error": 0, "warning": 0}, "No Arabic statement could be paired with a French rendering."),
        ({"paired": 1, "error": 1, "warning": 0}, "1 error changes what the reader believes."),
        (
            {"paired": 1, "error": 2, "warning": 1},
            "2 errors change what the reader believes, and 1 more place deserves a look.",
        ),
        ({"paired": 1, "error": 0, "warning": 2}, "No errors found; 2 places deserve a look."),
        ({"paired": 1, "error": 0, "warning": 0}, "Nothing found that a reviewer should look at."),
    ],
)
def test_the_headline(figures: dict[str, int], words: str) -> None:
    assert _words.headline(figures) == words


@pytest.mark.parametrize(("share", "words"), [(0.0, "0%"), (0.29, "29%"), (0.9999, "99%"), (1.0, "100%")])
def test_a_share_is_never_rounded_up(share: float, words: str) -> None:
    assert _words.percent(share) == words


def test_names_of_files(clean: Report, empty: Report) -> None:
    assert _words.title(clean) == "standard input and fr.docx"
    assert _words.title(empty) == "no file"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\u202eb", "a⟦RLO⟧b"),
        ("\x1b[2J", "⟦ESC⟧[2J"),
        ("\x9b", "⟦U+009B⟧"),
        ("\ud800", "⟦U+D800⟧"),
        ("\U000e0041", "⟦U+E0041⟧"),
        ("می\u200cخواهم 👩\u200d⚕️\t\n", "می\u200cخواهم 👩\u200d⚕️\t\n"),
    ],
)
def test_hidden_characters_are_named(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_what_moved_is_said_in_every_form() -> None:
    src, tgt = sentences(AR[:2]), sentences(FR[:1])
    blocks = [tuple(Block(s.text, s.start, s.lines) for s in side) for side in (src, tgt)]
    moved = Pair(tuple(src[:1]), tuple(tgt), 0.9, 0.97, moved=True)
    report = Report("signature", (), (Statement(*blocks, pairs=(moved, Pair(tuple(src[1:]), ()))),))
    assert reports.summary(report)["moved"] == 1
    assert json.loads(reports.render(report, "json"))["statements"][0]["pairs"][0]["moved"] is True
    for form in ("html", "text"):
        rendered = " ".join(reports.render(report, form).split())
        assert rendered.count("Moved: the French stands at another place") == 1
        assert "1 pair stands in another order" in rendered
    in_order = Report("signature", (), (Statement(*blocks, pairs=(replace(moved, moved=False),)),))
    assert "moved" not in reports.summary(in_order)
    assert "Moved" not in reports.render(in_order, "text")
