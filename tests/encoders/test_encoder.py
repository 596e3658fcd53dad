"""Encoders of every known family, from folders: pooling, batches, cache, errors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_models
from samples import AR, FR

import aligner
from aligner.encoders import Encoder, load_encoder
from aligner.encoders.cache import Cache
from aligner.errors import ModelError

# Of many lengths, beyond what is read, and empty.
TEXTS = [*AR, *FR, "نعم", "", " ".join(FR), "؟", " ".join(AR)]
PREFIX = {"e5": "query: ", "modules": "x : "}
POOLING = {"labse": "pooler", "bge": "cls", "modules": "cls"}
LENGTH = {"modules": 32}
CODES = {"sonar": "arb_Arab", "nllb": "arb_Arab"}
FAMILIES = ["labse", "mbert", "xlm-r", "e5", "bge", "paraphrase", "sonar", "nllb", "modules"]


def slowly(folder: Path, family: str, texts: list[str]) -> Any:
    """One text at a time, as the cards of the models say."""
    import torch
    import transformers
    from safetensors.torch import load_file
    from transformers.models.m2m_100.modeling_m2m_100 import M2M100Encoder

    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    if family in CODES:
        tokenizer.src_lang = CODES[family]
    loads = M2M100Encoder if family == "sonar" else transformers.AutoModel
    model = loads.from_pretrained(folder).eval()
    model = model.get_encoder() if family == "nllb" else model
    rows = []
    for text in texts:
        length = LENGTH.get(family, tiny_models.PLACES)
        given = tokenizer(PREFIX.get(family, "") + text, return_tensors="pt", truncation=True, max_length=length)
        with torch.no_grad():
            output = model(input_ids=given["input_ids"], attention_mask=given["attention_mask"])
        tokens = output.last_hidden_state[0]
        pooling = POOLING.get(family, "mean")
        row = output.pooler_output[0] if pooling == "pooler" else tokens[0] if pooling == "cls" else tokens.mean(0)
        if family == "modules":
            dense = load_file(folder / "2_Dense" / "model.safetensors")
            row = torch.tanh(dense["linear.weight"] @ row + dense["linear.bias"])
        rows.append((row / row.norm()).numpy())
    return np.stack(rows)


@pytest.mark.parametrize("family", FAMILIES)
def test_vectors_are_those_of_one_text_at_a_time(
    family: str, models: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aligner.encoders.transformer.TOKENS", 150)
    found = load_encoder(str(models[family]), offline=True).encode(TEXTS, "ar")
    assert np.abs(found - slowly(models[family], family, TEXTS)).max() < 1e-5
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("pooling", ["max_tokens", "lasttoken", "mean_sqrt_len_tokens", "weightedmean_tokens"])
def test_other_poolings_do_not_depend_on_the_batch(pooling: str, models: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(models["mbert"], tmp_path / "model")
    pooled = {f"pooling_mode_{name}": True for name in (pooling, "mean_tokens")}
    encoder = load_encoder(str(tiny_models.with_modules(folder, pooling=pooled)))
    together = encoder.encode(TEXTS, "fr")
    assert together.shape == (len(TEXTS), 2 * tiny_models.SIZE)
    singly = [Encoder(folder, cache=Cache(tmp_path / str(n))).encode([text], "fr")[0] for n, text in enumerate(TEXTS)]
    assert np.abs(together - np.stack(singly)).max() < 1e-5


def test_the_language_counts_where_the_tokenizer_wants_it(models: dict[str, Path]) -> None:
    sonar, bert = (load_encoder(str(models[name])) for name in ("sonar", "mbert"))
    assert np.abs(sonar.encode(AR, "ar") - sonar.encode(AR, "fr")).max() > 1e-3
    assert (bert.encode(AR, "ar") == bert.encode(AR, "fr")).all()


def test_what_was_encoded_once_is_found_again(models: dict[str, Path]) -> None:
    first, second = (load_encoder(str(models["mbert"])) for _ in range(2))
    made = first.encode([*AR, *AR], "ar")
    assert (first.cache.hits, first.cache.misses) == (0, len(AR))
    assert (second.encode([*AR, FR[0]], "ar")[: len(AR)] == made[: len(AR)]).all()
    assert (second.cache.hits, second.cache.misses) == (len(AR), 1)


def test_a_model_is_not_loaded_for_what_is_found(models: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    made = load_encoder(str(models["mbert"])).encode(AR, "ar")
    monkeypatch.setattr("aligner.encoders.transformer.Transformer", None)
    assert (load_encoder(str(models["mbert"])).encode(AR, "ar") == made).all()


def test_a_changed_model_is_another_one(models: dict[str, Path], tmp_path: Path) -> None:
    load_encoder(str(models["mbert"])).encode(AR, "ar")
    changes = {
        "weights": lambda folder: tiny_models.bert(folder, AR + FR, seed=5),
        "pooling": lambda folder: tiny_models.with_modules(folder, pooling={"pooling_mode_max_tokens": True}),
        "family": lambda folder: folder.rename(folder.with_name("multilingual-e5-base")),
    }
    for name, change in changes.items():
        folder = shutil.copytree(models["mbert"], tmp_path / name)
        other = load_encoder(str(change(folder)))
        other.encode(AR, "ar")
        assert other.cache.hits == 0, name
    same = load_encoder(str(shutil.copytree(models["mbert"], tmp_path / "copy")))
    same.encode(AR, "ar")
    assert same.cache.misses == 0


def test_batches_pass_the_watch(models: dict[str, Path]) -> None:
    seen = []

    def watch(batches: Any) -> Any:
        for batch in batches:
            seen.append(len(batch))
            yield batch

    load_encoder(str(models["mbert"]), watch=watch).encode(AR, "ar")
    assert sum(seen) == len(AR)


def test_less_exact_numbers_are_kept_apart(models: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a GPU computes with; here on the CPU."""
    exact = load_encoder(str(models["modules"])).encode(AR, "ar")
    monkeypatch.setattr("aligner.hub.place", lambda: ("cpu", "bfloat16"))
    encoder = load_encoder(str(models["modules"]))
    found = encoder.encode(AR, "ar")
    assert encoder.cache.hits == 0
    assert 0 < np.abs(found - exact).max() < 0.05
    assert encoder.words([["نعم"]], "ar")[0].dtype == np.float32


def test_nothing_to_encode(models: dict[str, Path]) -> None:
    assert load_encoder(str(models["mbert"])).encode([], "ar").shape[0] == 0


@pytest.mark.parametrize("family", ["mbert", "xlm-r", "sonar"])
def test_words_have_a_vector_each(family: str, models: dict[str, Path]) -> None:
    encoder = load_encoder(str(models[family]))
    texts = [text.split() for text in TEXTS]
    found = encoder.words(texts, "ar")
    assert [len(rows) for rows in found] == [len(words) for words in texts]
    for words, rows in zip(texts, found, strict=True):
        alone = encoder.words([words], "ar")[0]
        assert np.abs(rows - alone).max(initial=0) < 1e-5
        assert len(words) > 20 or np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    # What is beyond the length that is read has none.
    assert not found[-1][-1].any()


def refused(name: str, **options: Any) -> str:
    with pytest.raises(ModelError) as caught:
        load_encoder(name, **options).encode(["a"], "fr")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_model_that_is_not_here() -> None:
    said = refused("nobody/no-such-model", offline=True)
    assert said.startswith("nobody/no-such-model: it is not on this machine: get it with `hf download nobody/")


def test_a_model_that_was_downloaded_before(
    models: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    home = tmp_path / "models--somebody--LaBSE"
    (home / "refs").mkdir(parents=True)
    (home / "refs" / "main").write_text("0" * 40)
    folder = home / "snapshots" / ("0" * 40)
    shutil.copytree(models["labse"], folder)
    found = load_encoder("somebody/LaBSE", offline=True)
    assert found.recipe.poolings == ("pooler",)
    assert (found.encode(AR, "ar") == load_encoder(str(models["labse"])).encode(AR, "ar")).all()
    (folder / "model.safetensors").unlink()
    assert "its weights are not there" in refused("somebody/LaBSE", offline=True)


@pytest.mark.parametrize("name", ["", "../x", "no such/model", "a/b/c", "https://example.org/x", "/nowhere"])
def test_no_name_of_a_model(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "no such folder" in refused(name or "…")


def test_a_tokenizer_of_another_model(models: dict[str, Path], tmp_path: Path) -> None:
    folder = shutil.copytree(models["xlm-r"], tmp_path / "mixed")
    for file in ("config.json", "model.safetensors"):
        shutil.copy(tiny_models.bert(tmp_path / "small", ["a b"]) / file, folder / file)
    with pytest.raises(ModelError, match="the encoder fails"):
        load_encoder(str(folder)).encode(AR, "ar")
    with pytest.raises(ModelError, match="the encoder fails"):
        load_encoder(str(folder)).words([AR], "ar")


def test_strange_texts(models: dict[str, Path]) -> None:
    strange = ["\ud800", "\0", "\u202e\u200f", "😀" * 9, "ا" * 100_000, "\n\n", "<pad> </s> [MASK]"]
    for family in ("mbert", "xlm-r", "sonar"):
        encoder = load_encoder(str(models[family]))
        assert np.isfinite(encoder.encode(strange, "ar")).all()
        assert [len(rows) for rows in encoder.words([[text] for text in strange], "ar")] == [1] * len(strange)


def test_damaged_folders(models: dict[str, Path], tmp_path: Path) -> None:
    assert "neither config.json nor modules.json" in refused(str(tmp_path))
    damages: dict[str, tuple[str, bytes | None]] = {
        "no JSON": ("config.json", b"{"),
        "a list": ("config.json", b"[]"),
        "no model": ("model.safetensors", None),
        "half a model": ("model.safetensors", b"\0" * 99),
        "no tokenizer": ("tokenizer.json", b"[]"),
        "deep": ("config.json", b"[" * 100_000),
    }
    for name, (file, data) in damages.items():
        folder = shutil.copytree(models["mbert"], tmp_path / name)
        (folder / file).unlink() if data is None else (folder / file).write_bytes(data)
        assert str(folder) in refused(str(folder)), name


@pytest.mark.parametrize(
    ("file", "value", "says"),
    [
        ("modules.json", [{"type": "x.WordWeights", "path": "1"}], "WordWeights"),
        ("modules.json", [{"type": "x.Dense", "path": "../../secret"}], "outside"),
        ("modules.json", {"a": 1}, "no list of modules"),
        ("1_Pooling/config.json", {"pooling_mode_magic": True}, "magic"),
        ("1_Pooling/config.json", {}, "no pooling"),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": True, "include_prompt": False}, "a prompt left out"),
        ("2_Dense/config.json", {"activation_function": "os.system"}, "system"),
    ],
)
def test_modules_that_are_not_known(
    file: str, value: object, says: str, models: dict[str, Path], tmp_path: Path
) -> None:
    folder = shutil.copytree(models["modules"], tmp_path / "model")
    (folder / file).write_text(json.dumps(value), encoding="utf-8")
    assert says in refused(str(folder))


def test_weights_that_are_missing(models: dict[str, Path], tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    folder = shutil.copytree(models["labse"], tmp_path / "LaBSE")
    weights = load_file(folder / "model.safetensors")
    kept = {key: value for key, value in weights.items() if "pooler" not in key}
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    assert "weights are missing, such as pooler" in refused(str(folder))
    load_encoder(str(folder.rename(tmp_path / "plain-bert"))).encode(AR, "ar")


def test_the_public_name() -> None:
    assert aligner.load_encoder is load_encoder
