"""Blind samples: drawn evenly, judged as edits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

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
    assert (found.judged, found.defects, found.missed, found.left, found.ahead) == (6, 1, 0, 0, 0)
    assert (found.most_defects, found.most_missed) == (1 / 6, 0)
    assert sampling.defective(opened, "kept") == [(2, True, False)]
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
    assert (found.ahead, found.judged, found.defects, found.most_defects) == (3, 0, 0, 1.0)
