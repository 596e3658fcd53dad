"""What the options of a command ask for: settings, an encoder, a translation model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aligner.cli._terminal import watched
from aligner.errors import UsageError

if TYPE_CHECKING:
    from aligner.config import Config
    from aligner.encoders import Encoder


def listed(names: str) -> list[str] | None:
    return [name.strip() for name in names.split(",") if name.strip()] or None


def settings_of(config: str, checks: str, severity: str, glossary: str, ignore: str, accept: str, model: str) -> Config:
    from aligner.config import configured

    return configured(
        config or None,
        only=listed(checks),
        severity=listed(severity) or [],
        glossary=glossary or None,
        ignore=ignore or None,
        accept=accept or None,
        model=model or None,
    )


def with_models(settings: Config, encoder: str, translators: str, offline: bool) -> Config:
    """The settings with an encoder and a translator, of those that are named."""
    if encoder:
        settings = replace(settings, encoder=named_encoder(encoder, offline))
    if wanted := listed(translators):
        from aligner.translation import load_translator

        settings = replace(settings, translator=load_translator(wanted, offline=offline))
    return settings


def named_encoder(name: str, offline: bool, alone: bool = False) -> Encoder | None:
    if alone and not name:
        raise UsageError("--alone leaves nothing to compare with: name an encoder with --encoder")
    if not name:
        return None
    from aligner.encoders import load_encoder

    return load_encoder(name, offline=offline, watch=watched)
