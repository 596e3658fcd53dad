"""A transformer in memory, with its tokenizer: batches of texts → pooled vectors, or vectors of words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np

from aligner import hub
from aligner.encoders.families import Recipe
from aligner.errors import ModelError
from aligner.model.units import Floats
from aligner.model.vectors import normalised

Lang = Literal["ar", "fr"]
Watch = Callable[[Iterable[Any]], Iterable[Any]]

# The most tokens that are read of any text, and of characters for a token: what is longer is no sentence.
LONGEST = 512
CHARACTERS = 32
# Tokens of a batch; a GPU wants more at a time.
TOKENS = 4096
TOKENS_ON_GPU = 1 << 16
# Model types that number places from the number of the padding on: they have that many places less than they say.
COUNT_FROM_PADDING = {"camembert", "mpnet", "roberta", "xlm-roberta", "xlm-roberta-xl"}


class Transformer:
    """The model in ``folder``, which the user called ``name``. Raises ModelError when it cannot be loaded."""

    def __init__(self, folder: Path, name: str, recipe: Recipe) -> None:
        self._recipe, self._name = recipe, name
        # What a damaged or strange folder brings up is without number.
        with hub.quiet(), hub.in_a_line(f"{name}: no encoder can be loaded", Exception):
            self._load(folder)

    def _load(self, folder: Path) -> None:
        import torch
        import transformers

        self._device, precision = hub.place()
        here = folder / self._recipe.transformer
        config = transformers.AutoConfig.from_pretrained(here, local_files_only=True, trust_remote_code=False)
        self._tokenizer = transformers.AutoTokenizer.from_pretrained(
            here, local_files_only=True, trust_remote_code=False
        )
        model, found = _model_class(config).from_pretrained(here, local_files_only=True, output_loading_info=True)
        lost = [key for key in found["missing_keys"] if "pooler" in self._recipe.poolings or "pooler" not in key]
        if lost:
            raise ModelError(f"{self._name}: {len(lost)} weights are missing, such as {sorted(lost)[0]}: get it again")
        if config.is_encoder_decoder and model.get_encoder() is not model:
            model = model.get_encoder()
        self._model = model.eval().to(self._device, getattr(torch, precision))
        self._dense = [_dense(folder / layer.folder, layer.activation, self._device) for layer in self._recipe.dense]
        self._layer = max(round(self._recipe.depth * int(config.num_hidden_layers)), 1)
        self._pad = self._tokenizer.pad_token_id or 0
        self._codes = _codes(self._tokenizer, self._recipe.languages)
        self._length = min(self._recipe.length, LONGEST, self._tokenizer.model_max_length, _places(config))

    def encode(self, texts: Sequence[str], lang: Lang, watch: Watch = iter) -> Floats:
        """Vectors of length 1 of the texts, a row each."""
        import torch

        most = CHARACTERS * self._length
        given = [self._recipe.prefix + (text.lower() if self._recipe.lower else text)[:most] for text in texts]
        ids = self._ids(given, lang, truncation=True, max_length=self._length)
        rows: list[Any] = [None] * len(texts)
        with torch.inference_mode(), hub.in_a_line(f"{self._name}: the encoder fails", RuntimeError, IndexError):
            for batch in watch(self._batches(ids)):
                pooled = self._pooled(*self._padded([ids[n] for n in batch]))
                for dense in self._dense:
                    pooled = dense(pooled)
                for n, row in zip(batch, pooled.cpu().numpy(), strict=True):
                    rows[n] = row
        return self._unit(np.stack(rows))

    def words(self, texts: Sequence[Sequence[str]], lang: Lang) -> list[Floats]:
        """Vectors of length 1 of the words of each text, a row each; 0 for words beyond the length that is read."""
        import torch

        opens, closes = self._frame(lang)
        room = self._length - len(opens) - len(closes)
        pieces = self._ids([word for text in texts for word in text], lang, add_special_tokens=False)
        given = iter(pieces)
        ids, owners = [], []
        for text in texts:
            own = [(n, piece) for n in range(len(text)) for piece in next(given)][:room]
            ids.append([*opens, *(piece for _, piece in own), *closes])
            owners.append(np.array([n for n, _ in own], np.int64))
        found = [np.zeros((len(text), 0), np.float32) for text in texts]
        with torch.inference_mode(), hub.in_a_line(f"{self._name}: the encoder fails", RuntimeError, IndexError):
            for batch in self._batches(ids):
                tokens, mask = self._padded([ids[n] for n in batch])
                layers = self._model(input_ids=tokens, attention_mask=mask, output_hidden_states=True).hidden_states
                for n, values in zip(batch, layers[self._layer].float().cpu().numpy(), strict=True):
                    sums = np.zeros((len(texts[n]), values.shape[1]), np.float32)
                    # The sum has the direction of the mean.
                    np.add.at(sums, owners[n], values[len(opens) :][: len(owners[n])])
                    found[n] = self._unit(sums)
        return found

    def _ids(self, texts: list[str], lang: Lang, **options: Any) -> list[list[int]]:
        if self._codes:
            self._tokenizer.src_lang = self._codes[lang]
        if not texts:
            return []
        # A tokenizer stumbles over half a character.
        whole = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        ids: list[list[int]] = self._tokenizer(whole, verbose=False, **options)["input_ids"]
        return ids

    def _frame(self, lang: Lang) -> tuple[list[int], list[int]]:
        """The tokens that stand before and after every text."""
        (bare,), (framed,) = (self._ids(["a"], lang, add_special_tokens=special) for special in (False, True))
        for at in range(len(framed) - len(bare) + 1):
            if framed[at : at + len(bare)] == bare:
                return framed[:at], framed[at + len(bare) :]
        return [], []

    def _batches(self, ids: Sequence[Sequence[int]]) -> list[list[int]]:
        """The places of the texts, those of like lengths together, so many that their tokens fill a batch."""
        most = TOKENS if self._device == "cpu" else TOKENS_ON_GPU
        batches: list[list[int]] = []
        for n in sorted(range(len(ids)), key=lambda n: -len(ids[n])):
            # The first of a batch is its longest.
            if not batches or (len(batches[-1]) + 1) * len(ids[batches[-1][0]]) > most:
                batches.append([])
            batches[-1].append(n)
        return batches

    def _padded(self, ids: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        """Texts filled up on the right, and which tokens are theirs."""
        import torch

        size = max(max(map(len, ids)), 1)
        tokens = torch.tensor([[*each, *[self._pad] * (size - len(each))] for each in ids], device=self._device)
        sizes = torch.tensor([len(each) for each in ids], device=self._device)
        return tokens, (torch.arange(size, device=self._device) < sizes[:, None]).long()

    def _pooled(self, tokens: Any, mask: Any) -> Any:
        import torch

        output = self._model(input_ids=tokens, attention_mask=mask)
        values = output.last_hidden_state.float()
        made = [
            output.pooler_output.float() if pooling == "pooler" else POOLINGS[pooling](values, mask.unsqueeze(-1))
            for pooling in self._recipe.poolings
        ]
        # A text without tokens has nothing to be pooled.
        return torch.cat(made, dim=1) * (mask.sum(1, keepdim=True) > 0)

    def _unit(self, rows: Floats) -> Floats:
        if not np.isfinite(rows).all():
            raise ModelError(f"{self._name}: the encoder gives values that are no numbers: get the model again")
        return normalised(rows)


def _weighted(values: Any, mask: Any) -> Any:
    """The mean of the tokens, later ones weighing more (Muennighoff, "SGPT: GPT sentence embeddings for semantic
    search", 2022)."""
    weights = mask * mask.cumsum(1)
    return (values * weights).sum(1) / weights.sum(1).clamp(min=1)


def _last(values: Any, mask: Any) -> Any:
    import torch

    at = (mask.sum(1) - 1).clamp(min=0)
    return torch.take_along_dim(values, at.unsqueeze(1), dim=1).squeeze(1)


# (values of the tokens: texts × tokens × size, which are the text's: texts × tokens × 1) → texts × size
POOLINGS: dict[str, Callable[[Any, Any], Any]] = {
    "cls": lambda values, mask: values[:, 0],
    "mean": lambda values, mask: (values * mask).sum(1) / mask.sum(1).clamp(min=1),
    "mean_sqrt": lambda values, mask: (values * mask).sum(1) / mask.sum(1).clamp(min=1).sqrt(),
    "max": lambda values, mask: values.masked_fill(mask == 0, -np.inf).max(1).values.nan_to_num(neginf=0),
    "weighted": _weighted,
    "last": _last,
}


def _model_class(config: Any) -> Any:
    """What loads this model: the encoder alone where that is what was saved."""
    import transformers
    from transformers.models.m2m_100.modeling_m2m_100 import M2M100Encoder

    saved = (config.architectures or [""])[0]
    if saved == "M2M100Encoder":
        return M2M100Encoder
    return getattr(transformers, saved) if saved.endswith("EncoderModel") else transformers.AutoModel


def _places(config: Any) -> int:
    """The most tokens that the model has places for."""
    most = getattr(config, "max_position_embeddings", None)
    if not isinstance(most, int) or most <= 0:
        return 1 << 20
    return most - (int(config.pad_token_id or 0) + 1 if config.model_type in COUNT_FROM_PADDING else 0)


def _codes(tokenizer: Any, languages: Sequence[tuple[str, str]]) -> dict[Lang, str]:
    """What the tokenizer calls the languages, if it wants to be told; the first names that it knows."""
    known = tokenizer.get_vocab() if languages else {}
    for ar, fr in languages:
        if all(code in known or f"__{code}__" in known for code in (ar, fr)):
            return {"ar": ar, "fr": fr}
    return {}


def _dense(folder: Path, activation: str, device: str) -> Any:
    """A dense layer with its activation, from a folder that sentence-transformers wrote."""
    import torch

    if activation not in ("Identity", "Tanh", "ReLU", "GELU", "Sigmoid", "SiLU"):
        raise ModelError(f"{folder}: activation {activation}: not known here: take another model")
    if (folder / "model.safetensors").is_file():
        from safetensors.torch import load_file

        weights = load_file(folder / "model.safetensors")
    else:
        weights = torch.load(folder / "pytorch_model.bin", map_location="cpu", weights_only=True)
    weight = weights["linear.weight"].float()
    linear = torch.nn.Linear(weight.shape[1], weight.shape[0], bias="linear.bias" in weights)
    linear.load_state_dict({key.removeprefix("linear."): value.float() for key, value in weights.items()})
    return torch.nn.Sequential(linear, getattr(torch.nn, activation)()).eval().to(device)
