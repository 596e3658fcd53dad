"""Long bitexts: seconds and memory of checking them, and of reading a large TMX."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from bench_checks import good_pairs  # noqa: E402

READ = "import sys; from aligner import formats; print(sum(1 for _ in formats.read_pairs(sys.argv[1])))"


def main(shared: Path, size: str = "100000") -> None:
    """Prints, for bitexts of 10,000 pairs to ``size`` in TSV, TMX and JSONL, what ``aligner check --to jsonl`` takes;
    then what reading a TMX of 100 MB takes. The pairs are the development pairs, over and over again."""
    most = int(size)
    pairs = [pair for group in good_pairs(shared).values() for pair in group]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print("bitext\tpairs\tMB\tCPU seconds\tpairs a CPU second\tpeak MB")
        for count, form in ((10_000, "tsv"), (10_000, "tmx"), (10_000, "jsonl"), (most, "tsv")):
            path = folder / f"{count}.{form}"
            _write(path, pairs, count)
            seconds, memory = _measured(
                ["-m", "aligner", "check", str(path), "--to", "jsonl", "-o", str(folder / "out")]
            )
            written = sum(1 for _ in (folder / "out").open("rb"))
            if written != count:
                sys.exit(f"{count} pairs were checked, {written} written")
            size = path.stat().st_size / 1e6
            print(f"{form}\t{count:,}\t{size:.0f}\t{seconds:.0f}\t{count / seconds:.0f}\t{memory:.0f}", flush=True)
            path.unlink()
        for megabytes in (10, 100):
            path = folder / "large.tmx"
            _write(path, pairs, megabytes * 2_050)
            seconds, memory = _measured(["-c", READ, str(path)])
            print(f"TMX of {path.stat().st_size / 1e6:.0f} MB read: {seconds:.1f} s CPU, {memory:.0f} MB at the peak")


def _write(path: Path, pairs: list[tuple[str, str]], count: int) -> None:
    from aligner.data import Pair, Sentence
    from aligner.formats import writer

    made = (Pair((Sentence(src),), (Sentence(tgt),)) for src, tgt in islice(cycle(pairs), count))
    with path.open("w", encoding="utf-8") as file:
        file.writelines(writer(path.suffix[1:]).write_pairs(made))


def _measured(arguments: list[str]) -> tuple[float, float]:
    """CPU seconds and the peak in MB of a process of its own."""
    before = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)  # noqa: S603
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f"{arguments} ended with {status} after {time.perf_counter() - before:.0f} s")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
