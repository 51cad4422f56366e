"""Placeholders in square brackets, ``[文件] 账单.xlsx``, as WeFlow, CipherTalk and their kin write WeChat's messages.

A result is wechat.Content: ``(kind, text, quote, extra)`` with words only.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from curation.sources import wechat
from curation.sources.wechat import Content, filled, plain

MARKS = {
    "图片": "image", "视频": "video", "语音": "voice", "语音消息": "voice", "语音转文字": "voice", "视频消息": "video",
    "动画表情": "sticker", "表情包": "sticker", "GIF表情": "sticker", "位置": "location", "位置消息": "location",
    "地理位置": "location", "文件": "file", "链接": "link", "图文": "link", "图文消息": "link", "音乐": "link", "视频号": "link",
    "视频号直播": "link", "分享": "link", "卡片式链接": "link", "接龙": "card", "转账": "transfer", "转账收款": "transfer",
    "红包": "red_packet", "红包封面": "red_packet", "名片": "card", "小程序": "card", "聊天记录": "forward",
    "转发的聊天记录": "forward", "合并转发": "forward", "笔记": "forward", "通话": "call", "通话消息": "call", "语音通话": "call",
    "视频通话": "call", "撤回消息": "recall", "群公告": "system", "系统消息": "system", "拍一拍": "pat", "引用": "quote",
    "引用消息": "quote", "其他消息": "other", "消息": "other",
}  # fmt: skip
"""The word in the brackets -> kind. A typed ``[委屈]`` is none of these."""

_MARK = re.compile(r"\[([^\[\]\n：: ]{1,8})(?:(?:[：:]| - )([^\[\]\n]{0,200}))?\][ \n]?")
_LASTS = re.compile(r"\[(?:语音|视频) ([\d.]{1,9})秒\]|\[视频\](\d{1,6})s")
_QUOTED = re.compile(r"\[引用 (?:([^\n：:]{1,60})[：:])?([^\n]*)\]\s*\Z")
_LONG = 1000  # no path or link comes near; keeps the patterns quick on nonsense
_PATH = re.compile(r"[^\s\[][^\n]*[/\\][^\n/\\]*\.[A-Za-z0-9]{2,5}")
_FOLDER = re.compile(r"(?:[^\n/\\]+[/\\])*(image|voice|video|emoji|file)s?[/\\][^\n/\\]+\.[A-Za-z0-9]{2,5}")
_URL = re.compile(r"\s*(https?://\S+)\s*\Z")
_PAYS = re.compile(r"\([^()\n]{0,200} 转账给 [^()\n]{0,200}\) ?")


def marked(text: str) -> tuple[str | None, str]:
    """(kind, the rest) of a text that begins with a placeholder; (None, the text) of any other."""
    found = _MARK.match(text)
    if not found or found[1] not in MARKS:
        return None, text
    within = found[2] if found[2] and MARKS[found[1]] == "sticker" else ""
    return MARKS[found[1]], within or text[found.end() :]


def content(kind: str, text: str) -> Content:
    """Take apart what stands for a message of this kind, with its placeholder or without."""
    if kind == "text":
        return kind, text, None, {}
    if kind in {"voice", "video"} and (found := _LASTS.fullmatch(text)):
        return kind, "", None, filled(duration=_length(found[1] or found[2]))
    mark, rest = marked(text)
    return _BY_KIND.get(kind, _words)(kind, rest if mark else text)


def guessed(text: str) -> Content:
    """Kind and words of a message of which only the text is known."""
    if told := wechat.unsaid(text) or _quoting(text):
        return told
    if _LASTS.fullmatch(text):
        return content("voice" if "语" in text[:2] else "video", text)
    if len(text) <= _LONG and (folder := _FOLDER.fullmatch(text)):
        return content("sticker" if folder[1] == "emoji" else folder[1], text)
    kind, rest = marked(text)
    if kind is None or (kind in {"image", "video", "other", "pat"} and rest.strip() and not is_path(rest)):
        return "text", text, None, {}
    return content(kind, text)


def is_path(text: str) -> bool:
    """The whole text is the path of an exported file."""
    return len(text) <= _LONG and bool(_PATH.fullmatch(text.strip()))


def _quoting(text: str) -> Content | None:
    """``reply[引用 name：words]``, or without the name."""
    at = text.rfind("[引用 ")
    if at < 0 or not (found := _QUOTED.match(text, at)):
        return None
    quoted = wechat.plain_quote(f"{found[1]}: {found[2]}") if found[1] else plain(found[2])
    return "quote", plain(text[:at]), quoted or None, {}


def _length(seconds: str) -> float | None:
    try:
        found = float(seconds)
    except ValueError:
        return None
    return int(found) if found.is_integer() else found


def _words(kind: str, rest: str) -> Content:
    return kind, plain(rest), None, {}


def _media(kind: str, rest: str) -> Content:
    return kind, "", None, filled(path=rest.strip() if is_path(rest) else "")


def _sticker(kind: str, rest: str) -> Content:
    return _media(kind, rest) if is_path(rest) else _words(kind, rest)


def _voice(kind: str, rest: str) -> Content:
    """A path, a transcript, or a path and behind it a transcript."""
    path, _, words = rest.partition(" ")
    if is_path(path):
        return kind, plain(words), None, filled(path=path)
    return _words(kind, rest)


def _file(kind: str, rest: str) -> Content:
    if is_path(rest):
        return kind, re.split(r"[/\\]", rest.strip())[-1], None, filled(path=rest.strip())
    return _words(kind, rest)


def _link(kind: str, rest: str) -> Content:
    found = _URL.search(rest[-_LONG:])
    title = rest[: len(rest) - len(found[0])] if found else rest
    return kind, plain(title), None, filled(url=found[1] if found else "")


def _transfer(kind: str, rest: str) -> Content:
    amount, _, memo = _PAYS.sub("", rest, count=1).partition(" ")
    return kind, amount.strip(), None, filled(memo=memo.strip())


def _call(kind: str, rest: str) -> Content:
    return kind, plain(rest), None, filled(duration=wechat.seconds(rest[:_LONG]))


def _forward(kind: str, rest: str) -> Content:
    """A title (``聊天记录`` where the exporter found none), and below it what was forwarded."""
    title, _, below = rest.partition("\n")
    title = plain(title.strip())
    return kind, "" if title == "聊天记录" else title, None, filled(content=plain(below.strip("\n")))


def _quote(kind: str, rest: str) -> Content:
    return _quoting(rest) or _words(kind, rest)


def _system(kind: str, rest: str) -> Content:
    found = wechat.system(rest)
    return (kind, *found[1:]) if kind == "pat" else found


_BY_KIND: dict[str, Callable[[str, str], Content]] = {
    "image": _media,
    "video": _media,
    "other": _media,
    "sticker": _sticker,
    "voice": _voice,
    "file": _file,
    "link": _link,
    "transfer": _transfer,
    "call": _call,
    "forward": _forward,
    "quote": _quote,
    "system": _system,
    "pat": _system,
}
