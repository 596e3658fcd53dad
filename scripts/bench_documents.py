"""Documents with known links, made out of sentence pairs in document order: always the same ones.

A level says what is done to a document: ``corrupt`` of SHARED/bench/make_align.py at one of its own levels (for tico19
the very documents which that script writes), and perhaps one change more.
"""

# ruff: noqa: S311 (chance that can be repeated is what is wanted)

from __future__ import annotations

import random
import re
import runpy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

Pair = tuple[str, str]
Group = tuple[list[str], list[str]]  # the Arabic and the French sentences of a link
Link = tuple[list[int], list[int]]
Texts = dict[str, list[Pair]]  # documents by name

SEED = 7
SETS = ("tico19", "aside", "flores200_devtest")
# Documents of tico19 whose French lines do not stand in the order of the Arabic ones: no alignment of them is right.
SCRAMBLED = {"PubMed_8", "Wikinews_1", "Wikinews_3"}
# Sources that may not be shipped, so that no model is trained on them: the lines that a document needs, and one
# document of how many is taken.
ASIDE = {
    "catco_election_comms": (10, 1),
    "oedi_elections": (10, 1),
    "tor_project": (10, 1),
    "coronamelder_privacy": (10, 1),
    "remind_gndem_heritage_elections": (10, 1),
    "chayn_privacy": (10, 1),
    "umbrella_security": (15, 4),
}
FLORES_LINES = 46
SWAPPED_LINES = 20
# Where the long documents come from, after which all other sources follow that the model was not trained on.
LONG_FIRST = ("umbrella_security", "javascript_info", "unccd_prais4", "xnli_dev", "xnli_test", "tor_project")
BIBLE = "bible_svd_segond_religious"
GROWTH = (1_000, 2_000, 5_000, 10_000, 50_000)
FOLDER = (123, 2_000)  # documents, and pairs in all


@dataclass(frozen=True, slots=True)
class Document:
    source: str
    name: str
    src: list[str]
    tgt: list[str]
    gold: list[Link]


def documents(shared: Path, name: str, level: str) -> list[Document]:
    """The documents of a set at a level. The source of the three useless ones of tico19 is called SCRAMBLED."""
    maker = runpy.run_path(str(shared / "bench" / "make_align.py"))
    base, change = LEVELS[level]
    made = []
    for source, texts in _sources(shared, name):
        rng, more = random.Random(SEED), random.Random(SEED)
        for title, pairs in texts.items():
            pool = [pair for other, others in texts.items() if other != title for pair in others]
            src, tgt, gold = maker["corrupt"](pairs, rng, *maker["LEVELS"][base], pool)
            groups = change([([src[i] for i in a], [tgt[j] for j in f]) for a, f in gold], more)
            order = list(range(len(groups)))
            if level == "swapped":
                if len(pairs) < SWAPPED_LINES:
                    continue
                order = _swapped(len(groups), more)
            label = "SCRAMBLED" if title in SCRAMBLED else source
            made.append(_assemble(label, title.replace("/", "_"), groups, order))
    return made


def write(folder: Path, name: str, src: Iterable[str], tgt: Iterable[str]) -> tuple[Path, Path]:
    """The two sides, a sentence a line."""
    paths = folder / f"{name}.ar", folder / f"{name}.fr"
    for path, texts in zip(paths, (src, tgt), strict=True):
        path.write_text("".join(" ".join(text.split()) + "\n" for text in texts), encoding="utf-8")
    return paths


def write_growth(shared: Path, folder: Path) -> None:
    """The documents of the sizes of GROWTH as SIZE.ar and SIZE.fr, and those of FOLDER in the folders ar and fr."""
    pairs = long_pairs(shared / "data", max(GROWTH))
    for size in GROWTH:
        document = _long_document(shared, pairs[:size])
        write(folder, str(size), document.src, document.tgt)
    for lang in ("ar", "fr"):
        (folder / lang).mkdir()
    count, size = FOLDER
    for n in range(count):
        document = _long_document(shared, pairs[size * n // count : size * (n + 1) // count])
        for path in write(folder, f"{n:03}", document.src, document.tgt):
            path.rename(folder / path.suffix[1:] / f"{n:03}.txt")


def long_pairs(data: Path, count: int) -> list[Pair]:
    """Training pairs, first those that the model is not trained on; none comes twice until all have come."""
    shipped = set()
    for line in (data / "SOURCES.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) > 3 and cells[3].startswith("yes"):
            shipped.add(cells[0])
    names = sorted(path.stem for path in (data / "train").glob("*.tsv"))
    aside = [name for name in names if name not in shipped]
    pairs: dict[Pair, None] = {}
    for name in dict.fromkeys([*LONG_FIRST, *aside, BIBLE, *names]):
        for texts in read_texts(data / "train" / f"{name}.tsv").values():
            # White space made plain: no line may end inside a sentence.
            pairs.update(dict.fromkeys((" ".join(ar.split()), " ".join(fr.split())) for ar, fr in texts))
        if len(pairs) >= count:
            break
    once = [pair for pair in pairs if all(pair)]
    return (once * (count // len(once) + 1))[:count]


def _long_document(shared: Path, pairs: list[Pair]) -> Document:
    """One document out of the pairs, at level mild."""
    maker = runpy.run_path(str(shared / "bench" / "make_align.py"))
    rng = random.Random(SEED)
    return Document("", "", *maker["corrupt"](pairs, rng, *maker["LEVELS"]["mild"], pairs))


def _sources(shared: Path, name: str) -> Iterator[tuple[str, Texts]]:
    if name == "aside":
        for source, (lines, every) in ASIDE.items():
            texts = {
                t: p for t, p in read_texts(shared / "data" / "train" / f"{source}.tsv").items() if len(p) >= lines
            }
            kept = sorted(texts)[::every] if every > 1 else texts
            yield source, {title: texts[title] for title in kept}
        return
    texts = read_texts(shared / "data" / "dev" / f"{name}.tsv")
    if len(texts) == 1:
        (pairs,) = texts.values()
        starts = range(0, len(pairs), FLORES_LINES)
        texts = {f"{name}_{n:02}": pairs[at : at + FLORES_LINES] for n, at in enumerate(starts)}
    yield name, texts


def read_texts(path: Path) -> Texts:
    texts: Texts = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        ar, fr, *title = line.split("\t")
        texts.setdefault(title[0] if title else path.stem, []).append((ar, fr))
    return texts


def _assemble(source: str, name: str, groups: list[Group], order: list[int]) -> Document:
    """Numbers the sentences: Arabic as the groups come, French in the order given."""
    src: list[str] = []
    tgt: list[str] = []
    numbers = {}
    for n in order:
        numbers[n] = list(range(len(tgt), len(tgt) + len(groups[n][1])))
        tgt += groups[n][1]
    gold = []
    for n, (ar, _) in enumerate(groups):
        gold.append((list(range(len(src), len(src) + len(ar))), numbers[n]))
        src += ar
    return Document(source, name, src, tgt, gold)


def _same(groups: list[Group], _: random.Random) -> list[Group]:
    return groups


def _gaps(groups: list[Group], rng: random.Random) -> list[Group]:
    """Leaves out, on one side, a run of 3 to 8 sentences in each stretch of about 40, at least one."""
    parts = max(1, round(len(groups) / 40))
    made: list[Group] = []
    for part in range(parts):
        stretch = groups[len(groups) * part // parts : len(groups) * (part + 1) // parts]
        side = rng.randrange(2)
        sizes = [len(group[side]) for group in stretch]
        most = min(8, sum(sizes) - 1)
        runs = [
            (start, end)
            for start in range(len(stretch))
            for end in range(start + 1, len(stretch) + 1)
            if 3 <= sum(sizes[start:end]) <= most
        ]
        start, end = rng.choice(runs) if runs else (0, 0)
        lone = [text for group in stretch[start:end] for text in group[1 - side]]
        made += [*stretch[:start], *(([], [text]) if side == 0 else ([text], []) for text in lone), *stretch[end:]]
    return made


def _glued(groups: list[Group], rng: random.Random) -> list[Group]:
    """Takes out the space between two Arabic words with a chance of 0.15, and all spaces of 3 % of the sentences."""

    def glue(text: str) -> str:
        if rng.random() < 0.03:
            return text.replace(" ", "")
        return re.sub(r"(?<=[ء-ْ]) (?=[ء-ْ])", lambda _: "" if rng.random() < 0.15 else " ", text)

    return [([glue(text) for text in ar], fr) for ar, fr in groups]


def _swapped(count: int, rng: random.Random) -> list[int]:
    """The order of the groups after two sections, each 10 to 25 % of them and apart, have changed places."""
    first, second = (max(1, round(count * rng.uniform(0.1, 0.25))) for _ in range(2))
    a = rng.randrange(count - first - second)
    b = rng.randrange(a + first + 1, count - second + 1)
    order = list(range(count))
    return [*order[:a], *order[b : b + second], *order[a + first : b], *order[a : a + first], *order[b + second :]]


# The level of make_align.py, and what is done after it. In "swapped" the order of the French groups changes too.
LEVELS: dict[str, tuple[str, Callable[[list[Group], random.Random], list[Group]]]] = {
    "clean": ("clean", _same),
    "mild": ("mild", _same),
    "hard": ("hard", _same),
    "gaps": ("mild", _gaps),
    "swapped": ("mild", _same),
    "glued": ("hard", _glued),
}
