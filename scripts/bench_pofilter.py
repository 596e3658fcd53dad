"""The checks of translate-toolkit's pofilter, where the toolkit is installed (GPL: nothing of ours needs it)."""

from __future__ import annotations

from collections.abc import Sequence

# The filters made for what is planted; there are none for the other kinds.
FILTERS = {
    "number": ("numbers",),
    "date": ("numbers",),
    "name": ("acronyms", "simplecaps"),
    "clause cut": ("short",),
    "clause added": ("long",),
    "wrong partner": ("short", "long", "sentencecount"),
    "copied source": ("untranslated", "unchanged"),
    "quotation": ("doublequoting", "singlequoting"),
    "mark": ("urls", "emails"),
}


def filtered(pairs: Sequence[tuple[str, str]]) -> list[set[str]] | None:
    """The filters that each pair fails, or None without the toolkit."""
    try:
        from translate.filters import checks
        from translate.storage import po
    except ImportError:
        return None
    checker = checks.TeeChecker(
        checkerconfig=checks.CheckerConfig(targetlanguage="fr"),
        checkerclasses=[checks.StandardChecker, checks.StandardUnitChecker],
    )
    failed = []
    for ar, fr in pairs:
        unit = po.pounit(ar)
        unit.target = fr
        failed.append(set(checker.run_filters(unit)))
    return failed
