"""What a signal sees and what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple


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


class Because(NamedTuple):
    """A part of a reason: a sentence with ``{fields}`` that ``params`` fill."""

    text: str
    params: Mapping[str, object] = {}


@dataclass(frozen=True)
class Repair:
    """What would mend it. ``ops``: as the review page sends them, without number and version.

    ``ask``: what only a person can add, ``describe`` (what the bubble shows) or ``background``; there are no ops then.
    """

    words: str
    ops: tuple[Mapping[str, Any], ...] = ()
    ask: str = ""
    where: int | None = None
    """The bubble that is asked about, where the signal speaks of another one."""


@dataclass(frozen=True)
class Signal:
    """A hint. ``score`` in [0, 1] ranks; ``reason`` with ``params``, and then ``because``, explain it."""

    kind: str
    score: float
    reason: str
    params: Mapping[str, object] = field(default_factory=dict)
    because: tuple[Because, ...] = ()
    at: int | None = None
    """Which line it speaks of; None: the whole fragment."""
    repair: Repair | None = None


@dataclass(frozen=True)
class Kind:
    """What a signal is called and what it is worth. A module of this package declares its own."""

    label: str
    about: str
    """One sentence for the settings."""
    harm: float
    """How much one such fragment hurts the training, in [0, 1]: 1 teaches a wrong reply, 0 nothing."""
    threshold: float = 0.0
    """The score from which it is shown, unless a person sets another."""
    graded: bool = False
    """Its scores tell more from less, so that a person may choose from which on it is shown."""
    bulk: bool = False
    """Many are settled with one decision after a look at a few."""
    on: bool = True
    doubt: float = 0.0
    """Log odds by which the score is too sure inside a fragment; taken off for the order of work only."""
