"""Fragments of what a newer export brought: only what it changes is cut anew."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from curation.flow.cutting import fragmenting
from curation.workspace import newer, redoing
from curation.workspace.tables import bubbles, fragments


def extend(connection: Connection, added: newer.Addition, *, timed: bool) -> None:
    """Cut what is new, after it was written. Touched fragments stay, and so do computed ones that come out the same.

    ``timed``: messages that were there got a time.
    """
    if not (timed or added.fresh.any()):
        return
    chat = added.old.chat_id
    with redoing.kept(connection, redoing.named(connection)):
        old = _untouched(connection, chat)
        for found, drawn, _ in fragmenting.proposed(connection, chat):
            fragmenting.lay(connection, chat, [ids for ids in found if old.pop(tuple(ids), None) is None], drawn)
        _remove(connection, list(old.values()))
    if timed:
        here = connection.execute(select(fragments.c.id).where(fragments.c.chat_id == chat))
        fragmenting.refresh(connection, here.scalars().all())


def _untouched(connection: Connection, chat: int) -> dict[tuple[int, ...], int]:
    """The messages of each computed fragment -> its id."""
    query = (
        select(bubbles.c.fragment_id, bubbles.c.message_id)
        .join(fragments, fragments.c.id == bubbles.c.fragment_id)
        .where(fragments.c.chat_id == chat, fragments.c.touched == 0)
        .order_by(bubbles.c.fragment_id, bubbles.c.pos)
    )
    found: dict[int, list[int]] = {}
    for fragment, message in connection.execute(query):
        found.setdefault(fragment, []).append(message)
    return {tuple(ids): fragment for fragment, ids in found.items()}


def _remove(connection: Connection, wanted: Sequence[int]) -> None:
    rows = [(i,) for i in wanted]
    if rows:
        connection.exec_driver_sql("DELETE FROM bubbles WHERE fragment_id = ?", rows)
        connection.exec_driver_sql("DELETE FROM fragments WHERE id = ?", rows)
