"""The whole path, from files to a report."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from aligner import __version__, checks, formats
from aligner.alignment import align
from aligner.blocks import language, lines_of
from aligner.config import Config
from aligner.data import Block, Pair, Report, Sentence, Source, Statement
from aligner.errors import InputError
from aligner.evidence import Context, gather
from aligner.fidelity import judged, overall
from aligner.model import EMBEDDED, LexicalModel, load_model
from aligner.model.links import LENGTH_RATIO
from aligner.pages import split, statements
from aligner.text.segment import segment
from aligner.text.words import words

if TYPE_CHECKING:
    from aligner.encoders import Encoder

# A sentence repeats another when they share this part of their different words, and there are this many.
REPEAT = 0.7
REPEAT_WORDS = 5
# Pairs of a bitext that are checked together, as one document: some hundred MB at most.
WINDOW = 2000


def audit(
    page: str,
    rendering: str | None = None,
    *,
    only: Collection[str] | None = None,
    moved: bool = False,
    config: Config | None = None,
) -> Report:
    """Audits a page that holds Arabic statements and their French renderings, or an Arabic and a French document.

    ``page`` and ``rendering`` are paths ("-" is standard input); two documents may be given in either order. ``only``
    limits the checks to these ids, instead of those of ``config``, which says how the texts are checked (see
    :func:`aligner.configured`). With ``moved``, sentences are looked for at other places of their statement too
    (see :func:`aligner.align`). Raises InputError when a file cannot be read or lacks one of the languages.
    """
    checks.require(only)
    config = _limited(config, only)
    paths = [page] if rendering is None else [page, rendering]
    documents = [formats.read(path) for path in paths]
    notes = [f"{document.source.path}: {note}" for document in documents for note in document.notes]
    if [language(document.text) for document in documents] == ["fr", "ar"]:
        documents.reverse()
        notes.append("The French document was given first; the Arabic one is taken as the original.")
    model = load_model(config.model)
    found, furniture = statements(documents, model)
    aligned = (_aligned(statement, model, moved, config.encoder) for statement in found)
    pieces = [piece for statement in aligned for piece in (split(statement) if len(documents) == 1 else [statement])]
    tally = Tally()
    given = (pair for piece in pieces if piece.status == "paired" for pair in piece.pairs)
    checked = _checked(given, model, config, tally)
    audited = tuple(
        replace(piece, pairs=tuple(islice(checked, len(piece.pairs)))) if piece.status == "paired" else piece
        for piece in pieces
    )
    return Report(
        signature=signature(model, config=config),
        sources=tuple(document.source for document in documents),
        statements=audited,
        furniture=tuple(furniture),
        fidelity=overall(pair for statement in audited if statement.status == "paired" for pair in statement.pairs),
        notes=(*notes, *tally.notes),
    )


def align_files(
    src: str,
    tgt: str,
    *,
    by_line: bool = False,
    moved: bool = False,
    model: str = EMBEDDED,
    encoder: Encoder | None = None,
    alone: bool = False,
) -> list[Pair]:
    """Aligns the sentences of the documents at the paths ``src`` (Arabic) and ``tgt`` (French).

    ``by_line``: each line of the files is one sentence already. ``moved``, ``encoder`` and ``alone`` as in
    :func:`aligner.align`; ``model`` is a name or a path as in :func:`aligner.load_model`. Raises InputError as
    :func:`audit` does.
    """
    if by_line:
        lines = [_lines(src), _lines(tgt)]
        texts = ["\n".join(sentence.text for sentence in side) for side in lines]
    else:
        documents = [formats.read(src), formats.read(tgt)]
        lines = [_sentences(document.blocks) for document in documents]
        texts = [document.text for document in documents]
    for path, text, lang, name in zip((src, tgt), texts, ("ar", "fr"), ("Arabic", "French"), strict=True):
        if language(text) != lang:
            raise InputError(f"{path}: not in {name}: give the Arabic text first, then the French one")
    return align(lines[0], lines[1], load_model(model), moved=moved, encoder=encoder, alone=alone)


def pair_files(src: Path, tgt: Path) -> list[tuple[str, Path, Path]]:
    """The files of two folders that have the same name but for a language mark: (name, Arabic, French).

    Raises InputError when a folder is missing or a file has no counterpart, before anything is aligned.
    """
    for folder in (src, tgt):
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder: both sides must be folders")
    sides: list[dict[str, Path]] = []
    for folder, mark in ((src, ".ar"), (tgt, ".fr")):
        side: dict[str, Path] = {}
        for path in sorted(folder.iterdir()):
            if not path.is_file() or path.name.startswith("."):
                continue
            bare = path.stem if path.suffix == mark else path.stem.removesuffix(mark)
            # In one folder for both languages, the mark says whose file it is.
            if src == tgt and path.suffix != mark and bare == path.stem:
                continue
            if bare in side:
                raise InputError(f"{folder}: {side[bare].name} and {path.name} have the same name: rename one")
            side[bare] = path
        sides.append(side)
    if not any(sides):
        raise InputError(f"{src}, {tgt}: the folders hold no file to align")
    if lone := sorted(sides[0].keys() ^ sides[1].keys()):
        raise InputError(f"{src}, {tgt}: {len(lone)} files have no counterpart, such as {lone[0]}: names must agree")
    return [(name, path, sides[1][name]) for name, path in sides[0].items()]


def check(
    pairs: Iterable[Pair],
    *,
    only: Collection[str] | None = None,
    config: Config | None = None,
) -> Iterator[Pair]:
    """The pairs of a bitext with their findings and fidelity, in order; ``only`` and ``config`` as in :func:`audit`.

    :data:`WINDOW` pairs at a time are taken as one document (for what only a document shows, such as one term rendered
    in two ways): a bitext may be longer than memory.
    """
    checks.require(only)
    config = _limited(config, only)
    return _checked(pairs, load_model(config.model), config, Tally())


def check_file(
    bitext: str,
    rendering: str | None = None,
    *,
    only: Collection[str] | None = None,
    config: Config | None = None,
    watch: Callable[[Iterable[Pair]], Iterable[Pair]] = iter,
) -> Report:
    """Checks the bitext at a path as :func:`check_pairs` does: a report whose one statement holds its pairs, in order.

    ``watch`` sees the pairs pass as they are read, for a progress bar.
    """
    checks.require(only)
    config, tally = _limited(config, only), Tally()
    sources, pairs = check_pairs(bitext, rendering, config=config, watch=watch, tally=tally)
    checked = tuple(pairs)
    block = Block("", 0, (1, 1))
    statement = Statement((block,), (block,), pairs=checked)
    made = signature(load_model(config.model), config=config)
    return Report(made, sources, (statement,), fidelity=overall(checked), notes=tuple(tally.notes))


def check_pairs(
    bitext: str,
    rendering: str | None = None,
    *,
    config: Config | None = None,
    watch: Callable[[Iterable[Pair]], Iterable[Pair]] = iter,
    tally: Tally | None = None,
) -> tuple[tuple[Source, ...], Iterator[Pair]]:
    """What the bitext at a path is, and its pairs as :func:`check` gives them: it may be longer than memory.

    With a ``rendering`` the bitext is two files, whose lines of the same number are pairs. Raises InputError, when that
    is reached, for what cannot be read and at the end of a bitext without pairs.
    """
    sources: tuple[Source, ...]
    if rendering is not None:
        sources, pairs = formats.read_sides(bitext, rendering)
    else:
        source, pairs = formats.read_bitext(bitext)
        sources = (source,)
    config = config or Config()
    checked = _checked(watch(pairs), load_model(config.model), config, tally or Tally())
    return sources, _required(checked, bitext)


def _required(pairs: Iterator[Pair], bitext: str) -> Iterator[Pair]:
    pair = None
    for pair in pairs:
        yield pair
    if pair is None:
        raise InputError(f"{bitext}: no pair was found: nothing to check")


def signature(model: LexicalModel, only: Collection[str] | None = None, config: Config | None = None) -> str:
    """What two reports must share to be comparable: the tool, the model, the checks with their versions, and what else
    was asked for."""
    config = _limited(config, only)
    versions = {e.module: e.version for e in checks.catalogue() if config.checks is None or e.id in config.checks}
    listed = ",".join(f"{name}.{version}" for name, version in sorted(versions.items()))
    return f"aligner:{__version__}|model:{model.name}.{model.digest[:12]}|checks:{listed}{config.signature}"


@dataclass
class Tally:
    """How many findings were left out because they are accepted."""

    accepted: int = 0

    @property
    def notes(self) -> list[str]:
        if not self.accepted:
            return []
        return [f"{self.accepted} accepted finding{'s are' if self.accepted > 1 else ' is'} left out."]


def _limited(config: Config | None, only: Collection[str] | None) -> Config:
    config = config or Config()
    return config if only is None else replace(config, checks=tuple(sorted(only)))


def _checked(pairs: Iterable[Pair], model: LexicalModel, config: Config, tally: Tally) -> Iterator[Pair]:
    context = Context(model, LENGTH_RATIO, config.variant, config.glossary, config.encoder)
    evidences = gather(pairs, context)
    while True:
        with _uncollected():
            window = list(islice(evidences, WINDOW))
            findings = checks.document(window, config.checks)
            if config.translator:
                from aligner.translation.contrast import added

                findings = added(config.translator, window, findings, config.checks)
        if not window:
            return
        for evidence, found in zip(window, findings, strict=True):
            kept = [f for f in found if config.accepted is None or (evidence.pair, f) not in config.accepted]
            tally.accepted += len(found) - len(kept)
            yield judged(evidence, map(config.graded, kept))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Within it no cycles of objects are looked for: there are none, and looking through the words of a window again
    and again takes a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _aligned(
    statement: Statement, model: LexicalModel, moved: bool = False, encoder: Encoder | None = None
) -> Statement:
    src, tgt = _sentences(statement.src), _sentences(statement.tgt)
    if statement.status != "paired":
        return replace(statement, pairs=tuple(Pair((s,), ()) for s in src) + tuple(Pair((), (s,)) for s in tgt))
    pairs = align(src, tgt, model, moved=moved, encoder=encoder)
    if not any(pair.src and pair.tgt for pair in pairs):
        # The layout alone pairs them: shown face to face, so that the reader sees what stands for what.
        pairs = [Pair(tuple(src), tuple(tgt), 0.0)]
    return replace(statement, pairs=tuple(_with_repeats(pairs)))


def _with_repeats(pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs; a sentence that repeats another (a pull-quote) has a pair of its own with what that one renders."""
    pairs = [part for pair in pairs for part in _apart(pair)]
    if all(pair.src and pair.tgt for pair in pairs):
        return pairs
    both = [(pair, _units(pair.src_text), _units(pair.tgt_text)) for pair in pairs if pair.src and pair.tgt]

    def paired(pair: Pair) -> Pair:
        if not pair.src:
            units = _units(pair.tgt_text)
            original = next((other for other, _, theirs in both if _repeats(units, theirs)), None)
            return replace(original, tgt=pair.tgt) if original else pair
        units = _units(pair.src_text)
        original = next((other for other, theirs, _ in both if _repeats(units, theirs)), None)
        return replace(original, src=pair.src) if original else pair

    return [pair if pair.src and pair.tgt else paired(pair) for pair in pairs]


def _apart(pair: Pair) -> list[Pair]:
    """The pair, or when one side says the same several times, a pair for each time."""
    if _all_repeat(pair.tgt):
        return [replace(pair, tgt=(sentence,)) for sentence in pair.tgt]
    if _all_repeat(pair.src):
        return [replace(pair, src=(sentence,)) for sentence in pair.src]
    return [pair]


def _all_repeat(side: Sequence[Sentence]) -> bool:
    first, *others = [_units(sentence.text) for sentence in side] if len(side) > 1 else [frozenset[str]()]
    return bool(others) and all(_repeats(units, first) for units in others)


def _units(text: str) -> frozenset[str]:
    return frozenset(word.unit for word in words(text))


def _repeats(units: frozenset[str], theirs: frozenset[str]) -> bool:
    return len(units) >= REPEAT_WORDS and len(units & theirs) >= REPEAT * len(units | theirs)


def _sentences(blocks: Iterable[Block]) -> list[Sentence]:
    found: list[Sentence] = []
    for block in blocks:
        for span in segment(block.text):
            lines = lines_of(block, span.start, span.end)
            found.append(Sentence(span.of(block.text), block.start + span.start, lines, len(found)))
    return found


def _lines(path: str) -> list[Sentence]:
    return [Sentence(line, start, (n + 1, n + 1), n) for n, (start, line) in enumerate(formats.read_lines(path))]
