"""The columns of every DataFrame that passes between steps, checked at the doors.

A frame is described by a :class:`Schema`: column name -> (pandas dtype, meaning). Strings are pandas'
own ``str`` dtype (Arrow-backed, missing values are NaN); nothing here is ``object``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

KINDS = (
    "text", "image", "sticker", "voice", "video", "file", "link", "location", "quote", "forward",
    "call", "red_packet", "transfer", "pat", "card", "system", "recall", "other",
)  # fmt: skip
"""What a message can be. ``specs``: text, voice (its transcript) and quote (the typed reply) are speech."""

SPEECH = frozenset({"text", "voice", "quote", "sticker"})
"""Kinds whose text may become part of a turn."""

HOLES = frozenset({"image", "video", "file", "link", "location", "forward", "card", "other"})
"""Kinds the other side could see and we cannot: shown in the canvas, never training text."""

CONTEXT = frozenset({"red_packet", "transfer", "call", "pat", "system", "recall"})
"""Kinds that only explain what happens around them."""

PRECISIONS = ("s", "min", "day", "none")
"""How exact a message's time is."""


@dataclass(frozen=True)
class Schema:
    """Names, dtypes and meanings of a frame's columns."""

    name: str
    columns: Mapping[str, tuple[str, str]]

    def frame(self, rows: Iterable[Sequence[object]] = ()) -> pd.DataFrame:
        """Rows (tuples in column order) as a frame of exactly these dtypes."""
        return self.from_columns(dict(zip(self.columns, zip(*rows, strict=True), strict=False)))

    def from_columns(self, values: Mapping[str, Iterable[object]]) -> pd.DataFrame:
        """Column name -> values as a frame of exactly these dtypes; a missing column is all-missing."""
        data = {name: _sized(values.get(name, ())) for name in self.columns}
        length = max((len(v) for v in data.values()), default=0)
        if any(len(v) not in (0, length) for v in data.values()):
            raise ValueError(f"{self.name}: columns of different lengths")
        filled = {name: v if len(v) else [None] * length for name, v in data.items()}
        return pd.DataFrame({name: pd.Series(filled[name], dtype=dtype) for name, (dtype, _) in self.columns.items()})

    def check(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The frame itself; raises TypeError naming the first column that is missing or of another dtype."""
        for name, (dtype, _) in self.columns.items():
            if name not in frame.columns:
                raise TypeError(f"{self.name}: column {name!r} is missing")
            if str(frame[name].dtype) != dtype:
                raise TypeError(f"{self.name}: column {name!r} is {frame[name].dtype}, not {dtype}")
        return frame


def _sized(values: Iterable[object]) -> Any:
    """Arrays as they are (a list of 100,000 Timestamps takes longer than all the rest), anything else as a list."""
    if isinstance(values, pd.Series | pd.Index):
        return values.array  # without its index, by which pandas would align
    return values if isinstance(values, np.ndarray) else list(values)


MESSAGES = Schema(
    "messages",
    {
        "message_id": ("str", "the exporter's id, or chat#seq where it has none; unique within a source"),
        "source": ("str", "file name of the source"),
        "chat": ("str", "key of the chat within the source"),
        "seq": ("int64", "position within the chat, from 0, in the file's order"),
        "time": ("datetime64[us, UTC]", "when it was sent; NaT when the format has no time"),
        "time_precision": ("str", "s, min, day or none"),
        "sender_id": ("str", "stable key of the sender within the chat"),
        "sender": ("str", "the sender's name as shown; may be empty"),
        "is_persona": ("boolean", "sent by the persona; missing while nobody has said who that is"),
        "is_group": ("bool", "the chat has more than two people"),
        "kind": ("str", "one of KINDS"),
        "text": (
            "str",
            "what was typed or said, without placeholders: the words of a text or quoting reply, a voice "
            "transcript, a sticker's description, a file's name, a link's title, an amount; may be empty",
        ),
        "quote": ("str", "the text that this message quotes, as exported; missing when it quotes nothing"),
        "reply_to": ("str", "message_id of the quoted message, where the format tells; else missing"),
        "group": ("Int64", "the file's own grouping (conversation number); missing when it has none"),
        "extra": ("str", "JSON object of what else the format told and a later step uses; else missing"),
    },
)
"""One row a message (one bubble as exported)."""

FRAGMENTS = Schema(
    "fragments",
    {
        "fragment": ("int64", "number of the fragment, from 0, in time order"),
        "turn": ("int64", "number of the turn within the fragment, from 0; rows that ride along share it"),
        "side": ("str", "persona or human"),
        "message_id": ("str", "the message this bubble shows"),
        "use": ("str", "speech: becomes text; hole: shown, a gap in the talk; context: explains; aside: left out"),
    },
)
"""One row a message, in the order in which the canvas shows them."""
