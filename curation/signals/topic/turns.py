"""Messages -> turns to score: in order of time, bubbles without content left out, quick ones of one sender joined."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from curation.signals.topic import characters, cues

JOIN = 30.0
"""Seconds within which a sender's next bubble continues the turn, unless it begins with 对了 or the like."""

RIDING = frozenset({"sticker", "image", "video", "system", "recall", "pat", "call", "red_packet", "transfer"})
"""Kinds that never start a turn, whatever their text."""

_PLACEHOLDER = re.compile(r"[\[【<][^\]】>\[【<]{1,12}[\]】>]")
_NOTICE = re.compile(
    r"^(?:你|您|.{1,20}\s?)撤回了一条消息\s*$|^.{1,20}拍了拍.{1,20}$|^(?:你|您)已添加了.{1,20}现在可以开始聊天了。?$"
)


@dataclass(frozen=True)
class Turns:
    """Arrays with one entry a turn, chat by chat, in order of time."""

    codes: characters.Codes
    starts: NDArray[np.int64]
    """Where each turn starts in ``codes``; one entry more than turns."""
    row: NDArray[np.int64]
    """Position, in the frame, of the turn's first bubble."""
    gap: NDArray[np.float64]
    """Seconds since the bubble with content before it; NaN when unknown or first of its chat."""
    chat: NDArray[np.int64]
    """Number of the turn with which its chat starts."""
    newcomer: NDArray[np.bool_]
    """In a group: the sender said nothing in the five turns before and addresses nobody."""

    def __len__(self) -> int:
        return len(self.row)

    def earlier(self, back: int) -> NDArray[np.bool_]:
        """The turn ``back`` places before is of the same chat."""
        return np.arange(len(self)) - back >= self.chat


def of(messages: pd.DataFrame) -> Turns:
    """The turns of a messages frame, which needs no column but ``text``."""
    texts = [text if isinstance(text, str) else "" for text in messages["text"].tolist()]
    seconds, chats, senders = _seconds(messages), _keys(messages, ("chat",)), _senders(messages)
    order = _order(messages, seconds, chats)
    order = order[_has_content(messages, texts)[order]]
    seconds, chats, senders = seconds[order], chats[order], senders[order]
    codes, starts = characters.flatten([texts[i] for i in order])
    same_chat = chats[1:] == chats[:-1]
    gap = _gaps(messages, seconds, order)
    opens = np.ones(len(order), np.bool_)
    opens[1:] = ~(same_chat & (senders[1:] == senders[:-1]) & (gap <= JOIN)) | cues.turning(codes, starts)[1:]
    first = np.flatnonzero(opens)
    since = np.full(len(order), np.nan)
    since[1:][same_chat] = gap[same_chat]
    chat = _first_of_its_chat(chats[first])
    return Turns(
        codes, starts[np.append(first, len(order))], order[first], since[first], chat,
        _newcomers(messages, codes, starts[first], senders[first], chat),
    )  # fmt: skip


def of_texts(talks: list[list[str]]) -> Turns:
    """Every talk as a chat of its own, every text a turn, no times."""
    codes, starts = characters.flatten([text for talk in talks for text in talk])
    sizes = np.fromiter(map(len, talks), np.int64, len(talks))
    chat = np.repeat(np.cumsum(sizes) - sizes, sizes)
    count = len(chat)
    return Turns(codes, starts, np.arange(count), np.full(count, np.nan), chat, np.zeros(count, np.bool_))


def has_words(text: str) -> bool:
    """Something is left of the text without placeholders, emoji and punctuation."""
    bare = _PLACEHOLDER.sub("", text)
    return any(char.isalnum() for char in bare) and not _NOTICE.match(text)


def _has_content(messages: pd.DataFrame, texts: list[str]) -> NDArray[np.bool_]:
    found = np.fromiter(map(has_words, texts), np.bool_, len(texts))
    if "kind" in messages:
        found &= ~messages["kind"].isin(RIDING).to_numpy(np.bool_)
    return found


def _seconds(messages: pd.DataFrame) -> NDArray[np.float64]:
    """Times in seconds, NaN where there is none: from time stamps, numbers or text."""
    if "time" not in messages or pd.api.types.is_bool_dtype(messages["time"]):
        return np.full(len(messages), np.nan)
    times, types = messages["time"], pd.api.types
    if types.is_datetime64_any_dtype(times):
        return _since_1970(pd.to_datetime(times, errors="coerce", utc=True))
    numbers = times if types.is_numeric_dtype(times) else pd.to_numeric(times, errors="coerce")
    if not numbers.notna().any():
        return _since_1970(pd.to_datetime(times.astype(object), errors="coerce", utc=True, format="mixed"))
    values = numbers.to_numpy(np.float64, na_value=np.nan)
    found = np.where(np.isfinite(values), values, np.nan)
    return found / _unit(found)


def _since_1970(stamps: pd.Series[pd.Timestamp]) -> NDArray[np.float64]:
    seconds = (stamps - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(seconds=1)
    return np.asarray(seconds.to_numpy(np.float64, na_value=np.nan))


def _unit(numbers: NDArray[np.float64]) -> float:
    """How many of them make a second: seconds since 1970 stay below 1e11 for three thousand years."""
    known = np.abs(numbers[np.isfinite(numbers)])
    usual = float(np.median(known)) if len(known) else 0.0
    return next((unit for unit, least in ((1e9, 1e17), (1e6, 1e14), (1e3, 1e11)) if usual >= least), 1.0)


def _gaps(messages: pd.DataFrame, seconds: NDArray[np.float64], order: NDArray[np.int64]) -> NDArray[np.float64]:
    """Seconds between neighbours; NaN where times tell only the day, and the day is the same."""
    gap = np.diff(seconds)
    if "time_precision" in messages:
        by_day = messages["time_precision"].isin(["day"]).to_numpy(np.bool_)[order]
        gap[(by_day[1:] | by_day[:-1]) & (gap < 86_400)] = np.nan
    return gap


def _keys(messages: pd.DataFrame, names: tuple[str, ...]) -> NDArray[np.int64]:
    for name in names:
        if name in messages and messages[name].notna().any():
            return pd.factorize(messages[name])[0].astype(np.int64)
    return np.zeros(len(messages), np.int64)


def _senders(messages: pd.DataFrame) -> NDArray[np.int64]:
    """Numbers of the senders; a negative one of its own where nobody knows who it was, so that nothing is joined."""
    names = ("sender_id", "sender", "is_persona")
    known = any(name in messages and messages[name].notna().any() for name in names)
    found = _keys(messages, names) if known else np.full(len(messages), -1)
    return np.where(found < 0, -1 - np.arange(len(messages)), found)


def _order(messages: pd.DataFrame, seconds: NDArray[np.float64], chats: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows chat by chat, by time, then by position; a message without a time stays behind the one before it."""
    position = np.arange(len(messages))
    if "seq" in messages:
        position = pd.to_numeric(messages["seq"], errors="coerce").to_numpy(np.float64, na_value=np.nan)
    order = np.lexsort((position, chats))
    filled = pd.Series(seconds[order]).groupby(chats[order]).ffill().fillna(-np.inf).to_numpy()
    return order[np.lexsort((filled, chats[order]))]


def _first_of_its_chat(chats: NDArray[np.int64]) -> NDArray[np.int64]:
    opens = np.ones(len(chats), np.bool_)
    opens[1:] = chats[1:] != chats[:-1]
    return np.maximum.accumulate(np.where(opens, np.arange(len(chats)), 0))


def _newcomers(
    messages: pd.DataFrame,
    codes: characters.Codes,
    starts: NDArray[np.int64],
    senders: NDArray[np.int64],
    chat: NDArray[np.int64],
) -> NDArray[np.bool_]:
    if "is_group" not in messages or not messages["is_group"].any():
        return np.zeros(len(senders), np.bool_)
    silent = (np.arange(len(senders)) - chat >= 5) & (senders >= 0)
    for back in range(1, 6):
        silent[back:] &= senders[back:] != senders[:-back]
    silent &= codes[starts] != ord("@")
    return silent
