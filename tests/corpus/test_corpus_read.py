"""Documents out of files of many kinds: what is read, what is left out and why."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

import pytest
from folders import texts as documents
from hypothesis import given
from hypothesis import strategies as st
from samples import rows

from aligner.corpus import read, warc
from aligner.corpus.data import Text
from aligner.corpus.languages import told
from aligner.corpus.manifest import Tally
from aligner.corpus.marks import marked, marks, stated
from aligner.corpus.recipe import METHODS, Read
from aligner.errors import InputError

AR, FR = (" ".join(documents(side)[0]) for side in (0, 1))
PERSIAN = next(text for lang, text in rows("document_languages") if lang == "fa")


def found(*paths: Path, **settings: str) -> tuple[list[Text], Tally]:
    tally = Tally("read", "documents")
    each = read.files([str(path) for path in paths])
    return [text for file in each for text in read.texts(file, Read(**settings), tally)], tally  # type: ignore[arg-type]


@pytest.mark.parametrize(("lang", "text"), rows("document_languages"))
def test_languages(lang: str, text: str) -> None:
    assert told(text) == lang


@pytest.mark.parametrize(("kind", "ar", "fr", "same"), rows("document_marks"))
def test_marks(kind: str, ar: str, fr: str, same: str) -> None:
    of_ar, of_fr = (
        marks(Text(**{"name": "n", "lang": lang, "paragraphs": (), kind: what}), [kind])
        for lang, what in (("ar", ar), ("fr", fr))
    )
    assert marked([of_ar], [of_fr], [kind]) == ([(0, 0)] if same == "yes" else [])


def test_a_mark_that_several_share_says_nothing() -> None:
    one, other = [("date", 1), ("id", 5)], [("date", 1), ("id", 6)]
    assert marked([one, other], [other, one], ["date"]) == []
    assert marked([one, other], [other, one], ["date", "id"]) == [(0, 1), (1, 0)]
    # The kinds count in their order, and each document is in one pair.
    assert marked([[("name", 1), ("id", 5)]], [[("id", 5)], [("name", 1)]], ["name", "id"]) == [(0, 1)]


@given(st.text(max_size=60), st.sampled_from(["ar", "fr"]))
def test_any_name_has_marks(name: str, lang: str) -> None:
    text = Text(name, lang, (), name, name, name)  # type: ignore[arg-type]
    assert {kind for kind, _ in marks(text, METHODS)} <= set(METHODS)
    assert stated(name) in ("", "ar", "fr")


def test_folders_of_documents(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "two.html").write_text(f"<p>{FR}</p>", encoding="utf-8")
    (tmp_path / "one.txt").write_text(AR, encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text(AR, encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "one.txt")
    texts, tally = found(tmp_path, tmp_path / "one.txt")
    assert [(text.name, text.lang) for text in texts] == [("b/c/two.html", "fr"), ("one.txt", "ar")]
    assert tally.step["kept"] == tally.step["given"] == 2


def test_a_page_in_both_languages_is_two_documents(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(f"{AR}\n\n{FR}\n", encoding="utf-8")
    texts, _ = found(tmp_path)
    assert [(text.lang, text.text) for text in texts] == [("ar", AR), ("fr", FR)]
    (tmp_path / "page.txt").write_text(f"{AR}\n\n" * 9 + "Le train.\n", encoding="utf-8")
    assert [text.lang for text in found(tmp_path)[0]] == ["ar"]


def test_what_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PERSIAN, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Le train.", encoding="utf-8")
    (tmp_path / "c.docx").write_bytes(b"PK\x03\x04 broken")
    texts, tally = found(tmp_path)
    assert texts == []
    assert tally.step["rejected"] == {"language": 1, "short": 1, "unread": 1}
    assert tally.step["samples"]["language"][0]["like"] == "fa"


def test_nothing_at_a_path(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        found(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["dump.jsonl", "dump.jsonl.gz"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    records = [{"body": f"{AR}\n{AR}", "url": "http://x.org/ar/1", "id": 7}, {"body": [FR, FR], "date": "2020"}]
    data = "\n\n".join(json.dumps(record) for record in records).encode()
    (tmp_path / name).write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    texts, _ = found(tmp_path, text="body")
    assert texts == [
        Text("http://x.org/ar/1", "ar", (AR, AR), "http://x.org/ar/1", "7", ""),
        Text(f"{name}#3", "fr", (FR, FR), "", "", "2020"),
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"text": 3}', "has no text 'text'"),
        (b"[1]", "no JSON object"),
        (b"{", "is not JSON"),
        (gzip.compress(b'{"text": "x"}\n' * 9, mtime=0)[:-9], "cut off"),
        (b"\x1f\x8b\x08\x00broken", "damaged"),
    ],
)
def test_broken_json_lines(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "dump.jsonl").write_bytes(data)
    _, tally = found(tmp_path)
    assert message in tally.step["samples"]["unread"][0]["like"]


def test_what_stands_before_a_broken_line_stays(tmp_path: Path) -> None:
    (tmp_path / "dump.jsonl").write_text(json.dumps({"text": AR}) + "\n{\n", encoding="utf-8")
    texts, tally = found(tmp_path)
    assert len(texts) == 1
    assert tally.step["rejected"] == {"unread": 1}


def test_parquet(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    table = {"text": [AR, FR, None], "id": [1, 2, 3], "lang": ["ar", "fr", "fr"]}
    pq.write_table(arrow.table(table), tmp_path / "dump.parquet")
    texts, tally = found(tmp_path)
    assert [(text.name, text.lang, text.id) for text in texts] == [
        ("dump.parquet#1", "ar", "1"),
        ("dump.parquet#2", "fr", "2"),
    ]
    assert tally.step["rejected"] == {"short": 1}
    (tmp_path / "dump.parquet").write_bytes(b"PAR1 broken")
    assert "broken Parquet" in found(tmp_path)[1].step["samples"]["unread"][0]["like"]


def record(kind: str, answer: bytes, url: str = "http://x.org/1") -> bytes:
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <{url}>\r\nContent-Type: application/http\r\n"
    return head.encode() + f"Content-Length: {len(answer)}\r\n\r\n".encode() + answer + b"\r\n\r\n"


def answer(body: bytes, more: str = "", status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n{more}\r\n".encode() + body


PAGE = f"<html><body><p>{AR}</p></body></html>".encode()
CHUNKED = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)


@pytest.mark.parametrize("packed", [True, False])
def test_web_archives(tmp_path: Path, packed: bool) -> None:
    records = [
        record("warcinfo", b"software: none"),
        record("request", b"GET / HTTP/1.1\r\n\r\n"),
        record("response", answer(PAGE), "http://x.org/1"),
        record("response", answer(CHUNKED, "Transfer-Encoding: chunked\r\n"), "http://x.org/2"),
        record("response", answer(gzip.compress(PAGE, mtime=0), "Content-Encoding: gzip\r\n"), "http://x.org/3"),
        record("response", answer(zlib.compress(PAGE), "Content-Encoding: deflate\r\n"), "http://x.org/4"),
        record("response", answer(PAGE, status="404 Not Found"), "http://x.org/5"),
        record("response", answer(PAGE).replace(b"text/html", b"image/png"), "http://x.org/6"),
        record("response", answer(b"x", "Content-Encoding: br\r\n"), "http://x.org/7"),
        record("response", answer(b"x", "Content-Encoding: gzip\r\n"), "http://x.org/8"),
    ]
    path = tmp_path / ("crawl.warc.gz" if packed else "crawl.warc")
    path.write_bytes(b"".join(map(gzip.compress, records) if packed else records))
    texts, _ = found(tmp_path)
    assert [(text.url, text.text) for text in texts] == [(f"http://x.org/{n}", AR) for n in range(1, 5)]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<html>", "is no WARC"),
        (b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", "without its length"),
        (record("request", b"x" * 999)[:-300], "ends within a record"),
        (gzip.compress(record("response", answer(PAGE)), mtime=0)[:-20], "cut off"),
        (b"WARC/1.0\r\n" + b"a: b\r\n" * 2000, "lines of header"),
    ],
)
def test_broken_web_archives(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "crawl.warc").write_bytes(data)
    with pytest.raises(InputError, match=message):
        list(warc.pages(tmp_path / "crawl.warc"))


@given(st.binary(max_size=200), st.binary(max_size=40))
def test_no_archive_does_harm(tmp_path_factory: pytest.TempPathFactory, head: bytes, body: bytes) -> None:
    path = tmp_path_factory.mktemp("warc") / "crawl.warc"
    for data in (head, record("response", head), record("response", answer(head, "Transfer-Encoding: chunked\r\n"))):
        path.write_bytes(data + body)
        try:
            list(warc.pages(path))
        except InputError as error:
            assert "\n" not in str(error)
