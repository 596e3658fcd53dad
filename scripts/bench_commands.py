"""The commands as they are: pairs and findings on the sample pages, seconds and memory."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def pages(_: Path) -> None:
    from aligner import report, run
    from aligner.evaluate import compare_audits

    for gold in sorted((ROOT / "corpora").glob("*.gold.json")):
        expected = json.loads(gold.read_text(encoding="utf-8"))
        names = expected["page"] if isinstance(expected["page"], list) else [expected["page"]]
        audit = json.loads(report.render(run.audit(*(str(gold.parent / name) for name in names)), "json"))
        _print(", ".join(names), compare_audits(audit, expected))


def clock(_: Path, named: str = "") -> None:
    page = Path(named) if named else ROOT / "corpora" / "tweets-two-blocks.txt"
    for arguments in (["--help"], ["audit", str(page), "--to", "html"], ["audit", str(page), "--to", "json"]):
        seconds = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-m", "aligner", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
            seconds.append(time.perf_counter() - start)
        print(f"aligner {' '.join(arguments)}: {statistics.median(seconds):.2f} s")
    print(f"largest peak memory: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


def _print(title: str, figures: dict[str, float | None]) -> None:
    print(f"{title}: " + ", ".join(f"{k} {'-' if v is None else format(v, '.4f')}" for k, v in figures.items()))
