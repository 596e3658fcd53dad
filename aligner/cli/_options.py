"""What several commands take."""

from __future__ import annotations

from typing import Annotated

import typer

Out = Annotated[str, typer.Option("--out", "-o", help="Where to write; - is standard output.")]

Only = Annotated[str, typer.Option("--checks", metavar="ID,ID", help="Only these checks (see: aligner checks).")]

Settings = Annotated[str, typer.Option("--config", metavar="FILE", help="Instead of aligner.toml of this folder.")]

Severity = Annotated[
    str, typer.Option("--severity", metavar="ID=SEVERITY,…", help="error, warning, info or off for a check's findings.")
]

Terms = Annotated[
    str, typer.Option("--glossary", metavar="FILE", help="Terms and their renderings: CSV, TSV, XLSX or TBX.")
]

Ignored = Annotated[str, typer.Option("--ignore", metavar="FILE", help="Accepted findings, to be left out.")]

Accepting = Annotated[str, typer.Option("--accept", metavar="FILE", help="Add the findings of this run to this file.")]

Model = Annotated[str, typer.Option("--model", metavar="NAME", help="Your own model (see: aligner models).")]

Translators = Annotated[
    str,
    typer.Option(
        "--translator",
        metavar="MODEL[,MODEL]",
        help="Also look for omissions by a translation model: a Hugging Face id or a folder; two if each has one way.",
    ),
]

Offline = Annotated[bool, typer.Option("--offline", help="Fetch no model; it must be on this machine.")]

Alone = Annotated[bool, typer.Option("--alone", help="With --encoder: without the embedded model.")]

Moved = Annotated[bool, typer.Option("--moved", help="Also look for sentences that stand in another order.")]

Forms = Annotated[
    str, typer.Option("--to", metavar="FORM,FORM", help="Such as jsonl, tmx or html (see: aligner formats).")
]

Named = Annotated[
    str,
    typer.Option("--encoder", metavar="NAME", help="A transformer beside the model: a Hugging Face id or a folder."),
]

To = Annotated[
    str,
    typer.Option(
        "--to", metavar="FORM,FORM", help="Such as html, xlsx or xliff (see: aligner formats); several need --out."
    ),
]
