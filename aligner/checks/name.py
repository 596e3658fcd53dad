"""Names that differ, are missing or were added: سوريا ↔ « Irak », القامشلي ↔ « Alep ».

Countries, places, peoples and organisations of ``aligner/text/names.tsv`` are compared by their rows, whatever either
language calls them (القاهرة ↔ « Le Caire », داعش ↔ « EI », « syrien » ↔ سوريا). Any other capitalised French word that
is rare must be tied to an Arabic word, by the model or by ear (كفرعمة ↔ « Kafr Amma »). One name put for another is an
error where both are in the table, or where a title or a kind of place announces the Arabic one (مدينة, السيد); all else
is worth a look. Two names that changed places in one pair are not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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

# What a word must gain from the other side and how firmly it must be tied to a word of it to be accounted for: much of
# one, or enough of both.
GAIN, LINK = 0.3, 0.4
LOW, FIRM = 0.0, 0.5
# A word that gains less renders hardly anything, or surely nothing.
NOTHING, NOWHERE = 0.0, -1.0
# Arabic words that are rarer may render a French name by ear.
FEW = 1e-4
# A French word for which nothing accounts may be a name up to this frequency: Tom, Victor.
ORDINARY = 3e-4
# A word that is rarer is in no table: at the head of a French sentence too it is likely to be a name.
UNSEEN = 5e-7
# Words of so few letters are too short to tell.
SHORT = 2
# So many common words with a capital, and more than half of all, make a heading.
HEADING = 4
# How far around a name its neighbours may stand, and how far from what they render its counterpart.
AROUND, BESIDE = 3, 2
# Kinds of the table that are no names.
NO_NAMES = frozenset(["role", "ordinary"])
# XIXe
_ROMAN = re.compile("[IVXLCDM]{1,8}(?:e|er|es|ème|èmes)?")


def check(evidence: Evidence) -> Iterator[Finding]:
    if evidence.ties is None or evidence.context.model is None:
        return
    src, tgt = _Names(evidence.src, evidence.ties), _Names(evidence.tgt, evidence.ties)
    yield from _of_the_table(src, tgt)
    announced = _announced(src)
    for group in _strange_names(src, tgt, evidence.context.model.letters):
        against = announced or [range(at, at + 1) for strange in group for at in strange.arabic]
        yield _finding(src, tgt, against, [strange.french for strange in group], "error" if announced else "warning")
        announced = []
    for places in announced:
        yield _finding(src, tgt, [places], [], "warning")


class _Names:
    """The words of one side, which of them are names of the table, and how well the other side accounts for them."""

    def __init__(self, side: Side, ties: Ties) -> None:
        self.words, self.text = side.words, side.text
        arabic = side.lang == "ar"
        self.gain = (ties.src_gain if arabic else ties.tgt_gain).tolist()
        self.frequency = (ties.src_frequency if arabic else ties.tgt_frequency).tolist()
        self.link = ties.links.max(axis=int(arabic)).tolist()
        self.links = ties.links
        self.known = known(self.words, self.text, side.lang)
        self.rows: frozenset[int] = frozenset().union(*(name.form.rows for name in self.known))
        self.inside = {at for name in self.known for at in range(name.first, name.last)}
        self.language = side.language

    def explained(self, at: int) -> bool:
        gain, link = self.gain[at], self.link[at]
        return bool((gain > GAIN and link > LINK) or (gain > LOW and link > FIRM))

    def left_over(self, at: int) -> bool:
        """Whether nothing accounts for a word that may be a name of which the table does not know."""
        return self.gain[at] < NOTHING and self.frequency[at] < RARE and at not in self.inside

    def in_mark(self, at: int) -> bool:
        return self.language[self.words[at].span.start] == "\0"

    def alone(self, other: _Names) -> list[list[Known]]:
        """The names of the table that the other side has not, those of one row together."""
        found: dict[frozenset[int], list[Known]] = {}
        for name in self.known:
            if (
                not name.inside
                and name.form.kinds.isdisjoint(NO_NAMES)
                and name.form.rows.isdisjoint(other.rows)
                and not self._accounted(name)
                and not self.in_mark(name.first)
            ):
                found.setdefault(name.form.rows, []).append(name)
        return list(found.values())

    def _accounted(self, name: Known) -> bool:
        places = range(name.first, name.last)
        return all(self.explained(at) for at in places if len(self.words[at].text) > SHORT or len(places) == 1)

    def spans(self, places: Iterable[range]) -> tuple[Span, ...]:
        spans = {Span(self.words[at[0]].span.start, self.words[at[-1]].span.end) for at in places}
        return tuple(sorted(spans))


def _of_the_table(src: _Names, tgt: _Names) -> Iterator[Finding]:
    left, right = src.alone(tgt), tgt.alone(src)
    for names in right:
        if not names[0].sure:
            continue
        others = [other for other in left if not other[0].form.kinds.isdisjoint(names[0].form.kinds)]
        left = [other for other in left if other not in others]
        against = [name.places for other in others for name in other]
        severity: Severity = "error" if any(other[0].sure for other in others) else "warning"
        yield _finding(src, tgt, against, [name.places for name in names], severity)
    if left and _has_acronym(tgt):
        return
    for names in left:
        if names[0].sure and names[0].form.noun:
            yield _finding(src, tgt, [name.places for name in names], [], "warning")


def _has_acronym(tgt: _Names) -> bool:
    """Whether letters that the table has not may stand for a name: NHS England, PHE."""
    return any(len(word.text) > 1 and word.text.isupper() and at not in tgt.inside for at, word in enumerate(tgt.words))


def _strange_names(src: _Names, tgt: _Names, letters: Letters) -> Iterable[list[_Strange]]:
    """French names that are not in the table and for which the Arabic does not account, equal ones together."""
    found = [strange for run in runs(tgt.words, tgt.text) if (strange := _strange(run, src, tgt))]
    if not found or _in_title_case(tgt):
        return []
    free = [not src.explained(at) for at in range(len(src.words))]
    arabic = [[word.text] for word, alone in zip(src.words, free, strict=True) if alone]
    arabic += [
        [a.text, b.text] for (a, b), alone in zip(pairwise(src.words), pairwise(free), strict=True) if any(alone)
    ]
    heard = alike(letters, arabic, [[tgt.words[at].text for at in strange.french] for strange in found])
    alike_written: dict[str, list[_Strange]] = {}
    for strange, same in zip(found, heard, strict=True):
        if not same:
            written = " ".join(tgt.words[at].text for at in strange.french)
            alike_written.setdefault(written, []).append(strange)
    return alike_written.values()


def _in_title_case(tgt: _Names) -> bool:
    """Whether common words too have capitals, as in a heading, so that a capital makes no name."""
    common = [word for word, frequency in zip(tgt.words, tgt.frequency, strict=True) if frequency >= RARE]
    capital = [word for word in common if word.text[0].isupper()]
    return len(capital) >= HEADING and 2 * len(capital) > len(common)


def _announced(src: _Names) -> list[range]:
    """Arabic names after a title or a kind of place, for which nothing in the French accounts."""
    found = []
    for role in src.known:
        if "role" in role.form.kinds:
            end = role.last
            while end < len(src.words) and src.left_over(end) and src.gain[end] < NOWHERE and src.link[end] < LINK:
                end += 1
            if end > role.last and src.text[src.words[role.last - 1].span.end : src.words[role.last].span.start] == " ":
                found.append(range(role.last, end))
    return found


@dataclass(frozen=True)
class _Strange:
    """A French name for which no word accounts, and the Arabic words in its place, where one can tell."""

    french: range
    arabic: tuple[int, ...] = ()


def _strange(run: Run, src: _Names, tgt: _Names) -> _Strange | None:
    places = [at for at in run.words if _may_be_name(at, tgt)]
    strange = [at for at in places if not tgt.explained(at)]
    if not strange:
        return None
    if len(strange) < len(places):
        ties = [at for at in places if at not in strange]
        against = _left_over_beside(ties, src, 1)
        return _Strange(range(strange[0], strange[-1] + 1), against) if against else None
    around = (*range(run.first - AROUND, run.first), *range(run.last, run.last + AROUND))
    ties = [at for at in around if 0 <= at < len(tgt.words) and tgt.link[at] > FIRM]
    against = _left_over_beside(ties, src, BESIDE)
    if run.initial and len(run.words) == 1 and (tgt.frequency[run.first] > UNSEEN or not against):
        return None
    unseen = [at for at in against if src.frequency[at] < UNSEEN and at]  # the first word is likely to be the verb
    return _Strange(range(run.first, run.last), tuple(unseen))


def _may_be_name(at: int, tgt: _Names) -> bool:
    word = tgt.words[at].text
    return (
        tgt.frequency[at] < (ORDINARY if tgt.gain[at] < NOWHERE else RARE)
        and at not in tgt.inside
        and len(word) > SHORT
        and 2 * sum(map(str.isupper, word)) < len(word)
        and not _ROMAN.fullmatch(word)
        and not tgt.in_mark(at)
    )


def _left_over_beside(french: Sequence[int], src: _Names, distance: int) -> tuple[int, ...]:
    """The Arabic words that nothing accounts for, close to those which render some French ones."""
    rendering = {int(src.links[:, at].argmax()) for at in french}
    beside = {at + step for at in rendering for step in range(-distance, distance + 1)} - rendering
    return tuple(sorted(at for at in beside if 0 <= at < len(src.words) and src.left_over(at)))


def _finding(src: _Names, tgt: _Names, arabic: Sequence[range], french: Sequence[range], severity: Severity) -> Finding:
    source, target = src.spans(arabic), tgt.spans(french)
    if not target:
        message = f"The Arabic names {_said(source, src.text)}, the French does not."
    elif source:
        message = f"Where the Arabic has {_said(source, src.text)}, the French names {_said(target, tgt.text)}."
    else:
        message = f"The French names {_said(target, tgt.text)}, the Arabic does not."
    return Finding("name", severity, message, source, target)


def _said(spans: Sequence[Span], text: str) -> str:
    return ", ".join(dict.fromkeys(span.of(text) for span in spans))
