"""The journal: every edit as row images, so that any edit can be undone by writing them back.

An edit is one row of ``edits`` with one row of ``changes`` for each table row it touched (``before`` and
``after`` hold only the columns that changed; NULL means that the row did not exist). An undo is itself an
edit: it appends the inverse and points at what it inverts; nothing is ever taken out of the journal.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    Connection,
    MappingResult,
    Select,
    Table,
    Update,
    and_,
    bindparam,
    func,
    select,
    update,
)

from curation.errors import RuwoError
from curation.workspace import tables
from curation.workspace.tables import changes, edits, fragments

Row = dict[str, Any]

_FRAGMENT_OF = {"fragments": "id", "bubbles": "fragment_id"}

_AT_ONCE = 20_000  # rows that are held in memory


class Draft:
    """One edit in the making, inside a write transaction. Changes are applied at once and recorded."""

    def __init__(self, connection: Connection, kind: str, reviewer: str = "", *, inverts: int | None = None) -> None:
        self.connection = connection
        self.fragments: set[int] = set()
        """Fragments whose rows or bubbles changed: their version moves on."""
        self.changed: set[int] = set()
        """Those of them whose bubbles or context changed: what is derived from these is refreshed."""
        self.bubbles: set[int] = set()
        self.elsewhere = False
        """Rows of other tables changed."""
        self._count = 0
        self._inverts = inverts
        row = {"at": time.time_ns() // 1000, "reviewer": reviewer, "kind": kind, "inverts": inverts}
        self.edit_id = int(connection.execute(edits.insert().values(row).returning(_key(edits))).scalar_one())

    def insert(self, table: Table, **values: Any) -> int:
        """Add a row; returns its id."""
        return int(self._insert(table, values)[_key(table).name])

    def update(self, table: Table, key: Any, **values: Any) -> None:
        """Change columns of the row with this primary key; columns that stay the same leave no trace."""
        self.update_many(table, [key], **values)

    def update_many(self, table: Table, keys: Iterable[Any], **values: Any) -> int:
        """Set the same columns in many rows as child rows of this one edit; returns how many really changed."""
        return self.replace(table, keys, {}, values)

    def replace(self, table: Table, keys: Iterable[Any], expected: Row, values: Row) -> int:
        """The same, in rows that hold what is ``expected``; raises ``edit_stale`` when one does not or is gone."""
        wanted = list(dict.fromkeys(keys))
        parts = (wanted[i : i + _AT_ONCE] for i in range(0, len(wanted), _AT_ONCE))
        return sum(self._replace(table, part, expected, values) for part in parts)

    def _replace(self, table: Table, wanted: list[Any], expected: Row, values: Row) -> int:
        key = _key(table).name
        names = tuple(dict.fromkeys((key, _FRAGMENT_OF.get(table.name, key), *expected, *values)))
        found = self.connection.execute(_columns(table, *names), {"keys": _list(wanted)}).all()
        rows = [dict(zip(names, row, strict=True)) for row in found]
        if len(rows) != len(wanted) or any(_differs(row, expected) for row in rows):
            raise RuwoError("edit_stale")
        different = [row for row in rows if _differs(row, values)]
        if different:
            new = {f"new_{name}": value for name, value in values.items()}
            hit = _list([row[key] for row in different])
            self.connection.execute(_change(table, *values), new | {"keys": hit})
        images = [(row, {c: row[c] for c in values}, values) for row in different]
        self._record(table, sorted(images, key=lambda image: repr(image[1])))  # equal ones together: see _runs
        return len(different)

    def delete(self, table: Table, key: Any) -> None:
        """Remove the row; the journal keeps all of it."""
        row = self._rows(table, [key]).one_or_none()
        if row is None:
            raise RuwoError("edit_stale")
        self.connection.execute(table.delete().where(_key(table) == key))
        self._record(table, [(dict(row), dict(row), None)])

    def put(self, table: Table, key: Any, **values: Any) -> None:
        """Update the row with this key, or add it."""
        if self._rows(table, [key]).one_or_none() is None:
            self._insert(table, {_key(table).name: key, **values})
        else:
            self.update(table, key, **values)

    def finish(self) -> None:
        """Move the version of every touched fragment on, by one each."""
        if self.fragments:
            self.connection.execute(_NEXT_VERSION, {"keys": _list(sorted(self.fragments))})

    def _rows(self, table: Table, keys: list[Any]) -> MappingResult:
        return self.connection.execute(_rows(table), {"keys": _list(keys)}).mappings()

    def _insert(self, table: Table, values: Row) -> Row:
        if table is fragments:  # one below what finish makes of it: more than a fragment of this id ever had
            values = {**values, "version": self.edit_id - 1}
        row = self.connection.execute(table.insert().values(values).returning(*table.columns)).mappings().one()
        self._record(table, [(dict(row), None, dict(row))])
        return dict(row)

    def _record(self, table: Table, images: Sequence[tuple[Row, Row | None, Row | None]]) -> None:
        """Journal (the row's key among its columns, before, after)."""
        if not images:
            return
        if self._inverts is None and not self._count:
            gone = edits.update().where(edits.c.undone.is_not(None), edits.c.abandoned == 0)
            self.connection.execute(gone.values(abandoned=1))
        column = _key(table).name
        self.connection.exec_driver_sql(
            'INSERT INTO changes (edit_id, n, tab, "row", before, after) VALUES (?, ?, ?, ?, ?, ?)',
            [
                (self.edit_id, n, table.name, _dump({column: row[column]}), _dump(before), _dump(after))
                for n, (row, before, after) in enumerate(images, start=self._count + 1)
            ],
        )
        self._count += len(images)
        for row, before, after in images:
            self._note(table, row, before, after)

    def _note(self, table: Table, row: Row, before: Row | None, after: Row | None) -> None:
        column = _FRAGMENT_OF.get(table.name)
        self.elsewhere |= column is None
        if column:
            touched = {int(image[column]) for image in (row, before, after) if image and column in image}
            self.fragments |= touched
            if table.name == "bubbles" or "context" in (after or before or {}):
                self.changed |= touched
        if table.name == "bubbles":
            self.bubbles.add(int(row["id"]))


@cache
def _rows(table: Table) -> Select[Any]:
    """Statements are made once: that takes longer than running them."""
    return select(table).where(_key(table).in_(_KEYS))


@cache
def _columns(table: Table, *names: str) -> Select[Any]:
    return select(*(table.c[name] for name in names)).where(_key(table).in_(_KEYS))


@cache
def _change(table: Table, *columns: str) -> Update:
    return update(table).where(_key(table).in_(_KEYS)).values({name: bindparam(f"new_{name}") for name in columns})


_KEYS = select(func.json_each(bindparam("keys")).table_valued("value").c.value)
_NEXT_VERSION = update(fragments).where(fragments.c.id.in_(_KEYS)).values(version=fragments.c.version + 1)


def undo(connection: Connection, reviewer: str = "") -> Draft:
    """Take the newest edit back by appending its inverse. Raises ``nothing_to_undo`` or ``edit_stale``."""
    target = undoable(connection)
    if target is None:
        raise RuwoError("nothing_to_undo")
    draft = Draft(connection, "undo", reviewer, inverts=target)
    for table, keys, before, after in _runs(reversed(_changes(connection, target))):
        _apply(draft, table, keys, after, before)
    connection.execute(edits.update().where(edits.c.id == target).values(undone=draft.edit_id))
    draft.finish()
    return draft


def redo(connection: Connection, reviewer: str = "") -> Draft:
    """Bring back the edit that was undone last. Raises ``nothing_to_redo`` or ``edit_stale``."""
    target = redoable(connection)
    if target is None:
        raise RuwoError("nothing_to_redo")
    draft = Draft(connection, "redo", reviewer, inverts=target)
    for table, keys, before, after in _runs(_changes(connection, target)):
        _apply(draft, table, keys, before, after)
    connection.execute(edits.update().where(edits.c.id == target).values(undone=None))
    draft.finish()
    return draft


def undoable(connection: Connection) -> int | None:
    """The id of the edit that :func:`undo` would take back, or None. Edits that changed nothing are passed over."""
    return connection.execute(_UNDOABLE).scalar()


def redoable(connection: Connection) -> int | None:
    """The id of the edit that :func:`redo` would bring back, or None."""
    return connection.execute(_REDOABLE).scalar()


SOMETHING = select(changes.c.n).where(changes.c.edit_id == edits.c.id).exists()
LIVE = and_(edits.c.inverts.is_(None), edits.c.undone.is_(None), SOMETHING)
_UNDOABLE = select(func.max(edits.c.id)).where(LIVE)
GONE = and_(edits.c.inverts.is_(None), edits.c.undone.is_not(None), edits.c.abandoned == 0)
_REDOABLE = select(func.min(edits.c.id)).where(GONE)
_KIND = select(edits.c.kind).where(edits.c.id == bindparam("edit"))


def kind_of(connection: Connection, edit: int | None) -> str:
    """What kind of edit it was; empty for None."""
    if edit is None:
        return ""
    return str(connection.execute(_KIND, {"edit": edit}).scalar_one())


_Change = tuple[str, str, str | None, str | None]
"""The table, the row, before, after: as they are stored."""


def _changes(connection: Connection, edit: int) -> Sequence[_Change]:
    query = select(changes.c.tab, changes.c.row, changes.c.before, changes.c.after)
    return [(*row,) for row in connection.execute(query.where(changes.c.edit_id == edit).order_by(changes.c.n))]


def _runs(found: Iterable[_Change]) -> Iterator[tuple[Table, list[Any], Row | None, Row | None]]:
    """(table, keys, before, after): neighbouring changes that do the same to different rows come as one."""
    for (tab, before, after), run in groupby(found, key=itemgetter(0, 2, 3)):
        rows = orjson.loads(f"[{','.join(row for _, row, _, _ in run)}]")
        yield tables.metadata.tables[tab], [key for row in rows for key in row.values()], _load(before), _load(after)


def _apply(draft: Draft, table: Table, keys: list[Any], now: Row | None, then: Row | None) -> None:
    """Turn the row images ``now`` into ``then``; anything else in the database than ``now`` is a stale edit."""
    if now is not None and then is not None:
        draft.replace(table, keys, now, then)
    elif then is None:
        draft.delete(table, keys[0])
    elif draft._rows(table, keys).first() is not None:
        raise RuwoError("edit_stale")
    else:
        draft._insert(table, then)


def _key(table: Table) -> Column[Any]:
    """The column that identifies a row; every table that is journaled has one."""
    return next(iter(table.primary_key.columns))


def _differs(row: Row, values: Row) -> bool:
    return any(row[column] != value for column, value in values.items())


def _dump(image: Mapping[str, Any] | None) -> str | None:
    return None if image is None else orjson.dumps(image, option=orjson.OPT_NON_STR_KEYS).decode()


def _load(image: str | None) -> Row | None:
    return None if image is None else orjson.loads(image)


def _list(keys: list[Any]) -> str:
    """As one value: a variable for each would be looked at one by one, and SQLite knows no more than so many."""
    return orjson.dumps(keys).decode()
