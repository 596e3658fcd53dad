"""Posts of social media as JSON."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligner import formats
from aligner.errors import InputError, UsageError
from aligner.formats import posts
from aligner.run import audit

ARCHIVE = "window.YTD.tweets.part0 = " + json.dumps(
    [
        {
            "tweet": {
                "full_text": "افتتحت المكتبة العامة أبوابها يوم الأحد &amp; حضر سبعة عشر كاتباً.\n\n"
                "#مكتبة https://t.co/abc https://t.co/pic",
                "created_at": "Wed Mar 17 10:02:00 +0000 2021",
                "id_str": "1372",
                "id": "1372",
                "entities": {
                    "urls": [{"url": "https://t.co/abc", "expanded_url": "https://maktaba.example/fr"}],
                    "media": [{"url": "https://t.co/pic", "expanded_url": "https://x.example/photo/1"}],
                },
            }
        },
        {"tweet": {"full_text": "لا كهرباء في الحي منذ ثلاثة أيام.", "created_at": "bientôt", "id_str": "1373"}},
    ],
    ensure_ascii=False,
)
TELEGRAM = json.dumps(
    {
        "name": "مرصد الضفاف",
        "type": "public_channel",
        "id": 77,
        "messages": [
            {"id": 1, "type": "service", "date": "2021-03-16T09:00:00", "actor": "x", "action": "create", "text": "y"},
            {
                "id": 2,
                "type": "message",
                "date": "2021-03-16T10:02:00",
                "date_unixtime": "1615888920",
                "from": "مرصد الضفاف",
                "text": ["انقطع التيار عن ", {"type": "bold", "text": "حي الزيتون"}, " منذ الصباح.", 7],
            },
            {"id": 3, "type": "message", "date": "2021-03-16T11:00:00", "from": "A", "photo": "p.jpg", "text": ""},
            {"id": 4, "type": "message", "date": "2021-03-16T11:05:00", "text": "16 mars 2021"},
        ],
    },
    ensure_ascii=False,
)


def found(text: str, name: str = "a.json") -> list[tuple[str, str, tuple[int, int]]]:
    return [(block.kind, block.text, block.lines) for block in posts.read(text.encode(), name).blocks]


def test_the_archive_of_x() -> None:
    assert found(ARCHIVE) == [
        ("post", "\t\t2021-03-17T10:02:00+00:00\t1372", (1, 1)),
        ("paragraph", "افتتحت المكتبة العامة أبوابها يوم الأحد & حضر سبعة عشر كاتباً.", (1, 1)),
        ("paragraph", "#مكتبة https://maktaba.example/fr", (1, 1)),
        ("post", "\t\tbientôt\t1373", (2, 2)),
        ("paragraph", "لا كهرباء في الحي منذ ثلاثة أيام.", (2, 2)),
    ]
    gaps = [block.gap for block in posts.read(ARCHIVE.encode(), "a.js").blocks]
    assert gaps == [True, False, True, True, False]


def test_the_export_of_telegram() -> None:
    expected = [
        ("post", "مرصد الضفاف\t\t2021-03-16T10:02:00\t2", (1, 1)),
        ("paragraph", "انقطع التيار عن حي الزيتون منذ الصباح.", (1, 1)),
        ("post", "مرصد الضفاف\t\t2021-03-16T11:05:00\t4", (2, 2)),
        ("paragraph", "16 mars 2021", (2, 2)),
    ]
    assert found(TELEGRAM) == expected
    whole = json.dumps({"about": "x", "chats": {"about": "y", "list": [json.loads(TELEGRAM)]}})
    assert found(whole) == expected


@pytest.mark.parametrize(
    ("value", "stamp"),
    [
        ([{"text": "oui", "author": "Salma", "time": "3 h", "id": 5}], "Salma\t\t3 h\t5"),
        ([{"text": "oui", "user": {"name": "Salma\tB", "screen_name": "salma"}, "id": True}], "Salma B\t@salma\t\t"),
        (
            {"posts": [{"content": "oui", "username": "@salma", "timestamp": 1615888920}]},
            "\t@salma\t2021-03-16T10:02:00+00:00\t",
        ),
        (
            {"data": {"items": [{"node": {"message": "oui", "created_time": 1615888920123}}]}},
            "\t\t2021-03-16T10:02:00+00:00\t",
        ),
        (
            {
                "includes": {"users": [{"id": "9", "name": "Salma", "username": "salma"}, 3]},
                "data": [{"id": "1", "author_id": "9", "text": "oui", "created_at": "2021-03-16T10:02:00.000Z"}],
            },
            "Salma\t@salma\t2021-03-16T10:02:00.000Z\t1",
        ),
        ([{"text": "oui", "date": 10**30, "from": None, "entities": [1]}], f"\t\t{10**30}\t"),
        ({"text": "oui"}, "\t\t\t"),
    ],
)
def test_lists_of_objects(value: object, stamp: str) -> None:
    assert found(json.dumps(value)) == [("post", stamp, (1, 1)), ("paragraph", "oui", (1, 1))]


def test_an_object_a_line() -> None:
    lines = [{"text": "نعم", "id": 1}, {"text": "oui \ud83d", "id": 2}]
    text = "\r\n\r\n".join(json.dumps(line) for line in lines) + "\r\n"
    assert [text for kind, text, _ in found(text, "a.jsonl") if kind == "paragraph"] == ["نعم", "oui \ufffd"]


@pytest.mark.parametrize(
    ("name", "text", "form"),
    [
        ("a.js", ARCHIVE, "posts"),
        ("a.txt", ARCHIVE, "posts"),
        ("result.json", TELEGRAM, "posts"),
        ("a.jsonl", '{"id": 1, "text": "نعم"}\n{"id": 2, "text": "oui"}\n', "posts"),
        ("a.txt", "[12/03/2021 20:14:05] Salma: oui\n", "text"),
        ("a.txt", "{oui} a écrit un texte", "text"),
        ("a.md", "[{oui}](x)", "markdown"),
    ],
)
def test_content_decides(name: str, text: str, form: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert formats.read(str(tmp_path / name)).source.format == form


def test_pairs_are_no_posts(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"ar": "نعم", "fr": "oui", "text": "x"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match=r"\.jsonl is a bitext"):
        formats.read(str(path))
    source, pairs = formats.read_bitext(str(path))
    assert (source.format, next(pairs).tgt_text) == ("jsonl", "oui")
    path.write_text('{"text": "نعم"}\n', encoding="utf-8")
    with pytest.raises(InputError, match="line 1 has no texts"):
        next(formats.read_bitext(str(path))[1])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("{}", "no post was found"),
        ('[{"text": ""}, {"text": null}, 3, "x"]', "no post was found"),
        ('[{"text": "oui"', "no JSON"),
        ('{"text": "oui"}\n{"text": \n', "line 2 is not JSON"),
        ("[" * 100_000, "no JSON"),
        ("[" * 50 + "1" + "]" * 50, "no post was found"),
        ('{"a":' * 900 + '{"text":"x"}' + "}" * 900, "no post was found"),
        ("[" + "{}," * 2_100_000 + "{}]", "too many values"),
        ("[" + "1," * 10_100_000 + "1]", "too many values"),
        ("[" + "1" * 5000 + "]", "no JSON"),
        ("[" + '{"text": "oui"},' * 10_000 + '{"text": "oui"}]', "more than 10,000 posts"),
    ],
)
def test_no_posts(text: str, part: str) -> None:
    started = time.monotonic()
    with pytest.raises(InputError, match=part) as error:
        posts.read(text.encode(), "a.json")
    assert "\n" not in str(error.value)
    assert time.monotonic() - started < 3


def test_hostile_links_stay_linear() -> None:
    links = [{"url": "https://t.co/a", "expanded_url": "https://t.co/a" * 100}] * 10_000
    started = time.monotonic()
    posts.read(json.dumps([{"text": "https://t.co/a " * 10_000, "entities": {"urls": links}}]).encode(), "a.json")
    assert time.monotonic() - started < 3


def test_a_post_and_its_rendering_are_paired(tmp_path: Path) -> None:
    relay = [
        {
            "text": "لا كهرباء في الحي منذ ثلاثة أيام.",
            "user": "سلمى",
            "handle": "salma",
            "date": "2021-03-16T10:00:00",
        },
        {"text": "3 h", "user": "Bot", "date": "2021-03-16T10:30:00"},
        {
            "text": "افتتحت المكتبة العامة أبوابها يوم الأحد، وحضر سبعة عشر كاتباً.",
            "user": "مكتبة الحي",
            "date": "2021-03-17T10:00:00",
        },
        {
            "text": "La bibliothèque municipale a ouvert ses portes dimanche, avec soixante et onze écrivains.",
            "user": "Relais",
            "date": "2021-03-17T12:00:00",
        },
        {
            "text": "Pas d’électricité dans le quartier depuis trois jours.",
            "user": "Relais",
            "date": "2021-03-16T12:00:00",
        },
    ]
    path = tmp_path / "posts.json"
    path.write_text(json.dumps(relay), encoding="utf-8")
    report = audit(str(path))
    paired = [s for s in report.statements if s.status == "paired"]
    assert [(s.author, s.handle, s.time) for s in paired] == [
        ("سلمى", "@salma", "2021-03-16T10:00:00"),
        ("مكتبة الحي", None, "2021-03-17T10:00:00"),
    ]
    assert [pair.tgt_text for s in paired for pair in s.pairs] == [relay[4]["text"], relay[3]["text"]]
    assert [f.check for s in paired for pair in s.pairs for f in pair.findings if f.severity == "error"] == ["number"]
    # Two lists of posts pair in the same way.
    for name, some in (("ar", relay[:3]), ("fr", relay[3:])):
        (tmp_path / f"{name}.json").write_text(json.dumps(some), encoding="utf-8")
    report = audit(str(tmp_path / "ar.json"), str(tmp_path / "fr.json"))
    assert [pair.tgt_text for s in report.statements if s.status == "paired" for pair in s.pairs] == [
        relay[4]["text"],
        relay[3]["text"],
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [*posts.TEXTS, *posts.AUTHORS, *posts.TIMES, "id", "entities", "urls", "messages", "tweet", "data"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(JSON)
def test_any_json_gives_posts_or_one_line(value: object) -> None:
    try:
        content = posts.read(json.dumps(value).encode(), "a.json")
    except InputError as error:
        assert "\n" not in str(error)
        return
    content.text.encode("utf-8")
    for block in content.blocks:
        assert content.text[block.start : block.start + len(block.text)] == block.text
        assert block.kind != "post" or block.text.count("\t") == 3
