"""In groups, what others say is told with their name, redacted like any text; one-to-one it never is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curation import workspace
from curation.flow.guarding import privacy, scanning
from curation.flow.intake import importing, kinds
from curation.uses import Uses
from curation.workspace import Workspace
from tests.flow import chats

SAID = [("小满", "周六爬山吗"), ("老周", "我带水"), ("阿岚", "去"), ("云", "算我一个"), ("阿岚", "七点见")]


def written(folder: Path, kind: str = "group", said: list[tuple[str, str]] = SAID) -> Path:
    path = folder / "爬山.json"
    messages = [
        {"sender": f"id-{name}", "accountName": name, "timestamp": chats.START + n, "type": 0, "content": text}
        for n, (name, text) in enumerate(said)
    ]
    meta = {"name": "爬山", "platform": "wechat", "type": kind, "ownerId": "id-阿岚"}
    path.write_text(json.dumps({"chatlab": {"version": "0.0.2"}, "meta": meta, "messages": messages}), encoding="utf-8")
    return path


def imported(path: Path) -> Workspace:
    opened = workspace.create("群")
    (chat,) = importing.preview(path).chats
    importing.import_source(opened, importing.Plan(path, {chat.key: "id-阿岚"}))
    scanning.scan(opened)
    chats.keep_all(opened)
    return opened


def turns(opened: Workspace) -> list[str]:
    return chats.values(chats.exported(opened))


def decided(opened: Workspace, name: str, decision: str) -> None:
    with opened.read() as connection:
        found = connection.exec_driver_sql("SELECT id FROM private_values WHERE normal = ?", (name,)).scalars().all()
    privacy.decide(opened, list(found), decision)


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    return imported(written(tmp_path))


def test_names_are_told_and_redacted(opened: Workspace) -> None:
    first, second, third, fourth = turns(opened)
    lines = [line.partition("：") for line in first.split("\n")]
    assert [text for _, _, text in lines] == ["周六爬山吗", "我带水"]
    names = [name for name, _, _ in lines]
    assert len(set(names)) == 2
    assert not {"小满", "老周"} & set(names)
    assert (second, fourth) == ("去", "七点见")
    assert third.endswith("：算我一个")


def test_a_name_decided_not_private_stays(opened: Workspace) -> None:
    decided(opened, "小满", "reject")
    assert turns(opened)[0].startswith("小满：周六爬山吗\n")


def test_a_name_of_one_character_is_never_told(opened: Workspace) -> None:
    assert "云" not in "".join(turns(opened))
    assert turns(opened)[2].startswith("群友")


def test_the_same_person_has_the_same_name_in_text_and_before_it(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PERSON=["小满"])
    said = [("小满", "到了"), ("老周", "小满到了"), ("阿岚", "好"), ("云", "好"), ("阿岚", "走")]
    first = turns(imported(written(tmp_path, said=said)))[0]
    name = first.partition("：")[0]
    assert f"：{name}到了" in first


def test_off(opened: Workspace) -> None:
    before = chats.rows(opened, "fragments")
    kinds.save(opened, Uses(names=False))
    assert turns(opened) == ["周六爬山吗\n我带水", "去", "算我一个", "七点见"]
    assert chats.rows(opened, "fragments") == before


def test_never_one_to_one(tmp_path: Path) -> None:
    assert turns(imported(written(tmp_path, "private")))[0] == "周六爬山吗\n我带水"


def test_what_was_added_by_hand_has_no_name(opened: Workspace) -> None:
    (fragment,) = chats.fragments(opened)
    chats.Client(opened).do("add", fragment, side="human", text="（笑）", before=None)
    chats.Client(opened, "b").do("add", fragment, side="persona", text="走", before=None)
    assert turns(opened)[-2:] == ["（笑）", "走"]


def test_the_canvas_tells_who_speaks(opened: Workspace) -> None:
    from curation.flow.workbench import review

    with opened.read() as connection:
        drawn: list[dict[str, Any]] = review.page(connection, chats.fragments(opened), review.View(), str)["fragments"]
    assert [bubble["sender"] for bubble in drawn[0]["bubbles"]] == [name for name, _ in SAID]
