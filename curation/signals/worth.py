"""Which fragment to look at first: what a minute spent on it is expected to mend.

    gain = 60 * (1 - product of (1 - chance * harm)) / seconds

``chance`` is the score, less what the kind is known to exaggerate; ``harm`` what the defect does to the training;
``seconds`` what settling the worst of them takes: a look and a decision, and with its chance a repair, by one key where
one is proposed and by hand where none is. A kind that is settled by the hundred after a look at a few costs a
fraction of that, and therefore comes first. The product is over kinds, and over the bubbles that they speak of where it
is about words; of those that speak of the same words (a topic jump, and a turn that does not follow) the worst counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import exp, prod
from typing import NamedTuple

from curation.signals.line import Kind

LOOK, DECIDE, REPAIR, BY_HAND = 4.0, 1.0, 2.0, 8.0
"""Seconds: reading a fragment of six bubbles, pressing a key for it, pressing the key of a proposed repair and seeing
what it did, choosing bubbles and moving them by hand."""

IN_BULK = 0.5
"""Seconds a fragment when many are settled together."""

MOST = 60 / (LOOK + DECIDE)
"""Gain of a certain, harmful fragment that takes a look and a key."""

LAST = 1000
"""Rank of a fragment of which nothing is expected."""

_SAME_WORDS = frozenset({"unexplained", "jump", "after_hole", "interleaved", "judge"})


class Weighed(NamedTuple):
    """A signal of a fragment as far as its worth goes."""

    kind: str
    score: float
    repairable: bool
    bubble: int | None = None


def rank(found: Iterable[Weighed], kinds: Mapping[str, Kind]) -> int:
    """From 0 (first) to 1000 (last)."""
    losses: dict[tuple[str, int | None], tuple[float, float]] = {}
    gain = 0.0
    for one in found:
        kind = kinds[one.kind]
        chance = _chance(one.score, kind)
        lost, seconds = chance * kind.harm, LOOK + DECIDE + chance * (REPAIR if one.repairable else BY_HAND)
        group = ("words", one.bubble) if one.kind in _SAME_WORDS else (one.kind, None)
        losses[group] = max(losses.get(group, (0.0, 0.0)), (lost, seconds))
        gain = max(gain, 60 * lost / IN_BULK if kind.bulk else 0.0)
    if losses:
        _, seconds = max(losses.values())
        gain = max(gain, 60 * (1 - prod(1 - lost for lost, _ in losses.values())) / seconds)
    return LAST - min(LAST, round(LAST * gain / MOST))


def loss(name: str, score: float, kinds: Mapping[str, Kind]) -> float:
    """What a signal is expected to cost the training."""
    return _chance(score, kinds[name]) * kinds[name].harm


def _chance(score: float, kind: Kind) -> float:
    """The score with ``doubt`` taken off its log odds."""
    return score / (score + (1 - score) * exp(kind.doubt)) if score < 1 else score
