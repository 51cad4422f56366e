"""Hiding a contact, a period or a word without having to read it: it leaves the queues and the data set."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import select

from curation.errors import N_, RuwoError
from curation.workspace import Workspace, hides, journal, queries, tables

Translate = Callable[[str], str]

_WORDS = {
    "sender": N_("Everything with {name}"),
    "period": N_("{since} to {until}"),
    "word": N_("The word “{word}”"),
}


@dataclass(frozen=True)
class Hidden:
    """One thing that is hidden, in words."""

    id: int
    label: str


def contacts(workspace: Workspace) -> dict[str, str]:
    """sender_id -> name of everyone who speaks and is no persona, the most talkative first."""
    with workspace.read() as connection:
        personas = {chat["persona"] for chat in queries.all_chats(connection)}
        rows = queries.senders_of(connection)
    found: dict[str, str] = {}
    for row in rows:
        if row["sender_id"] not in personas:
            found.setdefault(row["sender_id"], row["name"] or row["sender_id"])
    return found


def period(workspace: Workspace, first: date, last: date) -> dict[str, int]:
    """The value of a period from one day to another, both included, in the zone of the chats."""
    zone = _zone(workspace)
    return {"since": _micros(first, zone), "until": _micros(last + timedelta(days=1), zone)}


def count(workspace: Workspace, kind: str, value: Mapping[str, Any]) -> int:
    """How many fragments it would hide, without showing one of them."""
    with workspace.read() as connection:
        return hides.count(connection, kind, value)


@dataclass(frozen=True)
class Reach:
    """From which day to which the fragments that would be hidden began (empty: not known), and in which chats."""

    since: str
    until: str
    chats: Sequence[str]


def reach(workspace: Workspace, kind: str, value: Mapping[str, Any]) -> Reach:
    """Where that is, without showing a word of it."""
    with workspace.read() as connection:
        first, last, names = hides.reach(connection, kind, value)
    zone = _zone(workspace)
    since, until = ("" if at is None else _day(at, zone) for at in (first, last))
    return Reach(since, until, list(dict.fromkeys(names)))


def hide(workspace: Workspace, kind: str, value: Mapping[str, Any], reviewer: str = "") -> None:
    """Hide it from now on, also in what is imported later; one edit. Raises ``hide_empty`` for an empty word."""
    if kind == "word" and not value["word"].strip():
        raise RuwoError("hide_empty")
    with workspace.write() as connection:
        draft = journal.Draft(connection, "hide", reviewer)
        draft.insert(tables.hides, kind=kind, value=orjson.dumps(value).decode())
        draft.finish()
        hides.apply(connection)


def show_again(workspace: Workspace, hidden: int, reviewer: str = "") -> None:
    """Take it back; one edit. Raises ``edit_stale`` when it is not hidden any more."""
    with workspace.write() as connection:
        draft = journal.Draft(connection, "unhide", reviewer)
        draft.delete(tables.hides, hidden)
        draft.finish()
        hides.apply(connection)


def again(draft: journal.Draft) -> None:
    """After an undo or redo: if it was of a hide, derive anew which fragments are hidden."""
    changes = tables.changes
    query = select(changes.c.n).where(changes.c.edit_id == draft.edit_id, changes.c.tab == "hides").limit(1)
    if draft.connection.execute(query).first():
        hides.apply(draft.connection)


def listing(workspace: Workspace, translate: Translate) -> Sequence[Hidden]:
    """What is hidden, oldest first."""
    with workspace.read() as connection:
        rows = hides.every(connection)
    names, zone = contacts(workspace), _zone(workspace)
    return [Hidden(key, _label(kind, value, names, zone, translate)) for key, kind, value in rows]


def _label(kind: str, value: Mapping[str, Any], names: Mapping[str, str], zone: ZoneInfo, translate: Translate) -> str:
    shown = {
        "name": names.get(value.get("sender", ""), value.get("sender", "")),
        "word": value.get("word", ""),
        **({"since": _day(value["since"], zone), "until": _day(value["until"] - 1, zone)} if kind == "period" else {}),
    }
    return translate(_WORDS[kind]).format(**shown)


def _day(micros: int, zone: ZoneInfo) -> str:
    return datetime.fromtimestamp(micros // 1_000_000, zone).strftime("%Y-%m-%d")


def _micros(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp()) * 1_000_000


def _zone(workspace: Workspace) -> ZoneInfo:
    with workspace.read() as connection:
        chats = queries.all_chats(connection)
    return ZoneInfo(chats[0]["zone"] if chats else "Asia/Shanghai")
