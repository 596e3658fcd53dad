"""Hostile and broken XML, files that are streamed, and what the readers share."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from exchange import AR, FR
from hypothesis import given
from hypothesis import strategies as st

from aligner import formats
from aligner.data import Pair, Sentence, Source
from aligner.errors import InputError
from aligner.formats import tmx, xliff, xliff12
from aligner.formats._exchange import facts, with_facts

UNIT = f'<tu><tuv xml:lang="ar"><seg>{AR}</seg></tuv><tuv xml:lang="fr"><seg>{FR}</seg></tuv></tu>'
LEVELS = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))


def memory(body: str, before: str = "") -> bytes:
    return f"{before}<tmx><header/><body>{UNIT}{body}</body></tmx>".encode()


# File name -> what is in it, and a part of the message.
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities.tmx": (lambda: memory("", f'<!DOCTYPE tmx [<!ENTITY e0 "ha">{LEVELS}]>'), "line 1: it declares"),
    "external.tmx": (lambda: memory("", '<!DOCTYPE tmx [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "declares"),
    "parameter.tmx": (lambda: memory("", '<!DOCTYPE tmx [<!ENTITY % e SYSTEM "http://a.example/"> %e;]>'), "declares"),
    "attributes.tmx": (lambda: memory("", '<!DOCTYPE tmx [<!ATTLIST tu a CDATA "x">]>'), "declares"),
    "undeclared.tmx": (lambda: memory("<tu>&e;</tu>", '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'), "entity &e; is not"),
    "unknown.tmx": (lambda: memory("<tu>&e;</tu>"), "undefined entity"),
    "deep.tmx": (lambda: memory("<tu>" * 100_000), "nested too deeply"),
    "deep_outside.tmx": (lambda: b"<tmx>" + b"<a>" * 100_000, "nested too deeply"),
    "tags.tmx": (lambda: memory(f"<tu><tuv><seg>{'<ph/>' * 100_001}"), "one unit of more than 100,000 tags"),
    "comments.tmx": (lambda: memory(f"<tu>{'<!---->' * 100_001}"), "one unit of more than 100,000 tags"),
    "long.tmx": (lambda: memory(f"<tu><tuv><seg>{'نعم ' * 1_100_000}"), "4,000,000 characters"),
    "segment.tmx": (lambda: memory(UNIT.replace(FR, "oui " * 300_000)), "line 1: a text of 1,200,000 characters"),
    "attribute.tmx": (lambda: memory(f'<tu tuid="{"a" * (5 << 20)}"/>'), "more than 4 MB"),
    "tag.tmx": (lambda: memory(f"<tu{' ' * (5 << 20)}/>"), "more than 4 MB"),
    "comment.tmx": (lambda: memory(f"<!--{'a' * (5 << 20)}-->"), "more than 4 MB"),
    "cut.tmx": (lambda: memory("\n<tu><tuv><se")[:-20], "line 2: broken XML"),
    "cut_between.tmx": (lambda: memory("").partition(b"</body>")[0], "it ends too early: the file was cut"),
    "crossed.tmx": (lambda: memory("<tu><tuv></tu></tuv>"), "line 1: broken XML: mismatched tag"),
    "twice.tmx": (lambda: memory('<tu a="1" a="2"/>'), "duplicate attribute"),
    "prefix.tmx": (lambda: memory("<x:tu/>"), "unbound prefix"),
    "behind.tmx": (lambda: memory("") + b"<tmx/>", "junk after document element"),
    "nul.tmx": (lambda: memory("\0"), "or not in the encoding that it names"),
    "control.tmx": (lambda: memory("&#27;"), "invalid character number"),
    "surrogate.tmx": (lambda: memory("&#xD800;"), "invalid character number"),
    "lying.tmx": (lambda: memory("").decode().encode("windows-1256", "replace"), "not in the encoding that it names"),
    "alien.tmx": (lambda: memory("", '<?xml version="1.0" encoding="klingon"?>'), "encoding"),
    "wide.tmx": (lambda: memory("").decode().encode("utf-32"), "broken XML|encoding"),
    "eastern.tmx": (lambda: memory("", '<?xml version="1.0" encoding="shift_jis"?>'), "encoding"),
    "page.tmx": (lambda: b"Bonjour", "broken XML"),
    "page.xlf": (lambda: "نص".encode(), "broken XML"),
    "picture.xlf": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "broken XML"),
    "zip.sdlxliff": (lambda: b"PK\x03\x04" + bytes(40), "broken XML"),
    "cut.xlf": (lambda: "".join(xliff.write_pairs([Pair((Sentence(AR),), ())])).encode()[:-30], "broken XML"),
    "entities.mxliff": (lambda: f'<!DOCTYPE x [<!ENTITY e0 "ha">{LEVELS}]><xliff>&e9;</xliff>'.encode(), "declares"),
    "empty.xlf": (lambda: b" \n", "the file is empty"),
    "text.po": (lambda: f"{AR}\n{FR}\n".encode(), "line 1 is no line of a PO file"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_refused_in_one_line(name: str, tmp_path: Path) -> None:
    make, part = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    with pytest.raises(InputError, match=part) as error:
        list(formats.read_pairs(str(path)))
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith(f"{path}: ")
    assert len(message) < len(str(path)) + 250


def test_many_units_need_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "big"
    noise = "<!-- between --><other><a/></other>\n"
    path.write_bytes(memory(f"{noise}{UNIT}" * 20_000))
    assert path.stat().st_size > 3_400_000
    tracemalloc.start()
    source, pairs = formats.read_bitext(str(path))
    assert sum(pair.src_text == AR and pair.tgt_text == FR for pair in pairs) == 20_001
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (source.format, source.bytes) == ("tmx", path.stat().st_size)
    assert peak < 3_000_000


@pytest.mark.parametrize("form", [tmx, xliff, xliff12])
def test_content_tells_the_format(form: object, tmp_path: Path) -> None:
    pairs = [Pair((Sentence(AR),), (Sentence(FR),))]
    path = tmp_path / "a.tsv"
    path.write_text("".join(form.write_pairs(pairs)), "utf-8")  # type: ignore[attr-defined]
    source, found = formats.read_bitext(str(path))
    assert source.format == form.__name__.rpartition(".")[2]  # type: ignore[attr-defined]
    assert source.encoding == "utf-8"
    assert [(pair.src_text, pair.tgt_text) for pair in found] == [(AR, FR)]
    assert formats.original(source) == path.read_bytes()


def test_a_file_that_changed_is_not_written_into(tmp_path: Path) -> None:
    path = tmp_path / "a.tmx"
    path.write_bytes(memory(""))
    source, _ = formats.read_bitext(str(path))
    path.write_bytes(memory(UNIT))
    with pytest.raises(InputError, match=r"a\.tmx: changed while it was checked"):
        formats.original(source)
    path.unlink()
    with pytest.raises(InputError, match="no such file"):
        formats.original(source)
    with pytest.raises(InputError, match="standard input: cannot be read once more"):
        formats.original(Source("standard input", "", 0, "tmx", "utf-8"))


@pytest.mark.parametrize(
    ("known", "numbers"),
    [
        ({"tgt": "4:4 7:8"}, [4, 7]),
        ({"tgt": "9"}, [9]),
        ({"tgt": "9:3"}, [9]),
        ({}, [0]),
        # What does not fit the text.
        ({"tgt": "4:4 7:9"}, [0]),
        ({"tgt": "4:4 7:7"}, [0]),
        ({"tgt": "4:3 7:9"}, [0]),
        ({"tgt": "4:0 7:12"}, [0]),
        ({"tgt": "4 7:8"}, [0]),
        ({"tgt": "٤:٣ 7:8"}, [0]),
        ({"tgt": "-1"}, [0]),
        ({"tgt": "4:99 7:8"}, [0]),
        ({"tgt": "1" * 100_000 + "x"}, [0]),
        ({"tgt": "99999999999"}, [0]),
    ],
)
def test_sentences_are_taken_apart_only_where_they_fit(known: dict[str, str], numbers: list[int]) -> None:
    pair = with_facts(Pair((), (Sentence("Oui. Bien sûr"),)), known)
    assert [sentence.number for sentence in pair.tgt] == numbers
    assert pair.tgt_text == "Oui. Bien sûr"


@pytest.mark.parametrize("score", ["nan", "inf", "-1", "1.5", "high", ""])
def test_a_score_that_is_none(score: str) -> None:
    assert with_facts(Pair((), ()), {"score": score}).score == 0
    assert facts(Pair((), ())) == {}


TAGS = """<tu> </tu> <tuv> </tuv> <seg> </seg> <ph/> <bpt> </bpt> <unit> </unit> <segment> </segment> <source> </source>
<target> </target> <trans-unit> </trans-unit> <notes> </notes> <note> </note> <seg-source> </seg-source> </mrk>
< \0 ]]>"""
ATTRIBUTED = ["<tuv xml:lang='ar'>", "<note id='aligner-1' from='aligner'>", "<mrk mtype='seg' mid='1'>", "<!-- x -->"]
PIECES = st.sampled_from([*TAGS.split(), *ATTRIBUTED, "&amp;", AR, FR])


@pytest.mark.parametrize("form", [tmx, xliff, xliff12])
@given(pieces=st.lists(PIECES, max_size=30), closed=st.booleans())
def test_any_tags_are_read_or_refused(form: object, pieces: list[str], closed: bool) -> None:
    body = "".join(pieces)
    if closed:
        # Closed in order, so that more than the first lines of the readers are reached.
        names = [piece[1:].split(" ")[0].rstrip(">") for piece in pieces if piece[0] == "<" and piece[1:2].isalpha()]
        body = "".join(piece for piece in pieces if not piece.startswith("</") and piece not in ("<", "\0", "]]>"))
        body += "".join(f"</{name}>" for name in reversed([name for name in names if name != "ph/"]))
    data = f"<x>{body}</x>".encode()
    try:
        pairs = list(form.read_pairs(data, "file")[0])  # type: ignore[attr-defined]
        made = form.annotate(data, "file", pairs)  # type: ignore[attr-defined]
        assert list(form.read_pairs(made, "file")[0]) is not None  # type: ignore[attr-defined]
    except InputError as error:
        assert "\n" not in str(error)
