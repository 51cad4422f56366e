"""Blind samples: drawn evenly, judged as edits, with exact bounds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import comb
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.flow.advice import sampling
from curation.flow.workbench import review
from curation.workspace import Workspace
from tests.flow import chats


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """Ten fragments, the first six kept."""
    found = chats.filled(tmp_path, chats.talk(20))
    review.mark(found, list(range(1, 7)), "kept")
    return found


def judge_all(opened: Workspace, purpose: sampling.Purpose, verdict: Callable[[int], str], **more: bool) -> list[int]:
    seen = []
    while card := sampling.card(opened, purpose):
        seen.append(card.fragment)
        sampling.judge(opened, card.sample, verdict(card.fragment), **more)
    return seen


def test_every_fragment_comes_once_and_only_from_where_it_was_drawn(opened: Workspace) -> None:
    assert sampling.draw(opened, "kept", 4) == 4
    assert sampling.draw(opened, "kept", 4) == 2
    assert sorted(judge_all(opened, "kept", lambda _: "sound")) == [1, 2, 3, 4, 5, 6]
    sampling.draw(opened, "pending")
    assert sorted(judge_all(opened, "pending", lambda _: "sound")) == [7, 8, 9, 10]


def test_all_are_equally_likely(opened: Workspace) -> None:
    drawn: Counter[int] = Counter()
    for _ in range(150):
        sampling.draw(opened, "kept", 1, fresh=True)
        drawn.update(judge_all(opened, "kept", lambda _: "sound"))
    assert set(drawn) == {1, 2, 3, 4, 5, 6}
    assert max(drawn.values()) < 60  # of 25 expected; one in ten billion


def test_a_card_shows_what_would_leave_and_nothing_of_the_decision(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=["19999123456"])
    opened = chats.filled(tmp_path, [(False, "打19999123456"), (True, "好~")])
    chats.Client(opened).do("context", 1, text="那天下雨")
    chats.keep_all(opened)
    sampling.draw(opened, "kept")
    card = sampling.card(opened, "kept")
    assert card is not None
    assert [side for side, _ in card.talk] == ["context", "human", "persona"]
    assert "19999123456" not in card.talk[1][1]
    assert (card.talk[2][1], card.at, card.of) == ("好~", 1, 1)


def test_the_rate_counts_and_names_the_defective_ones(opened: Workspace) -> None:
    sampling.draw(opened, "kept")
    judge_all(opened, "kept", lambda fragment: "defect" if fragment == 2 else "sound")
    found = sampling.rate(opened, "kept")
    assert (found.drawn, found.judged, found.defects, found.missed) == (6, 6, 1, 0)
    assert (found.most_defects, found.most_missed) == (1 / 6, 0)
    assert sampling.defective(opened, "kept") == [2]
    review.mark(opened, [2], "dropped")
    assert sampling.defective(opened, "kept") == []


def test_a_missed_value_counts_by_itself(opened: Workspace) -> None:
    sampling.draw(opened, "kept", 1)
    judge_all(opened, "kept", lambda _: "sound", missed=True)
    found = sampling.rate(opened, "kept")
    assert (found.defects, found.missed, found.most_missed) == (0, 1, 1.0)


def test_a_judgement_can_be_taken_back(opened: Workspace) -> None:
    sampling.draw(opened, "kept", 2)
    first = sampling.card(opened, "kept")
    assert first is not None
    sampling.judge(opened, first.sample, "defect", reviewer="阿岚")
    sampling.take_back(opened, "kept")
    assert sampling.card(opened, "kept") == first
    sampling.take_back(opened, "kept")  # nothing left to take back
    sampling.judge(opened, first.sample, "sound")
    review.undo(opened)
    assert sampling.card(opened, "kept") == first


def test_a_fresh_round_forgets_the_one_before(opened: Workspace) -> None:
    sampling.draw(opened, "kept")
    judge_all(opened, "kept", lambda _: "defect")
    sampling.draw(opened, "kept", 3, fresh=True)
    found = sampling.rate(opened, "kept")
    assert (found.drawn, found.judged, found.defects, found.most_defects) == (3, 0, 0, 1.0)


def test_old_decisions_come_back_in_small_numbers(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, chats.talk(140))
    assert sampling.due(opened) == 0
    review.mark(opened, chats.fragments(opened), "kept")
    assert sampling.due(opened) == 2
    assert sampling.draw(opened, "recheck", 2) == 2
    seen = judge_all(opened, "recheck", lambda fragment: "kept" if fragment % 2 else "dropped")
    found = sampling.rate(opened, "recheck")
    assert (found.judged, found.defects) == (2, sum(fragment % 2 == 0 for fragment in seen))
    assert sampling.due(opened) == 0
    sampling.draw(opened, "recheck", 68)
    assert len(set(judge_all(opened, "recheck", lambda _: "kept")) | set(seen)) == 70


@pytest.mark.parametrize(
    ("hits", "judged", "expected"), [(0, 300, 0.00994), (0, 60, 0.0487), (1, 100, 0.0466), (3, 60, 0.1242)]
)
def test_bounds_of_textbooks(hits: int, judged: int, expected: float) -> None:
    assert sampling.upper(hits, judged, 10**6) == pytest.approx(expected, abs=2e-4)


@given(st.integers(1, 200), st.integers(0, 200))
def test_at_the_bound_so_few_hits_are_a_matter_of_five_in_a_hundred(judged: int, hits: int) -> None:
    hits = min(hits, judged)
    bound = sampling.upper(hits, judged, 10**6)
    assert hits / judged <= bound <= 1
    if hits < judged:
        chance = sum(comb(judged, k) * bound**k * (1 - bound) ** (judged - k) for k in range(hits + 1))
        assert chance == pytest.approx(0.05, abs=1e-6)


def test_nothing_judged_says_nothing_and_everything_judged_says_all() -> None:
    assert sampling.upper(0, 0, 100) == 1
    assert sampling.upper(7, 70, 70) == 0.1
    assert sampling.upper(5, 5, 100) == 1
