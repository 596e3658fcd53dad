"""What a model of one's own brings on its own field, and what it costs on other text.

``scripts/benchmark train`` calls the function of this name. The fields are sources that the embedded model was not
trained on (they may not be shipped), and tico19; other text is flores.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from bench_documents import SCRAMBLED, read_texts

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

FIELDS = ("unccd_prais4", "rda_cataloguing", "javascript_info", "tor_project", "tico19")
# Pairs to learn from; 0: all.
SIZES = (250, 500, 1000, 0)
SEVERAL = 6000


def train(shared: Path) -> None:
    """Held-out figures of the embedded model and of own ones of several sizes, on the field and on flores."""
    from aligner.model import adapt, load_model
    from aligner.model.lexical import LexicalModel
    from aligner.training import _cuts, apart, figures

    base = load_model()
    flores = _pairs(shared / "data" / "dev" / "flores200_devtest.tsv")
    columns = ["ar>fr", "fr>ar", "F1", "null F1", "seen", "false"]
    print(f"{'field':18}{'pairs':>7}{'s':>6}  " + "".join(f"{name:>9}" for name in [*columns, *columns[:4]]))

    def row(field: str, size: int, seconds: float, model: LexicalModel) -> None:
        values = [*figures(model, held, cuts).values(), *list(figures(model, flores).values())[:4]]
        shown = "".join(f"{'-' if value is None else format(value, '.4f'):>9}" for value in values)
        print(f"{field:18}{size:7,}{seconds:6.1f}  {shown}", flush=True)

    for field in FIELDS:
        path = shared / "data" / ("dev" if field == "tico19" else "train") / f"{field}.tsv"
        rest, held = apart(_pairs(path)[:SEVERAL])
        cuts = _cuts(base, held)
        row(f"{field} ({len(held)})", 0, 0, base)
        for size in SIZES:
            start = time.perf_counter()
            arrays = adapt.adapted(base.arrays, rest[: size or None], base.cut)
            row(field, len(rest[: size or None]), time.perf_counter() - start, LexicalModel(field, "", {}, arrays))


def _pairs(path: Path) -> list[tuple[str, str]]:
    texts = {name: pairs for name, pairs in read_texts(path).items() if name not in SCRAMBLED}
    return list(dict.fromkeys(pair for pairs in texts.values() for pair in pairs if all(pair)))
