"""The audit as one self-contained web page: French on the left, Arabic on the right, findings marked in place.

Template, style and script stand beside this module as ``page.html.jinja``, ``page.css`` and ``page.js``. The page
forbids itself everything but that style and that script, by their hashes, so nothing in a user's text can run or call.
"""

from __future__ import annotations

import base64
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from aligner.data import SEVERITIES, Finding, Pair, Report, Span, Statement
from aligner.report import _words, lines, summary
from aligner.report._visible import ARABIC, HIDDEN, name, visible

_FIRST = 8  # findings listed on the first screen before the rest folds away


@dataclass(frozen=True, slots=True)
class Note:
    """A finding with its number on the page, and the statement and pair it belongs to."""

    number: int
    finding: Finding
    statement: int
    pair: Pair

    @property
    def in_source(self) -> bool:
        return bool(self.finding.src and self.pair.src)

    @property
    def placed(self) -> bool:
        return self.in_source or bool(self.finding.tgt and self.pair.tgt)


@dataclass(frozen=True, slots=True)
class Row:
    pair: Pair
    src: Markup
    tgt: Markup
    notes: list[Note]


@dataclass(frozen=True, slots=True)
class Section:
    number: int
    statement: Statement
    rows: list[Row]


def render(report: Report) -> str:
    """The report as an HTML document that needs no other file and no network."""
    figures = summary(report)
    sections = _sections(report)
    notes = [note for section in sections for row in section.rows for note in row.notes]
    found = {severity: [n for n in notes if n.finding.severity == severity] for severity in SEVERITIES}
    style, script = _read("page.css"), _read("page.js")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    environment.filters.update(safe_text=_safe_text, message=message, visible=visible, span=_words.span)
    page = environment.from_string(_read("page.html.jinja")).render(
        report=report,
        figures=figures,
        sections=sections,
        found=found,
        first=_FIRST,
        checks=sorted({note.finding.check for note in notes}),
        clean=any(not row.notes for s in sections if s.statement.status == "paired" for row in s.rows),
        lines=lines,
        words=_words,
        style=Markup(style),  # noqa: S704  both are files of this package
        script=Markup(script),  # noqa: S704
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
    )
    return page.rstrip("\n") + "\n"


def _sections(report: Report) -> list[Section]:
    sections, count = [], 0
    for number, statement in enumerate(report.statements, 1):
        rows = []
        for pair in statement.pairs:
            notes = [Note(count + place, finding, number, pair) for place, finding in enumerate(pair.findings, 1)]
            count += len(notes)
            src = _marked(pair.src_text, [(n, n.finding.src) for n in notes], {n.number for n in notes if n.in_source})
            tgt = _marked(
                pair.tgt_text, [(n, n.finding.tgt) for n in notes], {n.number for n in notes if not n.in_source}
            )
            rows.append(Row(pair, src, tgt, notes))
        sections.append(Section(number, statement, rows))
    return sections


def _marked(text: str, marks: Sequence[tuple[Note, Sequence[Span]]], anchors: set[int]) -> Markup:
    """``text`` with its spans marked and numbered. Spans may overlap, nest, be empty or reach past the end.

    The text is cut at every end of a span and each piece marked by the gravest finding on it. ``anchors`` are the
    numbers whose first mark here can be linked to: an id may stand only once on a page.
    """
    opening: dict[int, list[Note]] = defaultdict(list)
    closing: dict[int, list[Note]] = defaultdict(list)
    for note, spans in marks:
        for span in spans:
            end = min(max(span.end, 0), len(text))
            start = min(max(span.start, 0), end)
            opening[start].append(note)
            closing[end].append(note)
    out: list[Markup] = []
    active: list[Note] = []
    pending = set(anchors)
    cuts = sorted({0, len(text), *opening, *closing})
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        active.extend(opening[start])
        for note in closing[start]:
            active.remove(note)
            out.append(_reference(note, anchor=note.number in pending))
            pending.discard(note.number)
        piece = _safe_text(text[start:end])
        if piece and active:
            severity = min((note.finding.severity for note in active), key=SEVERITIES.index)
            numbers = " ".join(str(number) for number in sorted({note.number for note in active}))
            piece = Markup('<mark class="{}" data-f="{}">{}</mark>').format(severity, numbers, piece)
        out.append(piece)
    return Markup("").join(out)


def _reference(note: Note, *, anchor: bool) -> Markup:
    place = Markup(' id="m{}"').format(note.number) if anchor else Markup("")
    label = _words.SEVERITY[note.finding.severity]
    return Markup('<a class="ref {}"{} href="#f{}" aria-label="{} {}">{}</a>').format(
        note.finding.severity, place, note.number, label, note.number, note.number
    )


def _safe_text(text: str) -> Markup:
    """``text`` escaped, with hidden characters named in small print."""
    out, at = [], 0
    for match in HIDDEN.finditer(text):
        out.append(escape(text[at : match.start()]))
        out.append(Markup('<bdi class="hid" dir="ltr">{}</bdi>').format(name(match[0])))
        at = match.end()
    return Markup("").join([*out, escape(text[at:])])


def message(text: str) -> Markup:
    """An English message in which every run of Arabic is isolated and named as Arabic."""
    out, at = [], 0
    for match in ARABIC.finditer(text):
        out.append(_safe_text(text[at : match.start()]))
        out.append(Markup('<bdi lang="ar" dir="rtl">{}</bdi>').format(_safe_text(match[0])))
        at = match.end()
    return Markup("").join([*out, _safe_text(text[at:])])


def _read(file: str) -> str:
    return files("aligner.report").joinpath(file).read_text("utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
