"""The same chat as qq-chat-exporter writes it: v5 and v4, single and chunked."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message
from tests.generators.memotrace import dumped
from tests.generators.whatsapp import zipped

UIDS = {ME: "u_lan", FRIEND: "u_man"}
CARRIED = frozenset({
    "text", "image", "sticker", "voice", "video", "file", "link", "card", "quote", "recall", "pat", "system", "forward",
})  # fmt: skip

_DATA: dict[str, Callable[[Message], tuple[str, dict[str, Any]]]] = {
    "image": lambda m: ("image", {"filename": "a.jpg", "size": 9, "url": "resources/a.jpg"}),
    "sticker": lambda m: ("market_face", {"name": f"[{m.text}]", "emojiId": "ab", "url": "https://example.com/s"}),
    "voice": lambda m: ("audio", {"filename": "a.silk", "duration": m.more["duration"]}),
    "video": lambda m: ("video", {"filename": "a.mp4", "duration": m.more["duration"]}),
    "file": lambda m: ("file", {"filename": m.text, "size": m.more["size"]}),
    "link": lambda m: ("json", {"title": m.text, "url": m.more["url"], "appName": m.more["app"], "content": "{}"}),
    "card": lambda m: ("json", {"title": m.text, "content": "{}"}),
    "forward": lambda m: ("forward", {"title": "转发消息", "summary": m.more["content"], "resId": "r"}),
}


def carried(messages: Sequence[Message]) -> list[Message]:
    """The messages QQ could have sent."""
    return [message for message in messages if message.kind in CARRIED]


def _elements(message: Message) -> list[dict[str, Any]]:
    if message.kind in _DATA:
        kind, data = _DATA[message.kind](message)
        return [{"type": kind, "data": data}]
    words = [{"type": "text", "data": {"text": message.text}}]
    if message.quote:
        name, _, quoted = message.quote.partition(": ")
        told = {"messageId": Message(message.reply_to or 0, "").id, "senderName": name, "content": quoted}
        return [{"type": "reply", "data": told}, *words]
    return words


def item(message: Message) -> dict[str, Any]:
    """One message of v5."""
    grey = message.kind in {"recall", "pat", "system"}
    return {
        "id": message.id, "seq": str(message.number), "timestamp": message.at * 1000, "time": "2024-05-01 16:00:00",
        "sender": {"uid": UIDS.get(message.sender, "u_x"), "uin": "10001", "name": message.sender},
        "type": "system" if grey else "type_1",
        "content": {"text": f"{message.text}[图片:a.jpg]" if not grey else message.text, "html": "",
                    "elements": [] if grey else _elements(message), "resources": [], "mentions": []},
        "recalled": False, "system": grey,
    }  # fmt: skip


def item4(message: Message) -> dict[str, Any]:
    """One message of v4: other names, the reply apart, no elements."""
    found = item(message)
    told = found["content"]
    marks = {
        "image": "[图片:a.jpg]",
        "video": "[视频:a.mp4]",
        "voice": "[语音:7秒]",
        "file": "[文件:a]",
        "forward": "[转发消息]",
    }
    text = marks.get(message.kind, message.text)
    reply = [part["data"] for part in told["elements"] if part["type"] == "reply"]
    return {
        "messageId": found["id"], "timestamp": f"{datetime.fromtimestamp(message.at, UTC):%Y-%m-%dT%H:%M:%S}.000Z",
        "sender": found["sender"], "messageType": 2, "isRecalled": False, "isSystemMessage": found["system"],
        "content": {"text": f"[回复消息]{text}" if reply else text, **({"reply": reply[0]} if reply else {})},
    }  # fmt: skip


def _around(owner: bool = True, version: int = 5) -> dict[str, Any]:
    told = {
        "name": FRIEND,
        "type": "private",
        **({"selfUid": UIDS[ME], "selfUin": "10001", "selfName": ME} if owner else {}),
    }
    metadata = {"name": f"QQChatExporter V{version} / https://example.com", "version": f"{version}.0.0"}
    return {"metadata": metadata, "chatInfo": told, "statistics": {"totalMessages": 1, "senders": [{"uid": "u"}] * 60}}


def single(messages: Sequence[Message], owner: bool = True) -> bytes:
    """v5, one file."""
    return dumped(_around(owner) | {"messages": [item(message) for message in carried(messages)], "exportOptions": {}})


def single4(messages: Sequence[Message]) -> bytes:
    """v4, one file."""
    return dumped(_around(False, 4) | {"messages": [item4(message) for message in carried(messages)]})


def chunked(messages: Sequence[Message], size: int = 7) -> dict[str, bytes]:
    """The files of a chunked export."""
    lines = [json.dumps(item(message), ensure_ascii=False) for message in carried(messages)]
    parts = [lines[at : at + size] for at in range(0, len(lines), size)]
    chunks = {f"chunks/c{n:06}.jsonl": ("\n".join(part) + "\n").encode() for n, part in enumerate(parts, 1)}
    told = {"format": "chunked-jsonl", "chunksDir": "chunks", "chunks": [{"relativePath": name} for name in chunks]}
    return {"manifest.json": dumped(_around() | {"chunked": told}), "avatars.json": b"{}", **chunks}


FILES = {
    "qq_exporter": [
        ("v5.json", single(EVERY_KIND)),
        ("v4.json", single4(EVERY_KIND)),
        ("chunked.zip", zipped(chunked(EVERY_KIND))),
        ("c000001.jsonl", chunked(EVERY_KIND)["chunks/c000001.jsonl"]),
    ],
}
