"""How often the checks find planted errors, how often they err on good pairs, and what the fidelity is worth.

Run it through scripts/benchmark. Good pairs are development pairs in document order, and apart from them the pairs of
scripts/planted.tsv, written for this; planters are in scripts/bench_plants.py. ``found`` means that a check that should
find the error fires as warning or error.
"""

from __future__ import annotations

import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from bench_documents import SCRAMBLED  # noqa: E402
from bench_plants import PLANTS, Pool, planted  # noqa: E402

from aligner import checks as catalogue  # noqa: E402
from aligner import data  # noqa: E402
from aligner.run import check  # noqa: E402

DEVELOPMENT = ("flores200_devtest", "tico19", "tatoeba_test")
OWN = "own"
COUNTED = {"error", "warning"}
SHOWN = 40
# Recall at least, false alarms at most, in shares; AUC of the fidelity at least.
TARGETS: dict[str, tuple[float, float]] = {
    "number": (0.97, 0.03),
    "date": (0.93, 0.02),
    "name": (0.85, 0.05),
    "negation removed": (0.80, 0.03),
    "clause cut": (0.70, 0.06),
    "wrong partner": (0.98, 0.02),
    "copied source": (0.99, 0.005),
    "certainty or attribution": (0.75, 0.03),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the checks said of a pair."""

    pair: data.Pair

    @property
    def fidelity(self) -> float:
        return self.pair.fidelity

    def fires(self, ids: Iterable[str] | None = None, severities: Iterable[str] = COUNTED) -> bool:
        """Whether one of the checks (all, when None) has a finding of one of the severities."""
        return any(f.severity in severities and (ids is None or f.check in ids) for f in self.pair.findings)


def checks(shared: Path) -> None:
    """Everything that is measured."""
    good = {name: Pool(pairs) for name, pairs in good_pairs(shared).items()}
    fine = {}
    print("Good pairs, and pairs a second on one core")
    for name, pool in good.items():
        start = time.process_time()
        fine[name] = outcomes(pool.pairs)
        rate = len(pool.pairs) / (time.process_time() - start)
        print(f"  {name}: {len(pool.pairs)}, {rate:.0f} a second; ", end="")
        print(f"an error {_percent([o.fires(severities={'error'}) for o in fine[name]])}, ", end="")
        print(f"a warning or an error {_percent([o.fires() for o in fine[name]])}")
    _false_alarms(fine)
    _planted(shared, fine)
    _contratico(shared)


def misses(shared: Path, kind: str, which: str = "development") -> None:
    """Planted errors that were not found, and false alarms of the check that should find them.

    ``kind`` may be a check id too: false alarms only; ``which`` is ``own`` for the pairs of planted.tsv.
    """
    pools = good_pairs(shared)
    pairs = pools[OWN] if which == OWN else [pair for name in DEVELOPMENT for pair in pools[name]]
    known = kind in PLANTS
    if not known and kind not in {entry.id for entry in catalogue.catalogue()}:
        sys.exit(f"unknown kind: {kind}; known are {', '.join(PLANTS)}, and the ids of the checks")
    ids = PLANTS[kind].checks if known else (kind,)
    if known:
        made = planted(kind, Pool(pairs))
        found = outcomes([(ar, fr) for _, ar, fr in made])
        missed = [(plant, outcome) for plant, outcome in zip(made, found, strict=True) if not outcome.fires(ids)]
        print(f"{len(missed)} of {len(made)} missed ({', '.join(ids)})")
        for plant, outcome in _spread(missed):
            ar, fr = pairs[plant.at]
            _show(("AR", plant.arabic), *((("AR was", ar),) if ar != plant.arabic else ()), ("FR was", fr))
            _show(*((("FR", plant.french),) if fr != plant.french else ()), *_said(outcome, None))
    alarms = [outcome for outcome in outcomes(pairs) if outcome.fires(ids[:1])]
    print(f"\n{len(alarms)} false alarms of {ids[0]} on {len(pairs)} good pairs")
    for outcome in _spread(alarms):
        print()
        _show(("AR", outcome.pair.src_text), ("FR", outcome.pair.tgt_text), *_said(outcome, ids[:1]))


def good_pairs(shared: Path) -> dict[str, list[tuple[str, str]]]:
    """Good pairs by set, in document order."""
    sets = {name: _read(shared / "data" / "dev" / f"{name}.tsv") for name in DEVELOPMENT}
    if (own := ROOT / "scripts" / "planted.tsv").exists():
        sets[OWN] = _read(own)
    return sets


def outcomes(pairs: Sequence[tuple[str, str]]) -> list[Outcome]:
    made = (data.Pair((data.Sentence(ar),), (data.Sentence(fr),)) for ar, fr in pairs)
    return [Outcome(pair) for pair in check(made)]


def auc(good: Sequence[float], bad: Sequence[float]) -> float:
    """The chance that a good one has the higher value than a bad one, ties counting half."""
    ordered = sorted(bad)
    wins = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in good)
    return wins / 2 / (len(good) * len(bad)) if good and bad else float("nan")


def _false_alarms(fine: dict[str, list[Outcome]]) -> None:
    print("\nShare of good pairs on which a check fires: error / warning / info, %")
    rows = []
    for entry in catalogue.catalogue():
        cells = []
        for results in fine.values():
            hits = [sum(o.fires({entry.id}, {severity}) for o in results) for severity in ("error", "warning", "info")]
            shares = (100 * count / len(results) for count in hits)
            cells.append(" / ".join(f"{share:.2f}" for share in shares))
        rows.append([entry.id, *cells])
    _table(["check", *fine], rows)


def _planted(shared: Path, fine: dict[str, list[Outcome]]) -> None:
    sets = good_pairs(shared)
    groups = {"development": [pair for name in DEVELOPMENT for pair in sets[name]]}
    originals = {"development": [outcome for name in DEVELOPMENT for outcome in fine[name]]}
    if OWN in sets:
        groups[OWN], originals[OWN] = sets[OWN], fine[OWN]
    print("\nPlanted errors; found: as warning or error, by a check that should")
    rows = []
    for kind, plant in PLANTS.items():
        for group, pairs in groups.items():
            made = planted(kind, Pool(pairs))
            if not made:
                continue
            results = outcomes([(ar, fr) for _, ar, fr in made])
            before = [originals[group][plant_.at] for plant_ in made]
            false = [o.fires(plant.checks[:1]) for o in originals[group]]
            false_errors = [o.fires(plant.checks[:1], {"error"}) for o in originals[group]]
            lower = [a.fidelity < b.fidelity for a, b in zip(results, before, strict=True)]
            rows.append(
                [
                    kind,
                    group,
                    str(len(made)),
                    _percent([o.fires(plant.checks) for o in results]),
                    _percent([o.fires(plant.checks, {"error"}) for o in results]),
                    _percent([o.fires() for o in results]),
                    _percent(false),
                    _percent(false_errors),
                    f"{auc([o.fidelity for o in before], [o.fidelity for o in results]):.3f}",
                    _percent(lower),
                ]
            )
    head = "planted,pairs,number,found,as error,any check,false alarms,as error,AUC,fidelity lower"
    _table(head.split(","), rows)


def _contratico(shared: Path) -> None:
    print("\nContraTICO: French changed by hand; fidelity beside the ratio of lengths")
    rows = []
    for path in sorted((shared / "data" / "dev").glob("contratico-*.tsv")):
        triples = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        changed = outcomes([(ar, fr) for ar, fr, _ in triples])
        good = outcomes([(ar, fr) for ar, _, fr in triples])
        lower = [a.fidelity < b.fidelity for a, b in zip(changed, good, strict=True)]
        ratios = [[len(fr) / len(ar) for ar, *both in triples for fr in both[n : n + 1]] for n in (0, 1)]
        rows.append(
            [
                path.stem.removeprefix("contratico-"),
                str(len(triples)),
                f"{auc([o.fidelity for o in good], [o.fidelity for o in changed]):.3f}",
                _percent(lower),
                f"{auc(ratios[1], ratios[0]):.3f}",
                _percent([a < b for a, b in zip(*ratios, strict=True)]),
                _percent([o.fires() for o in changed]),
                _percent([o.fires() for o in good]),
            ]
        )
    head = "changed,number,AUC,fidelity lower,AUC of ratio,ratio lower,fires,fires on good"
    _table(head.split(","), rows)


def _read(path: Path) -> list[tuple[str, str]]:
    """The pairs of a file, without comments and scrambled documents; a pair that comes twice comes once."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(dict.fromkeys((row[0], row[1]) for row in rows if row[-1] not in SCRAMBLED))


def _spread(items: Sequence) -> Sequence:
    """Up to SHOWN of the items, evenly spread."""
    return items if len(items) <= SHOWN else [items[n * len(items) // SHOWN] for n in range(SHOWN)]


def _said(outcome: Outcome, ids: Sequence[str] | None) -> list[tuple[str, str]]:
    found = [f for f in outcome.pair.findings if ids is None or f.check in ids]
    return [(f"{f.severity} {f.check}", f.message) for f in found]


def _show(*lines: tuple[str, str]) -> None:
    for label, text in lines:
        print(f"  {label}: {text}")


def _percent(hits: Sequence[bool]) -> str:
    return f"{100 * sum(hits) / len(hits):.1f} %" if hits else "-"


def _table(head: list[str], rows: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in [head, *rows]:
        cells = (f"{c:{w}}" if n == 0 else f"{c:>{w}}" for n, (c, w) in enumerate(zip(row, widths, strict=True)))
        print("  " + "  ".join(cells), flush=True)
