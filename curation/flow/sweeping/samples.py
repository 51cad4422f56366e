"""Fragments shown as examples of what a filter matched: the bubble that tells why, private values masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping

from curation.flow.cutting import fragmenting
from curation.flow.guarding.masking import masked
from curation.flow.workbench import times
from curation.uses import SPEECH, Uses
from curation.workspace import findings, marks, queries, search
from curation.workspace.filters import Filter

SHOWN = 60
"""Characters of a bubble that are shown."""

BEFORE = 16
"""Of them before the words that were searched for."""


@dataclass(frozen=True)
class Sample:
    """A fragment as an example. ``words``: of the bubble that was matched, with dots where it was cut."""

    fragment: int
    status: str
    start: str
    chat: str
    words: str


def of(connection: Connection, ids: Sequence[int], chosen: Filter) -> list[Sample]:
    """These fragments in this order."""
    rows = queries.fragments_by_id(connection, ids)
    spoken, uses = queries.bubbles_of(connection, ids), fragmenting.uses(connection)
    told = _told(connection, ids, chosen.signal)
    zones = {chat["id"]: ZoneInfo(chat["zone"]) for chat in queries.all_chats(connection)}
    bubbles = {i: _telling(spoken.get(i, []), chosen, told.get(i), uses) for i in ids}
    texts = _texts(connection, [one for one in bubbles.values() if one is not None])
    return [
        Sample(
            row["id"],
            row["status"],
            times.shown(row["start"], zones[row["chat_id"]], times.DAY_AND_TIME),
            row["chat"],
            _part(texts.get(one["id"], "") if (one := bubbles[row["id"]]) is not None else "", chosen.text),
        )
        for row in rows
    ]


def _told(connection: Connection, ids: Sequence[int], signal: str) -> dict[int, int]:
    """Fragment -> the bubble that the signal speaks of, as far as it is of one."""
    if not signal:
        return {}
    found = marks.of_fragments(connection, ids)
    mine = {i: [row["bubble_id"] for row in rows if row["kind"] == signal] for i, rows in found.items()}
    return {i: bubble for i, named in mine.items() if (bubble := next(filter(None, named), None)) is not None}


def _telling(rows: Sequence[RowMapping], chosen: Filter, told: int | None, uses: Uses) -> RowMapping | None:
    """The bubble that was searched for, that the signal speaks of, of the kind that was chosen, or the first words."""
    shown = [row for row in rows if not row["removed"]]
    searched = (row for row in rows if chosen.text and _holds(row, chosen.text))
    kind = (row for row in shown if chosen.kind and row["kind"] == chosen.kind)
    spoken = (row for row in shown if fragmenting.line_of(row, uses).use == SPEECH and row["text"])
    signalled = (row for row in rows if row["id"] == told)
    ways = (searched, signalled, kind, spoken, iter(shown))
    return next((row for way in ways for row in way), None)


def _holds(row: RowMapping, query: str) -> bool:
    text = (row["text"] or "").casefold()
    return all(word in text for word in search.words(query))


def _texts(connection: Connection, rows: Sequence[RowMapping]) -> dict[int, str]:
    """Bubble -> its text, masked, on one line."""
    typed = findings.of_anchors(connection, "bubble", [row["id"] for row in rows])
    sent = findings.of_anchors(connection, "message", [row["message_id"] for row in rows if row["message_id"]])
    return {row["id"]: " ".join(_masked(row, typed, sent).split()) for row in rows}


def _masked(row: RowMapping, typed: Any, sent: Any) -> str:
    if row["typed"] is not None:
        return masked(row["typed"], typed.get(row["id"], []))
    return masked(row["original"] or "", sent.get(row["message_id"], []))


def _part(text: str, query: str) -> str:
    """As much of it as is shown, around what was searched for."""
    hits = search.spans(text, query) if query else []
    start = max(hits[0][0] - BEFORE, 0) if hits and len(text) > SHOWN else 0
    end = min(start + SHOWN, len(text))
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
