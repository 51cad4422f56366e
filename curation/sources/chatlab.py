"""Messages of the ChatLab standard 0.0.2, an open interchange format that many converters write.

A message: ``sender`` (platform id), ``accountName``, ``groupNickname``, ``timestamp`` (epoch seconds), ``type`` (a
number of :data:`KINDS`), ``content`` (text or null; converters leave placeholders in it), ``platformMessageId``,
``replyToMessageId``. ``meta.ownerId`` names the owner, ``members`` everybody.
"""

from __future__ import annotations

import re
from typing import Any

import orjson
import pyarrow as pa

from curation.sources import brackets
from curation.sources.source import Chunk, Source, other_id
from curation.sources.wechat import Content, filled, plain
from curation.sources.weflow import reference, string

KINDS = {
    0: "text", 1: "image", 2: "voice", 3: "video", 4: "file", 5: "sticker", 7: "link", 8: "location",
    20: "red_packet", 21: "transfer", 22: "pat", 23: "call", 24: "link", 25: "quote", 26: "forward", 27: "card",
    80: "system", 81: "recall", 99: "other",
}  # fmt: skip
"""``type`` -> kind."""

OWN = "ruwo"
"""The field of messages that Ruwo wrote: their content holds the words alone, the field what else there was."""

_SEEN = frozenset({"image", "video", "sticker", "other"})
"""Kinds whose content is a place, a placeholder or what was written beside it."""

_PLACEHOLDER = re.compile(r"\s*(?:\[[^\[\]\n]{0,40}\]|<[^<>\n]{0,40}>)\s*")
_URL = re.compile(r"https?://\S{1,2000}")

Item = dict[str, Any]


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

    def sender(self, item: Item) -> tuple[str, str]:
        """(sender_id, name)."""
        name = string(item, "groupNickname") or string(item, "accountName")
        sender_id = self._id(string(item, "sender") or name)
        return sender_id, name or self._names.get(sender_id) or string(item, "sender")

    def _id(self, account: str) -> str:
        return account if account and account == self._owner else other_id(account)


def chunk(elements: list[object], chat: Chat, source: Source) -> Chunk:
    """The messages; each element is a record."""
    items: list[Item] = []
    for element in elements:
        source.report.records += 1
        if reason := _unusable(element):
            source.refuse(reason)
            continue
        assert isinstance(element, dict)
        if element["type"] not in KINDS:
            source.complain("kind_unknown")
        items.append(element)
    return _chunk(items, chat)


def _unusable(element: object) -> str:
    """Why there is no message in this element; empty when there is one."""
    if not isinstance(element, dict):
        return "record_invalid"
    if type(element.get("type")) is not int:
        return "record_incomplete"
    if KINDS.get(element["type"]) in {"text", "quote"} and not isinstance(element.get("content"), str):
        return "text_empty" if element.get("content") is None else "content_not_text"
    return ""


def _chunk(items: list[Item], chat: Chat) -> Chunk:
    told = [_content(item) for item in items]
    senders = [chat.sender(item) for item in items]
    seconds = [item.get("timestamp") for item in items]
    timeless = all(second is None and OWN in item for second, item in zip(seconds, items, strict=True))
    return Chunk(
        chat=chat.name,
        is_group=chat.is_group,
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[sender_id for sender_id, _ in senders],
        sender=[name for _, name in senders],
        ids=[string(item, "platformMessageId") for item in items],
        epoch=None if timeless else seconds,
        reply_to=[reference(item) for item in items],
        group=pa.array(map(_group, items), pa.int64()),
    )


def _group(item: Item) -> int | None:
    """The number of the conversation, where Ruwo wrote one."""
    own = item.get(OWN)
    found = own.get("group") if isinstance(own, dict) else None
    return found if type(found) is int and 0 <= found < 2**63 else None


def _content(item: Item) -> Content:
    kind, text = KINDS.get(item["type"], "other"), string(item, "content")
    if isinstance(own := item.get(OWN), dict):
        return kind, text, string(own, "quote") or None, extra if isinstance(extra := own.get("extra"), dict) else {}
    if kind == "text":
        return "quote" if reference(item) else kind, text, None, {}
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
