"""The journal as a list: who did what when, and the row images behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, and_, func, or_, select, union

from curation.workspace.tables import bubbles, changes, edits, findings, private_values, samples


def page(connection: Connection, *, before: int | None = None, limit: int = 30) -> list[RowMapping]:
    """Edits, the newest first; ``before``: only older than this."""
    query = select(edits).order_by(edits.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(edits.c.id < before)
    return list(connection.execute(query).mappings())


FIRST = 3
"""Changes of an edit that tell what it was."""

_MARKERS = ("touched", "reshaped")
_SILENT = [f'{{"{name}":{value}}}' for name in _MARKERS for value in (0, 1)]
"""What an image holds that tells nothing: that somebody worked here."""
_TELLING = or_(changes.c.after.is_(None), changes.c.after.not_in(_SILENT))


def first_changes(connection: Connection, edit_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Edit -> the first of its changes that tell something, with their images decoded."""
    nth = func.row_number().over(partition_by=changes.c.edit_id, order_by=changes.c.n).label("nth")
    numbered = select(changes, nth).where(changes.c.edit_id.in_(edit_ids), _TELLING).subquery()
    found: dict[int, list[dict[str, Any]]] = {edit: [] for edit in edit_ids}
    for row in connection.execute(select(numbered).where(numbered.c.nth <= FIRST).order_by(numbered.c.n)).mappings():
        found[row["edit_id"]].append(_decoded(row))
    return found


def changes_of(connection: Connection, edit: int, limit: int) -> list[dict[str, Any]]:
    """The first changes of one edit that tell something."""
    query = select(changes).where(changes.c.edit_id == edit, _TELLING).order_by(changes.c.n).limit(limit)
    return [_decoded(row) for row in connection.execute(query).mappings()]


def rows_touched(connection: Connection, edit_ids: list[int]) -> dict[int, dict[str, int]]:
    """Edit -> table -> how many of its rows the edit changed."""
    query = select(changes.c.edit_id, changes.c.tab, func.count(changes.c.row.distinct()))
    found: dict[int, dict[str, int]] = {edit: {} for edit in edit_ids}
    where = changes.c.edit_id.in_(edit_ids)
    for edit, table, count in connection.execute(query.where(where).group_by(changes.c.edit_id, changes.c.tab)):
        found[edit][table] = count
    return found


def fragments_touched(connection: Connection, edit_ids: list[int]) -> dict[int, int]:
    """Edit -> how many fragments it touched, themselves or their bubbles."""
    here = changes.c.edit_id.in_(edit_ids)
    key = func.json_extract(changes.c.row, "$.id")
    own = select(changes.c.edit_id, key.label("fragment")).where(here, changes.c.tab == "fragments")
    spoken = select(changes.c.edit_id, bubbles.c.fragment_id).join(bubbles, bubbles.c.id == key)
    touched = union(own, spoken.where(here, changes.c.tab == "bubbles")).subquery()
    query = select(touched.c.edit_id, func.count()).group_by(touched.c.edit_id)
    return dict(map(tuple, connection.execute(query)))


def by_id(connection: Connection, edit: int) -> RowMapping | None:
    """One edit."""
    return connection.execute(select(edits).where(edits.c.id == edit)).mappings().first()


def last_of(connection: Connection, fragment: int) -> int | None:
    """The newest edit that changed this fragment or a bubble of it."""
    mine = connection.execute(select(bubbles.c.id).where(bubbles.c.fragment_id == fragment)).scalars()
    here = or_(
        and_(changes.c.tab == "fragments", changes.c.row == f'{{"id":{fragment}}}'),
        and_(changes.c.tab == "bubbles", changes.c.row.in_([f'{{"id":{bubble}}}' for bubble in mine])),
    )
    query = select(changes.c.edit_id).where(here).order_by(changes.c.edit_id.desc()).limit(1)
    return connection.execute(query).scalar()


_STANDING = ("status", "reason", "note")


def decisions(
    connection: Connection, edit_ids: list[int]
) -> dict[int, list[tuple[dict[str, Any], dict[str, Any], int]]]:
    """Edit -> (before, after, of how many fragments): what it changed in their decisions."""
    named = or_(*(changes.c.after.contains(f'"{name}":') for name in _STANDING))
    query = select(changes.c.edit_id, changes.c.before, changes.c.after, func.count())
    where = (changes.c.edit_id.in_(edit_ids), changes.c.tab == "fragments", changes.c.before.is_not(None), named)
    found: dict[int, list[tuple[dict[str, Any], dict[str, Any], int]]] = {edit: [] for edit in edit_ids}
    grouped = query.where(*where).group_by(changes.c.edit_id, changes.c.before, changes.c.after)
    for edit, before, after, count in connection.execute(grouped.order_by(func.min(changes.c.n))):
        found[edit].append((orjson.loads(before), orjson.loads(after), count))
    return found


def judged(connection: Connection, wanted: list[int]) -> dict[int, int]:
    """Sample -> the fragment it asks about."""
    query = select(samples.c.id, samples.c.fragment_id).where(samples.c.id.in_(wanted))
    return dict(map(tuple, connection.execute(query)))


def values_named(connection: Connection, values: list[int], found: list[int]) -> dict[tuple[str, int], RowMapping]:
    """(table, key) of private values and of findings -> the value."""
    mine = select(private_values, private_values.c.id.label("key")).where(private_values.c.id.in_(values))
    of_finding = select(private_values, findings.c.id.label("key")).join(findings).where(findings.c.id.in_(found))
    own = {("private_values", row["key"]): row for row in connection.execute(mine).mappings()}
    return own | {("findings", row["key"]): row for row in connection.execute(of_finding).mappings()}


def reviewers(connection: Connection) -> list[str]:
    """Names that stand in the journal, the newest first."""
    query = select(edits.c.reviewer).where(edits.c.reviewer != "").group_by(edits.c.reviewer)
    return list(connection.execute(query.order_by(func.max(edits.c.id).desc())).scalars())


def is_signed(connection: Connection) -> bool:
    """Whether any edit names who made it."""
    return connection.execute(select(edits.c.id).where(edits.c.reviewer != "").limit(1)).first() is not None


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
