"""Encoders: sentences a second and cache hits of real ones, and what vectors bring to alignment and retrieval.

``scripts/benchmark encoders [NAME]`` calls ``main``. No pretrained encoder can be had where this was written, so that
the weights of aligner/encoders/nearness.py were chosen with made-up ones:

own      the embedded model's own vectors, which tell it nothing new: what is lost by believing them twice
strong   vectors made out of the known links, at which true pairs have cosines of about 0.70 and others of 0.15
middle   the same with 0.45 and 0.10, weak with 0.17 and 0.03; blind: 0 and 0

NAME (or the variable ENCODER), an id or a folder, is measured on the same documents: that is the figure that counts.
"""

from __future__ import annotations

import os
import runpy
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from bench_documents import Document, documents

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# Sets and levels, and one document of how many is taken.
CHOSEN = (("tico19", "hard", 1), ("aside", "hard", 3), ("aside", "gaps", 3), ("aside", "swapped", 3))
SIZE = 256
NOISE = {"strong": 0.7, "middle": 1.2, "weak": 2.5, "blind": 30.0}
SENTENCES = 2000

Made = Callable[[Document], Any]


class Told:
    """An encoder that was given the vectors of the sentences of a document."""

    def __init__(self, document: Document, ar: Any, fr: Any) -> None:
        sides = (document.src, ar), (document.tgt, fr)
        self._vectors = {text: row for texts, rows in sides for text, row in zip(texts, rows, strict=True)}

    def encode(self, texts: Sequence[str], lang: str) -> Any:
        return np.stack([self._vectors[text] for text in texts])


def main(shared: Path, name: str = "") -> None:
    name = name or os.environ.get("ENCODER", "")
    _speed(shared, name)
    encoders: dict[str, Made | None] = {"none": None}
    if name:
        from aligner.encoders import load_encoder

        loaded = load_encoder(name)
        encoders[Path(name).name] = lambda _: loaded
    encoders["own"] = _own
    for label, noise in NOISE.items():
        encoders[label] = lambda document, noise=noise: _made_up(document, noise)
    _alignment(shared, encoders)
    _retrieval(shared, encoders)


def _speed(shared: Path, name: str) -> None:
    """Sentences a second without and with the cache, for a tiny model and the one that was named."""
    from aligner.encoders import load_encoder

    texts = [pair for d in documents(shared, "flores200_devtest", "clean") for pair in zip(d.src, d.tgt, strict=True)]
    sides = {"ar": [ar for ar, _ in texts][: SENTENCES // 2], "fr": [fr for _, fr in texts][: SENTENCES // 2]}
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ALIGNER_CACHE"] = str(Path(folder) / "cache")
        tiny = runpy.run_path(str(ROOT / "tests" / "encoders" / "tiny_models.py"))
        tiny["bert"](Path(folder) / "tiny", [text for side in sides.values() for text in side])
        for each in [str(Path(folder) / "tiny"), *([name] if name else [])]:
            for run in ("first", "second"):
                start = time.perf_counter()
                encoder = load_encoder(each)
                read = time.perf_counter() - start
                for lang, side in sides.items():
                    encoder.encode(side, lang)
                seconds = time.perf_counter() - start - read
                hits, asked = encoder.cache.hits, encoder.cache.hits + encoder.cache.misses
                print(f"{Path(each).name}, {run} run: {hits} of {asked} found on disk, ", end="")
                print(f"{asked / seconds:.0f} sentences/s, loading included; {read:.2f} s for the digest", flush=True)


def _alignment(shared: Path, encoders: dict[str, Made | None]) -> None:
    from aligner.alignment import align

    score = runpy.run_path(str(shared / "bench" / "score.py"))["score"]
    print("\nstrict F1 / F1 of sentences without counterpart")
    print(f"{'encoder':24}{'':8}" + "".join(f"{f'{name} {level}':>18}" for name, level, _ in CHOSEN))
    for label, makes in encoders.items():
        for alone in (False, True) if makes else (False,):
            row = ""
            for name, level, every in CHOSEN:
                made = [d for d in documents(shared, name, level) if d.source != "SCRAMBLED"][::every]
                found = []
                for document in made:
                    encoder = makes(document) if makes else None
                    pairs = align(document.src, document.tgt, encoder=encoder, alone=alone, moved=level == "swapped")
                    found.append([([s.number for s in p.src], [s.number for s in p.tgt]) for p in pairs])
                figures = score([document.gold for document in made], found)
                row += f"{figures['strict_f1']:>9.4f} / {figures['null_f1'] or 0:.4f}"
            print(f"{label:24}{'alone' if alone else '':8}{row}", flush=True)


def _retrieval(shared: Path, encoders: dict[str, Made | None]) -> None:
    from aligner.retrieval import nearest

    parts = documents(shared, "flores200_devtest", "clean")
    src, tgt = [text for d in parts for text in d.src], [text for d in parts for text in d.tgt]
    whole = Document("", "", src, tgt, [([n], [n]) for n in range(len(src))])
    print(f"\naccuracy at 1 among {len(src):,} sentences of flores200_devtest, Arabic to French and back")
    for label, makes in encoders.items():
        for alone in (False, True) if makes else (False,):
            found = nearest(src, tgt, encoder=makes(whole) if makes else None, alone=alone)
            right = [(side == np.arange(len(src))).mean() for side in (found.fr_of_ar, found.ar_of_fr)]
            print(f"{label:24}{'alone' if alone else '':8}{right[0]:.4f} {right[1]:.4f}", flush=True)


def _own(document: Document) -> Told:
    from aligner.model import load_model
    from aligner.model.likelihood import Likelihood
    from aligner.text.words import tokens

    sides = [[tokens(text) for text in side] for side in (document.src, document.tgt)]
    return Told(document, *Likelihood(load_model(), *sides).vectors())


def _made_up(document: Document, noise: float) -> Told:
    """A random vector for each part of each link, the sum of its parts for a sentence; then what all sentences of the
    document and of the language share, and noise."""
    rng = np.random.default_rng([len(document.src), len(document.tgt)])
    topic, *languages = _unit(rng.normal(size=(3, SIZE))) * np.array([[0.5], [0.2], [0.2]])
    sides = [np.zeros((len(texts), SIZE)) for texts in (document.src, document.tgt)]
    for ar, fr in document.gold:
        longer = [document.src[i] for i in ar] if len(ar) >= len(fr) else [document.tgt[j] for j in fr]
        parts = _unit(rng.normal(size=(len(longer), SIZE))) * np.array([[len(text)] for text in longer])
        for side, numbers in zip(sides, (ar, fr), strict=True):
            for n, part in zip(numbers, np.array_split(parts, max(len(numbers), 1)), strict=bool(numbers)):
                side[n] = part.sum(axis=0)
    noisy = [
        _unit(_unit(side) + topic + language + noise * _unit(rng.normal(size=side.shape))).astype(np.float32)
        for side, language in zip(sides, languages, strict=True)
    ]
    return Told(document, *noisy)


def _unit(rows: Any) -> Any:
    return rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)
