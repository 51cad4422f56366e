"""What only the whole log tells: gathered stretch by stretch, so that it never stands in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from curation.signals.log import Fragment


@dataclass(frozen=True)
class Settings:
    """What a person tells the signals. ``cutoff``: tokens a trainer takes of a row."""

    cutoff: int = 2048


@dataclass(frozen=True)
class Facts:
    """Of the whole log."""

    settings: Settings = Settings()


class Gathering:
    """Facts in the making."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()

    def add(self, fragments: Sequence[Fragment]) -> None:
        """Look at the next stretch of the log."""

    def facts(self) -> Facts:
        """What was found."""
        return Facts(self._settings)
