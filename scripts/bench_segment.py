"""How well sentence boundaries come back when one-sentence lines are joined into paragraphs.

The corpora are sentence pairs, so every line end is a boundary. A line may itself hold several sentences: a
boundary found inside a line counts as false only when the other side of the pair, segmented alone, is one sentence.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aligner.text.segment import segment

CORPORA = (
    "dev/flores200_devtest",
    "dev/tico19",
    "dev/tatoeba_test",
    "train/ud_pud",
    "train/geneval_wiki_bio",
    "train/opensource_guide",
)
PARAGRAPH = 6
STOPS = (".", "!", "?", "؟", "۔", '."', ".»", ". »", ".”", "?»", "? »", "! »", '؟"', '!"', ".)")


@dataclass
class Figures:
    boundaries: int = 0
    missed: int = 0
    false: int = 0
    inside: int = 0

    def __str__(self) -> str:
        missed, false, inside = (1000 * n / max(1, self.boundaries) for n in (self.missed, self.false, self.inside))
        return f"{self.boundaries:6} ends, per 1,000: {missed:5.1f} missed, {false:5.1f} false, {inside:5.1f} inside"


def paragraphs(pairs: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """Consecutive pairs of which each side ends with a stop: without one no rule can find the line's end."""
    whole = [pair for pair in pairs if all(side.endswith(STOPS) for side in pair)]
    for at in range(0, len(whole), PARAGRAPH):
        yield whole[at : at + PARAGRAPH]


def measure(lines: list[str], others: list[str], figures: Figures, show: list[str]) -> None:
    text = " ".join(lines)
    found = {span.end for span in segment(text)}
    end = -1
    for line, other in zip(lines, others, strict=True):
        start, end = end + 1, end + 1 + len(line)
        if end < len(text):
            figures.boundaries += 1
            if end not in found:
                figures.missed += 1
                show.append(f"missed\t…{text[max(start, end - 60) : end]} ‖ {text[end + 1 : end + 50]}…")
        inside = [at for at in found if start < at < end]
        figures.inside += len(inside)
        if len(segment(other)) == 1:
            figures.false += len(inside)
            show += [f"false\t…{text[max(start, at - 60) : at]} ‖ {text[at : at + 50].strip()}…" for at in inside]


def main(shared: Path) -> None:
    """Print the figures for each corpus under ``shared``/data and language; the cases go to stderr."""
    total = {"ar": Figures(), "fr": Figures()}
    for corpus in CORPORA:
        rows = (shared / "data" / f"{corpus}.tsv").read_text(encoding="utf-8").splitlines()
        pairs = [(row.split("\t")[0].strip(), row.split("\t")[1].strip()) for row in rows]
        for lang, side in (("ar", 0), ("fr", 1)):
            figures, show = Figures(), list[str]()
            for paragraph in paragraphs(pairs):
                measure([pair[side] for pair in paragraph], [pair[1 - side] for pair in paragraph], figures, show)
            print(f"{lang} {corpus:24} {figures}")
            for field in ("boundaries", "missed", "false", "inside"):
                setattr(total[lang], field, getattr(total[lang], field) + getattr(figures, field))
            print(*(f"{lang}\t{corpus}\t{case}" for case in show), sep="\n", file=sys.stderr)
    for lang, figures in total.items():
        print(f"{lang} {'all':24} {figures}")


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2] / "shared")
