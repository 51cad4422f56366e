"""qq-chat-exporter's text: one chat with names and times; it does not say whose it is.

Layout: ``[QQChatExporter V5 / …]``, ``聊天名称: X``, ``聊天类型: 群聊``, then for each message the lines ``name:``,
``时间: 2024-01-15 15:20:05``, ``内容: …`` (its text, of any number of lines) and, where there are any, ``资源: 1 个文件``
with ``  - image: a.jpg``, ``提及: …`` and ``回复: name - words``; ``导出完成`` ends it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

import orjson

from curation.errors import N_
from curation.sources import csvfile, qce
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.source import Chunk, Source, other_id
from curation.sources.wechat import Content

NAME = "qce_txt"
TITLE = N_("QQ chat (text of qq-chat-exporter)")

_BLOCK = 5000
_TIME = re.compile(r"时间: (\d{4}[-/]\d{1,2}[-/]\d{1,2}) (\d{1,2}:\d\d:\d\d)")
_CHAT = re.compile(r"聊天名称: (.+)")
_TYPE = re.compile(r"聊天类型: (.+)")
_BODY = re.compile(
    r"(?:类型: [^\n]*\n)?(?:内容: )?(?P<words>.*?)(?:\n资源: \d+ 个文件(?P<files>(?:\n  - [^\n]*)*))?"
    r"(?:\n提及: [^\n]*)?(?:\n回复: (?P<name>[^\n]{0,100}?) - (?P<quote>.*))?",
    re.DOTALL,
)
_FILE = re.compile(r"\n  - (\w+): ([^\n]*)")
_ABOVE = re.compile(r"(?:\[\d+\])?")
"""Stands right above a name: the number of the message, in some versions."""

_END = re.compile(r"\n=+\n *导出完成\n.*\Z", re.DOTALL)
_UNNAMED = re.compile(r"\[[a-z、]{4,200}消息\]")
"""Stands for pictures and files without words."""

_SHORT = 4000
"""What stands below the words of a message is no longer; keeps the pattern quick."""


class _Message(NamedTuple):
    name: str
    local: str
    body: str


def sniff(head: Head) -> float:
    """The exporter's name in brackets, and a message's time."""
    return 0.98 if head.text.lstrip().startswith("[QQChatExporter") and "\n时间: " in head.text else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a message."""
    for path in source.paths:
        above, chat, is_group = _above(source, path)
        messages = islice(_messages(source, path), above, None)
        while block := list(islice(messages, _BLOCK)):
            source.report.records += len(block)
            yield _chunk(block, chat, is_group)


def _above(source: Source, path: File) -> tuple[int, str, bool | None]:
    """What stands above the messages: how many blocks that is, the chat's name, and whether it is a group."""
    first = next(_messages(Source([path]), path), None)
    if first is None or first.name:
        return 0, source.chat, None
    chat, told = _CHAT.search(first.body), _TYPE.search(first.body)
    return 1, chat[1] if chat else source.chat, {"群聊": True, "私聊": False}.get(told[1]) if told else None


def _messages(source: Source, path: File) -> Iterator[_Message]:
    """The messages, behind a first one without name that holds what stands above them."""
    name, local, below, last = "", "", [""], ""
    for line in csvfile.lines(source.texts(path)):
        line = line.rstrip("\r\n")
        if (found := _TIME.fullmatch(line)) and last.endswith(":") and _ABOVE.fullmatch("".join(below[-2:-1])):
            del below[-2 if "".join(below[-2:-1]) else -1 :]
            yield _Message(name, local, "\n".join(below))
            day = "-".join(f"{int(part):02}" for part in re.split("[-/]", found[1]))
            name, local, below = last[:-1], f"{day} {found[2].zfill(8)}", []
        else:
            below.append(line)
        last = line
    if name or local:
        yield _Message(name, local, _END.sub("", "\n".join(below)))


def _chunk(block: list[_Message], chat: str, is_group: bool | None) -> Chunk:
    told = [_content(message) for message in block]
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[other_id(message.name) for message in block],
        sender=[message.name for message in block],
        local=[message.local for message in block],
        chat=chat,
        is_group=is_group,
    )


def _content(message: _Message) -> Content:
    body = message.body.rstrip("\n")
    at = max(body.rfind("\n资源: "), len(body) - _SHORT) if len(body) > _SHORT else 0
    found = _BODY.fullmatch(body, at)
    assert found
    words = (body[:at] + found["words"]).removeprefix("内容: ")
    files = [{"type": kind, "data": {"filename": name}} for kind, name in _FILE.findall(found["files"] or "")]
    if files and _UNNAMED.fullmatch(words):
        words = ""
    reply = {"reply": {"senderName": found["name"], "content": found["quote"]}} if found["quote"] else {}
    elements = [{"type": "text", "data": {"text": words}}, *files]
    system = message.name in {"0", "系统消息"}
    return qce.content({"type": "type_1", "system": system, "content": {"text": words, "elements": elements, **reply}})
