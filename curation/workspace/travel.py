"""Where every edit of the journal lies from here: so many undos back, so many redos ahead, or out of reach."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from curation.workspace import queries
from curation.workspace.journal import GONE, LIVE, SOMETHING
from curation.workspace.tables import edits


class Way(NamedTuple):
    """So many edits to ``undo``, or to ``redo``; neither where things stand like that. ``seen``: the newest edit."""

    undo: int
    redo: int
    seen: int


def way(connection: Connection, edit: int) -> Way | None:
    """From how things stand to how they stood right after this edit (0: before all); None where nothing leads there.

    What was undone can be redone until something new is done.
    """
    tip, seen = _tip(connection, edit), queries.last_edit(connection)
    if connection.execute(select(edits.c.abandoned).where(edits.c.id == tip)).scalar():
        return None
    if connection.execute(select(edits.c.undone).where(edits.c.id == tip)).scalar():
        return Way(0, _count(connection, and_(GONE, edits.c.id <= tip)), seen)
    return Way(_count(connection, and_(LIVE, edits.c.id > tip)), 0, seen)


def ahead(connection: Connection) -> int:
    """How many edits could be redone."""
    return _count(connection, GONE)


def _tip(connection: Connection, edit: int) -> int:
    """The newest edit that stood right after this one; 0: none did."""
    moved = or_(edits.c.inverts.is_not(None), SOMETHING)
    query = select(edits).where(edits.c.id <= edit, moved).order_by(edits.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    if row is None:
        return 0
    if row["inverts"] is None:
        return int(row["id"])
    return int(row["inverts"]) if row["kind"] == "redo" else _before(connection, row["inverts"])


def _before(connection: Connection, edit: int) -> int:
    """What stood when this edit was made. Undone since then counts: what had been undone was abandoned by the edit."""
    stood = or_(edits.c.undone.is_(None), edits.c.undone > edit)
    query = select(func.max(edits.c.id)).where(edits.c.id < edit, edits.c.inverts.is_(None), SOMETHING, stood)
    return int(connection.execute(query).scalar() or 0)


def _count(connection: Connection, which: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(edits).where(which)).scalar_one())
