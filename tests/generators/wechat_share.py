"""The same chat as WeChat shares it: names with hours and minutes, placeholders for media, no grey lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message
from tests.generators.memotrace_pages import local

_TEXTS: dict[str, Callable[[Message], str]] = {
    "image": lambda m: "[图片]",
    "video": lambda m: "[视频]",
    "sticker": lambda m: "[动画表情]",
    "voice": lambda m: "[语音]",
    "file": lambda m: f"[文件: {m.text}(请在附件中查看)]",
    "link": lambda m: f"[链接] {m.text}",
    "location": lambda m: f"[位置] {m.text}",
}
KINDS = {*_TEXTS, "text", "quote"}
PRIVATE = f"{ME} 和 {FRIEND} 在微信上的聊天记录如下，请查收。"


def share(messages: Sequence[Message], first: str = PRIVATE, gap: str = "\n") -> bytes:
    """The text; ``gap``: what stands between its parts beside the end of the line."""
    parts, today = [first], ""
    for message in messages:
        if message.kind not in KINDS:
            continue
        if local(message)[:10] != today:
            today = local(message)[:10]
            parts.append(f"—————  {today}  —————")
        parts.append(f"{message.sender}  {local(message)[11:16]}")
        parts.append(_TEXTS.get(message.kind, lambda m: m.text)(message))
    return "".join(f"{part}\n{gap}" for part in parts if part).encode()


FILES = {
    "wechat_share": [
        ("聊天记录.txt", share(EVERY_KIND)),
        ("聊天记录.txt", share(EVERY_KIND, first="", gap="")),
        ("聊天记录.txt", share(EVERY_KIND, first='微信群"饭友"的聊天记录如下:')),
    ]
}
