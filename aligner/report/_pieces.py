"""A text cut at the ends of the spans in it, each piece with the gravest finding on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

from aligner.data import SEVERITIES, Finding, Severity, Span


def pieces(text: str, marks: Iterable[tuple[Finding, tuple[Span, ...]]]) -> Iterator[tuple[int, str, Severity | None]]:
    """The pieces of ``text`` in order, each with where it begins. Spans may overlap, be empty or reach past the end."""
    changes: dict[int, Counter[Severity]] = {0: Counter(), len(text): Counter()}
    for finding, spans in marks:
        for span in spans:
            end = min(max(span.end, 0), len(text))
            changes.setdefault(min(max(span.start, 0), end), Counter())[finding.severity] += 1
            changes.setdefault(end, Counter())[finding.severity] -= 1
    depth = Counter[Severity]()
    for start, end in pairwise(sorted(changes)):
        depth.update(changes[start])
        yield start, text[start:end], next((severity for severity in SEVERITIES if depth[severity] > 0), None)
