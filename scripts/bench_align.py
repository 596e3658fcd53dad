"""Sentence alignment on documents with known links: how right, how fast, how well scores are calibrated, what is wrong.

``scripts/benchmark align``, ``growth`` and ``failures`` call the functions of these names. Run as a program, with the
name of a system, this file aligns the documents that come as JSON on standard input: each system gets a process of its
own, whose memory is its own.
"""

# ruff: noqa: S603 (the commands are our own, or named by who runs this)

from __future__ import annotations

import json
import math
import multiprocessing
import os
import resource
import runpy
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench_documents import FOLDER, GROWTH, LEVELS, SETS, Document, Link, documents, write_growth
from bench_peers import Scored, gale_church, hunalign, installed, vecalign

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

KINDS = ("1-1", "1-2", "2-1", "1-3", "3-1", "1-0", "0-1")
PLOT = 50


@dataclass(frozen=True, slots=True)
class Run:
    """What a system made of documents, one by one, and the largest memory of its process in MB."""

    links: list[list[Scored]]
    seconds: list[float]
    memory: float


def align(shared: Path) -> None:
    """Figures for each set, level and system; then kinds of links and calibration for ours."""
    runs = {}
    for name in SETS:
        tables: dict[str, list[list[str]]] = {}
        for level in LEVELS:
            made = documents(shared, name, level)
            for system in _systems(name):
                run = _run(system, made, moved=level == "swapped")
                if system == "ours":
                    runs[name, level] = (made, run)
                for label, row in _figures(shared, made, run):
                    tables.setdefault(label, []).append([level, system, *row])
        for label, rows in tables.items():
            print(f"\n{label}")
            _print(["level", "system", "documents", *"P R F1 lax-F1 null-P null-R null-F1 seconds MB".split()], rows, 2)
        if absent := [system for system in ("hunalign", "vecalign") if not installed(system)]:
            print(f"{', '.join(absent)}: not installed")
    _kinds({f"{name} hard": runs[name, "hard"] for name in ("tico19", "aside")})
    _calibration(runs)


def growth(shared: Path) -> None:
    """Seconds and memory of the whole command, beside the length of the document; and of a run over two folders."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # In a process of its own, as a child's memory is counted from its parent's.
        maker = multiprocessing.get_context("fork").Process(target=write_growth, args=(shared, folder))
        maker.start()
        maker.join()
        (folder / "null.dic").touch()
        commands = {"ours": _aligner("{0}.ar", "{0}.fr", "{0}.jsonl")}
        if peer := installed("hunalign"):
            commands["hunalign"] = [*peer, "-utf", "-realign", "null.dic", "{0}.ar", "{0}.fr"]
        rows = []
        for system, command in commands.items():
            taken = {}
            for size in GROWTH:
                seconds, memory = _timed([part.format(size) for part in command], folder)
                taken[size] = (seconds, memory)
            for size, (seconds, memory) in taken.items():
                sides = [len((folder / f"{size}.{lang}").read_bytes().splitlines()) for lang in ("ar", "fr")]
                relative = seconds / taken[10_000][0]
                row = [f"{size:,}", f"{sides[0]:,}", f"{sides[1]:,}", f"{seconds:.2f}", f"{memory:.0f}"]
                rows.append([system, *row, f"{relative:.2f}"])
        _print(["system", "pairs", "Arabic", "French", "seconds", "MB", "beside 10,000"], rows, 1)
        seconds, memory = _timed(_aligner("ar", "fr", "out"), folder)
        print(f"\ntwo folders, {FOLDER[0]} documents of {FOLDER[1]:,} pairs in all: {seconds:.2f} s, {memory:.0f} MB")


def failures(shared: Path, name: str = "tico19", level: str = "hard", most: int = 40) -> None:
    """Places where ours and the gold links differ, spread over a set (or one source of it)."""
    made = [d for d in documents(shared, name if name in SETS else "aside", level) if d.source != "SCRAMBLED"]
    made = [d for d in made if name in SETS or d.source == name]
    if not made:
        sys.exit(f"no documents {name}: the sets are {', '.join(SETS)}")
    run = _run("ours", made, moved=level == "swapped")
    found = [
        (document, gold, ours)
        for document, links in zip(made, run.links, strict=True)
        for gold, ours in _differences(document, links)
    ]
    every = math.ceil(len(found) / most) or 1
    print(f"{name} {level}: {len(found)} places where the links differ, one in {every} shown")
    for document, gold, ours in found[::every]:
        print(f"\n{document.source} {document.name}")
        for lang, side, texts in (("ar", 0, document.src), ("fr", 1, document.tgt)):
            for n in sorted({n for link in gold for n in link[side]}):
                print(f"  {lang} {n:3} {texts[n] if len(texts[n]) <= 120 else texts[n][:119] + '…'}")
        print("  gold", "   ".join(_name(link) for link in gold))
        print("  ours", "   ".join(_name(link) + f" ({link[2]:.2f})" * all(link[:2]) for link in ours))


def _systems(name: str) -> list[str]:
    """The systems that are run on a set: the slow ones not on the large one."""
    systems = ["ours", *(["gale-church"] if name != "aside" else []), *(["hunalign"] if installed("hunalign") else [])]
    return [*systems, *(["vecalign"] if name != "aside" and installed("vecalign") else [])]


def _run(system: str, made: list[Document], *, moved: bool) -> Run:
    task = {"moved": moved, "documents": [[document.src, document.tgt] for document in made]}
    command = [sys.executable, __file__, system]
    given = json.dumps(task)
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True, text=True)
    return Run(**json.loads(done.stdout))


def _work(system: str) -> None:
    """Aligns what comes on standard input. Imports and the loading of the model do not count as seconds."""
    task = json.load(sys.stdin)
    aligner = {"ours": _ours, "gale-church": gale_church, "hunalign": hunalign, "vecalign": vecalign}[system]
    if system in ("ours", "gale-church"):
        aligner(["مرحبا بكم"], ["Bienvenue"], task["moved"])
    links, seconds = [], []
    for src, tgt in task["documents"]:
        start = time.perf_counter()
        links.append(aligner(src, tgt, task["moved"]))
        seconds.append(time.perf_counter() - start)
    who = resource.RUSAGE_CHILDREN if system in ("hunalign", "vecalign") else resource.RUSAGE_SELF
    print(json.dumps({"links": links, "seconds": seconds, "memory": resource.getrusage(who).ru_maxrss / 1024}))


def _ours(src: list[str], tgt: list[str], moved: bool) -> list[Scored]:
    from aligner.alignment import align

    pairs = align(src, tgt, moved=moved)
    return [([s.number for s in pair.src], [s.number for s in pair.tgt], pair.score) for pair in pairs]


def _figures(shared: Path, made: list[Document], run: Run) -> Iterator[tuple[str, list[str]]]:
    """A label and a row of figures for each source of a set, and for all of it."""
    score = runpy.run_path(str(shared / "bench" / "score.py"))["score"]
    sources = dict.fromkeys(document.source for document in made)
    if "SCRAMBLED" in sources:
        labels = {"tico19, without the SCRAMBLED documents": ["tico19"], "tico19, with them": ["tico19", "SCRAMBLED"]}
    else:
        labels = {source: [source] for source in sources}
        if len(sources) > 1:
            labels["aside, all sources"] = list(sources)
    for label, members in labels.items():
        chosen = [n for n, document in enumerate(made) if document.source in members]
        f = score([made[n].gold for n in chosen], [[link[:2] for link in run.links[n]] for n in chosen])
        null = [f"{f[key]:.4f}" if f["null_f1"] is not None else "-" for key in ("null_p", "null_r", "null_f1")]
        links = [f"{f[key]:.4f}" for key in ("strict_p", "strict_r", "strict_f1", "lax_f1")]
        seconds = sum(run.seconds[n] for n in chosen)
        yield label, [str(len(chosen)), *links, *null, f"{seconds:.2f}", f"{run.memory:.0f}"]


def _kinds(runs: dict[str, tuple[list[Document], Run]]) -> None:
    """How many links of each kind are right; of sentences without a counterpart, how many are found so."""
    rows = []
    for label, (made, run) in runs.items():
        gold, right = Counter[str](), Counter[str]()
        for document, links in zip(made, run.links, strict=True):
            ours = {_key(link) for link in links}
            if document.source != "SCRAMBLED":
                for link in document.gold:
                    kind = f"{len(link[0])}-{len(link[1])}"
                    gold[kind] += 1
                    right[kind] += _key(link) in ours
        rows += [[label, kind, str(gold[kind]), str(right[kind]), f"{right[kind] / gold[kind]:.4f}"] for kind in KINDS]
    print("\nours by kind of link (Arabic-French), without the SCRAMBLED documents")
    _print(["set", "kind", "gold", "right", "share"], rows, 2)


def _calibration(runs: dict[tuple[str, str], tuple[list[Document], Run]]) -> None:
    """How far the scores of links are the chances that they are right: all levels but clean, no SCRAMBLED document."""
    by_source: dict[str, list[tuple[float, bool]]] = {}
    by_level: dict[str, list[tuple[float, bool]]] = {}
    every: list[tuple[float, bool]] = []
    for (name, level), (made, run) in runs.items():
        for document, links in zip(made, run.links, strict=True):
            gold = {_key(link) for link in document.gold}
            scored = [(link[2], _key(link) in gold) for link in links if link[0] and link[1]]
            if level != "clean":
                by_source.setdefault(document.source, []).extend(scored)
                if document.source != "SCRAMBLED":
                    by_level.setdefault(f"{name} {level}", []).extend(scored)
                    every += scored
    width, count = _equal_width(every), _equal_count(every)
    for title, bins in (("10 bins of equal width", width), ("15 bins of equal count", count)):
        print(f"\ncalibration of ours, {len(every)} links, {title}: # share that is right, | mean score")
        _print(["score", "links", "mean", "right", " " * PLOT], [_bin(members) for members in bins], 1)
    rows = [[label, *_summary(scored)] for label, scored in {"all": every, **by_source, **by_level}.items()]
    print("\nexpected calibration error (all is without SCRAMBLED)")
    _print(["set", "links", "mean", "right", "10 widths", "15 counts"], rows, 1)


def _equal_width(scored: list[tuple[float, bool]]) -> list[list[tuple[float, bool]]]:
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for score, right in scored:
        bins[min(int(score * 10), 9)].append((score, right))
    return [members for members in bins if members]


def _equal_count(scored: list[tuple[float, bool]]) -> list[list[tuple[float, bool]]]:
    ordered = sorted(scored)
    cuts = [len(ordered) * n // 15 for n in range(16)]
    return [ordered[a:b] for a, b in pairwise(cuts) if a < b]


def _means(members: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    return statistics.fmean(score for score, _ in members), statistics.fmean(right for _, right in members)


def _bin(members: list[tuple[float, bool]]) -> list[str]:
    mean, right = _means(members)
    bar = list(f"{'#' * round(right * PLOT):{PLOT}}")
    bar[min(int(mean * PLOT), PLOT - 1)] = "|"
    scores = [score for score, _ in members]
    return [f"{min(scores):.3f}-{max(scores):.3f}", str(len(members)), f"{mean:.4f}", f"{right:.4f}", "".join(bar)]


def _summary(scored: list[tuple[float, bool]]) -> list[str]:
    errors = []
    for bins in (_equal_width(scored), _equal_count(scored)):
        distances = [abs(mean - right) * len(members) for members in bins for mean, right in [_means(members)]]
        errors.append(sum(distances) / len(scored))
    return [str(len(scored)), *(f"{figure:.4f}" for figure in (*_means(scored), *errors))]


def _differences(document: Document, links: list[Scored]) -> Iterator[tuple[list[Link], list[Scored]]]:
    """The smallest parts of a document that are made of whole links on both accounts, where these differ."""
    parts: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for link in [*document.gold, *links]:
        sentences = [(side, n) for side in (0, 1) for n in link[side]]
        part = set(sentences).union(*(parts.get(sentence, ()) for sentence in sentences))
        parts.update(dict.fromkeys(part, part))
    whole: dict[int, tuple[list[Link], list[Scored]]] = {}
    for number, account in enumerate((document.gold, links)):
        for link in account:
            first = (0, link[0][0]) if link[0] else (1, link[1][0])
            whole.setdefault(id(parts[first]), ([], []))[number].append(link)
    for gold, ours in whole.values():
        if {_key(link) for link in gold} != {_key(link) for link in ours}:
            yield gold, ours


def _key(link: Sequence[object]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(link[0]), tuple(link[1])


def _name(link: Sequence[object]) -> str:
    return " = ".join(" ".join(map(str, side)) or "-" for side in link[:2])


def _aligner(src: str, tgt: str, out: str) -> list[str]:
    return [sys.executable, "-m", "aligner", "align", src, tgt, "--sentences", "-o", out]


def _timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds of a command in a folder, and its largest memory in MB."""
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def _print(head: list[str], rows: list[list[str]], left: int) -> None:
    """A table whose first columns keep to the left."""
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in [head, *rows]:
        cells = (f"{c:{w}}" if n < left else f"{c:>{w}}" for n, (c, w) in enumerate(zip(row, widths, strict=True)))
        print("  ".join(cells).rstrip(), flush=True)


if __name__ == "__main__":
    _work(sys.argv[1])
