"""The journal as a list: who did what when, and the row images behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, and_, func, select

from curation.workspace.tables import changes, edits


def page(connection: Connection, *, before: int | None = None, limit: int = 30) -> list[RowMapping]:
    """Edits, the newest first, each with the number of its changes (``count``); ``before``: only older than this."""
    count = select(func.count()).where(changes.c.edit_id == edits.c.id).scalar_subquery()
    query = select(edits, count.label("count")).order_by(edits.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(edits.c.id < before)
    return list(connection.execute(query).mappings())


FIRST = 3
"""Changes of an edit that tell what it was."""


def first_changes(connection: Connection, edit_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Edit -> its first changes with their images decoded."""
    query = select(changes).where(changes.c.edit_id.in_(edit_ids), changes.c.n <= FIRST).order_by(changes.c.n)
    found: dict[int, list[dict[str, Any]]] = {edit: [] for edit in edit_ids}
    for row in connection.execute(query).mappings():
        found[row["edit_id"]].append(_decoded(row))
    return found


def live_after(connection: Connection, edit: int) -> int:
    """How many edits after this one stand: so many undos lead back to it."""
    return int(connection.execute(select(func.count()).where(_live(), edits.c.id > edit)).scalar_one())


def _live() -> Any:
    something = select(changes.c.n).where(changes.c.edit_id == edits.c.id).exists()
    return and_(edits.c.inverts.is_(None), edits.c.undone.is_(None), something)


def reviewers(connection: Connection) -> list[str]:
    """Names that stand in the journal, the newest first."""
    query = select(edits.c.reviewer).where(edits.c.reviewer != "").group_by(edits.c.reviewer)
    return list(connection.execute(query.order_by(func.max(edits.c.id).desc())).scalars())


def lines(connection: Connection) -> Iterator[bytes]:
    """Every edit with all its changes as one JSON object a line, oldest first."""
    rows = connection.execute(select(changes).order_by(changes.c.edit_id, changes.c.n)).mappings()
    waiting = next(rows, None)
    for edit in connection.execute(select(edits).order_by(edits.c.id)).mappings().all():
        mine = []
        while waiting is not None and waiting["edit_id"] == edit["id"]:
            mine.append(_decoded(waiting))
            waiting = next(rows, None)
        yield orjson.dumps(
            {**{str(name): value for name, value in edit.items()}, "changes": mine}, option=orjson.OPT_APPEND_NEWLINE
        )


def _decoded(row: RowMapping) -> dict[str, Any]:
    images = {name: None if row[name] is None else orjson.loads(row[name]) for name in ("row", "before", "after")}
    return {"table": row["tab"], **images}
