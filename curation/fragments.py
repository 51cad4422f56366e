"""Messages -> turns -> fragments: where one training conversation ends and the next begins.

A fragment is cut at a change of chat, where the file itself grouped, at a silence of ``gap_minutes``, and so
that it fits a screen (``max_turns`` turns, ``max_bubbles`` bubbles). Every message belongs to exactly one
fragment; what is not speech rides along with the turn before it.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curation import frames
from curation.errors import RuwoError
from curation.uses import DEFAULTS, HOLE, SPEECH, Uses

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
    settings = settings or Settings()
    if messages.empty:
        return frames.FRAGMENTS.frame()
    if messages["is_persona"].isna().any():
        raise RuwoError("persona_needed", senders="、".join(sorted(set(messages["sender"].dropna()))))
    rows = _in_order(messages)
    use = _uses(rows, uses)
    side = rows["is_persona"].to_numpy(dtype=bool)
    hard = _hard_cuts(rows, settings)
    turn_starts = _turn_starts(side, use == SPEECH, hard)
    starts = hard | _screen_cuts(turn_starts, side, hard, _gaps(rows), settings)
    fragment = np.cumsum(starts) - 1
    return frames.FRAGMENTS.from_columns(
        {
            "fragment": fragment,
            "turn": _turns_within(turn_starts, starts),
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


def _uses(rows: pd.DataFrame, uses: Uses) -> NDArray[np.str_]:
    kind = rows["kind"].to_numpy(dtype=object)
    written = rows["text"].str.strip().ne("").to_numpy()
    chosen = {k: uses.chosen(k) for k in frames.KINDS}
    use = np.array([chosen[k] for k in kind], dtype="U7")
    use[(use == SPEECH) & ~written] = HOLE
    return use


def _gaps(rows: pd.DataFrame) -> NDArray[np.float64]:
    """Seconds since the message before; 0 for the first and wherever a time is missing."""
    seconds = rows["time"].to_numpy(dtype="datetime64[us]").astype("int64") / 1e6
    gap = np.diff(seconds, prepend=seconds[0])
    unknown = rows["time"].isna().to_numpy()
    gap[unknown | np.roll(unknown, 1)] = 0
    return gap


def _hard_cuts(rows: pd.DataFrame, settings: Settings) -> NDArray[np.bool_]:
    cuts = _gaps(rows) >= settings.gap_minutes * 60
    for column in ("chat", "group", "stretch"):
        if column in rows:
            codes = pd.factorize(rows[column])[0]
            cuts |= np.diff(codes, prepend=codes[0]) != 0
    cuts[0] = True
    return cuts


def _turn_starts(side: NDArray[np.bool_], speech: NDArray[np.bool_], hard: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A spoken message starts a turn when the side changes; what is not speech never does, except at a hard cut."""
    starts = hard.copy()
    current: bool | None = None
    for i, (mine, spoken_, cut) in enumerate(zip(side.tolist(), speech.tolist(), hard.tolist(), strict=True)):
        if cut:
            current = None
        if spoken_:
            starts[i] |= current is not None and mine != current
            current = mine
    return starts


def _screen_cuts(
    turn_starts: NDArray[np.bool_], side: NDArray[np.bool_], hard: NDArray[np.bool_], gaps: NDArray[np.float64],
    settings: Settings,
) -> NDArray[np.bool_]:  # fmt: skip
    cuts = np.zeros(len(hard), dtype=bool)
    edges = [*np.flatnonzero(hard).tolist(), len(hard)]
    for begin, end in itertools.pairwise(edges):
        turns = (np.flatnonzero(turn_starts[begin:end]) + begin).tolist()
        first = 0
        while len(turns) - first > settings.max_turns:
            first += _best_cut(turns[first : first + settings.max_turns + 1], side, gaps)
            cuts[turns[first]] = True
    _cut_monologues(cuts, hard, turn_starts, settings.max_bubbles)
    return cuts


def _best_cut(turns: list[int], side: NDArray[np.bool_], gaps: NDArray[np.float64]) -> int:
    """Of one turn more than fit: which one starts the next fragment. A human one, after the longest silence."""
    most = len(turns) - 1
    places = range(min(most, max(2, most // 2)), most + 1)
    human = [p for p in places if not side[turns[p]]]
    return max(human or places, key=lambda p: (gaps[turns[p]], p))


def _cut_monologues(
    cuts: NDArray[np.bool_], hard: NDArray[np.bool_], turn_starts: NDArray[np.bool_], most: int
) -> None:
    """Bound the bubbles of a fragment as well; cut where a turn starts if one does in its second half."""
    begin, last_turn = 0, 0
    for i in range(len(cuts)):
        if hard[i] or cuts[i]:
            begin = last_turn = i
        elif turn_starts[i]:
            last_turn = i
        if i - begin >= most:
            at = last_turn if last_turn - begin >= max(1, most // 2) else i
            cuts[at] = True
            begin = last_turn = at


def _turns_within(turn_starts: NDArray[np.bool_], starts: NDArray[np.bool_]) -> NDArray[np.int64]:
    number = np.cumsum(turn_starts | starts) - 1
    first = np.maximum.accumulate(np.where(starts, number, 0))
    return (number - first).astype("int64")
