"""The journal: every edit as row images, so that any edit can be undone by writing them back.

An edit is one row of ``edits`` with one row of ``changes`` for each table row it touched (``before`` and
``after`` hold only the columns that changed; NULL means that the row did not exist). An undo is itself an
edit: it appends the inverse and points at what it inverts; nothing is ever taken out of the journal.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Table, and_, func, select

from curation.errors import RuwoError
from curation.workspace import tables
from curation.workspace.tables import changes, edits, fragments

Row = dict[str, Any]

_FRAGMENT_OF = {"fragments": "id", "bubbles": "fragment_id"}
_CHUNK = 500  # keys in one IN list; SQLite before 3.32 stops at 999 variables


class Draft:
    """One edit in the making, inside a write transaction. Changes are applied at once and recorded."""

    def __init__(self, connection: Connection, kind: str, reviewer: str = "", *, inverts: int | None = None) -> None:
        self.connection = connection
        self.fragments: set[int] = set()
        """Fragments whose rows or bubbles changed: their version moves on, their summary is refreshed."""
        self.bubbles: set[int] = set()
        self._count = 0
        row = {"at": time.time_ns() // 1000, "reviewer": reviewer, "kind": kind, "inverts": inverts}
        self.edit_id = int(
            connection.execute(edits.insert().values(row).returning(edits.primary_key.columns[0])).scalar_one()
        )
        if inverts is None:
            connection.execute(edits.update().where(edits.c.undone.is_not(None)).values(abandoned=1))

    def insert(self, table: Table, **values: Any) -> int:
        """Add a row; returns its id."""
        key = int(
            self.connection.execute(table.insert().values(values).returning(table.primary_key.columns[0])).scalar_one()
        )
        row = self._row(table, {table.primary_key.columns.keys()[0]: key})
        assert row is not None
        self._record(table, row, None, row)
        return key

    def update(self, table: Table, key: Any, **values: Any) -> None:
        """Change columns of the row with this primary key; columns that stay the same leave no trace."""
        self.update_many(table, [key], **values)

    def update_many(self, table: Table, keys: Iterable[Any], **values: Any) -> int:
        """Set the same columns in many rows as child rows of this one edit; returns how many really changed."""
        column = next(iter(table.primary_key.columns))
        changed = 0
        for chunk in _chunks(list(keys)):
            rows = self.connection.execute(select(table).where(column.in_(chunk))).mappings().all()
            if len(rows) != len(chunk):
                raise RuwoError("edit_stale")
            different = [dict(r) for r in rows if any(r[c] != v for c, v in values.items())]
            if different:
                hit = [row[column.name] for row in different]
                self.connection.execute(table.update().where(column.in_(hit)).values(values))
            for row in different:
                self._record(table, row, {c: row[c] for c in values}, dict(values))
            changed += len(different)
        return changed

    def delete(self, table: Table, key: Any) -> None:
        """Remove the row; the journal keeps all of it."""
        column = next(iter(table.primary_key.columns))
        row = self._row(table, {column.name: key})
        if row is None:
            raise RuwoError("edit_stale")
        self.connection.execute(table.delete().where(column == key))
        self._record(table, row, row, None)

    def put(self, table: Table, key: Any, **values: Any) -> None:
        """Update the row with this key, or add it."""
        column = next(iter(table.primary_key.columns)).name
        row = self._row(table, {column: key})
        if row is not None:
            self.update(table, key, **values)
            return
        self.connection.execute(table.insert().values({column: key, **values}))
        full = self._row(table, {column: key})
        assert full is not None
        self._record(table, full, None, full)

    def finish(self) -> None:
        """Move the version of every touched fragment on, by one each."""
        for chunk in _chunks(sorted(self.fragments)):
            self.connection.execute(
                fragments.update().where(fragments.c.id.in_(chunk)).values(version=fragments.c.version + 1)
            )

    def _row(self, table: Table, key: Mapping[str, Any]) -> Row | None:
        where = and_(*(table.c[name] == value for name, value in key.items()))
        row = self.connection.execute(select(table).where(where)).mappings().first()
        return dict(row) if row else None

    def _record(self, table: Table, row: Row, before: Row | None, after: Row | None) -> None:
        key = {str(name): row[name] for name in table.primary_key.columns.keys()}
        self._note(table, row, before, after)
        self._count += 1
        self.connection.execute(
            changes.insert().values(
                edit_id=self.edit_id,
                n=self._count,
                tab=table.name,
                row=_dump(key),
                before=_dump(before),
                after=_dump(after),
            )
        )

    def _note(self, table: Table, row: Row, before: Row | None, after: Row | None) -> None:
        column = _FRAGMENT_OF.get(table.name)
        if column:
            self.fragments |= {int(image[column]) for image in (row, before, after) if image and column in image}
        if table.name == "bubbles":
            self.bubbles.add(int(row["id"]))


def undo(connection: Connection, reviewer: str = "") -> Draft:
    """Take the newest edit back by appending its inverse. Raises ``nothing_to_undo`` or ``edit_stale``."""
    target = undoable(connection)
    if target is None:
        raise RuwoError("nothing_to_undo")
    draft = Draft(connection, "undo", reviewer, inverts=target)
    for change in reversed(_changes(connection, target)):
        _apply(draft, change["tab"], change["row"], change["after"], change["before"])
    connection.execute(edits.update().where(edits.c.id == target).values(undone=draft.edit_id))
    draft.finish()
    return draft


def redo(connection: Connection, reviewer: str = "") -> Draft:
    """Bring back the edit that was undone last. Raises ``nothing_to_redo`` or ``edit_stale``."""
    target = redoable(connection)
    if target is None:
        raise RuwoError("nothing_to_redo")
    draft = Draft(connection, "redo", reviewer, inverts=target)
    for change in _changes(connection, target):
        _apply(draft, change["tab"], change["row"], change["before"], change["after"])
    connection.execute(edits.update().where(edits.c.id == target).values(undone=None))
    draft.finish()
    return draft


def undoable(connection: Connection) -> int | None:
    """The id of the edit that :func:`undo` would take back, or None."""
    live = and_(edits.c.inverts.is_(None), edits.c.undone.is_(None))
    return connection.execute(select(func.max(edits.c.id)).where(live)).scalar()


def redoable(connection: Connection) -> int | None:
    """The id of the edit that :func:`redo` would bring back, or None."""
    gone = and_(edits.c.inverts.is_(None), edits.c.undone.is_not(None), edits.c.abandoned == 0)
    return connection.execute(select(func.min(edits.c.id)).where(gone)).scalar()


def kind_of(connection: Connection, edit: int | None) -> str:
    """What kind of edit it was; empty for None."""
    if edit is None:
        return ""
    return str(connection.execute(select(edits.c.kind).where(edits.c.id == edit)).scalar_one())


def _changes(connection: Connection, edit: int) -> Sequence[Mapping[str, Any]]:
    query = select(changes).where(changes.c.edit_id == edit).order_by(changes.c.n)
    return [dict(row) for row in connection.execute(query).mappings()]


def _apply(draft: Draft, tab: str, row: str, now: str | None, then: str | None) -> None:
    """Turn the row image ``now`` into ``then``; anything else in the database than ``now`` is a stale edit."""
    table, key = tables.metadata.tables[tab], orjson.loads(row)
    current = draft._row(table, key)
    expected, wanted = _load(now), _load(then)
    where = and_(*(table.c[name] == value for name, value in key.items()))
    if (current is None) != (expected is None):
        raise RuwoError("edit_stale")
    if current is None:
        assert wanted is not None
        draft.connection.execute(table.insert().values(wanted))
        draft._record(table, {**wanted, **key}, None, wanted)
    elif wanted is None:
        draft.connection.execute(table.delete().where(where))
        draft._record(table, current, current, None)
    else:
        assert expected is not None
        if any(current[column] != value for column, value in expected.items()):
            raise RuwoError("edit_stale")
        draft.connection.execute(table.update().where(where).values(wanted))
        draft._record(table, current, expected, wanted)


def _dump(image: Mapping[str, Any] | None) -> str | None:
    return None if image is None else orjson.dumps(image, option=orjson.OPT_NON_STR_KEYS).decode()


def _load(image: str | None) -> Row | None:
    return None if image is None else orjson.loads(image)


def _chunks(keys: list[Any]) -> Iterable[list[Any]]:
    return (keys[i : i + _CHUNK] for i in range(0, len(keys), _CHUNK))
