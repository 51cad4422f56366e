"""Messages as qq-chat-exporter writes them, v4 and v5: the same in its single JSON and in its chunks.

Layout: v5 ``id, timestamp (ms), sender{uid, uin, name, …}, content{text, elements[{type, data}]}, recalled, system``;
v4 ``messageId, timestamp (ISO), isRecalled, isSystemMessage, content{text, reply}``. ``content.text`` mixes words with
placeholders like ``[图片:a.jpg]``, so words are put together from the elements where there are any.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson

from curation.sources import wechat
from curation.sources.source import Chunk, Source, other_id
from curation.sources.wechat import Content, filled, plain
from curation.sources.weflow import string

Item = dict[str, Any]

BLOCK = 5000

_WORDS = {"text", "at", "face"}
_HOLES = {"image": "image", "video": "video", "audio": "voice", "file": "file", "location": "location"}
_PLACEHOLDER = re.compile(
    r"\[(?:(?P<kind>图片|视频|语音|文件|位置|位置消息|JSON消息|卡片消息|转发消息|合并转发|回复消息)(?:[:：][^\[\]\n]{0,200})?)\]"
)
_PLACES = {
    "图片": "image", "视频": "video", "语音": "voice", "文件": "file", "位置": "location", "位置消息": "location",
    "JSON消息": "card", "卡片消息": "card", "转发消息": "forward", "合并转发": "forward",
}  # fmt: skip


class Talk:
    """The chat of one file: its name, and whose export it is."""

    def __init__(self, source: Source, info: object) -> None:
        told = info if isinstance(info, dict) else {}
        self.name = string(told, "name")
        self._is_group = {"group": True, "private": False}.get(string(told, "type"))
        self._uid, self._uin = string(told, "selfUid"), string(told, "selfUin")
        self._source = source
        source.owner = self._uid or self._uin or source.owner

    def chunk(self, elements: list[object]) -> Chunk:
        """The messages among these elements; what is none is set aside."""
        items: list[Item] = []
        for element in elements:
            self._source.report.records += 1
            if isinstance(element, dict) and isinstance(element.get("content"), dict | str):
                items.append(element)
            else:
                self._source.refuse("record_incomplete" if isinstance(element, dict) else "record_invalid")
        told = [content(item) for item in items]
        people = [self._sender(item) for item in items]
        return Chunk(
            kind=[kind for kind, _, _, _ in told],
            text=[text for _, text, _, _ in told],
            quote=[quote for _, _, quote, _ in told],
            reply_to=[_reply(item)[1] for item in items],
            extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
            sender_id=[sender for sender, _ in people],
            sender=[name for _, name in people],
            ids=[string(item, "id") or string(item, "messageId") for item in items],
            epoch=[_second(item.get("timestamp")) for item in items],
            chat=self.name,
            is_group=self._is_group,
        )

    def _sender(self, item: Item) -> tuple[str, str]:
        """(sender_id, name); the names a sender has beside it are kept as aliases."""
        told = item.get("sender")
        told = told if isinstance(told, dict) else {}
        uid, uin = string(told, "uid"), string(told, "uin")
        names = [string(told, key) for key in ("name", "groupCard", "remark", "nickname")]
        name = next(filter(None, names), uin)
        is_owner = uid == self._uid if uid and self._uid else bool(uin) and uin == self._uin
        sender_id = (self._uid or self._uin) if is_owner else uid or uin or other_id(name)
        self._source.aliases.setdefault(sender_id, set()).update(filter(None, names))
        return sender_id, name


def _second(value: object) -> int | None:
    """Milliseconds (v5), or an ISO text (v4; with a zone, as the exporter writes it)."""
    if isinstance(value, str) and not value.isdigit():
        try:
            when = datetime.fromisoformat(value)
            return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())
        except (ValueError, OverflowError):
            return None
    try:
        number = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        return None
    return int(number // 1000) if number > 10**11 else int(number)


def _elements(item: Item) -> list[tuple[str, Item]]:
    """(type, data) of the parts."""
    told = item["content"]
    parts = told.get("elements") if isinstance(told, dict) else None
    found = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    return [(string(part, "type"), data if isinstance(data := part.get("data"), dict) else {}) for part in found]


def _raw(item: Item) -> str:
    told = item["content"]
    return string(told, "text") if isinstance(told, dict) else told


def _reply(item: Item) -> tuple[str | None, str | None]:
    """(quote, id of the quoted message) of a message that answers another."""
    told = item["content"]
    data = next((data for kind, data in _elements(item) if kind == "reply"), None)
    if data is None and isinstance(told, dict) and isinstance(told.get("reply"), dict):
        data = told["reply"]
    if data is None:
        return None, None
    words = string(data, "content") or string(data, "text")
    name = string(data, "senderName") or string(data, "senderNick") or string(data, "senderUin")
    found = string(data, "referencedMessageId") or string(data, "messageId")
    return wechat.plain_quote(f"{name}: {words}"), found if found.strip("0") else None


def content(item: Item) -> Content:
    """Kind and words of a message."""
    if item.get("system") is True or item.get("isSystemMessage") is True:
        return wechat.system(_raw(item))
    kind, text, extra = _parts(item)
    quote, _ = _reply(item)
    if item.get("recalled") is True or item.get("isRecalled") is True:
        kind = "recall"
    elif quote is not None and kind == "text":
        kind = "quote"
    return kind, text, quote, extra


def _parts(item: Item) -> tuple[str, str, dict[str, object]]:
    """Words win over what stands beside them: a picture in a text is only noted."""
    parts = [(kind, data) for kind, data in _elements(item) if kind != "reply"]
    if not parts:
        return _unparted(_raw(item))
    words = "".join(_word(kind, data) for kind, data in parts)
    others = [(kind, data) for kind, data in parts if kind not in _WORDS]
    if not others or words.strip():
        return "text", words, filled(media=[kind for kind, _ in others] or None)
    kind, data = others[0]
    return _BY_TYPE.get(kind, _other)(kind, data)


def _unparted(text: str) -> tuple[str, str, dict[str, object]]:
    """A text of an old file: its placeholders are all that tells of media."""
    found = _PLACEHOLDER.search(text)
    words = _PLACEHOLDER.sub("", text) if found else text
    if not found or words.strip():
        return "text", words, {}
    return _PLACES.get(found["kind"], "text"), "", {}


def _word(kind: str, data: Item) -> str:
    if kind == "face":
        name = string(data, "name").strip("/[]")
        return f"[{name or '表情'}]"
    if kind == "at":
        return string(data, "text") or "@" + string(data, "name").removeprefix("@")
    return string(data, "text") if kind == "text" else ""


def _number(data: Item, name: str) -> float | None:
    value = data.get(name)
    return value if isinstance(value, int | float) and 0 < value < 2**53 else None


def _hole(kind: str, data: Item) -> tuple[str, str, dict[str, object]]:
    name = string(data, "filename") if kind == "file" else ""
    path = string(data, "localPath") or string(data, "url")
    extra = filled(path=path, size=_number(data, "size"), duration=_number(data, "duration"), md5=string(data, "md5"))
    return _HOLES[kind], name, extra


def _sticker(kind: str, data: Item) -> tuple[str, str, dict[str, object]]:
    words = string(data, "name").strip("[]")
    return "sticker", words, filled(url=string(data, "url"), md5=string(data, "emojiId"))


def _card(kind: str, data: Item) -> tuple[str, str, dict[str, object]]:
    url, title = string(data, "url"), plain(string(data, "title"))
    extra = filled(url=url, description=plain(string(data, "description")), app=string(data, "appName"))
    return "link" if url else "card", title, extra


def _forward(kind: str, data: Item) -> tuple[str, str, dict[str, object]]:
    return "forward", "", filled(content=plain(string(data, "summary") or string(data, "content")))


def _system(kind: str, data: Item) -> tuple[str, str, dict[str, object]]:
    found, words, _, extra = wechat.system(string(data, "text") or string(data, "summary"))
    return found, words, extra


def _other(kind: str, data: Item) -> tuple[str, str, dict[str, object]]:
    return "other", "", {}


_BY_TYPE: dict[str, Callable[[str, Item], tuple[str, str, dict[str, object]]]] = {
    **dict.fromkeys(_HOLES, _hole),
    "market_face": _sticker,
    "json": _card,
    "forward": _forward,
    "system": _system,
}
