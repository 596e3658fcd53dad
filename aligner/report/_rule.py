"""A check explained: when it fires, how grave that is, and its examples as a report shows them."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from aligner import checks
from aligner.model import load_model
from aligner.report.text import MARGIN, page_width, paired, put, safe, wrapped

SEVERITY = (
    "An error changes what the reader believes, a warning deserves a look, an info never counts. "
    "--severity {id}=warning (or error, info, off) sets that of all findings of this check."
)


def explain(check: str, console: Console) -> None:
    """Print what the check of this id does. Raises UsageError, with the ids there are, if there is none."""
    checks.require([check])
    put(_page(check, page_width(console)), console)


def _page(check: str, width: int) -> Iterator[Text]:
    (entry,) = (entry for entry in checks.catalogue() if entry.id == check)
    (family,) = (family for family in checks.families() if check in family.RULES)
    yield from wrapped(Text(check, "bold").append(f": {safe(entry.rule.description)}", "none"), width)
    for paragraph in inspect.cleandoc(family.__doc__ or "").split("\n\n"):
        yield Text()
        yield from wrapped(Text(safe(re.sub("``(.+?)``", r"\1", paragraph))), width)
    yield Text()
    yield from wrapped(Text(SEVERITY.format(id=check)), width)
    if entry.rule.glossary:
        yield Text()
        yield Text("With this glossary:", "bold")
        for row in entry.rule.glossary.splitlines():
            yield from wrapped(Text(safe(row)), width, MARGIN)
    for title, example in (("It fires on:", entry.rule.fires), ("It is silent on:", entry.rule.silent)):
        yield Text()
        yield Text(title, "bold")
        for pair in checks.example(entry, example, load_model()):
            yield from paired(pair, width)
