"""Times as the canvas shows them: none where a file tells only the day, and a line where a silence was long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import RowMapping

SILENCE = 3_600_000_000
"""Microseconds after which the moment stands above what is said next, as messengers show it."""

QUARTER = 900_000_000
"""Microseconds of a quarter of an hour: no day begins within one, whatever the zone."""

DAY_AND_TIME, DAY, TIME = slice(16), slice(10), slice(11, 16)
"""Parts of ``2024-05-01 16:00+08:00``."""


def shown(micros: int | None, zone: ZoneInfo, part: slice) -> str:
    """A part of the moment in this zone; empty where it is not known."""
    return "" if micros is None else _moment(micros // 1_000_000, zone)[part]


@lru_cache(4096)
def _moment(seconds: int, zone: ZoneInfo) -> str:
    """Asked for three times for each bubble of a page."""
    return datetime.fromtimestamp(seconds, zone).isoformat(" ", "minutes")


def clock(row: RowMapping, zone: ZoneInfo) -> str:
    """The clock time of a message; empty where its file tells only the day."""
    return "" if row["time_precision"] == "day" else shown(row["time"], zone, TIME)


def above(rows: Sequence[RowMapping], zone: ZoneInfo) -> list[str]:
    """For each bubble the moment to be told above it: after a long silence, on another day, or when time goes back."""
    told: list[str] = []
    last: int | None = None
    for row in rows:
        now: int | None = row["time"]
        part = DAY if row["time_precision"] == "day" else DAY_AND_TIME
        told.append(shown(now, zone, part) if now is not None and last is not None and _far(last, now, zone) else "")
        last = last if now is None else now
    return told


def _far(last: int, now: int, zone: ZoneInfo) -> bool:
    if not 0 <= now - last < SILENCE:
        return True
    if now // QUARTER == last // QUARTER:
        return False
    return shown(now, zone, DAY) != shown(last, zone, DAY)
