"""Names by ear: an Arabic and a French name compared letter by letter, however each side divides it into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from aligner.model.letters import Letters, Names, likeness
from aligner.model.units import Floats, one_thread
from aligner.text import arabic
from aligner.text.names import ARTICLES, bare

# From this likeness a letter on (see ``aligner.model.letters.likeness``) two words may be one name.
ALIKE = 0.5
# No more than so many forms of a side are compared.
_MOST = 32


def alike(letters: Letters, src: Iterable[Sequence[str]], tgt: Sequence[Sequence[str]]) -> list[bool]:
    """For each French run of neighbouring words, whether some of them may be one name, alone or joined, with one of the
    Arabic words or two neighbours: Kafr Amma and كفرعمة."""
    arabic_forms = list(dict.fromkeys(form for words in src for form in _arabic(words)))[:_MOST]
    french_forms = [(form, place) for place, run in enumerate(tgt) for form in _french(run)][:_MOST]
    found = [False] * len(tgt)
    if arabic_forms and french_forms:
        with one_thread():
            ar = _names(letters, arabic_forms, arabic=True)
            fr = _names(letters, [form for form, _ in french_forms], arabic=False)
            best = likeness(ar, fr).max(axis=0, initial=-np.inf).tolist()
        for column, most in zip(fr.places.tolist(), best, strict=True):
            found[french_forms[column][1]] |= most >= ALIKE
    return found


def _names(letters: Letters, words: Sequence[str], *, arabic: bool) -> Names:
    rare: Floats = np.zeros(len(words), np.float32)
    return letters.names(words, rare, arabic=arabic)


def _arabic(words: Sequence[str]) -> Iterator[str]:
    """A word or two neighbours joined, with and without what is written on the front."""
    rest = "".join(arabic.fold(word).removeprefix("ال") for word in words[1:])
    for form in bare(words[0]):
        yield form + rest


def _french(run: Sequence[str]) -> Iterator[str]:
    """Words alone and joined to the next one or two, without articles."""
    words = [word for word in map(str.lower, run) if word not in ARTICLES]
    for size in (1, 2, 3):
        for first in range(len(words) - size + 1):
            yield "".join(words[first : first + size])
