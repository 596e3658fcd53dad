"""Pairs and reports as a notebook shows them: a piece of a page with its styles in place, which needs nothing else.

Colours are those of the finding's severity over whatever ground the notebook has, light or dark. Texts are escaped, and
each stands in an element of its own direction, so that neither language can reorder the other.
"""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from aligner.data import SEVERITIES, Finding, Pair, Report, Severity, Span
from aligner.report import _words, summary
from aligner.report._pieces import pieces
from aligner.report._visible import visible
from aligner.report.html import message

# Pairs of a report that are shown, those with findings first.
MOST = 20
# Characters of a text that are shown.
LONGEST = 4000

_COLOUR: dict[Severity, str] = {"error": "#e5484d", "warning": "#d9860a", "info": "#4a80d4"}
_CELL = "vertical-align:top;padding:.4em .6em;border-top:1px solid rgba(128,128,128,.35);width:50%;line-height:1.5"
_TABLE = Markup('<table style="width:100%;table-layout:fixed;border-collapse:collapse;color:inherit">{}</table>')


def pair(shown: Pair) -> str:
    """A pair: French on the left, Arabic on the right, its findings marked in the texts and told below."""
    return str(_box(_TABLE.format(Markup("").join(_rows(shown)))))


def report(shown: Report) -> str:
    """A report: its figures, and the pairs with the gravest findings."""
    figures = summary(shown)
    counts = [_words.count(figures["pairs"], "pair", "pairs")]
    counts += [_words.count(figures[severity], *_words.SEVERITIES[severity]) for severity in SEVERITIES]
    head = Markup("<b>{}</b> · fidelity {} · {}").format(
        visible(_words.title(shown)), _words.percent(shown.fidelity), ", ".join(counts)
    )
    found = [(order, each) for order, each in enumerate(each for s in shown.statements for each in s.pairs)]
    graded = sorted((_grade(each), order, each) for order, each in found if each.findings)
    rows = [row for _, _, each in graded[:MOST] for row in _rows(each)]
    more = len(graded) - MOST
    parts = [head, _TABLE.format(Markup("").join(rows)) if rows else Markup("")]
    if more > 0:
        parts.append(
            Markup("<div>… and {} with findings</div>").format(_words.count(more, "other pair", "other pairs"))
        )
    parts.append(Markup('<div style="opacity:.65;font-size:85%">{}</div>').format(visible(shown.signature)))
    return str(_box(Markup("").join(parts)))


def _box(content: Markup) -> Markup:
    return Markup('<div style="max-width:70em;text-align:left;overflow-wrap:anywhere">{}</div>').format(content)


def _rows(shown: Pair) -> Iterable[Markup]:
    """The row of the texts, and one of what was found."""
    sides = (
        (shown.tgt_text, "fr", "ltr", "left", [(f, f.tgt) for f in shown.findings]),
        (shown.src_text, "ar", "rtl", "right", [(f, f.src) for f in shown.findings]),
    )
    cells = [
        Markup('<td lang="{}" dir="{}" style="{};text-align:{};unicode-bidi:isolate">{}</td>').format(
            lang, direction, _CELL, align, _marked(text, marks)
        )
        for text, lang, direction, align, marks in sides
    ]
    yield Markup("<tr>{}</tr>").format(Markup("").join(cells))
    told = [_told(finding) for finding in shown.findings]
    told.append(Markup('<span style="opacity:.65">fidelity {}</span>').format(_words.percent(shown.fidelity)))
    yield Markup('<tr><td colspan="2" style="padding:0 .6em .5em;text-align:left">{}</td></tr>').format(
        Markup("<br>").join(told)
    )


def _marked(text: str, marks: Iterable[tuple[Finding, tuple[Span, ...]]]) -> Markup:
    out: list[Markup] = []
    for start, piece, severity in pieces(text, marks):
        shown = Markup("{}").format(visible(piece[: max(LONGEST - start, 0)]))
        if severity and piece:
            colour = _COLOUR[severity]
            style = f"background:{colour}33;border-bottom:2px solid {colour};color:inherit"
            shown = Markup('<mark style="{}">{}</mark>').format(style, shown)
        out.append(shown)
    if len(text) > LONGEST:
        out.append(Markup(" …"))
    return Markup("").join(out)


def _told(finding: Finding) -> Markup:
    label = f"{_words.SEVERITY[finding.severity]}: {_words.check(finding.check)}."
    return Markup('<b style="border-bottom:2px solid {}">{}</b> <bdi dir="ltr">{}</bdi>').format(
        _COLOUR[finding.severity], label, message(finding.message)
    )


def _grade(shown: Pair) -> int:
    return min(SEVERITIES.index(finding.severity) for finding in shown.findings)
