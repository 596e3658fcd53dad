"""The values that pass from step to step. This module imports nothing of ours (but when a notebook shows a value).

Offsets are half-open, count Unicode code points, and always point into untouched text.
Line numbers begin at 1 and both ends are inclusive, as an editor shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Lang = Literal["ar", "fr", "und"]
Severity = Literal["error", "warning", "info"]
Status = Literal["paired", "source-only", "target-only"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Span(NamedTuple):
    """Half-open range of characters: ``text[start:end]``."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or table cell of a document.

    ``text`` is ``document.text[start:start + len(text)]``. ``gap`` says that the layout sets the block apart
    from the one before it (a blank line, a new element). ``cell`` is (table, row, column), from 0, in a table. A "post"
    opens a post of a list of posts: author, handle, time and id, with tabs between them, of what follows.
    """

    text: str
    start: int
    lines: tuple[int, int]
    kind: Literal["paragraph", "heading", "item", "cell", "rule", "post"] = "paragraph"
    gap: bool = False
    cell: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a text came from: enough to show later that the same bytes were read."""

    path: str
    sha256: str
    bytes: int
    format: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file as text. ``text`` is what the reader extracted, untouched; the blocks cover it in reading order.

    ``notes`` say what was left out that may matter.
    """

    source: Source
    text: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document: ``text`` is ``document.text[start:start + len(text)]``.

    ``number`` is its place among the document's sentences, from 0.
    """

    text: str
    start: int = 0
    lines: tuple[int, int] = (1, 1)
    number: int = 0

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to look at in a pair. ``src`` and ``tgt`` are spans into the pair's two texts."""

    check: str
    severity: Severity
    message: str
    src: tuple[Span, ...] = ()
    tgt: tuple[Span, ...] = ()
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences that render each other (a bead): Arabic ``src``, French ``tgt``; one side may be empty.

    ``score`` in 0…1 says how sure the link is; ``fidelity`` in 0…1 how likely a reviewer finds no error in it.
    ``moved``: the French stands at another place of its text than the Arabic of its own. ``id`` is what the file that
    it was read from calls it, if anything.
    """

    src: tuple[Sentence, ...]
    tgt: tuple[Sentence, ...]
    score: float = 0.0
    fidelity: float = 1.0
    findings: tuple[Finding, ...] = ()
    moved: bool = False
    id: str = ""

    @property
    def src_text(self) -> str:
        return " ".join(s.text for s in self.src)

    @property
    def tgt_text(self) -> str:
        return " ".join(s.text for s in self.tgt)

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from aligner.report import _notebook

        return _notebook.pair(self)


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said, in Arabic, in French or in both: blocks of the page and, later, their sentence pairs."""

    src: tuple[Block, ...]
    tgt: tuple[Block, ...]
    author: str | None = None
    handle: str | None = None
    time: str | None = None
    pairs: tuple[Pair, ...] = ()

    @property
    def status(self) -> Status:
        if self.src and self.tgt:
            return "paired"
        return "source-only" if self.src else "target-only"


@dataclass(frozen=True, slots=True)
class Furniture:
    """A line of the page that is not part of any statement, and why: kept, so that nothing vanishes unseen."""

    text: str
    lines: tuple[int, int]
    kind: str


@dataclass(frozen=True, slots=True)
class Report:
    """The result of an audit."""

    signature: str
    sources: tuple[Source, ...]
    statements: tuple[Statement, ...]
    furniture: tuple[Furniture, ...] = ()
    fidelity: float = 1.0
    notes: tuple[str, ...] = field(default=())

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from aligner.report import _notebook

        return _notebook.report(self)
