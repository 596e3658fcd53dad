"""The commands that check."""

from __future__ import annotations

from typing import Annotated

import typer

from aligner.cli._app import app
from aligner.cli._files import accepting, deliver, places_of, pour
from aligner.cli._options import (
    Accepting,
    Ignored,
    Model,
    Moved,
    Named,
    Offline,
    Only,
    Out,
    Settings,
    Severity,
    Terms,
    To,
    Translators,
)
from aligner.cli._settings import settings_of, with_models
from aligner.cli._terminal import watched


@app.command()
def audit(
    page: Annotated[
        str, typer.Argument(help="A page with both languages, or the Arabic document; - is standard input.")
    ],
    rendering: Annotated[str, typer.Argument(help="The French document, if it stands in a file of its own.")] = "",
    to: To = "",
    out: Out = "-",
    checks: Only = "",
    severity: Severity = "",
    glossary: Terms = "",
    ignore: Ignored = "",
    accept: Accepting = "",
    config: Settings = "",
    model: Model = "",
    encoder: Named = "",
    translator: Translators = "",
    offline: Offline = False,
    moved: Moved = False,
) -> int:
    """Pair the statements of a page, align their sentences and report what was left out, added or changed."""
    from aligner.run import audit

    settings = settings_of(config, checks, severity, glossary, ignore, accept, model)
    places = places_of(to, out, inputs=[page, rendering, accept, *settings.files])
    accepted = accepting(accept, places)
    settings = with_models(settings, encoder, translator, offline)
    return deliver(audit(page, rendering or None, moved=moved, config=settings), places, accepted)


@app.command()
def check(
    bitext: Annotated[str, typer.Argument(help="Pairs that are aligned already (see: aligner formats).")],
    rendering: Annotated[str, typer.Argument(help="The French lines, if the pairs are two files of equal lines.")] = "",
    to: To = "",
    out: Out = "-",
    checks: Only = "",
    severity: Severity = "",
    glossary: Terms = "",
    ignore: Ignored = "",
    accept: Accepting = "",
    config: Settings = "",
    model: Model = "",
    encoder: Named = "",
    translator: Translators = "",
    offline: Offline = False,
) -> int:
    """Check pairs that are aligned already; their order is kept."""
    from aligner import report
    from aligner.run import check_file, check_pairs

    settings = settings_of(config, checks, severity, glossary, ignore, accept, model)
    places = places_of(to, out, inputs=[bitext, rendering, accept, *settings.files])
    accepted = accepting(accept, places)
    settings = with_models(settings, encoder, translator, offline)
    if not accept and all(map(report.streams, places)):
        sources, pairs = check_pairs(bitext, rendering or None, watch=watched, config=settings)
        return pour(pairs, sources, places)
    made = check_file(bitext, rendering or None, watch=watched, config=settings)
    return deliver(made, places, accepted)
