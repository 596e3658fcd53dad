"""No regular expression takes more than time in proportion to the text, whatever the text."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import regex

ROOT = Path(__file__).parents[1]

# Compiles what the package compiles, and what it compiles only when it is used, and prints it.
COLLECT = """
import importlib, json, pkgutil, re, regex, sys
found = {}
def watch(module, name):
    kept, compile = getattr(module, name), module._compile_ if hasattr(module, "_compile_") else module.compile
    def watched(pattern, *rest, **more):
        caller = sys._getframe(1).f_globals.get("__name__", "")
        if caller.startswith("aligner"):
            made = pattern
            if isinstance(pattern, (str, bytes)):
                made = compile(pattern, rest[0] if name == "compile" and rest else more.get("flags", 0))
            text = made.pattern if isinstance(made.pattern, str) else made.pattern.decode("latin-1")
            found[module.__name__, isinstance(made.pattern, bytes), text, made.flags] = caller, made
        return kept(pattern, *rest, **more)
    setattr(module, name, watched)
for module in (re, regex):
    module._compile_ = module.compile
    for name in ("compile", "match", "search", "fullmatch", "sub", "subn", "split", "findall", "finditer"):
        watch(module, name)
import aligner
for entry in pkgutil.walk_packages(aligner.__path__, "aligner."):
    if not entry.name.endswith("__main__"):
        importlib.import_module(entry.name)
from aligner import run, report
made = run.audit("corpora/tweets-two-blocks.txt")
for form in report.names():
    report.render(made, form)
def name(caller, made):
    return next((name for name, value in vars(sys.modules[caller]).items() if value is made), "")
print(json.dumps([[*key, caller, name(caller, made)] for key, (caller, made) in found.items()]))
"""
LENGTH, FEW = 8_000, 1_000
# A search of a text of this length takes far less if it is linear; these are seconds of the processor.
SUSPECT, HANGS = 0.03, 3.0
# Patterns that only see texts of so many characters: what calls them makes sure of that.
SHORT = {
    ("aligner.formats._spreadsheet", "_LITERAL"): 255,
    ("aligner.text.segment", "_LAST_WORD"): 40,
    ("aligner.furniture", ""): 200,
}
# Patterns that are compared by a function that gets them.
COMPARED = {("aligner.text.segment", "_TAIL")}
SEARCHES = frozenset("search finditer findall sub subn split".split())
SAMPLES = {
    r"\s": " \n", r"\S": "a", r"\w": "aب1_", r"\W": " .", r"\d": "1٣", r"\D": "a", r"\b": " a", r"\n": "\n",
    r"\t": "\t", r"\r": "\r", r"\x0b": "\x0b", r"\p": "aبA1é.", ".": "aب ", r"\Z": "", r"\A": "", r"\u": "", r"\x": "",
}  # fmt: skip
ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|.)|.", re.DOTALL)
WORD = re.compile(r"\w{2,}")


def patterns() -> list[list[Any]]:
    run = subprocess.run([sys.executable, "-c", COLLECT], cwd=ROOT, capture_output=True, check=True)
    rows: list[list[Any]] = json.loads(run.stdout)
    return rows


def searched(name: str, source: str) -> bool:
    """Whether a text is searched for the pattern of this name, not only compared at its beginning."""
    uses = set(re.findall(rf"\b{name}\.([a-z]+)\(", source)) if name else set()
    return not uses or not uses.isdisjoint(SEARCHES)


def letters(pattern: str) -> list[str]:
    """What may matter to a pattern: the signs that stand in it, samples of its classes, and its words."""
    found = dict.fromkeys(" aب1.")
    for match in ESCAPE.finditer(pattern):
        code = match[1] or match[2]
        sign = chr(int(code, 16)) if code else match[0]
        found.update(dict.fromkeys(SAMPLES.get(sign, sign[-1:])))
    words = sorted(set(WORD.findall(pattern)), key=len)
    return [*found, *words]


def pumped(pattern: str, chance: random.Random) -> Iterator[tuple[str, str, str]]:
    """What may come before, again and again, and after."""
    signs = letters(pattern)
    some = signs if len(signs) < 25 else chance.sample(signs, 25)
    for sign in some:
        yield "", sign, "\x01"
    for _ in range(20):
        unit = "".join(chance.choices(signs, k=chance.choice((2, 2, 3, 4))))
        yield chance.choice(["", *signs]), unit, chance.choice(["", "\x01", *signs])


def seconds(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def growth(compiled: Any, kind: str, parts: tuple[str, str, str], binary: bool, most: int) -> float:
    """How many times longer a text of four times the length takes; 4 or less if it takes no time worth telling."""

    def taking(length: int) -> float:
        before, unit, after = parts
        text: str | bytes = before + (unit * (length // len(unit) + 1))[:length] + after
        if binary:
            text = str(text).encode("utf-8")

        def run() -> object:
            if kind == "search":
                return sum(1 for _ in compiled.finditer(text))
            return compiled.fullmatch(text)

        return seconds(run)

    if taking(min(FEW // 10, most)) > SUSPECT:
        return float("inf")
    if taking(min(FEW, most)) > SUSPECT * 4:
        return float("inf")
    if most <= FEW or (long := taking(LENGTH)) < SUSPECT:
        return 0.0
    if long > HANGS:
        return float("inf")
    return min(taking(LENGTH) for _ in range(3)) / max(min(taking(LENGTH // 4) for _ in range(3)), 1e-4)


def test_time_in_proportion_to_the_text() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "aligner").rglob("*.py"))
    problems = []
    found = patterns()
    assert len(found) > 200
    for module, binary, text, flags, caller, name in found:
        compile_ = re.compile if module == "re" else regex.compile
        pattern: Any = compile_(text.encode("latin-1") if binary else text, flags)
        most = SHORT.get((caller, name), LENGTH)
        own = name.startswith("_") and (ROOT / f"{caller.replace('.', '/')}.py").is_file()
        uses = (ROOT / f"{caller.replace('.', '/')}.py").read_text(encoding="utf-8") if own else source
        compared = (caller, name) in COMPARED or not searched(name, uses)
        kinds = ("fullmatch",) if compared else ("search", "fullmatch")
        tries = ((parts, kind) for parts in pumped(text, random.Random(ascii(text))) for kind in kinds)
        slow = next((each for each in tries if growth(pattern, each[1], each[0], binary, most) > 9), None)
        if slow:
            problems.append(f"{caller}.{name} {text[:200]!r}: {slow}")
    assert not problems, "\n".join(problems)
