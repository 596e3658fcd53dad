"""Subword pieces of the words of both languages, by sentencepiece (unigram model; Kudo, 2018)."""

from __future__ import annotations

import io
from collections.abc import Iterable

from aligner.text import arabic, french
from aligner.text.words import is_arabic

VOCABULARY = 16_000


class Cutter:
    """Cuts words into pieces by the two languages' trained sentencepiece models, given as bytes."""

    def __init__(self, ar: bytes, fr: bytes) -> None:
        from sentencepiece import SentencePieceProcessor

        self._ar = SentencePieceProcessor(model_proto=ar)
        self._fr = SentencePieceProcessor(model_proto=fr)

    def pieces(self, word: str) -> tuple[str, ...]:
        """The pieces of a normalised word; numbers are cut as French ones on both sides, so that they agree."""
        cutter = self._ar if is_arabic(word[0]) and word[0].isalpha() else self._fr
        return tuple(cutter.encode(fold(word), out_type=str))


def fold(word: str) -> str:
    """The form of a word in which it is cut."""
    if word[0].isdigit():
        return "".join(str(int(c)) if c.isdecimal() else "." for c in word)
    return arabic.fold(word) if is_arabic(word[0]) else french.fold(word)


def train(texts: Iterable[str]) -> bytes:
    """A sentencepiece model trained on texts of folded words between spaces; the same texts give the same bytes."""
    from sentencepiece import SentencePieceTrainer

    model = io.BytesIO()
    SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_writer=model,
        model_type="unigram",
        vocab_size=VOCABULARY,
        hard_vocab_limit=False,
        character_coverage=0.9995,
        num_threads=1,
        minloglevel=2,
    )
    return model.getvalue()
