"""What ``scripts/fuzz`` found, each as small as it could be made."""

from __future__ import annotations

from . import File

FILES: dict[str, File] = {
    # A list in a list in a list, in the description of the columns.
    "lists.parquet": File(
        lambda: b"PAR1" + b"\x19" * 5000 + (5000).to_bytes(4, "little") + b"PAR1", "Parquet", "bitext"
    ),
    # Messages as long as what the file says.
    "found.key.toml": File(lambda: b"x" * 40_000 + b" = 1\n", "unknown key", "settings"),
    "found.check.toml": File(lambda: b'skip = ["' + b"x" * 40_000 + b'"]\n', "unknown check", "settings"),
    # References to characters with numbers that Python does not read.
    "found.reference.srt": File(
        lambda: b"1\n00:00:01,000 --> 00:00:02,000\nOui. &#" + b"9" * 5000 + b";\n", "", holds="Oui. \ufffd"
    ),
    "found.reference.json": File(
        lambda: b'[{"full_text": "Oui. &#' + b"9" * 5000 + b'; &#x41;"}]', "", holds="Oui. \ufffd A"
    ),
}
