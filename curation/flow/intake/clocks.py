"""Times that a file tells by the wall clock follow the zone of their source; exact ones never move."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, and_, or_, select

from curation.workspace.tables import chats, messages, sources

BATCH = 50_000


def of_source(source: int) -> ColumnElement[bool]:
    """The messages that came with this source."""
    own = select(chats.c.id).where(chats.c.source_id == source)
    return or_(messages.c.source_id == source, and_(messages.c.source_id.is_(None), messages.c.chat_id.in_(own)))


def follow(connection: Connection, source: int, *, was: str | None = None) -> None:
    """Set the times of a source's messages to what their wall clock says in its zone as it now stands.

    ``was``: the zone in which the times that are stored were read; it tells the wall clock of messages that do not
    know theirs yet. It is kept from then on, so that going from zone to zone and back loses nothing.
    """
    zone = connection.execute(select(sources.c.zone).where(sources.c.id == source)).scalar_one()
    timed = select(messages.c.id, messages.c.time, messages.c.clock).where(
        of_source(source), messages.c.time.is_not(None)
    )
    rows = connection.execute(timed).all()
    for i in range(0, len(rows), BATCH):
        ids, times, known = (list(column) for column in zip(*rows[i : i + BATCH], strict=True))
        clock = _clocks(times, known, was)
        moved = zip(clock.tolist(), _moments(clock, zone).tolist(), ids, strict=True)
        connection.exec_driver_sql("UPDATE messages SET clock = ?, time = ? WHERE id = ?", list(moved))


def _clocks(times: list[int], known: list[int | None], was: str | None) -> NDArray[np.int64]:
    """Microseconds on the wall, as if it hung in UTC."""
    if was is None or None not in known:
        return np.array(known, dtype=np.int64)
    shown = pd.DatetimeIndex(np.array(times, dtype="datetime64[us]"), tz="UTC").tz_convert(was).tz_localize(None)
    read = shown.as_unit("us").asi8
    return np.array([old if there is None else there for there, old in zip(known, read, strict=True)], dtype=np.int64)


def _moments(clock: NDArray[np.int64], zone: str) -> NDArray[Any]:
    """The same in UTC. An hour that clocks passed twice counts as the first; one they skipped: its end."""
    naive = pd.DatetimeIndex(clock.astype("datetime64[us]"))
    first = np.ones(len(clock), dtype=bool)
    return naive.tz_localize(zone, ambiguous=first, nonexistent="shift_forward").as_unit("us").asi8
