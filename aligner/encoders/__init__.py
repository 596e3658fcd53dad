"""Transformer encoders: any model of the Hugging Face hub by its id, or one in a folder.

>>> encoder = aligner.load_encoder("sentence-transformers/LaBSE")          # doctest: +SKIP
>>> aligner.align(arabic, french, encoder=encoder)                         # doctest: +SKIP
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.encoders.encoder import Encoder
from aligner.errors import ModelError

if TYPE_CHECKING:
    from aligner.encoders.transformer import Watch

__all__ = ["Encoder", "load_encoder"]

# What an encoder needs of a repository: its weights in one of these forms, the safe one if it is there.
_SMALL = ["*.json", "*.txt", "*.model"]
_WEIGHTS = ("*.safetensors", "*.bin")
_USELESS = ["onnx/*", "openvino/*", "*/onnx/*", "*/openvino/*"]


def load_encoder(name: str, *, offline: bool = False, watch: Watch = iter) -> Encoder:
    """The encoder in the folder ``name``, or of this id on the Hugging Face hub.

    A model that is not on this machine yet is downloaded, unless ``offline`` or HF_HUB_OFFLINE is set: then nothing
    touches the network. Embeddings are kept on disk (``aligner.encoders.cache`` says where, and how to empty it).
    ``watch`` sees batches of texts pass (an iterable in and out), for a progress bar. Raises ModelError when there is
    no such model.
    """
    folder = Path(name)
    if not folder.is_dir():
        folder = _from_hub(name, offline)
    if not any((folder / file).is_file() for file in ("config.json", "modules.json")):
        raise ModelError(f"{name}: no encoder: neither config.json nor modules.json is there: give a model's folder")
    return Encoder(folder, name, watch=watch)


def _from_hub(name: str, offline: bool) -> Path:
    """The folder of the hub's cache that holds the model."""
    if not re.fullmatch(r"\w[\w.-]*(/\w[\w.-]*)?", name):
        raise ModelError(f"{name}: no such folder, and no id of the Hugging Face hub: give one of these")
    from huggingface_hub import constants, snapshot_download

    offline = offline or constants.HF_HUB_OFFLINE
    why = "its weights are not there"
    for weights in _WEIGHTS:
        patterns = [*_SMALL, weights]
        try:
            found = snapshot_download(name, allow_patterns=patterns, ignore_patterns=_USELESS, local_files_only=offline)
        except Exception as error:  # of the network, of the hub, of the disk
            why = "it is not on this machine" if offline else f"it cannot be downloaded ({type(error).__name__})"
            break
        if any(Path(found).rglob(weights)):
            return Path(found)
    raise ModelError(f"{name}: {why}: get it with `hf download {name}` where there is a network, or give its folder")
