"""What QQ's own client writes into its exports, as text and as MHT: names with numbers, clocks, placeholders."""

from __future__ import annotations

import re
from typing import NamedTuple

from curation.sources import wechat
from curation.sources.source import other_id
from curation.sources.wechat import Content, filled

SYSTEM = frozenset({"10000", "1000000"})
"""Numbers QQ speaks from itself."""

_PERSON = re.compile(r"(?P<name>.*?)(?:\((?P<number>\d{4,12})\)|<(?P<mail>[^<>\s]{3,100}@[^<>\s]{1,100})>)?", re.DOTALL)
_TITLE = re.compile(r"【[^【】]{1,20}】(?=.)")
_CLOCK = re.compile(r"(?:([上下])午 ?)?(\d{1,2}):(\d\d):(\d\d)(?: ?([AP])M)?", re.IGNORECASE)
_PLACEHOLDERS = {
    "图片": "image", "照片": "image", "闪照": "image", "表情": "sticker", "动画表情": "sticker", "语音": "voice",
    "自定义表情": "sticker", "原创表情": "sticker", "魔法表情": "sticker", "厘米秀": "sticker", "戳一戳": "pat",
    "视频": "video", "短视频": "video", "文件": "file", "位置": "location", "聊天记录": "forward", "QQ红包": "red_packet",
    "红包": "red_packet", "转账": "transfer", "语音通话": "call", "视频通话": "call", "链接": "link",
}  # fmt: skip
_MARK = re.compile(r"\[(?P<mark>" + "|".join(sorted(_PLACEHOLDERS, key=len, reverse=True)) + r")\]")
_NOTICE = re.compile(
    r"(?:我发了一个[^\n]{0,20}红包[”\"]?[，,])?请(?:使用|升级到|用)(?:新版|最新版|最新版本的?|手机)(?:手机)?QQ(?:进行)?查[看收阅]"
    r"(?:该|此|这[条个])?(?:[^\n，。！？我你]{0,4}红包|闪照|消息|内容|礼物|详情)?[。！~～]?"
    r"|你的QQ(?:暂)?不支持查看[^\n]{1,60}"
)
"""What QQ shows on the computer for what only a telephone can show."""

_TOLD = re.compile(
    r"(?:你|对方)撤回了一条消息"
    r"|(?:对方|您|你)已?(?:成功)?(?:接收|取消|拒绝|同意)了?[^\n]{0,20}(?:[“\"][^“”\"\n]{1,200}[”\"]|离线文件)[^\n]{0,60}"
    r"|(?:对方|您|你)已?(?:取消|拒绝)了?[^\n，]{0,20}，文件传输失败。?"
)
_LONG = 100_000
"""No message QQ lets anybody type comes near."""


_SHORT = 300
"""Neither are notices longer."""


def is_group(category: str) -> bool | None:
    """Whether the chats of this category of contacts (``消息分组``) are groups, as far as its name tells."""
    if any(word in category for word in ("群", "讨论组", "多人聊天")):
        return True
    return False if "好友" in category else None


class Person(NamedTuple):
    """Who sent a message; ``is_system``: QQ itself."""

    sender_id: str
    name: str
    is_system: bool


def person(text: str) -> Person:
    """``【管理员】小满(10001)``, ``小满<a@example.com>`` or, in a private chat, the name alone."""
    found = _PERSON.fullmatch(_TITLE.sub("", text, count=1).strip()[-300:])
    name, number, mail = found.groups() if found else (text, None, None)
    is_system = number in SYSTEM or (not number and name == "系统消息")
    return Person(number or mail or other_id(name), name or number or mail or "", is_system)


def clock(text: str) -> str:
    """``8:43:38 PM`` or ``下午 8:43:38`` -> ``20:43:38``; empty when it is none."""
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return ""
    hour, half = int(found[2]), (found[1] or found[5] or "").upper()
    hour = hour % 12 + 12 * (half in "P下") if half and hour < 13 else hour
    return f"{hour:02}:{found[3]}:{found[4]}"


def content(who: Person, text: str, images: int = 0) -> Content:
    """Kind and words; ``images``: how many pictures stood among them. A placeholder beside words is only noted."""
    if who.is_system:
        return wechat.system(text)
    marks = [_PLACEHOLDERS[mark] for mark in _MARK.findall(text)] if "[" in text and len(text) < _LONG else []
    words = _MARK.sub("", text).strip("\n") if marks else text
    if len(words) < _SHORT and (_NOTICE.fullmatch(words.strip()) or (marks[:1] == ["forward"] and "\n" not in words)):
        return (marks or ["other"])[0], "", None, {}
    if len(words) < _SHORT and _TOLD.fullmatch(words):
        return wechat.system(words)
    media = marks + ["image"] * images
    if not media or words.strip():
        return "text", words, None, filled(media=media or None)
    return media[0], "", None, {}
