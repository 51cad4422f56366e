"""Old decisions come back blind: those that a person made one by one, when they are old enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.flow.advice import sampling
from curation.flow.workbench import review
from curation.workspace import Workspace
from tests.flow import chats
from tests.flow.chats import Client


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """120 fragments."""
    return chats.filled(tmp_path, chats.talk(240))


def decide(opened: Workspace, ids: list[int], status: str = "kept") -> None:
    client = Client(opened, f"{status}{ids[0]}")
    for fragment in ids:
        client.do("status", fragment, status=status)


def age(opened: Workspace, seconds: int) -> None:
    with opened.write() as connection:
        connection.exec_driver_sql("UPDATE edits SET at = at - ?", (seconds * 1_000_000,))


def test_what_was_decided_at_once_never_comes_back(opened: Workspace) -> None:
    chats.keep_all(opened)
    client = Client(opened)
    ids = chats.fragments(opened)
    also = [{"fragment": i, "version": chats.version(opened, i)} for i in ids[1:50]]
    client.do("status", ids[0], status="dropped", also=also)
    age(opened, sampling.REST)
    assert sampling.due(opened) == 0


def test_one_by_one_comes_back_after_a_while(opened: Workspace) -> None:
    decide(opened, chats.fragments(opened)[:70])
    assert sampling.due(opened) == 0  # 30 are followed by enough others, and 3 % of them is none
    age(opened, sampling.REST)
    assert sampling.due(opened) == 2
    sampling.ready(opened, "recheck")
    verdicts = ["kept", "dropped"]
    for verdict in verdicts:
        card = sampling.card(opened, "recheck")
        assert card is not None
        sampling.judge(opened, card.sample, verdict)
    assert sampling.card(opened, "recheck") is None
    assert sampling.agreement(opened) == (1, 2)
    assert sampling.due(opened) == 0


def test_what_came_out_otherwise_is_named_until_it_is_decided_anew(opened: Workspace) -> None:
    decide(opened, chats.fragments(opened)[:110])
    age(opened, sampling.REST)
    sampling.ready(opened, "recheck")
    asked = []
    for verdict in ("kept", "dropped", "dropped"):
        card = sampling.card(opened, "recheck")
        assert card is not None
        sampling.judge(opened, card.sample, verdict)
        asked.append(card.fragment)
    told = [(one.fragment, one.was, one.verdict) for one in sampling.differing(opened)]
    assert told == [(asked[1], "kept", "dropped"), (asked[2], "kept", "dropped")]
    decide(opened, [asked[1]], "dropped")
    assert [one.fragment for one in sampling.differing(opened)] == [asked[2]]


def test_many_other_decisions_make_one_old(opened: Workspace) -> None:
    decide(opened, chats.fragments(opened)[: sampling.LATER + 40])
    assert sampling.due(opened) == 1
    sampling.ready(opened, "recheck")
    card = sampling.card(opened, "recheck")
    assert card is not None
    assert card.fragment in chats.fragments(opened)[:40]


def test_what_was_decided_anew_meanwhile_is_not_asked(opened: Workspace) -> None:
    decide(opened, chats.fragments(opened)[:70])
    age(opened, sampling.REST)
    sampling.ready(opened, "recheck")
    card = sampling.card(opened, "recheck")
    assert card is not None
    review.mark(opened, [card.fragment], "dropped")
    other = sampling.card(opened, "recheck")
    assert other is not None
    assert other.fragment != card.fragment
