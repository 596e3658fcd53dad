"""The command line: arguments → one library call → print."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import tee
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from aligner.errors import AlignerError, ModelError, UsageError

if TYPE_CHECKING:
    from rich.progress import Progress

    from aligner.config import Config
    from aligner.data import Pair, Report, Source
    from aligner.encoders import Encoder

T = TypeVar("T")

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Arabic originals and their French renderings: paired, aligned and checked.",
    epilog="Exit codes: 0 no finding of severity error, 1 findings of severity error, 2 wrong input or arguments.",
)

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


def _version(wanted: bool) -> None:
    if wanted:
        from aligner import __version__

        print(__version__)
        raise typer.Exit


@app.callback()
def common(version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True)] = False) -> None:
    pass


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

    settings = _settings(config, checks, severity, glossary, ignore, accept, model)
    places = _places(to, out, inputs=[page, rendering, accept, *settings.files])
    accepted = _accepted(accept, places)
    settings = _with_translator(settings, translator, offline)
    named = _encoder(encoder, offline)
    return _deliver(audit(page, rendering or None, moved=moved, config=settings, encoder=named), places, accepted)


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

    settings = _settings(config, checks, severity, glossary, ignore, accept, model)
    places = _places(to, out, inputs=[bitext, rendering, accept, *settings.files])
    accepted = _accepted(accept, places)
    settings, named = _with_translator(settings, translator, offline), _encoder(encoder, offline)
    if not accept and all(map(report.streams, places)):
        sources, pairs = check_pairs(bitext, rendering or None, watch=_watched, config=settings, encoder=named)
        return _pour(pairs, sources, places)
    made = check_file(bitext, rendering or None, watch=_watched, config=settings, encoder=named)
    return _deliver(made, places, accepted)


@app.command()
def align(
    src: Annotated[str, typer.Argument(help="The Arabic document, or a folder of them.")],
    tgt: Annotated[str, typer.Argument(help="The French document, or a folder with the same file names.")],
    to: Annotated[
        str, typer.Option("--to", metavar="FORM,FORM", help="Such as jsonl or tmx (see: aligner formats).")
    ] = "",
    out: Out = "-",
    sentences: Annotated[bool, typer.Option("--sentences", help="Each line of the input is a sentence.")] = False,
    moved: Moved = False,
    model: Model = "",
    encoder: Named = "",
    offline: Offline = False,
    alone: Annotated[bool, typer.Option("--alone", help="With --encoder: without the embedded model.")] = False,
) -> None:
    """Align the sentences of an Arabic text and its French rendering."""
    from aligner import formats
    from aligner.model import EMBEDDED
    from aligner.run import align_files, pair_files

    known = model or EMBEDDED
    forms = [formats.writer(name) for name in _list(to) or [Path(out).suffix.removeprefix(".") or "jsonl"]]
    if len(forms) > 1 and out == "-":
        raise UsageError(f"{len(forms)} forms cannot share standard output: name a file with --out")
    if alone and not encoder:
        raise UsageError("--alone leaves nothing to align with: name an encoder with --encoder")
    if not _is_folder(src):
        stem = out.removesuffix(Path(out).suffix)
        places = {stem + form.SUFFIXES[0]: form for form in forms} if len(forms) > 1 else {out: forms[0]}
        _spare([made for place, form in places.items() for made in formats.places(form, place)], [src, tgt])
        named = _encoder(encoder, offline)
        pairs = align_files(src, tgt, by_line=sentences, moved=moved, model=known, encoder=named, alone=alone)
        formats.write_all(_written(pairs, places))
        return
    if out == "-":
        raise UsageError(f"{src} is a folder: name a folder for the results with --out")
    texts = pair_files(Path(src), Path(tgt))
    targets = [{str(Path(out) / f"{name}{form.SUFFIXES[0]}"): form for form in forms} for name, _, _ in texts]
    made = [made for places in targets for place, form in places.items() for made in formats.places(form, place)]
    _spare(made, [str(path) for _, source, target in texts for path in (source, target)])
    results: dict[str, str | bytes] = {}
    named = _encoder(encoder, offline)
    for (_, source, target), places in _watched(list(zip(texts, targets, strict=True))):
        pairs = align_files(
            str(source), str(target), by_line=sentences, moved=moved, model=known, encoder=named, alone=alone
        )
        results |= _written(pairs, places)
    formats.make_folder(out)
    formats.write_all(results)


def _written(pairs: list[Pair], places: dict[str, ModuleType]) -> dict[str, str | bytes]:
    from aligner import formats

    return {path: text for place, form in places.items() for path, text in formats.written(form, pairs, place).items()}


@app.command()
def build(
    source: Annotated[str, typer.Argument(metavar="RECIPE|AR", help="A recipe (TOML), or what to read.")],
    more: Annotated[list[str] | None, typer.Argument(metavar="[FR]", help="What else to read.")] = None,
    out: Annotated[str, typer.Option("--out", "-o", help="The folder of the corpus.")] = "",
    workers: Annotated[int, typer.Option("--workers", min=0, help="So many processes of this machine (Dask).")] = 0,
    scheduler: Annotated[str, typer.Option("--scheduler", metavar="ADDRESS", help="A Dask cluster: tcp://…")] = "",
) -> None:
    """Build a parallel corpus out of many documents, as a recipe says; run again, it goes on where it stopped."""
    from aligner.corpus.build import build
    from aligner.corpus.recipe import read_recipe, recipe

    if not more and source.lower().endswith(".toml"):
        wanted = read_recipe(source)
    else:
        wanted = recipe({"read": {"from": [source, *(more or [])]}})
    made = build(wanted, out, workers, scheduler, _watched)
    rows = [[step["name"], step["unit"], f"{step['given']:,}", f"{step['kept']:,}"] for step in made["steps"]]
    _table(["step", "of", "given", "kept"], rows)


@app.command()
def mine(
    src: Annotated[str, typer.Argument(help="Arabic texts: a file, or a folder of them.")],
    tgt: Annotated[str, typer.Argument(help="French texts, of the same events or things, in any order.")],
    to: Annotated[str, typer.Option("--to", metavar="FORM", help="Such as jsonl or tmx (see: aligner formats).")] = "",
    out: Out = "-",
    sentences: Annotated[bool, typer.Option("--sentences", help="Each line of the input is a sentence.")] = False,
    least: Annotated[float, typer.Option("--least", min=0, max=1, help="The least score of a pair.")] = 0.5,
) -> None:
    """Find the sentences of two collections that render each other, whatever their order."""
    from aligner import formats
    from aligner.corpus.mine import mine_files

    form = formats.writer(to or Path(out).suffix.removeprefix(".") or "jsonl")
    _spare(formats.places(form, out), [src, tgt])
    pairs = mine_files(src, tgt, by_line=sentences, least=least, watch=_watched)
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
) -> None:
    """Fidelity of a bitext; with references also BLEU, chrF++ and TER, and whether two systems differ."""
    from aligner.scoring import score

    rows = score(bitext, reference, against=against or None, test=test, into=into, comet=comet or None)  # type: ignore[arg-type]
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


@app.command()
def train(
    bitexts: Annotated[list[str], typer.Argument(metavar="BITEXT…", help="Arabic and French pairs of your field.")],
    name: Annotated[str, typer.Option(help="What the model is to be called.")],
    out: Annotated[str, typer.Option("--out", "-o", metavar="FOLDER", help="Where its folder is made.")] = "",
) -> None:
    """Make a model of your own parallel text, on top of the embedded one, and measure both on a part of it."""
    from aligner.model import EMBEDDED
    from aligner.training import train

    made = train(bitexts, name, out or None, watch=_watched)
    rows = [
        [label, *("-" if figure is None else f"{figure:.4f}" for figure in both)]
        for label, both in made.figures.items()
    ]
    _table([f"on {made.held} of {made.pairs} pairs", EMBEDDED, name], [*rows, ["written to", "", str(made.folder)]])


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
    _table(["model", "sha256", "description"], rows)


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
    _table(["check", "family, version", "fires when"], rows)


@app.command()
def formats() -> None:
    """The file formats: what is read and written, what is kept and what is lost."""
    from aligner.formats import formats

    rows = [[f.name, " ".join(f.suffixes), f.reads or "-", f.writes or "-", f.keeps, f.loses] for f in formats()]
    _table(["format", "files", "reads", "writes", "keeps", "loses"], rows)


def _watched(items: Iterable[T], what: str = "", count: int | None = None) -> Iterable[T]:
    """The items as they come, ``count`` of them, with a progress bar on stderr when that is a terminal."""
    if not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    return _tracked(items, Progress(*columns, console=Console(stderr=True), transient=True), what, count)


def _tracked(items: Iterable[T], progress: Progress, what: str, count: int | None) -> Iterator[T]:
    with progress:
        yield from progress.track(items, count, description=what)


def _encoder(name: str, offline: bool) -> Encoder | None:
    if not name:
        return None
    from aligner.encoders import load_encoder

    return load_encoder(name, offline=offline, watch=_watched)


def _list(names: str) -> list[str] | None:
    return [name.strip() for name in names.split(",") if name.strip()] or None


def _settings(config: str, checks: str, severity: str, glossary: str, ignore: str, accept: str, model: str) -> Config:
    from aligner.config import configured

    return configured(
        config or None,
        only=_list(checks),
        severity=_list(severity) or [],
        glossary=glossary or None,
        ignore=ignore or None,
        accept=accept or None,
        model=model or None,
    )


def _with_translator(settings: Config, names: str, offline: bool) -> Config:
    if not (wanted := _list(names)):
        return settings
    from dataclasses import replace

    from aligner.translation import load_translator

    return replace(settings, translator=load_translator(wanted, offline=offline))


def _accepted(accept: str, places: dict[str, str]) -> Callable[[Report], dict[str, str]]:
    """What makes the file of accepted findings out of a report: path → text."""
    if not accept:
        return lambda _: {}
    if accept in places.values() or accept == "-":
        raise UsageError(f"{accept}: accepted findings need a file of their own: give --accept another name")
    from aligner.ignore import Accepted, read
    from aligner.report import pairs_of

    accepted = read(accept) if _exists(accept) else Accepted()
    return lambda report: {accept: accepted.with_findings(pairs_of(report))}


def _places(to: str, out: str, inputs: list[str]) -> dict[str, str]:
    """Where each form of the report goes: form → path. Raises UsageError before any work is done."""
    from aligner import report as reports

    suffix = Path(out).suffix.lower().removeprefix(".")
    named = {"htm": "html", "txt": "text", "xml": "junit", "xlf": "xliff"}.get(suffix, suffix)
    forms = _list(to) or [named or "text"]
    for form in forms:
        reports.require(form)
    if out == "-" and len(forms) > 1:
        raise UsageError(f"{len(forms)} forms cannot share standard output: name a file with --out")
    if len(forms) == 1:
        places = {forms[0]: out}
    else:
        stem = out.removesuffix(Path(out).suffix) if named in reports.names() else out
        if _is_folder(out):
            raise UsageError(f"{out} is a folder: give the name of a file")
        places = {form: f"{stem}.{form}" for form in forms}
    _spare(places.values(), inputs)
    return places


def _spare(outputs: Iterable[str], inputs: Iterable[str]) -> None:
    """Raises UsageError when an output would take the place of an input."""
    given = [Path(name) for name in inputs if name not in ("", "-") and _exists(name)]
    for path in outputs:
        if path != "-" and _exists(path) and any(Path(path).samefile(name) for name in given):
            raise UsageError(f"{path} is an input: the result would take its place; give another name with --out")


# os.path, not Path: a name that the system refuses (one too long) is not there, which is no error yet.
def _exists(path: str) -> bool:
    return os.path.exists(path)  # noqa: PTH110


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112


def _deliver(report: Report, places: dict[str, str], accepted: Callable[[Report], dict[str, str]]) -> int:
    """Writes a report in its forms and what becomes of it beside; returns the exit code that its findings call for."""
    from aligner import formats
    from aligner import report as reports

    if places == {"text": "-"} and sys.stdout.isatty():
        from rich.console import Console

        from aligner.report import text

        formats.write_all(accepted(report))
        text.show(report, Console())
    else:
        formats.write_all({**{path: reports.render(report, form) for form, path in places.items()}, **accepted(report)})
    found = (finding for pair in reports.pairs_of(report) for finding in pair.findings)
    return int(any(finding.severity == "error" for finding in found))


def _pour(pairs: Iterable[Pair], sources: tuple[Source, ...], places: dict[str, str]) -> int:
    """As :func:`_deliver`, of pairs that are written as they come and may be more than memory holds."""
    from aligner import formats
    from aligner import report as reports

    code = 0

    def passing() -> Iterator[Pair]:
        nonlocal code
        for pair in pairs:
            code = code or int(any(finding.severity == "error" for finding in pair.findings))
            yield pair

    flows = zip(tee(passing(), len(places)), places.items(), strict=True)
    formats.write_all({path: reports.stream(flow, sources, form) for flow, (form, path) in flows})
    return code


def _table(head: list[str], rows: Iterable[list[str]]) -> None:
    """A table for people on a terminal, and tab-separated lines for programs."""
    rows = list(rows)
    if not sys.stdout.isatty():
        print("\n".join("\t".join(row) for row in [head, *rows]))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*head, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
