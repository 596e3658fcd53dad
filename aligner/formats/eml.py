"""E-mails as mail programs save them: the subject and the text, plain where there is plain text, else from HTML."""

from __future__ import annotations

import email
import email.header
import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.message import Message
from itertools import islice

from aligner.data import Block
from aligner.errors import InputError
from aligner.formats import html as html_format
from aligner.formats import text as text_format
from aligner.formats._encoding import decode
from aligner.formats._layout import BLANK, Content
from aligner.formats._pages import Page

SUFFIXES = (".eml",)
READS = "document"
WRITES = ""
KEEPS = "subject (as heading), paragraphs, line numbers (of the text shown)"
LOSES = "sender, time and other headers, attachments (a note says which), formatting"

_HEAD = 1 << 14
_HEADERS = re.compile(
    rb"(?:From [^\r\n]{1,200}\r?\n)?"
    rb"(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\r\n]{0,2000}\r?\n(?:[ \t][^\r\n]{0,2000}\r?\n){0,50}){1,200}"
)
_SURE = re.compile(rb"^(?:MIME-Version|Message-ID):", re.IGNORECASE | re.MULTILINE)
# What the parser of the standard library takes long for: parts within parts, as each level is asked about every line;
# parts, by the lines that may begin one; long headers.
_LONGEST_SUBJECT = 2_000
_MAX_NESTED = 50
_MAX_PARTS, _MAX_LINES = 500, 20_000
_LONG = re.compile(rb"(?im)^content-(?:type|disposition):(?:[^\r\n]|\r?\n[ \t]){2000}")
_LISTED = 10


def claims(data: bytes) -> bool:
    """Whether the file begins with the headers of a message."""
    found = _HEADERS.match(data[:_HEAD])
    return bool(found and _SURE.search(found[0]))


def read(data: bytes, name: str) -> Content:
    """The subject as a heading, then the texts. Raises InputError for what is no message, or has no text."""
    nested = len(re.findall(rb"(?i)multipart/", data)) > _MAX_NESTED
    if nested or data.count(b"\n--") > _MAX_LINES or _LONG.search(data):
        raise InputError(f"{name}: too many parts, or too long a header, for an e-mail: save its text alone")
    try:
        message = email.message_from_bytes(data)
        parts = list(islice(_parts(message), _MAX_PARTS))
        page, left, encodings = Page(), list[str](), list[str]()
        if subject := _subject(message, name):
            page.add(Content(subject, (Block(subject, 0, (1, 1), "heading"),), "utf-8"))
        texts = 0
        for part in parts:
            if _is_text(part):
                content = _content(part, name)
                encodings.append(content.encoding)
                texts += len(content.blocks)
                page.add(content)
            else:
                left.append(_file_name(part))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise InputError(f"{name}: no e-mail that can be read ({str(error)[:80]}): save it again as EML") from None
    if not texts:
        raise InputError(f"{name}: the e-mail is empty: it holds no text")
    return page.content(", ".join(dict.fromkeys(encodings)), _notes(left))


def _parts(message: Message) -> Iterator[Message]:
    """The parts without the versions of one and the same text that are not wanted."""
    inner = message.get_payload()
    within = [part for part in inner if isinstance(part, Message)] if isinstance(inner, list) else []
    if message.get_content_type() == "multipart/alternative" and within:
        versions = [list(_parts(part)) for part in within]
        # Plain text first, unless it is empty.
        good = [version for version in versions if any(_is_text(part) and _payload(part).strip() for part in version)]
        plain = [version for version in good if any(part.get_content_type() == "text/plain" for part in version)]
        yield from [*plain, *good, *versions][0]
    elif message.get_content_maintype() == "multipart" and within:
        for part in within:
            yield from _parts(part)
    else:
        yield message


def _is_text(part: Message) -> bool:
    attached = part.get_content_disposition() == "attachment" or part.get_filename()
    kind = part.get_content_type()
    return not attached and kind in ("text/plain", "text/html", "application/xhtml+xml") and not part.is_multipart()


def _payload(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _content(part: Message, name: str) -> Content:
    text, encoding = decode(_payload(part), name, part.get_content_charset())
    if part.get_content_type() != "text/plain":
        return html_format.read(text.encode("utf-8", "replace"), name)._replace(encoding=encoding)
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, str(part.get_param("delsp", "")).lower() == "yes")
    return text_format.read(text.encode("utf-8", "replace"), name)._replace(encoding=encoding)


def _unflowed(text: str, delete: bool) -> str:
    """Lines that end with a space go on on the next one (RFC 3676), but for the mark above a signature."""
    joined = re.sub(r"(?<!^--)(?<!\n--) \r?\n(?!>)", "" if delete else " ", text)
    return re.sub(r"(?m)^ ", "", joined)


def _subject(message: Message, name: str) -> str:
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == "subject"), "")[:_LONGEST_SUBJECT]
    data = raw.encode("utf-8", "surrogateescape")
    if not data.isascii():
        return " ".join(_decoded(data, name, None).split())
    try:
        pieces = email.header.decode_header(raw)
        raw = "".join(p if isinstance(p, str) else _decoded(p, name, charset) for p, charset in pieces)
    except HeaderParseError:
        pass  # shown as it stands
    shown = " ".join(raw.split())
    return "" if BLANK.fullmatch(shown) else shown


def _decoded(data: bytes, name: str, charset: str | None) -> str:
    try:
        return decode(data, name, charset)[0]
    except InputError:
        return data.decode("utf-8", "replace").replace("\0", "\ufffd")


def _file_name(part: Message) -> str:
    name = part.get_filename() or part.get_content_type()
    bare = " ".join(str(name).encode("utf-8", "replace").decode().split())
    return bare if len(bare) <= 80 else f"…{bare[-79:]}"


def _notes(left: list[str]) -> list[str]:
    if not left:
        return []
    more = f" and {len(left) - _LISTED} more" if len(left) > _LISTED else ""
    one = len(left) == 1
    return [f"{len(left)} attachment{' is' if one else 's are'} not read: {', '.join(left[:_LISTED])}{more}."]
