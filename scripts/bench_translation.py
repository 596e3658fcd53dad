"""Which added parts contrastive conditioning would try at all: what it does not try, no translation model can find.

``scripts/benchmark parts`` calls the function of this name. Parts were put into French sentences by hand (contratico).
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))


def parts(shared: Path) -> None:
    """How many of the added parts are tried, exactly or within a word at either end, and tries a sentence."""
    from aligner.data import Sentence
    from aligner.evidence import Side
    from aligner.translation.contrast import parts

    count = exact = near = tries = 0
    for line in (shared / "data" / "dev" / "contratico-expansion_impact.tsv").read_text(encoding="utf-8").splitlines():
        _, changed, original = line.split("\t")[:3]
        side = Side((Sentence(changed),), changed, "fr")
        after = [word.text for word in side.words]
        before = [word.text for word in Side((Sentence(original),), original, "fr").words]
        found = difflib.SequenceMatcher(None, before, after, False).get_opcodes()
        changes = [(kind, start, end) for kind, _, _, start, end in found if kind != "equal"]
        if len(changes) != 1 or changes[0][0] != "insert":
            continue
        _, start, end = changes[0]
        tried = parts(side)
        # Where words repeat, it cannot be told which of them were put in.
        same = [n for n in range(min(start, 3) + 1) if after[start - n : start] == after[end - n : end]]
        count, tries = count + 1, tries + len(tried)
        if any((start - n, end - n) in tried for n in same):
            exact += 1
        elif any(abs(first - start) <= 1 and abs(last - end) <= 1 for first, last in tried):
            near += 1
    print(f"{count} added parts: tried {exact / count:.3f}, within a word {near / count:.3f}; ", end="")
    print(f"{tries / count:.1f} tries a sentence")
