from datetime import UTC, datetime

import pytest

from curation.errors import RuwoError
from curation.sources import times

SHANGHAI = times.zone("Asia/Shanghai")


def told(found):
    """(UTC text or None, precision) of each."""
    return [
        (when and when.strftime("%Y-%m-%d %H:%M:%S"), precision)
        for when, precision in zip(found[0].to_pylist(), found[1].to_pylist(), strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "utc", "precision"),
    [
        ("2024-05-01 16:00:01", "2024-05-01 08:00:01", "s"),
        ("2024/5/1 16:00", "2024-05-01 08:00:00", "min"),
        ("2024-05-01 16:00", "2024-05-01 08:00:00", "min"),
        ("2024/05/01 16:00:01", "2024-05-01 08:00:01", "s"),
        (" 2024/5/1 6:05 ", "2024-04-30 22:05:00", "min"),
        ("1988-09-11 00:30:00", "1988-09-10 15:30:00", "s"),
        ("2024-02-30 10:00:00", None, "none"),
        ("2024-05-01", "2024-04-30 16:00:00", "day"),
        ("0001-01-01 00:00:00", None, "none"),
        ("9999-12-31 23:59:59", None, "none"),
        ("1970-01-01 08:00:00", None, "none"),
        ("昨天 16:00", None, "none"),
        ("", None, "none"),
    ],
)
def test_wall_clock_times(text, utc, precision):
    assert told(times.from_local([text], SHANGHAI)) == [(utc, precision)]
    among = told(times.from_local(["2024-05-01 16:00:01", text], SHANGHAI))
    assert among == [("2024-05-01 08:00:01", "s"), (utc, precision)]


def test_an_hour_that_was_skipped_or_passed_twice():
    berlin = times.zone("Europe/Berlin")
    found = times.from_local(["2024-03-31 02:30:00", "2024-10-27 02:30:00"], berlin)
    assert told(found) == [("2024-03-31 01:00:00", "s"), ("2024-10-27 00:30:00", "s")]


@pytest.mark.parametrize(
    ("value", "utc"),
    [
        (1714550401, "2024-05-01 08:00:01"),
        ("1714550401", "2024-05-01 08:00:01"),
        (1714550401.9, "2024-05-01 08:00:01"),
        (0, None),
        (-1, None),
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
        (10**18, None),
        (10**40, None),
        ("soon", None),
        ([1], None),
        ({}, None),
    ],
)
def test_epoch_seconds(value, utc):
    precision = "s" if utc else "none"
    assert told(times.from_epoch([value])) == [(utc, precision)]
    assert told(times.from_epoch([1714550400, value])) == [("2024-05-01 08:00:00", "s"), (utc, precision)]


def test_no_values_and_no_times():
    assert told(times.from_epoch([])) == told(times.from_local([], SHANGHAI)) == []
    assert told(times.none(2)) == [(None, "none")] * 2


def test_times_are_in_utc():
    when = times.from_epoch([1714550400])[0].to_pylist()[0]
    assert when == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert when.utcoffset().total_seconds() == 0


@pytest.mark.parametrize("name", ["", "Mars/Base", "/etc/localtime", "..", "a\0b"])
def test_an_unknown_zone(name):
    with pytest.raises(RuwoError, match="zone_unknown"):
        times.zone(name)
