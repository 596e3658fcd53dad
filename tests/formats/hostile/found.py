"""What ``scripts/fuzz`` found, each as small as it could be made."""

from __future__ import annotations

from . import File

FILES: dict[str, File] = {}
