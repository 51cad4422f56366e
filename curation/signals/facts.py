"""What only the whole log tells: gathered stretch by stretch, so that it never stands in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from curation.signals.copies import Copies, Near
from curation.signals.log import Fragment
from curation.signals.profile import Portrait, Profile


@dataclass(frozen=True)
class Settings:
    """What a person tells the signals. ``cutoff``: tokens a trainer takes of a row (LLaMA-Factory's own default)."""

    cutoff: int = 2048


@dataclass(frozen=True)
class Facts:
    """Of the whole log. ``repeated``: see ``copies.key``; ``near``: fragment -> what it is a copy of."""

    settings: Settings = Settings()
    repeated: Mapping[int, int] = field(default_factory=dict)
    near: Mapping[int, Near] = field(default_factory=dict)
    profile: Profile | None = None


class Gathering:
    """Facts in the making: about 200 bytes a fragment, and 100 for each different long text."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()
        self._copies, self._portrait = Copies(), Portrait()

    def add(self, fragments: Sequence[Fragment]) -> None:
        """Look at the next stretch of the log."""
        self._copies.add(fragments)
        self._portrait.add(fragments)

    def facts(self) -> Facts:
        """What was found."""
        return Facts(self._settings, self._copies.repeated(), self._copies.near(), self._portrait.profile())
