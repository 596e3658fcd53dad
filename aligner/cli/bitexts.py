"""The commands that find which sentences render each other, and that give figures for them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aligner.cli._app import app
from aligner.cli._files import is_folder, spare, written
from aligner.cli._options import Alone, Forms, Model, Moved, Named, Offline, Out
from aligner.cli._settings import listed, named_encoder
from aligner.cli._terminal import watched
from aligner.errors import UsageError


@app.command()
def align(
    src: Annotated[str, typer.Argument(help="The Arabic document, or a folder of them.")],
    tgt: Annotated[str, typer.Argument(help="The French document, or a folder with the same file names.")],
    to: Forms = "",
    out: Out = "-",
    sentences: Annotated[bool, typer.Option("--sentences", help="Each line of the input is a sentence.")] = False,
    moved: Moved = False,
    model: Model = "",
    encoder: Named = "",
    offline: Offline = False,
    alone: Alone = False,
) -> None:
    """Align the sentences of an Arabic text and its French rendering."""
    from aligner import formats
    from aligner.model import EMBEDDED
    from aligner.run import align_files, pair_files

    known = model or EMBEDDED
    forms = [formats.writer(name) for name in listed(to) or [Path(out).suffix.removeprefix(".") or "jsonl"]]
    if len(forms) > 1 and out == "-":
        raise UsageError(f"{len(forms)} forms cannot share standard output: name a file with --out")
    if not is_folder(src):
        stem = out.removesuffix(Path(out).suffix)
        places = {stem + form.SUFFIXES[0]: form for form in forms} if len(forms) > 1 else {out: forms[0]}
        spare([made for place, form in places.items() for made in formats.places(form, place)], [src, tgt])
        named = named_encoder(encoder, offline, alone)
        pairs = align_files(src, tgt, by_line=sentences, moved=moved, model=known, encoder=named, alone=alone)
        formats.write_all(written(pairs, places))
        return
    if out == "-":
        raise UsageError(f"{src} is a folder: name a folder for the results with --out")
    texts = pair_files(Path(src), Path(tgt))
    targets = [{str(Path(out) / f"{name}{form.SUFFIXES[0]}"): form for form in forms} for name, _, _ in texts]
    made = [made for places in targets for place, form in places.items() for made in formats.places(form, place)]
    spare(made, [str(path) for _, source, target in texts for path in (source, target)])
    results: dict[str, str | bytes] = {}
    named = named_encoder(encoder, offline, alone)
    for (_, source, target), places in watched(list(zip(texts, targets, strict=True))):
        pairs = align_files(
            str(source), str(target), by_line=sentences, moved=moved, model=known, encoder=named, alone=alone
        )
        results |= written(pairs, places)
    formats.make_folder(out)
    formats.write_all(results)


@app.command()
def mine(
    src: Annotated[str, typer.Argument(help="Arabic texts: a file, or a folder of them.")],
    tgt: Annotated[str, typer.Argument(help="French texts, of the same events or things, in any order.")],
    to: Annotated[str, typer.Option("--to", metavar="FORM", help="Such as jsonl or tmx (see: aligner formats).")] = "",
    out: Out = "-",
    sentences: Annotated[bool, typer.Option("--sentences", help="Each line of the input is a sentence.")] = False,
    least: Annotated[float, typer.Option("--least", min=0, max=1, help="The least score of a pair.")] = 0.5,
    model: Model = "",
    encoder: Named = "",
    offline: Offline = False,
    alone: Alone = False,
) -> None:
    """Find the sentences of two collections that render each other, whatever their order."""
    from aligner import formats
    from aligner.corpus.mine import mine_files
    from aligner.model import EMBEDDED

    form = formats.writer(to or Path(out).suffix.removeprefix(".") or "jsonl")
    spare(formats.places(form, out), [src, tgt])
    named = named_encoder(encoder, offline, alone)
    pairs = mine_files(
        src, tgt, by_line=sentences, least=least, model=model or EMBEDDED, encoder=named, alone=alone, watch=watched
    )
    formats.write_all(formats.written(form, pairs, out))


@app.command()
def score(
    bitext: Annotated[
        str, typer.Argument(help="Pairs whose renderings are scored; with a reference also lines (.txt).")
    ],
    reference: Annotated[
        list[str] | None, typer.Option(help="Reference renderings: a bitext, or a line a pair; may be given again.")
    ] = None,
    against: Annotated[str, typer.Option(metavar="OTHER", help="Renderings of another system, to be compared.")] = "",
    test: Annotated[str, typer.Option(help="Of the difference: bootstrap or randomisation.")] = "bootstrap",
    into: Annotated[str, typer.Option(metavar="fr|ar", help="The language of the renderings.")] = "fr",
    comet: Annotated[
        str, typer.Option(metavar="MODEL", help="Also COMET by this id or checkpoint (needs unbabel-comet).")
    ] = "",
    model: Model = "",
) -> None:
    """Fidelity of a bitext; with references also BLEU, chrF++ and TER, and whether two systems differ."""
    from aligner.model import EMBEDDED
    from aligner.scoring import score

    options = {"against": against or None, "test": test, "into": into, "comet": comet or None}
    rows = score(bitext, reference, **options, model=model or EMBEDDED)  # type: ignore[arg-type]
    for name, figure, signature in rows:
        print(f"{name}\t{figure:.4f}\t{signature}")


@app.command()
def evaluate(
    system: Annotated[str, typer.Argument(help="Alignments (jsonl) or an audit (json).")],
    gold: Annotated[
        str, typer.Argument(help="The right alignments (jsonl, or a JSON list of groups) or a page's gold.")
    ],
) -> None:
    """Precision, recall and F1 of alignments (strict, lax, unmatched), and of findings."""
    from aligner.evaluate import evaluate_files

    for name, figure in evaluate_files(system, gold).items():
        print(f"{name}\t{'-' if figure is None else f'{figure:.4f}'}")
