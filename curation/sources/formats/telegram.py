"""Telegram Desktop's ``result.json``: one chat, or the full export with all of them.

Layout: one chat ``{name, type, id, messages}``; full ``{personal_information, chats: {list}, left_chats: {list}}`` (an
older one has the list right under ``chats``). A text is a string, or a list of strings and ``{type, text}``. Only a
full export says whose it is; a personal chat has the other one's number. ``date`` is the computer's wall clock,
``date_unixtime`` (since about 2022) exact.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, islice

from curation.errors import N_
from curation.sources.columns import Met, values
from curation.sources.files import File
from curation.sources.head import Head
from curation.sources.jsonpaths import Places
from curation.sources.source import Chunk, Source, other_id
from curation.sources.telegram import Item, contents, string

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
        for chat, items, numbers in _messages(path, source, names):
            exact = ["date_unixtime" in item for item in items]
            at = 0
            for is_exact, some in groupby(exact):
                end = at + sum(1 for _ in some)
                yield _chunk(chat, items[at:end], numbers[at:end], is_exact, source)
                at = end


@dataclass
class _Chat:
    """The chat that is being read; ``told``: its name, type and id; ``recent``: message id -> who said what."""

    key: str = ""
    told: dict[str, str] = field(default_factory=dict)
    recent: dict[str, tuple[str, str]] = field(default_factory=dict)

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

    def remember(self, ids: list[str], names: list[str], texts: list[str]) -> None:
        """Keep what later messages may answer."""
        self.recent.update(zip(ids, zip(names, (text[:_LONGEST_QUOTE] for text in texts), strict=True), strict=True))
        for old in list(islice(self.recent, max(len(self.recent) - _REMEMBERED, 0))):
            del self.recent[old]

    def answered(self, reply: str) -> str | None:
        """``name: words`` of the message with this id."""
        return ": ".join(found) if (found := self.recent.get(reply)) else None


Messages = tuple[_Chat, list[Item], list[int]]
"""A chat, some of its messages, and which records of the source they are."""


def _messages(path: File, source: Source, names: dict[str, str]) -> Iterator[Messages]:
    """Those that are some; ``names``: key -> id of the chat that has it."""
    chat = _Chat()
    for place, found in source.places(path, _PLACES):
        if place == _OWNER:
            source.owner = _account(found[-1]) or None
        elif place in _PLACES.openings:
            chat = _Chat()
        elif place.endswith("messages.item"):
            for at in range(0, len(found), _BLOCK):
                chat.key = chat.key or _key(chat, source, names)
                yield chat, *_sound(found[at : at + _BLOCK], source)
        elif not chat.key:
            chat.told[place.rpartition(".")[2]] = _id(found[-1])


def _sound(elements: list[object], source: Source) -> tuple[list[Item], list[int]]:
    """The messages among the elements, each of which is a record, and the number of each."""
    first = source.report.records + 1
    source.report.records += len(elements)
    items = [one for one in elements if isinstance(one, dict)]
    if len(items) == len(elements):
        return items, list(range(first, first + len(items)))
    for number, one in enumerate(elements, first):
        if not isinstance(one, dict):
            source.report.put_aside("record_invalid")
            source.problem(number, "record_invalid")
    return items, [number for number, one in enumerate(elements, first) if isinstance(one, dict)]


def _key(chat: _Chat, source: Source, names: dict[str, str]) -> str:
    """The chat's name; with its id where another chat has the same."""
    unnamed = "Saved Messages" if chat.told.get("type") == "saved_messages" else chat.id or source.chat
    name = chat.told.get("name") or unnamed
    return name if names.setdefault(name, chat.id) == chat.id else f"{name} ({chat.id})"


def _account(value: object) -> str:
    """``user123``; old files have the number alone."""
    return f"user{_id(value)}" if type(value) is int else _id(value)


def _chunk(chat: _Chat, items: list[Item], numbers: list[int], exact: bool, source: Source) -> Chunk:
    names, ids = _names(items), _ids(items)
    told = contents(items)
    for at in (at for at, kind in enumerate(told["kind"]) if kind == "unknown"):
        source.problem(numbers[at], "kind_unknown")
        told["kind"][at] = "other" if names[at] else "system"
    chat.remember(ids, names, told["text"])
    replies = [_id(one) for one in values(items, "reply_to_message_id")]
    for at in (at for at, reply in enumerate(replies) if reply):
        if "reply_to_peer_id" in items[at]:
            replies[at] = ""
            continue
        told["quote"][at] = chat.answered(replies[at])
        told["kind"][at] = "quote" if told["kind"][at] == "text" else told["kind"][at]
    senders = _senders(items, names)
    source.suggested = source.suggested or chat.other_than_peer(senders)
    return Chunk(
        **told,
        reply_to=[f"{chat.id}:{reply}" if reply else None for reply in replies],
        sender_id=senders,
        sender=names,
        ids=[f"{chat.id}:{one}" if one else "" for one in ids],
        epoch=values(items, "date_unixtime") if exact else None,
        local=None if exact else [string(item, "date").replace("T", " ") for item in items],
        chat=chat.key,
        numbers=numbers,
        is_group=chat.is_group,
    )


def _ids(items: list[Item]) -> list[str]:
    found = values(items, "id")
    plain = set(map(type, found)) == {int} and max(map(abs, found)) < 2**63
    return list(map(str, found)) if plain else [_id(one) for one in found]


def _senders(items: list[Item], names: list[str]) -> list[str]:
    accounts = values(items, "from_id")
    if not all(accounts):
        accounts = [one or item.get("actor_id") for one, item in zip(accounts, items, strict=True)]
    if not set(map(type, accounts)) <= {str, int, type(None)}:
        return [_sender(account, name) for account, name in zip(accounts, names, strict=True)]
    met = Met(_sender)
    return [met[one] for one in zip(accounts, names, strict=True)]


def _sender(account: object, name: str) -> str:
    return _account(account) or other_id(name)


def _names(items: list[Item]) -> list[str]:
    """Who sent each; nothing for a deleted account."""
    found = values(items, "from")
    if set(map(type, found)) == {str} and all(found):
        return found
    return [string(item, "from") or string(item, "actor") for item in items]


def _id(value: object) -> str:
    return str(value) if type(value) is int and abs(value) < 2**63 else value if isinstance(value, str) else ""
