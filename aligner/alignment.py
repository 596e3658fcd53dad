"""Two lists of sentences → pairs: a dynamic program over links of several kinds.

A link (bead) joins a run of Arabic sentences with a run of French ones; one side may be empty. Its value is how much
better each side explains the other than plain frequency does (``aligner.model.likelihood``), less what an unusual
length and an unusual kind of link cost. Gale & Church, "A program for aligning sentences in bilingual corpora" (1993)
for the program, with the likelihood ratio in the place of their length model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from aligner.data import Pair, Sentence
from aligner.model import LexicalModel, load_model
from aligner.model.lexical import Floats
from aligner.model.likelihood import Likelihood, windows
from aligner.text.words import Word, words

# The kinds of links as (Arabic, French) sentence counts, beside 1-0 and 0-1.
LONGEST = 6
KINDS = (
    (1, 1),
    *((1, n) for n in range(2, LONGEST + 1)),
    *((n, 1) for n in range(2, LONGEST + 1)),
    (2, 2),
    (2, 3),
    (3, 2),
)
# What they cost beside a 1-1 link, in units of log likelihood: tuned on the development set (scripts/benchmark align).
UNMATCHED = 3.0
MERGED = 4.0  # for each sentence beyond one on each side
# Words are not independent of each other, so that a long text's likelihood says too much: it is raised to this power.
TEMPER = 0.65
# French characters for one Arabic character in news; a document's own ratio takes over as it gets longer than this.
LENGTH_RATIO = 1.33
LENGTH_TRUST = 500.0
# Standard deviation of the log of the two lengths' ratio about that.
LENGTH_SPREAD = 0.35
# Documents of more cells than this are first aligned in groups, then along the path found.
WHOLE = 400_000
GROUP = 8

# The chance that a link is right, from its value by the square root of its words: a logistic curve fitted on the
# development set (scripts/benchmark align prints how well it fits).
CALIBRATION = (3.46, 1.49)


@dataclass(frozen=True, slots=True)
class _Link:
    src: tuple[int, int]
    tgt: tuple[int, int]
    value: float = 0.0


def align(
    src: Sequence[Sentence | str], tgt: Sequence[Sentence | str], model: LexicalModel | None = None
) -> list[Pair]:
    """Pairs of the sentences of an Arabic text and of its French rendering, in order.

    Every sentence is in exactly one pair; strings become sentences numbered from 0. A pair with one empty side is a
    sentence without a counterpart. ``score`` is the chance (0…1) that a pair is right. ``model`` is the embedded one
    unless another is given.
    """
    model = model or load_model()
    src, tgt = _numbered(src), _numbered(tgt)
    src_words = [words(sentence.text) for sentence in src]
    tgt_words = [words(sentence.text) for sentence in tgt]
    src_lengths, tgt_lengths = (
        np.array([max(len(sentence.text), 1) for sentence in side], np.float32).reshape(-1, 1) for side in (src, tgt)
    )
    texts = _Texts(src_words, tgt_words, src_lengths, tgt_lengths)
    pairs = []
    for link in _links(texts, model):
        a, b = link.src
        c, d = link.tgt
        size = sum(map(len, src_words[a:b])) + sum(map(len, tgt_words[c:d]))
        pairs.append(Pair(tuple(src[a:b]), tuple(tgt[c:d]), _chance(link.value, size)))
    return pairs


def _numbered(texts: Sequence[Sentence | str]) -> list[Sentence]:
    return [Sentence(text, number=n) if isinstance(text, str) else text for n, text in enumerate(texts)]


def _chance(value: float, size: int) -> float:
    offset, slope = CALIBRATION
    return 1 / (1 + math.exp(-(offset + slope * value / math.sqrt(max(size, 1)))))


@dataclass(frozen=True, slots=True)
class _Texts:
    """Both documents as words and lengths (one column, in characters)."""

    src: Sequence[list[Word]]
    tgt: Sequence[list[Word]]
    src_lengths: Floats
    tgt_lengths: Floats

    @property
    def ratio(self) -> float:
        """French characters for one Arabic character."""
        return float((self.tgt_lengths.sum() + LENGTH_TRUST * LENGTH_RATIO) / (self.src_lengths.sum() + LENGTH_TRUST))


# The columns that are searched in each row: [first, last].
_Band = list[tuple[int, int]]


def _links(texts: _Texts, model: LexicalModel) -> list[_Link]:
    rows, columns = len(texts.src), len(texts.tgt)
    if rows * columns <= WHOLE:
        band = [(0, columns)] * (rows + 1)
    else:
        band = _band(_links(_grouped(texts), model), rows, columns)
    return _search(texts, model, band)


def _grouped(texts: _Texts) -> _Texts:
    """The same documents with each ``GROUP`` sentences taken as one."""

    def join(sentences: Sequence[list[Word]]) -> list[list[Word]]:
        return [[w for s in sentences[i : i + GROUP] for w in s] for i in range(0, len(sentences), GROUP)]

    def add(lengths: Floats) -> Floats:
        return np.add.reduceat(lengths, np.arange(0, len(lengths), GROUP), axis=0)

    return _Texts(join(texts.src), join(texts.tgt), add(texts.src_lengths), add(texts.tgt_lengths))


def _band(path: list[_Link], rows: int, columns: int) -> _Band:
    """The columns within two groups of the coarse path, for each row; steps never leave a gap."""
    first = [columns] * (rows + 1)
    last = [0] * (rows + 1)
    around = 2 * GROUP
    for link in path:
        low = max(0, link.tgt[0] * GROUP - around)
        high = min(columns, link.tgt[1] * GROUP + around)
        for row in range(max(0, link.src[0] * GROUP - around), min(rows, link.src[1] * GROUP + around) + 1):
            first[row] = min(first[row], low)
            last[row] = max(last[row], high)
    first[0], last[rows] = 0, columns
    return list(zip(first, last, strict=True))


def _search(texts: _Texts, model: LexicalModel, band: _Band) -> list[_Link]:
    """The best path through the band, forwards by rows, then back. ``best[i][j]`` ends after i and j sentences."""
    rows, columns = len(texts.src), len(texts.tgt)
    best: list[Floats] = []
    came: list[np.ndarray] = []  # the kind of the last link, as an index into steps
    steps = [(1, 0), (0, 1), *KINDS]
    values = _Values(texts, model, band)
    for i in range(rows + 1):
        low, high = band[i]
        row = np.full(high - low + 1, -np.inf)
        kind = np.zeros(high - low + 1, np.int8)
        if i == 0:
            row[0] = 0.0
        for number, (k, n) in enumerate(steps):
            if not 0 < k <= i:
                continue
            # Columns j of this row whose j - n lies in the band of row i - k.
            before, end = band[i - k]
            j0, j1 = max(low, before + n), min(high, end + n)
            if j0 > j1:
                continue
            gain = -UNMATCHED if n == 0 else values(k, n, i - k, j0 - n, j1 - n)
            reached = best[i - k][j0 - n - before : j1 - n - before + 1] + gain
            here = slice(j0 - low, j1 - low + 1)
            better = reached > row[here]
            row[here] = np.where(better, reached, row[here])
            kind[here] = np.where(better, number, kind[here])
        # Steps along the row (0-1) cost the same each, so the best start is a running maximum.
        climb = row + UNMATCHED * np.arange(len(row))
        along = np.maximum.accumulate(climb) - UNMATCHED * np.arange(len(row))
        kind = np.where(along > row + 1e-9, 1, kind)
        best.append(along)
        came.append(kind)
    return _trace(best, came, steps, band, rows, columns)


def _trace(
    best: list[Floats], came: list[np.ndarray], steps: list[tuple[int, int]], band: _Band, i: int, j: int
) -> list[_Link]:
    links = []
    while i or j:
        k, n = steps[came[i][j - band[i][0]]]
        gain = float(best[i][j - band[i][0]] - best[i - k][j - n - band[i - k][0]])
        links.append(_Link((i - k, i), (j - n, j), gain))
        i, j = i - k, j - n
    return links[::-1]


class _Values:
    """The values of links, computed for a block of rows at a time as the search comes to them."""

    BLOCK = 128

    def __init__(self, texts: _Texts, model: LexicalModel, band: _Band) -> None:
        self._texts = texts
        self._model = model
        self._band = band
        self._blocks: dict[int, tuple[int, int, dict[tuple[int, int], Floats]]] = {}

    def __call__(self, k: int, n: int, i: int, j0: int, j1: int) -> Floats:
        """Values of the links of ``k`` Arabic sentences from ``i`` on with ``n`` French ones from each of ``j0…j1``."""
        number = i // self.BLOCK
        if number not in self._blocks:
            self._blocks = {key: block for key, block in self._blocks.items() if key >= number - 1}
            self._blocks[number] = self._compute(number)
        row0, column0, tables = self._blocks[number]
        return tables[k, n][i - row0, j0 - column0 : j1 - column0 + 1]

    def _compute(self, number: int) -> tuple[int, int, dict[tuple[int, int], Floats]]:
        texts = self._texts
        row0 = number * self.BLOCK
        row1 = min(row0 + self.BLOCK + LONGEST, len(texts.src))
        column0 = min(low for low, _ in self._band[row0 : row1 + 1])
        column1 = min(max(high for _, high in self._band[row0 : row1 + 1]) + LONGEST, len(texts.tgt))
        return row0, column0, _link_values(texts, self._model, slice(row0, row1), slice(column0, column1))


def _link_values(texts: _Texts, model: LexicalModel, rows: slice, columns: slice) -> dict[tuple[int, int], Floats]:
    """For each kind (k, n): a matrix of the values of all links of k sentences from a row with n from a column."""
    src, tgt = texts.src[rows], texts.tgt[columns]
    src_lengths, tgt_lengths = texts.src_lengths[rows], texts.tgt_lengths[columns]
    ratios = Likelihood(model, src, tgt)
    forth = {k: ratios.forth(k) for k in {k for k, _ in KINDS} if k <= len(src)}
    back = {n: ratios.back(n) for n in {n for _, n in KINDS} if n <= len(tgt)}
    values = {}
    for k, n in KINDS:
        if k > len(src) or n > len(tgt):
            values[k, n] = np.zeros((0, 0), np.float32)
            continue
        # A run of n columns of ``forth`` and of k rows of ``back`` is the sum of its members.
        ratio = (windows(forth[k].T, n).T + windows(back[n].T, k)) / 2
        length = np.log(windows(tgt_lengths, n).T / windows(src_lengths, k)) - math.log(texts.ratio)
        value = np.sign(ratio) * np.abs(ratio) ** TEMPER - (length / LENGTH_SPREAD) ** 2 / 2 - MERGED * (k + n - 2)
        values[k, n] = value.astype(np.float32)
    return values
