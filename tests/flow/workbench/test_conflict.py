"""A refused op says who was faster, what they did and when; an undo takes nothing back that was not seen."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from curation.flow.workbench import conflict, review
from curation.workspace import Workspace, queries, seeing
from tests.flow import chats


def test_a_stale_edit_names_who_was_faster_and_what_they_did(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, chats.talk(4))
    review.mark(opened, [1], "dropped", "阿哲")
    late = {"seq": 1, "kind": "status", "fragment": 1, "version": 0, "status": "kept"}
    (told,) = conflict.problems(opened, review.apply(opened, "late", [late]), str)
    assert re.match(r"阿哲 changed this at \d\d:\d\d: bulk decision, pending → dropped\. You see", told["text"])
    assert (told["seq"], told["fragment"]) == (1, 1)


def test_of_a_changed_bubble_too_and_without_a_name(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, chats.talk(4))
    bubble = chats.bubbles(opened, 2)[0]["id"]
    seen = chats.version(opened, 2)
    chats.Client(opened).do("edit", 2, bubble=bubble, text="改过")
    late = {"seq": 1, "kind": "status", "fragment": 2, "version": seen, "status": "kept"}
    (told,) = conflict.problems(opened, review.apply(opened, "late", [late]), str)
    assert told["text"].startswith("Somebody (no name) changed this at ")
    assert "edited text, 第2句 → 改过" in told["text"]


def test_other_refusals_say_their_own_sentence(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, chats.talk(4))
    (told,) = conflict.problems(
        opened, chats.Client(opened).try_("split", 1, bubble=chats.bubbles(opened, 1)[0]["id"]), str
    )
    assert "changed this" not in told["text"]


class Tab:
    """Somebody at a page: presses keys, and knows what was drawn for them."""

    def __init__(self, opened: Workspace, name: str = "") -> None:
        self._opened, self._name, self._client = opened, name, str(uuid4())
        self._seq, self._own = 0, set[int]()
        with opened.read() as connection:
            self._until = queries.last_edit(connection)
        self.look()

    def look(self) -> dict[str, Any]:
        """What the page shows now."""
        with self._opened.read() as connection:
            self.shown = review.page(connection, [], review.View(), str, reviewer=self._name)
        return self.shown

    def press(self, *keys: str | int) -> list[str]:
        """Keys before the next drawing: "z", "Z" or a fragment to be kept; gives what was refused, in words."""
        applied = review.apply(self._opened, self._client, [self._op(key) for key in keys], self._name, self.known())
        self._own |= applied.made
        return [told["text"] for told in conflict.problems(self._opened, applied, str)]

    def known(self) -> seeing.Known:
        return seeing.Known(self._own, self._until)

    def _op(self, key: str | int) -> dict[str, Any]:
        self._seq += 1
        if isinstance(key, int):
            version = chats.version(self._opened, key)
            return {"seq": self._seq, "kind": "status", "fragment": key, "version": version, "status": "kept"}
        kind = {"z": "undo", "Z": "redo"}[key]
        return {"seq": self._seq, "kind": kind, "told": self.shown[f"{kind}_edit"]}


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return chats.filled(tmp_path, chats.talk(12))


def kept(opened: Workspace) -> list[int]:
    return chats.fragments(opened, statuses=("kept",))


def test_an_undo_stops_at_what_somebody_else_did_unseen_and_takes_it_back_when_told(opened: Workspace) -> None:
    one, two = Tab(opened), Tab(opened, "小红")
    one.press(1)
    one.look()
    two.press(6)
    (told,) = one.press("z")
    assert re.match(
        r"Not taken back: 小红 did this at \d\d:\d\d: decision, pending → kept\. Undo once more takes it back\.", told
    )
    assert kept(opened) == [1, 6]
    assert one.look()["undo_label"] == "decision (小红)"
    assert two.look()["undo_label"] == "decision"
    assert one.press("z", "z") == []
    assert kept(opened) == []


def test_of_several_keys_pressed_at_once_none_takes_back_what_was_not_seen(opened: Workspace) -> None:
    one, two = Tab(opened), Tab(opened)
    one.press(1, 2)
    one.look()
    two.press(6)
    assert len(one.press("z", "z", "z")) == 3
    assert kept(opened) == [1, 2, 6]
    assert one.press(3, "z", "z")[0].startswith("Not taken back: Somebody (no name)")
    assert kept(opened) == [1, 2, 6]


def test_what_another_name_did_before_is_taken_back_only_when_the_button_names_it(opened: Workspace) -> None:
    Tab(opened, "小红").press(1)
    one = Tab(opened, "阿哲")
    one.press(2)
    assert one.look()["undo_label"] == "decision"
    assert len(one.press("z", "z")) == 1
    assert kept(opened) == [1]
    assert one.look()["undo_label"] == "decision (小红)"
    assert one.press("z") == []
    assert kept(opened) == []


def test_what_stood_there_before_is_taken_back_at_any_pace(opened: Workspace) -> None:
    Tab(opened, "阿哲").press(1, 2, 3, 4)
    again = Tab(opened, "阿哲")
    assert again.press("z", "z", "z", "Z", 5, "z", 6, "z", "z", "z") == []
    assert kept(opened) == []


def test_a_redo_stops_at_what_somebody_else_took_back_unseen(opened: Workspace) -> None:
    one, two = Tab(opened, "阿哲"), Tab(opened, "小红")
    one.press(1, 2, "z")
    one.look()
    two.look()
    assert two.press("z") == []
    assert kept(opened) == []
    (told,) = one.press("Z")
    assert re.match(r"Not brought back: 小红 did this at .*: undo: decision, kept → pending.*Redo once more", told)
    assert one.look()["redo_label"] == "decision (小红)"
    assert one.press("Z", "Z") == []
    assert kept(opened) == [1, 2]


def test_who_says_nothing_of_what_they_were_told_takes_back_whatever_it_is(opened: Workspace) -> None:
    Tab(opened, "小红").press(1)
    review.undo(opened)
    assert kept(opened) == []
