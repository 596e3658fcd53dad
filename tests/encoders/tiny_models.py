"""Tiny random encoders of the known architectures, made by transformers, with tokenizers trained on our texts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

SIZE = 32
PLACES = 64
_LAYERS = {"hidden_size": SIZE, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 48}
_M2M = {
    **{"d_model": SIZE, "encoder_layers": 3, "decoder_layers": 1, "max_position_embeddings": PLACES},
    **{f"{side}_{what}": n for side in ("encoder", "decoder") for what, n in (("attention_heads", 2), ("ffn_dim", 48))},
}
_SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


def bert(folder: Path, texts: list[str], seed: int = 0) -> Path:
    """As LaBSE and mBERT: a WordPiece tokenizer and a BERT."""
    import transformers
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    words = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    words.normalizer = normalizers.BertNormalizer(lowercase=False)
    words.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    words.train_from_iterator(
        texts, trainers.WordPieceTrainer(vocab_size=400, special_tokens=special, show_progress=False)
    )
    tokenizer = transformers.BertTokenizer(vocab=words.get_vocab(), do_lower_case=False)
    config = transformers.BertConfig(vocab_size=len(tokenizer), max_position_embeddings=PLACES, **_LAYERS)
    return _saved(folder, tokenizer, lambda: transformers.BertModel(config), seed)


def xlm_roberta(folder: Path, texts: list[str], seed: int = 0) -> Path:
    """As XLM-R, multilingual-e5 and bge-m3: a unigram tokenizer and an XLM-RoBERTa."""
    import transformers
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    unigram = Tokenizer(models.Unigram())
    unigram.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=300, special_tokens=_SPECIAL, unk_token="<unk>", show_progress=False)
    unigram.train_from_iterator(texts, trainer)
    pieces = [(piece, weight) for piece, weight in json.loads(unigram.to_str())["model"]["vocab"]]
    tokenizer = transformers.XLMRobertaTokenizer(vocab=pieces)
    config = transformers.XLMRobertaConfig(
        vocab_size=len(tokenizer), pad_token_id=1, max_position_embeddings=PLACES + 2, **_LAYERS
    )
    return _saved(folder, tokenizer, lambda: transformers.XLMRobertaModel(config), seed)


def m2m100(folder: Path, texts: list[str], seed: int = 0, whole: bool = False) -> Path:
    """As SONAR: the tokenizer of NLLB and the encoder of M2M-100; ``whole``: with its decoder, as NLLB itself."""
    import transformers
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers.models.m2m_100.modeling_m2m_100 import M2M100Encoder

    pairs = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    pairs.pre_tokenizer = pre_tokenizers.Metaspace()
    pairs.train_from_iterator(texts, trainers.BpeTrainer(vocab_size=300, special_tokens=_SPECIAL, show_progress=False))
    made = json.loads(pairs.to_str())["model"]
    tokenizer = transformers.NllbTokenizer(vocab=made["vocab"], merges=[tuple(merge) for merge in made["merges"]])
    config = transformers.M2M100Config(vocab_size=len(tokenizer), **_M2M)
    makes = transformers.M2M100ForConditionalGeneration if whole else M2M100Encoder
    return _saved(folder, tokenizer, lambda: makes(config), seed)


def with_modules(
    folder: Path, *, pooling: dict[str, Any], dense: str | None = None, length: int = 32, prompt: str | None = None
) -> Path:
    """Puts beside a model what sentence-transformers would; ``dense`` is the activation of a layer to 24 figures."""
    import torch
    from safetensors.torch import save_file

    kinds = ["Transformer", "Pooling", *(["Dense"] if dense else []), "Normalize"]
    modules = [
        {"idx": n, "name": str(n), "path": f"{n}_{kind}" if n else "", "type": f"sentence_transformers.models.{kind}"}
        for n, kind in enumerate(kinds)
    ]
    _write(folder / "modules.json", modules)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": length, "do_lower_case": False})
    _write(folder / "1_Pooling" / "config.json", {"word_embedding_dimension": SIZE, **pooling})
    if prompt:
        _write(
            folder / "config_sentence_transformers.json", {"prompts": {"pair": prompt}, "default_prompt_name": "pair"}
        )
    if dense:
        config = {"in_features": SIZE, "out_features": 24, "bias": True, "activation_function": dense}
        _write(folder / "2_Dense" / "config.json", config)
        torch.manual_seed(1)
        layer = torch.nn.Linear(SIZE, 24)
        weights = {"linear.weight": layer.weight.detach(), "linear.bias": layer.bias.detach()}
        save_file(weights, folder / "2_Dense" / "model.safetensors")
    return folder


def _saved(folder: Path, tokenizer: Any, makes: Callable[[], Any], seed: int) -> Path:
    import torch
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(seed)
    tokenizer.save_pretrained(folder)
    makes().save_pretrained(folder)
    return folder


def _write(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")
