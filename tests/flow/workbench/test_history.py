"""The journal in words, the way back to any point of it, and all of it as lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from curation.errors import RuwoError
from curation.flow.advice import sampling
from curation.flow.guarding import privacy
from curation.flow.sweeping import replacing
from curation.flow.words import REASONS
from curation.flow.workbench import history, review
from curation.workspace import Workspace, ops
from curation.workspace.filters import Filter
from pages.widgets.canvas_labels import LABELS
from tests.flow import chats
from tests.flow.chats import Client


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """Fragments 1 to 5 of two turns each."""
    return chats.filled(tmp_path, chats.talk(10))


def entries(opened: Workspace) -> list[tuple[object, ...]]:
    return [(e.what, e.who, e.fragment, e.before, e.after, e.undone) for e in history.page(opened, str)]


def test_who_did_what_from_what_to_what(opened: Workspace) -> None:
    first = chats.bubbles(opened, 2)[0]
    review.apply(opened, "a", [ops.SetStatus(seq=1, fragment=1, version=0, status="kept")], "小周")
    client = Client(opened)
    client.do("edit", 2, bubble=first["id"], text="改过的")
    client.do("context", 3, text="那天下雨")
    review.mark(opened, [4, 5], "dropped", "阿岚")
    client.do("undo")
    assert entries(opened) == [
        ("undo: bulk decision", "", 4, "dropped", "pending", False),
        ("bulk decision", "阿岚", 4, "pending", "dropped", True),
        ("background", "", 3, "", "那天下雨", False),
        ("edited text", "", 2, "第2句", "改过的", False),
        ("decision", "小周", 1, "pending", "kept", False),
    ]
    assert history.reviewers(opened) == ["阿岚", "小周"]
    told = [(e.scope, e.fragments) for e in history.page(opened, str, limit=4)]
    assert told == [("2 fragments", 2), ("2 fragments", 2), ("1 fragment", 1), ("1 bubble", 1)]
    older = history.page(opened, str, before=history.page(opened, str)[2].id)
    assert [e.what for e in older] == ["edited text", "decision"]


def test_an_edit_of_many_says_of_how_many_and_what_each_was(opened: Workspace) -> None:
    client = Client(opened)
    client.do("status", 1, status="kept")
    also = [{"fragment": i, "version": 0} for i in (2, 3)]
    client.do("status", 4, status="dropped", reason="thin", also=also)
    review.mark(opened, [1, 2, 3, 4, 5], "dropped")
    bulk, ticked, _ = history.page(opened, str)
    assert (bulk.scope, bulk.before, bulk.after) == ("2 fragments", "kept 1, pending 1", "dropped")
    assert (ticked.scope, ticked.before, ticked.after) == ("3 fragments", "pending", "dropped: says nothing")
    assert history.parts(opened, str, bulk.id, 8) == [
        history.Part(1, "kept", "dropped"),
        history.Part(5, "pending", "dropped"),
    ]
    client.do("undo")
    client.do("undo")
    assert [(e.before, e.after) for e in history.page(opened, str, limit=2)] == [
        ("dropped: says nothing", "pending"),
        ("dropped", "kept 1, pending 1"),
    ]


def test_a_replacement_counts_its_bubbles_and_shows_the_first(opened: Workspace) -> None:
    found = replacing.find(opened, "句", "行", chosen=Filter())
    replacing.apply(opened, found.changes)
    (entry,) = history.page(opened, str)
    assert (entry.scope, entry.fragments, entry.fragment) == ("10 bubbles", 5, 1)
    assert (entry.before, entry.after) == ("第0句", "第0行")
    assert history.parts(opened, str, entry.id, 2)[1] == history.Part(1, "第1句", "第1行")


def test_removed_bubbles_are_told_by_their_words_and_judgements_by_their_fragment(opened: Workspace) -> None:
    last = chats.bubbles(opened, 3)[1]
    Client(opened).do("remove", 3, bubbles=[last["id"]])
    sampling.draw(opened, "pending", 1)
    (sample,) = chats.dump_of(opened, "samples")
    sampling.judge(opened, sample["id"], "defect", missed=True)
    judged, removed = history.page(opened, str)
    assert (judged.fragment, judged.after) == (sample["fragment_id"], "Defective, leaks something private")
    assert (removed.fragment, removed.before, removed.after) == (3, "第5句", "")


def test_private_values_stay_masked_in_every_version(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=["13912345678", "13987654321"])
    opened = chats.filled(tmp_path, [(False, "打13912345678"), (True, "好")])
    first = chats.bubbles(opened, 1)[0]["id"]
    client = Client(opened)
    client.do("edit", 1, bubble=first, text="打13987654321吧")
    client.do("edit", 1, bubble=first, text="不打了")
    value = chats.dump_of(opened, "private_values")[0]["id"]
    privacy.decide(opened, [value], "accept")
    decided, *texts = history.page(opened, str)
    assert [(e.before, e.after) for e in texts] == [
        ("打139****4321吧", "不打了"),
        ("打139****5678", "打139****4321吧"),
    ]
    assert (decided.about, decided.before, decided.after) == ("phone number 139****5678", "undecided", "replace")


def test_reasons_are_called_as_on_their_buttons() -> None:
    assert {key: LABELS[f"reason_{key}"] for key in REASONS} == dict(REASONS)


def go(opened: Workspace, edit: int) -> tuple[int, int]:
    """To how things stood after this edit; gives what was undone and redone."""
    way = history.way(opened, edit)
    assert way is not None
    assert history.go(opened, way) == way.undo + way.redo
    return way.undo, way.redo


def test_back_to_any_point_and_forth_again(opened: Workspace) -> None:
    client, dumps = Client(opened), [chats.dump(opened)["bubbles"]]
    for word in "甲乙丙丁":
        client.do("edit", 1, bubble=chats.bubbles(opened, 1)[0]["id"], text=word)
        dumps.append(chats.dump(opened)["bubbles"])
    made = [e.id for e in history.page(opened, str)][::-1]
    for edit, steps in ((made[1], (2, 0)), (made[1], (0, 0)), (made[2], (0, 1)), (0, (3, 0)), (made[3], (0, 4))):
        assert go(opened, edit) == steps
        assert chats.dump(opened)["bubbles"] == dumps[made.index(edit) + 1 if edit else 0]
    assert history.ahead(opened) == 0


def test_every_row_leads_to_how_things_stood_after_it_or_nowhere(opened: Workspace) -> None:
    client, stood = Client(opened), {0: set[int]()}

    def kept() -> set[int]:
        return set(chats.fragments(opened, statuses=("kept",)))

    def do(kind: str, fragment: int = 0) -> None:
        client.do(kind, fragment, **({"status": "kept"} if fragment else {}))
        stood[history.page(opened, str, limit=1)[0].id] = kept()

    for n in (1, 2, 3):
        do("status", n)
    for kind in ("undo", "undo", "redo", "undo"):
        do(kind)
    do("status", 1)  # changes nothing
    assert all(history.way(opened, edit) for edit in stood)
    do("status", 4)
    do("undo")
    led = {edit: history.way(opened, edit) for edit in stood}
    assert [edit for edit, way in led.items() if way is None] == [2, 3, 4, 6]
    assert [e.gone for e in history.page(opened, str)][::-1] == [n in (2, 3) for n in range(1, 11)]
    for edit in (9, 1, 0, 9, 10, 0, 8, 7, 5):
        go(opened, edit)
        assert kept() == stood[edit]
    assert history.ahead(opened) == 1


def test_a_way_that_was_looked_for_before_something_was_done_is_not_gone(opened: Workspace) -> None:
    client = Client(opened)
    client.do("status", 1, status="kept")
    way = history.way(opened, 0)
    client.do("status", 2, status="kept")
    assert way is not None
    with pytest.raises(RuwoError, match="bulk_stale"):
        history.go(opened, way)
    assert history.way(opened, 0) == history.Way(2, 0, 2)


def test_every_edit_is_a_line(opened: Workspace) -> None:
    client = Client(opened)
    client.do("edit", 1, bubble=chats.bubbles(opened, 1)[0]["id"], text="一行\n两行")
    client.do("undo")
    lines = [orjson.loads(line) for line in b"".join(history.export(opened)).splitlines()]
    assert [line["kind"] for line in lines] == ["edit", "undo"]
    texts = [change["after"]["text"] for line in lines for change in line["changes"] if change["table"] == "bubbles"]
    assert texts == ["一行\n两行", None]


def test_long_texts_are_cut_in_the_panel(opened: Workspace) -> None:
    Client(opened).do("context", 1, text="长" * 1500)
    assert history.page(opened, str)[0].after == "长" * 1000 + "…"
