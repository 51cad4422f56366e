"""Words that qq-chat-exporter mixed with placeholders: ``看[图片: a.jpg]``, ``[回复 小满: 在吗]``, ``[CQ:face,id=14]``.

Where that is all a message has, or its first element is such a text and the others only repeat parts of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.sources.wechat import filled, plain

Told = tuple[str, str, dict[str, object]]
"""(kind, words, extra)."""

_PLACES = {
    "图片": "image", "视频": "video", "语音": "voice", "文件": "file", "位置": "location", "位置消息": "location",
    "JSON消息": "card", "卡片消息": "card", "卡片": "card", "分享": "card", "日历": "other", "转发消息": "forward",
    "合并转发": "forward", "回复消息": "", "长消息": "other", "Markdown消息": "other", "Giphy动图": "image",
    "无文本内容": "other", "表情消息": "sticker", "消息解析失败": "other", "解析失败": "other", "解析失败的消息元素": "other",
}  # fmt: skip
_CODES = {
    "image": "image", "record": "voice", "voice": "voice", "video": "video", "file": "file", "location": "location",
    "json": "card", "xml": "card", "share": "link", "music": "link", "forward": "forward", "node": "forward",
    "contact": "card", "mface": "sticker", "poke": "pat", "redbag": "red_packet", "reply": "", "face": "", "at": "",
}  # fmt: skip
_PLACEHOLDER = re.compile(
    r"\[(?P<place>" + "|".join(sorted(_PLACES, key=len, reverse=True)) + r")(?:(?:[:：]| (?=\d))[^\[\]\n]{0,300})?\]"
    r"|\[CQ:(?P<code>[a-z_]{1,20})(?P<about>,[^\[\]]{0,4000})?\]"
)
_CARD = re.compile(
    r"\[(?P<place>卡片消息|合并转发|转发消息)(?:[:：]\s?(?P<about>.*))?\](?P<rest>(?:\n  [^\n]*)*)", re.DOTALL
)
_REPLY = re.compile(r"\[回复 [^\n:：]{0,100}[:：].{0,2000}?\](?:\n|\Z)", re.DOTALL)
_FACE = re.compile(r"\[\[([^\[\]\n]{1,20})\]\]")
_ARGUMENT = re.compile(r",(\w+)=([^,]*)")
_ESCAPED = {"&#91;": "[", "&#93;": "]", "&#44;": ",", "&amp;": "&"}


def told(text: str, reply: tuple[str, str] | None = None, names: Sequence[str] = (), files: Sequence[str] = ()) -> Told:
    """Take such a text apart. ``reply``: (sender, words) of what it answers; ``names``: of its faces; ``files``: of its
    pictures and files, which may hold brackets.
    """
    text = _unreplied(text, reply)
    if card := _CARD.fullmatch(text):
        about = plain(card["about"] or "")
        if card["place"] == "卡片消息":
            return "card", about, {}
        return "forward", "", filled(content=plain(about + card["rest"]))
    for name in files:
        for place in ("图片", "视频", "文件"):
            text = text.replace(f"[{place}: {name}]", f"[{place}]")
    for name in filter(None, names):
        text = text.replace(f"[{name}]", f"[{name.strip('/[]')}]")
    text = _FACE.sub(r"[\1]", text)
    faces = iter(names)
    found = list(_PLACEHOLDER.finditer(text))
    kinds = list(filter(None, map(_kind, found)))
    words = _PLACEHOLDER.sub(lambda one: _word(one, faces), text) if found else text
    words = _unescaped(words) if "&#9" in words or any(one["code"] for one in found) else words
    if words.strip() or not found:
        return "text", words, filled(media=kinds or None)
    return (kinds or ["text"])[0], "", {}


def _unreplied(text: str, reply: tuple[str, str] | None) -> str:
    if not text.startswith("[回复"):
        return text
    for sender in {reply[0], "", "undefined"} if reply else ():
        if text.startswith(exact := f"[回复 {sender}: {reply[1] if reply else ''}]"):
            return text[len(exact) :].removeprefix("\n")
    found = _REPLY.match(text)
    return text[found.end() :] if found else text


def _kind(found: re.Match[str]) -> str:
    return _PLACES[found["place"]] if found["place"] else _CODES.get(found["code"], "other")


def _word(found: re.Match[str], faces: Iterator[str]) -> str:
    """What was typed as one: a face, or somebody's name."""
    if found["code"] == "face":
        return f"[{next(faces, '表情').strip('/[]')}]"
    if found["code"] == "at":
        about = dict(_ARGUMENT.findall(found["about"] or ""))
        return "@" + (about.get("name") or ("全体成员" if about.get("qq") == "all" else about.get("qq", "")))
    return ""


def _unescaped(text: str) -> str:
    for code, letter in _ESCAPED.items():
        text = text.replace(code, letter)
    return text
