"""Arabic words written without the spaces between them (المصابينبمجموعة), cut apart again.

The likeliest series of words that the model knows, by their frequencies (a unigram model and the Viterbi algorithm;
Kudo, 2018), if it is likelier than one long unknown word.
"""

from __future__ import annotations

import math
from collections.abc import Callable

# Tokens of fewer letters are left as they are, and parts have at least so many.
LONG = 8
SHORTEST = 2
LONGEST = 14
# Minus the log probability of an unknown word, and of each of its letters.
UNKNOWN = 6.0
LETTER = 1.5


def apart(token: str, frequency: Callable[[str], float]) -> tuple[str, ...]:
    """The words that an Arabic token consists of: itself, or several that ``frequency`` (0 if unknown) knows."""
    if len(token) < LONG or frequency(token):
        return (token,)
    costs = [0.0] + [math.inf] * len(token)
    begins = [0] * (len(token) + 1)
    for end in range(SHORTEST, len(token) + 1):
        for begin in range(max(0, end - LONGEST), end - SHORTEST + 1):
            if costs[begin] < math.inf and (known := frequency(token[begin:end])):
                cost = costs[begin] - math.log(known)
                if cost < costs[end]:
                    costs[end], begins[end] = cost, begin
    if costs[-1] > UNKNOWN + LETTER * len(token):
        return (token,)
    parts = []
    end = len(token)
    while end:
        parts.append(token[begins[end] : end])
        end = begins[end]
    return tuple(parts[::-1])
