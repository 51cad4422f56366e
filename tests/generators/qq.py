"""The same chat as QQ's own client exports it: text of one contact or of all, and MHT."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message, invented

NUMBERS = {ME: "10101", FRIEND: "20202"}
RULE = "=" * 64
TOP = "消息记录（此消息记录为文本格式，不支持重新导入）"
CARRIED = {
    "text": "",
    "image": "[图片]",
    "sticker": "[表情]",
    "voice": "[语音]",
    "video": "[视频]",
    "system": "",
    "recall": "",
}
"""Kinds QQ's text has something for, and what."""


def carried(messages: Sequence[Message]) -> list[Message]:
    """The messages QQ could have sent."""
    return [message for message in messages if message.kind in CARRIED]


def _when(message: Message) -> datetime:
    return datetime.fromtimestamp(message.at, ZoneInfo("Asia/Shanghai"))


def _name(message: Message, numbers: bool) -> str:
    if message.kind in {"system", "recall"}:
        return "系统消息(10000)"
    return f"{message.sender}({NUMBERS[message.sender]})" if numbers else message.sender


def _words(message: Message) -> str:
    return CARRIED[message.kind] or message.text


def messages_txt(messages: Sequence[Message], numbers: bool, half: bool) -> str:
    """The stamped messages; ``half``: hours to twelve, as on an English Windows."""
    made = []
    for message in carried(messages):
        when = _when(message)
        clock = f"{when.hour % 12 or 12}:{when:%M:%S %p}" if half else f"{when.hour}:{when:%M:%S}"
        made.append(f"{when:%Y-%m-%d} {clock} {_name(message, numbers)}\n{_words(message)}\n\n")
    return "".join(made)


def heading(group: str, name: str) -> str:
    """What stands above a contact."""
    return f"\n{RULE}\n消息分组:{group}\n{RULE}\n消息对象:{name}\n{RULE}\n\n"


def txt(messages: Sequence[Message], numbers: bool = True, half: bool = False, encoding: str = "utf-8-sig") -> bytes:
    """The file of one contact."""
    text = f"{TOP}\n{heading('我的好友', FRIEND)}{messages_txt(messages, numbers, half)}"
    return text.replace("\n", "\r\n").encode(encoding)


def all_txt(chats: Sequence[tuple[str, str, Sequence[Message]]]) -> bytes:
    """The file of all contacts: (group, name, messages)."""
    parts = (heading(group, name) + messages_txt(messages, True, False) for group, name, messages in chats)
    return (f"{TOP}\n" + "".join(parts)).replace("\n", "\r\n").encode("utf-8-sig")


def _cell(message: Message) -> str:
    if message.kind in {"image", "sticker"}:
        inside = '<IMG src="{3D48C238-CD47-4d17}.dat">'
    else:
        words = escape(_words(message)).replace("\n", "<br>").replace("  ", "&nbsp;&nbsp;")
        inside = (
            f"<font style=\"font-size:10pt;font-family:'x','MS Sans Serif',sans-serif;\" color='000000'>{words}</font>"
        )
    return f"<div style=padding-left:20px;>{inside}</div>"


def mht(messages: Sequence[Message], pictures: int = 2) -> bytes:
    """The page and its pictures."""
    rows, day = ["<tr><td>消息记录</td></tr>", f"<tr><td><div>消息对象:{FRIEND}</div></td></tr>"], ""
    for message in carried(messages):
        when = _when(message)
        if f"{when:%Y-%m-%d}" != day:
            day = f"{when:%Y-%m-%d}"
            rows.append(f"<tr><td style=font-weight:bold;>日期: {day}</td></tr>")
        color = "#42B475" if message.mine else "#006EFE"
        name = escape(_name(message, True))
        rows.append(
            f"<tr><td><div style=color:{color};padding-left:10px;><div style=float:left;margin-right:6px;>{name}</div>"
            f"{when.hour}:{when:%M:%S}</div>{_cell(message)}</td></tr>"
        )
    end = "----=_NextPart_20B9A0"
    top = (
        "From: <Save by Tencent MsgMgr>\nSubject: Tencent IM Message\nMIME-Version: 1.0\n"
        "Content-Type:multipart/related;\n"
        f'\tcharset="utf-8"\n\ttype="text/html";\n\tboundary="{end}"\n\n--{end}\nContent-Type: text/html\n'
        "Content-Transfer-Encoding:7bit\n\n"
    )
    page = (
        f"<html><head><title>QQ Message</title></head><body><table width=100%>{''.join(rows)}</table></body></html>\n\n"
    )
    image = (
        f"--{end}\nContent-Type:image/jpeg\nContent-Transfer-Encoding:base64\nContent-Location:{{3D}}.dat\n\nAAAA\n\n"
    )
    return (top + page + image * pictures + f"--{end}--\n").replace("\n", "\r\n").encode()


FILES = {
    "qq_txt": [
        ("小满.txt", txt(EVERY_KIND)),
        ("pm.txt", txt(EVERY_KIND, numbers=False, half=True, encoding="utf-16")),
        (
            "全部消息记录.txt",
            all_txt([("好友", FRIEND, EVERY_KIND), ("最近联系人", FRIEND, EVERY_KIND), ("群", "爬山", invented(9))]),
        ),
    ],
    "qq_mht": [("小满.mht", mht(EVERY_KIND))],
}
