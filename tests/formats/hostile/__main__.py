"""Writes all hostile files into a folder: ``python -m tests.formats.hostile FOLDER``."""

from __future__ import annotations

import sys
from pathlib import Path

from . import files

if len(sys.argv) != 2:
    sys.exit(__doc__)
folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
for name, file in files().items():
    (folder / name).write_bytes(file.make())
print(f"{len(files())} files in {folder}")
