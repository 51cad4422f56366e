"""How well each turn of the persona fits where it stands, and whether it would fit something said earlier better."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.signals.log import Log
from curation.signals.topic import answers

DOUBTFUL = -0.5
"""Log odds from which it is worth to look for something earlier that the turn would answer."""

EXCUSED = 1.5
"""Set on planted defects: a jump behind a turn excuses more than its chance."""

JUMPS = 0.2
"""Chance of a jump below which it excuses nothing."""

FARTHEST = 6
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
    borders: dict[int, float]
    """Number of a fragment -> log odds that the next one, which the persona begins, does not answer its last turn."""


def of(log: Log) -> Fits:
    """Judge all turns of the log at once."""
    places = [
        (n, k) for n, turns in enumerate(log.turns) for k, turn in enumerate(turns) if k and turn.side == "persona"
    ]
    values = answers.matrix([[turn.text for turn in turns] for turns in log.turns], places)
    odds = dict(zip(places, answers.odds(values).tolist(), strict=True))
    _excuse(log, odds)
    doubtful = [place for place in places if odds[place] >= DOUBTFUL and place[1] > 1]
    return Fits(odds, dict(zip(places, values, strict=True)), _earlier(log, doubtful), _borders(log))


def _excuse(log: Log, odds: dict[Where, float]) -> None:
    """Do not blame a turn for the new topic behind it: what follows counts less, the likelier it jumps."""
    jumps = {(n, k): _jump(log, n, k + 1) for (n, k), one in odds.items() if one >= DOUBTFUL}
    places = [place for place, jump in jumps.items() if jump >= JUMPS]
    talks = [[turn.text for turn in log.turns[n][max(k - answers.AROUND, 0) : k + 1]] for n, k in places]
    values = answers.matrix(talks, [(i, len(talk) - 1) for i, talk in enumerate(talks)])
    for place, past in zip(places, answers.odds(values).tolist(), strict=True):
        odds[place] -= EXCUSED * max(odds[place] - past, 0.0) * jumps[place]


def _jump(log: Log, number: int, turn: int) -> float:
    if turn >= len(log.turns[number]):
        return 0.0
    scores = log.jumps(number)
    return float(max(scores[i] for i in log.turns[number][turn].bubbles))


def pairs(said: Iterable[tuple[str, str]]) -> NDArray[np.float64]:
    """Log odds, for each pair of texts, that the second does not answer the first."""
    wanted = list(said)
    number = {pair: i for i, pair in enumerate(dict.fromkeys(wanted))}
    odds = answers.odds(answers.matrix(list(number), [(i, 1) for i in range(len(number))]))
    return odds[[number[pair] for pair in wanted]] if wanted else odds


def _borders(log: Log) -> dict[int, float]:
    """Number of a fragment that ends with the other side -> log odds that the next one begins with no answer."""
    ends = [n for n in range(len(log) - 1) if log.neighbour(n, 1) is not None and _is_cut(log, n)]
    odds = pairs((log.turns[n][-1].text, log.turns[n + 1][0].text) for n in ends)
    return dict(zip(ends, odds.tolist(), strict=True))


def _is_cut(log: Log, number: int) -> bool:
    """The other side has the last word, and the persona the first: no picture, voice or pat stands between."""
    before, after = log.turns[number], log.turns[number + 1]
    if not (before and after) or before[-1].side != "human" or after[0].side != "persona":
        return False
    behind = log.lines(number)[before[-1].bubbles[-1] + 1 :]
    ahead = log.lines(number + 1)[: after[0].bubbles[0]]
    return not any(line.side == "persona" for line in behind) and not any(line.use != "aside" for line in ahead)


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
