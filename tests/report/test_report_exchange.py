"""The forms for other programs, read by their own readers: tsv, md, sarif, junit."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from validity import require_valid

from aligner import checks
from aligner.data import Block, Finding, Pair, Report, Sentence, Source, Span, Statement
from aligner.formats import tsv as tsv_format
from aligner.report import md, render, sarif

ANY = st.text(
    st.characters(codec=None) | st.sampled_from("\\`*_{}[]()#+-!|~<>&\"'=@:\t\r\n\x0b\x0c\x85\u2028\ud800\u202e\0")
)


def report_of(src: str, tgt: str, message: str = "Odd.", suggestion: str | None = None) -> Report:
    finding = Finding("number", "error", message, (Span(0, 2),), (Span(1, 400),), suggestion)
    pair = Pair((Sentence(src, 0, (3, 4)),), (Sentence(tgt, 0, (9, 9)),), 0.5, 0.25, (finding,))
    block = Block(src, 0, (3, 4))
    statement = Statement((block,), (Block(tgt, 0, (9, 9)),), author=src, pairs=(pair,))
    return Report("s", (Source("a b.txt", "0" * 64, 1, "text", "utf-8"),), (statement,), notes=(message,))


def pairs_of(report: Report) -> list[Pair]:
    return [pair for statement in report.statements for pair in statement.pairs]


# tsv -----------------------------------------------------------------------------------------------------------------


def test_tsv_has_a_line_a_pair(page: Report) -> None:
    head, *rows = [line.split("\t") for line in render(page, "tsv").split("\n")[:-1]]
    assert head == "pair ar fr ar_lines fr_lines score fidelity errors warnings notes findings".split()
    assert {len(row) for row in rows} == {len(head)}
    assert len(rows) == len(pairs_of(page))
    hurt = dict(zip(head, rows[1], strict=True))
    assert [hurt[name] for name in ("pair", "ar_lines", "fidelity", "errors", "warnings", "notes")] == [
        "1",
        "2",
        "0.1235",
        "1",
        "1",
        "0",
    ]
    assert hurt["findings"].startswith(
        "error number: The Arabic says 17 (سبعة عشر); the French says 71. Suggested: Dix"
    )
    assert " | warning attribution: " in hurt["findings"]
    assert rows[2][3:5] == ["5", "8"]


def test_tsv_can_be_checked_again(page: Report, clean: Report) -> None:
    for report in (page, clean):
        text = render(report, "tsv")
        back = list(tsv_format.read_pairs(text.encode(), "file")[0])
        wanted = [
            (" ".join(pair.src_text.split()), " ".join(re.sub("[\0\ud800]", "\ufffd", pair.tgt_text).split()))
            for pair in pairs_of(report)
        ]
        assert [(" ".join(p.src_text.split()), " ".join(p.tgt_text.split())) for p in back] == wanted


@settings(deadline=None)
@given(ANY, ANY, ANY)
def test_tsv_keeps_its_columns(src: str, tgt: str, message: str) -> None:
    text = render(report_of(src, tgt, message, tgt), "tsv")
    assert [line.count("\t") for line in text.splitlines()] == [10, 10]
    text.encode("utf-8")


# md ------------------------------------------------------------------------------------------------------------------


def rendered(text: str) -> str:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)


def cells(html: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", html, flags=re.DOTALL)
    return [re.findall(r"<td>(.*?)</td>", row, flags=re.DOTALL) for row in rows]


def test_golden_markdown(page: Report, golden: Callable[[str, str], None]) -> None:
    golden("page.md", render(page, "md"))


def test_markdown_lists_the_gravest_first(page: Report) -> None:
    rows = [row for row in cells(rendered(render(page, "md"))) if len(row) == 8]
    severities = [row[0] for row in rows]
    assert severities == sorted(severities, key=["Error", "Warning", "Note"].index)
    assert len(rows) == sum(len(pair.findings) for pair in pairs_of(page))
    assert rows[0][1:] == [
        "Number",
        "The Arabic says 17 (\u2067سبعة عشر\u2069); the French says 71.",
        "\u2067سبعة عشر\u2069",
        "Soixante et onze",
        "Dix-sept",
        "1",
        "Arabic line 2, French line 4",
    ]


def test_markdown_says_what_has_no_counterpart(page: Report, clean: Report) -> None:
    text = render(page, "md")
    assert "## Without a counterpart" in text
    assert "مكتبة الحي" in text
    assert "## Findings" not in render(clean, "md")


def test_long_texts_are_cut() -> None:
    assert md.excerpt("a" * 500, ()) == "a" * md.EXCERPT + "…"
    assert md.excerpt("abcdef", (Span(0, 1), Span(4, 9))) == "a … ef"


@settings(deadline=None)
@given(ANY)
def test_markdown_says_just_the_text(text: str) -> None:
    html = rendered(f"| a | b |\n| --- | --- |\n| {md.escaped(text)} | x |\n")
    ((), (cell, x)) = cells(html)
    assert x == "x"
    assert not re.search(r"<(?!/?(?:p|td)\b)", cell)
    shown = cell.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    assert shown.split() == md.safe(text).split()


# sarif ---------------------------------------------------------------------------------------------------------------


def log(report: Report) -> dict:  # type: ignore[type-arg]
    return json.loads(render(report, "sarif"))  # type: ignore[no-any-return]


def test_golden_sarif(page: Report, golden: Callable[[str, str], None]) -> None:
    text = render(replace(page, statements=page.statements[:1]), "sarif")
    rules = json.loads(text)["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"] for rule in rules} >= {entry.id for entry in checks.catalogue()}
    # Rules, and their places, are those of the day.
    text = re.sub(r'"rules": \[.*?\n {10}\]', '"rules": []', text, flags=re.DOTALL)
    golden("page.sarif", re.sub(r'("(?:ruleIndex|version|semanticVersion)"): .+', r"\1: …", text))


def test_sarif_has_the_form_of_the_standard(page: Report, clean: Report, empty: Report) -> None:
    for report in (page, clean, empty):
        found = log(report)
        assert found["version"] == "2.1.0"
        (run,) = found["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert len({rule["id"] for rule in rules}) == len(rules)
        results = run["results"]
        assert len(results) == sum(len(pair.findings) for pair in pairs_of(report))
        for result in results:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] in ("error", "warning", "note")
            assert result["message"]["text"]
            for place in result["locations"] + result.get("relatedLocations", []):
                region = place["physicalLocation"]["region"]
                assert 1 <= region["startLine"] <= region["endLine"]
                artifact = place["physicalLocation"]["artifactLocation"]
                assert run["artifacts"][artifact["index"]]["location"]["uri"] == artifact["uri"]


def test_sarif_and_junit_are_valid(page: Report, clean: Report, empty: Report) -> None:
    for report in (page, clean, empty):
        require_valid(render(report, "sarif"), "sarif-2.1.0-rtm.5.json")
        require_valid(render(report, "junit"), "junit.rng")


def test_sarif_points_at_the_words(page: Report) -> None:
    results = log(page)["runs"][0]["results"]

    def place(location: dict) -> tuple[str, int, str]:  # type: ignore[type-arg]
        region = location["physicalLocation"]["region"]
        return location["message"]["text"], region["startLine"], region["snippet"]["text"]

    number, attribution = results[:2]
    assert place(number["locations"][0]) == ("French", 4, "Soixante et onze")
    assert place(number["relatedLocations"][0]) == ("Arabic", 2, "سبعة عشر")
    assert place(attribution["locations"][0]) == ("Arabic", 2, "بحسب مستشفى المدينة")
    omission = next(result for result in results if result["ruleId"] == "omission")
    assert place(omission["locations"][0])[0] == "Arabic"
    assert "relatedLocations" not in omission
    # The sentence that holds the words, not the whole pair.
    space = next(result for result in results if result["ruleId"] == "typography")
    assert place(space["locations"][0])[:2] == ("French", 10)


def test_sarif_names_two_files(clean: Report) -> None:
    (statement,) = clean.statements
    (pair,) = statement.pairs
    finding = Finding("name", "warning", "A name differs.", (Span(0, 3),), (Span(0, 3),))
    report = replace(clean, statements=(replace(statement, pairs=(replace(pair, findings=(finding,)),)),))
    (result,) = log(report)["runs"][0]["results"]
    places = result["locations"] + result["relatedLocations"]
    assert [place["physicalLocation"]["artifactLocation"]["index"] for place in places] == [1, 0]


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("corpora/relais & co.txt", "corpora/relais%20%26%20co.txt"),
        ("C:\\docs\\fr.docx", "file:///C:/docs/fr.docx"),
        ("/tmp/صفحة.txt", "file:///tmp/%D8%B5%D9%81%D8%AD%D8%A9.txt"),
        ("a:b#c?.txt", "a%3Ab%23c%3F.txt"),
        ("-", "-"),
        ("odd\udc80", "odd%3F"),
    ],
)
def test_paths_as_references(path: str, uri: str) -> None:
    assert sarif.uri(path) == uri


@settings(deadline=None)
@given(ANY, ANY, ANY)
def test_sarif_of_any_text(src: str, tgt: str, message: str) -> None:
    text = render(report_of(src, tgt, message), "sarif")
    text.encode("utf-8")
    (result,) = json.loads(text)["runs"][0]["results"]
    assert json.dumps(result["properties"]["arabic"]) == json.dumps(src)


def test_fingerprints_stay_when_lines_move() -> None:
    def fingerprint(report: Report) -> str:
        return log(report)["runs"][0]["results"][0]["partialFingerprints"]["pairAndFinding/v1"]  # type: ignore[no-any-return]

    report = report_of("نعم", "oui")
    (statement,) = report.statements
    moved = replace(statement.pairs[0], src=(Sentence("نعم", 90, (30, 30)),))
    assert fingerprint(report) == fingerprint(replace(report, statements=(replace(statement, pairs=(moved,)),)))
    assert fingerprint(report) != fingerprint(report_of("نعم", "non"))


# junit ---------------------------------------------------------------------------------------------------------------


def test_golden_junit(page: Report, golden: Callable[[str, str], None]) -> None:
    golden("page.xml", render(page, "junit"))


def test_junit_fails_for_errors_alone(page: Report) -> None:
    suites = ElementTree.fromstring(render(page, "junit"))
    (suite,) = suites
    cases = suite.findall("testcase")
    failed = [case for case in cases if case.find("failure") is not None]
    assert len(cases) == len(pairs_of(page)) == int(suite.attrib["tests"])
    assert len(failed) == int(suite.attrib["failures"]) == 3
    assert len(suite.findall("testcase/skipped")) == int(suite.attrib["skipped"]) == 3
    assert len({case.attrib["name"] for case in cases}) == len(cases)
    hurt = cases[1]
    assert hurt.attrib["name"].startswith("pair 2, Arabic line 2, French line 4: أُصيب")
    assert (hurt.attrib["file"], hurt.attrib["line"]) == ("corpora/relais & co.txt", "4")
    failure, said = hurt.find("failure"), hurt.find("system-out")
    assert failure is not None and failure.attrib["type"] == "number" and "Soixante" in (failure.text or "")
    assert said is not None and (said.text or "").startswith("Warning attribution: ")
    bridge = cases[2].find("failure")
    assert bridge is not None and bridge.attrib["message"].endswith("(and 1 more)")


@settings(deadline=None)
@given(ANY, ANY, ANY)
def test_junit_of_any_text(src: str, tgt: str, message: str) -> None:
    ElementTree.fromstring(render(report_of(src, tgt, message), "junit").encode("utf-8"))
