"""A sequence-to-sequence model of transformers, by forced decoding: the log-probability of each token of a rendering
that is given, not made."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np

from aligner import hub
from aligner.errors import ModelError
from aligner.model.units import Floats

Lang = Literal["ar", "fr"]

# Logits that are in memory at a time: 512 MB of them.
LOGITS = 1 << 27


@dataclass(frozen=True)
class Forced:
    """The tokens of a rendering, with the mark of its end and without those of its language, and their natural
    log-probabilities given the source and the tokens before."""

    tokens: tuple[str, ...]
    logprobs: Floats

    @property
    def total(self) -> float:
        return float(self.logprobs.sum())


class Seq2Seq:
    """The model in the folder ``name`` or of this id. ``into``: the languages that it renders into, as far as it says.

    Raises ModelError when it cannot be loaded.
    """

    def __init__(self, name: str, *, offline: bool = False) -> None:
        self._name, folder = name, hub.model_folder(name, offline)
        # What a damaged or strange folder brings up is without number.
        with (
            hub.quiet(),
            hub.in_a_line(f"{name}: no translation model, such as NLLB or Marian, can be loaded", Exception),
        ):
            self._load(folder)
        self._config = self._model.config
        self._codes = _codes(self._tokenizer)
        self._most = min(int(self._tokenizer.model_max_length), int(self._config.max_position_embeddings))
        self.into: tuple[Lang, ...] = ("fr", "ar") if self._codes else _direction(self._tokenizer)
        self.signature = f"{Path(name).name}.{_digest(self._model)}"

    def _load(self, folder: Path) -> None:
        import torch
        import transformers

        self._device, precision = hub.place()
        here = {"local_files_only": True, "trust_remote_code": False}
        self._tokenizer = transformers.AutoTokenizer.from_pretrained(folder, **here)
        model, found = transformers.AutoModelForSeq2SeqLM.from_pretrained(folder, output_loading_info=True, **here)
        if lost := sorted(found["missing_keys"]):
            raise ModelError(f"{self._name}: {len(lost)} weights are missing, such as {lost[0]}: get it again")
        self._model = model.eval().to(self._device, getattr(torch, precision))

    def forced(self, pairs: Sequence[tuple[str, str]], into: Lang) -> list[Forced | None]:
        """The forced decoding of each (source, rendering); None where one is longer than the model can read."""
        src, tgt = self._ids([src for src, _ in pairs], [tgt for _, tgt in pairs], into)
        if any(max(ids, default=0) >= self._config.vocab_size for ids in (*src, *tgt)):
            raise ModelError(f"{self._name}: its tokenizer and its weights do not belong together: get it again")
        fits = [n for n in range(len(pairs)) if max(len(src[n]), len(tgt[n])) <= self._most]
        found: list[Forced | None] = [None] * len(pairs)
        for batch in self._batches(src, tgt, fits):
            values = self._logprobs([src[n] for n in batch], [tgt[n] for n in batch])
            for n, row in zip(batch, values, strict=True):
                scored = [at for at, token in enumerate(tgt[n]) if token not in self._marks]
                tokens = self._tokenizer.convert_ids_to_tokens([tgt[n][at] for at in scored])
                found[n] = Forced(tuple(tokens), row[scored])
        return found

    @property
    def _marks(self) -> set[int]:
        """The tokens that name a language."""
        return set(self._tokenizer.convert_tokens_to_ids(list(self._codes.values())))

    def _ids(self, src: list[str], tgt: list[str], into: Lang) -> tuple[list[list[int]], list[list[int]]]:
        tokenizer, codes = self._tokenizer, self._codes
        if not src:
            return [], []
        if codes and hasattr(tokenizer, "src_lang"):
            tokenizer.src_lang, tokenizer.tgt_lang = (
                codes[lang].strip("_") for lang in (("ar", "fr") if into == "fr" else ("fr", "ar"))
            )
        elif codes:
            src = [f"{codes[into]} {text}" for text in src]
        return tokenizer(src, verbose=False)["input_ids"], tokenizer(text_target=tgt, verbose=False)["input_ids"]

    def _batches(
        self, src: Sequence[Sequence[int]], tgt: Sequence[Sequence[int]], which: Sequence[int]
    ) -> list[list[int]]:
        """The numbers of the pairs in batches of like lengths."""
        most = max(LOGITS // int(self._config.vocab_size), 1)
        batches: list[list[int]] = []
        longest = 0
        for n in sorted(which, key=lambda n: (len(tgt[n]), len(src[n]), n)):
            longest = max(longest, len(tgt[n]), len(src[n]))
            if not batches or (len(batches[-1]) + 1) * longest > most:
                batches.append([])
                longest = max(len(tgt[n]), len(src[n]))
            batches[-1].append(n)
        return batches

    def _logprobs(self, src: Sequence[Sequence[int]], tgt: Sequence[Sequence[int]]) -> list[Floats]:
        import torch

        config = self._config
        # mBART begins with the last token (the mark of the end or of the language), the others always with the same.
        starts = [ids[-1] if config.model_type == "mbart" else config.decoder_start_token_id for ids in tgt]
        given = [[start, *ids[:-1]] for start, ids in zip(starts, tgt, strict=True)]
        (source, mask), (before, _), (labels, _) = (self._padded(ids) for ids in (src, given, tgt))
        with torch.inference_mode():
            logits = self._model(input_ids=source, attention_mask=mask, decoder_input_ids=before).logits.float()
            chosen = logits.gather(2, labels[:, :, None])[:, :, 0] - logits.logsumexp(2)
        return [row[: len(ids)] for row, ids in zip(chosen.cpu().numpy(), tgt, strict=True)]

    def _padded(self, ids: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        """Token numbers filled up on the right, and which of them are not filling."""
        import torch

        most, pad = max(map(len, ids)), int(self._config.pad_token_id)
        filled = np.array([[*each, *[pad] * (most - len(each))] for each in ids], np.int64)
        real = np.array([[1] * len(each) + [0] * (most - len(each)) for each in ids], np.int64)
        return torch.from_numpy(filled).to(self._device), torch.from_numpy(real).to(self._device)


@cache
def _table() -> list[tuple[str, str]]:
    lines = Path(__file__).with_name("codes.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(ar, fr) for ar, fr in rows]


def _codes(tokenizer: Any) -> dict[Lang, str]:
    """What the tokenizer calls the languages; nothing if it knows neither."""
    for ar, fr in _table():
        # Not every tokenizer lists the names of languages in its vocabulary.
        if tokenizer.unk_token_id not in tokenizer.convert_tokens_to_ids([ar, fr]):
            return {"ar": ar, "fr": fr}
    return {}


def _direction(tokenizer: Any) -> tuple[Lang, ...]:
    """The language that a model of one direction renders into, if its tokenizer names it."""
    named = str(getattr(tokenizer, "target_lang", "") or "").lower()[:2]
    return ("ar",) if named == "ar" else ("fr",) if named == "fr" else ()


def _digest(model: Any) -> str:
    """Tells models apart: of every weight its name, its shape and its first values."""
    digest = hashlib.sha256()
    for name, weight in sorted(model.state_dict().items()):
        first = weight.flatten()[:16].float().cpu().numpy().tobytes()
        digest.update(f"{name}{tuple(weight.shape)}".encode() + first)
    return digest.hexdigest()[:12]
