"""Neighbouring turns that may be two exchanges at once, and how likely: Q1 Q2 A1 A2."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from curation.signals import fit
from curation.signals.log import Fragment, Log, Turn

PRIOR, SLOPE = -1.4, 0.5
"""For the only such pair of a fragment; where bursts are a habit, each is less likely two exchanges. Fitted on planted
defects (``bench/effort.py``), on the quarter of them that is only for tuning."""

MOST = 3
"""Places of a turn where it is tried to be taken apart."""


class Crossing(NamedTuple):
    """A turn with two questions and the next one with two answers."""

    score: float
    asked: Turn
    answered: Turn
    question: int
    """Position in the fragment of the second question."""
    answer: int
    """Position in the fragment of the second answer."""


class _Parted(NamedTuple):
    """A turn taken apart where its halves are least alike."""

    at: int
    first: str
    second: str
    strange: float
    """Log odds that the second half does not go on from the first."""


def of(log: Log) -> dict[int, list[Crossing]]:
    """Number of the fragment -> pairs of turns whose halves are strangers to each other."""
    places = [
        (n, k)
        for n, turns in enumerate(log.turns)
        for k, (asked, answered) in enumerate(pairwise(turns))
        if asked.side == "human" and answered.side == "persona" and min(len(asked.bubbles), len(answered.bubbles)) > 1
    ]
    parted = _part(log, [place for n, k in places for place in ((n, k), (n, k + 1))])
    couples = list(zip(places, parted[::2], parted[1::2], strict=True))
    doubtful = [(place, q, a) for place, q, a in couples if q.strange + a.strange > 0]
    odds = fit.pairs(
        pair for _, q, a in doubtful
        for pair in ((q.second, a.first), (q.first, a.second), (q.first, a.first), (q.second, a.second))
    ).reshape(-1, 4)  # fmt: skip
    often = Counter(n for n, _ in places)
    found: dict[int, list[Crossing]] = defaultdict(list)
    for ((n, k), q, a), one in zip(doubtful, odds.tolist(), strict=True):
        evidence = (q.strange + a.strange + one[0] + one[1] - one[2] - one[3]) / 2
        score = 1 / (1 + math.exp(-(PRIOR - math.log(often[n]) + SLOPE * evidence)))
        found[n].append(Crossing(score, log.turns[n][k], log.turns[n][k + 1], q.at, a.at))
    return found


def _part(log: Log, places: Sequence[tuple[int, int]]) -> list[_Parted]:
    """Each turn at the best of the first few places."""
    ways = [(place, at) for place in places for at in log.turns[place[0]][place[1]].bubbles[1:][:MOST]]
    halves = [_halves(log.fragments[n], log.turns[n][k], at) for (n, k), at in ways]
    best: dict[tuple[int, int], _Parted] = {}
    for (place, at), (first, second), strange in zip(ways, halves, fit.pairs(halves).tolist(), strict=True):
        if place not in best or strange > best[place].strange:
            best[place] = _Parted(at, first, second, strange)
    return [best[place] for place in places]


def _halves(fragment: Fragment, turn: Turn, at: int) -> tuple[str, str]:
    first = [fragment.bubbles[i].line.text for i in turn.bubbles if i < at]
    second = [fragment.bubbles[i].line.text for i in turn.bubbles if i >= at]
    return "\n".join(first), "\n".join(second)
