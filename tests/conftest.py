"""What several folders of tests share; that it stands here also lets them import ``samples``."""

from __future__ import annotations

import pytest

from aligner.model import LexicalModel, load_model


@pytest.fixture(scope="session")
def model() -> LexicalModel:
    """The embedded model."""
    return load_model()
