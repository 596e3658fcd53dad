"""The report on a corpus that was built, as one web page: what each step kept and rejected and why, with samples, how
long and how sure the pairs are, and where the time went.

The page is made from the manifest alone (:class:`aligner.corpus.manifest.Manifest` says what is in it). It needs no
other file, no script and no network, and forbids itself everything but its style. The pictures are SVG; each says in
figures what it shows, so that nothing hangs on a colour.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from aligner.corpus.manifest import Histogram, Manifest, Sample, Step
from aligner.report._visible import visible

# The shapes with their titles and the unit of their axis, in the order of the page.
SHAPES = {
    "ar": ("Arabic sentences", "words"),
    "fr": ("French sentences", "words"),
    "ratio": ("French for each Arabic character", "characters"),
    "score": ("Score of the link", "chance that it is right"),
    "fidelity": ("Fidelity", "chance that a reviewer finds no error"),
}
# Of the pictures of shapes, in pixels.
WIDTH, HEIGHT, LEFT, ABOVE, BELOW = 360, 150, 8, 31, 20


def render(manifest: Manifest) -> str:
    """The page, as HTML."""
    style = files("aligner.corpus").joinpath("report.css").read_text(encoding="utf-8")
    template = files("aligner.corpus").joinpath("report.html.jinja").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    environment.filters.update(visible=visible, count=count, share=share, clock=clock)
    page = environment.from_string(template).render(
        manifest=manifest,
        pairs=sum(part["pairs"] for part in manifest["parts"].values()),
        steps=manifest["steps"],
        lanes={step["name"]: lane(step) for step in manifest["steps"]},
        times=bars((step["name"], step["seconds"], clock(step["seconds"])) for step in manifest["steps"]),
        reasons=[(step, ordered(step)) for step in manifest["steps"] if step["rejected"]],
        shapes=[
            (name, *SHAPES[name], histogram(manifest["shapes"][name], SHAPES[name][1]))
            for name in SHAPES
            if sum(manifest["shapes"].get(name, {"counts": []})["counts"])
        ],
        shown=_shown,
        bar=bar,
        style=Markup(style),  # noqa: S704  a file of this package
        policy=f"default-src 'none'; style-src {_hash(style)}; base-uri 'none'; form-action 'none'",
    )
    return page.rstrip("\n") + "\n"


def count(number: float) -> str:
    """12,345 as 12 345, which reads the same in English and French."""
    return f"{number:,}".replace(",", "\u202f")


def share(part: float, whole: float) -> str:
    """A part in per cent, with as many places as it needs to be none of 0 and 100."""
    if not whole:
        return "–"
    percent = 100 * part / whole
    for places in range(4):
        shown = f"{percent:.{places}f}"
        if percent in (0, 100) or float(shown) not in (0.0, 100.0):
            return f"{shown}\u202f%"
    return "<\u202f0.001\u202f%" if percent < 50 else ">\u202f99.999\u202f%"


def clock(seconds: float) -> str:
    """Seconds as people say them."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def ordered(step: Step) -> list[tuple[str, int]]:
    """The rules that a step rejected by, the most frequent first."""
    return sorted(step["rejected"].items(), key=lambda item: (-item[1], item[0]))


def lane(step: Step) -> Markup:
    """What a step kept (filled) and rejected (hatched), as one bar."""
    kept = 300 * step["kept"] / step["given"] if step["given"] else 0
    return Markup(
        '<svg class="lane" viewBox="0 0 300 14" width="300" height="14" role="img" aria-label="{} kept">'
        '<rect class="gone" x="0" y="0" width="300" height="14"/><path class="hatch" d="{}"/>'
        '<rect class="kept" x="0" y="0" width="{:.1f}" height="14"/></svg>'
    ).format(share(step["kept"], step["given"]), " ".join(f"M{x} 14l8 -14" for x in range(0, 296, 8)), kept)


def bar(part: int, most: int) -> Markup:
    """How many a rule rejected, beside the one that rejected most."""
    return Markup(
        '<svg class="bar" viewBox="0 0 120 12" width="120" height="12" aria-hidden="true">'
        '<rect class="rejected" width="{:.1f}" height="12"/></svg>'
    ).format(max(1.0, 120 * part / most))


def bars(items: Iterable[tuple[str, float, str]]) -> Markup:
    """Horizontal bars: (name, value, the value as it is shown)."""
    given = list(items)
    most = max((value for _, value, _ in given), default=0) or 1
    rows = [
        Markup(
            '<text class="name" x="150" y="{}" text-anchor="end">{}</text><rect class="kept" x="158" y="{}" '
            'width="{:.1f}" height="14"/><text class="value" x="{:.1f}" y="{}">{}</text>'
        ).format(
            24 * at + 16,
            visible(name)[:24],
            24 * at + 5,
            300 * value / most,
            164 + 300 * value / most,
            24 * at + 16,
            shown,
        )
        for at, (name, value, shown) in enumerate(given)
    ]
    return Markup(
        '<svg class="bars" viewBox="0 0 560 {}" width="560" height="{}" role="img" aria-label="{}">{}</svg>'
    ).format(
        24 * len(given) + 4,
        24 * len(given) + 4,
        ", ".join(f"{visible(name)}: {shown}" for name, _, shown in given),
        Markup("").join(rows),
    )


def histogram(found: Histogram, unit: str) -> Markup:
    """Bars over an axis; how many the highest stands for is written above, and where half of all are is marked."""
    counts, edges = found["counts"], found["edges"]
    most, total = max(counts), sum(counts)
    width = (WIDTH - 2 * LEFT) / len(counts)
    parts = []
    for at, number in enumerate(counts):
        height = HEIGHT * number / most
        title = f"{_edge(edges, at)}: {count(number)} ({share(number, total)})"
        parts.append(
            Markup(
                '<rect class="kept" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"><title>{}</title></rect>'
            ).format(LEFT + at * width + 0.75, ABOVE + HEIGHT - height, width - 1.5, height, title)
        )
    step = max(1, len(edges) // 5)
    parts += [
        Markup('<text class="tick" x="{:.1f}" y="{}" text-anchor="middle">{:g}</text>').format(
            LEFT + at * width, ABOVE + HEIGHT + 15, edges[at]
        )
        for at in range(0, len(edges), step)
    ]
    middle = _middle(counts)
    x, half = LEFT + middle * width, _value(edges, middle)
    left = x < WIDTH / 2
    tallest = f"tallest bar {count(most)} ({share(most, total)})"
    parts.append(
        Markup(
            '<line class="middle" x1="{0:.1f}" x2="{0:.1f}" y1="18" y2="{1}"/>'
            '<text class="value" x="{2:.1f}" y="25" text-anchor="{3}">half below {4}</text>'
            '<text class="value" x="{5}" y="11" text-anchor="{6}">{7}</text>'
        ).format(
            x,
            ABOVE + HEIGHT,
            x + (4 if left else -4),
            "start" if left else "end",
            half,
            WIDTH - LEFT if left else LEFT,
            "end" if left else "start",
            tallest,
        )
    )
    label = f"{count(total)} pairs, {unit}: half below {half}, {tallest}: {_edge(edges, counts.index(most))}"
    return Markup(
        '<svg class="shape" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">{3}'
        '<line class="axis" x1="{4}" x2="{5}" y1="{6}" y2="{6}"/></svg>'
    ).format(WIDTH, ABOVE + HEIGHT + BELOW, label, Markup("").join(parts), LEFT, WIDTH - LEFT, ABOVE + HEIGHT)


def _edge(edges: list[float], at: int) -> str:
    return f"{edges[at]:g} to {edges[at + 1]:g}" if at + 1 < len(edges) else f"{edges[at]:g} and more"


def _middle(counts: list[int]) -> float:
    """Where half of the values lie below, in bars from the left."""
    half, below = sum(counts) / 2, 0
    for at, number in enumerate(counts):
        if below + number >= half and number:
            return at + (half - below) / number
        below += number
    return 0.0


def _value(edges: list[float], at: float) -> str:
    whole = int(at)
    width = edges[1] - edges[0]
    return f"{edges[min(whole, len(edges) - 1)] + (at - whole) * width:.3g}"


def _shown(step: Step, rule: str) -> list[Sample]:
    return step["samples"].get(rule, [])


def _hash(style: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
