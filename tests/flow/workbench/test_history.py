"""The journal in words, the way back to any point of it, and all of it as lines."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from curation.flow.workbench import history, review
from curation.workspace import Workspace, ops
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
        ("undone: bulk decision", "", 4, "dropped", "pending", False),
        ("bulk decision", "阿岚", 4, "pending", "dropped", True),
        ("background", "", 3, "", "那天下雨", False),
        ("edited text", "", 2, "第2句", "改过的", False),
        ("decision", "小周", 1, "pending", "kept", False),
    ]
    assert history.reviewers(opened) == ["阿岚", "小周"]
    assert [e.count for e in history.page(opened, str, limit=2)] == [2, 2]
    older = history.page(opened, str, before=history.page(opened, str)[2].id)
    assert [e.what for e in older] == ["edited text", "decision"]


def test_back_to_any_point_and_forth_again(opened: Workspace) -> None:
    client, dumps = Client(opened), [chats.dump(opened)["bubbles"]]
    for word in "甲乙丙丁":
        client.do("edit", 1, bubble=chats.bubbles(opened, 1)[0]["id"], text=word)
        dumps.append(chats.dump(opened)["bubbles"])
    second = history.page(opened, str)[2].id
    assert history.way_back(opened, second) == 2
    assert history.back_to(opened, second) == 2
    assert chats.dump(opened)["bubbles"] == dumps[2]
    assert history.way_back(opened, second) == 0
    assert history.back_to(opened, 0) == 2
    assert chats.dump(opened)["bubbles"] == dumps[0]
    review.apply(opened, "", [ops.Redo() for _ in range(4)])
    assert chats.dump(opened)["bubbles"] == dumps[4]


def test_every_edit_is_a_line(opened: Workspace) -> None:
    client = Client(opened)
    client.do("edit", 1, bubble=chats.bubbles(opened, 1)[0]["id"], text="一行\n两行")
    client.do("undo")
    lines = [orjson.loads(line) for line in b"".join(history.export(opened)).splitlines()]
    assert [line["kind"] for line in lines] == ["edit", "undo"]
    texts = [change["after"]["text"] for line in lines for change in line["changes"] if change["table"] == "bubbles"]
    assert texts == ["一行\n两行", None]


def test_long_texts_are_cut_in_the_panel(opened: Workspace) -> None:
    Client(opened).do("context", 1, text="长" * 500)
    assert history.page(opened, str)[0].after == "长" * 200 + "…"
