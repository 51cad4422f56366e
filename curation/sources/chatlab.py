"""Messages of the ChatLab standard 0.0.2, an open interchange format that many converters write.

A message: ``sender`` (platform id), ``accountName``, ``groupNickname``, ``timestamp`` (epoch seconds), ``type`` (a
number of :data:`KINDS`), ``content`` (text or null; converters leave placeholders in it), ``platformMessageId``,
``replyToMessageId``. ``meta.ownerId`` names the owner, ``members`` everybody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import repeat
from typing import Any

import pyarrow as pa

from curation.frames import PRECISIONS
from curation.sources import brackets
from curation.sources.columns import Item, Met, apart, other_than, sound, strings, values
from curation.sources.source import Chunk, Source, other_id
from curation.sources.wechat import Content, filled, plain
from curation.sources.weflow import references, string

KINDS = {
    0: "text", 1: "image", 2: "voice", 3: "video", 4: "file", 5: "sticker", 7: "link", 8: "location",
    20: "red_packet", 21: "transfer", 22: "pat", 23: "call", 24: "link", 25: "quote", 26: "forward", 27: "card",
    80: "system", 81: "recall", 99: "other",
}  # fmt: skip
"""``type`` -> kind."""

_TEXT = 0

OWN = "ruwo"
"""The field of messages that Ruwo wrote: their content holds the words alone, the field what else there was."""

_SEEN = frozenset({"image", "video", "sticker", "other"})
"""Kinds whose content is a place, a placeholder or what was written beside it."""

_ABSURD = 10**11
"""No time is later when told in seconds: it is told in milliseconds, as some converters do."""

_NAMES = ("groupNickname", "accountName", "sender")

_PLACEHOLDER = re.compile(r"\s*(?:\[[^\[\]\n]{0,40}\]|<[^<>\n]{0,40}>)\s*")
_STICKER = re.compile(r"\s*\[([^\[\]\n:：]{1,20})\]\s*")
_STICKERS = frozenset({"表情", "动画表情", "表情包", "贴图", "贴纸", "图片", "sticker", "Sticker", "emoji"})
"""Words that stand for any sticker; what else stands in brackets is what one shows."""

_URL = re.compile(r"https?://\S{1,2000}")


class Chat:
    """What the file says about the chat that is being read: its name, its owner and its people."""

    def __init__(self, source: Source, meta: object) -> None:
        self._source = source
        self._meta: Item = meta if isinstance(meta, dict) else {}
        self._names: dict[str, str] = {}
        self.name = string(self._meta, "name")
        self.is_group = {"group": True, "private": False}.get(string(self._meta, "type"))
        self._owner = string(self._meta, "ownerId")
        if self._owner:
            source.owner = self._owner

    def meet(self, member: object) -> None:
        """Learn the names of a member."""
        if not isinstance(member, dict):
            return
        names = [string(member, "groupNickname"), string(member, "accountName")]
        if isinstance(more := member.get("aliases"), list):
            names += [one for one in more if isinstance(one, str)]
        sender_id = self._id(string(member, "platformId"))
        self._names[sender_id] = next(filter(None, names), "")
        self._source.aliases.setdefault(sender_id, set()).update(names)

    def senders(self, items: Sequence[Item]) -> list[tuple[str, str]]:
        """(sender_id, name) of each."""
        people = Met(self._person)
        return [people[one] for one in zip(*(strings(items, name) for name in _NAMES), strict=True)]

    def _person(self, nickname: str, account: str, sender: str) -> tuple[str, str]:
        name = nickname or account
        sender_id = self._id(sender or name)
        return sender_id, name or self._names.get(sender_id) or sender

    def _id(self, account: str) -> str:
        return account if account and account == self._owner else other_id(account)


def chunk(elements: list[object], chat: Chat, source: Source) -> Chunk:
    """The messages; each element is a record."""
    items, _ = sound(elements, _kind, _fault, source, by=["type"])
    return _chunk(items, chat)


def _kind(item: Item) -> str | None:
    number = item.get("type")
    return KINDS.get(number) if type(number) is int else None


def _fault(item: Item) -> str:
    """Why there is no message in this object; empty when there is one."""
    if type(item.get("type")) is not int:
        return "record_incomplete"
    if _kind(item) in {"text", "quote"}:
        return "text_empty" if item.get("content") is None else "content_not_text"
    return ""


def _chunk(items: list[Item], chat: Chat) -> Chunk:
    texts, answers = strings(items, "content"), references(items)
    seconds, kinds = values(items, "timestamp"), values(items, "type")
    own = any(map(dict.__contains__, items, repeat(OWN)))
    timeless = own and all(second is None and OWN in item for second, item in zip(seconds, items, strict=True))
    if own:
        kinds = [None if OWN in item else kind for item, kind in zip(items, kinds, strict=True)]
    if any(answers):
        kinds = [kind if answer is None else None for kind, answer in zip(kinds, answers, strict=True)]
    senders = chat.senders(items)
    return Chunk(
        **apart(texts, other_than(kinds, _TEXT), lambda at: _content(items[at], answers[at])),
        chat=chat.name,
        is_group=chat.is_group,
        sender_id=[sender_id for sender_id, _ in senders],
        sender=[name for _, name in senders],
        ids=strings(items, "platformMessageId"),
        epoch=None if timeless else _seconds(seconds),
        exact=list(map(_exact, items)) if own else None,
        reply_to=answers,
        group=pa.array(map(_group, items), pa.int64()) if own else None,
    )


def _group(item: Item) -> int | None:
    """The number of the conversation, where Ruwo wrote one."""
    own = item.get(OWN)
    found = own.get("group") if isinstance(own, dict) else None
    return found if type(found) is int and 0 <= found < 2**63 else None


def _seconds(found: list[Any]) -> list[Any]:
    """The times, where they count milliseconds, in seconds."""
    if not found or (set(map(type, found)) == {int} and max(found) <= _ABSURD):
        return found
    return [one // 1000 if isinstance(one, int | float) and one > _ABSURD else one for one in found]


def _exact(item: Item) -> str:
    """How exact its time is: to the second, unless Ruwo wrote otherwise."""
    own = item.get(OWN)
    found = own.get("precision") if isinstance(own, dict) else None
    return found if found in PRECISIONS else "s"


def _content(item: Item, answer: str | None) -> Content:
    kind, text = KINDS.get(item["type"], "other"), string(item, "content")
    if isinstance(own := item.get(OWN), dict):
        return kind, text, string(own, "quote") or None, extra if isinstance(extra := own.get("extra"), dict) else {}
    if kind == "text":
        return "quote" if answer else kind, text, None, {}
    if kind == "sticker" and (bracketed := _STICKER.fullmatch(text)):
        return kind, "" if bracketed[1] in _STICKERS else bracketed[1], None, {}
    found = brackets.content(kind, text)
    if kind in _SEEN and not found[1] and not brackets.marked(text)[0]:
        found = _seen(kind, text)
    if kind == "recall":
        return kind, plain(text), None, {}
    if kind == "forward" and isinstance(item.get("chatRecords"), list):
        lines = [
            f"{string(one, 'accountName')}: {plain(string(one, 'content'))}"
            for one in item["chatRecords"]
            if isinstance(one, dict)
        ]
        return (*found[:3], filled(content="\n".join(lines)))
    return found


def _seen(kind: str, text: str) -> Content:
    """The place of a picture, or what was written below it."""
    if brackets.is_path(text):
        return kind, "", None, filled(path=text.strip())
    if _URL.fullmatch(text.strip()):
        return kind, "", None, filled(url=text.strip())
    return kind, "" if _PLACEHOLDER.fullmatch(text) else plain(text), None, {}
