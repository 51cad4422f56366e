"""The same chat as chatlog gives it out: JSON, CSV and TXT."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.generators.chats import EVERY_KIND, FRIEND, Message
from tests.generators.weflow import account

COLUMNS = ["Time", "SenderName", "Sender", "TalkerName", "Talker", "Content"]
GREY = {"recall", "pat", "system"}

_TYPES = {
    "text": (1, 0), "image": (3, 0), "voice": (34, 0), "card": (42, 0), "video": (43, 0), "sticker": (47, 0),
    "location": (48, 0), "call": (50, 0), "system": (10000, 0), "recall": (10000, 0), "pat": (10000, 0),
    "quote": (49, 57), "file": (49, 6), "link": (49, 5), "transfer": (49, 2000), "red_packet": (49, 2001),
    "forward": (49, 19),
}  # fmt: skip

_CONTENTS: dict[str, Callable[[Message], dict[str, Any]]] = {
    "image": lambda m: {"md5": "0123456789abcdef0123456789abcdef"},
    "voice": lambda m: {"voice": m.id},
    "file": lambda m: {"title": m.text, "md5": "0123456789abcdef0123456789abcdef"},
    "link": lambda m: {"title": m.text, "url": m.more["url"]},
    "location": lambda m: {"label": m.text, "x": str(m.more["x"]), "y": str(m.more["y"])},
    "card": lambda m: {"title": m.text},
    "forward": lambda m: {"title": m.text, "desc": m.more["content"]},
    "quote": lambda m: {
        "refer": {"type": 1, "senderName": (m.quote or "").split(": ")[0], "content": (m.quote or "").split(": ")[1]}
    },
}

_TEXTS: dict[str, Callable[[Message], str]] = {
    "image": lambda m: "![图片](http://127.0.0.1:5030/image/0123456789abcdef)",
    "voice": lambda m: f"[语音](http://127.0.0.1:5030/voice/{m.id})",
    "video": lambda m: "![视频](http://127.0.0.1:5030/video/0123456789abcdef)",
    "sticker": lambda m: "[动画表情]",
    "card": lambda m: "[名片]",
    "file": lambda m: f"[文件|{m.text}](http://127.0.0.1:5030/file/0123456789abcdef)",
    "link": lambda m: f"[链接|{m.text}]({m.more['url']})",
    "location": lambda m: f"[位置|{m.text}]",
    "transfer": lambda m: f"[转账|发送 {m.text}]({m.more['memo']})",
    "red_packet": lambda m: "[红包]",
    "call": lambda m: "[语音通话]",
    "forward": lambda m: f"[合并转发|{m.text}]\n{m.more['content']}",
    "quote": lambda m: _quoting(m),
}
LOST = {"sticker", "voice", "card", "red_packet", "call"}
"""Kinds whose words chatlog leaves out."""


def _quoting(message: Message) -> str:
    name, words = (message.quote or "").split(": ", 1)
    return f"> {name}({account(name)}) 05-01 16:00:00\n> {words}\n{message.text}"


def _when(message: Message) -> datetime:
    return datetime.fromtimestamp(message.at, ZoneInfo("Asia/Shanghai"))


def text(message: Message) -> str:
    """The content as TXT and CSV write it."""
    return _TEXTS.get(message.kind, lambda m: m.text)(message)


def item(message: Message, chat: str = FRIEND) -> dict[str, Any]:
    """One object of the JSON."""
    number, sub = _TYPES[message.kind]
    words = {"text": message.text, "quote": message.text, "transfer": text(message)}.get(message.kind, "")
    grey = message.kind in GREY
    found = {
        "seq": message.at * 1000 + message.number % 1000, "time": _when(message).isoformat(), "talker": account(chat),
        "talkerName": chat, "isChatRoom": False, "sender": "系统消息" if grey else account(message.sender),
        "senderName": "" if grey else message.sender, "isSelf": message.mine and not grey, "type": number,
        "subType": sub, "content": message.text if grey else words,
    }  # fmt: skip
    more = _CONTENTS.get(message.kind, lambda m: {})(message)
    return found | ({"contents": more} if more else {})


def chatlog_json(messages: Sequence[Message]) -> bytes:
    """As the browser saves it: on one line."""
    return json.dumps([item(message) for message in messages], ensure_ascii=False, separators=(",", ":")).encode()


def chatlog_csv(messages: Sequence[Message], chat: str = FRIEND) -> bytes:
    """CSV without mark."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in messages:
        name, who = ("", "系统消息") if one.kind in GREY else (one.sender, account(one.sender))
        writer.writerow([_when(one).strftime("%Y-%m-%d %H:%M:%S"), name, who, chat, account(chat), text(one)])
    return stream.getvalue().encode()


def chatlog_txt(messages: Sequence[Message], layout: str = "%Y-%m-%d %H:%M:%S") -> bytes:
    """TXT, times as the query asked for them."""
    return "".join(f"{_txt_sender(one)} {_when(one).strftime(layout)}\n{text(one)}\n\n" for one in messages).encode()


def _txt_sender(message: Message) -> str:
    if message.kind in GREY:
        return "系统消息"
    return f"{message.sender}({'我' if message.mine else account(message.sender)})"


FILES = {
    "chatlog_json": [("小满.json", chatlog_json(EVERY_KIND))],
    "chatlog_csv": [("小满.csv", chatlog_csv(EVERY_KIND))],
    "chatlog_txt": [
        ("小满.txt", chatlog_txt(EVERY_KIND)),
        ("day.txt", chatlog_txt(EVERY_KIND, "%H:%M:%S")),
        ("year.txt", chatlog_txt(EVERY_KIND, "%m-%d %H:%M:%S")),
    ],
}
