"""Neighbouring turns that may be two exchanges at once, and how likely: Q1 Q2 A1 A2."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from curation.signals import fit
from curation.signals.log import Fragment, Log, Turn

PRIOR, SLOPE = -1.4, 0.5
"""Fitted on planted defects (``bench/effort.py``), on the quarter of them that is only for tuning."""

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


class _Way(NamedTuple):
    number: int
    asked: Turn
    answered: Turn
    question: int
    answer: int
    first: tuple[str, str]
    """Question and answer."""
    second: tuple[str, str]


def of(log: Log) -> dict[int, list[Crossing]]:
    """Number of the fragment -> the best way of taking each pair of turns apart, where the halves are strangers."""
    ways = [way for number in range(len(log)) for way in _ways(log, number)]
    apart = _strange([(way.first[0], way.second[0]) for way in ways], [(way.first[1], way.second[1]) for way in ways])
    doubtful = [(way, odds) for way, odds in zip(ways, apart, strict=True) if odds > 0]
    crossed = _strange(
        [(way.second[0], way.first[1]) for way, _ in doubtful], [(way.first[0], way.second[1]) for way, _ in doubtful]
    )
    straight = _strange([way.first for way, _ in doubtful], [way.second for way, _ in doubtful])
    best: dict[int, dict[Turn, Crossing]] = defaultdict(dict)
    for (way, odds), across, along in zip(doubtful, crossed, straight, strict=True):
        score = 1 / (1 + math.exp(-(PRIOR + SLOPE * (odds + across - along))))
        known = best[way.number].get(way.asked)
        if known is None or score > known.score:
            best[way.number][way.asked] = Crossing(score, way.asked, way.answered, way.question, way.answer)
    return {number: list(found.values()) for number, found in best.items()}


def _strange(one: Sequence[tuple[str, str]], two: Sequence[tuple[str, str]]) -> list[float]:
    """Mean log odds of two pairs that the second text does not go on from the first."""
    odds = fit.pairs([*one, *two])
    return ((odds[: len(one)] + odds[len(one) :]) / 2).tolist() if len(odds) else list(np.zeros(0))


def _ways(log: Log, number: int) -> Iterator[_Way]:
    fragment = log.fragments[number]
    for asked, answered in pairwise(log.turns[number]):
        if asked.side != "human" or answered.side != "persona":
            continue
        for question in asked.bubbles[1:][:MOST]:
            for answer in answered.bubbles[1:][:MOST]:
                (q1, q2), (a1, a2) = _halves(fragment, asked, question), _halves(fragment, answered, answer)
                yield _Way(number, asked, answered, question, answer, (q1, a1), (q2, a2))


def _halves(fragment: Fragment, turn: Turn, at: int) -> tuple[str, str]:
    first = [fragment.bubbles[i].line.text for i in turn.bubbles if i < at]
    second = [fragment.bubbles[i].line.text for i in turn.bubbles if i >= at]
    return "\n".join(first), "\n".join(second)
