"""A chat from its first message to its last: as it was imported, or as the review left it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from curation.workspace.queries import Row
from curation.workspace.tables import chats, fragments, messages, sources

BATCH = 5000


def formats(connection: Connection) -> dict[int, str]:
    """Chat id -> the format of its source."""
    query = select(chats.c.id, sources.c.format).join(sources, sources.c.id == chats.c.source_id)
    return {row.id: row.format for row in connection.execute(query)}


def imported(connection: Connection, chat_id: int) -> Iterator[Row]:
    """Every message in its order, fetched a few thousand at a time."""
    names = ("seq", "export_id", "time", "sender_id", "kind", "text", "quote", "reply_to", "grp", "extra")
    query = select(*(messages.c[name] for name in names)).where(messages.c.chat_id == chat_id).order_by(messages.c.seq)
    last = -1
    while rows := connection.execute(query.where(messages.c.seq > last).limit(BATCH)).mappings().all():
        yield from rows
        last = rows[-1]["seq"]


def reviewed(connection: Connection, chat_id: int) -> list[int]:
    """The fragments of the chat that were not dropped or hidden, in their order."""
    query = select(fragments.c.id).where(
        fragments.c.chat_id == chat_id, fragments.c.status != "dropped", fragments.c.hidden == 0
    )
    return list(connection.execute(query.order_by(fragments.c.place, fragments.c.id)).scalars())


def replies(connection: Connection, chat_id: int) -> dict[int, int]:
    """Message -> the message of the chat that it answers, by row id."""
    query = select(messages.c.id, messages.c.export_id, messages.c.reply_to).where(messages.c.chat_id == chat_id)
    answers = {row.id: row.reply_to for row in connection.execute(query.where(messages.c.reply_to.is_not(None)))}
    wanted = set(answers.values())
    known = {row.export_id: row.id for row in connection.execute(query) if row.export_id in wanted} if wanted else {}
    return {message: known[answer] for message, answer in answers.items() if answer in known}
