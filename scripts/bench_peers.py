"""Aligners that ours is measured beside: Gale & Church's by our own code, hunalign and vecalign where installed.

Each takes the Arabic and the French sentences of a document (and whether passages may have moved, of which none makes
use) and gives its links.
"""

# ruff: noqa: S603 (the commands are named by who runs this)

from __future__ import annotations

import json
import math
import os
import shlex
import shutil
import subprocess
import tempfile
from itertools import pairwise
from pathlib import Path

from bench_documents import write

Scored = tuple[list[int], list[int], float]  # a link and its score
# Gale & Church (1993): chances of the kinds of links, and the variance of the lengths' difference for a character.
PRIORS = {(1, 1): 0.89, (1, 0): 0.0099, (0, 1): 0.0099, (2, 1): 0.089, (1, 2): 0.089, (2, 2): 0.011}
VARIANCE = 6.8
FARTHEST = 25.0  # the cost of a difference in length that no chance is left for
VECALIGN_SIZE = 6  # sentences in a link of vecalign, both sides together


def installed(system: str) -> list[str]:
    """The command of a system that is not ours, or nothing. Vecalign needs one for its embeddings too."""
    found = shlex.split(os.environ.get(system.upper(), system))
    if system == "vecalign" and not os.environ.get("VECALIGN_EMBED"):
        return []
    return found if shutil.which(found[0]) else []


def gale_church(src: list[str], tgt: list[str], _: bool) -> list[Scored]:
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


def hunalign(src: list[str], tgt: list[str], _: bool) -> list[Scored]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "null.dic").touch()
        files = write(folder, "document", src, tgt)
        line = [*installed("hunalign"), "-utf", "-realign", str(folder / "null.dic"), *map(str, files)]
        done = subprocess.run(line, capture_output=True, check=True, text=True)
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


def vecalign(src: list[str], tgt: list[str], _: bool) -> list[Scored]:
    """Vecalign by the embeddings that ``$VECALIGN_EMBED TEXT LANGUAGE OUT`` makes, in LASER's raw form."""
    embed = shlex.split(os.environ["VECALIGN_EMBED"])
    with tempfile.TemporaryDirectory() as name:
        line = [*installed("vecalign"), "-a", str(VECALIGN_SIZE)]
        files = write(Path(name), "document", src, tgt)
        for path, lang, side in zip(files, ("ar", "fr"), ("src", "tgt"), strict=True):
            lines = [line.strip() for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
            runs = {" ".join(lines[i : i + n]) for n in range(1, VECALIGN_SIZE + 1) for i in range(len(lines) - n + 1)}
            overlaps, vectors = (path.with_name(f"{lang}.{what}") for what in ("overlaps", "vectors"))
            # PAD is what vecalign looks up before a text's beginning; it cuts what is longer than 10,000 characters.
            overlaps.write_text("\n".join(sorted({run[:10_000] for run in runs} | {"PAD"})) + "\n", encoding="utf-8")
            subprocess.run([*embed, overlaps, lang, vectors], stdout=subprocess.DEVNULL, check=True)
            line += [f"--{side}", str(path), f"--{side}_embed", str(overlaps), str(vectors)]
        done = subprocess.run(line, capture_output=True, check=True, text=True)
    groups = (line.split(":") for line in done.stdout.splitlines() if line.startswith("["))
    return [(json.loads(src), json.loads(tgt), float(cost)) for src, tgt, cost in groups]
