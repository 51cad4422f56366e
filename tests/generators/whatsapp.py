"""The same chat as WhatsApp exports it: Android and iOS, in the dates and words of several languages, and as a zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.generators.chats import EVERY_KIND, Message

_ANDROID = {
    "image": "<Media omitted>", "sticker": "<Media omitted>", "voice": "<Media omitted>", "video": "<Media omitted>",
    "recall": "This message was deleted", "call": "Missed voice call",
}  # fmt: skip
_IOS = {
    "image": "\u200e圖片已略去", "sticker": "\u200e貼圖已略去", "voice": "\u200e音訊已略去", "video": "\u200e影片已略去",
    "recall": "\u200e此訊息已刪除。", "call": "\u200e未接語音通話",
}  # fmt: skip


@dataclass(frozen=True)
class Locale:
    """How a phone writes a stamp; ``words``: kind -> what stands for it."""

    stamp: Callable[[datetime], str]
    words: dict[str, str]
    minutes: bool = True


def _half(when: datetime) -> int:
    return when.hour % 12 or 12


LOCALES = {
    "zh-android": Locale(
        lambda t: f"{t.year}/{t.month}/{t.day} {'上午' if t.hour < 12 else '下午'}{_half(t)}:{t:%M} - ",
        _ANDROID | {"image": "<省略影音内容>", "recall": "这条消息已删除", "call": "未接语音通话"},
    ),
    "zh-ios": Locale(
        lambda t: f"[{t.year}/{t.month}/{t.day} {'上午' if t.hour < 12 else '下午'}{_half(t)}:{t:%M:%S}] ", _IOS, False
    ),
    "en-us-android": Locale(lambda t: f"{t.month}/{t.day}/{t:%y}, {_half(t)}:{t:%M}\u202f{t:%p} - ", _ANDROID),
    "en-gb-android": Locale(lambda t: f"{t:%d/%m/%Y, %H:%M} - ", _ANDROID),
    "de-ios": Locale(lambda t: f"\u200e[{t:%d.%m.%y, %H:%M:%S}] ", _IOS | {"image": "\u200eBild weggelassen"}, False),
    "es-android": Locale(
        lambda t: f"{t.day}/{t.month}/{t:%y}, {_half(t)}:{t:%M}\u00a0{f'{t:%p}'[0].lower()}.\u00a0m. - ", _ANDROID
    ),
    "fr-android": Locale(lambda t: f"{t:%d/%m/%Y} à {t:%H:%M} - ", _ANDROID | {"image": "<Médias omis>"}),
    "ja-ios": Locale(
        lambda t: f"[{t:%Y/%m/%d} {'午前' if t.hour < 12 else '午後'}{t.hour % 12}:{t:%M:%S}] ", _IOS, False
    ),
    "ko-ios": Locale(
        lambda t: f"[{t.year}. {t.month}. {t.day}. {'오전' if t.hour < 12 else '오후'} {_half(t)}:{t:%M:%S}] ", _IOS, False
    ),
    "sv-android": Locale(lambda t: f"{t:%Y-%m-%d %H:%M} - ", _ANDROID),
    "nl-android": Locale(lambda t: f"{t:%d-%m-%Y %H:%M} - ", _ANDROID),
}  # fmt: skip

CARRIED = frozenset({"text", "image", "sticker", "voice", "video", "recall", "call", "file", "system"})
"""Kinds an export of WhatsApp has something for; the rest of our chat is WeChat's own."""


def carried(messages: Sequence[Message]) -> list[Message]:
    """The messages WhatsApp could have sent."""
    return [message for message in messages if message.kind in CARRIED]


def whatsapp_txt(messages: Sequence[Message], locale: str = "zh-android", ending: str = "\n") -> bytes:
    """The text; a grey line has no name."""
    form = LOCALES[locale]
    lines = []
    for message in carried(messages):
        when = datetime.fromtimestamp(message.at, ZoneInfo("Asia/Shanghai"))
        words = form.words.get(message.kind, message.text)
        if message.kind == "file":
            words = f"\u200e{message.text} (file attached)" if form.minutes else f"{message.text} • \u200e文件已略去"
        name = "" if message.kind == "system" else f"{message.sender}: "
        lines.append(form.stamp(when) + name + words.replace("\n", ending))
    return (ending.join(lines) + ending).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


FILES = {
    "whatsapp": [
        *((f"{locale}.txt", whatsapp_txt(EVERY_KIND, locale)) for locale in ("zh-android", "zh-ios", "en-us-android")),
        ("小满.zip", zipped({"_chat.txt": whatsapp_txt(EVERY_KIND, "zh-ios"), "a.jpg": b"\xff\xd8"})),
    ]
}
