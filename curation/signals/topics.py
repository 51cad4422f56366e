"""Where a chat jumps to another topic, and which replies answer something else.

The weights were learned from joined social-media threads (``assets/topics/manifest.json``), not from anybody's chat,
and nothing is learned from the messages but how common their words are. Scores rank and explain; a person decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curation.signals.topic import assets, scoring, turns
from curation.signals.topic.reasons import Reason, explain
from curation.signals.topic.scoring import Settings

__all__ = ["LIKELY", "POSSIBLE", "Reason", "Settings", "boundary_scores", "explain", "unanswered_scores"]

POSSIBLE, LIKELY = 0.35, 0.7
"""Where the bands begin in which a jump is worth a look, and worth a decision."""

_CONTEXT = 3
"""Turns before a reply that are looked at."""


def boundary_scores(messages: pd.DataFrame, settings: Settings | None = None) -> NDArray[np.float64]:
    """(n,) in [0, 1], in the order of the rows: how likely message i starts a new topic.

    ``messages``: ``frames.MESSAGES``, or at least ``text``; ``sender``, ``time``, ``kind``, ``chat`` and ``seq`` are
    used where they are (``time``: stamps, text, or seconds, milli-, micro- or nanoseconds since 1970). 0 for the first
    message of a chat, for bubbles without words, and for those that go on within 30 seconds of the sender's last one
    (but not for 对了 …).
    The frame is taken as one log: words that are frequent in it count less, so that a chat's scores depend a little on
    the other chats beside it.
    """
    found = np.zeros(len(messages))
    if messages.empty:
        return found
    talk = turns.of(messages)
    if len(talk):
        found[talk.row] = scoring.probabilities(talk, assets.load(), settings or Settings())
    return found


def unanswered_scores(contexts: Sequence[Sequence[str]], replies: Sequence[str]) -> NDArray[np.float64]:
    """(n,) in [0, 1]: how likely reply i does not answer the last of the turns ``contexts[i]`` (oldest first).

    Meant for turns that end with a question. 0 where there is no context or no word in the reply. Each pair is
    judged by itself. A context that is one text counts as one turn, and what is no text as an empty one.
    """
    if len(contexts) != len(replies):
        raise ValueError(f"{len(contexts)} contexts for {len(replies)} replies")
    talks = [[*_turns(before), *_turns(reply)] for before, reply in zip(contexts, replies, strict=True)]
    if not talks:
        return np.zeros(0)
    last = np.cumsum([len(talk) for talk in talks]) - 1
    found = scoring.sigmoid(scoring.reply_odds(turns.of_texts(talks), last, assets.load()))
    judged = [len(talk) > 1 and turns.has_words(talk[-1]) for talk in talks]
    return np.where(judged, found, 0.0)


def _turns(said: object) -> list[str]:
    """The last turns of a context, or the one of a reply."""
    turns = list(said)[-_CONTEXT:] if isinstance(said, Iterable) and not isinstance(said, str) else [said]
    return [text if isinstance(text, str) else "" for text in turns]
