"""Fragments beside each other, as the signals that need the neighbourhood see them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curation.signals.line import Because, Line
from curation.signals.topic.reasons import Explained


class Bubble(NamedTuple):
    """A bubble of a fragment, removed ones left out."""

    id: int
    line: Line
    sender: str = ""
    time: float | None = None
    """Seconds since 1970; None where nobody knows it to the minute."""
    message: int | None = None
    """The message it shows; None: a person added it."""
    quotes: int | None = None
    """The message it quotes, where the format tells."""


@dataclass(frozen=True)
class Fragment:
    """A fragment as it stands. ``undecided``: how many of its private values nobody has decided on."""

    id: int
    chat: int
    bubbles: Sequence[Bubble]
    undecided: int = 0
    harmful: int = 0
    """How many of them are of high harm."""
    tokens: int = 0
    """About as many as its speech has."""


class Turn(NamedTuple):
    """Consecutive spoken bubbles of one side: their positions in the fragment."""

    side: str
    bubbles: tuple[int, ...]
    text: str


class Log:
    """Fragments in the order of the queue, each with its turns and the chance that a topic starts at a bubble."""

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self.fragments = fragments
        self.turns = [_turns(fragment.bubbles) for fragment in fragments]

    def __len__(self) -> int:
        return len(self.fragments)

    def lines(self, number: int) -> list[Line]:
        """The lines of a fragment."""
        return [bubble.line for bubble in self.fragments[number].bubbles]

    def neighbour(self, number: int, step: int) -> int | None:
        """The number of the fragment before (-1) or after (1) in the same chat."""
        other = number + step
        same = 0 <= other < len(self) and self.fragments[other].chat == self.fragments[number].chat
        return other if same else None

    def jumps(self, number: int) -> NDArray[np.float64]:
        """For each bubble of a fragment: how likely a new topic starts there; 0 at the first turn."""
        return self._topics.scores[self._first[number] : self._first[number + 1]]

    def why(self, number: int, bubble: int) -> list[Because]:
        """What speaks for a jump there."""
        reasons = self._topics.why(int(self._first[number]) + bubble)
        return [Because(reason.text, reason.params) for reason in reasons if reason.weight > 0]

    @cached_property
    def _first(self) -> NDArray[np.int64]:
        return np.cumsum([0, *(len(fragment.bubbles) for fragment in self.fragments)])

    @cached_property
    def _topics(self) -> Explained:
        return Explained(self._frame())

    def _frame(self) -> pd.DataFrame:
        """All bubbles, a fragment as a chat of its own: what went before a fragment is not what it is trained with."""
        rows = [(n, bubble) for n, fragment in enumerate(self.fragments) for bubble in fragment.bubbles]
        spoken = [bubble.line.use == "speech" for _, bubble in rows]
        return pd.DataFrame(
            {
                "chat": np.array([n for n, _ in rows], np.int64),
                "seq": np.arange(len(rows)),
                "sender": [bubble.line.side for _, bubble in rows],
                "text": [bubble.line.text if said else "" for (_, bubble), said in zip(rows, spoken, strict=True)],
                "time": pd.array([bubble.time for _, bubble in rows], dtype="Float64").to_numpy(
                    np.float64, na_value=np.nan
                ),
            }
        )


def is_hole(line: Line) -> bool:
    """Something the other side showed that training does not see; a sticker stands for a face, not for a matter."""
    return line.use == "hole" and line.side == "human" and line.kind != "sticker"


def _turns(bubbles: Sequence[Bubble]) -> list[Turn]:
    """A picture of the other side ends the persona's turn, also when no word came with it."""
    spoken: list[tuple[str, int, int]] = []
    holes = 0
    for i, bubble in enumerate(bubbles):
        holes += is_hole(bubble.line)
        if bubble.line.use == "speech":
            spoken.append((bubble.line.side, holes if bubble.line.side == "persona" else -1, i))
    found = []
    for (side, _), run in itertools.groupby(spoken, key=lambda one: one[:2]):
        own = tuple(i for _, _, i in run)
        found.append(Turn(side, own, "\n".join(bubbles[i].line.text for i in own)))
    return found
