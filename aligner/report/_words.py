"""Every word the reports say to the reader, so that they can be corrected or translated in one place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

from aligner.data import Report, Statement
from aligner.fidelity import losses, overall
from aligner.report import LEAST_LOSS
from aligner.report._visible import visible

SEVERITY = {"error": "Error", "warning": "Warning", "info": "Note"}
SEVERITIES = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")}

STATUS = {"paired": "Arabic and French", "source-only": "Arabic only", "target-only": "French only"}

# Check ids in a reader's words; a check that is not listed here goes by its id.
CHECK = {
    "omission": "Left out",
    "addition": "Added",
    "misaligned": "Not a rendering",
    "number": "Number",
    "quantity": "Unit or role",
    "date": "Date or time",
    "name": "Name",
    "negation": "Negation",
    "certainty": "Certainty",
    "attribution": "Who said it",
    "quotation": "Quotation",
    "term": "Glossary term",
    "consistency": "Consistency",
    "untranslated": "Not translated",
    "mark": "Link or sign",
    "typography": "Typography",
    "encoding": "Encoding",
}

NO_TARGET = "Nothing renders this Arabic."
NO_SOURCE = "No Arabic stands behind this French."
MOVED = "Moved: the French stands at another place of its text."
LONE = "No counterpart on the page."


def check(identifier: str) -> str:
    return CHECK.get(identifier) or visible(identifier)


def count(number: int | float, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def percent(share: float) -> str:
    """Rounded down: what is not whole must not read as 100%."""
    return f"{int(share * 100 + 1e-9)}%"


def title(report: Report) -> str:
    """The file names, as a reader would say them."""
    files = [PurePath(s.path.replace("\\", "/")).name if s.path != "-" else "standard input" for s in report.sources]
    return " and ".join(files) or "no file"


def span(lines: tuple[int, int]) -> str:
    """Line numbers: ``12`` or ``12–15``."""
    first, last = lines
    return str(first) if first == last else f"{first}–{last}"


def place(src: tuple[int, int] | None, tgt: tuple[int, int] | None) -> str:
    """Where a pair or statement stands: ``Arabic line 3, French lines 40–44``."""
    sides = (("Arabic", src), ("French", tgt))
    return ", ".join(f"{side} line{'s' * (at[0] != at[1])} {span(at)}" for side, at in sides if at)


def headline(figures: Mapping[str, int | float]) -> str:
    """The outcome in one sentence."""
    errors, warnings = figures["error"], figures["warning"]
    if not figures["paired"]:
        return "No Arabic statement could be paired with a French rendering."
    if errors:
        rest = f", and {count(warnings, 'more place deserves', 'more places deserve')} a look" if warnings else ""
        return f"{count(errors, 'error changes', 'errors change')} what the reader believes{rest}."
    if warnings:
        return f"No errors found; {count(warnings, 'place deserves', 'places deserve')} a look."
    return "Nothing found that a reviewer should look at."


def _fidelity(figures: Mapping[str, int | float]) -> str:
    """What the fidelity is, and what lowered it most."""
    lost = {key.removeprefix("loss:"): loss for key, loss in figures.items() if key.startswith("loss:")}
    return f"estimated chance that a reviewer finds no error in a pair{lowered(lost)}"


def lowered(lost: Mapping[str, float]) -> str:
    """What lowered a fidelity most, as the end of a sentence."""
    most = [f"{check(name)} ({100 * loss:.0f}%)" for name, loss in list(lost.items())[:3] if loss >= LEAST_LOSS]
    return f"; lowered most by: {', '.join(most)}" if most else ""


def fidelity(statement: Statement) -> str:
    """The fidelity of a statement in both languages, and what lowered it."""
    return f"Fidelity {percent(overall(statement.pairs))}{lowered(losses(statement.pairs))}"


def facts(figures: Mapping[str, int | float]) -> list[tuple[str, str, str]]:
    """The summary as (what, figure, in plain words)."""
    statements = [
        (figures["paired"], "in both languages"),
        (figures["source-only"], "in Arabic only"),
        (figures["target-only"], "in French only"),
    ]
    unmatched = [
        (figures["unmatched-source"], "Arabic sentence that nothing renders", "Arabic sentences that nothing renders"),
        (figures["unmatched-target"], "French sentence without Arabic", "French sentences without Arabic"),
    ]
    moved = figures.get("moved", 0)
    elsewhere = [count(moved, "pair stands in another order", "pairs stand in another order")] if moved else []
    findings = [count(figures[name], *SEVERITIES[name]) for name in SEVERITIES if figures[name]]
    return [
        ("Findings", f"{figures['findings']:,}", ", ".join(findings) or "nothing found"),
        ("Statements", f"{figures['statements']:,}", ", ".join(f"{n:,} {words}" for n, words in statements if n)),
        (
            "Sentence pairs",
            f"{figures['pairs']:,}",
            ", ".join([*(count(n, one, many) for n, one, many in unmatched if n), *elsewhere])
            or ("no sentence left without its pair" if figures["pairs"] else "nothing to compare"),
        ),
        (
            "Fidelity",
            percent(figures["fidelity"]) if figures["pairs"] else "–",
            _fidelity(figures) if figures["pairs"] else "nothing to compare",
        ),
    ]
