"""Making room between the messages of a chat: every number that says where one stands moves with it.

A fragment's place is the number of one of its messages. The journal's row images of fragments hold places too; they
are moved alike, so that an undo after a newer export puts a fragment back beside the message it stood at.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
from sqlalchemy import Connection, select

from curation.workspace.sketch import Numbers
from curation.workspace.tables import changes, fragments

CHUNK = 50_000


def renumber(connection: Connection, chat_id: int, ids: Numbers, was: Numbers, now: Numbers) -> None:
    """Give the messages ``ids`` of a chat other places in it: ``was`` (ascending) becomes ``now``."""
    moved = was != now
    if not moved.any():
        return
    place = _Places(was, now)
    _fragments(connection, chat_id, place)
    _journal(connection, chat_id, place)
    rows = np.column_stack([now[moved], ids[moved]])
    for i in range(0, len(rows), CHUNK):
        connection.exec_driver_sql("UPDATE messages SET seq = ? WHERE id = ?", _tuples(rows[i : i + CHUNK]))


class _Places:
    def __init__(self, was: Numbers, now: Numbers) -> None:
        self._was, self._now = was, now

    def of(self, place: int) -> int:
        """Where the message that stood at ``place`` stands now."""
        at = min(int(np.searchsorted(self._was, place)), len(self._was) - 1)
        return int(self._now[at])


def _fragments(connection: Connection, chat_id: int, place: _Places) -> None:
    found = connection.execute(select(fragments.c.id, fragments.c.place).where(fragments.c.chat_id == chat_id))
    rows = [(place.of(row.place), row.id) for row in found]
    if rows:
        connection.exec_driver_sql("UPDATE fragments SET place = ? WHERE id = ?", rows)


def _journal(connection: Connection, chat_id: int, place: _Places) -> None:
    """Fragments never change their chat, so whichever image names it speaks for all images of the same fragment."""
    query = select(changes.c.edit_id, changes.c.n, changes.c.row, changes.c.before, changes.c.after)
    images = connection.execute(query.where(changes.c.tab == "fragments")).all()
    here = _fragments_of(connection, chat_id)
    for row in images:
        here |= {orjson.loads(row.row)["id"] for side in (row.before, row.after) if _chat_in(side) == chat_id}
    rows = [
        (_moved(row.before, place), _moved(row.after, place), row.edit_id, row.n)
        for row in images
        if ('"place"' in (row.before or "") or '"place"' in (row.after or "")) and orjson.loads(row.row)["id"] in here
    ]
    if rows:
        connection.exec_driver_sql("UPDATE changes SET before = ?, after = ? WHERE edit_id = ? AND n = ?", rows)


def _fragments_of(connection: Connection, chat_id: int) -> set[int]:
    return set(connection.execute(select(fragments.c.id).where(fragments.c.chat_id == chat_id)).scalars())


def _chat_in(image: str | None) -> Any:
    return orjson.loads(image).get("chat_id") if image and '"chat_id"' in image else None


def _moved(image: str | None, place: _Places) -> str | None:
    if image is None or "place" not in (values := orjson.loads(image)):
        return image
    return orjson.dumps({**values, "place": place.of(values["place"])}).decode()


def _tuples(rows: Numbers) -> list[tuple[int, ...]]:
    return list(map(tuple, rows.tolist()))
