"""A chat from its first message to its last: as it was imported, or as the review left it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Integer, func, select

from curation.workspace import queries
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


PART = 50_000
"""Messages held at once while a chat is cut: some 100 MB."""


def free(
    connection: Connection, chat_id: int, parted: Callable[[Any, Any], bool], size: int
) -> Iterator[tuple[pd.DataFrame, float]]:
    """The messages that no touched fragment shows, a part at a time, as queries.messages_frame gives them; and how far
    that is, 0 to 1.

    By time where every message has one, else as in the file. A part ends where ``parted`` says so of two neighbours
    (rows with ``time``, ``grp`` and ``stretch``), however much more than ``size`` that takes.
    """
    table = queries.frame_query(chat_id).subquery()
    stretch = func.sum(table.c.taken, type_=Integer).over(order_by=table.c.seq, rows=(None, 0)).label("stretch")
    marked = select(table, stretch).subquery()
    timed = not connection.execute(select(func.count()).where(table.c.time.is_(None))).scalar_one()
    total = connection.execute(select(func.count()).select_from(table)).scalar_one()
    order = (marked.c.time, marked.c.seq) if timed else (marked.c.seq,)
    found = connection.execute(select(marked).where(marked.c.taken == 0).order_by(*order))
    rows: list[Any] = []
    read = 0
    while more := found.fetchmany(size):
        read += len(more)
        start = max(len(rows), 1)
        rows += more
        if len(more) < size:
            break  # the last ones, which need no cut
        cut = next((at for at in range(len(rows) - 1, start - 1, -1) if parted(rows[at - 1], rows[at])), 0)
        if cut:
            yield _framed(connection, chat_id, rows[:cut]), read / total
            rows = rows[cut:]
    if rows:
        yield _framed(connection, chat_id, rows), 1.0


def _framed(connection: Connection, chat_id: int, rows: list[Any]) -> pd.DataFrame:
    frame = queries.framed(connection, chat_id, rows)
    frame["stretch"] = [row.stretch for row in rows]
    return frame
