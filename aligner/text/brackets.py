"""Brackets and quotation marks that lack their counterpart.

Brackets are stored in logical order in either writing direction: an opening one is opening in Arabic too, however it is
drawn. Each kind is counted by itself, so that « ( » and a quotation may overlap.
"""

from __future__ import annotations

import re
from functools import lru_cache

from aligner.data import Span

PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»", "﴿": "﴾"}
_CLOSING = {closing: opening for opening, closing in PAIRS.items()}
# Not the mouth of :-)
_SIGN = re.compile(r"[()\[\]{}«»﴾﴿](?<!\s[:;=].)(?<!\s[:;=]-.)")
# The label of a list: « a) », « 12) », « iv) ».
_LABEL = re.compile(r"(?:^|\s)(?:\w|\d{2,3}|[ivx]{2,4})$")


def unpaired(text: str) -> list[Span]:
    """The brackets and guillemets of ``text`` that lack their counterpart, but for those of labels."""
    places = [match.start() for match in _SIGN.finditer(text)]
    lonely = [places[i] for i in _unpaired("".join(text[place] for place in places))] if places else []
    return [Span(at, at + 1) for at in lonely if text[at] != ")" or not _LABEL.search(text, max(0, at - 5), at)]


@lru_cache(maxsize=4096)
def _unpaired(signs: str) -> tuple[int, ...]:
    """Most texts have one of a few shapes: « () », « «» »."""
    opened: dict[str, list[int]] = {opening: [] for opening in PAIRS}
    lonely = []
    for place, sign in enumerate(signs):
        if sign in PAIRS:
            opened[sign].append(place)
        elif opened[_CLOSING[sign]]:
            opened[_CLOSING[sign]].pop()
        else:
            lonely.append(place)
    return tuple(sorted([*lonely, *(place for places in opened.values() for place in places)]))
