"""Times as exporters write them -> microseconds in UTC, vectorised, with the few odd ones parsed one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from curation.errors import RuwoError
from curation.frames import PRECISIONS

FORMATS = (
    ("%Y-%m-%d %H:%M:%S", "s"),
    ("%Y/%m/%d %H:%M:%S", "s"),
    ("%Y-%m-%d %H:%M", "min"),
    ("%Y/%m/%d %H:%M", "min"),
    ("%Y-%m-%d", "day"),
)
"""Wall-clock times: MemoTrace writes the first; a spreadsheet program that saved the file again, the others. A day
counts as its midnight."""

_EARLIEST, _LATEST = 1, 4102444800  # epoch seconds: a message is never from 1970-01-01 00:00 or after 2099

Times = tuple[pa.Array, pa.Array]
"""``time`` (timestamp[us, UTC], null where unknown) and ``time_precision``."""


def zone(name: str) -> ZoneInfo:
    """The time zone of this name. Raises RuwoError ``zone_unknown``."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise RuwoError("zone_unknown", zone=name) from None


def from_epoch(values: Sequence[object] | pa.Array, exact: Sequence[str] | None = None) -> Times:
    """Seconds since 1970; a text of digits is as good as a number, anything else is no time.

    ``exact``: the precision of each (one of frames.PRECISIONS); None: all are exact to the second.
    """
    try:
        seconds = np.array(values, dtype=np.int64)
    except (TypeError, ValueError, OverflowError):
        seconds = np.empty(0, dtype=np.int64)
    if seconds.shape != (len(values),):
        seconds = np.fromiter(map(_second, values), dtype=np.int64, count=len(values))
    known = None if exact is None else np.array([PRECISIONS.index(one) for one in exact], dtype=np.int8)
    return _times(seconds, _known(seconds), known)


def _second(value: object) -> int:
    try:
        number = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        return 0
    return number if _EARLIEST <= number < _LATEST else 0


def from_local(values: Sequence[str], where: ZoneInfo) -> Times:
    """Wall-clock times of a zone. An hour that clocks passed twice counts as the first; one they skipped: its end."""
    texts = pa.array(values, pa.large_string())
    try:
        lengths = pc.binary_length(texts).to_numpy()
        if not np.isin(lengths, (len("2024-01-01 00:00"), len("2024-01-01 00:00:00"))).all():
            raise pa.ArrowInvalid
        naive = texts.cast(pa.timestamp("s")).cast(pa.int64()).to_numpy()
        exact = (lengths == len("2024-01-01 00:00")).astype(np.int8)
    except pa.ArrowInvalid:
        found = [_one(value) for value in values]
        naive = np.array([second for second, _ in found], dtype=np.int64)
        exact = np.array([PRECISIONS.index(precision) for _, precision in found], dtype=np.int8)
    known = _known(naive)
    seconds = _to_utc(np.where(known, naive, 0), where)
    return _times(seconds, known & _known(seconds), exact)


@lru_cache(maxsize=4096)
def _one(value: str) -> tuple[int, str]:
    """(seconds as if in UTC, precision); 0 seconds when no format fits."""
    for layout, precision in FORMATS:
        try:
            return int(datetime.strptime(value.strip(), layout).replace(tzinfo=UTC).timestamp()), precision
        except ValueError:
            continue
    return 0, "none"


def _to_utc(naive: NDArray[np.int64], where: ZoneInfo) -> NDArray[np.int64]:
    first = np.ones(len(naive), dtype=bool)
    index = pd.DatetimeIndex(naive.astype("datetime64[s]")).tz_localize(
        where, ambiguous=first, nonexistent="shift_forward"
    )
    return index.as_unit("s").asi8


def _known(seconds: NDArray[np.int64]) -> NDArray[np.bool_]:
    return (seconds >= _EARLIEST) & (seconds < _LATEST)


def _times(seconds: NDArray[np.int64], known: NDArray[np.bool_], exact: NDArray[np.int8] | None = None) -> Times:
    """``exact``: which of the precisions each has; None: all are exact to the second."""
    micro = pa.array(np.where(known, seconds, 0) * 1_000_000, mask=~known).cast(pa.timestamp("us", "UTC"))
    if exact is None and known.all():
        return micro, constant("s", len(seconds))
    exact = np.zeros(len(seconds), dtype=np.int8) if exact is None else exact
    words = pa.array(PRECISIONS, pa.large_string())
    return micro, words.take(pa.array(np.where(known, exact, len(PRECISIONS) - 1)))


def none(count: int) -> Times:
    """The times of a format that has none."""
    return pa.nulls(count, pa.timestamp("us", "UTC")), constant("none", count)


def constant(value: str | None, count: int) -> pa.Array:
    """The same string ``count`` times."""
    return pa.repeat(pa.scalar(value, pa.large_string()), count)
