"""A time in any of the ways exports write it: epoch numbers, ISO with or without a zone, the local ways, month names.

Numbers count seconds, milli-, micro- or nanoseconds, told by their size; Apple counts from 2001. Which of day and month
comes first is decided once for a file (dayorder.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from curation.sources.clock import PERIODS, hour_of
from curation.sources.dayorder import Order, Parts

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_APPLE = 978_307_200
"""Seconds from 1970 to 2001, where Apple's clocks begin."""

_CHATS_BEGAN = 1_000_000_000
"""September 2001: no chat that anybody exports is older, so a smaller number counts from 2001."""

_S = "[ \u00a0\u2009\u202f]"
_PERIOD = "|".join(re.escape(word).replace("\\ ", _S) for word in PERIODS)
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?|(?:周|星期|礼拜)[一二三四五六日天]|"
    r"[一二三四五六月火水木金土日월화수목금토일](?:曜日|요일)?)"
)
_DATE = (
    rf"(?:{_WEEKDAY}[.,]*{_S}*)?"
    rf"(?:(?P<a>\d{{1,4}})(?P<sep>[./-]){_S}?(?P<b>\d{{1,2}})(?P=sep){_S}?(?P<c>\d{{1,4}})\.?"
    rf"|(?P<y>\d{{4}}){_S}?[年년]{_S}?(?P<m>\d{{1,2}}){_S}?[月월]{_S}?(?P<d>\d{{1,2}}){_S}?[日일]"
    rf"|(?P<m1>{_MONTH}){_S}(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?,?{_S}(?P<y1>\d{{4}})"
    rf"|(?P<d2>\d{{1,2}})[ -](?P<m2>{_MONTH}),?[ -](?P<y2>\d{{4}}))"
    rf"(?:{_S}*[(（]?{_WEEKDAY}[)）]?)?"
)
_CLOCK = (
    rf"(?:(?P<before>{_PERIOD}){_S}?)?(?P<hour>\d{{1,2}})[:.时点h](?P<minute>\d\d)"
    rf"(?:[:.分](?P<second>\d\d)(?:[.,]\d{{1,9}})?)?[分秒]?(?:{_S}?(?P<after>{_PERIOD}))?"
    rf"(?:{_S}?(?P<zone>Z|UTC|GMT|[+-]\d\d:?\d\d))?"
)
_BETWEEN = rf"(?:T|[,،]?{_S}*(?:at{_S}+)?)"
_STAMP = re.compile(rf"\s*(?:{_DATE}(?:{_BETWEEN}{_CLOCK})?|(?P<bare>){_CLOCK.replace('?P<', '?P<only_')})\s*", re.I)
_DAY = re.compile(rf"[-—–=*#\s]*(?P<day>{_DATE})[-—–=*#\s]*", re.I)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(?:[.,]\d{1,9})?(Z|[+-]\d\d:?\d\d)?")
_PLAIN = r"^[0-9]{4}-[0-9][0-9]-[0-9][0-9] [0-9][0-9]:[0-9][0-9](:[0-9][0-9])?$"
_NUMBER = re.compile(r"\s*(\d{9,19})(?:\.\d{1,9})?\s*")

PATTERN = re.sub(r"\(\?P<bare>\)", "", re.sub(r"\?P<(?!bare)\w+>", "?:", _STAMP.pattern)).replace("(?P=sep)", "[./-]")
"""A time inside a longer pattern, which must ignore case."""


class Stamp(NamedTuple):
    """A time as written. ``parts``: a date whose order is open; ``day``: one that is known, ``2024-01-15``.

    ``clock``: ``15:20`` or ``15:20:05`` or empty. ``offset``: seconds east of UTC, where the text says so.
    """

    parts: Parts | None
    day: str
    clock: str
    offset: int | None


def epoch(value: object) -> int | None:
    """Seconds since 1970 of a number, or a text that is one; None when it is none or no time a chat can have."""
    if isinstance(value, str):
        found = _NUMBER.fullmatch(value)
        number = int(found[1]) if found else 0
    elif isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 1e19:
        number = int(value)
    else:
        return None
    for unit in (1, 10**3, 10**6, 10**9):
        if number < 10**11 * unit:
            seconds = number // unit
            break
    else:
        return None
    if seconds < _CHATS_BEGAN:
        seconds += _APPLE
    return seconds if _CHATS_BEGAN <= seconds else None


@lru_cache(maxsize=4096)
def stamp(text: str) -> Stamp | None:
    """The parts of a time; None when it is none."""
    if iso := _ISO.fullmatch(text):
        day, clock = _day(iso[1], iso[2], iso[3]), _clock(None, iso[4], iso[5], iso[6], None)
        return Stamp(None, day, clock, _offset(iso[7])) if day and clock else None
    found = _STAMP.fullmatch(text) if len(text) < 100 else None
    if not found:
        return None
    if found["bare"] is not None:
        clock = _clock(*(found[f"only_{name}"] for name in ("before", "hour", "minute", "second", "after")))
        return Stamp(None, "", clock, None) if clock else None
    clock = _clock(*(found[name] for name in ("before", "hour", "minute", "second", "after")))
    if found["hour"] and not clock:
        return None
    parts, day = _date(found)
    return Stamp(parts, day, clock, _offset(found["zone"])) if parts or day else None


def day_line(line: str) -> str:
    """The date of a line that holds nothing else, as written; empty for any other line."""
    found = _DAY.fullmatch(line) if len(line) < 100 else None
    return found["day"].strip() if found else ""


class Reading:
    """How the times of one file are read. ``exact``: they are points in time, not what a clock on a wall showed."""

    def __init__(self, samples: Iterable[object], order: Callable[[], Order | None]) -> None:
        exact = local = 0
        order_open = False
        for value in samples:
            found = None if epoch(value) else stamp(value) if isinstance(value, str) else None
            exact += epoch(value) is not None or bool(found and found.offset is not None)
            local += bool(found and found.offset is None)
            order_open |= bool(found and found.parts)
        self.exact = exact > local
        self._order = order() if order_open else None

    def columns(self, values: Sequence[object]) -> tuple[list[object] | None, list[str] | None]:
        """(epoch seconds, None) or (None, wall-clock texts), a value each; what is no time is None or empty."""
        if self.exact:
            return [self._second(value) for value in values], None
        return None, list(map(str, values)) if _are_plain(values) else [self._local(value) for value in values]

    def _second(self, value: object) -> int | None:
        if (number := epoch(value)) is not None or not isinstance(value, str):
            return number
        found = stamp(value)
        if not found or found.offset is None or not (day := self._day(found)):
            return None
        hour, minute, second = (int(part) for part in (found.clock + ":00")[:8].split(":"))
        days = date.fromisoformat(day).toordinal() - date(1970, 1, 1).toordinal()
        return days * 86_400 + hour * 3600 + minute * 60 + second - found.offset

    def _local(self, value: object) -> str:
        found = stamp(value) if isinstance(value, str) else None
        if not found or not (day := self._day(found)):
            return ""
        return f"{day} {found.clock}" if found.clock else day

    def _day(self, found: Stamp) -> str:
        if found.parts:
            return (self._order.day(*found.parts[:3]) or "") if self._order else ""
        return found.day


def _are_plain(values: Sequence[object]) -> bool:
    """All are written as ``2024-01-15 15:20:05``, which is read all at once later on."""
    try:
        return bool(pc.all(pc.match_substring_regex(pa.array(values, pa.large_string()), _PLAIN)).as_py())
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return False


def _clock(before: str | None, hour: str | None, minute: str | None, second: str | None, after: str | None) -> str:
    """``15:20``, with the seconds if there are any; empty when there is no such time."""
    if hour is None or minute is None:
        return ""
    at = hour_of(int(hour), (before or after or "").casefold())
    if at > 23 or int(minute) > 59 or int(second or 0) > 59:
        return ""
    return f"{at:02}:{minute}" + (f":{second}" if second else "")


def _date(found: re.Match[str]) -> tuple[Parts | None, str]:
    """The date as it was written: with an open order, or known."""
    if found["a"]:
        parts = Parts(found["a"], found["b"], found["c"], found["sep"])
        return (None, _day(parts.a, parts.b, parts.c)) if len(parts.a) == 4 else (parts, "")
    if found["y"]:
        return None, _day(found["y"], found["m"], found["d"])
    year, month, day = (
        (found["y1"], found["m1"], found["d1"]) if found["y1"] else (found["y2"], found["m2"], found["d2"])
    )
    return None, _day(year, str(_MONTHS.index(month[:3].casefold()) + 1), day)


def _day(year: str, month: str, day: str) -> str:
    """``2024-01-15``; empty when there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone.upper() in {"Z", "UTC", "GMT"}:
        return 0
    minutes = 60 * int(zone[1:3]) + int(zone[-2:])
    return 60 * (-minutes if zone[0] == "-" else minutes)
