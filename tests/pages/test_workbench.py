"""What the review page remembers when answers of the canvas come together with a change of queue."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from curation.flow import background
from curation.flow.sweeping import bulk
from curation.workspace import Workspace
from curation.workspace.filters import Filter
from pages.widgets import workbench
from tests.flow import chats


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return chats.filled(tmp_path, [(n % 2 == 1, f"第{n}句", {"after": 7_200 * (1 - n % 2)}) for n in range(8)])


@pytest.mark.parametrize(("shown", "place"), [([1, 2], 2), (None, None)], ids=["same queue", "another queue"])
def test_an_answer_opens_no_page_of_its_own(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch, shown: list[int] | None, place: int | None
) -> None:
    state: dict[str, Any] = {} if shown is None else {"review_ids": shown}
    page = SimpleNamespace(session_state=state, query_params={})
    for module in (workbench, workbench.reviewer):
        monkeypatch.setattr(module, "st", page)
    monkeypatch.setattr(background, "start_analysis", lambda _: None)
    version = {row["id"]: row["version"] for row in chats.dump_of(opened, "fragments")}
    op = {"seq": 1, "kind": "status", "fragment": 1, "version": version[1], "status": "kept"}
    workbench._apply(opened, Filter(), "time", {"client": "c", "ops": [op], "focus": 2}, str)
    assert {row["status"] for row in chats.dump_of(opened, "fragments") if row["id"] == 1} == {"kept"}
    assert state["review_ack"] == {"client": "c", "seq": 1}
    assert (state.get("review_ids"), state.get("review_focus")) == (shown, place)
    workbench._look({"focus": 1})
    assert state.get("review_focus") == (place and 1)


def test_what_an_undo_brings_back_to_an_empty_queue_is_shown_as_the_queue_has_it(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {"review_ids": []}
    page = SimpleNamespace(session_state=state, query_params={})
    for module in (workbench, workbench.reviewer):
        monkeypatch.setattr(module, "st", page)
    monkeypatch.setattr(background, "start_analysis", lambda _: None)
    pending = Filter(statuses=("pending",))
    bulk.apply(opened, pending, bulk.preview(opened, pending, "dropped"))
    undo = {"seq": 1, "kind": "undo", "fragment": 0, "version": 0}
    workbench._apply(opened, pending, "time", {"client": "c", "ops": [undo]}, str)
    assert state["review_ids"] == chats.fragments(opened)
    assert len(state["review_ids"]) > 1


def test_where_somebody_has_put_the_bubble_of_a_refused_edit_comes_onto_the_page(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    state: dict[str, Any] = {"review_ids": [1, 3], "review_was": {1, 3}, "review_sorted": False}
    page = SimpleNamespace(session_state=state, query_params={})
    for module in (workbench, workbench.reviewer):
        monkeypatch.setattr(module, "st", page)
    monkeypatch.setattr(background, "start_analysis", lambda _: None)
    bubble, seen = chats.bubbles(opened, 1)[1]["id"], chats.version(opened, 1)
    chats.Client(opened).do("split", 1, bubble=bubble)
    chats.Client(opened, "other").do("split", 2, bubble=chats.bubbles(opened, 2)[1]["id"])
    edit = {"seq": 1, "kind": "edit", "fragment": 1, "version": seen, "bubble": bubble, "text": "改了"}
    workbench._apply(opened, Filter(), "time", {"client": "c", "ops": [edit]}, str)
    (place,) = {row["fragment_id"] for row in chats.dump_of(opened, "bubbles") if row["id"] == bubble}
    assert (state["review_ids"], [p["seq"] for p in state["review_problems"]]) == ([1, place, 3], [1])
    keep = {"seq": 2, "kind": "status", "fragment": 3, "version": chats.version(opened, 3), "status": "kept"}
    workbench._apply(opened, Filter(), "time", {"client": "c", "ops": [edit, keep]}, str)
    assert [p["seq"] for p in state["review_problems"]] == [1], "its answer may have been overtaken"
    workbench._apply(opened, Filter(), "time", {"client": "c", "ops": [keep]}, str)
    assert state["review_problems"] == []
