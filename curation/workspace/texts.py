"""Every text of a workspace that may leave it, in bounded pieces."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, select

from curation.workspace import queries
from curation.workspace.tables import bubbles, fragments, messages

BATCH = 20_000


def messages_after(connection: Connection, last: int, *, scanned: bool = False) -> list[RowMapping]:
    """``id``, ``text`` and ``quote`` of the next messages by id; ``scanned``: only of those that a scan has read."""
    query = select(messages.c.id, messages.c.text, messages.c.quote).where(messages.c.id > last)
    if scanned:
        query = query.where(messages.c.scanned == 1)
    return list(connection.execute(query.order_by(messages.c.id).limit(BATCH)).mappings())


def written(connection: Connection) -> list[tuple[str, int, str]]:
    """(anchor, id, text) of what people wrote here: typed bubbles, contexts, and the names of who speaks."""
    typed = connection.execute(select(bubbles.c.id, bubbles.c.text).where(bubbles.c.text.is_not(None)))
    contexts = connection.execute(select(fragments.c.id, fragments.c.context).where(fragments.c.context != ""))
    found = [("bubble", key, text) for key, text in typed] + [("context", key, text) for key, text in contexts]
    return [*found, *(("name", chat, name) for chat, name in queries.names_of(connection))]


def everything(connection: Connection) -> Iterator[str]:
    """All texts, one after the other; quotes and names included."""
    last = 0
    while rows := messages_after(connection, last):
        for row in rows:
            yield row["text"]
            if row["quote"]:
                yield row["quote"]
        last = rows[-1]["id"]
    for _, _, text in written(connection):
        yield text
