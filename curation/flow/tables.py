"""Table views: a page of fragments as columns a person reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from curation import signals
from curation.errors import N_
from curation.flow.words import STATUSES
from curation.workspace import Workspace, queries
from curation.workspace.queries import Filter

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


def count(workspace: Workspace, chosen: Filter) -> int:
    """How many fragments the filter matches."""
    with workspace.read() as connection:
        return queries.count(connection, chosen)


def page(
    workspace: Workspace, chosen: Filter, *, sort: str, descending: bool, page: int, size: int, translate: Translate
) -> Page:
    """One page, sorted in the store."""
    with workspace.read() as connection:
        rows = queries.table(connection, chosen, sort=sort, descending=descending, page=page, size=size)
        zone = {chat["id"]: ZoneInfo(chat["zone"]) for chat in queries.all_chats(connection)}
    columns = {
        translate(COLUMNS["status"]): [translate(STATUSES[row["status"]]) for row in rows],
        translate(N_("Chat")): [row["chat"] for row in rows],
        translate(COLUMNS["start"]): [_date(row["start"], zone[row["chat_id"]]) for row in rows],
        translate(COLUMNS["turns"]): [row["turns"] for row in rows],
        translate(COLUMNS["persona_share"]): [f"{row['persona_share']} %" for row in rows],
        translate(COLUMNS["signals"]): [_signals(row["signals"], translate) for row in rows],
        translate(COLUMNS["first_words"]): [row["first_words"] for row in rows],
    }
    return Page([row["id"] for row in rows], columns)


def _signals(kinds: str, translate: Translate) -> str:
    labels = signals.labels()
    return translate(N_(", ")).join(translate(labels[kind]) for kind in kinds.split("|") if kind in labels)


def _date(micros: int | None, zone: ZoneInfo) -> str:
    return (
        "" if micros is None else datetime.fromtimestamp(micros / 1e6, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    )
