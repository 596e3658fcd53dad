"""What the reader gets: one module a form. The file is the registration.

A form module has ``render(report) -> str | bytes``, or, when it only needs the pairs, one after the other,
``stream(pairs, sources) -> Iterator[str | bytes]``, a piece for each pair as it comes.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType

from aligner.data import SEVERITIES, Block, Pair, Report, Sentence, Source
from aligner.errors import UsageError
from aligner.fidelity import losses

# A smaller loss of fidelity is not worth a word.
LEAST_LOSS = 0.005


def names() -> list[str]:
    """The forms a report can take, such as ``html`` and ``json``."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if not module.name.startswith("_"))


def require(to: str) -> None:
    """Raises UsageError, with the forms there are, if ``to`` is not one of them."""
    if to not in names():
        raise UsageError(f"There is no report form {to!r}; choose one of: {', '.join(names())}.")


def render(report: Report, to: str) -> str | bytes:
    """``report`` in the form ``to``: a text, or the bytes of a file that is none or that has an encoding of its own.

    Raises UsageError, with the forms there are, if that is not one of them.
    """
    require(to)
    form = _form(to)
    if hasattr(form, "render"):
        made: str | bytes = form.render(report)
        return made
    pieces = list(form.stream(pairs_of(report), report.sources))
    return b"".join(pieces) if pieces and isinstance(pieces[0], bytes) else "".join(pieces)


def streams(to: str) -> bool:
    """Whether the form needs no more than the pairs, one after the other. Raises UsageError if it is unknown."""
    require(to)
    return hasattr(_form(to), "stream")


def stream(pairs: Iterable[Pair], sources: tuple[Source, ...], to: str) -> Iterator[str | bytes]:
    """What :func:`render` gives for a report with these pairs, in pieces, in a form that :func:`streams`."""
    pieces: Iterator[str | bytes] = _form(to).stream(pairs, sources)
    return pieces


def pairs_of(report: Report) -> Iterator[Pair]:
    """All pairs of a report, in order."""
    return (pair for statement in report.statements for pair in statement.pairs)


def _form(to: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{to}")


def summary(report: Report) -> dict[str, int | float]:
    """The figures of a report, flat.

    ``pairs`` have both sides; ``unmatched-source`` and ``unmatched-target`` count the sentences of paired statements
    that have none on the other side. ``moved`` counts the pairs that stand in another order, if any; ``check:ID``
    counts the findings of a check, for each that found something, and ``loss:ID`` says what part of the fidelity they
    took (see ``aligner.fidelity.losses``).
    """
    status = Counter(statement.status for statement in report.statements)
    pairs = [pair for statement in report.statements for pair in statement.pairs]
    lone = [pair for s in report.statements if s.status == "paired" for pair in s.pairs if not (pair.src and pair.tgt)]
    findings = [finding for pair in pairs for finding in pair.findings]
    moved = sum(pair.moved for pair in pairs)
    severity = Counter(finding.severity for finding in findings)
    checks = Counter(finding.check for finding in findings)
    return {
        "sources": len(report.sources),
        "statements": len(report.statements),
        "paired": status["paired"],
        "source-only": status["source-only"],
        "target-only": status["target-only"],
        "pairs": sum(bool(pair.src and pair.tgt) for pair in pairs),
        "unmatched-source": sum(len(pair.src) for pair in lone),
        "unmatched-target": sum(len(pair.tgt) for pair in lone),
        **({"moved": moved} if moved else {}),
        "findings": len(findings),
        **{name: severity[name] for name in SEVERITIES},
        **{f"check:{check}": checks[check] for check in sorted(checks)},
        "fidelity": round(report.fidelity, 4),
        **{f"loss:{check}": round(loss, 4) for check, loss in losses(_judged(report)).items() if loss >= LEAST_LOSS},
    }


def _judged(report: Report) -> list[Pair]:
    """The pairs whose fidelity makes that of the report."""
    return [pair for statement in report.statements if statement.status == "paired" for pair in statement.pairs]


def lines(parts: Sequence[Block | Sentence]) -> tuple[int, int] | None:
    """First and last line that ``parts`` stand on, from 1; None if there are no parts."""
    if not parts:
        return None
    return min(part.lines[0] for part in parts), max(part.lines[1] for part in parts)
