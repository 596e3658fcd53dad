"""Keep or reject: good pairs and pairs with planted noise, by our filters and by others where these are installed.

OPUSFILTER and HARDRULES name Python interpreters in whose environments opusfilter and bicleaner-hardrules are (default
/tmp/fv/opus/bin/python, /tmp/fv/bic/bin/python); hardrules runs without its language identifier and language models,
which need files that are fetched. MESSAGES is a folder of wheels (Django, Wagtail, …) out of whose message catalogues
the sentences in other languages come; without it no pair is in a wrong language.
"""

# ruff: noqa: S311, S603 (chance that can be repeated is what is wanted; the programs are named by whoever runs this)

from __future__ import annotations

import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from bench_documents import SCRAMBLED
from bench_plants import PLANTS
from plants.pool import Pair, Pool

from aligner.corpus.data import Row

SEED = 7
OPUSFILTER = os.environ.get("OPUSFILTER", "/tmp/fv/opus/bin/python")  # noqa: S108
HARDRULES = os.environ.get("HARDRULES", "/tmp/fv/bic/bin/python")  # noqa: S108
MESSAGES = os.environ.get("MESSAGES", "/tmp/fv/po")  # noqa: S108
# Pairs in the wrong language of a kind, at most.
FOREIGN = 330
TRAINING = 6000


class Judged(NamedTuple):
    """A pair and what was done to it ("" if it is good)."""

    src: str
    tgt: str
    noise: str


def filters(shared: Path, which: str = "dev") -> None:
    """Prints how well each filter tells good pairs from noise; ``which``: dev, or train to choose thresholds."""
    good = development(shared) if which == "dev" else training(shared)[:TRAINING]
    judged = list(noisy(good))
    print(
        f"{which}: {sum(not j.noise for j in judged):,} good pairs, {sum(map(bool, (j.noise for j in judged))):,} noisy"
    )
    for name, decide in SYSTEMS.items():
        start = time.perf_counter()
        reasons = decide(judged)
        if reasons is None:
            print(f"\n{name}: not installed")
            continue
        seconds = time.perf_counter() - start
        _print(name, judged, reasons, seconds)


def losses(shared: Path, *which: str) -> None:
    """Prints what the rules reject of the good pairs: training pairs, or those of development ("dev"), by rule."""
    from aligner.corpus.filters import first_reason

    pairs = development(shared) if "dev" in which else training(shared)
    found = [(first_reason(Row(src, tgt, 1.0)), src, tgt) for src, tgt in pairs]
    counts = Counter(reason for reason, *_ in found if reason)
    print(f"{sum(counts.values())} of {len(pairs)} lost: {sum(counts.values()) / len(pairs):.2%}")
    rng = random.Random(SEED)
    for reason, count in counts.most_common():
        print(f"\n{reason}: {count} ({count / len(pairs):.2%})")
        of_rule = [(src, tgt) for other, src, tgt in found if other == reason]
        for src, tgt in rng.sample(of_rule, min(8, count)):
            print(f"   {src[:150]}\n   {tgt[:150]}\n")


def speed(shared: Path) -> None:
    """Prints pairs a second of the rules alone, and of the near-duplicate signatures."""
    from aligner.corpus.filters import first_reason

    rows = [Row(src, tgt, 1.0) for src, tgt in training(shared)[:20_000]]
    start = time.process_time()
    for row in rows:
        first_reason(row)
    print(f"rules: {len(rows) / (time.process_time() - start):,.0f} pairs/s on one core")


def development(shared: Path) -> list[Pair]:
    """The good development pairs, in the order of their files."""
    pairs = []
    for name in ("flores200_devtest", "tico19", "tatoeba_test"):
        for line in (shared / "data" / "dev" / f"{name}.tsv").read_text(encoding="utf-8").splitlines():
            src, tgt, *document = (cell.strip() for cell in line.split("\t"))
            if src and tgt and not SCRAMBLED.intersection(document):
                pairs.append((src, tgt))
    return pairs


def training(shared: Path) -> list[Pair]:
    """The training pairs of sources that may be shipped, shuffled: what thresholds are chosen on."""
    data, pairs = shared / "data", []
    for line in (data / "SOURCES.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        path = data / "train" / f"{cells[0]}.tsv"
        if len(cells) > 3 and cells[3].startswith("yes") and path.is_file():
            rows = (row.split("\t") for row in path.read_text(encoding="utf-8").splitlines())
            pairs += [
                (row[0].strip(), row[1].strip()) for row in rows if len(row) > 1 and row[0].strip() and row[1].strip()
            ]
    random.Random(SEED).shuffle(pairs)
    return pairs


def noisy(pairs: list[Pair]) -> Iterator[Judged]:
    """Every second pair as it is, the others with one kind of noise each, in turn; then pairs in wrong languages."""
    pool, rng = Pool(pairs), random.Random(SEED)
    turn = 0
    for place, (src, tgt) in enumerate(pairs):
        if place % 2 == 0:
            yield Judged(src, tgt, "")
            continue
        for shift in range(len(NOISE)):
            kind = list(NOISE)[(turn + shift) % len(NOISE)]
            changed = NOISE[kind](src, tgt, rng, pool)
            if changed is not None and changed != (src, tgt):
                yield Judged(*changed, kind)
                turn += 1
                break
    yield from foreign()


def _half(text: str) -> str | None:
    words = text.split()
    return " ".join(words[: len(words) // 2]) if len(words) >= 6 else None


def _cut_french(src: str, tgt: str, rng: random.Random, pool: Pool) -> Pair | None:
    cut = _half(tgt)
    return None if cut is None else (src, cut)


def _cut_arabic(src: str, tgt: str, rng: random.Random, pool: Pool) -> Pair | None:
    cut = _half(src)
    return None if cut is None else (cut, tgt)


NOISE: dict[str, Callable[[str, str, random.Random, Pool], Pair | None]] = {
    "wrong partner": PLANTS["wrong partner"].planter,
    "next sentence": PLANTS["neighbour"].planter,
    "French cut in half": _cut_french,
    "Arabic cut in half": _cut_arabic,
    "clause cut": PLANTS["clause cut"].planter,
    "Arabic on both sides": lambda src, tgt, rng, pool: (src, src),
    "French on both sides": lambda src, tgt, rng, pool: (tgt, tgt),
    "four Arabic words left": PLANTS["copied source"].planter,
    "mojibake": PLANTS["mojibake"].planter,
    "number changed": PLANTS["number"].planter,
}


def foreign() -> Iterator[Judged]:
    """Messages whose other side is no French or no Arabic, but renders it."""
    rng = random.Random(SEED)
    wheels = sorted(Path(MESSAGES).glob("*.whl")) if Path(MESSAGES).is_dir() else []
    for lang in ("en", "es", "fa", "ur", "it", "pt", "de"):
        made: dict[Judged, None] = {}
        for wheel in wheels:
            texts = _catalogues(wheel, ("ar", "fr", lang))
            for message in texts["ar"].keys() & texts["fr"].keys():
                other = message if lang == "en" else texts[lang].get(message, "")
                if len(other.split()) < 4 or other in (texts["fr"][message], texts["ar"][message]):
                    continue
                sides = (other, texts["fr"][message]) if lang in ("fa", "ur") else (texts["ar"][message], other)
                made[Judged(*sides, f"in {lang}")] = None
        yield from rng.sample(sorted(made), min(FOREIGN // 3, len(made)))


_ENTRY = re.compile(r'^msgid ((?:"(?:[^"\\]|\\.)*"\n)+)msgstr ((?:"(?:[^"\\]|\\.)*"\n)+)', re.MULTILINE)


def _catalogues(wheel: Path, langs: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Language → message → its translation, of messages that are plain text."""
    texts: dict[str, dict[str, str]] = {lang: {} for lang in langs}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if (found := re.search(r"/locale/(\w+)/LC_MESSAGES/\w+\.po$", name)) and found[1] in texts:
                for match in _ENTRY.finditer(archive.read(name).decode("utf-8")):
                    key, value = ("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', side)) for side in match.groups())
                    if value and not re.search(r"[%{}<>\\_&]|https?:", key + value):
                        texts[found[1]][key] = value
    return texts


def _rules(judged: list[Judged]) -> list[str]:
    from aligner.corpus.filters import first_reason

    return [first_reason(Row(src, tgt, 1.0)) for src, tgt, _ in judged]


def _rules_and_checks(judged: list[Judged]) -> list[str]:
    from aligner.corpus.filters import filtered

    return [reason for _, reason in filtered(Row(src, tgt, 1.0) for src, tgt, _ in judged)]


_OPUSFILTER = """
import json, logging, sys, subprocess, pathlib
from ruamel.yaml import YAML
logging.disable(logging.CRITICAL)
from opusfilter import filters, lid
src, tgt, *rest = sys.argv[1:]
program = str(pathlib.Path(sys.executable).parent / "opusfilter-autogen")
options = ["--method", "defaults", "--files", src, tgt, "--langs", "ar", "fr", "--scripts", "Arabic", "Latin"]
made = subprocess.run([program, *options], capture_output=True, text=True, check=True)
steps = YAML(typ="safe").load(made.stdout)["steps"][0]["parameters"]["filters"]
classes = {**vars(filters), **vars(lid)}
chain = []
for step in steps:
    (name, parameters), = step.items()
    parameters = {k: v for k, v in parameters.items() if v is not None and k != "name"}
    if name in rest: continue
    chain.append((name, classes[name](**parameters)))
for pair in zip(open(src, encoding="utf-8"), open(tgt, encoding="utf-8")):
    pair = [side.rstrip("\\n") for side in pair]
    reason = next((name for name, one in chain if not one.accept(next(iter(one.score([pair]))))), "")
    print(json.dumps(reason))
"""

_HARDRULES = """
import json, sys, types
class FastSpell:
    def __init__(self, *_, **__): pass
stub = types.ModuleType("fastspell"); stub.FastSpell = FastSpell
sys.modules["fastspell"] = stub
lm = types.ModuleType("hardrules.lm"); lm.load_lm_filter = None
import hardrules
sys.modules["hardrules.lm"] = lm
tokenizer = types.ModuleType("hardrules.tokenizer"); tokenizer.Tokenizer = None
sys.modules["hardrules.tokenizer"] = tokenizer
from hardrules.hardrules import Hardrules
config = {"no_wrong_language": False, **json.loads(sys.argv[3])}
rules = Hardrules(types.SimpleNamespace(disable_lm_filter=True, lm_threshold=0, disable_porn_removal=True,
    disable_lang_ident=True, source_lang="ar", target_lang="fr", run_all_rules=False, disable_minimal_length=False,
    rules_config=config))
for pair in zip(open(sys.argv[1], encoding="utf-8"), open(sys.argv[2], encoding="utf-8")):
    print(json.dumps(rules.wrong_tu(*(side.strip() for side in pair)) or ""))
"""


def _other(interpreter: str, program: str, *arguments: str) -> Callable[[list[Judged]], list[str] | None]:
    def run(judged: list[Judged]) -> list[str] | None:
        if not Path(interpreter).exists():
            return None
        with tempfile.TemporaryDirectory() as folder:
            sides = [Path(folder) / f"side.{lang}" for lang in ("ar", "fr")]
            for at, path in enumerate(sides):
                path.write_text("".join(" ".join(pair[at].split()) + "\n" for pair in judged), encoding="utf-8")
            command = [interpreter, "-W", "ignore", "-c", program, *map(str, sides), *arguments]
            result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            print(result.stderr[-500:])
            return None
        # Hardrules says which side too: "no_empty(left)".
        return [json.loads(line).partition("(")[0] for line in result.stdout.splitlines()]

    return run


ALL_RULES = json.dumps({"no_number_inconsistencies": True, "no_script_inconsistencies": True})
SYSTEMS: dict[str, Callable[[list[Judged]], list[str] | None]] = {
    "ours, rules alone": _rules,
    "ours, rules and checks": _rules_and_checks,
    "OpusFilter 3, defaults of opusfilter-autogen": _other(OPUSFILTER, _OPUSFILTER),
    "OpusFilter 3, the same without its language identifier": _other(OPUSFILTER, _OPUSFILTER, "LinguaFilter"),
    "bicleaner-hardrules, defaults without language identifier": _other(HARDRULES, _HARDRULES, "{}"),
    "bicleaner-hardrules, with its number and script rules": _other(HARDRULES, _HARDRULES, ALL_RULES),
}


def _print(name: str, judged: list[Judged], reasons: list[str], seconds: float) -> None:
    kinds = Counter(j.noise for j in judged)
    rejected = Counter(j.noise for j, reason in zip(judged, reasons, strict=True) if reason)
    lost, good = rejected.pop("", 0), kinds.pop("")
    hits, bad = sum(rejected.values()), sum(kinds.values())
    f1 = 2 * hits / (hits + lost + bad) if hits + lost else 0.0
    kept = 2 * (good - lost) / (good + good - lost + bad - hits)
    under = math.sqrt((hits + lost) * (good - lost + bad - hits) * bad * good)
    mcc = (hits * (good - lost) - lost * (bad - hits)) / under if under else 0.0
    print(f"\n{name}: MCC {mcc:.3f}, F1 of keeping {kept:.3f}, of rejecting {f1:.3f}")
    print(f"  {len(judged) / seconds:,.0f} pairs/s, their start included")
    print(f"  good pairs lost {lost / good:.1%}; noise found {hits / bad:.1%}")
    print("  " + ", ".join(f"{kind} {rejected[kind] / count:.0%}" for kind, count in kinds.items()))
    why = Counter(reason for j, reason in zip(judged, reasons, strict=True) if reason and not j.noise)
    print("  good pairs lost by: " + ", ".join(f"{reason} {count}" for reason, count in why.most_common(10)))
