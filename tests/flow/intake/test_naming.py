"""A sticker is named once; the name stands wherever it was sent, and can be taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from curation.flow.intake import naming
from curation.flow.workbench import review
from curation.workspace import Workspace
from tests.flow import chats

CAT, DOG = "c" * 32, "d" * 32


def sticker(md5: str) -> dict[str, str]:
    return {"type": "47", "desc": "", "path": f"https://example.com/stodownload?m={md5}&filekey=1"}


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    lines: list[chats.Line] = [
        (False, "下班啦"), (True, "", sticker(CAT)), (False, "", sticker(DOG)), (True, "走"),
        (False, "到家没", {"after": 7200}), (True, "", sticker(CAT)),
        (False, "晚安", {"after": 7200}), (True, "", {"type": "47", "desc": "月亮", "path": ""}),
    ]  # fmt: skip
    return chats.filled(tmp_path, lines)


def test_listing(opened: Workspace) -> None:
    found = naming.listing(opened, size=10)
    assert (found.count, found.named) == (2, 0)
    assert [(one.key, one.sent, one.name) for one in found.page] == [(CAT, 2, ""), (DOG, 1, "")]
    assert found.page[0].example == [("小满", "下班啦"), ("阿岚", None), ("阿岚", "走")]
    assert [one.key for one in naming.listing(opened, size=1, page=1).page] == [DOG]


def test_private_values_around_are_masked(opened: Workspace, finds: Callable[..., None]) -> None:
    with opened.write() as connection:
        connection.exec_driver_sql("UPDATE messages SET scanned = 0")
    finds(PHONE_NUMBER=["下班啦"])
    from curation.flow.guarding import scanning

    scanning.scan(opened)
    assert "下班啦" not in str(naming.listing(opened, size=1).page)


def test_a_name_is_told_everywhere(opened: Workspace) -> None:
    chats.keep_all(opened)
    before = chats.values(chats.exported(opened))
    assert "[" not in "".join(before).replace("[月亮]", "")
    assert naming.name(opened, {CAT: " [猫猫挥手] "}) == 1
    assert "".join(chats.values(chats.exported(opened))).count("[猫猫挥手]") == 2
    with opened.read() as connection:
        drawn = review.page(connection, chats.fragments(opened), review.View(), str)["fragments"]
    named = [bubble for fragment in drawn for bubble in fragment["bubbles"] if bubble["text"] == "猫猫挥手"]
    assert [bubble["use"] for bubble in named] == ["speech", "speech"]
    assert naming.listing(opened, size=10).named == 1


def test_turns_and_boundaries_follow_and_undo_brings_them_back(opened: Workspace) -> None:
    def turns() -> list[int]:
        return [row["turns"] for row in chats.rows(opened, "fragments")]

    assert turns() == [2, 1, 2]
    naming.name(opened, {CAT: "挥手", DOG: "狗头"})
    assert turns() == [4, 2, 2]
    assert len(chats.rows(opened, "edits")) == 1
    review.undo(opened)
    assert turns() == [2, 1, 2]
    assert chats.rows(opened, "stickers") == []


def test_an_empty_name_takes_it_back(opened: Workspace) -> None:
    naming.name(opened, {CAT: "挥手"})
    naming.name(opened, {CAT: "  ", DOG: ""})
    assert chats.rows(opened, "stickers") == []


def test_the_same_name_again_is_no_edit(opened: Workspace) -> None:
    naming.name(opened, {CAT: "挥手"})
    assert naming.name(opened, {CAT: "[挥手]"}) == 0
    assert len(chats.rows(opened, "edits")) == 1


def test_an_edited_bubble_keeps_its_words(opened: Workspace) -> None:
    first = chats.fragments(opened)[0]
    bubble = chats.bubbles(opened, first)[1]["id"]
    chats.Client(opened).do("edit", first, bubble=bubble, text="（笑）")
    naming.name(opened, {CAT: "挥手"})
    assert [b["text"] for b in chats.bubbles(opened, first)][1] == "（笑）"
    chats.Client(opened, "b").do("revert", first, bubble=bubble)
    assert [b["text"] for b in chats.bubbles(opened, first)][1] == "挥手"


def test_a_private_name_is_replaced(opened: Workspace, finds: Callable[..., None]) -> None:
    finds(PERSON=["王小明"])
    naming.name(opened, {CAT: "王小明挥手"})
    chats.keep_all(opened)
    assert "王小明" not in chats.exported(opened).data_file().decode()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("[挥手]", "挥手"),
        ("【挥手】", "挥手"),
        (" 挥\n手 ", "挥 手"),
        ("好" * 30, "好" * 20),
        ("[]", ""),
        ("\ud83d", "\ufffd"),
    ],
)
def test_clean(typed: str, kept: str) -> None:
    assert naming.clean(typed) == kept


def test_the_same_sticker_in_two_exports_has_one_name(opened: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "阿衡.json"
    shared = {"createTime": chats.START, "isSend": 0, "senderUsername": "a", "senderDisplayName": "阿衡"}
    messages = [
        shared | {"type": "文本消息", "localType": 1, "content": "在忙吗"},
        shared | {"type": "动画表情", "localType": 47, "content": "[动画表情]", "emojiMd5": CAT.upper()},
        shared | {"type": "文本消息", "localType": 1, "content": "不忙", "isSend": 1, "senderUsername": "me"},
    ]
    session = {"wxid": "a", "displayName": "阿衡", "type": "私聊"}
    log = {"weflow": {"version": "1.0.3"}, "session": session, "messages": messages}
    path.write_text(json.dumps(log), encoding="utf-8")
    chats.bring_in(opened, path)
    found = naming.listing(opened, size=10)
    assert [(one.key, one.sent) for one in found.page] == [(CAT, 3), (DOG, 1)]
    naming.name(opened, {CAT: "挥手"})
    chats.keep_all(opened)
    assert "".join(chats.values(chats.exported(opened))).count("[挥手]") == 3
