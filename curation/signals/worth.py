"""Which fragment to look at first: what a minute spent on it is expected to mend.

    gain = 60 * (1 - product over kinds of (1 - score * harm)) / seconds

``score`` is the chance of the defect, ``harm`` what it does to the training, ``seconds`` what settling it takes: a look
and a decision, and a repair where one is proposed, or by hand where none is. What is settled by the hundred after a look
at a few costs a fraction of that, and therefore comes first. Two signals that speak of the same words (a topic
jump and a turn that does not follow) are not added up: the stronger one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod
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

_SAME_WORDS = frozenset({"unexplained", "jump", "after_hole", "interleaved"})


class Weighed(NamedTuple):
    """A signal of a fragment as far as its worth goes."""

    kind: str
    score: float
    repairable: bool


def rank(found: Iterable[Weighed], kinds: Mapping[str, Kind]) -> int:
    """From 0 (first) to 1000 (last)."""
    best: dict[str, tuple[float, Weighed]] = {}
    for one in found:
        group, loss = "words" if one.kind in _SAME_WORDS else one.kind, one.score * kinds[one.kind].harm
        if group not in best or loss > best[group][0]:
            best[group] = (loss, one)
    if not best:
        return LAST
    _, worst = max(best.values())
    lost = 1 - prod(1 - loss for loss, _ in best.values())
    return LAST - min(LAST, round(LAST * 60 * lost / _seconds(worst, kinds) / MOST))


def _seconds(one: Weighed, kinds: Mapping[str, Kind]) -> float:
    if kinds[one.kind].bulk:
        return IN_BULK
    return LOOK + DECIDE + (REPAIR if one.repairable else BY_HAND) * one.score
