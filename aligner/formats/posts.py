"""Posts of social media, as JSON or JSON lines: the archive of X (Twitter), the export of Telegram, lists of objects.

Each post begins with a block of kind "post" that says who wrote it and when (``aligner.blocks`` reads it as the header
of what follows), and is a statement, or a part of one, of its own. Posts have numbers rather than lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timezone
from itertools import islice
from typing import Any, NamedTuple

from aligner.data import Block
from aligner.errors import InputError
from aligner.formats._encoding import decode
from aligner.formats._layout import BLANK, Content, Kind
from aligner.formats._lines import unescaped

SUFFIXES = (".json", ".js")
READS = "document"
WRITES = ""
KEEPS = "texts, authors, handles, times, ids, addresses behind shortened links"
LOSES = "formatting, pictures, reactions, service messages, lines of the file"

# The names of things, best first. A JSON object with one of the texts is a post.
TEXTS = ("full_text", "text", "content", "message", "body", "caption", "post", "tweet", "نص", "texte")
AUTHORS = ("from", "author", "user", "name", "full_name", "display_name", "account", "sender", "page")
HANDLES = ("screen_name", "username", "handle", "user_name")
TIMES = ("created_at", "date", "time", "timestamp", "datetime", "published_at", "published", "created_time", "created")
IDS = ("id_str", "id", "post_id", "tweet_id", "message_id", "uri", "url")
# What may stand around the objects, and around one.
_LISTS = ("messages", "posts", "tweets", "data", "statuses", "items", "results", "orderedItems")
_WRAPPERS = ("tweet", "post", "status", "object", "node")
# The keys of bitexts: objects with these are pairs.
_PAIRS = (("src_text", "tgt_text"), ("ar", "fr"), ("src", "tgt"), ("source", "target"))

_HEAD = 1 << 16
_ARCHIVE = re.compile(r"\s*window\.YTD\.\w{1,60}\.part\d{1,6}\s*=\s*")
_CLAIM = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:window\.YTD\.\w{1,60}\.part\d{1,6}\s*=|\[\s*\{|\{)")
_KEY = re.compile(rf'"(?:{"|".join(TEXTS)})"\s*:'.encode())
_PAIR_KEYS = tuple(tuple(f'"{key}"'.encode() for key in keys) for keys in _PAIRS)
# More is no export of posts, and would not fit into memory.
_MAX_OBJECTS, _MAX_VALUES = 2_000_000, 10_000_000
_MAX_POSTS = 10_000
_MAX_DEPTH = 6
_MAX_LINKS, _LONGEST = 50, 2000
# What only posts of X have: their texts hold &amp; for &.
_OF_X = ("full_text", "id_str", "author_id")
_X_TIME = "%a %b %d %H:%M:%S %z %Y"
_SURROGATE = re.compile("[\ud800-\udfff]")


class Post(NamedTuple):
    text: str
    author: str = ""
    handle: str = ""
    time: str = ""
    identity: str = ""

    @property
    def stamp(self) -> str:
        """The text of the block that opens the post: what is known of it, between tabs."""
        return "\t".join(" ".join(part.split()) for part in self[1:])


def claims(data: bytes) -> bool:
    """Whether the bytes begin as JSON does, with the key of a text and without those of a pair."""
    head = data[:_HEAD]
    found = _CLAIM.match(head)
    if not found or b"window.YTD" in found[0]:
        return bool(found)
    return bool(_KEY.search(head)) and not any(all(key in head for key in keys) for keys in _PAIR_KEYS)


def read(data: bytes, name: str) -> Content:
    """The posts in the order of the file. A block's ``lines`` is the number of its post, from 1.

    Raises InputError for what is no JSON, holds no post, or more than fits into memory.
    """
    text, encoding = decode(data, name)
    if text.count("{") + text.count("[") > _MAX_OBJECTS or text.count(",") > _MAX_VALUES:
        raise InputError(f"{name}: too many values for an export of posts: split it, or leave out what is no post")
    posts = list(islice(_posts(_values(text, name)), _MAX_POSTS + 1))
    if len(posts) > _MAX_POSTS:
        raise InputError(f"{name}: more than {_MAX_POSTS:,} posts, and all are compared with all: split it by month")
    if not posts:
        raise InputError(f"{name}: no post was found: objects with one of the keys {', '.join(TEXTS[:6])} are expected")
    return _content(posts, encoding)


def _values(text: str, name: str) -> list[Any]:
    """What the file holds: one value, or one a line."""
    text = text.lstrip("\ufeff")
    found = _ARCHIVE.match(text)
    start = found.end() if found else 0
    try:
        return [json.loads(text[start:].rstrip().removesuffix(";"))]
    except (ValueError, RecursionError) as error:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not lines[0][1].rstrip().endswith("}"):
            raise InputError(f"{name}: no JSON ({' '.join(str(error).split())[:80]}): export the posts again") from None
    values = []
    for number, line in lines:
        try:
            values.append(json.loads(line))
        except (ValueError, RecursionError) as error:
            raise InputError(
                f"{name}: line {number} is not JSON ({str(error)[:80]}): one object a line is needed"
            ) from None
    return values


def _posts(values: Sequence[Any]) -> Iterator[Post]:
    """The posts in nested lists and objects, in order."""
    users: dict[str, dict[str, Any]] = {}
    # Depth first, without recursion: (value, depth, name of the chat).
    stack: list[tuple[Any, int, str]] = [(value, 0, "") for value in reversed(values)]
    while stack:
        value, depth, chat = stack.pop()
        if isinstance(value, list):
            if depth < _MAX_DEPTH:
                stack += [(item, depth + 1, chat) for item in reversed(value)]
            continue
        if not isinstance(value, dict):
            continue
        inner = next((value[key] for key in _WRAPPERS if isinstance(value.get(key), dict)), None)
        if inner is not None and depth < _MAX_DEPTH:
            stack.append((inner, depth + 1, chat))
        elif post := _post(value, chat, users):
            yield post
        elif depth < _MAX_DEPTH:
            users |= _users(value)
            within = _text(value.get("name")) if "messages" in value else chat
            lists = [value[key] for key in (*_LISTS, "chats", "list") if isinstance(value.get(key), list | dict)]
            stack += [(item, depth + 1, within) for item in reversed(lists)]


def _post(record: dict[str, Any], chat: str, users: dict[str, dict[str, Any]]) -> Post | None:
    if record.get("type") == "service":
        return None
    text = next((found for key in TEXTS if key in record and (found := _text(record[key]))), "")
    if not text or BLANK.fullmatch(text):
        return None
    who: dict[str, Any] = users.get(str(record.get("author_id")), {})
    who = next((record[key] for key in ("user", "author", "account") if isinstance(record.get(key), dict)), who)
    author = _first(record, AUTHORS) or _first(who, (*AUTHORS, *HANDLES)) or chat
    handle = _first(record, HANDLES) or _first(who, HANDLES)
    return Post(
        _unshortened(unescaped(text) if any(key in record for key in _OF_X) else text, record),
        author,
        f"@{handle.lstrip('@')}" if handle else "",
        _time(next((record[key] for key in TIMES if record.get(key)), "")),
        _first(record, IDS),
    )


def _users(value: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The users that the answers of X list beside the posts, by their ids."""
    beside = value.get("includes")
    listed = beside.get("users") if isinstance(beside, dict) else None
    return (
        {str(user.get("id")): user for user in listed or [] if isinstance(user, dict)}
        if isinstance(listed, list)
        else {}
    )


def _first(record: dict[str, Any], keys: Sequence[str]) -> str:
    return next((found for key in keys if isinstance(record.get(key), str | int) and (found := _text(record[key]))), "")


def _text(value: Any) -> str:
    """A text, or one in pieces: Telegram has a list of strings and of objects with a text."""
    if isinstance(value, list):
        pieces = [piece.get("text") if isinstance(piece, dict) else piece for piece in value]
        value = "".join(piece for piece in pieces if isinstance(piece, str))
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    # Half an emoji cannot be written to any file.
    return _SURROGATE.sub("\ufffd", str(value)).strip()


def _unshortened(text: str, record: dict[str, Any]) -> str:
    """The text with the addresses that its short links stand for; those of pictures are taken out, as pages do."""
    entities = record.get("entities")
    if not isinstance(entities, dict):
        return text
    for kind in ("urls", "media"):
        links = entities.get(kind)
        for link in links[:_MAX_LINKS] if isinstance(links, list) else []:
            short, long = (link.get("url"), link.get("expanded_url")) if isinstance(link, dict) else (None, None)
            if (
                isinstance(short, str)
                and short.startswith("https://t.co/")
                and isinstance(long, str)
                and len(long) < _LONGEST
            ):
                text = text.replace(short, _SURROGATE.sub("\ufffd", long) if kind == "urls" else "", _MAX_LINKS)
    return text.strip()


def _time(value: Any) -> str:
    """A time as it is; one in seconds, or in the words of X, in the ISO form."""
    text = _text(value)
    try:
        if re.fullmatch(r"\d{9,13}", text):
            seconds = int(text) / (1000 if len(text) > 11 else 1)
            return datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="seconds")
        return datetime.strptime(text[:40], _X_TIME).isoformat()
    except (ValueError, OverflowError, OSError):
        return text


def _content(posts: Sequence[Post], encoding: str) -> Content:
    """A block for each post's header and for each of its lines."""
    pieces: list[str] = []
    blocks: list[Block] = []
    at = 0

    def add(text: str, number: int, kind: Kind, gap: bool) -> None:
        nonlocal at
        blocks.append(Block(text, at, (number, number), kind, gap))
        pieces.append(text + "\n")
        at += len(text) + 1

    for number, post in enumerate(posts, 1):
        add(post.stamp, number, "post", True)
        gap = False
        for line in post.text.splitlines():
            if BLANK.fullmatch(line):
                gap = True
            else:
                add(line.strip(), number, "paragraph", gap)
                gap = False
    return Content("".join(pieces), tuple(blocks), encoding)
