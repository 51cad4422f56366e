"""What the analysis asks after an edit, at a cost that does not grow with the log."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, select, tuple_

from curation.workspace.queries import in_chunks
from curation.workspace.tables import fragments

_PLACE = (fragments.c.chat_id, fragments.c.place, fragments.c.id)
_PLACES = select(*_PLACE)
_WAITING = select(fragments.c.id).where(fragments.c.analysed == 0)


def waiting(connection: Connection, among: Collection[int]) -> list[int]:
    """Which of these fragments wait for the analysis."""
    return [row["id"] for row in in_chunks(connection, _WAITING, fragments.c.id, among)]


def order(connection: Connection, wanted: Collection[int], reach: int) -> list[tuple[int, int]]:
    """(chat, fragment) of the ``wanted`` ones and of ``reach`` before and after each, in the order of the queue."""
    found = set()
    for row in in_chunks(connection, _PLACES, fragments.c.id, wanted):
        here = (row["chat_id"], row["place"], row["id"])
        inside = _PLACES.where(fragments.c.chat_id == row["chat_id"])
        later = inside.where(tuple_(*_PLACE) > here).order_by(*_PLACE)
        earlier = inside.where(tuple_(*_PLACE) < here).order_by(*(column.desc() for column in _PLACE))
        found.add(here)
        for side in (later, earlier):
            found.update(tuple(near) for near in connection.execute(side.limit(reach)))
    return [(chat, fragment) for chat, _, fragment in sorted(found)]


def sweep(connection: Connection, among: Iterable[int]) -> None:
    """Remove the signals of those of these fragments that are gone; after the first analysis these are all there are,
    and no writer gets a turn meanwhile."""
    rows = [(i,) for i in among]
    if rows:
        connection.exec_driver_sql(_SWEEP, rows)


_SWEEP = """
DELETE FROM signals WHERE fragment_id = ?
AND NOT EXISTS (SELECT 1 FROM fragments WHERE fragments.id = signals.fragment_id)
"""
