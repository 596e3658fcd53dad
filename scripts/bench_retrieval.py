"""Retrieval among many sentences, mining, and what each source of the model brings to them.

``scripts/benchmark retrieval`` and ``sources`` call the functions of these names.
"""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench_documents import SCRAMBLED, documents, long_pairs, read_texts

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

NEIGHBOURS = 4
MINED = (20_000, 100_000)
SEED = 7
# Sources of fewer pairs are left out together, not one by one.
SMALL = 500


def retrieval(shared: Path) -> None:
    """Accuracy at 1 both ways on the development sets; then seconds, memory, precision and recall of mining."""
    from aligner.model import load_model

    model = load_model()
    for label, pairs in _sets(shared).items():
        start = time.perf_counter()
        forth, back = _accuracy(pairs, model)
        print(f"{label} ({len(pairs):,}): Arabic to French {forth:.4f}, French to Arabic {back:.4f}, ", end="")
        print(f"{time.perf_counter() - start:.1f} s", flush=True)
    forth, back = _exact(_sets(shared)["flores200_devtest"], model)
    print(f"flores200_devtest, all pairs by model.similarity: {forth:.4f}, {back:.4f}", flush=True)
    for size in MINED:
        command = [sys.executable, __file__, str(shared), str(size)]
        print(subprocess.run(command, capture_output=True, check=True, text=True).stdout, end="", flush=True)  # noqa: S603


def sources(shared: Path) -> None:
    """Retrieval and alignment with each source left out of the last round of training.

    Tables are trained once; then a round of expectation and maximisation goes on from them without the source. That is
    no training from nothing, but what only the source taught is gone.
    """
    without = _Without(shared)
    # The round that goes on changes a little by itself: the measure is the same round with every source.
    whole = _measured(shared, without.model(set()))
    rows = []
    small = [name for name, count in without.sizes.items() if count < SMALL]
    for names in [*([name] for name in without.sizes if name not in small), small]:
        label = names[0] if len(names) == 1 else f"{len(names)} sources of under {SMALL} pairs"
        pairs = sum(without.sizes[name] for name in names)
        rows.append((label, pairs, _measured(shared, without.model(set(names)))))
        print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    print(f"{'left out':38} {'pairs':>7}  flores  tico19  hard F1  null F1   difference of each")
    for label, pairs, figures in [
        ("nothing", sum(without.sizes.values()), whole),
        *sorted(rows, key=lambda r: sum(r[2])),
    ]:
        lost = "  ".join(f"{100 * (figure - best):+6.2f}" for figure, best in zip(figures, whole, strict=True))
        print(f"{label:38} {pairs:7,}  " + "  ".join(f"{figure:.4f}" for figure in figures) + f"   {lost}")


def _sets(shared: Path) -> dict[str, list[tuple[str, str]]]:
    tico = read_texts(shared / "data" / "dev" / "tico19.tsv")
    return {
        "flores200_devtest": _flat(read_texts(shared / "data" / "dev" / "flores200_devtest.tsv")),
        "tico19": _flat(tico),
        "tico19 without the SCRAMBLED documents": _flat({n: p for n, p in tico.items() if n not in SCRAMBLED}),
    }


def _flat(texts: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    return [pair for pairs in texts.values() for pair in pairs]


def _accuracy(pairs: Sequence[tuple[str, str]], model: Any) -> tuple[float, float]:
    import numpy as np

    from aligner.retrieval import nearest

    found = nearest(*zip(*pairs, strict=True), model)
    every = np.arange(len(pairs))
    return float((found.fr_of_ar == every).mean()), float((found.ar_of_fr == every).mean())


def _exact(pairs: Sequence[tuple[str, str]], model: Any) -> tuple[float, float]:
    import numpy as np

    scores = model.similarity(*zip(*pairs, strict=True))
    means = [np.sort(scores, axis)[-NEIGHBOURS:].mean(axis) for scores, axis in ((scores, 0), (scores.T, 0))]
    margins = scores - (means[0][None] + means[1][:, None]) / 2
    every = np.arange(len(pairs))
    return float((margins.argmax(1) == every).mean()), float((margins.argmax(0) == every).mean())


def _measured(shared: Path, model: Any) -> tuple[float, ...]:
    """Mean accuracy on flores and on tico19 in order, strict and unmatched F1 on tico19 hard."""
    import runpy

    from aligner.alignment import align

    sets = _sets(shared)
    flores, tico = (
        sum(_accuracy(sets[name], model)) / 2
        for name in ("flores200_devtest", "tico19 without the SCRAMBLED documents")
    )
    made = [document for document in documents(shared, "tico19", "hard") if document.source != "SCRAMBLED"]
    links = [
        [([s.number for s in pair.src], [s.number for s in pair.tgt]) for pair in align(d.src, d.tgt, model)]
        for d in made
    ]
    score = runpy.run_path(str(shared / "bench" / "score.py"))["score"]
    figures = score([d.gold for d in made], links)
    return flores, tico, figures["strict_f1"], figures["null_f1"]


class _Without:
    """The model's tables, and how they would be without some sources."""

    def __init__(self, shared: Path) -> None:
        import importlib.machinery
        import importlib.util

        import numpy as np

        from aligner.model import ibm, load_model, pieces, train
        from aligner.text.words import tokens, unit

        loader = importlib.machinery.SourceFileLoader("scripts_train", str(ROOT / "scripts" / "train"))
        spec = importlib.util.spec_from_loader("scripts_train", loader)
        script = importlib.util.module_from_spec(spec)  # type: ignore[arg-type]
        loader.exec_module(script)
        self.sizes: dict[str, int] = {}
        texts, self._source, seen, name = [], [], {}, ""
        for example in script.examples(shared / "data", set(script.shippable(shared / "data")), self.sizes):
            # The source whose count has just grown; one line may give two examples.
            name = next((each for each, count in self.sizes.items() if seen.get(each) != count), name)
            if example.kind != "names":
                pair = tokens(example.ar), tokens(example.fr)
                if all(pair):
                    texts.append((*pair, example.weight, example.kind == "prose"))
                    self._source.append(name)
            seen = dict(self.sizes)
        self._base = load_model()
        archive = np.load(ROOT / "models" / "ar-fr" / "tables.npz")
        self._arrays = {name: archive[name] for name in archive.files}
        cut = pieces.Cutter(*(self._arrays[f"{lang}_cutter"].tobytes() for lang in ("ar", "fr"))).pieces
        self._layers = {}
        for layer, units in (("stems", lambda word: (unit(word),)), ("pieces", cut)):
            sides = [[[part for word in text[side] for part in units(word)] for text in texts] for side in (0, 1)]
            names, ids = zip(*(train._numbered(side) for side in sides), strict=True)
            weights = np.array([text[2] for text in texts])
            entries = ibm._cooccurrences(*ids, weights, len(names[1]))
            counts = ibm.train(*ids, weights, *map(len, names)).count
            self._layers[layer] = (names, ids, entries, counts)
        self._prose = np.array([text[3] for text in texts])

    def model(self, left_out: set[str]) -> Any:
        import numpy as np

        from aligner.model import ibm
        from aligner.model.lexical import LexicalModel
        from aligner.model.train import frequencies, kept

        stays = np.array([source not in left_out for source in self._source])
        arrays = dict(self._arrays)
        for layer, (names, ids, entries, counts) in self._layers.items():
            sizes = np.array([min(len(a), ibm.LONGEST) * min(len(f), ibm.LONGEST) for a, f in zip(*ids, strict=True)])
            weight = entries.weight * np.repeat(stays, sizes)
            forth, back = ibm._normalise(entries, counts, *map(len, names))
            posterior = ibm._posterior(forth[entries.cell] * entries.prior, entries.fr_token)
            posterior *= ibm._posterior(back[entries.cell] * entries.prior, entries.ar_token)
            fewer = np.bincount(entries.cell, weights=posterior * weight, minlength=len(entries.ar))
            table = ibm.Table(entries.ar, entries.fr, fewer, *ibm._normalise(entries, fewer, *map(len, names)))
            chosen = np.nonzero(stays & self._prose)[0]
            prose = [frequencies([side[n] for n in chosen], len(of)) for side, of in zip(ids, names, strict=True)]
            arrays |= kept(layer, names, prose, table)
        return LexicalModel("without", "", {}, arrays)


def mine(shared: Path, size: int) -> None:
    """Mines shuffled pairs, in a process of its own."""
    from aligner.retrieval import nearest

    pairs = long_pairs(shared / "data", size)
    order = list(range(size))
    random.Random(SEED).shuffle(order)  # noqa: S311
    start = time.perf_counter()
    found = nearest([ar for ar, _ in pairs], [pairs[n][1] for n in order]).mutual()
    seconds = time.perf_counter() - start
    known = {(ar, fr) for ar, fr in pairs}
    right = sum((pairs[i][0], pairs[order[j]][1]) in known for i, j, _ in found)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"mining {size:,} x {size:,}: {seconds:.0f} s, {memory:.0f} MB; mutual nearest with a margin of at least 0: ",
        end="",
    )
    print(f"precision {right / max(len(found), 1):.4f}, recall {right / size:.4f}")


if __name__ == "__main__":
    mine(Path(sys.argv[1]), int(sys.argv[2]))
