"""The same chat as PyWxDump writes it to CSV and JSON, and as WeClone and WeFlow write the same columns."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message
from tests.generators.memotrace_pages import local
from tests.generators.weflow import content as weflow_content

COLUMNS = ["id", "MsgSvrID", "type_name", "is_sender", "talker", "room_name", "msg", "src", "CreateTime"]
IDS = {ME: "wxid_alan", FRIEND: "wxid_xiaoman"}

_TYPES = {
    "text": "文本", "image": "图片", "voice": "语音", "card": "推荐公众号", "video": "视频", "sticker": "动画表情",
    "location": "位置", "call": "语音通话", "system": "系统通知", "recall": "消息撤回5", "pat": "拍一拍",
    "quote": "引用回复", "link": "(分享)卡片式链接", "file": "文件", "forward": "合并转发的聊天记录",
    "transfer": "转账", "red_packet": "赠送红包封面",
}  # fmt: skip

_MSGS: dict[str, Callable[[Message], str]] = {
    "image": lambda m: "图片",
    "video": lambda m: "视频",
    "sticker": lambda m: "表情",
    "voice": lambda m: f"语音时长：{m.more['duration']:.2f}秒" + (f"\n翻译结果：{m.text}" if m.text else ""),
    "location": lambda m: (
        f"纬度:【{m.more['x']}】 经度:【{m.more['y']}】\n位置：{m.more['label']} {m.text}\n其他信息：{{}}"
    ),
    "link": lambda m: f'{m.text}\n\n\n<a href="{m.more["url"]}">点击查看详情</a>',
    "forward": lambda m: f"{m.text}\n{m.more['content']}",
    "quote": lambda m: f"{m.text}\n\n[引用](2024-05-01 16:01:20){(m.quote or '').replace(': ', ':', 1)}",
    "transfer": lambda m: f"转账：{m.text}\n转账说明：{m.more['memo']}\n转账时间：2024-05-01 16:00:00\n",
    "red_packet": lambda m: "赠送红包封面",
    "call": lambda m: f"语音/视频通话[{m.text}]",
    "card": lambda m: '<?xml version="1.0"?><msg nickname="a"/>',
}
_SOURCES: dict[str, Callable[[Message], str]] = {
    "image": lambda m: "FileStorage/Image/a.dat",
    "voice": lambda m: "audio/a.wav",
    "sticker": lambda m: m.more["path"],
    "link": lambda m: m.more["url"],
    "file": lambda m: f"FileStorage/File/{m.text}",
}
WORDLESS = {"image", "video", "sticker", "red_packet", "card"}


def item(message: Message, room: str = IDS[FRIEND], number: int = 1) -> dict[str, Any]:
    """One object of the JSON."""
    sender = IDS.get(message.sender, f"wxid_{message.sender}")
    return {
        "id": number, "MsgSvrID": message.id, "type_name": _TYPES[message.kind], "is_sender": int(message.mine),
        "talker": "我" if message.mine else sender, "room_name": room,
        "msg": _MSGS.get(message.kind, lambda m: m.text)(message),
        "src": _SOURCES.get(message.kind, lambda m: "")(message), "extra": {}, "CreateTime": local(message),
    }  # fmt: skip


def as_json(messages: Sequence[Message]) -> bytes:
    """The JSON file."""
    return json.dumps([item(one, number=n) for n, one in enumerate(messages)], ensure_ascii=False, indent=4).encode()


def written(rows: Sequence[dict[str, Any]], columns: Sequence[str] = COLUMNS) -> bytes:
    """The rows as CSV, without mark."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def as_csv(messages: Sequence[Message], room: str = IDS[FRIEND]) -> bytes:
    """The CSV file."""
    return written([item(message, room, number) for number, message in enumerate(messages)])


_ENGLISH = {"image", "voice", "video", "sticker", "location", "file"}


def weflow_csv(messages: Sequence[Message]) -> bytes:
    """WeFlow's file for WeClone: mark, English kinds, times in UTC, no room."""
    rows = [
        item(message)
        | {
            "type_name": message.kind if message.kind in _ENGLISH else "text",
            "talker": message.sender,
            "msg": weflow_content(message),
            "CreateTime": datetime.fromtimestamp(message.at, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        }
        for message in messages
    ]
    columns = [name for name in COLUMNS if name != "room_name"]
    return b"\xef\xbb\xbf" + written(rows, columns)


FILES = {
    "pywxdump_csv": [("a.csv", as_csv(EVERY_KIND)), ("b.csv", weflow_csv(EVERY_KIND))],
    "pywxdump_json": [("a.json", as_json(EVERY_KIND))],
}
