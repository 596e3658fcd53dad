"""Names by ear: an Arabic and a French name compared letter by letter, however each side divides it into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from aligner.model.letters import Letters, Names, likeness
from aligner.model.units import Floats
from aligner.text import arabic
from aligner.text.names import ARTICLES, bare

# From this likeness a letter on (see ``aligner.model.letters.likeness``) two words may be one name.
ALIKE = 0.5
# No more than so many words of a side are compared.
_MOST = 64


def alike(letters: Letters, src: Iterable[Sequence[str]], tgt: Sequence[Sequence[str]]) -> list[bool]:
    """For each French run of neighbouring words, whether some of them may be one name, alone or joined, with some of an
    Arabic run: Kafr Amma and كفرعمة."""
    arabic_forms = list(dict.fromkeys(form for run in src for form in _arabic(run)))[:_MOST]
    french_forms = [(form, place) for place, run in enumerate(tgt) for form in _french(run)][:_MOST]
    found = [False] * len(tgt)
    if arabic_forms and french_forms:
        ar, fr = _names(letters, arabic_forms, arabic=True), _names(letters, [f for f, _ in french_forms], arabic=False)
        if len(ar.places) and len(fr.places):
            for column, best in zip(fr.places.tolist(), likeness(ar, fr).max(axis=0).tolist(), strict=True):
                found[french_forms[column][1]] |= best >= ALIKE
    return found


def _names(letters: Letters, words: Sequence[str], *, arabic: bool) -> Names:
    rare: Floats = np.zeros(len(words), np.float32)
    return letters.names(words, rare, arabic=arabic)


def _arabic(run: Sequence[str]) -> Iterator[str]:
    """Words alone and joined to the next, without what is written on their front."""
    for i, word in enumerate(run):
        for form in bare(word):
            yield form
            if i + 1 < len(run):
                yield form + arabic.fold(run[i + 1]).removeprefix("ال")


def _french(run: Sequence[str]) -> Iterator[str]:
    """Words alone and joined to the next one or two, without articles."""
    words = [word for word in map(str.lower, run) if word not in ARTICLES]
    for size in (1, 2, 3):
        for first in range(len(words) - size + 1):
            yield "".join(words[first : first + size])
