"""How well each turn of the persona fits where it stands, and whether it would fit something said earlier better."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.signals.log import Log
from curation.signals.topic import answers

DOUBTFUL = -0.5
"""Log odds from which it is worth to look for something earlier that the turn would answer."""

EXCUSED = 1.5
"""Set on planted defects: a jump behind a turn excuses more than its chance."""

FARTHEST = 8
"""Bubbles of the other side, before the turn that was answered, that are looked at."""

Where = tuple[int, int]
"""Number of the fragment, number of the turn."""


@dataclass(frozen=True)
class Earlier:
    """A bubble that the turn fits better than what stands right before it."""

    bubble: int
    """Its position in the fragment."""
    gain: float
    """Log odds by which it fits better."""


@dataclass(frozen=True)
class Fits:
    """What is known of the persona's turns that follow another turn."""

    odds: dict[Where, float]
    """Log odds that the turn belongs elsewhere, when every second one did."""
    values: dict[Where, NDArray[np.float32]]
    earlier: dict[Where, Earlier]


def of(log: Log) -> Fits:
    """Judge all turns of the log at once."""
    places = [
        (n, k) for n, turns in enumerate(log.turns) for k, turn in enumerate(turns) if k and turn.side == "persona"
    ]
    windows = [answers.window([turn.text for turn in log.turns[n]], k) for n, k in places]
    values = _matrix(windows)
    odds = dict(zip(places, answers.odds(values).tolist(), strict=True))
    _excuse(log, odds, dict(zip(places, windows, strict=True)))
    doubtful = [place for place in places if odds[place] >= DOUBTFUL and place[1] > 1]
    return Fits(odds, dict(zip(places, values, strict=True)), _earlier(log, doubtful))


def _excuse(log: Log, odds: dict[Where, float], windows: Mapping[Where, tuple[list[str], int]]) -> None:
    """Do not blame a turn for the new topic behind it: what follows counts less, the likelier it jumps."""
    jumps = {(n, k): _jump(log, n, k + 1) for (n, k), one in odds.items() if one >= DOUBTFUL}
    places = [place for place, jump in jumps.items() if jump > 0]
    cut = [(texts[: at + 1], at) for texts, at in (windows[place] for place in places)]
    for place, past in zip(places, answers.odds(_matrix(cut)).tolist(), strict=True):
        odds[place] -= EXCUSED * max(odds[place] - past, 0.0) * jumps[place]


def _jump(log: Log, number: int, turn: int) -> float:
    if turn >= len(log.turns[number]):
        return 0.0
    scores = log.jumps(number)
    return float(max(scores[i] for i in log.turns[number][turn].bubbles))


def pairs(said: Iterable[tuple[str, str]]) -> NDArray[np.float64]:
    """Log odds, for each pair of texts, that the second does not answer the first."""
    return answers.odds(_matrix([([before, after], 1) for before, after in said]))


def _earlier(log: Log, places: Sequence[Where]) -> dict[Where, Earlier]:
    asked: list[tuple[Where, int, str, str]] = []
    for n, k in places:
        turns, reply = log.turns[n], log.turns[n][k].text
        asked.append(((n, k), -1, turns[k - 1].text, reply))
        before = [i for turn in turns[: k - 1] if turn.side == "human" for i in turn.bubbles][-FARTHEST:]
        asked += [((n, k), i, log.fragments[n].bubbles[i].line.text, reply) for i in before]
    found: dict[Where, Earlier] = {}
    now = 0.0
    for (place, bubble, _, _), odds in zip(asked, pairs((one[2], one[3]) for one in asked).tolist(), strict=True):
        if bubble < 0:
            now = odds
        elif now - odds > max(0.0, found[place].gain if place in found else 0.0):
            found[place] = Earlier(bubble, now - odds)
    return found


def _matrix(windows: Sequence[tuple[Sequence[str], int]]) -> NDArray[np.float32]:
    if not windows:
        return np.zeros((0, len(answers.NAMES)), np.float32)
    return answers.matrix([texts for texts, _ in windows], [at for _, at in windows])
