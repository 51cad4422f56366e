"""Times in all the ways in which exports write them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.sources import stamps
from curation.sources.dayorder import DAY_FIRST, MONTH_FIRST


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (1_714_550_400, 1_714_550_400),
        ("1714550400", 1_714_550_400),
        (" 1714550400.000100 ", 1_714_550_400),
        (1_714_550_400.9, 1_714_550_400),
        (1_714_550_400_123, 1_714_550_400),
        ("1714550400123456", 1_714_550_400),
        ("1714550400123456789", 1_714_550_400),
        (736_243_200 * 10**9, 1_714_550_400),
        ("736243200", 1_714_550_400),
        (True, None),
        (0, None),
        (-5, None),
        (float("nan"), None),
        ("12345", None),
        ("99999999999999999999", None),
        ("abc", None),
        (None, None),
    ],
)
def test_numbers_by_their_size(value, seconds):
    assert stamps.epoch(value) == seconds


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2024-01-15 15:20:05", "2024-01-15 15:20:05"),
        ("2024-01-15T15:20", "2024-01-15 15:20"),
        ("2024/1/15 下午3:20", "2024-01-15 15:20"),
        ("2024年1月15日 15:20:05", "2024-01-15 15:20:05"),
        ("2024년 1월 15일 오후 3:20", "2024-01-15 15:20"),
        ("2026/1/30(金) 9:05", "2026-01-30 09:05"),
        ("2025.12.10 Wednesday 09:15", "2025-12-10 09:15"),
        ("May 17, 2022  5:29:42 PM", "2022-05-17 17:29:42"),
        ("Tuesday, March 5, 2024 at 9:01 PM", "2024-03-05 21:01"),
        ("17 May 2022, 12:05 am", "2022-05-17 00:05"),
        ("2003-02-01", "2003-02-01"),
        ("2024-02-30 10:00", ""),
        ("2024-01-15 25:00", ""),
        ("15:20", ""),
        ("在 2024-01-15", ""),
        ("", ""),
    ],
)
def test_what_a_clock_on_the_wall_showed(text, local):
    assert stamps.Reading(["2024-01-15 10:00"], lambda: None).columns([text, "x"]) == (None, [local, ""])


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("2024-05-01T08:00:00Z", 1_714_550_400),
        ("2024-05-01T16:00:00.123+08:00", 1_714_550_400),
        ("2024-05-01 03:30 -0430", 1_714_550_400),
        ("May 1, 2024 8:00:00 AM UTC", 1_714_550_400),
        ("2024-05-01 16:00:00", None),
        (7, None),
    ],
)
def test_points_in_time(text, seconds):
    assert stamps.Reading(["2024-05-01T08:00:00Z"], lambda: None).columns([text]) == ([seconds], None)


@pytest.mark.parametrize(("order", "local"), [(DAY_FIRST, "2024-04-03 10:00"), (MONTH_FIRST, "2024-03-04 10:00")])
def test_an_open_date_follows_the_order_of_the_file(order, local):
    assert stamps.Reading(["3/4/2024 10:00"], lambda: order).columns(["3/4/2024 10:00"]) == (None, [local])
    assert stamps.Reading(["3/4/2024 10:00"], lambda: None).columns(["3/4/2024 10:00"]) == (None, [""])


def test_the_order_is_only_asked_for_where_it_is_open():
    assert stamps.Reading(["2024-04-03"], lambda: pytest.fail("asked")).exact is False


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2026/1/30(金)", "2026/1/30(金)"),
        ("—————  2026-04-06  —————", "2026-04-06"),
        ("Fri, 1/30/2026", "Fri, 1/30/2026"),
        ("2026/1/30 10:00", ""),
        ("他说2026/1/30", ""),
    ],
)
def test_lines_that_hold_a_date_only(line, day):
    assert stamps.day_line(line) == day


@given(st.one_of(st.text(max_size=120), st.from_regex(stamps.PATTERN, fullmatch=True)))
def test_any_text_is_a_time_or_none(text):
    found = stamps.stamp(text)
    assert found is None or found.day or found.parts or found.clock
    stamps.Reading([text], lambda: DAY_FIRST).columns([text])


def test_no_text_is_slow():
    start = time.process_time()
    for piece in ("1", "2024-", "Mon, ", " ", "12:", "下午", "1/1/"):
        stamps.stamp(piece * 50_000)
        stamps.day_line(piece * 50_000)
    assert time.process_time() - start < 2
