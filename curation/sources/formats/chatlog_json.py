"""chatlog JSON: one chat or several, with times, kinds, ids and who sent what.

Layout: a list of ``{"seq", "time" (RFC 3339 with zone), "talker", "talkerName", "isChatRoom", "sender", "senderName",
"isSelf", "type", "subType", "content", "contents": {…}}``; ``content`` is empty for media. chatlog's own source says
that ``isSelf`` may be wrong, so it only counts while it names one person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import orjson

from curation.errors import N_
from curation.sources import chatlog, wechat
from curation.sources.chatlog import GREY, Chats, People
from curation.sources.head import Head
from curation.sources.source import Chunk, Source
from curation.sources.wechat import Content, filled, plain
from curation.sources.weflow import string

NAME = "chatlog_json"
TITLE = N_("chatlog JSON")

Item = dict[str, Any]

_MARKS = {"item.seq", "item.talker", "item.isSelf"}
_BLOCK = 5000


def sniff(head: Head) -> float:
    """Three fields no other export has together."""
    return 0.99 if head.json_paths >= _MARKS else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record an object; what is no object, or has no type, or no text where it needs one, is set aside."""
    people, chats = People(source), Chats()
    for path in source.paths:
        for elements in source.elements(path):
            for at in range(0, len(elements), _BLOCK):
                items = _sound(elements[at : at + _BLOCK], source)
                keys = [chats.key(string(item, "talker"), string(item, "talkerName")) for item in items]
                for chat, some in chatlog.by_chat(items, keys):
                    yield _chunk(chat, some, people)


def _sound(elements: list[object], source: Source) -> list[Item]:
    items = []
    for element in elements:
        source.report.records += 1
        if reason := _unusable(element):
            source.refuse(reason)
            continue
        assert isinstance(element, dict)
        if _kind(element) is None:
            source.complain("kind_unknown")
        items.append(element)
    return items


def _unusable(element: object) -> str:
    """Why there is no message in this element; empty when there is one."""
    if not isinstance(element, dict):
        return "record_invalid"
    if not isinstance(element.get("type"), int):
        return "record_incomplete"
    if _kind(element) in {"text", "quote"} and not isinstance(element.get("content"), str):
        return "content_not_text" if "content" in element else "record_incomplete"
    return ""


def _kind(item: Item) -> str | None:
    number, sub = item.get("type"), item.get("subType")
    if not isinstance(number, int) or not 0 < number < 2**63:
        return None
    return wechat.kind_of(sub << 32 | 49 if number == 49 and isinstance(sub, int) and 0 <= sub < 2**31 else number)


def _chunk(chat: str, items: list[Item], people: People) -> Chunk:
    told = [_content(item) for item in items]
    stated = items[0].get("isChatRoom")
    return Chunk(
        chat=chat,
        is_group=stated if isinstance(stated, bool) else None,
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[
            people.of(string(item, "sender"), string(item, "senderName"), _mine(item, kind))
            for item, (kind, _, _, _) in zip(items, told, strict=True)
        ],
        sender=[string(item, "senderName") or string(item, "sender") for item in items],
        ids=[_id(item) for item in items],
        epoch=[_epoch(item.get("time")) for item in items],
    )


def _mine(item: Item, kind: str) -> bool:
    return item.get("isSelf") is True and item.get("sender") != GREY and kind not in {"system", "recall", "pat"}


def _id(item: Item) -> str:
    """``seq`` counts within a chat only."""
    seq = string(item, "seq")
    return f"{string(item, 'talker')}/{seq}" if seq.strip("0") else ""


def _epoch(value: object) -> float | None:
    """Seconds of a time with zone; a time without one is none."""
    try:
        when = datetime.fromisoformat(value if isinstance(value, str) else "")
        return int(when.timestamp()) if when.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _content(item: Item) -> Content:
    kind, more = _kind(item) or "other", item.get("contents")
    return _BY_KIND.get(kind, _titled)(kind, string(item, "content"), more if isinstance(more, dict) else {})


def _text(kind: str, text: str, more: Item) -> Content:
    return kind, text, None, {}


def _system(kind: str, text: str, more: Item) -> Content:
    found = wechat.system(text)
    return (kind, *found[1:]) if kind == "pat" else found


def _quote(kind: str, text: str, more: Item) -> Content:
    """With the words of the quoted message, but not what that one quotes itself."""
    refer = more.get("refer")
    if not isinstance(refer, dict):
        return kind, plain(text), None, {}
    inner = refer.get("contents")
    inner = {name: value for name, value in inner.items() if name != "refer"} if isinstance(inner, dict) else {}
    _, words, _, _ = _content({**refer, "contents": inner})
    name = string(refer, "senderName") or string(refer, "sender")
    return kind, plain(text), f"{name}: {plain(words)}", {}


def _transfer(kind: str, text: str, more: Item) -> Content:
    return chatlog.content(text) if text.startswith("[转账") else (kind, plain(text), None, {})


def _forward(kind: str, text: str, more: Item) -> Content:
    return kind, plain(string(more, "title")), None, filled(content=plain(string(more, "desc")))


def _media(kind: str, text: str, more: Item) -> Content:
    path = string(more, "voice") or string(more, "path")
    return kind, "", None, filled(md5=string(more, "md5"), path=path, url=string(more, "cdnurl"))


def _titled(kind: str, text: str, more: Item) -> Content:
    title, description = plain(string(more, "title")), plain(string(more, "desc"))
    words = title or description or plain(string(more, "label"))
    extra = filled(
        url=string(more, "url"), md5=string(more, "md5"), description=description if title else "", x=_real(more, "x")
    )
    return kind, words, None, {**extra, **filled(y=_real(more, "y"), label=plain(string(more, "label")))}


def _real(more: Item, name: str) -> float | None:
    value = more.get(name)
    try:
        number = float(value) if isinstance(value, str | float) else 0.0
    except ValueError:
        return None
    return number if 0 < abs(number) <= 180 else None


_BY_KIND: dict[str, Callable[[str, str, Item], Content]] = {
    "text": _text,
    "quote": _quote,
    "image": _media,
    "video": _media,
    "voice": _media,
    "sticker": _media,
    "transfer": _transfer,
    "forward": _forward,
    "system": _system,
    "recall": _system,
    "pat": _system,
}
