"""The labels of a list's items, which are no values: « 1. », ٢-, (3)."""

from __future__ import annotations

import regex

from aligner.evidence import Side
from aligner.text.numerals import Number

# The label of an item (1. (2) ٣- 2.1. 1-2-6) and what must follow it: no label stands alone, and 3 - 5 is a range.
_LABEL = regex.compile(
    r"\s{0,8}+\p{Nd}{1,2}(?:[.-]\p{Nd}{1,2}){2,6}+\s++(?=[^\s\p{Nd}])|"
    r"\s{0,8}+(?:[-–—•*]\s)?\(?\p{Nd}{1,2}(?:\.\p{Nd}{1,2})*+\s?(?:\)|[.\-–—](?=\s|\p{Arabic}))[\s.\-–]{0,8}+(?=[^\s\p{Nd}])"
)
# Where an item may begin within a text: on a new line, behind a stop (« art. 19) » has none), and, with a bracket,
# within a sentence.
_BEGINNING = regex.compile(
    r"^|(?<=[.!?؟]\s)(?<!\b\p{Latin}{1,4}\.\s)|(?<=[:;؛,،]\s(?:et\s|و)?)(?=\(?\p{Nd}{1,2}\))", regex.MULTILINE
)


def unlabelled(side: Side, found: list[Number]) -> list[Number]:
    """The numbers ``found`` in a side without those that label the items of a list: « 1. », ٢-, (3)."""
    text = side.text
    if not any(number.digits and number.value < 100 for number in found):
        return found
    begins = {match.start() for match in _BEGINNING.finditer(text)}
    at = 0
    for sentence in side.sentences:
        begins.add(at)
        at += len(sentence.text) + 1
    labels = (match.span() for begin in begins if (match := _LABEL.match(text, begin)))
    labelled = {at for start, end in labels for at in range(start, end)}
    return [number for number in found if number.span.start not in labelled]
