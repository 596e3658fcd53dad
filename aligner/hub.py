"""Models of transformers: where their files are, and how they are loaded: in silence, without running any code that
comes with them, and with errors of one line."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from aligner.errors import ModelError

# What is needed of a repository: its weights in one of these forms, the safe one if it is there.
_SMALL = ["*.json", "*.txt", "*.model", "*.spm"]
_WEIGHTS = ("*.safetensors", "*.bin")
_USELESS = ["onnx/*", "openvino/*", "*/onnx/*", "*/openvino/*"]
# Letters of another library's message.
_MOST = 200


def model_folder(name: str, offline: bool) -> Path:
    """The folder ``name``, or that of the hub's cache which holds the model of this id.

    A model that is not on this machine yet is downloaded, unless ``offline`` or HF_HUB_OFFLINE is set: then nothing
    touches the network. Raises ModelError, which says how to get it, when there is none.
    """
    if Path(name).is_dir():
        return Path(name)
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


@cache
def place() -> tuple[str, str]:
    """Where models run here, and the kind of numbers they compute with."""
    import torch

    if not torch.cuda.is_available():
        return "cpu", "float32"
    return "cuda", "bfloat16" if torch.cuda.is_bf16_supported() else "float16"


@contextmanager
def in_a_line(what: str, *errors: type[Exception]) -> Iterator[None]:
    """Within it these errors become a ModelError of one line: a damaged model, a tokenizer of another model, a GPU
    without room."""
    try:
        yield
    except ModelError:
        raise
    except errors as error:
        said = " ".join(str(error).split())[:_MOST]
        raise ModelError(f"{what} ({type(error).__name__}: {said})") from error


@contextmanager
def quiet() -> Iterator[None]:
    """Within it transformers says nothing: no remarks, no bars, no recommendations."""
    from transformers.utils import logging

    level, bars = logging.get_verbosity(), logging.is_progress_bar_enabled()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.set_verbosity(level)
        if bars:
            logging.enable_progress_bar()
