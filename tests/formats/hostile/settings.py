"""What stands beside the texts: settings, accepted findings, and alignments that are compared."""

from __future__ import annotations

import json

from . import AR, FR, File
from .seeds import CONFIG

LINE = {"check": "number", "src_words": ["17"], "tgt_words": ["71"], "src": AR, "tgt": FR}


def _accepted(**changes: object) -> bytes:
    return json.dumps({**LINE, **changes}).encode()


FILES: dict[str, File] = {
    "deep.toml": File(lambda: b"checks = " + b"[" * 50_000, "no TOML", "settings"),
    "tables.toml": File(lambda: b"[" + b"a." * 20_000 + b"a]\n", "no TOML|unknown key", "settings"),
    "keys.toml": File(lambda: b"".join(b"k%d = 1\n" % n for n in range(5_000)), "unknown key", "settings"),
    "key.toml": File(lambda: b"a" * 30_000 + b" = 1\n", "unknown key", "settings"),
    "check.toml": File(lambda: b'checks = ["' + b"a" * 30_000 + b'"]\n', "unknown check", "settings"),
    "severity.toml": File(lambda: b'[severity]\nnumber = "' + b"a" * 30_000 + b'"\n', "known are", "settings"),
    "typography.toml": File(lambda: b'typography = "' + b"a" * 30_000 + b'"\n', "known are", "settings"),
    "number.toml": File(lambda: b"checks = " + b"9" * 9000, "no TOML|must be a list", "settings"),
    "date.toml": File(lambda: b"checks = 9999-99-99", "no TOML", "settings"),
    "surrogate.toml": File(lambda: b'checks = ["\\ud800"]', "no TOML|unknown check", "settings"),
    "nul.toml": File(lambda: CONFIG + b"\0", "NUL|binary", "settings"),
    "path.toml": File(lambda: b'glossary = "a\\u0000b"', "no name of a file", "settings"),
    "long.toml": File(lambda: b'glossary = "' + b"a" * 30_000 + b'"', "no name of a file", "settings"),
    "itself.toml": File(lambda: b'glossary = "itself.toml"', "glossary|column", "settings"),
    "big.toml": File(lambda: b"#" * 100_000, "larger", "settings"),
    "deep.accepted": File(lambda: b'{"check":' * 50_000, "line 1 is not JSON", "accepted"),
    "types.accepted": File(lambda: _accepted(src_words=[1]), "lists of texts", "accepted"),
    "list.accepted": File(lambda: b"[1]", "no accepted finding", "accepted"),
    "surrogate.accepted": File(lambda: _accepted(src="\ud800", src_words=["\udc00"]), None, "accepted"),
    "lines.accepted": File(lambda: (_accepted() + b"\n") * 20_000, "", "accepted"),
    "words.accepted": File(lambda: _accepted(src_words=["a b"] * 100_000), "", "accepted"),
    "nul.accepted": File(lambda: _accepted() + b"\0", "NUL", "accepted"),
    "deep.links": File(lambda: b"[" * 100_000, "neither JSON", "aligned"),
    "huge.links": File(lambda: b'{"src": [' + b"9" * 9000 + b'], "tgt": [0]}\n', None, "aligned"),
    "infinite.links": File(lambda: b'{"src": [Infinity], "tgt": [NaN]}\n', "no alignment", "aligned"),
    "texts.links": File(lambda: b'{"src": "abc", "tgt": {"1": 2}}\n', "no alignment", "aligned"),
    "none.links": File(lambda: b"[null, 1]", "no alignment", "aligned"),
    "number.links": File(lambda: b"17", "no alignment", "aligned"),
    "lines.links": File(
        lambda: b"".join(b'{"src": [%d], "tgt": [%d]}\n' % (n, n) for n in range(50_000)), "", "aligned"
    ),
    "page.audit": File(lambda: b'{"statements": [{"pairs": [{"src": 1, "tgt": null}]}]}', None, "aligned"),
    "pairs.audit": File(lambda: b'{"statements": [1]}', None, "aligned"),
    "statements.audit": File(lambda: b'{"statements": {"pairs": 3}}', None, "aligned"),
    "findings.audit": File(
        lambda: b'{"statements": [{"pairs": [{"src": "a", "tgt": "b", "findings": [{"check": [1]}]}]}], "loose": 5}',
        None,
        "aligned",
    ),
}
