"""Tiny random translation models of the known architectures, made by transformers, with tokenizers of our texts."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SIZES = {
    **{"d_model": 32, "encoder_layers": 2, "decoder_layers": 2, "max_position_embeddings": 128},
    **{f"{side}_{what}": n for side in ("encoder", "decoder") for what, n in (("attention_heads", 2), ("ffn_dim", 48))},
}
_SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


def nllb(folder: Path, texts: list[str]) -> Path:
    import transformers
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    pairs = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    pairs.pre_tokenizer = pre_tokenizers.Metaspace()
    pairs.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=300, special_tokens=_SPECIAL, show_progress=False))
    made = json.loads(pairs.to_str())["model"]
    tokenizer = transformers.NllbTokenizer(vocab=made["vocab"], merges=[tuple(merge) for merge in made["merges"]])
    config = transformers.M2M100Config(vocab_size=len(tokenizer), **_SIZES)
    return _saved(folder, tokenizer, lambda: transformers.M2M100ForConditionalGeneration(config))


def mbart50(folder: Path, texts: list[str]) -> Path:
    import transformers
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    unigram = Tokenizer(models.Unigram())
    unigram.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=300, special_tokens=_SPECIAL, unk_token="<unk>", show_progress=False)
    unigram.train_from_iterator(texts, trainer)
    pieces = [(piece, weight) for piece, weight in json.loads(unigram.to_str())["model"]["vocab"]]
    tokenizer = transformers.MBart50Tokenizer(vocab=pieces)
    config = transformers.MBartConfig(vocab_size=len(tokenizer), **_SIZES)
    return _saved(folder, tokenizer, lambda: transformers.MBartForConditionalGeneration(config))


def m2m100(folder: Path, texts: list[str]) -> Path:
    import transformers

    spm, vocabulary = _sentencepiece(folder, texts, [*_SPECIAL])
    tokenizer = transformers.M2M100Tokenizer(vocab_file=vocabulary, spm_file=spm)
    # After its pieces come the names of a hundred languages.
    config = transformers.M2M100Config(vocab_size=len(tokenizer) + 128, **_SIZES)
    return _saved(folder, tokenizer, lambda: transformers.M2M100ForConditionalGeneration(config))


def marian(
    folder: Path, texts: list[str], source: str | None = "ar", target: str | None = "fr", marks: Any = ()
) -> Path:
    import transformers

    spm, vocabulary = _sentencepiece(folder, texts, ["</s>", "<unk>", *marks], last="<pad>")
    with unwarned():
        tokenizer = transformers.MarianTokenizer(
            source_spm=spm, target_spm=spm, vocab=vocabulary, source_lang=source, target_lang=target
        )
    size = len(tokenizer)
    config = transformers.MarianConfig(
        vocab_size=size, pad_token_id=size - 1, decoder_start_token_id=size - 1, eos_token_id=0, **_SIZES
    )
    return _saved(folder, tokenizer, lambda: transformers.MarianMTModel(config))


@contextmanager
def unwarned() -> Iterator[None]:
    """Marian's tokenizer recommends sacremoses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _sentencepiece(folder: Path, texts: list[str], first: list[str], last: str = "") -> tuple[str, str]:
    """A trained model and the vocabulary beside it, with special tokens before and after its pieces."""
    from sentencepiece import SentencePieceProcessor, SentencePieceTrainer

    folder.mkdir(parents=True)
    prefix = folder / "trained"
    SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_prefix=str(prefix), vocab_size=200, hard_vocab_limit=False, minloglevel=2
    )
    pieces = SentencePieceProcessor(model_file=f"{prefix}.model")
    names = [pieces.id_to_piece(n) for n in range(pieces.get_piece_size())]
    listed = [*first, *(name for name in names if name not in ("<s>", "</s>", "<unk>")), *([last] if last else [])]
    path = folder / "trained.json"
    path.write_text(json.dumps({name: n for n, name in enumerate(listed)}), encoding="utf-8")
    return f"{prefix}.model", str(path)


def _saved(folder: Path, tokenizer: Any, makes: Callable[[], Any]) -> Path:
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(1)
    tokenizer.save_pretrained(folder)
    model = makes()
    # Random weights are so small that all tokens are as likely: larger ones make a difference of the source.
    for weight in model.parameters():
        weight.data *= 4
    model.save_pretrained(folder)
    return folder
