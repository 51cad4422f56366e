"""Which kind of message a text of MemoTrace stands for, where nothing but the text tells: TXT, Markdown, AI-TXT.

v3 writes ``【表情包】 好的``, which wechat.content takes apart; v2 writes ``[表情包]`` and nothing more.
"""

from __future__ import annotations

import re

from curation.sources import wechat
from curation.sources.report import Report
from curation.sources.wechat import Content

_WHOLE = {
    "【图片】": "image", "【视频】": "video", "[图片]": "image", "[语音]": "voice", "[视频]": "video",
    "[表情包]": "sticker", "[文件]": "file", "[音乐分享]": "link",
}  # fmt: skip
"""Placeholders that are the whole text."""

_START = re.compile(
    r"【(?:(表情包)】 |(语音)】|(文件)】|(分享链接|视频号)】\n|(红包)】: |(音视频通话)】\n|(位置分享)】\n"
    r"|(名片)】\n|(合并转发的聊天记录|笔记)】\n|(发起转账|已收款|已退还|非实时转账收款|发起非实时转账|未知)】:)"
)
_KINDS = ("sticker", "voice", "file", "link", "red_packet", "call", "location", "card", "forward", "transfer")
_LINK = re.compile(r"\s*\[链接\]:title:([^\n]*)\n\s*description:([^\n]*)\n\s*url:(\S*)\s*\n\s*name:([^\n]*)\s*")
_LONG = 5000  # no link v2 wrote comes near; keeps the pattern quick on nonsense
_QUOTES = ("\n引用：", "\n引用:")


def content(text: str) -> Content:
    """Kind, words, quote and extra of what the exporter wrote for a message."""
    if kind := _WHOLE.get(text):
        return kind, "", None, {}
    if (found := _START.match(text)) and found.lastindex:
        return wechat.content(_KINDS[found.lastindex - 1], text)
    for mark in _QUOTES:
        if mark in text:
            return _quoting(*text.split(mark, 1))
    if len(text) <= _LONG and "[链接]:title:" in text[:40] and (link := _LINK.fullmatch(text)):
        title, description, url, app = link.groups()
        return "link", title or description, None, wechat.filled(url=url, app=app)
    return wechat.unsaid(text) or ("text", text, None, {})


def newlines(text: str, report: Report) -> str:
    """The text with CRLF as LF, counted, so that what the exporter wrote around a content is found."""
    report.crlf += text.count("\r\n")
    return text.replace("\r\n", "\n")


def _quoting(typed: str, quoted: str) -> Content:
    name, colon, words = quoted.partition(":")
    quote = None if quoted == "未知" else wechat.plain_quote(f"{name}: {words.removeprefix(' ')}" if colon else quoted)
    return "quote", wechat.plain(typed), quote, {}
