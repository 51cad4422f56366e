"""Fragments of what a newer export brought: only what it changes is cut anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, select

from curation.flow.cutting import fragmenting
from curation.workspace import newer, redoing
from curation.workspace.queries import in_chunks
from curation.workspace.tables import bubbles, fragments


def extend(
    connection: Connection, added: newer.Addition, *, timed: bool, told: Callable[[float], None] = lambda part: None
) -> None:
    """Cut what is new, after it was written. Touched fragments stay, and so do computed ones that come out the same.

    ``timed``: messages that were there got a time. ``told`` hears which part of the work is done.
    """
    if not (timed or added.fresh.any()):
        return
    chat = added.old.chat_id
    with redoing.kept(connection, redoing.named(connection)):
        gone = _computed(connection, chat)
        for found, drawn in fragmenting.proposed(connection, chat, lambda part: told(0.8 * part)):
            there = _there(connection, [ids[0] for ids in found])
            gone -= {there[tuple(ids)] for ids in found if tuple(ids) in there}
            fragmenting.lay(connection, chat, [ids for ids in found if tuple(ids) not in there], drawn)
        _remove(connection, sorted(gone))
    if timed:
        here = connection.execute(select(fragments.c.id).where(fragments.c.chat_id == chat)).scalars().all()
        for i in range(0, len(here), MANY):
            fragmenting.refresh(connection, here[i : i + MANY])
            told(0.8 + 0.2 * i / len(here))


MANY = 1000
"""Fragments derived anew before the next word on how far it is."""


def _computed(connection: Connection, chat: int) -> set[int]:
    """The fragments that nobody worked on."""
    query = select(fragments.c.id).where(fragments.c.chat_id == chat, fragments.c.touched == 0)
    return set(connection.execute(query).scalars())


def _there(connection: Connection, first: Sequence[int]) -> dict[tuple[int, ...], int]:
    """The messages of each computed fragment that shows one of these -> its id."""
    shown = select(bubbles.c.fragment_id).join(fragments, fragments.c.id == bubbles.c.fragment_id)
    rows = in_chunks(connection, shown.where(fragments.c.touched == 0), bubbles.c.message_id, first)
    wanted = sorted({row["fragment_id"] for row in rows})
    query = select(bubbles.c.fragment_id, bubbles.c.message_id).order_by(bubbles.c.fragment_id, bubbles.c.pos)
    found: dict[int, list[int]] = defaultdict(list)
    for row in in_chunks(connection, query, bubbles.c.fragment_id, wanted):
        found[row["fragment_id"]].append(row["message_id"])
    return {tuple(ids): fragment for fragment, ids in found.items()}


def _remove(connection: Connection, wanted: Sequence[int]) -> None:
    rows = [(i,) for i in wanted]
    if rows:
        connection.exec_driver_sql("DELETE FROM bubbles WHERE fragment_id = ?", rows)
        connection.exec_driver_sql("DELETE FROM fragments WHERE id = ?", rows)
