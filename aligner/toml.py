"""Settings of users in TOML (https://toml.io): ``aligner.toml`` and recipes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from aligner.errors import InputError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

# Far more than any project needs; a table within a table within a table takes time.
MAX_BYTES = 64 << 10


def read_toml(path: str) -> tuple[dict[str, Any], str]:
    """The table in the file at ``path``, and its text. Raises InputError for what cannot be read, or is no TOML."""
    from aligner.formats import load
    from aligner.formats._encoding import decode

    if Path(path).is_file() and not Path(path).stat().st_size:
        return {}, ""
    data = load(path, 1 << 20)
    if len(data) > MAX_BYTES:
        raise InputError(f"{path}: larger than {MAX_BYTES >> 10} KB: these are no settings")
    text, _ = decode(data, path)
    try:
        return tomllib.loads(text), text
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: no TOML: {str(error)[:120]}") from None
