"""Building corpora: which documents of two unnamed collections render each other, sentence pairs, and scale.

``scripts/benchmark documents`` and ``scale`` call the functions of these names.
"""

# ruff: noqa: S311 (chance that can be repeated is what is wanted)

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from bench_documents import SCRAMBLED, Pair, long_pairs, read_texts

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SEED = 7
PAIRED = 1_000
# Unpaired documents on each side: a fifth of its documents.
UNPAIRED = 250
# Sentence pairs of a document: short documents of a source are joined, long ones cut.
LEAST, MOST = 8, 30
# Of the corpus for measuring scale: pairs of a file, and of a document.
DUMP, DOCUMENT = 2_000, 25


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents of two languages in no order, each a list of sentences, and which of them render each other."""

    ar: list[list[str]]
    fr: list[list[str]]
    gold: set[tuple[int, int]]


def training(shared: Path) -> list[list[Pair]]:
    """Document pairs out of all training sources."""
    texts = [read_texts(path) for path in sorted((shared / "data" / "train").glob("*.tsv"))]
    return [document for source in texts for document in _cut(source.values())]


def development(shared: Path) -> list[list[Pair]]:
    """Document pairs out of the development sets, which no model was trained on."""
    dev = shared / "data" / "dev"
    tico = {name: pairs for name, pairs in read_texts(dev / "tico19.tsv").items() if name not in SCRAMBLED}
    flores = read_texts(dev / "flores200_devtest.tsv")
    return [document for source in (tico, flores) for document in _cut(source.values(), 10)]


def aside(shared: Path) -> list[list[Pair]]:
    """Document pairs out of the training sources that are not to ship: the embedded model was not trained on them."""
    shipped = set()
    for line in (shared / "data" / "SOURCES.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) > 3 and cells[3].startswith("yes"):
            shipped.add(cells[0])
    paths = [path for path in sorted((shared / "data" / "train").glob("*.tsv")) if path.stem not in shipped]
    return [document for path in paths for document in _cut(read_texts(path).values())]


def collection(documents: list[list[Pair]], paired: int = PAIRED, unpaired: int = UNPAIRED) -> Collection:
    """A choice of the documents, always the same; the last ones lack one of their sides."""
    rng = random.Random(SEED)
    chosen = rng.sample(documents, min(len(documents), paired + 2 * unpaired))
    if len(chosen) < paired + 2 * unpaired:
        unpaired = len(chosen) // 6
        paired = len(chosen) - 2 * unpaired
    ar = [*range(paired), *range(paired, paired + unpaired)]
    fr = [*range(paired), *range(paired + unpaired, paired + 2 * unpaired)]
    rng.shuffle(ar)
    rng.shuffle(fr)
    at = {number: j for j, number in enumerate(fr)}
    gold = {(i, at[number]) for i, number in enumerate(ar) if number in at}
    return Collection([[a for a, _ in chosen[n]] for n in ar], [[f for _, f in chosen[n]] for n in fr], gold)


def _cut(texts: Iterable[list[Pair]], most: int = MOST) -> Iterator[list[Pair]]:
    rest: list[Pair] = []
    for text in texts:
        rest += text
        while len(rest) >= most + LEAST:
            yield rest[:most]
            rest = rest[most:]
        if len(rest) >= LEAST:
            yield rest
            rest = []


def documents(shared: Path, *size: str) -> None:
    """F1 of document pairs by content alone, then precision and recall of sentence pairs, aligned and filtered; with a
    number, so many pairs of the training sources alone, and a quarter as many lone documents on each side."""
    sets = (("training sources", training), ("development sets", development), ("sources aside", aside))
    count = int(size[0].replace(",", "")) if size else PAIRED
    for name, make in sets[:1] if size else sets:
        made = collection(make(shared), count, UNPAIRED * count // PAIRED)
        start = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            manifest = _built(made, Path(folder))
            rows = {step: _rows(Path(folder) / "out", step) for step in ("align", "filter")}
        found = {(ar, fr) for ar, fr, _, _ in rows["align"]}
        lines = sum(len(made.ar[ar]) for ar, _ in made.gold)
        print(f"{name}: {len(made.ar):,} and {len(made.fr):,} documents, {len(made.gold):,} pairs")
        print(
            f"  document pairs: {_figures(len(found & made.gold), len(found), len(found & made.gold), len(made.gold))}"
        )
        for step, some in rows.items():
            right, hit = _held(some, made)
            print(f"  {len(some):,} sentence pairs after {step}: {_figures(right, len(some), hit, lines)}")
        took = {step["name"]: round(step["seconds"], 1) for step in manifest["steps"]}
        print(f"  {time.perf_counter() - start:.0f} s: {took}", flush=True)


def _built(made: Collection, folder: Path) -> Any:
    from aligner.corpus.build import build
    from aligner.corpus.recipe import recipe

    for name, side in (("one", made.ar), ("other", made.fr)):
        (folder / name).mkdir()
        for number, sentences in enumerate(side):
            # A paragraph a sentence: what is measured here is pairing, not segmentation.
            text = "\n\n".join(map(_plain, sentences)) + "\n"
            (folder / name / f"{number:05}.txt").write_text(text, encoding="utf-8")
    table = {"read": {"from": [str(folder / "one"), str(folder / "other")]}, "pair": {"by": ["content"]}}
    return build(recipe(table), str(folder / "out"))


def _rows(out: Path, step: str) -> list[tuple[int, int, str, str]]:
    from aligner.corpus.shards import Rows

    files = sorted(path for path in (out / "work" / step).iterdir() if path.suffix != ".json")
    return [(int(row.src_doc[:5]), int(row.tgt_doc[:5]), row.src, row.tgt) for path in files for row in Rows(str(path))]


def _held(rows: list[tuple[int, int, str, str]], made: Collection) -> tuple[int, int]:
    """How many rows are right, and how many lines of the known pairs are in such rows.

    A row is right when its two sides come from the same lines: a line may hold several sentences, a row several lines.
    """
    right, hit = 0, set()
    at: dict[tuple[int, int], list[int]] = {}
    texts = [[" ".join(map(_plain, document)) for document in side] for side in (made.ar, made.fr)]
    for ar, fr, *sides in rows:
        if (ar, fr) not in made.gold:
            continue
        places = at.setdefault((ar, fr), [0, 0])
        lines = []
        for side, (document, sentences) in enumerate(((ar, made.ar[ar]), (fr, made.fr[fr]))):
            text = texts[side][document]
            first = text.find(sides[side], places[side])
            first = text.find(sides[side]) if first < 0 else first
            places[side] = max(first, 0) + len(sides[side])
            ends = list(accumulate(len(_plain(sentence)) + 1 for sentence in sentences))
            lines.append(range(bisect_right(ends, first), bisect_right(ends, places[side] - 1) + 1))
        if lines[0] == lines[1]:
            right += 1
            hit.update((ar, line) for line in lines[0])
    return right, len(hit)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _figures(right: int, found: int, hit: int, gold: int) -> str:
    precision, recall = right / max(found, 1), hit / gold
    return f"precision {precision:.4f}, recall {recall:.4f}, F1 {2 * precision * recall / (precision + recall):.4f}"


def mine(shared: Path, *size: str) -> None:
    """Precision and recall of mining where a third of the sentences of each side has no counterpart, beside
    ``aligner.nearest``; how well the scores are calibrated; seconds and memory."""
    from aligner import nearest
    from aligner.corpus import mine as module

    most = int(size[0].replace(",", "")) if size else 9_000
    for name, make in (("development sets", development), ("sources aside", aside)):
        ar, fr, gold = _sentences(make(shared), most)
        start = time.perf_counter()
        pairs = module.mine(ar, fr, least=0)
        took = time.perf_counter() - start
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{name}: {len(ar):,} and {len(fr):,} sentences, {took:.0f} s, {memory:.0f} MB", flush=True)
        scored = [(pair.score, (pair.src[0].number, pair.tgt[0].number) in gold) for pair in pairs]
        for least in (0.3, 0.5, 0.8, 0.95):
            right = [good for score, good in scored if score >= least]
            print(f"  score {least} and more: {_figures(sum(right), len(right), sum(right), len(gold))}")
        for low in (0.0, 0.2, 0.4, 0.6, 0.8, 0.9):
            some = [(score, good) for score, good in scored if low <= score < (low + 0.2 if low < 0.8 else low + 0.1)]
            mean, good = (sum(each) / max(len(some), 1) for each in zip(*some, strict=True))
            print(f"  {len(some):6,} pairs of score {low}…: mean {mean:.2f}, right {good:.2f}")
        found = [(i, j) for i, j, _ in nearest(ar, fr).mutual(module.EVEN)]
        both = len(set(found) & gold)
        print(f"  aligner.nearest, the same margin: {_figures(both, len(found), both, len(gold))}", flush=True)


def _sentences(documents_: list[list[Pair]], most: int) -> tuple[list[str], list[str], set[tuple[int, int]]]:
    """So many sentences of each side in no order, and which of them render each other: two in three."""
    rng = random.Random(SEED)
    pairs = sorted({pair for document in documents_ for pair in document if len(pair[0]) > 15})
    rng.shuffle(pairs)
    paired = min(2 * most // 3, len(pairs) // 2)
    lone = paired // 2
    order = [list(range(paired)) + [side * lone + n for n in range(paired, paired + lone)] for side in (0, 1)]
    for side in order:
        rng.shuffle(side)
    at = {number: j for j, number in enumerate(order[1])}
    gold = {(i, at[number]) for i, number in enumerate(order[0]) if number < paired}
    return [pairs[n][0] for n in order[0]], [pairs[n][1] for n in order[1]], gold


def scale(shared: Path, *size: str) -> None:
    """Pairs a second with no, 1 and 2 workers; a run with a worker killed and one with the client killed; memory.

    The corpus is synthetic from about 150,000 pairs on: a pair that comes again is joined with another one.
    """
    count = int(size[0].replace(",", "")) if size else 20_000
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR")) as name:
        folder = Path(name)
        _write_dump(shared, folder, count)
        outcomes = {}
        seconds: dict[str, float] = {}
        runs: list[tuple[str, list[str], str]] = [
            ("in this process", [], ""),
            ("1 worker", ["--workers", "1"], ""),
            ("2 workers", ["--workers", "2"], ""),
            ("2 workers, one killed", ["--workers", "2"], "worker"),
            ("2 workers, client killed, then 1", ["--workers", "2"], "client"),
        ]
        if count > 50_000:
            runs = runs[1:3] if count <= 200_000 else [runs[2]]
        for label, options, victim in runs:
            out = folder / "out"
            start = time.perf_counter()
            memory = _run(folder, out, options, victim)
            seconds[label] = time.perf_counter() - start
            outcomes[label] = _digest(out)
            steps = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["steps"]
            print(
                f"{count:,} pairs, {label}: {seconds[label]:.0f} s, {count / seconds[label]:.0f} pairs a second, "
                f"largest process {memory:.0f} MB, kept {steps[-1]['kept']:,}, corpus {outcomes[label][:12]}",
                flush=True,
            )
            print("   " + ", ".join(f"{step['name']} {step['seconds']:.0f} s" for step in steps), flush=True)
            size_ = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
            print(f"   {size_ >> 20:,} MB on disk", flush=True)
            shutil.rmtree(out)
        if len(outcomes) > 1:
            print(f"speed-up of 2 workers over 1: {seconds['1 worker'] / seconds['2 workers']:.2f}")
            print(f"the same bytes every time: {len(set(outcomes.values())) == 1}")


def _write_dump(shared: Path, folder: Path, count: int) -> None:
    """JSON lines of documents of DOCUMENT pairs each, and a recipe that pairs them by their ids."""
    pairs = [pair for pair in long_pairs(shared / "data", 150_000) if len(pair[0]) > 20]
    once = list(dict.fromkeys(pairs))
    made = 0
    while made < count:
        some = []
        for n in range(made, min(made + DUMP, count)):
            turn, at = divmod(n, len(once))
            ar, fr = once[at]
            if turn:
                more = once[(at + 7919 * turn) % len(once)]
                ar, fr = f"{ar.rstrip('.!؟')}، {more[0]}", f"{fr.rstrip('.!?')}, {more[1]}"
            some.append((ar, fr))
        for side, lang in enumerate(("ar", "fr")):
            with (folder / f"{made:08}.{lang}.jsonl").open("w", encoding="utf-8") as out:
                for at in range(0, len(some), DOCUMENT):
                    text = "\n".join(pair[side] for pair in some[at : at + DOCUMENT])
                    record = {"id": f"{made + at}", "text": text}
                    out.write(json.dumps(record, ensure_ascii=False) + "\n")
        made += DUMP
    named = [path.name for path in sorted(folder.glob("*.jsonl"))]
    recipe = f"[read]\nfrom = {json.dumps(named)}\n[pair]\nby = ['id']\n[split]\ndev = 500\ntest = 500\n"
    (folder / "recipe.toml").write_text(recipe + "[write]\nto = ['tsv', 'moses']\n", encoding="utf-8")


def _run(folder: Path, out: Path, options: list[str], victim: str) -> float:
    """Builds the corpus; a ``victim`` is killed when some shards are aligned. Returns the MB of the largest process."""
    import psutil

    command = [sys.executable, "-m", "aligner", "build", str(folder / "recipe.toml"), "-o", str(out), *options]
    most = 0
    while True:
        process = psutil.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, env={**os.environ, "OMP_NUM_THREADS": "1"})
        while process.poll() is None:
            time.sleep(0.2)
            family = [process, *process.children(recursive=True)] if process.is_running() else []
            for each in family:
                with contextlib.suppress(psutil.Error):
                    most = max(most, each.memory_info().rss)
            if victim and len(list((out / "work" / "align").glob("*.json"))) >= 3:
                if victim == "worker":
                    workers = [each for each in family[1:] if "spawn" in " ".join(each.cmdline())]
                    os.kill(max(workers, key=lambda each: each.cpu_times().user).pid, signal.SIGKILL)
                else:
                    process.kill()
                    options = ["--workers", "1"]
                    command[-2:] = options
                victim = ""
                print("   killed", flush=True)
        if process.returncode == 0:
            return most / (1 << 20)
        if process.returncode != -signal.SIGKILL:
            raise RuntimeError(f"{command} ended with {process.returncode}")
        _, left = psutil.wait_procs(family[1:], timeout=60)
        print(f"   {len(left)} processes outlive the client by a minute", flush=True)


def _digest(out: Path) -> str:
    """Of all that is the corpus: not the work, nor what tells times."""
    digest = hashlib.sha256()
    for path in sorted(out.iterdir()):
        if path.is_file() and path.name not in ("manifest.json", "report.html"):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()
