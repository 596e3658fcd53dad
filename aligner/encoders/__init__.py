"""Transformer encoders: any model of the Hugging Face hub by its id, or one in a folder.

>>> encoder = aligner.load_encoder("sentence-transformers/LaBSE")          # doctest: +SKIP
>>> aligner.align(arabic, french, encoder=encoder)                         # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aligner.encoders.encoder import Encoder
from aligner.errors import ModelError
from aligner.hub import model_folder

if TYPE_CHECKING:
    from aligner.encoders.transformer import Watch

__all__ = ["Encoder", "load_encoder"]


def load_encoder(name: str, *, offline: bool = False, watch: Watch = iter) -> Encoder:
    """The encoder in the folder ``name``, or of this id on the Hugging Face hub.

    A model that is not on this machine yet is downloaded, unless ``offline`` or HF_HUB_OFFLINE is set: then nothing
    touches the network. Embeddings are kept on disk (``aligner.encoders.cache`` says where, and how to empty it).
    ``watch`` sees batches of texts pass (an iterable in and out), for a progress bar. Raises ModelError when there is
    no such model.
    """
    folder = model_folder(name, offline)
    if not any((folder / file).is_file() for file in ("config.json", "modules.json")):
        raise ModelError(f"{name}: no encoder: neither config.json nor modules.json is there: give a model's folder")
    return Encoder(folder, name, watch=watch)
