"""chatlog TXT: one chat or several; times as exact as they were asked for, content as text.

Layout: ``name(id) time`` (``我`` as the id of the owner; the id alone for somebody without a name; `` [chat]`` before
the time where several groups were asked for), the content, an empty line. The time may lack the year or the whole date;
such a file has no times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from curation.errors import N_
from curation.sources import blocktext, chatlog
from curation.sources.blocktext import Entry
from curation.sources.chatlog import Chats
from curation.sources.head import Head
from curation.sources.source import OWNER, Chunk, Source, other_id

NAME = "chatlog_txt"
TITLE = N_("chatlog TXT")
SENTENCES = {
    "time_without_date": N_(
        "The times in this file lack the year or the whole date, so its messages have none. Save the chat once more "
        "from chatlog as JSON to keep them."
    )
}

_HEAD = re.compile(
    r"(?:(?P<name>[^>\n].{0,99}|)\((?P<id>我|[A-Za-z0-9_@.-]{1,64})\)"
    r"|(?P<bare>系统消息|我|[A-Za-z][A-Za-z0-9_-]{5,63}|\d{1,30}@chatroom)) "
    r"(?:\[(?P<chat>.{1,200})\] )?(?P<time>(?:\d{4}-\d\d-\d\d |\d\d-\d\d )?\d\d:\d\d:\d\d)"
)
_ACCOUNT = re.compile(r"(.*)\(([^()]+)\)")
_ME = "我"


def sniff(head: Head) -> float:
    """Name, id and time on the first line; less sure when the name is missing."""
    found = _HEAD.fullmatch(head.first_line)
    return (0.9 if found["id"] else 0.6) if found else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record for each name and time."""
    people, chats = _People(source), Chats()
    for path in source.paths:
        for entries in blocktext.blocks(source.texts(path), _HEAD, source.report, behind_gap=True):
            keys = [_chat(entry, chats) for entry in entries]
            for chat, some in chatlog.by_chat(entries, keys):
                yield _chunk(chat, some, people, source)


def _chat(entry: Entry, chats: Chats) -> str:
    """The chat's key; empty where the file holds only one."""
    written = entry.head["chat"] or ""
    found = _ACCOUNT.fullmatch(written)
    return chats.key(found[2], found[1]) if found else written and chats.key(written, written)


class _People:
    """sender_ids; the owner is ``我``, unless two names have that id."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._me: str | None = None

    def of(self, account: str, name: str) -> str:
        """The sender_id."""
        if account != _ME:
            return other_id(account)
        if self._me is None:
            self._me, self._source.owner = name, OWNER
        if name != self._me:
            self._source.owner = None
            return other_id(name)
        return OWNER


def _chunk(chat: str, entries: list[Entry], people: _People, source: Source) -> Chunk:
    heads = [entry.head for entry in entries]
    accounts = [head["id"] or head["bare"] for head in heads]
    names = [head["name"] or account for head, account in zip(heads, accounts, strict=True)]
    told = [chatlog.content(entry.text, account) for entry, account in zip(entries, accounts, strict=True)]
    dated = all(len(head["time"]) == len("2024-01-01 00:00:00") for head in heads)
    if not dated:
        source.report.note("time_without_date")
    return Chunk(
        chat=chat,
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[people.of(account, name) for account, name in zip(accounts, names, strict=True)],
        sender=names,
        local=[head["time"] for head in heads] if dated else None,
    )
