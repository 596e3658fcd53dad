"""Forced decoding by tiny models of the known families, beside a slow plain version."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_translators
from samples import AR, FR

from aligner import load_translator
from aligner.errors import ModelError, UsageError
from aligner.translation import Translator, seq2seq

PAIRS = list(zip(AR[:4], FR[:4], strict=True))
FAMILIES = ["nllb", "mbart50", "m2m100", "marian"]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    home = tmp_path_factory.mktemp("translators")
    return {name: getattr(tiny_translators, name)(home / name, AR + FR) for name in FAMILIES}


@pytest.fixture(scope="module")
def translators(folders: dict[str, Path]) -> dict[str, Translator]:
    return {name: load_translator(str(folder), offline=True) for name, folder in folders.items()}


def slowly(folder: Path, src: str, tgt: str, src_lang: str, tgt_lang: str) -> list[tuple[str, float]]:
    """One token after the other, by what transformers itself makes of a pair: each with its log-probability."""
    import torch
    import transformers

    with tiny_translators.unwarned():
        tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    model = transformers.AutoModelForSeq2SeqLM.from_pretrained(folder).eval()
    if src_lang:
        tokenizer.src_lang, tokenizer.tgt_lang = src_lang, tgt_lang
    batch = tokenizer(src, text_target=tgt, return_tensors="pt")
    labels = batch["labels"]
    given = (
        model.prepare_decoder_input_ids_from_labels(labels)
        if hasattr(model, "prepare_decoder_input_ids_from_labels")
        else _shifted(model, labels)
    )
    found = []
    with torch.inference_mode():
        for at in range(labels.shape[1]):
            logits = model(
                input_ids=batch["input_ids"],
                attention_mask=batch["attention_mask"],
                decoder_input_ids=given[:, : at + 1],
            ).logits
            chance = torch.log_softmax(logits[0, -1].double(), -1)[labels[0, at]]
            found.append((tokenizer.convert_ids_to_tokens(int(labels[0, at])), float(chance)))
    return [(token, chance) for token, chance in found if token.strip("_") != tgt_lang]


def _shifted(model: Any, labels: Any) -> Any:
    import importlib

    shift = importlib.import_module(type(model).__module__).shift_tokens_right
    config = model.config
    if config.model_type == "mbart":
        return shift(labels, config.pad_token_id)
    return shift(labels, config.pad_token_id, config.decoder_start_token_id)


CODES = {
    "nllb": ("arb_Arab", "fra_Latn"),
    "mbart50": ("ar_AR", "fr_XX"),
    "m2m100": ("ar", "fr"),
    "marian": ("", ""),
}


@pytest.mark.parametrize("name", FAMILIES)
def test_as_one_token_after_the_other(
    name: str, folders: dict[str, Path], translators: dict[str, Translator], monkeypatch: pytest.MonkeyPatch
) -> None:
    ar, fr = CODES[name]
    ways: list[tuple[Any, str, str, list[tuple[str, str]]]] = [("fr", ar, fr, PAIRS)]
    if ar:
        ways.append(("ar", fr, ar, [(f, a) for a, f in PAIRS]))
    for into, src_lang, tgt_lang, pairs in ways:
        together = translators[name].forced(pairs, into)
        monkeypatch.setattr(seq2seq, "LOGITS", 1)
        alone = translators[name].forced(pairs, into)
        monkeypatch.undo()
        for (src, tgt), forced, single in zip(pairs, together, alone, strict=True):
            assert forced is not None
            assert single is not None
            expected = slowly(folders[name], src, tgt, src_lang, tgt_lang)
            assert list(forced.tokens) == [token for token, _ in expected]
            assert forced.tokens[-1] == "</s>"
            assert forced.logprobs == pytest.approx([chance for _, chance in expected], abs=1e-3)
            assert single.logprobs == pytest.approx(forced.logprobs, abs=1e-3)
            assert forced.total == pytest.approx(float(np.sum([chance for _, chance in expected])), abs=1e-2)


def test_the_source_and_the_direction_matter(translators: dict[str, Translator]) -> None:
    for name in ("nllb", "mbart50", "m2m100"):
        (one,), (other,) = (translators[name].forced([(src, FR[0])], "fr") for src in AR[:2])
        assert one is not None
        assert other is not None
        assert one.tokens == other.tokens
        assert abs(one.total - other.total) > 1e-4


def test_models_of_one_direction(folders: dict[str, Path], tmp_path: Path) -> None:
    back = tiny_translators.marian(tmp_path / "back", AR + FR, "fr", "ar")
    unnamed = tiny_translators.marian(tmp_path / "unnamed", AR + FR, None, None)
    one = load_translator(str(folders["marian"]), offline=True)
    assert list(one.into) == ["fr"]
    with pytest.raises(UsageError, match="no translation model renders into 'ar'"):
        one.forced(PAIRS, "ar")
    for names in (
        [str(back), str(folders["marian"])],
        [str(unnamed), str(back)],
        [str(folders["marian"]), str(unnamed)],
    ):
        both = load_translator(names, offline=True)
        assert set(both.into) == {"ar", "fr"}
        assert both.signature.count(",") == 1
        assert both.forced([(FR[0], AR[0])], "ar")[0] is not None
    assert list(load_translator(str(unnamed), offline=True).into) == ["fr"]
    with pytest.raises(UsageError, match="3 translation models"):
        load_translator([str(back)] * 3)


def test_a_model_that_wants_the_language_before_the_text(tmp_path: Path) -> None:
    marked = tiny_translators.marian(tmp_path / "mul", AR + FR, "mul", "mul", marks=[">>ara<<", ">>fra<<"])
    (model,) = {id(model): model for model in load_translator(str(marked), offline=True).into.values()}.values()
    assert model.into == ("fr", "ar")
    src, _ = model._ids([AR[0]], [FR[0]], "fr")
    assert model._tokenizer.convert_ids_to_tokens(src[0])[0] == ">>fra<<"


def test_what_is_too_long_is_left_alone(translators: dict[str, Translator]) -> None:
    found = translators["nllb"].forced([PAIRS[0], (AR[0] * 40, FR[0]), PAIRS[1]], "fr")
    assert [forced is None for forced in found] == [False, True, False]
    assert translators["nllb"].forced([], "fr") == []


def test_signatures_tell_weights_apart(translators: dict[str, Translator], tmp_path: Path) -> None:
    other = tiny_translators.nllb(tmp_path / "nllb", AR + FR)
    assert load_translator(str(other), offline=True).signature == translators["nllb"].signature
    import torch
    from safetensors.torch import load_file, save_file

    weights = load_file(other / "model.safetensors")
    weights["model.encoder.layers.0.fc1.bias"] = torch.ones_like(weights["model.encoder.layers.0.fc1.bias"])
    save_file(weights, other / "model.safetensors", {"format": "pt"})
    assert load_translator(str(other), offline=True).signature != translators["nllb"].signature


def test_no_model(tmp_path: Path, folders: dict[str, Path]) -> None:
    with pytest.raises(ModelError, match=r"not on this machine: get it with `hf download some/model`") as error:
        load_translator("some/model", offline=True)
    assert "\n" not in str(error.value)
    (tmp_path / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
    with pytest.raises(ModelError, match="no translation model, such as NLLB or Marian, can be loaded"):
        load_translator(str(tmp_path), offline=True)


def test_a_tokenizer_of_another_model(translators: dict[str, Translator], monkeypatch: pytest.MonkeyPatch) -> None:
    model = translators["nllb"].into["fr"]
    monkeypatch.setattr(model._config, "vocab_size", 10)
    with pytest.raises(ModelError, match="do not belong together"):
        model.forced(PAIRS, "fr")
