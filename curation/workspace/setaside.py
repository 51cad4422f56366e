"""Messages set aside for testing, and messages that have left: no message is ever both."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from curation.workspace.queries import in_chunks
from curation.workspace.tables import bubbles, exported


def exported_fragments(connection: Connection, wanted: Iterable[int]) -> set[int]:
    """Which of these fragments show a message that was exported before."""
    query = select(bubbles.c.fragment_id).join(exported, exported.c.message_id == bubbles.c.message_id).distinct()
    return {row["fragment_id"] for row in in_chunks(connection, query, bubbles.c.fragment_id, wanted)}


def showing_messages(connection: Connection, wanted: Iterable[int]) -> set[int]:
    """Which of these fragments show a message at all, and not only what was typed."""
    query = select(bubbles.c.fragment_id).where(bubbles.c.message_id.is_not(None)).distinct()
    return {row["fragment_id"] for row in in_chunks(connection, query, bubbles.c.fragment_id, wanted)}


def counts(connection: Connection) -> tuple[int, int]:
    """Messages set aside, messages exported."""
    row = connection.exec_driver_sql("SELECT (SELECT count(*) FROM held_out), (SELECT count(*) FROM exported)").one()
    return int(row[0]), int(row[1])


def hold_out(connection: Connection, wanted: Iterable[int]) -> None:
    """Set the messages of these fragments aside for good."""
    _remember(connection, "held_out", wanted)


def mark_exported(connection: Connection, wanted: Iterable[int]) -> None:
    """Remember that the messages of these fragments have left."""
    _remember(connection, "exported", wanted)


def _remember(connection: Connection, table: str, wanted: Iterable[int]) -> None:
    connection.exec_driver_sql("CREATE TEMP TABLE IF NOT EXISTS chosen (id INTEGER PRIMARY KEY)")
    connection.exec_driver_sql("DELETE FROM chosen")
    rows = [(i,) for i in wanted]
    if rows:
        connection.exec_driver_sql("INSERT INTO chosen VALUES (?)", rows)
    connection.exec_driver_sql(
        f"INSERT OR IGNORE INTO {table} SELECT message_id FROM bubbles "
        "WHERE message_id IS NOT NULL AND fragment_id IN (SELECT id FROM chosen)"
    )
