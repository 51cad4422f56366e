"""Telegram Desktop's ``result.json``: one chat, or the full export with all of them.

Layout: one chat ``{name, type, id, messages}``; full ``{personal_information, chats: {list}, left_chats: {list}}`` (an
older one has the list right under ``chats``). A text is a string, or a list of strings and ``{type, text}``. Only a
full export says whose it is. ``date`` is the computer's wall clock, ``date_unixtime`` (since about 2022) exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import Any

import orjson

from curation.errors import N_
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.jsonpaths import Places
from curation.sources.source import Chunk, Source, other_id
from curation.sources.wechat import Content, filled

NAME = "telegram"
TITLE = N_("Telegram Desktop (result.json)")

Item = dict[str, Any]

_ROOTS = ("", "chats.list.item.", "chats.item.", "left_chats.list.item.", "left_chats.item.")
_OWNER = "personal_information.user_id"
_PLACES = Places(
    frozenset({_OWNER, *(f"{root}{name}" for root in _ROOTS for name in ("name", "type", "id", "messages.item"))}),
    frozenset(root.removesuffix(".") for root in _ROOTS),
)
_TYPE = re.compile(
    r'"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|verify_codes|replies|'
    r'(?:private|public)_(?:group|supergroup|channel))"'
)
_FULL = {_OWNER, "contacts.list.item.user_id", "contacts.list.item.date_unixtime", "frequent_contacts.list.item.id"}
_BLOCK = 5000
_REMEMBERED = 20_000
"""Messages back that a reply can be shown with what it answers."""

_LONGEST_QUOTE = 500


def sniff(head: Head) -> float:
    """A chat's type and messages, or the account's own sections."""
    if not head.is_json or head.text.lstrip()[:1] != "{":
        return 0.0
    paths = head.json_paths
    if {"type", "id"} <= paths and "messages" in head.text and _TYPE.search(head.text):
        return 0.97
    full = paths & _FULL or any(path.startswith(("chats.list.item.", "chats.item.messages.")) for path in paths)
    return 0.95 if full and ("about" in paths or _TYPE.search(head.text)) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a message, service messages included."""
    names: dict[str, str] = {}
    for path in source.paths:
        messages = _messages(path, source, names)
        while block := list(islice(messages, _BLOCK)):
            for (_, exact), some in groupby(block, lambda one: (one[0].key, "date_unixtime" in one[1])):
                yield _chunk(list(some), exact, source)


@dataclass
class _Chat:
    """The chat that is being read; ``told``: its name, type and id; ``recent``: message id -> who said what."""

    key: str = ""
    told: dict[str, str] = field(default_factory=dict)
    recent: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its number."""
        return self.told.get("id", "")

    @property
    def is_group(self) -> bool | None:
        """By its type; None for one that is not told."""
        kind = self.told.get("type", "")
        return kind.endswith(("_group", "_supergroup", "_channel")) if kind else None

    def remember(self, message_id: str, name: str, text: str) -> None:
        """Keep what a later message may answer."""
        self.recent[message_id] = f"{name}: {text[:_LONGEST_QUOTE]}"
        if len(self.recent) > _REMEMBERED:
            del self.recent[next(iter(self.recent))]


def _messages(path: File, source: Source, names: dict[str, str]) -> Iterator[tuple[_Chat, Item]]:
    """(its chat, message) for each that is one; ``names``: key -> id of the chat that has it."""
    chat = _Chat()
    for place, value in source.places(path, _PLACES):
        if place == _OWNER:
            source.owner = _account(value) or None
        elif place in _PLACES.openings:
            chat = _Chat()
        elif place.endswith("messages.item"):
            chat.key = chat.key or _key(chat, source, names)
            source.report.records += 1
            if isinstance(value, dict):
                yield chat, value
            else:
                source.refuse("record_invalid")
        elif not chat.key:
            chat.told[place.rpartition(".")[2]] = _id(value)


def _key(chat: _Chat, source: Source, names: dict[str, str]) -> str:
    """The chat's name; with its id where another chat has the same."""
    unnamed = "Saved Messages" if chat.told.get("type") == "saved_messages" else chat.id or source.chat
    name = chat.told.get("name") or unnamed
    return name if names.setdefault(name, chat.id) == chat.id else f"{name} ({chat.id})"


def _account(value: object) -> str:
    """``user123``; old files have the number alone."""
    return f"user{_id(value)}" if type(value) is int else _id(value)


def _chunk(block: list[tuple[_Chat, Item]], exact: bool, source: Source) -> Chunk:
    items = [item for _, item in block]
    names = list(map(_name, items))
    ids = [_id(item.get("id")) for item in items]
    told, quotes, answered = [], [], []
    for ago, ((chat, item), name, own) in enumerate(zip(block, names, ids, strict=True)):
        kind, text, _, extra = _content(item)
        if kind == "unknown":
            source.complain("kind_unknown", ago=len(block) - ago - 1)
            kind = "other"
        reply = _id(item.get("reply_to_message_id"))
        told.append(("quote" if reply and kind == "text" else kind, text, extra))
        quotes.append(chat.recent.get(reply) if reply else None)
        answered.append(f"{chat.id}:{reply}" if reply else None)
        chat.remember(own, name, text)
    chat = block[0][0]
    return Chunk(
        kind=[kind for kind, _, _ in told],
        text=[text for _, text, _ in told],
        quote=quotes,
        reply_to=answered,
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, extra in told],
        sender_id=list(map(_sender, items, names)),
        sender=names,
        ids=[f"{chat.id}:{one}" if one else "" for one in ids],
        epoch=[item["date_unixtime"] for item in items] if exact else None,
        local=None if exact else [_string(item, "date").replace("T", " ") for item in items],
        chat=chat.key,
        is_group=chat.is_group,
    )


def _sender(item: Item, name: str) -> str:
    return _account(item.get("from_id") or item.get("actor_id")) or other_id(name)


def _name(item: Item) -> str:
    """Who sent it; nothing for a deleted account."""
    return _string(item, "from") or _string(item, "actor")


def _id(value: object) -> str:
    return str(value) if type(value) is int and abs(value) < 2**63 else value if isinstance(value, str) else ""


def _string(item: Item, name: str) -> str:
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _number(item: Item, name: str) -> float | None:
    value = item.get(name)
    return value if isinstance(value, int | float) and 0 < abs(value) < 2**53 else None


def words(text: object) -> str:
    """A text, or the texts of its parts: links, mentions, bold words stand in it as they were typed."""
    if isinstance(text, str):
        return text
    parts = text if isinstance(text, list) else []
    pieces = [part.get("text") if isinstance(part, dict) else part for part in parts]
    return "".join([piece for piece in pieces if isinstance(piece, str)])


# --- kinds


def _content(item: Item) -> Content:
    if item.get("type") == "service":
        return _service(item)
    text = words(item.get("text"))
    if item.get("forwarded_from") or item.get("saved_from"):
        name = _string(item, "forwarded_from") or _string(item, "saved_from")
        return "forward", "", None, filled(content=f"{name}: {text}" if text else "")
    if not _BY_MARK.keys().isdisjoint(item):
        for mark, read in _BY_MARK.items():
            if item.get(mark):
                return read(item, text)
    return ("text" if item.get("type") == "message" else "unknown"), text, None, {}


def _service(item: Item) -> Content:
    action = _string(item, "action")
    if action in {"phone_call", "group_call"}:
        return "call", "", None, filled(duration=_number(item, "duration_seconds") or _number(item, "duration"))
    return "system", _string(item, "title") or words(item.get("text")), None, filled(action=action)


def _path(item: Item, name: str = "file") -> str:
    """Where the file lies; what was left out of the export has a notice in brackets instead."""
    path = _string(item, name)
    return "" if path.startswith("(") else path


def _media(item: Item, text: str) -> Content:
    kind = _MEDIA.get(_string(item, "media_type"), "file")
    extra = filled(path=_path(item), duration=_number(item, "duration_seconds"))
    if kind == "sticker":
        return kind, text or _string(item, "sticker_emoji"), None, extra
    return (kind, text, None, extra) if kind != "file" else _file(item, text)


def _file(item: Item, text: str) -> Content:
    path = _path(item)
    name = _string(item, "file_name") or _string(item, "title") or path.rpartition("/")[2]
    return "file", name, None, filled(path=path, caption=text)


def _photo(item: Item, text: str) -> Content:
    return "image", text, None, filled(path=_path(item, "photo"))


def _card(item: Item, text: str) -> Content:
    told = item["contact_information"]
    found = [_string(told, "first_name"), _string(told, "last_name")] if isinstance(told, dict) else []
    return "card", " ".join(filter(None, found)), None, {}


def _location(item: Item, text: str) -> Content:
    told = item.get("location_information")
    spot = told if isinstance(told, dict) else {}
    where = filled(x=_number(spot, "latitude"), y=_number(spot, "longitude"), label=_string(item, "address"))
    return "location", _string(item, "place_name"), None, where


def _poll(item: Item, text: str) -> Content:
    told = item["poll"]
    return "other", "", None, filled(content=words(told.get("question")) if isinstance(told, dict) else "")


_MEDIA = {
    "sticker": "sticker", "voice_message": "voice", "video_message": "video", "video_file": "video",
    "animation": "video", "audio_file": "file",
}  # fmt: skip
_BY_MARK: dict[str, Callable[[Item, str], Content]] = {
    "media_type": _media,
    "photo": _photo,
    "file": _file,
    "contact_information": _card,
    "place_name": _location,
    "location_information": _location,
    "poll": _poll,
}
