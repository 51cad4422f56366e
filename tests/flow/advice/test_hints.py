"""What a person is told of signals: which, in which order, with what proposal."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation import signals
from curation.flow.advice import hints, signalling
from curation.workspace import Workspace
from tests.flow import chats
from tests.flow.advice.test_signalling import LINES, carried, shown, told
from tests.flow.chats import Client


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    found = chats.filled(tmp_path, LINES)
    signalling.analyse(found)
    return found


def test_kinds_come_by_what_they_spoil_and_only_degrees_have_a_threshold(opened: Workspace) -> None:
    rows = signalling.kinds(opened, str)
    spoilt = [row.count * signals.kinds()[row.kind].harm for row in rows]
    assert spoilt == sorted(spoilt, reverse=True)
    assert spoilt[0] > 0 == spoilt[-1]
    assert {row.kind for row in rows if row.graded} >= {"unexplained", "jump", "duplicate"}
    assert not {row.kind for row in rows if row.graded} & {"code", "link_only", "media_only", "no_persona"}
    signalling.set_threshold(opened, "after_hole", 0.9)
    assert "after_hole" in told(opened, 2), "there is no more or less of it"


def test_a_picture_is_to_be_described_where_it_stands_and_then_explains_the_reply(opened: Workspace) -> None:
    picture = chats.bubbles(opened, 2)[0]["id"]
    before = told(opened, 2)
    assert (before["unexplained"]["ask"], before["unexplained"]["where"]) == ("describe", picture)
    assert [one["kind"] for one in before.values() if one.get("repair")] == ["unexplained"], "and not once more"
    Client(opened).do("edit", 2, bubble=picture, text="一条红裙子")
    assert not {"unexplained", "after_hole"} & {*shown(opened, 2)}, "at once"
    signalling.analyse(opened)
    assert not {"unexplained", "after_hole"} & carried(opened)[2]


def test_what_was_said_of_a_bubble_that_is_gone_goes_with_it(opened: Workspace) -> None:
    about = [one for i in (1, 2, 3, 4) for one in told(opened, i).values() if one.get("bubble")]
    assert hints.lasting(about, {one["bubble"] for one in about}, ())
    assert hints.lasting(about, [], ()) == []


def test_a_proposal_carries_what_would_be_done(opened: Workspace) -> None:
    every = [one for i in (1, 2, 3, 4) for one in told(opened, i).values() if one.get("repair")]
    assert {one["op"]["with"] for one in every if one.get("op", {}).get("kind") == "merge"} == {"next", "previous"}
    assert all(("op" in one) != ("ask" in one) for one in every), "it can be done, or something is asked"
    assert any("ask" in one for one in every)
