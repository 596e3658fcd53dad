"""The commands of those who build corpora and models."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from aligner.cli._app import app
from aligner.cli._settings import listed
from aligner.cli._terminal import show_table, watched


def _blank(wanted: bool) -> None:
    if wanted:
        from aligner.corpus.recipe import blank

        print(blank(), end="")
        raise typer.Exit


@app.command()
def build(
    source: Annotated[str, typer.Argument(metavar="RECIPE|AR", help="A recipe (TOML), or what to read.")],
    more: Annotated[list[str] | None, typer.Argument(metavar="[FR]", help="What else to read.")] = None,
    to: Annotated[
        str, typer.Option("--to", metavar="FORM,FORM", help="datasets, moses, tsv, tmx … instead of the recipe's.")
    ] = "",
    out: Annotated[str, typer.Option("--out", "-o", help="The folder of the corpus.")] = "",
    workers: Annotated[int, typer.Option("--workers", min=0, help="So many processes of this machine (Dask).")] = 0,
    scheduler: Annotated[str, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask cluster: tcp://…")] = "",
    recipe: Annotated[
        bool, typer.Option("--recipe", callback=_blank, is_eager=True, help="Print a recipe of all keys, explained.")
    ] = False,
) -> None:
    """Build a parallel corpus out of many documents or bitexts, as a recipe says; run again, it goes on where it
    stopped."""
    from aligner.corpus.build import build
    from aligner.corpus.read import is_bitext
    from aligner.corpus.recipe import read_recipe
    from aligner.corpus.recipe import recipe as of_table

    if not more and source.lower().endswith(".toml"):
        wanted = read_recipe(source)
    else:
        named: dict[str, list[str]] = {"from": [], "pairs": []}
        for path in [source, *(more or [])]:
            named["pairs" if is_bitext(path) else "from"].append(path)
        wanted = of_table({"read": named})
    if forms := listed(to):
        wanted = replace(wanted, write=replace(wanted.write, to=tuple(forms)))
    made = build(wanted, out, workers=workers, scheduler=scheduler, watch=watched)
    rows = [[step["name"], step["unit"], f"{step['given']:,}", f"{step['kept']:,}"] for step in made["steps"]]
    show_table(["step", "of", "given", "kept"], rows)


@app.command()
def train(
    bitexts: Annotated[list[str], typer.Argument(metavar="BITEXT…", help="Arabic and French pairs of your field.")],
    name: Annotated[str, typer.Option(help="What the model is to be called.")],
    out: Annotated[str, typer.Option("--out", "-o", metavar="FOLDER", help="Where its folder is made.")] = "",
) -> None:
    """Make a model of your own parallel text, on top of the embedded one, and measure both on a part of it."""
    from aligner.model import EMBEDDED
    from aligner.training import train

    made = train(bitexts, name, out or None, watch=watched)
    rows = [
        [label, *("-" if figure is None else f"{figure:.4f}" for figure in both)]
        for label, both in made.figures.items()
    ]
    show_table([f"on {made.held} of {made.pairs} pairs", EMBEDDED, name], [*rows, ["written to", "", str(made.folder)]])
