"""The command line: arguments → one library call → print."""

from __future__ import annotations

import sys

from aligner.cli import audits, bitexts, corpora, listings
from aligner.cli._app import app
from aligner.errors import AlignerError

__all__ = ["app", "audits", "bitexts", "corpora", "listings", "main"]


def main() -> None:
    """Entry point. What the package raises on purpose is one line on stderr and exit code 2."""
    try:
        sys.exit(app(sys.argv[1:] or ["--help"], standalone_mode=False))
    except AlignerError as error:
        message = str(error)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        # Typer's own errors (a missing argument, an unknown option) say themselves in a line; others are ours to mend.
        if not hasattr(error, "format_message"):
            raise
        message = error.format_message()
    from aligner.report._visible import visible

    # A name or a word of a file in it may turn what is read, or command the terminal.
    print(f"aligner: {visible(' '.join(message.split()))}", file=sys.stderr)
    sys.exit(2)
