"""A round of questions: answers that are no use, refusals, limits, long fragments, changes while it runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curation.errors import RuwoError
from curation.flow import background
from curation.flow.advice import asking, judging, signalling
from tests.chat.answering import Service, refused
from tests.flow import chats
from tests.flow.asked import GARBAGE, KEY, ask, doubt, judged, many, opinions, sent
from tests.flow.chats import Client


def test_a_model_that_cannot_is_not_asked_on(tmp_path: Path, service: Callable[..., Service]) -> None:
    opened, served = many(tmp_path, 5), service(GARBAGE)
    with pytest.raises(RuwoError, match="model_useless"):
        ask(opened, served)
    assert len(served.asked) == 6


def test_a_round_has_no_more_questions_than_wanted(tmp_path: Path, service: Callable[..., Service]) -> None:
    opened, served = many(tmp_path, 4), service(judged("延续"))
    assert asking.budget(opened, limit=2).windows == 2
    assert ask(opened, served, limit=2).judged == 2
    assert len(served.asked) == 2
    assert ask(opened, served, limit=9).judged == 2


def test_what_was_answered_before_a_refusal_is_kept(tmp_path: Path, service: Callable[..., Service]) -> None:
    opened, served = many(tmp_path, 3), service(judged("延续"), refused(401))
    with pytest.raises(RuwoError, match="model_key"):
        ask(opened, served)
    assert len(opinions(opened)) == 1
    again = service(judged("延续"))
    by = asking.identity(again.address, "m")
    assert asking.budget(opened, by).known == 0, "another address is another model"
    assert ask(opened, again).judged == 3


def test_a_long_fragment_is_judged_as_one(tmp_path: Path, service: Callable[..., Service]) -> None:
    opened = many(tmp_path, 3)
    client = Client(opened, "again")
    for _ in range(2):
        client.do("merge", chats.fragments(opened)[0], **{"with": "next"})
    (whole,) = chats.fragments(opened)
    signalling.analyse(opened)
    doubt(opened, {whole: 0.9})
    served = service(judged("延续"), judged("答非所问"))
    assert ask(opened, served).judged == 1
    assert len(served.asked) == 2
    mine = [b["id"] for b in chats.bubbles(opened, whole)]
    flagged = {bubble for bubble, _ in opinions(opened)[whole]}
    assert flagged == {b for n, b in enumerate(mine) if n >= asking.judging.MOST and n % 2}


def test_a_value_found_private_meanwhile_is_not_sent_any_more(tmp_path: Path, service: Callable[..., Service]) -> None:
    opened, served = many(tmp_path, 2), service(judged("延续"))
    served.held.clear()
    client = judging.connect(served.address, "m", KEY)
    job = background.start_opinion(opened, lambda running: judging.run(opened, client, running))
    assert served.arrived.wait(30)
    waiting = chats.fragments(opened)[-1]
    third = chats.bubbles(opened, waiting)[3]
    assert third["original"] == "1号第3句"
    Client(opened, "again").do("mark", waiting, bubble=third["id"], start=0, end=5, entity="PERSON")
    served.held.set()
    assert job.wait(30)
    assert job.result == judging.Outcome(judged=1, suggestions=0, skipped=1)
    assert "1号第3句" not in sent(served)
