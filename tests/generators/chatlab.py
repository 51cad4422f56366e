"""The same chat in the ChatLab standard 0.0.2, with the placeholders that converters of WeChat leave in it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from tests.generators.chats import EVERY_KIND, ME, Message
from tests.generators.memotrace import dumped
from tests.generators.weflow import account, content

_TYPES = {
    "text": 0, "image": 1, "voice": 2, "video": 3, "file": 4, "sticker": 5, "link": 7, "location": 8, "red_packet": 20,
    "transfer": 21, "pat": 22, "call": 23, "quote": 25, "forward": 26, "card": 27, "system": 80, "recall": 81,
}  # fmt: skip


def item(message: Message) -> dict[str, Any]:
    """One message."""
    words = message.text if message.kind == "quote" else content(message)
    found = {
        "sender": account(message.sender), "accountName": message.sender, "timestamp": message.at,
        "type": _TYPES[message.kind], "content": words or None, "platformMessageId": message.id,
    }  # fmt: skip
    return found | ({} if message.reply_to is None else {"replyToMessageId": Message(message.reply_to, "").id})


def _parts(messages: Sequence[Message]) -> tuple[dict[str, Any], dict[str, Any], list[dict[str, Any]]]:
    names = list(dict.fromkeys(message.sender for message in messages))
    other = next((name for name in names if name != ME), "某人")
    about = {"version": "0.0.2", "exportedAt": 1_716_000_000, "generator": "a test"}
    meta = {"name": other, "platform": "wechat", "type": "private", "ownerId": account(ME)}
    members = [{"platformId": account(name), "accountName": name, "aliases": [f"{name}同学"]} for name in names]
    return about, meta, members


def chatlab_json(messages: Sequence[Message]) -> bytes:
    """ChatLab JSON."""
    about, meta, members = _parts(messages)
    return dumped({"chatlab": about, "meta": meta, "members": members, "messages": [item(one) for one in messages]})


def chatlab_jsonl(messages: Sequence[Message]) -> bytes:
    """ChatLab JSON Lines, with a comment."""
    about, meta, members = _parts(messages)
    lines = [
        {"_type": "header", "chatlab": about, "meta": meta},
        *({"_type": "member"} | member for member in members),
        *({"_type": "message"} | item(message) for message in messages),
    ]
    return ("# 一段聊天\n\n" + "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)).encode()


FILES = {
    "chatlab_json": [("小满.json", chatlab_json(EVERY_KIND))],
    "chatlab_jsonl": [("小满.jsonl", chatlab_jsonl(EVERY_KIND))],
}
