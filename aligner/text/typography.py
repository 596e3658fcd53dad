"""The rules of French and Arabic typography that characters alone decide, built from the table ``typography.tsv``.

The rules of a language are looked for in one pass over a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from aligner.data import Span

TABLE = Path(__file__).with_name("typography.tsv")
THIN, FULL = "\u202f", "\u00a0"  # no-break spaces


@dataclass(frozen=True)
class Rule:
    """A rule of typography: what breaks it, and what should stand in the place of what is found."""

    message: str
    pattern: str
    repair: Callable[[str], str]
    severity: Literal["warning", "info"] = "info"


class Rules:
    """Some rules, looked for together; where two are broken at one place, the first counts."""

    def __init__(self, rules: list[Rule]) -> None:
        self._rules = {f"r{number}": rule for number, rule in enumerate(rules)}
        self._pattern = re.compile("|".join(f"(?P<{name}>{rule.pattern})" for name, rule in self._rules.items()))

    def broken(self, text: str) -> dict[Rule, list[Span]]:
        """The rules that ``text`` breaks, each with the places."""
        found: dict[Rule, list[Span]] = {}
        for match in self._pattern.finditer(text):
            found.setdefault(self._rules[match.lastgroup or ""], []).append(Span(*match.span()))
        return found


@cache
def _lines() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def _rows(rule: str, where: str) -> dict[str, list[str]]:
    """Value → signs or words, of a rule in a variant of French or in a language."""
    return {value: signs.split() for name, at, value, signs in _lines() if (name, at) == (rule, where)}


@cache
def words(rule: str, lang: str) -> frozenset[str]:
    """The words of ``twice`` (they may stand twice in a row) or ``once`` (they may not)."""
    return frozenset(_rows(rule, lang)[""])


@cache
def french(variant: str) -> Rules:
    """The rules of French in France ("FR", also for any variant that the table does not know), "CH" or "CA"."""
    before, after = _rows("before", variant), _rows("after", variant)
    if not before:
        return french("FR")
    spaces = {
        s: THIN if "thin" in way else FULL for rows in (before, after) for way, signs in rows.items() for s in signs
    }
    needed = [*before.get("thin", []), *before.get("full", [])]
    allowed = [*needed, *before.get("thin-or-none", [])]
    unwanted = before.get("none-or-thin", [])

    def set_off(found: str) -> str:
        sign = found.strip()
        return sign + spaces[sign] if sign == "«" else spaces[sign] + sign

    glued_after = r"|«(?=\S)" if "full" in after else ""
    rules = [
        Rule(
            f"French has a no-break space before {' '.join(allowed)} and after «.",
            rf"[ \u2009]{{1,9}}(?:{_ending(allowed)})|{_ending(needed, glued=True)}"
            rf"|«[ \u2009]{{1,9}}(?=\S){glued_after}",
            set_off,
        ),
        Rule(
            "No space stands before a comma, a full stop or a closing bracket, nor after an opening one.",
            r" {1,9}[,.)\]](?=[\s.,;:!?»)]|$)|[(\[] {1,9}(?=\S)",
            str.strip,
        ),
        Rule("Two spaces stand where one should.", r" (?<=\S ) +(?=\S)", lambda found: " "),
        Rule(
            "A space is missing after a sign of punctuation.",
            r",(?<=[a-zà-ÿ],)(?=[A-Za-zÀ-ÿ]{2})|[;!?](?<=\w.)(?=[A-Za-zÀ-ÿ]{2})"
            r"|\.(?<=[a-zà-ÿ]{2}\.)(?=[A-ZÀ-Ý][a-zà-ÿ])",
            lambda found: found + " ",
        ),
        Rule("Three dots are one sign in French: …", r"\.\.\.(?!\.)(?<!\.{4})", lambda found: "…"),
        Rule(
            "French groups digits by three with no-break spaces.",
            r"[1-9](?<![\d.,]\d)\d{0,2}(?:(?:,\d{3}){2,4}(?![\d,])|(?:\.\d{3}){2}(?![\d.])|(?: \d{3}){2,4}(?!\d))",
            lambda found: re.sub("[,. ]", THIN, found),
        ),
        Rule("A capital lacks its accent.", _unaccented(), _accented),
        Rule(
            "French is written with the digits 0 to 9.", "[٠-٩]+(?:[٫٬][٠-٩]+)*", lambda found: found.translate(_DIGITS)
        ),
        Rule(
            "The French has a sign of Arabic punctuation.",
            "[،؛؟٪](?<![ء-ي\u064b-\u0652].)",
            lambda found: found.translate(_SIGNS),
            "warning",
        ),
    ]
    if unwanted:
        message = f"Canadian French has no space before {' '.join(unwanted)}."
        rules.insert(0, Rule(message, rf"[ {FULL}]{{1,9}}(?:{_ending(unwanted)})", str.strip))
    return Rules(rules)


def _ending(signs: list[str], glued: bool = False) -> str:
    """The pattern of these signs where they end something; ``glued``: without a space before them."""
    ways = []
    for sign in signs:
        if sign in "%‰€$":
            ways.append(re.escape(sign) + (r"(?<=[0-9].)" if glued else "") + r"(?!\w)")
            continue
        before = (r"(?<=\S.)" if sign == "»" else r"(?<=[\w»)\]’”].)") if glued else ""
        after = r"(?=[\s»”\"\]!?.,…]|$)" if sign in ";:" else r"(?=[\s»”\"\])!?.,;…]|$)"  # not the smile of « :) »
        ways.append(re.escape(sign) + before + after)
    return "|".join(ways)


def _unaccented() -> str:
    wrong = sorted((word for words in _rows("accent", "fr").values() for word in words), key=len, reverse=True)
    rest = {word[0]: "|".join(other[1:] for other in wrong if other[0] == word[0]) for word in wrong}
    following = "|".join(
        word.replace("’", "['’]") if word.endswith("’") else rf"{word}(?!\w)" for word in words("a-grave", "fr")
    )
    starts = rf"A(?:(?<=^A)|(?<=[.!?] A))(?= (?:{following}))"
    return "|".join([*(rf"{letter}(?<![\w-].)(?:{ways})(?!\w)" for letter, ways in rest.items()), starts])


def _accented(found: str) -> str:
    return next((right for right, wrong in _rows("accent", "fr").items() if found in wrong), "À")


_DIGITS = {ord(digit): str(value) for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩")} | {ord("٫"): ",", ord("٬"): THIN}
_SIGNS = {ord("،"): ",", ord("؛"): f"{THIN};", ord("؟"): f"{THIN}?", ord("٪"): f"{FULL}%"}


@cache
def arabic() -> Rules:
    """The rules of Arabic."""
    meant = {latin: arabic for arabic, (latin,) in _rows("meant", "ar").items()}
    letter = "[ء-ي\u064b-\u0652]"
    return Rules(
        [
            Rule(
                "The Arabic has Latin punctuation where its own is meant.",
                rf"[{re.escape(''.join(meant))}](?<={letter}.)(?=[\s»”\")\]]|{letter}|$)",
                lambda found: meant[found],
            ),
            Rule(
                "No space stands before ، ؛ ؟ or a full stop in Arabic.",
                r" {1,9}[،؛؟.](?=[\s»”\")]|$)",
                str.strip,
            ),
            Rule(
                "A space is missing after a sign of punctuation in the Arabic.",
                rf"[،؛؟](?={letter})|[.:](?<={letter}{{3}}.)(?={letter}{{2}})",
                lambda found: found + " ",
            ),
            Rule(
                "The Arabic و is written together with the next word.", rf" و {{1,9}}(?={letter})", lambda found: " و"
            ),
            Rule("Two spaces stand where one should in the Arabic.", r" (?<=\S ) +(?=\S)", lambda found: " "),
            Rule("A sign of punctuation stands twice in the Arabic.", "،،+|؛؛+", lambda found: found[0]),
        ]
    )
