"""From features to scores: weights, time, and only the highest of neighbours."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from curation.signals.topic import features
from curation.signals.topic.assets import Assets
from curation.signals.topic.turns import Turns

Odds = NDArray[np.float64]

REPLY_FEATURES = (
    "c1", "c2", "c3", "lex1", "lex3", "opener", "length_before", "length", "question_before", "question", "nod",
    "linking",
)  # fmt: skip
"""What the reply check looks at: nothing that comes after the reply."""


@dataclass(frozen=True)
class Settings:
    """What a person may tune."""

    pauses: tuple[tuple[float, float], ...] = (
        (120, 0.8), (300, 1.5), (600, 2.0), (1_800, 3.0), (3_600, 4.0), (21_600, 5.0),
    )  # fmt: skip
    """(seconds of silence, what they add to the log odds); the shape is that of labelled IRC logs."""
    turning: float = 2.0
    """What 对了, 话说 and the like at the start add. Set by hand: in social-media threads, which taught the other
    weights, nobody turns to a stranger with them."""
    newcomer: float = 0.5
    """What it adds when, in a group, somebody who was silent speaks to nobody in particular. Set by hand."""


@dataclass(frozen=True)
class Parts:
    """What adds up, with ``bias``, to the log odds of each turn."""

    features: NDArray[np.float64]
    """(turns, features.NAMES)."""
    turning: Odds
    pause: Odds
    newcomer: Odds
    bias: float

    @property
    def odds(self) -> Odds:
        """The sum, (turns,)."""
        text: Odds = self.features.sum(axis=1)
        return text + self.turning + self.pause + self.newcomer + self.bias


def contributions(turns: Turns, assets: Assets, settings: Settings) -> Parts:
    """Every part of every turn's score."""
    values = features.columns(turns, assets)
    return Parts(
        assets.boundary.parts(features.matrix(values)),
        settings.turning * values["turning"].astype(np.float64),
        pause_odds(turns.gap, settings),
        settings.newcomer * turns.newcomer.astype(np.float64),
        assets.boundary.bias,
    )


def probabilities(turns: Turns, assets: Assets, settings: Settings) -> Odds:
    """Chance that each turn starts a topic; 0 where a chat begins, for there was none to leave."""
    return chances(turns, contributions(turns, assets, settings))


def chances(turns: Turns, parts: Parts) -> Odds:
    """The same, of parts that are known already."""
    return _highest(turns, sigmoid(parts.odds) * turns.earlier(1))


def pause_odds(gap: NDArray[np.float64], settings: Settings) -> Odds:
    """Log odds that a pause of so many seconds adds; 0 where it is unknown."""
    seconds, odds = zip(*settings.pauses, strict=True) if settings.pauses else ((), ())
    steps = np.concatenate([[0.0], odds])
    return steps[np.searchsorted(seconds, np.nan_to_num(gap, nan=0.0), side="right")]


def sigmoid(odds: Odds) -> Odds:
    """Log odds as a probability."""
    return 1 / (1 + np.exp(-np.clip(odds, -50, 50)))


def _highest(turns: Turns, found: Odds) -> Odds:
    """Half the chance where a neighbouring turn has a better one: a topic starts once."""
    same = turns.earlier(1)[1:]
    lower = np.zeros(len(found), np.bool_)
    lower[1:] |= same & (found[1:] < found[:-1])
    lower[:-1] |= same & (found[:-1] < found[1:])
    return np.where(lower, found / 2, found)


def reply_odds(turns: Turns, last: NDArray[np.int64], assets: Assets) -> Odds:
    """Log odds that the turns ``last`` do not answer what is before them; each talk is judged by itself."""
    values = features.matrix(features.columns(turns, assets, log=False), REPLY_FEATURES)
    return assets.reply.odds(values[last])
