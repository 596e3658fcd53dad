"""The audit as a Word document: French on the left, Arabic on the right, each finding a comment on its words.

A comment can stand on one side only: it is set on the French, which its reader will correct, and on the Arabic where
nothing in the French is concerned. All words of a finding are marked on both sides.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple
from xml.sax.saxutils import escape  # writes only

import regex

from aligner.data import Finding, Pair, Report, Severity, Span, Statement
from aligner.report import _words, lines, summary
from aligner.report._pieces import pieces
from aligner.report._visible import ARABIC, visible

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE = (1980, 1, 1, 0, 0, 0)  # equal reports give equal bytes

# Character styles of the marks (see docx.styles.xml).
_STYLE: dict[Severity, str] = {"error": "AuditError", "warning": "AuditWarning", "info": "AuditNote"}
# Columns in twentieths of a point, on a landscape page of A4.
_WIDTHS = (1250, 6700, 6700)
# Words of the Latin alphabet within Arabic, addresses as a whole.
_LATIN = regex.compile(r"\p{Latin}(?:[\p{Latin}\p{M}\d]|[\-.:/@_'’&=?#%+](?=[\p{Latin}\d/]))*+")
# LibreOffice takes no direction of a paragraph into its comments, so a mark sets that of figures at the beginning.
_MARK = "<w:r><w:rPr><w:rtl/></w:rPr><w:t>\u200f</w:t></w:r>"
_BREAK = re.compile(r"(\r\n?|[\n\x0c]|\t)")


class _Anchor(NamedTuple):
    """Where in a text the comment of this number stands."""

    start: int
    end: int
    comment: int


class _Comments:
    """The comments so far."""

    def __init__(self) -> None:
        self.parts: list[str] = []

    def add(self, finding: Finding, pair: Pair) -> int:
        number = len(self.parts)
        head = f"{_words.SEVERITY[finding.severity].upper()} {_words.check(finding.check)}. "
        body = _paragraph("CommentText", _run(head, "<w:b/>") + _latin(finding.message))
        body += "".join(_more(finding, pair))
        self.parts.append(f'<w:comment w:id="{number}" w:author="aligner" w:initials="A">{body}</w:comment>')
        return number


def render(report: Report) -> bytes:
    """The document, which needs nothing else."""
    comments = _Comments()
    body = "".join(_body(report, comments))
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations([("officeDocument", "word/document.xml")]),
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}{_section()}</w:body></w:document>',
        "word/comments.xml": f'<w:comments xmlns:w="{_W}">{"".join(comments.parts)}</w:comments>',
        "word/styles.xml": files("aligner.report").joinpath("docx.styles.xml").read_text("utf-8"),
        "word/_rels/document.xml.rels": _relations([("styles", "styles.xml"), ("comments", "comments.xml")]),
    }
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text if text.startswith("<?xml") else _HEAD + text)
    return sink.getvalue()


def _body(report: Report, comments: _Comments) -> Iterator[str]:
    figures = summary(report)
    yield _paragraph("Title", _latin(f"Arabic–French fidelity audit: {_words.title(report)}"))
    yield _paragraph("Subtitle", _latin(_words.headline(figures)))
    for what, figure, detail in _words.facts(figures):
        yield _paragraph("Fact", _run(f"{what}: {figure}", "<w:b/>") + _latin(f" – {detail}"))
    number = 1
    for at, statement in enumerate(report.statements, 1):
        who = " · ".join(part for part in (statement.author, statement.handle, statement.time) if part)
        yield _paragraph("Heading1", _latin(f"{at}. {who or 'Statement'}"))
        alone = statement.status != "paired"
        about = [
            _words.STATUS[statement.status],
            _words.place(lines(statement.src), lines(statement.tgt)),
            _words.LONE if alone else _words.fidelity(statement),
        ]
        yield _paragraph("Fact", _latin("; ".join(part for part in about if part)))
        yield from _table(statement, number, comments)
        number += len(statement.pairs)
    if report.furniture:
        yield _paragraph("Heading1", _latin("Left out of the comparison"))
        for part in report.furniture:
            yield _paragraph("Fact", _latin(f"{_words.span(part.lines)} ({part.kind}): {part.text}"))
    yield _paragraph("Heading1", _latin("How this report was made"))
    for source in report.sources:
        about_source = f"{_words.count(source.bytes, 'byte', 'bytes')}, {source.format}, {source.encoding}"
        yield _paragraph("Fact", _latin(f"{source.path}: {about_source}, SHA-256 {source.sha256}"))
    yield _paragraph("Fact", _latin(f"Signature: {report.signature}"))
    for note in report.notes:
        yield _paragraph("Fact", _latin(f"Remark: {note}"))


def _table(statement: Statement, number: int, comments: _Comments) -> Iterator[str]:
    if not statement.pairs:
        return
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    yield f'<w:tbl><w:tblPr><w:tblStyle w:val="AuditTable"/><w:tblW w:w="{sum(_WIDTHS)}" w:type="dxa"/>'
    yield f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    head = [_paragraph("TableHead", _run("Pair")), _paragraph("TableHead", _run("French"))]
    yield _row([*head, _paragraph("Arabic", _run("Arabic", "<w:b/>"))], "<w:cantSplit/><w:tblHeader/>")
    for at, pair in enumerate(statement.pairs, number):
        sides = _sides(pair, comments)
        figure = f"{at} · {_words.percent(pair.fidelity)}" if statement.status == "paired" else str(at)
        about = [figure, *([pair.id] if pair.id else []), *(["moved"] if pair.moved else [])]
        figures = "".join(_paragraph("Figure", _latin(line)) for line in about)
        yield _row([figures, _paragraph("French", sides[0]), _paragraph("Arabic", sides[1])], "<w:cantSplit/>")
    yield "</w:tbl>"


def _row(cells: Sequence[str], properties: str) -> str:
    inside = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(_WIDTHS, cells, strict=True)
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def _sides(pair: Pair, comments: _Comments) -> tuple[str, str]:
    """French and Arabic with their marks, and where their comments stand."""
    french: list[_Anchor] = []
    arabic: list[_Anchor] = []
    for finding in pair.findings:
        comment = comments.add(finding, pair)
        on_french = bool(pair.tgt) and bool(finding.tgt or not (finding.src and pair.src))
        side, text, spans = (french, pair.tgt_text, finding.tgt) if on_french else (arabic, pair.src_text, finding.src)
        span = spans[0] if spans else Span(0, len(text))
        end = min(max(span.end, 0), len(text))
        side.append(_Anchor(min(max(span.start, 0), end), end, comment))
    return (
        _marked(pair.tgt_text, [(f, f.tgt) for f in pair.findings], french, _latin),
        _marked(pair.src_text, [(f, f.src) for f in pair.findings], arabic, _arabic),
    )


def _marked(
    text: str,
    marks: Iterable[tuple[Finding, tuple[Span, ...]]],
    anchors: Sequence[_Anchor],
    runs: Callable[[str, str], str],
) -> str:
    """The runs of a text. It is cut at every end of a span, so that comments begin and end between two runs."""
    opening: dict[int, list[int]] = defaultdict(list)
    closing: dict[int, list[int]] = defaultdict(list)
    for anchor in anchors:
        opening[anchor.start].append(anchor.comment)
        closing[anchor.end].append(anchor.comment)
    out: list[str] = []
    active: set[int] = set()

    def pass_by(place: int) -> None:
        """Ends and begins the comments of a place; one without words begins and ends there."""
        for comment in [c for c in closing[place] if c in active]:
            out.append(_end_of_comment(comment))
        for comment in opening[place]:
            out.append(f'<w:commentRangeStart w:id="{comment}"/>')
            active.add(comment)
            if comment in closing[place]:
                out.append(_end_of_comment(comment))

    for start, piece, severity in pieces(text, marks):
        pass_by(start)
        out.append(runs(piece, f'<w:rStyle w:val="{_STYLE[severity]}"/>' if severity else ""))
    pass_by(len(text))
    return "".join(out)


def _end_of_comment(comment: int) -> str:
    return (
        f'<w:commentRangeEnd w:id="{comment}"/>'
        f'<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="{comment}"/></w:r>'
    )


def _more(finding: Finding, pair: Pair) -> Iterator[str]:
    """What a comment says below the message: the words that it does not name, the suggestion."""

    def words(text: str, spans: Sequence[Span]) -> str:
        parts = (text[max(span.start, 0) : max(span.end, 0)] for span in spans)
        return " … ".join(part for part in parts if part not in ("", text) and part not in finding.message)

    if french := words(pair.tgt_text, finding.tgt):
        yield _paragraph("CommentText", _latin(f"French: {french}"))
    if arabic := words(pair.src_text, finding.src):
        yield _paragraph("CommentArabic", _MARK + _arabic(arabic))
    if finding.suggestion is not None:
        yield _paragraph("CommentText", _latin(f"Suggested: {finding.suggestion}"))


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _latin(text: str, look: str = "") -> str:
    """The runs of a text from left to right; Arabic in it runs from right to left."""
    return _runs(text, ARABIC, look, f"{look}<w:rtl/>")


def _arabic(text: str, look: str = "") -> str:
    """The runs of a text from right to left; Latin words in it run from left to right."""
    return _runs(text, _LATIN, f"{look}<w:rtl/>", look)


def _runs(text: str, other: regex.Pattern[str], look: str, other_look: str) -> str:
    out, at, shown = [], 0, visible(text)
    for match in other.finditer(shown):
        out += [_run(shown[at : match.start()], look), _run(match[0], other_look)]
        at = match.end()
    return "".join([*out, _run(shown[at:], look)])


def _run(text: str, look: str = "") -> str:
    if not text:
        return ""
    inside = "".join(map(_piece, _BREAK.split(visible(text))))
    return f"<w:r><w:rPr>{look}</w:rPr>{inside}</w:r>"


def _piece(text: str) -> str:
    if _BREAK.fullmatch(text):
        return "<w:tab/>" if text == "\t" else "<w:br/>"
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


def _section() -> str:
    """A landscape page of A4."""
    return (
        '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1000" w:right="1000" '
        'w:bottom="1000" w:left="1000" w:header="500" w:footer="500" w:gutter="0"/></w:sectPr>'
    )


def _types() -> str:
    kinds = (("document", "document.main"), ("styles", "styles"), ("comments", "comments"))
    parts = "".join(f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in kinds)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    inside = (
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(inside)}</Relationships>'
