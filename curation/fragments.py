"""Messages -> turns -> fragments: where one training conversation ends and the next begins.

A fragment is cut at a change of chat, where the file itself grouped, at a silence of ``gap_minutes``, and so
that it fits a screen (``max_turns`` turns, ``max_bubbles`` bubbles). Every message belongs to exactly one
fragment; what is not speech rides along with the turn before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curation import frames
from curation.errors import RuwoError
from curation.uses import DEFAULTS, SPEECH, Uses

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]

NEVER = int(np.iinfo(np.int64).min)
"""A time that is not known."""

PERSONA, HUMAN = "persona", "human"


@dataclass(frozen=True)
class Settings:
    """How computed boundaries are set. Defaults: 30 minutes (issue practice; a peer uses 5), a screen of 12 turns."""

    gap_minutes: float = 30
    max_turns: int = 12
    max_bubbles: int = 40


def spoken(kind: str, text: str) -> str:
    """The words of a bubble as they are trained: a sticker's description in brackets, all else as it is."""
    if kind == "sticker" and not (text.startswith("[") and text.endswith("]")):
        return f"[{text}]"
    return text


_SHOWN = {
    "image": "图片",
    "video": "视频",
    "file": "文件",
    "link": "链接",
    "location": "位置",
    "forward": "聊天记录",
    "card": "名片",
}


def described(kind: str, text: str) -> str:
    """What a reviewer says that a hole showed, as it is trained where the other side sent it: ``[图片：一只猫]``."""
    return f"[{_SHOWN.get(kind, '内容')}：{text}]"


def build(messages: pd.DataFrame, settings: Settings | None = None, uses: Uses = DEFAULTS) -> pd.DataFrame:
    """Cut a messages frame into fragments.

    ``messages``: frames.MESSAGES with ``is_persona`` known everywhere; an optional int column ``stretch`` forces
    a cut wherever it changes. Returns frames.FRAGMENTS, one row a message. Raises RuwoError ``persona_needed``.
    """
    if messages.empty:
        return frames.FRAGMENTS.frame()
    if messages["is_persona"].isna().any():
        raise RuwoError("persona_needed", senders="、".join(sorted(set(messages["sender"].dropna()))))
    rows = _in_order(messages)
    use = [uses.of(*one) for one in zip(rows["kind"].tolist(), rows["text"].tolist(), strict=True)]
    side = rows["is_persona"].to_numpy(dtype=bool)
    time = rows["time"].to_numpy(dtype="datetime64[us]").astype("int64")
    keys = [pd.factorize(rows[column])[0] for column in ("chat", "group", "stretch") if column in rows]
    cutter = Cutter(settings or Settings())
    settled = cutter.add(side, np.array(use) == SPEECH, time, *keys), cutter.finish()
    turns, starts = (np.concatenate(masks) for masks in zip(*settled, strict=True))
    return frames.FRAGMENTS.from_columns(
        {
            "fragment": np.cumsum(starts) - 1,
            "turn": _turns_within(turns, starts),
            "side": np.where(side, PERSONA, HUMAN),
            "message_id": rows["message_id"].tolist(),
            "use": use,
        }
    )


def _in_order(messages: pd.DataFrame) -> pd.DataFrame:
    """Chats in the order in which they come; inside a chat by time where every message has one, else as in the file."""
    chat = pd.factorize(messages["chat"])[0]
    timed = messages["time"].notna().groupby(chat).transform("all").to_numpy()
    when = np.where(timed, messages["time"].to_numpy(dtype="datetime64[us]").astype("int64"), 0)
    return messages.iloc[np.lexsort((messages["seq"].to_numpy(), when, chat))].reset_index(drop=True)


class Settled(NamedTuple):
    """An element a message: whether a turn starts with it, and whether a fragment does."""

    turns: Mask
    starts: Mask


class _Piece(NamedTuple):
    """Messages in their order. ``gap``: seconds since the one before; ``hard``: a fragment starts in any case."""

    side: Mask
    speech: Mask
    gap: NDArray[np.float64]
    hard: Mask

    def part(self, begin: int | None, end: int | None) -> _Piece:
        """Some of them."""
        at = slice(begin, end)
        return _Piece(self.side[at], self.speech[at], self.gap[at], self.hard[at])


MANY = 50_000
"""Messages without a sure boundary from which on full screens are looked for."""


class Cutter:
    """Says where fragments start, of messages that come in their order, some at a time: as if all came at once.

    What lies before the last boundary that is sure is settled: a silence, another group, or in a long run without these
    the last screen that is full. The rest waits for what follows, 11 bytes a message: long only where one side alone
    speaks for very long.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._waiting: list[_Piece] = []
        self._size, self._patience = 0, MANY
        self._last: tuple[int, ...] = ()

    def add(self, side: Mask, speech: Mask, time: Numbers, *keys: Numbers) -> Settled:
        """Take the next messages; returns what is settled now, from the first message on that was not.

        ``side``: sent by the persona; ``speech``: becomes text; ``time``: microseconds since 1970 or :data:`NEVER`;
        ``keys``: numbers of which no fragment holds two (of a chat, a group).
        """
        if not len(side):
            return self._settle(0)
        gap, hard = self._beside(time, keys)
        self._waiting.append(_Piece(side, speech, gap, hard))
        self._size += len(side)
        sure = np.flatnonzero(hard)
        if len(sure):
            return self._settle(self._size - len(side) + int(sure[-1]))
        if self._size < self._patience:
            return self._settle(0)
        settled = self._settle(self._last_screen())
        self._patience = MANY + 2 * self._size  # a vain look is not repeated for every piece
        return settled

    def finish(self) -> Settled:
        """What is settled when no message follows."""
        settled = self._settle(self._size)
        self._last = ()
        return settled

    def _settle(self, end: int) -> Settled:
        """Cut the messages up to ``end``; those from there on wait, as the beginning of a fragment."""
        if not end:
            return Settled(np.zeros(0, dtype=bool), np.zeros(0, dtype=bool))
        whole = _joined(self._waiting)
        rest = whole.part(end, None)
        rest.hard[:1] = True
        self._waiting, self._size = [rest] if len(rest.side) else [], len(rest.side)
        ready = whole.part(None, end)
        turns = _turn_starts(ready)
        starts = _screen_cuts(turns, ready, self._settings.max_turns)
        _cut_monologues(starts, turns, self._settings.max_bubbles)
        return Settled(turns, starts)

    def _last_screen(self) -> int:
        """Where the last screen ends that all its turns are known of, and one more; 0 where none does."""
        whole = _joined(self._waiting)
        cuts = _screen_cuts(_turn_starts(whole), whole, self._settings.max_turns)
        return int(np.flatnonzero(cuts)[-1])

    def _beside(self, time: Numbers, keys: Sequence[Numbers]) -> tuple[NDArray[np.float64], Mask]:
        """Silence before each message, 0 where a time is missing; and whether it must be cut there."""
        before = self._last or (int(time[0]), *(int(key[0]) for key in keys))
        times = np.append(before[0], time)
        unknown = times == NEVER
        gap = np.diff(times / 1e6)
        gap[unknown[1:] | unknown[:-1]] = 0
        hard = gap >= self._settings.gap_minutes * 60
        for key, one in zip(keys, before[1:], strict=True):
            hard |= np.diff(key, prepend=one) != 0
        hard[0] |= not self._last
        self._last = (int(time[-1]), *(int(key[-1]) for key in keys))
        return gap, hard


def _joined(pieces: Sequence[_Piece]) -> _Piece:
    side, speech, gap, hard = (np.concatenate(column) for column in zip(*pieces, strict=True))
    return _Piece(side, speech, gap, hard)


def _turn_starts(piece: _Piece) -> Mask:
    """A spoken message starts a turn when the side changes; what is not speech never does, except at a hard cut."""
    starts = piece.hard.copy()
    spoken_at = np.flatnonzero(piece.speech)
    section = np.cumsum(piece.hard, dtype=np.int32)[spoken_at]
    answers = (np.diff(piece.side[spoken_at].astype("int8")) != 0) & (np.diff(section) == 0)
    starts[spoken_at[1:][answers]] = True
    return starts


def _screen_cuts(turn_starts: Mask, piece: _Piece, most: int) -> Mask:
    """The hard cuts, and those that keep the turns of a fragment few."""
    cuts = piece.hard.copy()
    edges = np.append(np.flatnonzero(piece.hard), len(piece.hard))
    turns = np.add.reduceat(turn_starts, edges[:-1], dtype="int64")
    for at in np.flatnonzero(turns > most).tolist():
        own = (np.flatnonzero(turn_starts[edges[at] : edges[at + 1]]) + edges[at]).tolist()
        first = 0
        while len(own) - first > most:
            first += _best_cut(own[first : first + most + 1], piece)
            cuts[own[first]] = True
    return cuts


def _best_cut(turns: list[int], piece: _Piece) -> int:
    """Of one turn more than fit: which one starts the next fragment. A human one, after the longest silence."""
    most = len(turns) - 1
    places = range(min(most, max(2, most // 2)), most + 1)
    human = [p for p in places if not piece.side[turns[p]]]
    return max(human or places, key=lambda p: (piece.gap[turns[p]], p))


def _cut_monologues(starts: Mask, turn_starts: Mask, most: int) -> None:
    """Bound the bubbles of a fragment as well; cut where a turn starts if one does in its second half."""
    edges = np.append(np.flatnonzero(starts), len(starts))
    for at in np.flatnonzero(np.diff(edges) > most).tolist():
        begin = last_turn = int(edges[at])
        own = turn_starts[begin : edges[at + 1]].tolist()
        for i, turn in enumerate(own[1:], start=begin + 1):
            if turn:
                last_turn = i
            if i - begin >= most:
                begin = last_turn = last_turn if last_turn - begin >= max(1, most // 2) else i
                starts[begin] = True


def _turns_within(turn_starts: Mask, starts: Mask) -> Numbers:
    number = np.cumsum(turn_starts | starts) - 1
    first = np.maximum.accumulate(np.where(starts, number, 0))
    return (number - first).astype("int64")
