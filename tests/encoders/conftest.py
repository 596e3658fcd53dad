"""Tiny models, made once, and a cache of the tests' own."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tiny_models
from samples import AR, FR

TEXTS = AR + FR


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing goes to the user's cache, and nothing to the network."""

    def refuse(*_: Any) -> None:
        raise AssertionError("the network was touched")

    monkeypatch.setenv("ALIGNER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Folders of tiny models, named so that their families are known."""
    home = tmp_path_factory.mktemp("models")
    made = {
        "labse": tiny_models.bert(home / "LaBSE", TEXTS),
        "mbert": tiny_models.bert(home / "bert-base-multilingual-cased", TEXTS),
        "xlm-r": tiny_models.xlm_roberta(home / "xlm-roberta-base", TEXTS),
        "e5": tiny_models.xlm_roberta(home / "multilingual-e5-small", TEXTS),
        "bge": tiny_models.xlm_roberta(home / "bge-m3", TEXTS),
        "paraphrase": tiny_models.xlm_roberta(home / "paraphrase-multilingual-MiniLM-L12-v2", TEXTS),
        "sonar": tiny_models.m2m100(home / "SONAR_200_text_encoder", TEXTS),
        "nllb": tiny_models.m2m100(home / "nllb-200-distilled", TEXTS, whole=True),
    }
    cls = {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    made["modules"] = tiny_models.with_modules(
        tiny_models.bert(home / "tuned", TEXTS), pooling=cls, dense="torch.nn.modules.activation.Tanh", prompt="x : "
    )
    return made
