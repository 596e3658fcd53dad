"""Names that differ, are missing or were added: سوريا ↔ « Irak », القامشلي ↔ « Alep ».

Countries, places, peoples and organisations of ``aligner/text/names.tsv`` are compared by their rows, whatever either
language calls them (القاهرة ↔ « Le Caire », داعش ↔ « EI », « syrien » ↔ سوريا). Any other capitalised French word that
is rare must be tied to an Arabic word, by the model or by ear (كفرعمة ↔ « Kafr Amma »). One name put for another is an
error where both are in the table, or stand among words that render each other; otherwise it is worth a look. Two names
that changed places in one pair are not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aligner.checks import Rule
from aligner.checks._likeness import alike
from aligner.data import Finding, Severity, Span
from aligner.evidence import Evidence, Side
from aligner.model.letters import RARE, Letters
from aligner.model.ties import Ties
from aligner.text.names import Known, Run, known, runs

VERSION = 1
RULES = {
    "name": Rule(
        "a person, place, nationality or organisation is another one, is missing or was added",
        fires=("وصل الوفد السوري إلى بغداد.", "La délégation syrienne est arrivée à Beyrouth."),
        silent=("وصل الوفد السوري إلى القاهرة.", "La délégation syrienne est arrivée au Caire."),
    )
}

# What a word must gain from the other side, or how firmly it must be tied to one word of it, to be accounted for.
GAIN = 0.3
LINK = 0.5
# Arabic words that gain less than this, and are rarer, may render a French name by ear.
FREE = 0.7
FEW = 1e-4
# Words of so few letters are too short to tell.
SHORT = 2
# How far from a name the words may stand that show where its counterpart is to be looked for, on each side.
BESIDE = (2, 4)
# Kinds of the table that are no names.
NO_NAMES = frozenset(["role", "ordinary"])


def check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.ties is None or evidence.context.model is None:
        return
    src, tgt = _Names(evidence.src, evidence.ties), _Names(evidence.tgt, evidence.ties)
    left, right = src.alone(tgt), tgt.alone(src)
    for names in right:
        others = [other for other in left if not other[0].form.kinds.isdisjoint(names[0].form.kinds)]
        yield _finding(src, tgt, [name for other in others for name in other], names, "error" if others else "warning")
        left = [other for other in left if other not in others]
    for names in left:
        if not names[0].form.adjective:
            yield _finding(src, tgt, names, [], "warning")
    for run in _unexplained(src, tgt, evidence.context.model.letters):
        yield _finding(src, tgt, [], [run], "warning")


class _Names:
    """The names of one side, and how well the other side accounts for its words."""

    def __init__(self, side: Side, ties: Ties) -> None:
        self.side, self.words, self.text = side, side.words, side.text
        arabic = side.lang == "ar"
        self.gain = (ties.src_gain if arabic else ties.tgt_gain).tolist()
        self.link = ties.links.max(axis=int(arabic)).tolist()
        self.frequency = (ties.src_frequency if arabic else ties.tgt_frequency).tolist()
        self.known = known(self.words, self.text, side.lang)
        self.rows: frozenset[int] = frozenset().union(*(name.form.rows for name in self.known))
        self.inside = {at for name in self.known for at in range(name.first, name.last)}

    def explained(self, at: int) -> bool:
        return bool(self.gain[at] > GAIN or self.link[at] > LINK)

    def alone(self, other: _Names) -> list[list[Known]]:
        """The names of the table that the other side has not, those of one row together."""
        found: dict[frozenset[int], list[Known]] = {}
        for name in self.known:
            form = name.form
            if (
                name.sure
                and not name.inside
                and form.kinds.isdisjoint(NO_NAMES)
                and form.rows.isdisjoint(other.rows)
                and not self._accounted(name)
            ):
                found.setdefault(form.rows, []).append(name)
        return list(found.values())

    def _accounted(self, name: Known) -> bool:
        places = range(name.first, name.last)
        return all(self.explained(at) for at in places if len(self.words[at].text) > SHORT or len(places) == 1)


def _unexplained(src: _Names, tgt: _Names, letters: Letters) -> list[Run]:
    """Runs of rare capitalised words of which the Arabic accounts for none."""
    found = [(run, places) for run in runs(tgt.words, tgt.text) if (places := _names(run, tgt))]
    found = [(run, places) for run, places in found if not any(map(tgt.explained, places))]
    if not found:
        return []
    free = [at for at in range(len(src.words)) if src.gain[at] < FREE and src.frequency[at] < FEW]
    heard = alike(letters, _neighbours(src, free), [[w.text for w in tgt.words[r.first : r.last]] for r, _ in found])
    return [run for (run, _), same in zip(found, heard, strict=True) if not same]


def _names(run: Run, tgt: _Names) -> list[int]:
    """The words of a run that are likely to be a name's."""
    if run.initial and len(run.words) == 1:
        return []
    return [
        at
        for at in run.words
        if tgt.frequency[at] < RARE
        and at not in tgt.inside
        and len(word := tgt.words[at].text) > SHORT
        and not word.isupper()
    ]


def _neighbours(src: _Names, free: list[int]) -> list[list[str]]:
    """The free words, each with the words before and after it."""
    return [[word.text for word in src.words[max(at - 1, 0) : at + 2]] for at in free]


def _finding(
    src: _Names, tgt: _Names, arabic: Sequence[Known], french: Sequence[Known | Run], severity: Severity
) -> Finding:
    source, target = _spans(src, arabic), _spans(tgt, french)
    says = f"The Arabic names {_said(source, src.text)}" if source else ""
    if not target:
        message = f"{says}, the French does not."
    elif source:
        message = f"{says}, the French {_said(target, tgt.text)}."
    else:
        message = f"The French names {_said(target, tgt.text)}, the Arabic does not."
    return Finding("name", severity, message, source, target)


def _spans(names: _Names, found: Sequence[Known | Run]) -> tuple[Span, ...]:
    words = names.words
    return tuple(sorted(Span(words[n.first].span.start, words[n.last - 1].span.end) for n in found))


def _said(spans: Sequence[Span], text: str) -> str:
    return ", ".join(dict.fromkeys(span.of(text) for span in spans))
