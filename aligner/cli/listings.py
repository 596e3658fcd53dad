"""The commands that list what is there."""

from __future__ import annotations

from typing import Annotated

import typer

from aligner.cli._app import app
from aligner.cli._terminal import show_table
from aligner.errors import ModelError


@app.command()
def models() -> None:
    """The models that are here: the embedded one and your own."""
    from aligner.model import load_model, model_names

    rows = []
    for name in model_names():
        try:
            model = load_model(name)
            rows.append([name, model.digest[:12], model.description])
        except ModelError as error:
            rows.append([name, "-", str(error)])
    show_table(["model", "sha256", "description"], rows)


@app.command()
def checks(
    check: Annotated[str, typer.Argument(metavar="[ID]", help="A check to explain, with examples.")] = "",
) -> None:
    """The checks: their ids and when they fire; of one check all there is to know."""
    from aligner.checks import catalogue

    if check:
        from rich.console import Console

        from aligner.report import _rule

        _rule.explain(check, Console(legacy_windows=False))
        return
    rows = [[entry.id, f"{entry.module} {entry.version}", entry.rule.description] for entry in catalogue()]
    show_table(["check", "family, version", "fires when"], rows)


@app.command()
def formats() -> None:
    """The file formats: what is read and written, what is kept and what is lost."""
    from aligner.formats import formats

    rows = [[f.name, " ".join(f.suffixes), f.reads or "-", f.writes or "-", f.keeps, f.loses] for f in formats()]
    show_table(["format", "files", "reads", "writes", "keeps", "loses"], rows)
