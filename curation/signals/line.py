"""What a signal sees and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple


class Line(NamedTuple):
    """One bubble of a fragment as it stands, removed ones left out."""

    side: str
    """persona or human."""
    use: str
    """speech, hole, context or aside."""
    kind: str
    text: str
    unsure: bool = False
    """The exporter may have joined several bubbles into this one."""


@dataclass(frozen=True)
class Signal:
    """A hint. ``score`` in [0, 1] ranks; ``reason`` with ``params`` explains it."""

    kind: str
    score: float
    reason: str
    params: Mapping[str, object] = field(default_factory=dict)
