"""Signals of a workspace: found in the background, stored, counted, switched, in words, and followed by edits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curation import i18n, signals
from curation.errors import RuwoError
from curation.flow import background
from curation.flow.advice import hints, signalling
from curation.flow.workbench import review
from curation.jobs import Job
from curation.workspace import Workspace, marks
from tests.flow import chats
from tests.flow.chats import Client

HOUR = {"after": 3600}
LINES: list[chats.Line] = [
    (False, "红烧肉要炖多久"),
    (True, "小火炖一个小时"),
    (False, "", HOUR | {"type": "3"}),
    (True, "也太好看了吧"),
    (False, "要不要放八角", HOUR),
    (True, "放两颗八角就够了", HOUR),
    (False, "收到，那我开火了"),
    (False, "在吗", HOUR),
    (False, "有人吗？"),
]
"""Fragments: 1 sound; 2 a picture and words about it; 3 and 4 an exchange cut in the middle; 5 without the persona."""


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    found = chats.filled(tmp_path, LINES)
    assert signalling.analyse(found) == 5
    return found


def carried(opened: Workspace) -> dict[int, set[str]]:
    """Fragment -> the kinds it carries."""
    with opened.read() as connection:
        found = marks.states(connection, chats.fragments(opened))
    return {i: set(filter(None, kinds.split("|"))) for i, kinds in found.items()}


def told(opened: Workspace, fragment: int, translate: Callable[[str], str] = str) -> dict[str, dict[str, Any]]:
    with opened.read() as connection:
        return {one["kind"]: one for one in hints.of(connection, [fragment], translate).get(fragment, [])}


def shown(opened: Workspace, fragment: int) -> list[str]:
    """What the review page is told."""
    with opened.read() as connection:
        (page,) = review.page(connection, [fragment], review.View(), str)["fragments"]
    return [one["kind"] for one in page["signals"]]


def test_each_defect_is_found_where_it_is(opened: Workspace) -> None:
    found = carried(opened)
    assert found[1] == set()
    assert {"after_hole", "unexplained"} <= found[2]
    assert "cut_exchange" in found[3] & found[4]
    assert "no_persona" in found[5]
    assert signalling.analyse(opened) == 0, "nothing waits any more"


def test_what_is_wrong_comes_before_what_is_not(opened: Workspace) -> None:
    ranks = {row["id"]: row["rank"] for row in chats.dump_of(opened, "fragments")}
    assert max(ranks[i] for i in (2, 3, 4, 5)) < ranks[1] <= 1000


def test_a_hint_is_words_a_place_and_a_repair(opened: Workspace) -> None:
    cut = told(opened, 4)["cut_exchange"]
    assert cut["label"] == "cut in the middle"
    assert cut["reason"] == "It begins with an answer to the fragment before. (60 minutes lie between them)"
    assert cut["repair"] == "merge with the fragment before"
    assert cut["bubble"] == chats.bubbles(opened, 4)[0]["id"]
    assert 0.3 <= cut["score"] <= 1
    assert shown(opened, 4)[0] == "cut_exchange"


def test_the_proposed_repair_is_one_key(opened: Workspace) -> None:
    client = Client(opened)
    client.do("repair", 4, signal=told(opened, 4)["cut_exchange"]["id"])
    assert [b["original"] for b in chats.bubbles(opened, 4)] == ["要不要放八角", "放两颗八角就够了", "收到，那我开火了"]
    assert "cut_exchange" not in shown(opened, 4), "what is mended is not said on"
    signalling.analyse(opened)
    assert "cut_exchange" not in carried(opened)[4]
    client.do("undo")
    signalling.analyse(opened)
    assert "cut_exchange" in carried(opened)[3] & carried(opened)[4]


def test_an_edit_shows_at_once_what_the_fragment_tells_and_the_rest_after_the_analysis(opened: Workspace) -> None:
    mine = chats.bubbles(opened, 1)[1]["id"]
    Client(opened).do("remove", 1, bubbles=[mine])
    assert carried(opened)[1] == {"no_persona", "unanswered"} & {*carried(opened)[1]} | {"no_persona"}
    assert "no_persona" in shown(opened, 1)
    assert signalling.analyse(opened) == 2, "the fragment and its neighbour"
    assert "no_persona" in shown(opened, 1)
    Client(opened, "other").do("undo")
    assert shown(opened, 1) == []


def test_what_only_the_analysis_finds_stays_until_it_looks_again(opened: Workspace) -> None:
    first = chats.bubbles(opened, 3)[0]["id"]
    Client(opened).do("edit", 3, bubble=first, text="八角呢")
    assert "cut_exchange" in carried(opened)[3]


def test_a_decision_waits_for_no_analysis(opened: Workspace) -> None:
    Client(opened).do("status", 4, status="kept")
    assert signalling.analyse(opened) == 0
    assert "cut_exchange" in told(opened, 4)


def test_an_edit_during_the_analysis_is_not_overwritten(opened: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(opened)
    bubble = chats.bubbles(opened, 1)[1]["id"]
    client.do("edit", 1, bubble=bubble, text="炖一小时")
    look = signals.analyse

    def slow(*args: Any) -> Any:
        found = list(look(*args))
        client.do("remove", 1, bubbles=[bubble])
        monkeypatch.setattr(signals, "analyse", look)
        return iter(found)

    monkeypatch.setattr(signals, "analyse", slow)
    signalling.analyse(opened)
    with opened.read() as connection:
        assert marks.waiting(connection) == [1]
    assert "no_persona" in carried(opened)[1]


def test_a_kind_is_counted_switched_off_and_back_by_undo(opened: Workspace) -> None:
    def row() -> signalling.Row:
        return next(one for one in signalling.kinds(opened, str) if one.kind == "cut_exchange")

    assert (row().on, row().count, row().threshold) == (True, 2, 0.3)
    before = chats.dump_of(opened, "fragments")
    signalling.switch(opened, "cut_exchange", False)
    assert not row().on
    assert row().count == 2
    assert "cut_exchange" not in carried(opened)[3] | carried(opened)[4]
    assert "cut_exchange" not in told(opened, 4)
    review.undo(opened)
    assert row().on
    assert chats.dump_of(opened, "fragments") == before
    Client(opened).do("redo")
    assert "cut_exchange" not in carried(opened)[3]


def test_a_threshold_tells_how_many_it_shows(opened: Workspace) -> None:
    score = told(opened, 4)["cut_exchange"]["score"]
    assert [signalling.count(opened, "cut_exchange", t) for t in (0, score, min(score + 0.01, 1.001))] == [2, 2, 0]
    signalling.set_threshold(opened, "cut_exchange", score + 0.01)
    assert "cut_exchange" not in carried(opened)[4]
    signalling.set_threshold(opened, "cut_exchange", score)
    assert "cut_exchange" in carried(opened)[4]


def test_an_edit_respects_what_is_off(opened: Workspace) -> None:
    signalling.switch(opened, "no_persona", False)
    Client(opened).do("remove", 1, bubbles=[chats.bubbles(opened, 1)[1]["id"]])
    assert "no_persona" not in carried(opened)[1]
    assert "no_persona" not in shown(opened, 1)


def test_private_values_to_decide_follow_the_decisions(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=["19999123456"], PERSON=["老周"])
    opened = chats.filled(
        tmp_path, [(False, "打19999123456"), (True, "老周的吗"), (False, "老周啊", HOUR), (True, "嗯")]
    )
    signalling.analyse(opened)
    assert "undecided" in carried(opened)[1]
    assert told(opened, 1)["undecided"]["reason"].startswith("2 private values")
    assert "undecided" not in carried(opened)[2], "one of medium harm is below the threshold"
    (phone,) = (f for f in chats.dump_of(opened, "findings") if f["recognizer"] == "test" and f["start"] == 1)
    Client(opened).do("finding", 1, finding=phone["id"], decision="accept")
    assert signalling.recount(opened) == 1
    assert signalling.recount(opened) == 0
    assert "undecided" not in carried(opened)[1]


def test_signals_of_fragments_that_are_gone_go_too(opened: Workspace) -> None:
    Client(opened).do("merge", 3, **{"with": "next"})
    signalling.analyse(opened)
    assert {row["fragment_id"] for row in chats.dump_of(opened, "signals")} <= set(chats.fragments(opened))


class Stopped(Job[int]):
    """A job that was cancelled: it ends at the first question whether to go on."""

    def __init__(self) -> None:
        super().__init__(lambda job: 0, name="t")
        assert self.wait(60)
        self.cancel()


def test_they_go_too_when_the_analysis_that_saw_it_was_stopped(opened: Workspace) -> None:
    Client(opened).do("merge", 3, **{"with": "next"})
    with pytest.raises(RuwoError, match="cancelled"):
        signalling.analyse(opened, Stopped())
    while signalling.analyse(opened):
        pass
    with opened.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM signals WHERE fragment_id = 4").scalar() == 0


def test_all_words_can_be_said_in_chinese(opened: Workspace) -> None:
    translate = i18n.translator("zh").gettext
    for row in signalling.kinds(opened, translate):
        assert row.label
        assert row.about
    assert all(one["reason"] for one in told(opened, 4, translate).values())


class TestBackground:
    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(signalling, "PAUSE", 0.05)

    def test_the_analysis_follows_an_import_and_every_edit(self, tmp_path: Path) -> None:
        opened = chats.filled(tmp_path, LINES)
        job = background.start_scan(opened)
        assert job.wait(60)
        analysis = background.job(opened, "signals")
        assert analysis is not None
        assert analysis.wait(60)
        assert (analysis.error, analysis.result) == (None, 5)
        Client(opened).do("remove", 1, bubbles=[chats.bubbles(opened, 1)[1]["id"]])
        again = background.start_analysis(opened)
        assert again.wait(60)
        assert again.result == 2

    def test_it_stops_when_it_is_told_to(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        opened = chats.filled(tmp_path, LINES)
        started, go = threading.Event(), threading.Event()
        gather = signalling.gather

        def waiting(*args: Any, **how: Any) -> Any:
            started.set()
            assert go.wait(60)
            return gather(*args, **how)

        monkeypatch.setattr(signalling, "gather", waiting)
        job = background.start_analysis(opened)
        assert started.wait(60)
        job.cancel()
        go.set()
        assert job.wait(60)
        assert job.error is not None
        assert job.error.code == "cancelled"
        with opened.read() as connection:
            assert len(marks.waiting(connection)) == 5


class Clock:
    """Time that goes on by waiting alone; ``busy``: somebody acts again after every wait until then."""

    def __init__(self, workspace: Workspace, busy: float) -> None:
        self.now, self.workspace, self.busy = 100.0, workspace, 100.0 + busy

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if self.now < self.busy:
            signalling.at_work(self.workspace)


@pytest.mark.parametrize(
    ("length", "patient", "busy", "waited"),
    [(1, True, 5, 5 + signalling.REST), (1, True, 9_999, signalling.PATIENCE), (1, False, 5, 0), (99, True, 5, 0)],
    ids=["until nobody acts", "but not for ever", "all of it is new", "a short log"],
)
def test_what_an_edit_needs_of_a_long_log_is_gathered_while_nobody_is_at_work(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch, length: int, patient: bool, busy: float, waited: float
) -> None:
    clock = Clock(opened, busy)
    monkeypatch.setattr(signalling, "time", clock)
    monkeypatch.setattr(signalling, "LONG", length)
    signalling.at_work(opened)
    signalling.gather(opened, patient=patient)
    assert clock.now - 100 == pytest.approx(waited, abs=0.2)


def test_after_an_edit_what_the_analysis_said_stays_without_its_proposals(opened: Workspace) -> None:
    lasting = {i: [kind for kind in shown(opened, i) if kind not in signals.quick()] for i in (1, 2, 3, 4)}
    assert any(lasting.values())
    client = Client(opened)
    for i in lasting:
        client.do("context", i, text="在厨房里")
    with opened.read() as connection:
        assert set(marks.waiting(connection)) >= set(lasting)
        page = review.page(connection, list(lasting), review.View(), str)["fragments"]
    assert {
        one["id"]: [s["kind"] for s in one["signals"] if s["kind"] not in signals.quick()] for one in page
    } == lasting
    assert not any(name in told for one in page for told in one["signals"] for name in ("repair", "ask"))


def test_another_chat_is_analysed_when_it_comes(demo: Workspace) -> None:
    """The demo comes into the workspace of these tests."""
    assert signalling.analyse(demo) == len(chats.fragments(demo)) - 5
    with demo.read() as connection:
        assert marks.waiting(connection) == []
