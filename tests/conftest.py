"""What several folders of tests share; that it stands here also lets them import ``samples``."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from aligner.model import LexicalModel, load_model

# Times are measured in benchmarks; a slow machine is no fault of the code. The suite tries the same examples each time;
# HYPOTHESIS_PROFILE=explore tries others.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


@pytest.fixture(scope="session")
def model() -> LexicalModel:
    """The embedded model."""
    return load_model()
