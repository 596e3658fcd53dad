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
import shlex
import shutil
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

from bench_documents import FOLDER, GROWTH, LEVELS, SETS, Document, Link, documents, write, write_growth

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

Scored = tuple[list[int], list[int], float]  # a link and its score
# Gale & Church (1993): chances of the kinds of links, and the variance of the lengths' difference for a character.
PRIORS = {(1, 1): 0.89, (1, 0): 0.0099, (0, 1): 0.0099, (2, 1): 0.089, (1, 2): 0.089, (2, 2): 0.011}
VARIANCE = 6.8
FARTHEST = 25.0  # the cost of a difference in length that no chance is left for
VECALIGN_SIZE = 6  # sentences in a link of vecalign, both sides together
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
        if absent := [system for system in ("hunalign", "vecalign") if not _command(system)]:
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
        if hunalign := _command("hunalign"):
            commands["hunalign"] = [*hunalign, "-utf", "-realign", "null.dic", "{0}.ar", "{0}.fr"]
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
    systems = ["ours", *(["gale-church"] if name != "aside" else []), *(["hunalign"] if _command("hunalign") else [])]
    return [*systems, *(["vecalign"] if name != "aside" and _command("vecalign") else [])]


def _command(system: str) -> list[str]:
    """The command of a system that is not ours, or nothing. Vecalign needs one for its embeddings too."""
    command = shlex.split(os.environ.get(system.upper(), system))
    if system == "vecalign" and not os.environ.get("VECALIGN_EMBED"):
        return []
    return command if shutil.which(command[0]) else []


def _run(system: str, made: list[Document], *, moved: bool) -> Run:
    task = {"moved": moved, "documents": [[document.src, document.tgt] for document in made]}
    command = [sys.executable, __file__, system]
    given = json.dumps(task)
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, check=True, text=True)
    return Run(**json.loads(done.stdout))


def _work(system: str) -> None:
    """Aligns what comes on standard input. Imports and the loading of the model do not count as seconds."""
    task = json.load(sys.stdin)
    aligner = {"ours": _ours, "gale-church": _gale_church, "hunalign": _hunalign, "vecalign": _vecalign}[system]
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


def _gale_church(src: list[str], tgt: list[str], _: bool) -> list[Scored]:
    """Gale & Church, "A program for aligning sentences in bilingual corpora" (1993): lengths in characters only.

    The French for an Arabic character is the document's own; the length that the variance goes with is the mean of
    both sides, as in the program that the paper prints.
    """
    import numpy as np
    from scipy.special import log_ndtr

    ends = [np.concatenate([[0], np.cumsum([len(text) for text in side])]) for side in (src, tgt)]
    ratio = ends[1][-1] / ends[0][-1]
    rows, columns = len(src), len(tgt)
    costs = {}
    for (k, n), prior in PRIORS.items():
        # The lengths of the runs of k Arabic and of n French sentences, from each sentence on.
        a, f = (side[size:] - side[: max(len(side) - size, 0)] for side, size in zip(ends, (k, n), strict=True))
        mean = np.maximum((a[:, None] * ratio + f) / (2 * ratio), 1)
        tail = math.log(2) + log_ndtr(-np.abs(f - a[:, None] * ratio) / np.sqrt(VARIANCE * mean))
        costs[k, n] = np.minimum(-tail, FARTHEST) - math.log(prior)
    best = np.full((rows + 1, columns + 1), np.inf)
    came = np.zeros((rows + 1, columns + 1, 2), int)
    best[0, 0] = 0
    along = np.concatenate([[0], np.cumsum(costs[0, 1][0])])
    for i in range(rows + 1):
        for k, n in PRIORS:
            if 0 < k <= i and n <= columns:
                reached = best[i - k, : columns + 1 - n] + costs[k, n][i - k]
                better = reached < best[i, n:]
                best[i, n:][better] = reached[better]
                came[i, n:][better] = k, n
        # Sentences without an Arabic one cost the same in each row, so the best start is a running minimum.
        reached = np.minimum.accumulate(best[i] - along) + along
        came[i][reached < best[i] - 1e-9] = 0, 1
        best[i] = reached
    links: list[Scored] = []
    i, j = rows, columns
    while i or j:
        k, n = map(int, came[i, j])
        links.append((list(range(i - k, i)), list(range(j - n, j)), 0.0))
        i, j = i - k, j - n
    return links[::-1]


def _hunalign(src: list[str], tgt: list[str], _: bool) -> list[Scored]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "null.dic").touch()
        files = write(folder, "document", src, tgt)
        command = [*_command("hunalign"), "-utf", "-realign", str(folder / "null.dic"), *map(str, files)]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
    return ladder_links(done.stdout, len(src), len(tgt))


def ladder_links(ladder: str, rows: int, columns: int) -> list[Scored]:
    """The links between the rungs of a ladder. A rung (Arabic, French, score of what follows) counts sentences before.

    >>> ladder_links("0\\t0\\t0.3\\n1\\t2\\t0.5\\n2\\t2\\t-0.1\\n", 3, 3)
    [([0], [0, 1], 0.3), ([1], [], 0.5), ([2], [2], -0.1)]
    """
    rungs = [(0, 0, 0.0)]
    for line in ladder.splitlines():
        if fields := line.split():
            rung = (int(fields[0]), int(fields[1]), float(fields[2]) if len(fields) > 2 else 0.0)
            if rung[:2] == rungs[-1][:2]:
                rungs.pop()
            rungs.append(rung)
    if rungs[-1][:2] != (rows, columns):
        rungs.append((rows, columns, 0.0))
    return [(list(range(a, b)), list(range(c, d)), score) for (a, c, score), (b, d, _) in pairwise(rungs)]


def _vecalign(src: list[str], tgt: list[str], _: bool) -> list[Scored]:
    """Vecalign by the embeddings that ``$VECALIGN_EMBED TEXT LANGUAGE OUT`` makes, in LASER's raw form."""
    embed = shlex.split(os.environ["VECALIGN_EMBED"])
    with tempfile.TemporaryDirectory() as name:
        command = [*_command("vecalign"), "-a", str(VECALIGN_SIZE)]
        files = write(Path(name), "document", src, tgt)
        for path, lang, side in zip(files, ("ar", "fr"), ("src", "tgt"), strict=True):
            lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
            runs = {" ".join(lines[i : i + n]) for n in range(1, VECALIGN_SIZE + 1) for i in range(len(lines) - n + 1)}
            overlaps, vectors = (path.with_name(f"{lang}.{what}") for what in ("overlaps", "vectors"))
            # PAD is what vecalign looks up before a text's beginning; it cuts what is longer than 10,000 characters.
            overlaps.write_text("\n".join(sorted({run[:10_000] for run in runs} | {"PAD"})) + "\n", encoding="utf-8")
            subprocess.run([*embed, overlaps, lang, vectors], stdout=subprocess.DEVNULL, check=True)
            command += [f"--{side}", str(path), f"--{side}_embed", str(overlaps), str(vectors)]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
    groups = (line.split(":") for line in done.stdout.splitlines() if line.startswith("["))
    return [(json.loads(src), json.loads(tgt), float(cost)) for src, tgt, cost in groups]


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
