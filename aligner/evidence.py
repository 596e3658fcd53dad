"""What the checks share of a pair: each side read once, and which words render which.

A check takes an :class:`Evidence` and asks it for what it needs; whatever is asked for twice is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Literal

from aligner.data import Pair, Sentence, Span
from aligner.text.cues import Cue, cues
from aligner.text.dates import Date, dates
from aligner.text.marks import Mark, blanked, marks
from aligner.text.normalise import Normal, normalise
from aligner.text.numerals import Number, numbers
from aligner.text.words import Word, words

if TYPE_CHECKING:
    from aligner.encoders import Encoder
    from aligner.glossary import Glossary
    from aligner.model import LexicalModel
    from aligner.model.gaps import Coverage
    from aligner.model.ties import Ties
    from aligner.model.units import Floats

# Pairs whose words are looked up in the model together.
TOGETHER = 32
# Each word of a pair is compared with each: 2,000 with 2,000 are ten pages in one pair, and take 300 MB.
MAX_TIES = 4_000_000
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may need beyond the pair: the translation ``model`` (checks that need one say nothing without it),
    the usual ``ratio`` of French to Arabic characters, the ``variant`` of French whose typography is asked for (FR, CH
    or CA), a ``glossary``, and an ``encoder`` that ties words beside the model."""

    model: LexicalModel | None = None
    ratio: float = 1.33
    variant: str = "FR"
    glossary: Glossary | None = None
    encoder: Encoder | None = None


class Side:
    """One text of a pair. All spans point into ``text``."""

    def __init__(self, sentences: tuple[Sentence, ...], text: str, lang: Literal["ar", "fr"]) -> None:
        self.sentences = sentences
        self.text = text
        self.lang = lang

    @property
    def whole(self) -> Span:
        return Span(0, len(self.text))

    @cached_property
    def normal(self) -> Normal:
        """The text in the form in which it is matched, with its map back."""
        return normalise(self.text)

    @cached_property
    def words(self) -> list[Word]:
        return words(self.normal)

    @cached_property
    def cues(self) -> list[Cue]:
        """The words that deny, doubt and attribute, outside of marks."""
        return [c for c in cues(self.text, self.words, self.lang) if self.language[c.span.start] != "\x00"]

    @cached_property
    def marks(self) -> list[Mark]:
        """Addresses, handles, hashtags, emoji, tags and placeholders."""
        return marks(self.text)

    @cached_property
    def language(self) -> str:
        """The text with every mark but emoji blanked, as long as ``text``: what is left is language."""
        return blanked(self.text, self.marks)

    @cached_property
    def language_normal(self) -> Normal:
        """``language`` in the form in which it is matched."""
        return self.normal if self.language == self.text else normalise(self.language)

    @cached_property
    def numbers(self) -> list[Number]:
        """The values in the text, outside of marks, those of dates included."""
        return numbers(self.language_normal, self.lang)

    @cached_property
    def dates(self) -> list[Date]:
        """The dates in the text, outside of marks."""
        return dates(self.language_normal, self.lang, self.numbers)


class Evidence:
    """A pair as the checks see it: its two sides, and, where there is a model and both sides have words, but not
    thousands, which words render which (``ties``) and which have no counterpart (``coverage``)."""

    def __init__(self, pair: Pair, context: Context) -> None:
        self.pair = pair
        self.context = context
        self.src = Side(pair.src, pair.src_text, "ar")
        self.tgt = Side(pair.tgt, pair.tgt_text, "fr")
        self.ties: Ties | None = None
        self.coverage: Coverage | None = None

    @property
    def both(self) -> bool:
        """Whether both sides say something."""
        return bool(self.src.text.strip() and self.tgt.text.strip())


def gather(pairs: Iterable[Pair], context: Context) -> Iterator[Evidence]:
    """The evidence of each pair, in order."""
    remaining = iter(pairs)
    while some := [Evidence(pair, context) for pair in islice(remaining, TOGETHER)]:
        if context.model is not None:
            _tie(context, context.model, some)
        yield from some


def _size(words: Sequence[Word]) -> int:
    """How many parts the words may be cut into: one that is longer than any word is cut into its letters."""
    return sum(max(1, len(word.unit) - LONGEST) for word in words)


def _tie(context: Context, model: LexicalModel, evidences: Sequence[Evidence]) -> None:
    from aligner.model.gaps import Text
    from aligner.model.ties import ties
    from aligner.model.units import one_thread

    with_words = [e for e in evidences if 0 < _size(e.src.words) * _size(e.tgt.words) <= MAX_TIES]
    if not with_words:
        return
    links = None if context.encoder is None else _word_links(context.encoder, with_words)
    with one_thread():
        found = ties(model, [(evidence.src.words, evidence.tgt.words) for evidence in with_words])
        if links is not None:
            from aligner.encoders.word_ties import strengthened

            found = [strengthened(*both) for both in zip(found, links, strict=True)]
        for evidence, tied in zip(with_words, found, strict=True):
            evidence.ties = tied
        if model.gaps is not None:
            texts = [(Text(e.src.text, e.src.words), Text(e.tgt.text, e.tgt.words)) for e in with_words]
            for evidence, covered in zip(with_words, model.gaps.coverage(texts, found, context.ratio), strict=True):
                evidence.coverage = covered


def _word_links(encoder: Encoder, evidences: Sequence[Evidence]) -> list[Floats]:
    from aligner.encoders.word_ties import word_links

    src = encoder.words([[word.text for word in evidence.src.words] for evidence in evidences], "ar")
    tgt = encoder.words([[word.text for word in evidence.tgt.words] for evidence in evidences], "fr")
    return [word_links(*both) for both in zip(src, tgt, strict=True)]
