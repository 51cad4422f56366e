"""Telegram Desktop's ``result.json``: one chat, or the full export with all of them.

Layout: one chat ``{name, type, id, messages}``; full ``{personal_information, chats: {list}, left_chats: {list}}`` (an
older one has the list right under ``chats``). A text is a string, or a list of strings and ``{type, text}``. Only a
full export says whose it is; a personal chat has the other one's number. ``date`` is the computer's wall clock, ``date_unixtime`` (since about 2022) exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice
from typing import NamedTuple

import orjson

from curation.errors import N_
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.jsonpaths import Places
from curation.sources.source import Chunk, Source, other_id
from curation.sources.telegram import Item, content, string

NAME = "telegram"
TITLE = N_("Telegram Desktop (result.json)")

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
_LISTS = [f"{root}messages.item." for root in _ROOTS]
_BARE = ("type", "date_unixtime", "from")
"""What is left of a message in files that somebody has cut down."""

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
    if full and ("about" in paths or _TYPE.search(head.text)):
        return 0.95
    return 0.7 if any({f"{root}{name}" for name in _BARE} <= paths for root in _LISTS) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a message, service messages included."""
    names: dict[str, str] = {}
    for path in source.paths:
        messages = _messages(path, source, names)
        while block := list(islice(messages, _BLOCK)):
            for (_, exact), some in groupby(block, lambda one: (one.chat.key, "date_unixtime" in one.item)):
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

    def other_than_peer(self, senders: list[str]) -> str | None:
        """Who of the senders is likely to own the file: a personal chat bears the number of the other one."""
        if self.told.get("type") != "personal_chat":
            return None
        return next((one for one in senders if one.startswith("user") and one != f"user{self.id}"), None)

    def remember(self, message_id: str, name: str, text: str) -> None:
        """Keep what a later message may answer."""
        self.recent[message_id] = f"{name}: {text[:_LONGEST_QUOTE]}"
        if len(self.recent) > _REMEMBERED:
            del self.recent[next(iter(self.recent))]


class _Message(NamedTuple):
    """A message, the chat it stands in, and which record of the source it is."""

    chat: _Chat
    item: Item
    number: int


def _messages(path: File, source: Source, names: dict[str, str]) -> Iterator[_Message]:
    """Each that is one; ``names``: key -> id of the chat that has it."""
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
                yield _Message(chat, value, source.report.records)
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


def _chunk(block: list[_Message], exact: bool, source: Source) -> Chunk:
    items = [one.item for one in block]
    names = list(map(_name, items))
    ids = [_id(item.get("id")) for item in items]
    told, quotes, answered = [], [], []
    for (chat, item, number), name, own in zip(block, names, ids, strict=True):
        kind, text, _, extra = content(item)
        if kind == "unknown":
            source.problem(number, "kind_unknown")
            kind = "other" if name else "system"
        reply = "" if "reply_to_peer_id" in item else _id(item.get("reply_to_message_id"))
        told.append(("quote" if reply and kind == "text" else kind, text, extra))
        quotes.append(chat.recent.get(reply) if reply else None)
        answered.append(f"{chat.id}:{reply}" if reply else None)
        chat.remember(own, name, text)
    chat = block[0].chat
    senders = list(map(_sender, items, names))
    source.suggested = source.suggested or chat.other_than_peer(senders)
    return Chunk(
        kind=[kind for kind, _, _ in told],
        text=[text for _, text, _ in told],
        quote=quotes,
        reply_to=answered,
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, extra in told],
        sender_id=senders,
        sender=names,
        ids=[f"{chat.id}:{one}" if one else "" for one in ids],
        epoch=[item["date_unixtime"] for item in items] if exact else None,
        local=None if exact else [string(item, "date").replace("T", " ") for item in items],
        chat=chat.key,
        numbers=[one.number for one in block],
        is_group=chat.is_group,
    )


def _sender(item: Item, name: str) -> str:
    return _account(item.get("from_id") or item.get("actor_id")) or other_id(name)


def _name(item: Item) -> str:
    """Who sent it; nothing for a deleted account."""
    return string(item, "from") or string(item, "actor")


def _id(value: object) -> str:
    return str(value) if type(value) is int and abs(value) < 2**63 else value if isinstance(value, str) else ""
