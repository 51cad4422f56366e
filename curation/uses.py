"""What becomes of each kind of message: a setting of the workspace, with the defaults of this file.

A use is one of four: ``speech`` becomes text of a turn; a ``hole`` is a gap in the talk that the review page shows
and signals know about; ``context`` explains and is shown; ``aside`` is left out (what was recalled, to begin with).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from curation import frames

SPEECH, HOLE, CONTEXT, ASIDE = "speech", "hole", "context", "aside"

_SAID = (SPEECH, HOLE, CONTEXT, ASIDE)
_OWN: dict[str, tuple[str, ...]] = {
    "text": (SPEECH,),
    "quote": (SPEECH, ASIDE),
    "voice": _SAID,
    "sticker": _SAID,
    "recall": (ASIDE, CONTEXT),
}


def _choices(kind: str) -> tuple[str, ...]:
    return _OWN.get(kind) or ((CONTEXT, HOLE, ASIDE) if kind in frames.CONTEXT else (HOLE, CONTEXT, ASIDE))


CHOICES: dict[str, tuple[str, ...]] = {kind: _choices(kind) for kind in frames.KINDS}
"""Kind -> what it can be used as, the default first. Only what a person typed, said or sent as a sticker can be
speech: the words of a card, a link or a picture's file are nobody's."""


@dataclass(frozen=True)
class Uses:
    """The setting. ``kinds``: what was chosen instead of a default; ``names``: in groups, others' words are told
    with their name (``小周：在吗``)."""

    kinds: Mapping[str, str] = field(default_factory=dict)
    names: bool = True

    def __post_init__(self) -> None:
        """Keep what differs from the defaults and can be chosen: a setting may come from another version."""
        real = {kind: use for kind, use in self.kinds.items() if use in CHOICES.get(kind, ())[1:]}
        object.__setattr__(self, "kinds", real)

    def chosen(self, kind: str) -> str:
        """The use of a kind that has words."""
        return self.kinds.get(kind) or CHOICES[kind][0]

    def of(self, kind: str, text: str) -> str:
        """The use of one message; what nobody can read is a hole, however it was meant."""
        use = self.chosen(kind)
        return HOLE if use == SPEECH and not text.strip() else use


DEFAULTS = Uses()
