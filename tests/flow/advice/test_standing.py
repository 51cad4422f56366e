"""A judgement holds while its fragment stands as it was judged: after any doing, no bound says more than is known."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from curation.flow.advice import bounds, sampling
from curation.flow.advice.sampling import Purpose, Rate
from curation.flow.guarding import ruling
from curation.flow.workbench import review
from curation.workspace import Workspace
from tests.flow import chats
from tests.flow.chats import Client

PHONE = "19999123456"


def judge(opened: Workspace, purpose: Purpose, count: int, bad: Callable[[int], bool] = lambda _: False) -> list[int]:
    seen = []
    for _ in range(count):
        card = sampling.card(opened, purpose)
        assert card is not None
        seen.append(card.fragment)
        sampling.judge(opened, card.sample, "defect" if bad(card.fragment) else "sound")
    return seen


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """40 fragments, the first 30 kept."""
    found = chats.filled(tmp_path, chats.talk(80))
    review.mark(found, chats.fragments(found)[:30], "kept")
    return found


def test_a_sample_of_what_is_all_decided_now_says_nothing(opened: Workspace) -> None:
    sampling.draw(opened, "pending")
    judge(opened, "pending", 3, lambda fragment: fragment % 3 == 0)
    review.mark(opened, chats.fragments(opened), "kept")
    found = sampling.rate(opened, "pending")
    assert (found.population, found.ahead, found.most_defects, found.most_missed) == (0, 0, 1.0, 1.0)
    assert sampling.card(opened, "pending") is None
    assert sampling.defective(opened, "pending") == []


def test_what_was_kept_after_the_sample_may_all_be_bad(opened: Workspace) -> None:
    sampling.draw(opened, "kept")
    judge(opened, "kept", 30)
    assert sampling.rate(opened, "kept").most_missed == 0
    review.mark(opened, chats.fragments(opened)[30:], "kept")
    found = sampling.rate(opened, "kept")
    assert (found.newer, found.most_missed, found.ahead) == (10, 0.25, 10)
    sampling.ready(opened, "kept")
    judge(opened, "kept", 10)  # those that were judged are not asked again
    assert sampling.rate(opened, "kept").most_missed == 0


def test_dropping_the_bad_ones_makes_the_rest_no_better_than_the_sample_said(opened: Workspace) -> None:
    sampling.draw(opened, "kept", 15)
    seen = judge(opened, "kept", 15, lambda fragment: fragment % 3 == 0)
    hits = sum(fragment % 3 == 0 for fragment in seen)
    review.mark(opened, [fragment for fragment in seen if fragment % 3 == 0], "dropped")
    found = sampling.rate(opened, "kept")
    unseen = bounds.most(hits, 15, 30) - hits
    assert found.most_defects == pytest.approx(unseen / (30 - hits))
    assert (found.defects, found.left) == (hits, hits)


_clients = count()


def _client(opened: Workspace) -> Client:
    """Another tab each time: a tab's first op is done once."""
    return Client(opened, f"tab {next(_clients)}")


def _edit(opened: Workspace, fragment: int) -> None:
    _client(opened).do("edit", fragment, bubble=chats.bubbles(opened, fragment)[0]["id"], text="别的话")


def _decide(status: str) -> Callable[[Workspace, int], None]:
    return lambda opened, fragment: _client(opened).do("status", fragment, status=status)


def _decide_and_back(opened: Workspace, fragment: int) -> None:
    review.mark(opened, [fragment], "later")
    review.undo(opened)


def _split(opened: Workspace, fragment: int) -> None:
    _client(opened).do("split", fragment, bubble=chats.bubbles(opened, fragment)[-1]["id"])


def _merge(opened: Workspace, fragment: int) -> None:
    _client(opened).do("merge", fragment, **{"with": "next"})


def _explain(opened: Workspace, fragment: int) -> None:
    _client(opened).do("context", fragment, text="前一天吵过架")


@pytest.mark.parametrize("done", [_edit, _decide("dropped"), _decide_and_back, _split, _merge, _explain])
def test_a_judgement_ends_with_what_it_was_about(opened: Workspace, done: Callable[[Workspace, int], None]) -> None:
    sampling.draw(opened, "kept")
    judge(opened, "kept", 30, lambda fragment: fragment == 5)
    assert sampling.defective(opened, "kept") == [(5, True, False)]
    done(opened, 5)
    found = sampling.rate(opened, "kept")
    assert sampling.defective(opened, "kept") == []
    assert (found.judged, found.defects, found.left > 0) == (30, 1, True)
    assert found.most_defects == found.newer / found.population


def test_what_was_changed_before_its_turn_is_not_shown(opened: Workspace) -> None:
    sampling.draw(opened, "kept", 10)
    waiting = sampling.card(opened, "kept")
    assert waiting is not None
    _edit(opened, waiting.fragment)
    card = sampling.card(opened, "kept")
    assert card is not None
    assert (card.fragment != waiting.fragment, card.at, card.of) == (True, 1, 9)


@pytest.fixture
def private(tmp_path: Path, finds: Callable[..., None]) -> Workspace:
    """Ten kept fragments; a phone number in the first, all judged sound."""
    finds(PHONE_NUMBER=[PHONE])
    found = chats.filled(tmp_path, [(False, f"打{PHONE}"), (True, "好"), *chats.talk(18)])
    chats.keep_all(found)
    sampling.draw(found, "kept")
    judge(found, "kept", 10)
    assert sampling.rate(found, "kept").most_missed == 0
    return found


@pytest.mark.parametrize("decision", ["reject", "exception"])
def test_what_leaves_after_all_was_not_judged(private: Workspace, decision: str) -> None:
    (finding,) = (f["id"] for f in chats.dump_of(private, "findings") if f["anchor"] == "message")
    _client(private).do("finding", 2, finding=finding, decision=decision)  # beside another fragment
    assert sampling.rate(private, "kept").newer >= 1


def test_a_word_on_the_keep_list_opens_what_holds_it(private: Workspace) -> None:
    ruling.add(private, "keep", "PHONE_NUMBER", PHONE)
    assert sampling.rate(private, "kept").newer == 1


def test_a_name_for_a_sticker_or_another_side_ends_all_of_them(private: Workspace) -> None:
    with private.write() as connection:
        connection.exec_driver_sql("INSERT INTO stickers (key, name) VALUES ('m1', '加油')")
    found = sampling.rate(private, "kept")
    assert (found.newer, found.most_missed) == (10, 1.0)


DOINGS: tuple[Callable[[Workspace, int], Any], ...] = (
    _edit, _decide("dropped"), _decide("kept"), _decide("pending"), _decide_and_back, _split, _merge, _explain,
)  # fmt: skip


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_done_no_bound_is_below_what_is_known(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    opened = chats.filled(tmp_path, chats.talk(60))
    review.mark(opened, chats.fragments(opened)[:15], "kept")
    as_judged: dict[int, tuple[object, bool]] = {}
    for _ in range(14):
        for purpose in ("kept", "pending"):
            _judge_some(opened, purpose, chance, as_judged)
        here = chats.fragments(opened)
        try:
            chance.choice(DOINGS)(opened, chance.choice(here))
        except AssertionError:  # refused: nothing to merge with, nothing to split
            continue
        for purpose in ("kept", "pending"):
            _check(opened, purpose, sampling.rate(opened, purpose), as_judged)


def _judge_some(
    opened: Workspace, purpose: Purpose, chance: random.Random, as_judged: dict[int, tuple[object, bool]]
) -> None:
    sampling.ready(opened, purpose)
    for _ in range(chance.randrange(6)):
        if card := sampling.card(opened, purpose):
            bad = chance.random() < 0.3
            sampling.judge(opened, card.sample, "defect" if bad else "sound")
            as_judged[card.fragment] = (_state(opened, card.fragment), bad)


def _check(opened: Workspace, purpose: Purpose, rate: Rate, as_judged: dict[int, tuple[object, bool]]) -> None:
    here = chats.fragments(opened, statuses=(purpose,))
    assert rate.population == len(here)
    if not here:
        assert (rate.most_defects, rate.most_missed) == (1, 1)
        return
    known = [i for i in here if i in as_judged and as_judged[i][0] == _state(opened, i)]
    bad = sum(as_judged[i][1] for i in known)
    assert rate.most_defects >= max(bad, rate.newer) / len(here) - 1e-9
    assert rate.most_missed >= rate.newer / len(here) - 1e-9
    if len(here) - len(known) >= 1 and rate.most_missed == 0:  # 95 % sure without having seen all: of 20 at least
        assert rate.judged >= 19
    if rate.most_defects < 1:
        assert known


def _state(opened: Workspace, fragment: int) -> object:
    with opened.read() as connection:
        row = connection.exec_driver_sql("SELECT status, context FROM fragments WHERE id = ?", (fragment,)).first()
    return tuple(row or ()), [(b["id"], b["text"], b["removed"]) for b in chats.bubbles(opened, fragment)]
