"""Translation models as witnesses: how likely a text is as the rendering of another, token by token.

>>> translator = aligner.load_translator("facebook/nllb-200-distilled-600M")                       # doctest: +SKIP
>>> translator.forced([("وصل القطار.", "Le train est arrivé.")], "fr")[0].logprobs                # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from aligner.errors import UsageError
from aligner.translation.seq2seq import Forced, Lang, Seq2Seq

__all__ = ["Forced", "Translator", "load_translator"]


@dataclass(frozen=True)
class Translator:
    """One model for each language (``"ar"``, ``"fr"``) that can be rendered into; the same one for both, or two."""

    into: dict[Lang, Seq2Seq]

    def forced(self, pairs: Sequence[tuple[str, str]], into: Lang) -> list[Forced | None]:
        """What the model that renders into this language makes of each (source, rendering), as :meth:`Seq2Seq.forced`.

        Raises UsageError when no model renders into it.
        """
        if into not in self.into:
            raise UsageError(f"no translation model renders into {into!r}: give a second one")
        return self.into[into].forced(pairs, into)

    @property
    def signature(self) -> str:
        return ",".join(dict.fromkeys(model.signature for model in self.into.values()))


def load_translator(names: str | Sequence[str], *, offline: bool = False) -> Translator:
    """The translator of one model or of two, each a folder or an id of the Hugging Face hub.

    A model of many languages (NLLB, M2M-100, mBART) serves both directions. One of a single direction (Marian) serves
    the one that its tokenizer names; where that names none, the first renders into French, the second into Arabic.
    With ``offline`` nothing touches the network. Raises ModelError for what is no such model, UsageError for more than
    two.
    """
    names = [names] if isinstance(names, str) else list(names)
    if not 1 <= len(names) <= 2:
        raise UsageError(f"{len(names)} translation models: give one, or one for each direction")
    into: dict[Lang, Seq2Seq] = {}
    usual: tuple[Lang, Lang] = ("fr", "ar")
    for name, place in zip(names, usual, strict=False):
        model = Seq2Seq(name, offline=offline)
        for lang in model.into or (place,):
            into.setdefault(lang, model)
    return Translator(into)
