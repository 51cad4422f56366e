"""The moment stands above what was said after a long silence, wherever two evenings became one fragment."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from curation.flow.workbench import times

SHANGHAI = ZoneInfo("Asia/Shanghai")


def row(moment: str | None, precision: str = "s") -> Any:
    micros = moment and int(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI).timestamp() * 1e6)
    return {"time": micros, "time_precision": precision}


@pytest.mark.parametrize(
    ("moments", "told"),
    [
        (["2024-05-01 21:00"], [""]),
        (["2024-05-01 21:00", "2024-05-01 21:59:59"], ["", ""]),
        (["2024-05-01 21:00", "2024-05-01 22:00"], ["", "2024-05-01 22:00"]),
        (["2024-05-01 23:58", "2024-05-02 00:03"], ["", "2024-05-02 00:03"]),
        (["2024-05-01 21:00", "2024-05-01 20:50"], ["", "2024-05-01 20:50"]),
        (["2024-05-01 21:00", None, "2024-05-03 08:10"], ["", "", "2024-05-03 08:10"]),
        ([None, "2024-05-01 21:00"], ["", ""]),
    ],
)
def test_a_line_tells_the_moment(moments: list[str | None], told: list[str]) -> None:
    assert times.above([row(moment) for moment in moments], SHANGHAI) == told


def test_a_file_that_tells_only_days_gets_no_clock_time() -> None:
    days = [row("2024-05-01", "day"), row("2024-05-02", "day")]
    assert times.above(days, SHANGHAI) == ["", "2024-05-02"]
    assert [times.clock(one, SHANGHAI) for one in days] == ["", ""]


def test_clock_times_are_of_the_zone() -> None:
    noon: Any = {"time": int(datetime(2024, 5, 1, 4, tzinfo=UTC).timestamp() * 1e6), "time_precision": "min"}
    assert times.clock(noon, SHANGHAI) == "12:00"


def test_a_day_begins_with_the_half_hour_too() -> None:
    evening = datetime(2024, 5, 1, 18, 29, 50, tzinfo=UTC).timestamp()
    rows: list[Any] = [{"time": int((evening + s) * 1e6), "time_precision": "s"} for s in (0, 20)]
    assert times.above(rows, ZoneInfo("Asia/Kolkata")) == ["", "2024-05-02 00:00"]
    assert times.above(rows, SHANGHAI) == ["", ""]
