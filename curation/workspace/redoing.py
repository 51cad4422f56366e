"""What edits that can still be redone need, when fragments are cut anew around them.

An undone edit names fragments and bubbles by their numbers. Where cutting anew would do away with them, an undo puts
their rows into the journal, and the redo takes them from there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

import orjson
from sqlalchemy import Connection, RowMapping, func, select

from curation.workspace import tables
from curation.workspace.journal import Draft
from curation.workspace.queries import in_chunks
from curation.workspace.tables import bubbles, changes, edits, fragments


def named(connection: Connection) -> set[int]:
    """Fragments that stand in the store and that an edit that can be redone names, or a bubble of."""
    undone = edits.c.inverts.is_(None), edits.c.undone.is_not(None), edits.c.abandoned == 0
    query = select(changes.c.tab, changes.c.row).join(edits, edits.c.id == changes.c.edit_id).where(*undone)
    rows = connection.execute(query.where(changes.c.tab.in_(("fragments", "bubbles")))).all()
    keys: dict[str, set[int]] = {tab: {orjson.loads(r.row)["id"] for r in rows if r.tab == tab} for tab in _TABLES}
    there = in_chunks(connection, select(fragments.c.id), fragments.c.id, keys["fragments"])
    shown = in_chunks(connection, select(bubbles.c.fragment_id), bubbles.c.id, keys["bubbles"])
    return {row["id"] for row in there} | {row["fragment_id"] for row in shown}


_TABLES = ("fragments", "bubbles")


@contextmanager
def kept(connection: Connection, wanted: Collection[int]) -> Iterator[None]:
    """While inside, these fragments count as worked on, so that no cut does away with them."""
    free = select(fragments.c.id).where(fragments.c.touched == 0)
    ids = [row["id"] for row in in_chunks(connection, free, fragments.c.id, wanted)]
    _touch(connection, ids, 1)
    yield
    _touch(connection, ids, 0)


def put_away(draft: Draft, chats: Collection[int]) -> None:
    """Move the untouched fragments of these chats that a redo will need out of the store, into the undo ``draft``."""
    query = select(fragments.c.id).where(fragments.c.touched == 0, fragments.c.chat_id.in_(chats))
    wanted = [row["id"] for row in in_chunks(draft.connection, query, fragments.c.id, named(draft.connection))]
    shown = in_chunks(draft.connection, select(bubbles.c.id), bubbles.c.fragment_id, wanted)
    for bubble in [row["id"] for row in shown]:
        draft.delete(bubbles, bubble)
    for fragment in wanted:
        draft.delete(fragments, fragment)


def bring_back(draft: Draft) -> set[int]:
    """Put back what the undo of the edit that ``draft`` redoes moved out of the store; returns the fragments."""
    edit = select(edits.c.inverts).where(edits.c.id == draft.edit_id).scalar_subquery()
    last = select(func.max(edits.c.id)).where(edits.c.inverts == edit, edits.c.id < draft.edit_id)
    query = select(changes).where(changes.c.edit_id == last.scalar_subquery(), changes.c.after.is_(None))
    gone = draft.connection.execute(query.where(changes.c.tab.in_(_TABLES)).order_by(changes.c.n.desc()))
    return set(_inserted(draft, gone.mappings().all()))


def _inserted(draft: Draft, gone: Iterable[RowMapping]) -> Iterator[int]:
    for row in gone:
        values = orjson.loads(row["before"])
        draft.insert(tables.metadata.tables[row["tab"]], **values)
        if row["tab"] == "fragments":
            yield values["id"]


def _touch(connection: Connection, ids: Collection[int], touched: int) -> None:
    if ids:
        connection.exec_driver_sql("UPDATE fragments SET touched = ? WHERE id = ?", [(touched, i) for i in ids])
