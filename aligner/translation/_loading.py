"""Getting a sequence-to-sequence model of transformers into memory. Code that comes with a model is never run."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aligner.errors import ModelError


def loaded(name: str, offline: bool) -> tuple[Any, Any, str]:
    """The tokenizer and the model in the folder ``name`` or of this id on the Hugging Face hub, and the device on which
    it is. Raises ModelError when there is none."""
    import torch
    import transformers

    device = "cuda" if torch.cuda.is_available() else "cpu"
    precision = torch.bfloat16 if device == "cuda" and torch.cuda.is_bf16_supported() else torch.float32
    options = {"local_files_only": offline, "trust_remote_code": False}
    try:
        with _quiet():
            tokenizer = transformers.AutoTokenizer.from_pretrained(name, **options)
            model, found = transformers.AutoModelForSeq2SeqLM.from_pretrained(name, output_loading_info=True, **options)
    except Exception as error:  # of the network, the hub, the disk, a damaged or strange folder
        said = " ".join(str(error).split())[:160]
        hint = f"get it with `hf download {name}` where there is a network, or give the folder of a seq2seq model"
        raise ModelError(f"{name}: no translation model can be loaded ({said}): {hint}") from None
    if found["missing_keys"]:
        lost = sorted(found["missing_keys"])
        raise ModelError(f"{name}: {len(lost)} weights are missing, such as {lost[0]}: get it again")
    return tokenizer, model.eval().to(device, precision), device


@contextmanager
def _quiet() -> Iterator[None]:
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
