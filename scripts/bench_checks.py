"""How often the checks find planted errors, how often they err on good pairs, and what the fidelity is worth.

Run it through scripts/benchmark. Good pairs are development pairs in document order, and apart from them the pairs of
scripts/planted.tsv, written for this; the planters are in scripts/bench_plants.py. An error counts as found when a
check that should find it fires as warning or error; a false alarm is a good pair on which it does.
"""

from __future__ import annotations

import re
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]

from bench_documents import SCRAMBLED  # noqa: E402
from bench_plants import PLANTS, Planted, Pool, planted  # noqa: E402
from bench_pofilter import FILTERS, filtered  # noqa: E402

from aligner import checks as catalogue  # noqa: E402
from aligner import data  # noqa: E402
from aligner.run import check  # noqa: E402

Texts = tuple[str, str]

SETS = ("flores200_devtest", "tico19", "tatoeba_test")
DEVELOPMENT, OWN = "development", "own"
COUNTED = ("error", "warning")
SHOWN = 40

# What the README tells: the kind, the pairs, and in words what was done.
TOLD = {
    "number": (DEVELOPMENT, "another number"),
    "quantity": (DEVELOPMENT, "another unit or role (*wounded* for *killed*)"),
    "date": (DEVELOPMENT, "another day, month or weekday"),
    "name": (DEVELOPMENT, "another name"),
    "negation removed": (DEVELOPMENT, "a negation gone"),
    "negation added": (DEVELOPMENT, "a negation brought in"),
    "certainty or attribution": (OWN, "another verb of saying, doubt or source gone or added"),
    "quotation": (DEVELOPMENT, "quotation marks gone, moved or added"),
    "clause cut": (DEVELOPMENT, "a clause left out (15 % of the sentence or more)"),
    "small cut": (DEVELOPMENT, "one to three words left out"),
    "clause added": (DEVELOPMENT, "a clause added"),
    "wrong partner": (DEVELOPMENT, "another sentence, of the same length"),
    "neighbour": (DEVELOPMENT, "the next sentence of the text"),
    "copied source": (DEVELOPMENT, "four Arabic words left in the French"),
}


# What was set out to be reached: the share found, and that of false alarms.
TARGETS = {
    "number": (DEVELOPMENT, 0.97, 0.03),
    "date": (DEVELOPMENT, 0.93, 0.02),
    "name": (DEVELOPMENT, 0.85, 0.05),
    "negation removed": (DEVELOPMENT, 0.80, 0.03),
    "clause cut": (DEVELOPMENT, 0.70, 0.06),
    "wrong partner": (DEVELOPMENT, 0.98, 0.02),
    "copied source": (DEVELOPMENT, 0.99, 0.005),
    "certainty or attribution": (OWN, 0.75, 0.03),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pair as the checks leave it."""

    pair: data.Pair

    def fires(self, ids: Collection[str] | None = None, severities: Collection[str] = COUNTED) -> bool:
        """Whether one of the checks (of all, when None) has a finding of one of the severities."""
        return any(f.severity in severities and (ids is None or f.check in ids) for f in self.pair.findings)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the planted errors of a kind. ``before`` are the pairs without them, ``good`` all pairs."""

    kind: str
    group: str
    made: list[Planted]
    after: list[Outcome]
    before: list[Outcome]
    good: list[Outcome]

    def found(self, severities: Collection[str] = COUNTED) -> float:
        plant = PLANTS[self.kind]
        return _share([outcome.fires(plant.checks + plant.also, severities) for outcome in self.after])

    def false(self, severities: Collection[str] = COUNTED) -> float:
        """False alarms of the checks whose business the error is."""
        return _share([outcome.fires(PLANTS[self.kind].checks, severities) for outcome in self.good])

    def auc(self) -> float:
        return auc([o.pair.fidelity for o in self.before], [o.pair.fidelity for o in self.after])

    def lower(self) -> float:
        """The share of pairs whose fidelity falls with the error."""
        return _share([a.pair.fidelity < b.pair.fidelity for a, b in zip(self.after, self.before, strict=True)])


def checks(shared: Path) -> None:
    """Prints everything that is measured."""
    sets = good_pairs(shared)
    fine = {}
    print("Good pairs")
    for name, pairs in sets.items():
        start = time.process_time()
        fine[name] = outcomes(pairs)
        rate = len(pairs) / (time.process_time() - start)
        errors, all_ = (_share([o.fires(None, severities) for o in fine[name]]) for severities in (("error",), COUNTED))
        print(f"  {name}: {len(pairs)}, {rate:.0f} a second on one core; ", end="")
        print(f"an error {_percent(errors)}, a warning or an error {_percent(all_)}", flush=True)
    _print_good(fine)
    print("\nPlanted errors, and false alarms on the good pairs they were planted into")
    head = "planted,pairs,number,found,as error,any check,false alarms,as error,AUC of fidelity,fidelity lower"
    results = list(_results(sets, fine, [(kind, group) for kind in PLANTS for group in (DEVELOPMENT, OWN)]))
    _print(head.split(","), [_row(result) for result in results])
    _print_targets(results)
    _print_calibration(results)
    _print_contratico(shared)
    _print_pofilter(sets, results)


def table(shared: Path) -> None:
    """Rewrites the table of the README."""
    sets = good_pairs(shared)
    fine = {name: outcomes(pairs) for name, pairs in sets.items()}
    lines = [
        "| planted error | check | planted | found | as error | false alarms |",
        "| --- | --- | --: | --: | --: | --: |",
    ]
    known = {entry.id for entry in catalogue.catalogue()}
    wanted = [(kind, group) for kind, (group, _) in TOLD.items() if known.issuperset(PLANTS[kind].checks)]
    for result in _results(sets, fine, wanted):
        names = ", ".join(f"`{name}`" for name in PLANTS[result.kind].checks)
        shares = map(_percent, (result.found(), result.found(["error"]), result.false()))
        lines.append(f"| {' | '.join([TOLD[result.kind][1], names, str(len(result.made)), *shares])} |")
    good = [outcome for name in SETS for outcome in fine[name]]
    shares = [_percent(_share([o.fires(None, severities) for o in good])) for severities in (["error"], COUNTED)]
    lines += [
        "",
        "Found: the check gives an error or a warning. False alarms: it does so on a good pair. Of"
        f" {len(good):,} good pairs (FLORES-200, TICO-19, Tatoeba), {shares[0]} get an error from any check, and"
        f" {shares[1]} an error or a warning.",
    ]
    if own := [TOLD[kind][1] for kind, group in wanted if group == OWN]:
        lines[-1] += f" Measured on {len(sets[OWN])} pairs of our own, with their false alarms: {', '.join(own)}."
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    written = "<!-- checks -->\n" + "\n".join(lines) + "\n<!-- /checks -->"
    changed = re.sub(r"<!-- checks -->.*?<!-- /checks -->", lambda _: written, text, flags=re.DOTALL)
    readme.write_text(changed, encoding="utf-8")


def misses(shared: Path, kind: str, group: str = DEVELOPMENT) -> None:
    """Prints planted errors that were not found, and false alarms of the check whose business they are.

    ``kind`` may be a check id too: then false alarms only.
    """
    pairs = _groups(good_pairs(shared))[group]
    if kind not in PLANTS and kind not in {entry.id for entry in catalogue.catalogue()}:
        sys.exit(f"unknown kind: {kind}; known are {', '.join(PLANTS)}, and the ids of the checks")
    ids = PLANTS[kind].checks if kind in PLANTS else (kind,)
    also = PLANTS[kind].also if kind in PLANTS else ()
    made = planted(kind, Pool(pairs)) if kind in PLANTS else []
    after = outcomes([(ar, fr) for _, ar, fr in made])
    missed = [(plant, outcome) for plant, outcome in zip(made, after, strict=True) if not outcome.fires(ids + also)]
    print(f"{len(missed)} of {len(made)} missed ({', '.join(ids + also)})")
    for plant, outcome in _spread(missed):
        ar, fr = pairs[plant.at]
        changed = [
            (now, label) for now, was, label in ((plant.arabic, ar, "AR"), (plant.french, fr, "FR")) if now != was
        ]
        _show([("AR was", ar), ("FR was", fr), *((f"{label} now", now) for now, label in changed), *_said(outcome)])
    alarms = [outcome for outcome in outcomes(pairs) if outcome.fires(ids)]
    print(f"\n{len(alarms)} false alarms of {', '.join(ids)} on {len(pairs)} good pairs")
    for outcome in _spread(alarms):
        _show([("AR", outcome.pair.src_text), ("FR", outcome.pair.tgt_text), *_said(outcome, ids)])


def good_pairs(shared: Path) -> dict[str, list[Texts]]:
    """Good pairs by set, in document order."""
    paths = {name: shared / "data" / "dev" / f"{name}.tsv" for name in SETS}
    return {name: read(path) for name, path in {**paths, OWN: ROOT / "scripts" / "planted.tsv"}.items()}


def read(path: Path) -> list[Texts]:
    """The pairs of a file, without comments and scrambled documents; a pair that comes twice comes once."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(dict.fromkeys((row[0], row[1]) for row in rows if row[-1] not in SCRAMBLED))


def outcomes(pairs: Sequence[Texts]) -> list[Outcome]:
    made = (data.Pair((data.Sentence(ar),), (data.Sentence(fr),)) for ar, fr in pairs)
    return [Outcome(pair) for pair in check(made)]


def auc(good: Sequence[float], bad: Sequence[float]) -> float:
    """The chance that a good one has the higher value than a bad one, ties counting half."""
    ordered = sorted(bad)
    wins = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in good)
    return wins / 2 / (len(good) * len(bad)) if good and bad else float("nan")


def _groups(sets: dict[str, list[Texts]]) -> dict[str, list[Texts]]:
    return {DEVELOPMENT: [pair for name in SETS for pair in sets[name]], OWN: sets[OWN]}


def _results(
    sets: dict[str, list[Texts]], fine: dict[str, list[Outcome]], wanted: Collection[tuple[str, str]]
) -> Iterator[Result]:
    """The results of the kinds and groups that are wanted, in their order, where something could be planted."""
    good = {DEVELOPMENT: [outcome for name in SETS for outcome in fine[name]], OWN: fine[OWN]}
    pools = {group: Pool(pairs) for group, pairs in _groups(sets).items()}
    for kind, group in wanted:
        if made := planted(kind, pools[group]):
            after = outcomes([(ar, fr) for _, ar, fr in made])
            yield Result(kind, group, made, after, [good[group][plant.at] for plant in made], good[group])


def _row(result: Result) -> list[str]:
    shares = [result.found(), result.found(["error"]), _share([o.fires() for o in result.after])]
    shares += [result.false(), result.false(["error"])]
    cells = [result.kind, result.group, str(len(result.made)), *map(_percent, shares)]
    return [*cells, f"{result.auc():.3f}", _percent(result.lower())]


def _print_good(fine: dict[str, list[Outcome]]) -> None:
    print("\nShare of good pairs on which a check fires, as error / warning / info, %")
    rows = []
    for entry in catalogue.catalogue():
        cells = []
        for results in fine.values():
            hits = [[o.fires([entry.id], [severity]) for o in results] for severity in ("error", "warning", "info")]
            cells.append(" / ".join(f"{100 * _share(hit):.2f}" for hit in hits))
        rows.append([entry.id, *cells])
    _print(["check", *fine], rows)


def _print_targets(results: list[Result]) -> None:
    print("\nTargets; for a clause left out, an AUC of the fidelity of 0.92 too")
    rows = []
    for result in results:
        group, found, false = TARGETS.get(result.kind, ("", 0.0, 0.0))
        if group == result.group:
            reached = result.found() >= found and result.false() <= false
            cells = [
                f"{_percent(result.found())} of {_percent(found)}",
                f"{_percent(result.false())} of {_percent(false)}",
            ]
            rows.append([result.kind, *cells, "reached" if reached else "not yet"])
    _print(["planted", "found", "false alarms", ""], rows)


def _print_calibration(results: Sequence[Result]) -> None:
    """How far the fidelity is from the share of good pairs, if errors of the kinds in ``TARGETS`` were planted in one
    pair of five."""
    chosen = [result for result in results if result.group == DEVELOPMENT and result.kind in TARGETS]
    good = [(outcome.pair.fidelity, True, 4 / 5 / len(chosen[0].good)) for outcome in chosen[0].good]
    bad = [
        (outcome.pair.fidelity, False, 1 / 5 / len(chosen) / len(result.after))
        for result in chosen
        for outcome in result.after
    ]
    ranked = sorted(good + bad)
    parts: list[list[tuple[float, bool, float]]] = [[] for _ in range(10)]
    total = 0.0
    for one in ranked:
        parts[min(int(total * 10), 9)].append(one)
        total += one[2]
    rows, off = [], 0.0
    for part in parts:
        weight = sum(w for *_, w in part)
        said, true = (
            sum(value * w for value, w in pairs) / weight
            for pairs in ([(f, w) for f, _, w in part], [(g, w) for _, g, w in part])
        )
        rows.append([f"{said:.3f}", f"{true:.3f}"])
        off += weight * abs(said - true)
    print(f"\nFidelity, by tenths of all pairs, one in five with an error; expected calibration error {off:.3f}")
    _print(["fidelity", "share that is good"], rows)


def _print_contratico(shared: Path) -> None:
    print("\nContraTICO, French changed by hand: what the fidelity says, and the ratio of lengths")
    rows = []
    for path in sorted((shared / "data" / "dev").glob("contratico-*.tsv")):
        triples = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        bad, good = (outcomes([(triple[0], triple[n]) for triple in triples]) for n in (1, 2))
        values = {
            "fidelity": [[o.pair.fidelity for o in side] for side in (bad, good)],
            "ratio": [[len(triple[n]) / len(triple[0]) for triple in triples] for n in (1, 2)],
        }
        cells = [path.stem.removeprefix("contratico-"), str(len(triples))]
        for low, high in values.values():
            lower = _share([a < b for a, b in zip(low, high, strict=True)])
            cells += [f"{auc(high, low):.3f}", _percent(lower)]
        rows.append([*cells, *(_percent(_share([o.fires() for o in side])) for side in (bad, good))])
    head = "changed,number,AUC of fidelity,fidelity lower,AUC of ratio,ratio lower,fires,fires on good"
    _print(head.split(","), rows)


def _print_pofilter(sets: dict[str, list[Texts]], results: list[Result]) -> None:
    pairs = _groups(sets)[DEVELOPMENT]
    good = filtered(pairs)
    if good is None:
        print("\ntranslate-toolkit is not installed: pofilter is left out")
        return
    fired = sorted(set().union(*good))
    shares = {name: _share([name in failed for failed in good]) for name in fired}
    print("\npofilter on good development pairs: " + ", ".join(f"{n} {_percent(s)}" for n, s in shares.items()))
    rows = []
    for result in results:
        if result.group == DEVELOPMENT and result.kind in FILTERS:
            names = FILTERS[result.kind]
            bad = filtered([(ar, fr) for _, ar, fr in result.made]) or []
            shares_ = [_share([not failed.isdisjoint(names) for failed in side]) for side in (bad, good)]
            ours = result.found(), result.false()
            rows.append([result.kind, *map(_percent, ours), ", ".join(names), *map(_percent, shares_)])
    _print("planted,ours found,false alarms,pofilter's,found,false alarms".split(","), rows)


def _spread(items: Sequence) -> Sequence:
    """Up to SHOWN of the items, evenly spread."""
    return items if len(items) <= SHOWN else [items[n * len(items) // SHOWN] for n in range(SHOWN)]


def _said(outcome: Outcome, ids: Collection[str] | None = None) -> list[tuple[str, str]]:
    found = (f for f in outcome.pair.findings if ids is None or f.check in ids)
    return [(f"{f.severity} {f.check}", f.message) for f in found]


def _show(lines: list[tuple[str, str]]) -> None:
    print("\n" + "\n".join(f"  {label}: {text}" for label, text in lines), flush=True)


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else float("nan")


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"


def _print(head: list[str], rows: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in [head, *rows]:
        cells = (f"{c:{w}}" if n == 0 else f"{c:>{w}}" for n, (c, w) in enumerate(zip(row, widths, strict=True)))
        print("  " + "  ".join(cells).rstrip(), flush=True)
