"""The same chat in the layouts of WeFlow and its kin: WeFlow JSON, arkme-json, WeFlow TXT, echotrace, CipherTalk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.generators.chats import EVERY_KIND, ME, Message
from tests.generators.memotrace import dumped

IDS = {ME: "wxid_alan0000000001"}
"""Everybody else is ``wxid_`` and the name in figures."""

_WORDS = {
    "text": "文本消息", "image": "图片消息", "sticker": "动画表情", "voice": "语音消息", "video": "视频消息",
    "file": "文件消息", "link": "链接消息", "location": "位置消息", "transfer": "转账消息", "red_packet": "链接消息",
    "call": "通话消息", "forward": "聊天记录", "card": "名片消息", "recall": "系统消息", "pat": "系统消息",
    "system": "系统消息", "quote": "引用消息",
}  # fmt: skip

_NUMBERS = {
    "text": 1, "image": 3, "sticker": 47, "voice": 34, "video": 43, "file": 49, "link": 49, "location": 48,
    "transfer": 49, "red_packet": 49, "call": 50, "forward": 49, "card": 42, "recall": 10000, "pat": 10000,
    "system": 10000, "quote": 244813135921,
}  # fmt: skip

_CONTENTS: dict[str, Callable[[Message], str]] = {
    "image": lambda m: "[图片]",
    "video": lambda m: "[视频]",
    "sticker": lambda m: f"[表情包：{m.text}]" if m.text else "[动画表情]",
    "voice": lambda m: f"[语音消息] {m.text}" if m.text else "[语音消息]",
    "file": lambda m: f"[文件] {m.text}",
    "link": lambda m: f"[链接] {m.text}\n{m.more['url']}",
    "location": lambda m: f"[位置] {m.text}",
    "transfer": lambda m: f"[转账] ({m.sender} 转账给 我) {m.text} {m.more['memo']}",
    "red_packet": lambda m: f"[红包]{m.text}",
    "call": lambda m: f"[语音通话] {m.text}",
    "forward": lambda m: f"[转发的聊天记录]{m.text or '聊天记录'}\n{m.more['content']}",
    "card": lambda m: f"[名片] {m.text}",
    "quote": lambda m: f"{m.text}[引用 {(m.quote or '').replace(': ', '：', 1)}]",
}


def content(message: Message) -> str:
    """The words with their placeholder."""
    return _CONTENTS.get(message.kind, lambda m: m.text)(message)


def account(name: str) -> str:
    """The sender's id."""
    return IDS.get(name, f"wxid_{name.encode().hex()}")


def _local(at: int) -> str:
    return datetime.fromtimestamp(at, ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M:%S")


def item(message: Message) -> dict[str, Any]:
    """One message of WeFlow JSON."""
    found = {
        "localId": message.number + 1, "createTime": message.at, "formattedTime": _local(message.at),
        "type": _WORDS[message.kind], "localType": _NUMBERS[message.kind], "content": content(message),
        "isSend": int(message.mine), "senderUsername": account(message.sender), "senderDisplayName": message.sender,
        "source": "", "senderAvatarKey": account(message.sender), "platformMessageId": message.id,
    }  # fmt: skip
    if message.reply_to is not None:
        name, words = (message.quote or "").split(": ", 1)
        found |= {"replyToMessageId": Message(message.reply_to, "").id, "quotedSender": name, "quotedContent": words}
    if message.kind == "sticker":
        found |= {"emojiMd5": "0123456789abcdef", "emojiCdnUrl": message.more["path"]}
    if message.kind == "location":
        found |= {"locationLat": message.more["x"], "locationLng": message.more["y"]}
        found |= {"locationPoiname": message.text, "locationLabel": message.more["label"]}
    return found


def _session(messages: Sequence[Message], **more: Any) -> dict[str, Any]:
    other = next((message.sender for message in messages if not message.mine), "某人")
    return {
        "wxid": account(other), "nickname": f"{other}同学", "remark": other, "displayName": other, "type": "私聊",
        "lastTimestamp": messages[-1].at, "messageCount": len(messages), **more,
    }  # fmt: skip


def weflow_json(messages: Sequence[Message], **session: Any) -> bytes:
    """WeFlow JSON."""
    head = {"version": "1.0.3", "exportedAt": 1_716_000_000, "generator": "WeFlow"}
    return dumped(
        {"weflow": head, "session": _session(messages, **session), "messages": [item(message) for message in messages]}
    )


def arkme_json(messages: Sequence[Message]) -> bytes:
    """arkme-json: senders by number."""
    names = list(dict.fromkeys(message.sender for message in messages))
    senders = [
        {"senderID": at, "wxid": account(name), "displayName": name, "nickname": f"{name}本人"}
        for at, name in enumerate(names, 1)
    ]
    items = [item(message) | {"senderID": names.index(message.sender) + 1} for message in messages]
    for one in items:
        del one["senderUsername"], one["senderDisplayName"], one["senderAvatarKey"]
    head = {"version": "1.0.3", "exportedAt": 1_716_000_000, "generator": "WeFlow", "format": "arkme-json"}
    return dumped({"weflow": head, "session": _session(messages), "senders": senders, "messages": items})


def echotrace_json(messages: Sequence[Message]) -> bytes:
    """echotrace JSON: older, without platform ids."""
    items = [item(message) for message in messages]
    for one in items:
        del one["platformMessageId"]
    return dumped({"session": _session(messages), "messages": items})


def ciphertalk_json(messages: Sequence[Message]) -> bytes:
    """CipherTalk JSON: what is quoted or forwarded stands in the XML, or in a list of its own."""
    head = {"version": "0.0.2", "exportedAt": 1_716_000_000, "generator": "CipherTalk", "format": "detailed-json"}
    owner = _session(messages, platform="wechat", isGroup=False, ownerId=IDS[ME])
    return dumped({"exportInfo": head, "session": owner, "messages": [_cipher_item(one) for one in messages]})


def _cipher_item(message: Message) -> dict[str, Any]:
    found = item(message) | {"rawContent": "<msg><appmsg/></msg>", "chatLabType": 0}
    if message.kind == "quote":
        name, words = (message.quote or "").split(": ", 1)
        del found["quotedSender"], found["quotedContent"]
        found["content"] = message.text
        found["rawContent"] = (
            f"<msg><appmsg><title>{message.text}</title><refermsg><type>1</type><displayname>{name}</displayname>"
            f"<content>{words}</content></refermsg></appmsg></msg>"
        )
    if message.kind == "forward":
        found["content"] = f"[聊天记录] {message.text}"
        lines = [line.split(": ", 1) for line in message.more["content"].split("\n")]
        found["chatRecords"] = [{"senderDisplayName": name, "content": words} for name, words in lines]
    return found


def weflow_txt(messages: Sequence[Message]) -> bytes:
    """WeFlow TXT of a private chat."""
    return "".join(
        f"{_local(message.at)} '{'我' if message.mine else message.sender}'\n{content(message)}\n\n"
        for message in messages
    ).encode()


FILES = {
    "weflow_json": [("小满.json", weflow_json(EVERY_KIND)), ("arkme.json", arkme_json(EVERY_KIND))],
    "echotrace": [("echo.json", echotrace_json(EVERY_KIND))],
    "ciphertalk": [("cipher.json", ciphertalk_json(EVERY_KIND))],
    "weflow_txt": [("小满.txt", weflow_txt(EVERY_KIND))],
}
