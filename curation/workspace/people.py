"""Who speaks in a chat, counted again when a newer export brought more."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import orjson
from sqlalchemy import Connection, func, select

from curation.workspace.imports import SenderRow
from curation.workspace.sketch import NOBODY
from curation.workspace.tables import messages, senders


def names_of(connection: Connection, chat: int) -> dict[str, Collection[str]]:
    """sender_id -> every name of somebody in the chat."""
    return {one: {name, *others} - {""} for one, (name, others) in _present(connection, chat).items()}


def tally(connection: Connection, chat: int, speakers: Sequence[SenderRow], known: Mapping[str, str]) -> None:
    """Count again who says how much. Other names of somebody become aliases, new people are added.

    ``known``: sender_id of ``speakers`` -> the one we have.
    """
    present = _present(connection, chat)
    for speaker in speakers:
        one = known.get(speaker.sender_id, speaker.sender_id)
        name, others = present.get(one, (speaker.name, set()))
        present[one] = name, (others | {speaker.name, *speaker.aliases}) - {name, ""}
    counts = _counts(connection, chat)
    rows = [
        {
            "chat_id": chat,
            "sender_id": one,
            "name": name,
            "count": counts.get(one, 0),
            "aliases": orjson.dumps(sorted(others)).decode(),
        }
        for one, (name, others) in present.items()
    ]
    connection.execute(senders.delete().where(senders.c.chat_id == chat))
    if rows:
        connection.execute(senders.insert(), rows)


def _present(connection: Connection, chat: int) -> dict[str, tuple[str, set[str]]]:
    rows = connection.execute(select(senders).where(senders.c.chat_id == chat)).mappings()
    return {row["sender_id"]: (row["name"], set(orjson.loads(row["aliases"]))) for row in rows}


def _counts(connection: Connection, chat: int) -> dict[str, int]:
    spoken = messages.c.chat_id == chat, messages.c.kind.not_in(NOBODY)
    query = select(messages.c.sender_id, func.count().label("said")).where(*spoken).group_by(messages.c.sender_id)
    return {row.sender_id: row.said for row in connection.execute(query)}
