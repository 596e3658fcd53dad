"""The whole path, from files to a report."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from aligner import __version__, checks, formats
from aligner.align import LENGTH_RATIO, align
from aligner.blocks import language
from aligner.data import Block, Pair, Report, Sentence, Statement
from aligner.errors import InputError
from aligner.fidelity import judged, overall
from aligner.model import LexicalModel, load_model
from aligner.pages import split, statements
from aligner.text.segment import segment
from aligner.text.words import words

# A sentence repeats another when they share this part of their different words, and there are this many.
REPEAT = 0.7
REPEAT_WORDS = 5


def audit(page: str, rendering: str | None = None, *, only: Collection[str] | None = None) -> Report:
    """Audits a page that holds Arabic statements and their French renderings, or an Arabic and a French document.

    ``page`` and ``rendering`` are paths ("-" is standard input); two documents may be given in either order. ``only``
    limits the checks to these ids. Raises InputError when a file cannot be read or lacks one of the languages.
    """
    paths = [page] if rendering is None else [page, rendering]
    documents = [formats.read(path) for path in paths]
    notes = []
    if [language(document.text) for document in documents] == ["fr", "ar"]:
        documents.reverse()
        notes.append("The French document was given first; the Arabic one is taken as the original.")
    model = load_model()
    found, furniture = statements(documents, model)
    aligned = (_aligned(statement, model) for statement in found)
    pieces = [piece for statement in aligned for piece in (split(statement) if len(documents) == 1 else [statement])]
    audited = tuple(_audited(statement, model, only) for statement in pieces)
    return Report(
        signature=signature(model, only),
        sources=tuple(document.source for document in documents),
        statements=audited,
        furniture=tuple(furniture),
        fidelity=overall(pair for statement in audited if statement.status == "paired" for pair in statement.pairs),
        notes=tuple(notes),
    )


def align_files(src: str, tgt: str, *, by_line: bool = False) -> list[Pair]:
    """Aligns the sentences of the documents at the paths ``src`` (Arabic) and ``tgt`` (French).

    ``by_line``: each line of the files is one sentence already. Raises InputError as :func:`audit` does.
    """
    if by_line:
        return align(_lines(src), _lines(tgt), load_model())
    documents = [formats.read(src), formats.read(tgt)]
    for document, lang, name in zip(documents, ("ar", "fr"), ("Arabic", "French"), strict=True):
        if language(document.text) != lang:
            raise InputError(f"{document.source.path}: not in {name}: give the Arabic document, then the French one")
    return align(_sentences(documents[0].blocks), _sentences(documents[1].blocks), load_model())


def pair_files(src: Path, tgt: Path) -> list[tuple[str, Path, Path]]:
    """The files of two folders that have the same name but for a language mark: (name, Arabic, French).

    Raises InputError when a folder is missing or a file has no counterpart, before anything is aligned.
    """
    sides = []
    for folder, mark in ((src, ".ar"), (tgt, ".fr")):
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder: both sides must be folders")
        files = (path for path in sorted(folder.iterdir()) if path.is_file() and not path.name.startswith("."))
        # In one folder for both languages, the mark says whose file it is.
        own = [path for path in files if src != tgt or path.name.endswith(mark) or mark + "." in path.name]
        sides.append({path.name.removesuffix(mark).split(mark + ".")[0].split(".")[0]: path for path in own})
    lone = sorted(sides[0].keys() ^ sides[1].keys())
    if lone:
        raise InputError(f"{src}, {tgt}: {len(lone)} files have no counterpart, such as {lone[0]}: names must agree")
    return [(name, path, sides[1][name]) for name, path in sides[0].items()]


def check(pairs: Iterable[Pair], *, only: Collection[str] | None = None) -> Iterator[Pair]:
    """The pairs of a bitext with their findings and fidelity, one by one, in order."""
    context = checks.Context(load_model(), LENGTH_RATIO)
    for pair in pairs:
        yield judged(pair, checks.run(pair, context, only))


def check_file(bitext: str, *, only: Collection[str] | None = None) -> Report:
    """Checks the bitext at a path: a report whose one statement holds its pairs, in order."""
    source, pairs = formats.read_bitext(bitext)
    checked = tuple(check(pairs, only=only))
    if not checked:
        raise InputError(f"{bitext}: no pair was found: nothing to check")
    block = Block("", 0, (1, 1))
    statement = Statement((block,), (block,), pairs=checked)
    return Report(signature(load_model(), only), (source,), (statement,), fidelity=overall(checked))


def signature(model: LexicalModel, only: Collection[str] | None = None) -> str:
    """What two reports must share to be comparable: the tool, the model and the checks, with their versions."""
    versions = {entry.module: entry.version for entry in checks.catalogue() if only is None or entry.id in only}
    listed = ",".join(f"{name}.{version}" for name, version in sorted(versions.items()))
    return f"aligner:{__version__}|model:{model.name}.{model.digest[:12]}|checks:{listed}"


def _aligned(statement: Statement, model: LexicalModel) -> Statement:
    src, tgt = _sentences(statement.src), _sentences(statement.tgt)
    if statement.status != "paired":
        return replace(statement, pairs=tuple(Pair((s,), ()) for s in src) + tuple(Pair((), (s,)) for s in tgt))
    pairs = align(src, tgt, model)
    if not any(pair.src and pair.tgt for pair in pairs):
        # The layout alone pairs them: shown face to face, so that the reader sees what stands for what.
        pairs = [Pair(tuple(src), tuple(tgt), 0.0)]
    return replace(statement, pairs=tuple(_with_repeats(pairs)))


def _with_repeats(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """The pairs; a lone sentence that repeats one of another pair (a pull-quote) is paired with what that renders."""
    both = [pair for pair in pairs if pair.src and pair.tgt]
    for pair in pairs:
        if pair.tgt and not pair.src and (original := _repeated(pair.tgt_text, [(p.tgt_text, p) for p in both])):
            yield replace(original, tgt=pair.tgt)
        elif pair.src and not pair.tgt and (original := _repeated(pair.src_text, [(p.src_text, p) for p in both])):
            yield replace(original, src=pair.src)
        else:
            yield pair


def _repeated(text: str, others: Iterable[tuple[str, Pair]]) -> Pair | None:
    units = {word.unit for word in words(text)}
    for other, pair in others:
        theirs = {word.unit for word in words(other)}
        if len(units) >= REPEAT_WORDS and len(units & theirs) >= REPEAT * len(units | theirs):
            return pair
    return None


def _audited(statement: Statement, model: LexicalModel, only: Collection[str] | None) -> Statement:
    if statement.status != "paired":
        return statement
    context = checks.Context(model, LENGTH_RATIO)
    return replace(statement, pairs=tuple(judged(pair, checks.run(pair, context, only)) for pair in statement.pairs))


def _sentences(blocks: Iterable[Block]) -> list[Sentence]:
    found: list[Sentence] = []
    for block in blocks:
        for span in segment(block.text):
            first = min(block.lines[0] + block.text.count("\n", 0, span.start), block.lines[1])
            last = min(first + block.text.count("\n", span.start, span.end), block.lines[1])
            found.append(Sentence(span.of(block.text), block.start + span.start, (first, last), len(found)))
    return found


def _lines(path: str) -> list[Sentence]:
    found = []
    start = 0
    for number, line in enumerate(formats.read_lines(path)):
        found.append(Sentence(line, start, (number + 1, number + 1), number))
        start += len(line) + 1
    return found
