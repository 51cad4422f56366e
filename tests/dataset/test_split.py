"""What is set aside: the latest talk of each chat, always the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.dataset.split import Item, holdout

START = datetime(2024, 3, 1, tzinfo=UTC)


def chat(name: str, count: int, *, first: int = 0, timed: bool = True) -> list[Item]:
    return [(first + i, name, START + timedelta(days=i) if timed else None) for i in range(count)]


@pytest.mark.parametrize(
    ("items", "share", "keys"),
    [
        ([], 0.05, set()),
        (chat("a", 19), 0.05, set()),
        (chat("a", 20), 0.05, {19}),
        (chat("a", 20), 0.01, {19}),
        (chat("a", 20), 0.0, set()),
        (chat("a", 39), 0.05, {38}),
        (chat("a", 40), 0.05, {38, 39}),
        (chat("a", 100), 0.29, set(range(71, 100))),
        (chat("a", 40, timed=False), 0.05, {38, 39}),
        (list(reversed(chat("a", 40))), 0.05, {38, 39}),
        (list(reversed(chat("a", 40, timed=False))), 0.05, {0, 1}),
        ([*chat("a", 39), (99, "a", None)], 0.05, {38, 99}),
        (chat("a", 40) + chat("b", 20, first=50), 0.05, {38, 39, 69}),
        (chat("a", 10) + chat("b", 15, first=50), 0.05, {64}),
        (chat("a", 10) + chat("b", 10, first=50), 0.05, {9}),
    ],
)
def test_holdout(items: list[Item], share: float, keys: set[int]) -> None:
    assert holdout(items, share) == keys


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=90), st.floats(0, 1))
def test_the_size_is_the_share_and_nothing_earlier_is_taken(pairs: list[tuple[str, int]], share: float) -> None:
    items: list[Item] = [(key, name, START + timedelta(days=day)) for key, (name, day) in enumerate(pairs)]
    held = holdout(items, share)
    expected = share * len(items) if len(items) >= 20 else 0
    assert len(held) <= max(1, expected + 1e-6) if expected else not held
    assert len(held) > expected - 1
    for key, name, time in items:
        same = [(k, t) for k, n, t in items if n == name]
        assert key not in held or all(k in held or t <= time for k, t in same)  # type: ignore[operator]
