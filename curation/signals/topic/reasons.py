"""Why a turn got its score, in words: what each part adds to the log odds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curation.errors import N_
from curation.signals.topic import assets, features, scoring, turns
from curation.signals.topic.scoring import Parts, Settings
from curation.signals.topic.turns import Turns

_AROUND = 40
"""Rows each side that are looked at: more than any feature reaches."""

_LEAST = 0.15
"""Log odds below which a part is not worth a sentence."""

_GROUPS: tuple[tuple[frozenset[str], str, str], ...] = (
    (
        frozenset({"lex1", "lex3"}),
        N_("no word in common with the three turns before"),
        N_("words in common with the turns before"),
    ),
    (
        frozenset({"c1", "c2", "c3", "cskip", "depth2"}),
        N_("about something else than the turns before"),
        N_("about the same as the turns before"),
    ),
    (frozenset({"opener", "length"}), N_("sounds like an opening"), N_("does not sound like an opening")),
    (
        frozenset({"closer", "length_before"}),
        N_("the turn before sounds like an ending"),
        N_("the turn before does not sound like an ending"),
    ),
    (frozenset({"nod", "linking"}), N_("does not take up what was said"), N_("takes up what was said")),
    (frozenset({"question", "question_before"}), N_("asks"), N_("answers a question")),
)


@dataclass(frozen=True)
class Reason:
    """One part of a score. ``text`` with ``params`` is a sentence; ``weight`` is what it adds to the log odds."""

    text: str
    weight: float
    params: Mapping[str, object] = field(default_factory=dict)


def explain(messages: pd.DataFrame, row: int, settings: Settings | None = None) -> list[Reason]:
    """Why the message at position ``row`` was scored as it was, the heaviest first; empty where nothing was scored.

    ``messages``: as for ``boundary_scores``, in the order of the talk; only the neighbours of ``row`` are looked at.
    """
    low = max(row - _AROUND, 0)
    talk = turns.of(messages.iloc[low : row + _AROUND + 1])
    at = np.flatnonzero(talk.row == row - low)
    if not len(at) or talk.chat[at[0]] == at[0]:
        return []
    return _reasons(talk, scoring.contributions(talk, assets.load(), settings or Settings()), int(at[0]))


class Explained:
    """The scores of a whole log (``scores``, in the order of its rows), each ready to be explained."""

    def __init__(self, messages: pd.DataFrame) -> None:
        self._talk = turns.of(messages)
        self._parts = scoring.contributions(self._talk, assets.load(), Settings())
        self._turn = {row: turn for turn, row in enumerate(self._talk.row.tolist())}
        self.scores = np.zeros(len(messages))
        self.scores[self._talk.row] = scoring.chances(self._talk, self._parts)

    def why(self, row: int) -> list[Reason]:
        """As :func:`explain`; empty for a row that starts no turn."""
        return _reasons(self._talk, self._parts, self._turn[row]) if row in self._turn else []


def _reasons(talk: Turns, parts: Parts, turn: int) -> list[Reason]:
    found = [_worded(parts.features[turn], *group) for group in _GROUPS]
    found.append(Reason(N_("begins like “by the way”"), float(parts.turning[turn])))
    found.append(_pause(float(talk.gap[turn]), float(parts.pause[turn])))
    found.append(Reason(N_("from somebody who had been silent, to nobody in particular"), float(parts.newcomer[turn])))
    return sorted((one for one in found if abs(one.weight) >= _LEAST), key=lambda one: -abs(one.weight))


def _worded(parts: NDArray[np.float64], names: frozenset[str], more: str, less: str) -> Reason:
    weight = float(sum(part for name, part in zip(features.NAMES, parts, strict=True) if name in names))
    return Reason(more if weight > 0 else less, weight)


def _pause(seconds: float, weight: float) -> Reason:
    if not seconds >= 7_200:
        return Reason(N_("a pause of {minutes} minutes"), weight, {"minutes": round(np.nan_to_num(seconds) / 60)})
    return Reason(N_("a pause of {hours} hours"), weight, {"hours": round(seconds / 3_600)})
