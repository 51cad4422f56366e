"""The most that a share may be, and what a person's own doing between sample and reading makes of it."""

from __future__ import annotations

import random
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.flow.advice import bounds


@pytest.mark.parametrize(
    ("hits", "judged", "expected"), [(0, 300, 0.00994), (0, 60, 0.0487), (1, 100, 0.0466), (3, 60, 0.1242)]
)
def test_bounds_of_textbooks(hits: int, judged: int, expected: float) -> None:
    assert bounds.upper(hits, judged, 10**6) == pytest.approx(expected, abs=2e-4)


@given(st.integers(0, 120), st.integers(0, 60), st.integers(1, 200))
def test_one_more_than_the_bound_would_show_so_little_in_at_most_five_of_a_hundred_samples(
    judged: int, hits: int, population: int
) -> None:
    judged = min(judged, population)
    hits = min(hits, judged)
    most = bounds.most(hits, judged, population)
    assert hits <= most <= population - (judged - hits)
    for bad, expected in ((most, True), (most + 1, False)):
        if bad <= population - (judged - hits):
            ways = sum(comb(bad, k) * comb(population - bad, judged - k) for k in range(hits + 1))
            assert (20 * ways > comb(population, judged)) == expected or most == hits


def test_nothing_judged_says_nothing_and_everything_judged_says_all() -> None:
    assert bounds.upper(0, 0, 100) == 1
    assert bounds.upper(7, 70, 70) == 0.1
    assert bounds.upper(5, 5, 100) == 1
    assert bounds.upper(0, 0, 0) == 1


def test_the_bound_holds_in_nearly_all_samples() -> None:
    chance = random.Random(7)
    for bad in (1, 4, 20, 60):
        held = sum(bounds.most(_hits(chance, bad), 40, 200) >= bad for _ in range(1500))
        assert held / 1500 > 0.935


def _hits(chance: random.Random, bad: int) -> int:
    return sum(i < bad for i in chance.sample(range(200), 40))
