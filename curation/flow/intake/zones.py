"""The time zone of a source: what its wall-clock times mean, and in which its times are shown."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from curation.flow.cutting import fragmenting
from curation.flow.intake import clocks
from curation.jobs import Job
from curation.sources import times
from curation.workspace import Workspace, journal, tables
from curation.workspace.tables import messages


def tells_times(workspace: Workspace, source: int) -> bool:
    """Whether any message of the source has a time: training JSON has none."""
    query = select(messages.c.id).where(clocks.of_source(source), messages.c.time.is_not(None)).limit(1)
    with workspace.read() as connection:
        return connection.execute(query).first() is not None


def change(workspace: Workspace, source: int, zone: str, job: Job[Any] | None = None) -> None:
    """Journal another zone. Times told by the wall clock move, and what nobody touched is cut anew.

    Raises RuwoError ``zone_unknown``.
    """
    times.zone(zone)
    with workspace.write() as connection:
        table = tables.sources
        was = connection.execute(select(table.c.zone).where(table.c.id == source)).scalar_one()
        if zone == was:
            return
        draft = journal.Draft(connection, "zone")
        draft.update(table, source, zone=zone)
        if not moves(connection, source):
            draft.finish()
            return
        clocks.follow(connection, source, was=was)
        chats = select(messages.c.chat_id).where(clocks.of_source(source)).distinct()
        fragmenting.recut(draft, sorted(connection.execute(chats).scalars()), job)


def moves(connection: Connection, source: int) -> bool:
    """Whether the source tells its times by the wall clock, all of them."""
    counted = func.coalesce(func.json_extract(tables.sources.c.report, "$.wall_clock"), 0)
    told = int(connection.execute(select(counted).where(tables.sources.c.id == source)).scalar_one())
    timed = select(func.count()).select_from(messages).where(clocks.of_source(source), messages.c.time.is_not(None))
    return told > 0 and told >= int(connection.execute(timed).scalar_one())
