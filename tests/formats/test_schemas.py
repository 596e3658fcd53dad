"""The exchange formats that we write are valid by the schemas of their standards, OASIS's and LISA's own."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
from exchange import PAIRS, judged
from hypothesis import given, settings
from lxml import etree
from test_tmx import ORIGINAL
from test_xliff import CLASSIC, MODERN
from validity import SCHEMAS, require_valid

from aligner.data import Finding, Pair, Report, Span, Statement
from aligner.formats import tmx, xliff, xliff12
from aligner.report import render

FORMS = {tmx: "tmx14.dtd", xliff: "xliff-2.1.xsd", xliff12: "xliff-core-1.2-strict.xsd"}
EACH = pytest.mark.parametrize(("form", "schema"), FORMS.items(), ids=["tmx", "xliff", "xliff12"])
SDL = "{http://sdl.com/FileTypes/SdlXliff/1.0}*"


@EACH
@given(pairs=PAIRS)
@settings(max_examples=30)
def test_bitexts(form: Any, schema: str, pairs: list[Pair]) -> None:
    require_valid("".join(form.write_pairs(pairs)), schema)


@EACH
def test_reports(form: Any, schema: str) -> None:
    report = Report("s", (), (Statement((), (), pairs=tuple(judged())),))
    require_valid(render(report, form.__name__.rpartition(".")[2]), schema)


@pytest.mark.parametrize(("form", "text"), [(tmx, ORIGINAL), (xliff, MODERN), (xliff12, CLASSIC)], ids=str)
def test_findings_in_a_copy(form: Any, text: str) -> None:
    named = re.search('encoding="(.+?)"', text)
    data = text.encode(named[1] if named else "utf-8")
    finding = Finding("omission", "error", "Left out <here>.", (Span(0, 2),))
    pairs = [Pair(p.src, p.tgt, findings=(finding,), id=p.id) for p in form.read_pairs(data, "file")[0]]
    for made in (data, form.annotate(data, "file", pairs)):
        root = etree.fromstring(made)
        # The strict schema knows no elements of other tools.
        for element in list(root.iter(SDL)):
            element.getparent().remove(element)
        require_valid(root, FORMS[form])


def test_the_schemas_refuse() -> None:
    made = "".join(xliff.write_pairs(judged()))
    for wrong in (made.replace("segment", "sentence"), made.replace("mda:meta ", "mda:meta a='b' ")):
        with pytest.raises(AssertionError):
            require_valid(wrong, "xliff-2.1.xsd")


def test_the_copies_are_those_of_the_list() -> None:
    rows = [line.split("|") for line in (SCHEMAS / "README.md").read_text("utf-8").splitlines() if line[:1] == "|"]
    sums = {row[1].strip(" `"): row[5].strip(" `") for row in rows[2:] if row[5].strip()}
    assert len(sums) == 5
    for name, expected in sums.items():
        assert hashlib.sha256((SCHEMAS / name).read_bytes()).hexdigest() == expected, name
