"""chatlog JSON: one chat or several, with times, kinds, ids and who sent what.

Layout: a list of ``{"seq", "time" (RFC 3339 with zone), "talker", "talkerName", "isChatRoom", "sender", "senderName",
"isSelf", "type", "subType", "content", "contents": {…}}``; ``content`` is empty for media. chatlog's own source says
that ``isSelf`` may be wrong, so it only counts while it names one person. Programs that serve the same from elsewhere
put the list into an object, as ``items``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import pyarrow as pa

from curation.errors import N_
from curation.sources import chatlog, files, wechat
from curation.sources.chatlog import GREY, Chats, People
from curation.sources.columns import Item, Met, apart, other_than, parted, sound, strings, values
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.source import Chunk, Source
from curation.sources.wechat import Content, filled, plain
from curation.sources.weflow import string

NAME = "chatlog_json"
TITLE = N_("chatlog JSON")

_MARKS = ({"item.seq", "item.talker", "item.isSelf"}, {"items.item.seq", "items.item.talker", "items.item.isSelf"})
_WRAPPED = "items"
_TOP = 1024
"""Bytes in which the first bracket stands."""

_BLOCK = 5000


def sniff(head: Head) -> float:
    """Three fields no other export has together."""
    return 0.99 if any(head.json_paths >= marks for marks in _MARKS) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record an object; what is no object, or has no type, or no text where it needs one, is set aside."""
    people, chats = People(source), Chats()
    for path in source.paths:
        for elements in _elements(path, source):
            for at in range(0, len(elements), _BLOCK):
                items, kinds = sound(elements[at : at + _BLOCK], _kind, _fault, source, by=["type", "subType"])
                yield from _chunks(items, kinds, source.numbers(len(items)), people, chats)


def _elements(path: File, source: Source) -> Iterator[list[Any]]:
    """The list that the file is, or that stands in it as ``items``."""
    wrapped = Head(path.name, files.head(path, _TOP)).text.lstrip().startswith("{")
    return source.document(path, _WRAPPED)[1] if wrapped else source.elements(path)


def _fault(item: Item) -> str:
    """Why there is no message in this object; empty when there is one."""
    if not isinstance(item.get("type"), int):
        return "record_incomplete"
    if _kind(item) in {"text", "quote"}:
        return "content_not_text" if "content" in item else "record_incomplete"
    return ""


def _kind(item: Item) -> str | None:
    number, sub = item.get("type"), item.get("subType")
    return _kinds(number if isinstance(number, int) else 0, sub if isinstance(sub, int) else -1)


@lru_cache(maxsize=4096)
def _kinds(number: int, sub: int) -> str | None:
    if not 0 < number < 2**63:
        return None
    return wechat.kind_of(sub << 32 | 49 if number == 49 and 0 <= sub < 2**31 else number)


def _chunks(
    items: Sequence[Item], kinds: Sequence[str], numbers: list[int], people: People, chats: Chats
) -> Iterator[Chunk]:
    told = apart(strings(items, "content"), other_than(kinds, "text"), lambda at: _content(kinds[at], items[at]))
    accounts, names, talkers = (strings(items, name) for name in ("sender", "senderName", "talker"))
    ids = Met(lambda account, name, marked, kind: people.of(account, name, _mine(account, marked, kind)))
    mine = [one is True for one in values(items, "isSelf")]
    told |= {
        "sender_id": [ids[one] for one in zip(accounts, names, mine, told["kind"], strict=True)],
        "sender": chatlog.named(names, accounts),
        "ids": chatlog.ids(talkers, strings(items, "seq")),
        "epoch": _epochs(strings(items, "time")),
        "numbers": numbers,
    }
    keys = Met(chats.key)
    found = [keys[one] for one in zip(talkers, strings(items, "talkerName"), strict=True)]
    yield from parted(found, lambda at: _stated(items[at]), told)


def _stated(item: Item) -> bool | None:
    """Whether the chat is a group."""
    found = item.get("isChatRoom")
    return found if isinstance(found, bool) else None


def _mine(account: str, marked: bool, kind: str) -> bool:
    return marked and account != GREY and kind not in {"system", "recall", "pat"}


def _epochs(times: list[str]) -> list[int | None]:
    """Seconds of times with a zone; a time without one is none."""
    try:
        found = pa.array(times, pa.large_string()).cast(pa.timestamp("s", "UTC"))
    except pa.ArrowInvalid:  # parts of seconds, or one that is no time
        return [_epoch(one) for one in times]
    return found.cast(pa.int64()).to_numpy().tolist()  # type: ignore[no-any-return]


def _epoch(time: str) -> int | None:
    try:
        when = datetime.fromisoformat(time)
        return int(when.timestamp()) if when.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _content(kind: str, item: Item) -> Content:
    more = item.get("contents")
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
    _, words, _, _ = _content(_kind(refer) or "other", {**refer, "contents": inner})
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
