"""The queue of fragments: its pages, its order, how many there are."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, RowMapping, func, select, tuple_

from curation.workspace.filters import Filter
from curation.workspace.tables import chats, fragments, signals

Order = Literal["time", "gain"]
"""``time``: chat by chat as it was written; ``gain``: where an hour of review is worth most comes first."""

STATUSES = ("pending", "kept", "dropped", "later")

_PLACE = (fragments.c.chat_id, fragments.c.place, fragments.c.id)
_ORDERS: dict[Order, tuple[ColumnElement[Any], ...]] = {"time": _PLACE, "gain": (fragments.c.rank, *_PLACE)}


def queue(
    connection: Connection,
    chosen: Filter,
    *,
    order: Order = "time",
    after: int | None = None,
    before: int | None = None,
    limit: int = 20,
) -> list[int]:
    """Ids in queue order: the ``limit`` ones after a fragment, before one, or the first."""
    columns = _ORDERS[order]
    query = select(fragments.c.id).where(*chosen.where()).limit(limit)
    anchor = _key_of(connection, after if before is None else before, order)
    if before is not None and anchor:
        query = query.where(tuple_(*columns) < tuple_(*anchor)).order_by(*(column.desc() for column in columns))
        return list(connection.execute(query).scalars())[::-1]
    if anchor:
        query = query.where(tuple_(*columns) > tuple_(*anchor))
    return list(connection.execute(query.order_by(*columns)).scalars())


def _key_of(connection: Connection, fragment: int | None, order: Order) -> tuple[Any, ...] | None:
    if fragment is None:
        return None
    row = connection.execute(select(*_ORDERS[order]).where(fragments.c.id == fragment)).first()
    return tuple(row) if row else None


SORTS = ("place", "status", "start", "turns", "persona_share", "signals", "first_words")


def table(
    connection: Connection,
    chosen: Filter,
    *,
    sort: str = "place",
    descending: bool = False,
    page: int = 0,
    size: int = 50,
) -> list[RowMapping]:
    """One page of the queue as table rows, sorted in the store."""
    first = _PLACE if sort == "place" or sort not in SORTS else (fragments.c[sort],)
    order = [*(c.desc() if descending else c for c in first), *_PLACE]
    query = select(fragments, chats.c.name.label("chat")).join(chats).where(*chosen.where())
    return list(connection.execute(query.order_by(*order).limit(size).offset(page * size)).mappings())


def ids(connection: Connection, chosen: Filter) -> list[int]:
    """All ids a filter matches, in queue order (for a bulk mark)."""
    return list(connection.execute(select(fragments.c.id).where(*chosen.where()).order_by(*_PLACE)).scalars())


def count(connection: Connection, chosen: Filter) -> int:
    """How many fragments a filter matches."""
    return int(connection.execute(_counted(*chosen.where())).scalar_one())


def _counted(*where: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(fragments).where(*where)


def counts(connection: Connection) -> dict[str, int]:
    """Fragments that are not hidden by status; every status is there."""
    query = select(fragments.c.status, func.count()).group_by(fragments.c.status)
    found = {status: int(n) for status, n in connection.execute(query)}
    for status, n in connection.execute(query.where(fragments.c.hidden != 0)):
        found[status] -= int(n)
    return {status: found.get(status, 0) for status in STATUSES}


def analysed(connection: Connection) -> bool:
    """Signals were looked for in the whole log, so the order by gain means something."""
    return connection.execute(select(signals.c.id).limit(1)).first() is not None


def signals_present(connection: Connection) -> list[str]:
    """Kinds of signals that any fragment carries."""
    rows = connection.exec_driver_sql(_MARKS).scalars()
    return sorted({kind for row in rows for kind in row.split("|") if kind})


# DISTINCT would read every entry of the index; this jumps from one value to the next.
_MARKS = """
WITH RECURSIVE marks(found) AS (
    SELECT min(signals) FROM fragments WHERE signals <> ''
    UNION ALL
    SELECT (SELECT min(signals) FROM fragments WHERE signals <> '' AND signals > found) FROM marks
    WHERE found IS NOT NULL
)
SELECT found FROM marks WHERE found IS NOT NULL
"""
