"""Table views: a page of fragments as columns a person reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping

from curation import fragments, signals
from curation.errors import N_
from curation.flow.cutting import fragmenting
from curation.flow.guarding.masking import masked
from curation.flow.words import STATUSES
from curation.uses import SPEECH, Uses
from curation.workspace import Workspace, findings, queries, queues
from curation.workspace.filters import Filter

Translate = Callable[[str], str]

COLUMNS: dict[str, str] = {
    "place": N_("Order of the chat"),
    "status": N_("Status"),
    "start": N_("Date"),
    "turns": N_("Turns"),
    "persona_share": N_("Persona’s share"),
    "signals": N_("Signals"),
    "first_words": N_("First words"),
}
"""What the queue can be sorted by -> the column's name."""


@dataclass(frozen=True)
class Page:
    """A page of the queue: fragment ids and the columns, in the same order."""

    ids: Sequence[int]
    columns: Mapping[str, Sequence[Any]]


@dataclass(frozen=True)
class Brief:
    """By what a person knows a fragment again: when it began, in its zone, and its first words, masked."""

    fragment: int
    start: str
    words: str


def briefs(workspace: Workspace, ids: Sequence[int]) -> list[Brief]:
    """These fragments in this order; one that is gone is left out."""
    with workspace.read() as connection:
        rows = queries.fragments_by_id(connection, ids)
        zone = _zones(connection)
        words = first_words(connection, ids)
    return [Brief(r["id"], _date(r["start"], zone[r["chat_id"]]), words.get(r["id"], "")) for r in rows]


def count(workspace: Workspace, chosen: Filter) -> int:
    """How many fragments the filter matches."""
    with workspace.read() as connection:
        return queues.count(connection, chosen)


def page(
    workspace: Workspace, chosen: Filter, *, sort: str, descending: bool, page: int, size: int, translate: Translate
) -> Page:
    """One page, sorted in the store."""
    with workspace.read() as connection:
        rows = queues.table(connection, chosen, sort=sort, descending=descending, page=page, size=size)
        zone = _zones(connection)
        words = first_words(connection, [row["id"] for row in rows])
    columns = {
        translate(COLUMNS["status"]): [translate(STATUSES[row["status"]]) for row in rows],
        translate(N_("Chat")): [row["chat"] for row in rows],
        translate(COLUMNS["start"]): [_date(row["start"], zone[row["chat_id"]]) for row in rows],
        translate(COLUMNS["turns"]): [row["turns"] for row in rows],
        translate(COLUMNS["persona_share"]): [f"{row['persona_share']} %" for row in rows],
        translate(COLUMNS["signals"]): [_signals(row["signals"], translate) for row in rows],
        translate(COLUMNS["first_words"]): [words.get(row["id"], "") for row in rows],
    }
    return Page([row["id"] for row in rows], columns)


def first_words(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    """What the store sorts by, with private values masked, by fragment."""
    found = queries.bubbles_of(connection, ids)
    uses = fragmenting.uses(connection)
    first = {key: next((row for row in rows if _speaks(row, uses)), None) for key, rows in found.items()}
    spoken = {key: row for key, row in first.items() if row is not None}
    typed = findings.of_anchors(connection, "bubble", [row["id"] for row in spoken.values()])
    sent = findings.of_anchors(
        connection, "message", [row["message_id"] for row in spoken.values() if row["message_id"]]
    )
    words = {}
    for key, row in spoken.items():
        if row["typed"] is not None:
            text = masked(row["typed"], typed.get(row["id"], []))
        else:
            text = fragments.spoken(row["kind"], masked(row["original"], sent.get(row["message_id"], [])))
        words[key] = fragmenting.first_words(text)
    return words


def _speaks(row: RowMapping, uses: Uses) -> bool:
    return not row["removed"] and fragmenting.line_of(row, uses).use == SPEECH


def _zones(connection: Connection) -> dict[int, ZoneInfo]:
    return {chat["id"]: ZoneInfo(chat["zone"]) for chat in queries.all_chats(connection)}


def _signals(kinds: str, translate: Translate) -> str:
    labels = signals.labels()
    return translate(N_(", ")).join(translate(labels[kind]) for kind in kinds.split("|") if kind in labels)


def _date(micros: int | None, zone: ZoneInfo) -> str:
    return (
        "" if micros is None else datetime.fromtimestamp(micros / 1e6, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    )
