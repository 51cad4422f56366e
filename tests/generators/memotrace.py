"""The same chat in the layouts of MemoTrace: v3 CSV, v3 complete log, training JSON of v2 and v3."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from tests.generators.chats import FRIEND, ME, Message

COLUMNS = ["消息ID", "类型", "发送人", "时间", "内容", "备注", "昵称", "更多信息"]
V2_SYSTEM = f"你是{ME}，一个聪明、热情、善良的人，后面的对话来自你的朋友，你要认真地回答他"
V3_SYSTEM = f"你是{ME}，一个聪明、热情、善良的人，后面的对话来自{FRIEND}，你要认真地回答他"

Conversation = list[dict[str, str]]

# --- v3 CSV

_WORDS = {
    "text": "文本", "image": "图片", "sticker": "表情包", "voice": "语音", "video": "视频", "file": "文件",
    "link": "分享链接", "location": "位置分享", "transfer": "转账", "red_packet": "红包", "call": "音视频通话",
    "forward": "合并转发的聊天记录", "card": "个人/公众号名片", "recall": "系统消息", "pat": "拍一拍",
    "system": "系统消息", "quote": "引用消息",
}  # fmt: skip

CONTENTS: dict[str, Callable[[Message], str]] = {
    "image": lambda m: "【图片】",
    "video": lambda m: "【视频】",
    "sticker": lambda m: f"【表情包】 {m.text}",
    "voice": lambda m: f"【语音】{m.text}",
    "file": lambda m: f"【文件】{m.text} 0.02 MB msg/file xlsx 0123456789abcdef0123456789abcdef",
    "link": lambda m: f"【分享链接】\n标题：{m.text}\n描述：\n链接: {m.more['url']}\n应用：{m.more['app']}\n",
    "location": lambda m: (
        f"【位置分享】\n坐标: ({m.more['x']},{m.more['y']})\n名称: {m.text}\n标签: {m.more['label']}\n"
    ),
    "transfer": lambda m: f"【{m.more['state']}】:{m.text}\n备注: {m.more['memo']}\n",
    "red_packet": lambda m: f"【红包】: {m.text}",
    "call": lambda m: f"【音视频通话】\n{m.text}",
    "forward": lambda m: f"【合并转发的聊天记录】\n\n{m.more['content']}\n",
    "card": lambda m: f"【名片】\n微信号:someone\n昵称: {m.text}\n签名: \n性别: 未知\n地区:  \n",
    "quote": lambda m: f"{m.text}\n引用：{m.quote}",
}


def csv_row(message: Message, group: bool = False) -> list[str]:
    """One row; in a private chat my own rows have neither 备注 nor 昵称."""
    when = datetime.fromtimestamp(message.at, ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M:%S")
    content = CONTENTS.get(message.kind, lambda m: m.text)(message)
    remark, nickname = (message.sender, message.sender) if group else ("", "")
    if not group and not message.mine:
        remark, nickname = message.sender, f"{message.sender}同学"
    return [message.id, _WORDS[message.kind], message.sender, when, content, remark, nickname, "more"]


def csv_text(messages: Sequence[Message], group: bool = False) -> str:
    """The file's text, lines ending in CRLF."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows(csv_row(message, group) for message in messages)
    return stream.getvalue()


def csv_bytes(messages: Sequence[Message], group: bool = False) -> bytes:
    """The file as MemoTrace v3 writes it."""
    return csv_text(messages, group).encode("utf-8-sig")


# --- v3 complete log

_TYPES = {
    "text": 1, "image": 3, "voice": 34, "card": 42, "video": 43, "sticker": 47, "location": 48, "call": 50,
    "system": 10000, "recall": 10000, "pat": 10000, "quote": 57 << 32 | 49, "file": 6 << 32 | 49, "link": 5 << 32 | 49,
    "transfer": 2000 << 32 | 49, "red_packet": 2001 << 32 | 49, "forward": 19 << 32 | 49,
}  # fmt: skip

_FIELDS: dict[str, Callable[[Message], dict[str, Any]]] = {
    "image": lambda m: {"path": m.more["path"], "file_name": "a1", "file_size": 1, "thumb_path": ""},
    "sticker": lambda m: {"path": m.more["path"], "file_name": "", "desc": m.text},
    "voice": lambda m: {"path": "./voice/a.mp3", "voice_to_text": m.text, "duration": m.more["duration"]},
    "video": lambda m: {"path": "./video/a.mp4", "duration": m.more["duration"]},
    "file": lambda m: {"path": "msg/file", "file_name": m.text, "file_size": m.more["size"], "file_type": "xlsx"},
    "link": lambda m: {"url": m.more["url"], "title": m.text, "description": "", "app_name": m.more["app"]},
    "location": lambda m: {"poiname": m.text, **m.more},
    "call": lambda m: {"invite_type": 1, "display_content": m.text, "duration": m.more["duration"]},
    "transfer": lambda m: {"fee_desc": m.text, "text": m.more["state"], "pay_memo": m.more["memo"], "pay_subtype": 1},
    "card": lambda m: {"nickname": m.text, "alias": "someone"},
    "quote": lambda m: {
        "text": m.text, "quote_text": m.quote, "quote_type": 1,
        "quote_server_id": Message(m.reply_to or 0, "").id if m.reply_to is not None else "0",
    },
    "forward": lambda m: {
        "title": m.text,
        "messages": [
            {"type": "1", "display_name": line.split(": ")[0], "text": line.split(": ")[1]}
            for line in m.more["content"].split("\n")
        ],
    },
}  # fmt: skip


def html_item(message: Message) -> dict[str, Any]:
    """One object of the log."""
    common = {
        "type": str(_TYPES[message.kind]), "is_send": message.mine, "timestamp": message.at,
        "server_id": message.id, "display_name": message.sender, "avatar_src": "", "xml_dict": {"msg": {"@a": "<xml>"}},
    }  # fmt: skip
    return common | _FIELDS.get(message.kind, lambda m: {"text": m.text})(message)


def html_json_bytes(messages: Sequence[Message]) -> bytes:
    """The file ``{remark}.html.json``."""
    return dumped([html_item(message) for message in messages])


# --- training JSON


def dumped(value: object) -> bytes:
    """JSON as the exporter prints it."""
    return json.dumps(value, ensure_ascii=False, indent=4).encode()


def conversation(messages: Sequence[Message], joint: str = "，", system: str = "") -> Conversation:
    """The messages as turns from the first of the friend to the last of mine; bubbles of one side joined."""
    roles = [("assistant" if message.mine else "user", message.text) for message in messages]
    while roles and roles[0][0] == "assistant":
        roles.pop(0)
    while roles and roles[-1][0] == "user":
        roles.pop()
    turns = [
        {"role": role, "content": joint.join(text for _, text in run)} for role, run in groupby(roles, lambda r: r[0])
    ]
    return [{"role": "system", "content": system}, *turns] if system and turns else turns


def by_interval(messages: Sequence[Message], gap: int = 120, least: int = 5) -> Iterator[list[Message]]:
    """Groups without a longer silence; small ones are dropped."""
    group: list[Message] = []
    for message in messages:
        if group and message.at - group[-1].at > gap:
            yield from [group] * (len(group) >= least)
            group = []
        group.append(message)
    yield from [group] * (len(group) >= least)


def by_window(messages: Sequence[Message], size: int = 10, step: int = 3) -> Iterator[list[Message]]:
    """Overlapping groups, as the strategy SLIDING_WINDOW makes them."""
    for start in range(0, len(messages), step):
        yield list(messages[start : start + size])


def training(
    groups: Iterator[list[Message]], joint: str = "，", system: str = V3_SYSTEM, seed: int | None = None
) -> list[dict[str, Conversation]]:
    """The list of conversations; shuffled when there is a seed."""
    made = [{"conversations": turns} for group in groups if (turns := conversation(group, joint, system))]
    if seed is not None:
        random.Random(seed).shuffle(made)
    return made


def v2_pair(messages: Sequence[Message], seed: int = 0) -> tuple[bytes, bytes]:
    """The bytes of ``X_train.json`` (80 %) and ``X_dev.json``."""
    made = training(by_interval(messages, 60, 1), "\n", V2_SYSTEM, seed)
    cut = len(made) // 5
    return dumped(made[cut:]), dumped(made[:cut])
