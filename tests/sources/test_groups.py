"""Whether a chat is a group: as the file states it, and only where it states nothing by how many people speak."""

import json
from pathlib import Path
from typing import Any

import pytest

from curation import sources


def message(sender: str, text: str) -> dict[str, Any]:
    return {"sender": sender, "accountName": sender, "timestamp": 1714550400, "type": 0, "content": text}


def chatlab(kind: str | None, *people: str) -> dict[str, Any]:
    meta = {"name": "周末爬山", "platform": "wechat"} | ({"type": kind} if kind else {})
    return {"chatlab": {"version": "0.0.2"}, "meta": meta, "messages": [message(one, "几点出发") for one in people]}


def weflow(session: dict[str, str], *people: str) -> dict[str, Any]:
    said = [
        {
            "createTime": 1714550400,
            "type": "文本消息",
            "localType": 1,
            "content": "好",
            "isSend": 0,
            "senderUsername": p,
        }
        for p in people
    ]
    return {"weflow": {"version": "1.0.3"}, "session": {"displayName": "爬山", **session}, "messages": said}


def qce(kind: str, *people: str) -> dict[str, Any]:
    said = [
        {"id": str(n), "timestamp": 1714550400000, "sender": {"uid": p, "name": p}, "content": {"text": "到了"}}
        for n, p in enumerate(people)
    ]
    return {
        "metadata": {"name": "QQChatExporter"},
        "chatInfo": {"name": "爬山", "type": kind, "selfUid": "u0"},
        "messages": said,
    }


def telegram(kind: str, *people: str) -> dict[str, Any]:
    said = [
        {"id": n, "type": "message", "date": "2024-05-01T16:00:00", "from": p, "from_id": f"user{n}", "text": "走吧"}
        for n, p in enumerate(people)
    ]
    return {"name": "爬山", "type": kind, "id": 7, "messages": said}


def chatlog(room: bool, *people: str) -> list[dict[str, Any]]:
    shared = {"time": "2024-05-01T16:00:00+08:00", "talker": "t", "talkerName": "爬山", "isChatRoom": room}
    return [
        shared | {"seq": n, "sender": p, "senderName": p, "isSelf": False, "type": 1, "subType": 0, "content": "走"}
        for n, p in enumerate(people, start=1)
    ]


TWO, THREE = ("阿岚", "小满"), ("阿岚", "小满", "老周")


@pytest.mark.parametrize(
    ("content", "group"),
    [
        (chatlab("group", *TWO), True),
        (chatlab("private", *THREE), False),
        (chatlab(None, *TWO), False),
        (chatlab(None, *THREE), True),
        (weflow({"type": "群聊", "wxid": "a"}, *TWO), True),
        (weflow({"type": "私聊", "wxid": "a"}, *THREE), False),
        (weflow({"wxid": "123@chatroom"}, *TWO), True),
        (weflow({"wxid": "a"}, *THREE), True),
        (qce("group", *TWO), True),
        (qce("private", *THREE), False),
        (telegram("private_supergroup", *TWO), True),
        (telegram("personal_chat", *THREE), False),
        (chatlog(True, *TWO), True),
        (chatlog(False, *THREE), False),
    ],
)
def test_json(tmp_path: Path, content: object, group: bool) -> None:
    path = tmp_path / "爬山.json"
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    (chat,) = sources.open(path).chats()
    assert chat.is_group is group


@pytest.mark.parametrize(
    ("text", "group"),
    [
        (
            "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\n"
            "1,7100000000000000001,文本,0,wxid_a,88@chatroom,走吗,,2024-05-01 16:00:00\n",
            True,
        ),
        ("Time,SenderName,Sender,TalkerName,Talker,Content\n2024-05-01 16:00:00,小满,a,爬山,88@chatroom,走\n", True),
        ("Time,SenderName,Sender,TalkerName,Talker,Content\n2024-05-01 16:00:00,小满,a,小满,a,走\n", False),
    ],
)
def test_tables(tmp_path: Path, text: str, group: bool) -> None:
    path = tmp_path / "爬山.csv"
    path.write_text(text, encoding="utf-8")
    (chat,) = sources.open(path).chats()
    assert chat.is_group is group


@pytest.mark.parametrize(
    ("first", "group"),
    [('微信群"爬山"的聊天记录如下:', True), ("小满 和 阿岚 在微信上的聊天记录如下，请查收。", False)],
)
def test_a_shared_text(tmp_path: Path, first: str, group: bool) -> None:
    path = tmp_path / "记录.txt"
    path.write_text(
        f"{first}\n\n—————  2024-05-01  —————\n\n\n小满  16:00\n\n走吗\n\n阿岚  16:01\n\n走\n", encoding="utf-8"
    )
    (chat,) = sources.open(path).chats()
    assert chat.is_group is group
