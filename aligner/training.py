"""A model of the user's own parallel text, by the side of the embedded one.

Part of the text is held out, to measure a model of the rest beside the embedded one; then all of it goes into the model
that is kept.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from aligner import __version__, formats
from aligner.blocks import language
from aligner.data import Pair, Sentence, Source
from aligner.errors import InputError, UsageError
from aligner.model import EMBEDDED, LexicalModel, adapt, forget, lexical, load_model, own_models, shipped, train_links

SentencePair = tuple[str, str]

# Fewer pairs teach little, and hardly any are left to measure by; more take more memory than a laptop has (100,000 of
# them 4.5 GB).
LEAST, MOST = 500, 100_000
# Characters of a side: a longer pair is no pair of sentences, and is left out.
LONGEST = 2000
# So many pairs in a row are held out together, so that they can be aligned as a text; one such run in so many, but no
# more pairs in all than this.
RUN, EVERY, MOST_HELD = 20, 10, 1000
# If a larger part of the pairs is in other languages, the file is not what it was taken for.
FOREIGN = 0.2
# Held-out pairs from which parts are cut, to see whether that is found.
CUT = 300
SEED = 7
_NAME = re.compile(r"[\w][\w.-]{0,63}")


@dataclass(frozen=True)
class Training:
    """What was made: the model's ``name`` and ``folder``, how many ``pairs`` it has learned from and how many were
    ``held`` out to measure by, and for each of the ``figures`` (0…1) that of the embedded model and that of a model of
    the pairs which were not held out. None where there was nothing to measure."""

    name: str
    folder: Path
    pairs: int
    held: int
    figures: dict[str, tuple[float | None, float | None]]


def train(
    bitexts: Sequence[str],
    name: str,
    out: str | None = None,
    *,
    watch: Callable[[Iterable[Pair]], Iterable[Pair]] = iter,
) -> Training:
    """Trains a model on bitexts (paths) and keeps it as ``name`` among the user's models, or in the folder ``out``.

    ``load_model(name)``, or of the folder's path, loads it. The same text gives the same bytes. ``watch`` sees the
    pairs pass as they are read. Raises InputError for too little text or other languages, UsageError for a name that
    cannot be used.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} cannot be a model's name: use letters, digits, - and _")
    if name in shipped():
        raise UsageError(f"{name} comes with the package: give your model another name")
    folder = (Path(out) if out is not None else own_models()) / name
    sources, pairs = _read(bitexts, watch)
    base = load_model(EMBEDDED)
    rest, held = apart(pairs)
    measured = LexicalModel(name, "", {}, adapt.adapted(base.arrays, rest, base.cut))
    cuts = _cuts(base, held)
    theirs, ours = (figures(model, held, cuts) for model in (base, measured))
    compared = {label: (theirs[label], ours[label]) for label in theirs}
    card = {
        "description": f"{len(pairs):,} pairs of your own on top of {base.name}",
        "aligner": __version__,
        "base": {"name": base.name, "sha256": base.digest},
        "sources": [{"name": Path(source.path).name, "sha256": source.sha256} for source in sources],
        "figures": {
            "pairs": len(pairs),
            "held out": len(held),
            **{label: {base.name: before, "own": after} for label, (before, after) in compared.items()},
        },
    }
    made = lexical.files(card, adapt.adapted(base.arrays, pairs, base.cut))
    formats.make_folder(str(folder))
    formats.write_all({str(folder / file): data for file, data in made.items()})
    forget()
    return Training(name, folder, len(pairs), len(held), compared)


def _read(
    bitexts: Sequence[str], watch: Callable[[Iterable[Pair]], Iterable[Pair]]
) -> tuple[list[Source], list[SentencePair]]:
    """What the files are, and the different pairs of Arabic and French sentences in them, in their order."""
    sources: list[Source] = []
    kept: dict[SentencePair, None] = {}
    given, foreign = 0, ""
    wrong = 0
    for path in bitexts:
        source, pairs = formats.read_bitext(path)
        sources.append(source)
        for number, pair in enumerate(watch(pairs), 1):
            texts = pair.src_text, pair.tgt_text
            found = language(texts[0]), language(texts[1])
            if "und" in found or max(map(len, texts)) > LONGEST:
                continue
            given += 1
            if found != ("ar", "fr"):
                wrong += 1
                foreign = foreign or f"{path}: pair {number}"
            else:
                kept[texts] = None
            if len(kept) > MOST:
                raise InputError(f"{path}: pair {number} is one too many: {MOST:,} at most: give those of your field")
    if wrong > FOREIGN * given:
        raise InputError(f"{foreign} is not Arabic with French ({wrong} of {given} pairs): give such a bitext")
    if len(kept) < LEAST:
        raise InputError(
            f"{', '.join(bitexts)}: {len(kept)} different pairs of Arabic and French: at least {LEAST} are needed"
        )
    return sources, list(kept)


def apart(pairs: Sequence[SentencePair]) -> tuple[list[SentencePair], list[SentencePair]]:
    """The pairs to learn from, and those held out, in runs: no text stands on both sides."""
    runs = [pairs[first : first + RUN] for first in range(0, len(pairs), RUN)]
    every = max(EVERY, -(-len(pairs) // MOST_HELD))
    held = [pair for run in runs[every // 2 :: every] for pair in run]
    seen = {text for pair in held for text in pair}
    rest = [pair for number, run in enumerate(runs) if number % every != every // 2 for pair in run]
    return [pair for pair in rest if seen.isdisjoint(pair)], held


def figures(
    model: LexicalModel, held: Sequence[SentencePair], cuts: Sequence[tuple[SentencePair, SentencePair]] = ()
) -> dict[str, float | None]:
    """How well a model knows the text of pairs that stand in their order: finding each sentence's rendering among all,
    aligning it where sentences are merged and left out, and seeing an omission in the latter of two pairs only."""
    return {**_retrieval(model, held), **_alignment(model, held), **_omissions(model, cuts)}


def _retrieval(model: LexicalModel, held: Sequence[SentencePair]) -> dict[str, float | None]:
    from aligner.retrieval import nearest

    found = nearest([ar for ar, _ in held], [fr for _, fr in held], model)
    sides = ((found.fr_of_ar, "Arabic to French"), (found.ar_of_fr, "French to Arabic"))
    return {f"found, {label}": float((side == range(len(held))).mean()) for side, label in sides}


def _alignment(model: LexicalModel, held: Sequence[SentencePair]) -> dict[str, float | None]:
    from aligner.alignment import align
    from aligner.evaluate import Link, compare_links

    gold: list[Link] = []
    found: list[Link] = []
    src_seen = tgt_seen = 0
    for groups in train_links.changed([held]):
        src, tgt = ([text for group in groups for text in group[side]] for side in (0, 1))
        for pair in align(src, tgt, model):
            found.append((tuple(src_seen + s.number for s in pair.src), tuple(tgt_seen + s.number for s in pair.tgt)))
        for ar, fr in groups:
            gold.append((tuple(range(src_seen, src_seen + len(ar))), tuple(range(tgt_seen, tgt_seen + len(fr)))))
            src_seen, tgt_seen = src_seen + len(ar), tgt_seen + len(fr)
    compared = compare_links(found, gold)
    return {f"aligned, {label} F1": compared[f"{label} F1"] for label in ("strict", "unmatched")}


def _cuts(model: LexicalModel, held: Sequence[SentencePair]) -> list[tuple[SentencePair, SentencePair]]:
    """Pairs as they are, and with a part of the French cut out."""
    from aligner.model.changed_pairs import changed, read
    from aligner.model.ties import ties

    texts = [(read(ar), read(fr)) for ar, fr in held[:CUT]]
    texts = [(ar, fr) for ar, fr in texts if ar.words and fr.words]
    tied = ties(model, [(ar.words, fr.words) for ar, fr in texts])
    rng = random.Random(SEED)  # noqa: S311 (chance that can be repeated is what is wanted)
    return [
        ((whole.src.text, whole.tgt.text), (less.src.text, less.tgt.text))
        for whole, less in changed(texts, tied, rng)
        if less.kind == "left out"
    ]


def _omissions(model: LexicalModel, cuts: Sequence[tuple[SentencePair, SentencePair]]) -> dict[str, float | None]:
    rates: dict[str, float | None] = {}
    for label, which in (("omissions seen", 1), ("false omissions", 0)):
        seen = list(_with_omission(model, [cut[which] for cut in cuts]))
        rates[label] = sum(seen) / len(seen) if seen else None
    return rates


def _with_omission(model: LexicalModel, pairs: Sequence[SentencePair]) -> Iterator[bool]:
    from aligner import checks
    from aligner.evidence import Context, gather

    given = [Pair((Sentence(ar),), (Sentence(fr),)) for ar, fr in pairs]
    for evidence in gather(given, Context(model)):
        yield bool(checks.findings(evidence, ["omission"]))
