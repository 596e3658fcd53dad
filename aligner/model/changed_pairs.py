"""Parallel sentences with known gaps: parts cut from either side, put into the French, or exchanged for other words.

What a cut leaves without counterpart on the other side is known from the ties that the whole pair had.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from aligner.model.gaps import BREAKS, MISSING, OTHER, RENDERED, Text
from aligner.model.ties import Ties
from aligner.model.units import Floats, Ints
from aligner.text.words import words

Kind = Literal["whole", "left out", "source cut", "put in", "exchanged"]
# How often each change is tried.
CHANCES: dict[Kind, float] = {"left out": 0.37, "source cut": 0.21, "put in": 0.12, "exchanged": 0.3}
# The label of a word of which nothing is known.
UNKNOWN = -1
# Above this relative frequency a word is grammar: it may open a phrase, and is not exchanged.
GRAMMAR = 5e-4
# Words whose ties together are weaker have no known counterpart.
TIED = 0.15


@dataclass(frozen=True, slots=True)
class Changed:
    """A pair after a change, with a label for each word (``RENDERED``, ``MISSING``, ``OTHER``, ``UNKNOWN``)."""

    src: Text
    tgt: Text
    src_labels: Ints
    tgt_labels: Ints
    kind: Kind


class Changes:
    """Draws changes of the pairs of one collection."""

    def __init__(self, pairs: Sequence[tuple[Text, Text]], ties: Sequence[Ties], rng: random.Random) -> None:
        self._pairs, self._ties, self._rng = pairs, ties, rng
        self._alike: defaultdict[tuple[str, bool, int], list[str]] = defaultdict(list)
        for (_, tgt), tied in zip(pairs, ties, strict=True):
            for word, frequency in zip(tgt.words, tied.tgt_frequency, strict=True):
                if _content(word.text, frequency):
                    self._alike[_likeness(word.text, frequency)].append(word.text)

    def of(self, pair: int) -> Changed | None:
        """A change of the pair; None where the one that chance chose cannot be made."""
        src, tgt = self._pairs[pair]
        ties, rng = self._ties[pair], self._rng
        (kind,) = rng.choices(list(CHANCES), list(CHANCES.values()))
        if kind == "left out":
            if (part := self._part(tgt, ties.tgt_frequency)) and (rest := _cut(tgt, *part)):
                return Changed(src, rest, _labels(ties.links, slice(*part), MISSING), _rendered(rest), kind)
        elif kind == "source cut":
            if (part := self._part(src, ties.src_frequency)) and (rest := _cut(src, *part)):
                return Changed(rest, tgt, _rendered(rest), _labels(ties.links.T, slice(*part), MISSING), kind)
        elif kind == "put in":
            return self._put_in(src, tgt)
        else:
            return self._exchanged(src, tgt, ties)
        return None

    def whole(self, pair: int) -> Changed:
        src, tgt = self._pairs[pair]
        return Changed(src, tgt, _rendered(src), _rendered(tgt), "whole")

    def _part(self, text: Text, frequency: Floats) -> tuple[int, int] | None:
        """A part of at most half a text, as a range of words: mostly a phrase, from one opening word to the next."""
        rng, count = self._rng, len(text.words)
        chance, most = rng.random(), max(count // 2, 1)
        size = min(most, 1 if chance < 0.25 else 2 if chance < 0.42 else 3 if chance < 0.55 else rng.randint(4, 8))
        if chance > 0.8:
            size = rng.randint(1, most)
        opens = _openings(text, frequency)
        if size == 1:
            content = [i for i in range(count) if frequency[i] < GRAMMAR]
            if not content:
                return None
            start = rng.choice(content)
            with_opening = start > 0 and opens[start - 1] and len(text.words[start - 1].text) < 5
            return start - (with_opening and rng.random() < 0.6), start + 1
        starts = [i for i in range(count - size + 1) if opens[i] or rng.random() < 0.1]
        if not starts:
            return None
        start = rng.choice(starts)
        near = range(max(start + 1, start + size - 2), min(count, start + size + 2) + 1)
        ends = [end for end in near if end == count or opens[end]] or [start + size]
        end = min(ends, key=lambda e: abs(e - start - size))
        return None if end - start == count else (start, end)

    def _put_in(self, src: Text, tgt: Text) -> Changed | None:
        rng = self._rng
        other = rng.randrange(len(self._pairs))
        foreign = self._pairs[other][1]
        part = self._part(foreign, self._ties[other].tgt_frequency)
        if not part:
            return None
        first, last = foreign.words[part[0]], foreign.words[part[1] - 1]
        at = rng.randrange(len(tgt.words))
        place = tgt.words[at].span.end
        piece = rng.choice([" ", " ", ", ", " et "]) + foreign.text[first.span.start : last.span.end]
        new = read(tgt.text[:place] + piece + tgt.text[place:])
        labels = np.full(len(new.words), MISSING)
        labels[: at + 1] = labels[len(labels) - (len(tgt.words) - at - 1) :] = RENDERED
        return Changed(src, new, _rendered(src), labels, "put in") if len(new.words) > len(tgt.words) else None

    def _exchanged(self, src: Text, tgt: Text, ties: Ties) -> Changed | None:
        """One to three words in the place of others of like frequency, ending and capital."""
        rng = self._rng
        content = [i for i, word in enumerate(tgt.words) if _content(word.text, ties.tgt_frequency[i])]
        if not content:
            return None
        places = sorted(rng.sample(content, min(len(content), rng.choice([1, 1, 1, 2, 2, 3]))))
        text = tgt.text
        for i in reversed(places):
            span = tgt.words[i].span
            new = rng.choice(self._alike[_likeness(tgt.words[i].text, ties.tgt_frequency[i])])
            text = text[: span.start] + new + text[span.end :]
        other = read(text)
        if len(other.words) != len(tgt.words):
            return None
        labels = _rendered(other)
        labels[places] = OTHER
        return Changed(src, other, _labels(ties.links, places, OTHER), labels, "exchanged")


def read(text: str) -> Text:
    return Text(text, words(text))


def _content(word: str, frequency: float) -> bool:
    return frequency < GRAMMAR and len(word) > 3 and word.isalpha()


def _likeness(word: str, frequency: float) -> tuple[str, bool, int]:
    return word[-1], word[0].isupper(), int(-np.log(frequency))


def _openings(text: Text, frequency: Floats) -> list[bool]:
    """Which words may begin a phrase: grammar, what begins with و, and what follows a sign."""
    return [
        bool(frequency[i] > GRAMMAR)
        or text.text[max(word.span.start - 2, 0) : word.span.start].strip()[-1:] in BREAKS
        or (word.text[0] == "و" and len(word.text) > 3)
        for i, word in enumerate(text.words)
    ]


def _cut(text: Text, start: int, end: int) -> Text | None:
    """The text without the words from ``start`` to ``end``; None if that changes other words."""
    if end < len(text.words):
        rest = text.text[: text.words[start].span.start] + text.text[text.words[end].span.start :]
    else:
        rest = text.text[: text.words[start].span.start].rstrip(" ,،;:(«")
        rest += text.text[text.words[end - 1].span.end :].lstrip(" »)")
    found = read(rest)
    return found if found.words and len(found.words) == len(text.words) - (end - start) else None


def _rendered(text: Text) -> Ints:
    return np.full(len(text.words), RENDERED)


def _labels(links: Floats, lost: slice | list[int], label: int) -> Ints:
    """The labels of words (rows of ``links``) whose counterparts in the columns ``lost`` are no longer there.

    A word that has no ties takes the label of its neighbours that have, where they agree.
    """
    total = links.sum(axis=1)
    known = total > TIED
    labels = np.where(links[:, lost].sum(axis=1) > total / 2, label, RENDERED)
    places = np.nonzero(known)[0]
    if not len(places):
        return np.full(len(links), UNKNOWN)
    right = np.searchsorted(places, np.arange(len(links)))
    before = labels[places[np.maximum(right - 1, 0)]]
    after = labels[places[np.minimum(right, len(places) - 1)]]
    return np.where(known, labels, np.where(before == after, before, UNKNOWN))


def changed(
    pairs: Sequence[tuple[Text, Text]], ties: Sequence[Ties], rng: random.Random
) -> Iterator[tuple[Changed, Changed]]:
    """Each pair as it is and after a change, where one could be made."""
    changes = Changes(pairs, ties, rng)
    for pair in range(len(pairs)):
        if other := changes.of(pair):
            yield changes.whole(pair), other
