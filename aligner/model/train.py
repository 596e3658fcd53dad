"""Trains a lexical model from sentence pairs, word lists and names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from aligner.errors import InputError
from aligner.model import ibm, lexical, links, pieces, train_gaps, train_links
from aligner.model.letters import arabic_letters, french_letters
from aligner.model.tables import Arrays, pack
from aligner.model.train_links import SentencePair
from aligner.text.words import tokens, unit

# Entries below both bounds are accidental ties: they make the model larger, not better.
LEAST_PROBABILITY = 0.003
LEAST_COUNT = 1e-3
# One document of so many is kept aside to train the worth of links on, with tables that have not seen it.
ASIDE = 4
# Gaps are learned from one part of the sources after the other, with tables that have not seen that part.
FOLDS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A training pair. ``weight`` is how much it counts.

    Word frequencies are taken from ``prose``; ``terms`` are entries of word lists; ``names`` are the same name in both
    scripts, word by word, of which only letters are learned. Prose with a ``document`` stands in its order there; what
    has the same ``source`` is of one kind.
    """

    ar: str
    fr: str
    weight: float = 1.0
    kind: Literal["prose", "terms", "names"] = "prose"
    document: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Tokens:
    """Examples in tokens."""

    ar: list[list[str]]
    fr: list[list[str]]
    weights: list[float]
    prose: list[bool]


def train(examples: Iterable[Example], folder: Path, card: dict[str, Any]) -> dict[str, Any]:
    """Trains on ``examples`` and writes the model to ``folder``. Returns the figures that the card was given.

    Raises InputError when no example has words on both sides.
    """
    given = list(examples)
    texts = [example for example in given if example.kind != "names"]
    names = [example for example in given if example.kind == "names"]
    every = _tokens(texts)
    if not every.weights:
        raise InputError("no training pair has words on both sides: nothing to train on")
    cutters = [_cutter(side, every.prose) for side in (every.ar, every.fr)]
    common = _letters(names)
    for name, cutter in zip(("ar_cutter", "fr_cutter"), cutters, strict=True):
        common[name] = np.frombuffer(cutter, np.uint8)
    cut = pieces.Cutter(*cutters).pieces

    weights, documents = links.PLAIN, _aside(texts)
    if documents:
        held = {pair for document in documents for pair in document}
        seen = _tokens([example for example in texts if (example.ar, example.fr) not in held])
        arrays = {**common, **_tables(seen, cut), "links": links.PLAIN}
        weights = train_links.train(documents, lexical.LexicalModel("", "", {}, arrays))
    gaps = _gaps(texts, lambda seen: {**common, **_tables(seen, cut), "links": links.PLAIN})
    arrays = {**common, **_tables(every, cut), "links": weights, **gaps}
    figures = {
        "examples": len(every.weights),
        "documents for links": len(documents),
        **{layer: _sizes(arrays, layer) for layer in lexical.LAYERS},
        "links": {name: round(float(weight), 3) for name, weight in zip(links.FEATURES, weights, strict=True)},
    }
    lexical.save(folder, {**card, "figures": figures}, arrays)
    return figures


def _tokens(examples: Iterable[Example]) -> _Tokens:
    found = _Tokens([], [], [], [])
    for example in examples:
        ar, fr = tokens(example.ar), tokens(example.fr)
        if ar and fr:
            found.ar.append(ar)
            found.fr.append(fr)
            found.weights.append(example.weight)
            found.prose.append(example.kind == "prose")
    return found


def _aside(examples: Iterable[Example]) -> list[list[SentencePair]]:
    """One document of ``ASIDE``, in order; none of sources that are weighed down."""
    documents: dict[str, list[SentencePair]] = {}
    for example in examples:
        if example.document and example.weight >= 1:
            documents.setdefault(example.document, []).append((example.ar, example.fr))
    return [documents[name] for name in sorted(documents)[ASIDE // 2 :: ASIDE]]


def _gaps(examples: Sequence[Example], arrays: Callable[[_Tokens], Arrays]) -> Arrays:
    """The layer of gaps, from each source as seen by tables that were trained on the others."""
    sources: dict[str, list[SentencePair]] = {}
    for example in examples:
        if example.kind == "prose" and example.source and example.weight >= 1:
            sources.setdefault(example.source, []).append((example.ar, example.fr))
    names = sorted(sources)
    found: list[tuple[train_gaps.Sample, train_gaps.Sample]] = []
    for fold in range(FOLDS) if len(names) >= FOLDS else ():
        held = {pair for name in names[fold::FOLDS] for pair in sources[name]}
        seen = _tokens(example for example in examples if (example.ar, example.fr) not in held)
        model = lexical.LexicalModel("", "", {}, arrays(seen))
        for name in names[fold::FOLDS]:
            found += train_gaps.samples(sources[name], model)
    return {f"gaps.{name}": array for name, array in train_gaps.train(found).items()} if found else {}


def _tables(texts: _Tokens, cut: Callable[[str], Sequence[str]]) -> Arrays:
    """The layers of stems and pieces."""
    arrays: Arrays = {}
    for name, units in (("stems", lambda word: (unit(word),)), ("pieces", cut)):
        ar, fr = ([[part for word in text for part in units(word)] for text in side] for side in (texts.ar, texts.fr))
        arrays |= _layer(name, ar, fr, texts.weights, texts.prose)
    return arrays


def _letters(names: Iterable[Example]) -> Arrays:
    """The layer of letters, of names that have as many words on either side."""
    pairs: dict[tuple[str, str], float] = {}
    for name in names:
        ar, fr = tokens(name.ar), tokens(name.fr)
        if len(ar) == len(fr):
            for pair in zip(ar, fr, strict=True):
                if min(map(len, pair)) > 2 and pair[0].isalpha() and pair[1].isalpha():
                    pairs[pair] = max(pairs.get(pair, 0), name.weight)
    letters = [arabic_letters(ar) for ar, _ in pairs], [french_letters(fr) for _, fr in pairs]
    return _layer("letters", *letters, list(pairs.values()), [True] * len(pairs))


def _sizes(arrays: Arrays, layer: str) -> dict[str, int]:
    sizes = {"ar_units": "ar_counts", "fr_units": "fr_counts", "entries": "columns"}
    return {name: len(arrays[f"{layer}.{array}"]) for name, array in sizes.items()}


def _cutter(texts: Sequence[list[str]], prose: Sequence[bool]) -> bytes:
    kept = (text for text, p in zip(texts, prose, strict=True) if p)
    return pieces.train(" ".join(map(pieces.fold, text)) for text in kept)


def _layer(
    name: str,
    ar: Sequence[Sequence[str]],
    fr: Sequence[Sequence[str]],
    weights: Sequence[float],
    prose: Sequence[bool],
) -> Arrays:
    ar_units, ar_ids = _numbered(ar)
    fr_units, fr_ids = _numbered(fr)
    table = ibm.train(ar_ids, fr_ids, weights, len(ar_units), len(fr_units))
    prose_ids = ([ids for ids, p in zip(side, prose, strict=True) if p] for side in (ar_ids, fr_ids))
    counts = [frequencies(ids, size) for ids, size in zip(prose_ids, (len(ar_units), len(fr_units)), strict=True)]
    return kept(name, (ar_units, fr_units), counts, table)


def kept(name: str, units: Sequence[Sequence[str]], counts: Sequence[ibm.Ints], table: ibm.Table) -> Arrays:
    """The arrays of a layer, without what would make it larger and no better."""
    keep = (table.fr_given_ar > LEAST_PROBABILITY) | (table.ar_given_fr > LEAST_PROBABILITY)
    keep &= table.count > LEAST_COUNT
    arrays: Arrays = {
        "ar_units": pack(units[0]),
        "fr_units": pack(units[1]),
        "ar_counts": counts[0],
        "fr_counts": counts[1],
        "rows": np.searchsorted(table.ar[keep], np.arange(len(units[0]) + 1)).astype(np.int32),
        "columns": table.fr[keep],
        "fr_given_ar": table.fr_given_ar[keep].astype(np.float16),
        "ar_given_fr": table.ar_given_fr[keep].astype(np.float16),
    }
    return {f"{name}.{key}": array for key, array in arrays.items()}


def _numbered(texts: Sequence[Sequence[str]]) -> tuple[list[str], list[ibm.Ints]]:
    """The units of the texts, the most frequent first, and the texts as their numbers."""
    counts = Counter(unit for units in texts for unit in units)
    ranked = sorted(counts, key=lambda unit: (-counts[unit], unit))
    index = {unit: i for i, unit in enumerate(ranked)}
    return ranked, [np.array([index[unit] for unit in units], np.int32) for units in texts]


def frequencies(ids: Sequence[ibm.Ints], size: int) -> ibm.Ints:
    return np.bincount(np.concatenate(ids), minlength=size).astype(np.int32) if ids else np.zeros(size, np.int32)
