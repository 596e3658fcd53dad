"""What translate-toolkit, which is no dependency (it is GPL), reads in our files and we in its own:
``pip install -e .[interop]``.
"""

from __future__ import annotations

from typing import Any

import pytest
from exchange import AR, FR, PAIRS, judged
from hypothesis import HealthCheck, given, settings

from aligner.data import Pair
from aligner.formats import po, tmx, xliff, xliff12

pytest.importorskip("translate", reason="translate-toolkit is not installed")

from translate.storage import pypo, xliff2
from translate.storage import tmx as their_tmx
from translate.storage import xliff as their_xliff

FORMS = [(tmx, their_tmx.tmxfile), (xliff12, their_xliff.xlifffile), (xliff, xliff2.Xliff2File)]
EACH = pytest.mark.parametrize(("ours", "theirs"), FORMS, ids=["tmx", "xliff12", "xliff"])


def units(theirs: Any, data: bytes) -> list[Any]:
    return [unit for unit in theirs.parsestring(data).units if unit.istranslatable()]


@EACH
@given(pairs=PAIRS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
def test_they_read_what_we_write(ours: Any, theirs: Any, pairs: list[Pair]) -> None:
    pairs = [pair for pair in pairs if pair.src and pair.tgt]
    found = units(theirs, "".join(ours.write_pairs(pairs)).encode())
    assert [(unit.source, unit.target) for unit in found] == [(pair.src_text, pair.tgt_text) for pair in pairs]


# In XLIFF 2 they look for notes in segments, where the standard has none.
@pytest.mark.parametrize(("ours", "theirs"), FORMS[:2], ids=["tmx", "xliff12"])
def test_they_show_our_findings(ours: Any, theirs: Any) -> None:
    (unit,) = units(theirs, "".join(ours.write_pairs(judged()[:1])).encode())
    assert "The Arabic says 17, the French says 71." in unit.getnotes()


@EACH
def test_we_read_what_they_write(ours: Any, theirs: Any) -> None:
    store = theirs()
    store.setsourcelanguage("ar")
    store.settargetlanguage("fr")
    for source, target in ((AR, FR), ("نعم & <لا>", "Oui & <non>")):
        unit = store.addsourceunit(source)
        unit.target = target
    (first, second) = ours.read_pairs(bytes(store), "file")[0]
    assert (first.src_text, first.tgt_text) == (AR, FR)
    assert (second.src_text, second.tgt_text) == ("نعم & <لا>", "Oui & <non>")


def test_we_read_their_catalogues() -> None:
    store = pypo.pofile()
    store.updateheader(add=True, Language="fr", Content_Type="text/plain; charset=UTF-8")
    unit = store.addsourceunit(AR)
    unit.target = FR
    assert [(pair.src_text, pair.tgt_text) for pair in po.read_pairs(bytes(store), "file")[0]] == [(AR, FR)]
