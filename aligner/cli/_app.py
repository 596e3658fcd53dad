"""The command line: arguments → one library call → print. Each module beside this one has some of the commands."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Arabic originals and their French renderings: paired, aligned and checked.",
    epilog="Exit codes: 0 no finding of severity error, 1 findings of severity error, 2 wrong input or arguments.",
)


def _version(wanted: bool) -> None:
    if wanted:
        from aligner import __version__

        print(__version__)
        raise typer.Exit


@app.callback()
def common(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False) -> None:
    pass
