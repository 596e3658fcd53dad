"""Two lists of sentences → pairs: the best path over links of several kinds, and how likely each of them is.

A link (bead) joins a run of Arabic sentences with a run of French ones; one side may be empty (Gale & Church, "A
program for aligning sentences in bilingual corpora", 1993). ``aligner.model.links`` says what a link is worth,
``aligner.lattice`` finds the path, and a link's score is its share of the likelihood of all paths.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from aligner.band import band
from aligner.data import Pair, Sentence
from aligner.encoders.nearness import ALONE, TRUST_ALONE, Nearness, Unread
from aligner.errors import UsageError
from aligner.lattice import Lattice, Link, Tables, whole
from aligner.model import LexicalModel, load_model
from aligner.model.likelihood import Likelihood
from aligner.model.links import Shape, alone, ties, usual_ratio
from aligner.model.units import Floats, one_thread
from aligner.text.words import tokens

if TYPE_CHECKING:
    from aligner.encoders import Encoder

# Documents of more cells than this are searched in a band only …
WHOLE = 100_000
# … which is found by vectors of this size.
COARSE = 256
# A link that is less clear than this is given up where its sentences have a counterpart elsewhere.
DOUBTFUL = 0.9995
# How clear a moved link must be, with a neighbour that moved with it and without.
CLEAR_TOGETHER = 0.5
CLEAR_ALONE = 0.995
# What a link costs where the order of the sentences does not speak for it, beside the logarithm of the number of
# sentences that it might be with.
MOVED = 1.0

# The numbers of some sentences of two texts.
Places = tuple[Sequence[int], Sequence[int]]


def align(
    src: Sequence[Sentence | str],
    tgt: Sequence[Sentence | str],
    model: LexicalModel | None = None,
    *,
    moved: bool = False,
    encoder: Encoder | None = None,
    alone: bool = False,
) -> list[Pair]:
    """Pairs of the sentences of an Arabic text and of its French rendering, in the order of the Arabic.

    Every sentence is in exactly one pair; strings become sentences numbered from 0. A pair with one empty side is a
    sentence without a counterpart. ``score`` is the chance (0…1) that a pair is right. ``model`` is the embedded one
    unless another is given. An ``encoder`` (:func:`aligner.load_encoder`) says beside it which sentences are near to
    each other, or ``alone`` instead of it; the score is calibrated for the model only.

    With ``moved``, sentences left without a counterpart are also looked for at other places of the other text (a
    paragraph that moved, statements in another order); the pairs found so are marked ``moved``.
    """
    if alone and encoder is None:
        raise UsageError("nothing to align with: alone wants an encoder")
    src, tgt = _numbered(src), _numbered(tgt)
    judge = Judge(None if alone else model or load_model())
    if encoder is not None and src and tgt:
        near = Nearness.of(encoder, [sentence.text for sentence in src], [sentence.text for sentence in tgt])
        if alone:
            judge = Judge(None, replace(near, trust=TRUST_ALONE))
        # What nearness is worth here shows in what is tied without it, or else in what is tied by what is usual.
        judge = replace(judge, near=(judge.near or near).measured(_links(src, tgt, judge)))
    links = _links(src, tgt, judge)
    crossing: set[Link] = set()
    if moved:
        links, crossing = _with_moved(src, tgt, links, judge)
    return [
        Pair(tuple(src[slice(*link.src)]), tuple(tgt[slice(*link.tgt)]), link.chance, moved=link in crossing)
        for link in links
    ]


@dataclass(frozen=True)
class Judge:
    """What says how well runs of sentences render each other: the lexical model, an encoder's nearness, or both.

    Without either it is the embedded model.
    """

    model: LexicalModel | None
    near: Nearness | None = None

    def read(
        self, src: Sequence[str], tgt: Sequence[str], places: Places | None
    ) -> tuple[Likelihood | Unread, Nearness | None, Floats]:
        """What it says of two lists of sentences, which are the whole texts or stand at these places of them, and the
        weights of links."""
        near = self.near.part(*places) if self.near and places else self.near
        if near and not self.model:
            return Unread(near), near, ALONE
        model = self.model or load_model()
        return Likelihood(model, *([tokens(text) for text in side] for side in (src, tgt))), near, model.links


def _numbered(texts: Sequence[Sentence | str]) -> list[Sentence]:
    return [Sentence(text, number=n) if isinstance(text, str) else text for n, text in enumerate(texts)]


def _links(
    src: Sequence[Sentence],
    tgt: Sequence[Sentence],
    judge: Judge,
    places: Places | None = None,
    cost: float = 0.0,
) -> list[Link]:
    """The links of the best path. ``places``: the sentences are a choice of a text's, which stand at these places, and
    a link joins only neighbours. ``cost`` is what each tie costs."""
    if not src or not tgt:
        return [Link((i, i + 1), (0, 0), 1.0) for i in range(len(src))] + [
            Link((len(src), len(src)), (j, j + 1), 1.0) for j in range(len(tgt))
        ]
    texts = [[sentence.text for sentence in side] for side in (src, tgt)]
    shapes = Shape.of(texts[0]), Shape.of(texts[1])
    likelihood, near, weights = judge.read(texts[0], texts[1], places)
    ratio = usual_ratio(*shapes)

    def tables(rows: slice, columns: slice) -> Tables:
        part = likelihood.block(rows, columns)
        found = ties(part, shapes[0][rows], shapes[1][columns], ratio, weights)
        if near:
            near.add(found, rows, columns)
        if places:
            for (k, n), table in found.items():
                if not table.size:
                    continue
                table -= cost
                table[_apart(places[0][rows], k)] = -np.inf
                table[:, _apart(places[1][columns], n)] = -np.inf
        return found

    with one_thread():
        small = len(src) * len(tgt) <= WHOLE
        searched = whole(len(src), len(tgt)) if small else band(*likelihood.vectors(COARSE))
        lattice = Lattice(searched, tables, *(alone(shape, weights) for shape in shapes))
        return lattice.rated(lattice.best())


def _apart(places: Sequence[int], run: int) -> NDArray[np.bool_]:
    """Which runs of so many places are no neighbours."""
    at = np.asarray(places)
    return np.asarray(at[run - 1 :] - at[: max(len(at) - run + 1, 0)] != run - 1)


def _with_moved(
    src: Sequence[Sentence], tgt: Sequence[Sentence], links: Sequence[Link], judge: Judge
) -> tuple[list[Link], set[Link]]:
    """The links with those between sentences at other places, and which these are.

    What has no counterpart is looked for everywhere, and so is what has only a doubtful one: where passages that moved
    away face each other, the best path in order ties what does not belong together.
    """
    firm = [link for link in links if link.is_tie and link.clear >= DOUBTFUL]
    across = _across(src, tgt, _free(firm, len(src), len(tgt)), judge)
    found = _trusted(_crossing(across, firm))
    if not found:
        return list(links), set()
    # What stayed in its place is aligned again without what moved.
    places = _free(found, len(src), len(tgt))
    stayed = _links([src[i] for i in places[0]], [tgt[j] for j in places[1]], judge, places)
    return _in_order([*(_placed(link, places) for link in stayed), *found]), set(found)


def _trusted(found: Sequence[Link]) -> list[Link]:
    """The links that have a neighbour which moved with them, or that leave no doubt alone."""
    after = {(link.src[0], link.tgt[0]) for link in found}
    before = {(link.src[1], link.tgt[1]) for link in found}

    def together(link: Link) -> bool:
        ahead = ((link.src[1] + a, link.tgt[1] + b) in after for a in (0, 1) for b in (0, 1))
        behind = ((link.src[0] - a, link.tgt[0] - b) in before for a in (0, 1) for b in (0, 1))
        return any(ahead) or any(behind)

    return [link for link in found if link.chance >= (CLEAR_TOGETHER if together(link) else CLEAR_ALONE)]


def _placed(link: Link, places: tuple[Sequence[int], Sequence[int]]) -> Link:
    """A link between the sentences at these places as one between those of the whole text."""
    sides = [
        (side[a], side[b - 1] + 1) if a < b else (0, 0)
        for side, (a, b) in zip(places, (link.src, link.tgt), strict=True)
    ]
    return replace(link, src=sides[0], tgt=sides[1])


def _across(
    src: Sequence[Sentence], tgt: Sequence[Sentence], free: tuple[list[int], list[int]], judge: Judge
) -> Iterator[Link]:
    """Links between free sentences, round by round: each time those that stand in the same order on both sides."""
    left, right = free
    while left and right:
        cost = MOVED + math.log(max(len(left), len(right)))
        links = _links([src[i] for i in left], [tgt[j] for j in right], judge, (left, right), cost)
        found = [replace(link, chance=link.clear) for link in links if link.is_tie]
        if not found:
            return
        yield from (_placed(link, (left, right)) for link in found)
        rest = _free(found, len(left), len(right))
        left, right = [left[i] for i in rest[0]], [right[j] for j in rest[1]]


def _free(ties: Sequence[Link], rows: int, columns: int) -> tuple[list[int], list[int]]:
    """The sentences of either side that are in none of the ties."""
    taken = {i for link in ties for i in range(*link.src)}, {j for link in ties for j in range(*link.tgt)}
    return [i for i in range(rows) if i not in taken[0]], [j for j in range(columns) if j not in taken[1]]


def _crossing(links: Iterable[Link], others: Sequence[Link]) -> list[Link]:
    """The links that stand in another order than one of the others, which come in the order of the Arabic."""
    begins = [other.src for other in others]
    # The furthest French sentence of the others before each, and the nearest of those from it on.
    before = [-1, *accumulate((other.tgt[0] for other in others), max)]
    after = [math.inf, *accumulate((other.tgt[0] for other in reversed(others)), min)][::-1]
    places = ((link, bisect_left(begins, link.src)) for link in links)
    return [link for link, at in places if before[at] > link.tgt[0] or after[at] < link.tgt[0]]


def _in_order(links: Sequence[Link]) -> list[Link]:
    """The links by the Arabic; French that is left alone follows the French before it."""
    ordered = sorted((link for link in links if link.src[0] < link.src[1]), key=lambda link: link.src)
    ends: dict[int, Link | None] = {link.tgt[1]: link for link in ordered if link.is_tie}
    behind: dict[Link | None, list[Link]] = {}
    for link in sorted((link for link in links if link.src[0] == link.src[1]), key=lambda link: link.tgt):
        before = ends.get(link.tgt[0])
        ends[link.tgt[1]] = before  # what follows it in turn
        behind.setdefault(before, []).append(link)
    return behind.get(None, []) + [each for link in ordered for each in (link, *behind.get(link, []))]
