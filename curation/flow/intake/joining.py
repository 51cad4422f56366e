"""Which chats of a file the workspace has already, and what the file adds to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection, RowMapping

from curation import sources
from curation.workspace import imports, likeness, newer, people, queries
from curation.workspace.matching import MINUTE
from curation.workspace.sketch import Sketch

LOSSY = "lossy_format"
"""Note of a report: the format leaves messages out, so that a missing one says nothing."""


@dataclass(frozen=True)
class Newer:
    """What a newer export of a chat holds: messages we know, new ones, and how many of ours it holds no more.

    ``shift``: minutes its clock is ahead of ours, by which its times are moved.
    """

    chat: int
    name: str
    matched: int
    new: int
    vanished: int
    shift: int = 0


Into = Mapping[str, int | None]
"""Chat key -> the chat it is a newer export of; None: it is none. Where nothing is said, content decides."""


def additions(
    connection: Connection, reader: sources.Reader, chats: Sequence[sources.Chat], into: Into
) -> dict[str, newer.Addition]:
    """Chat key -> what it adds, of those ``chats`` of the file that the workspace has. Reads the file once.

    Raises RuwoError.
    """
    here = queries.all_chats(connection)
    asked = [chat for chat in chats if into.get(chat.key, 0) is not None]
    if not here or not asked:
        return {}
    sketches = _sketches(reader, [chat.key for chat in asked])
    full = all(note.code != LOSSY for note in reader.report.notes)
    check = reader.watch or (lambda: None)
    found = _pairs(connection, here, asked, sketches, into, check)
    return {
        chat.key: _addition(connection, found[chat.key], chat, sketches[chat.key], full, check)
        for chat in asked
        if chat.key in found
    }


def told(connection: Connection, added: Mapping[str, newer.Addition]) -> dict[str, Newer]:
    """The same in numbers."""
    names = {chat["id"]: chat["name"] for chat in queries.all_chats(connection)}
    return {
        key: Newer(one.old.chat_id, names[one.old.chat_id], **one.counts, shift=one.shift // MINUTE)
        for key, one in added.items()
    }


def reported(added: Mapping[str, newer.Addition]) -> dict[str, Any]:
    """The same for the report (JSON), by chat id."""
    rows = [{"chat": one.old.chat_id, **one.counts, "shift": one.shift // MINUTE} for one in added.values()]
    return {NEWER: rows} if rows else {}


NEWER = "newer"
"""Key of a source's report: what it added to chats that were there before."""


class Writers:
    """Writes the batches of a source whose chats the workspace has."""

    def __init__(self, connection: Connection, added: Mapping[str, newer.Addition], source: int) -> None:
        self._each = {key: newer.AdditionWriter(connection, one, source) for key, one in added.items()}

    def add(self, batch: pd.DataFrame) -> None:
        """Add what is new of a messages frame; other chats are left out."""
        for key, rows in _by_chat(batch):
            if key in self._each:
                self._each[key].add(rows)

    def timed(self, key: str) -> bool:
        """The source tells when messages were sent that had no time."""
        return self._each[key].timed

    def finish(self, chats: Mapping[str, imports.ChatRow]) -> None:
        """Set what depends on all messages, when the last batch is in."""
        for key, writer in self._each.items():
            writer.finish(chats[key].senders, is_group=chats[key].is_group)


def _by_chat(batch: pd.DataFrame) -> Iterable[tuple[str, pd.DataFrame]]:
    return ((str(key), rows) for key, rows in batch.groupby("chat", sort=False))


def _sketches(reader: sources.Reader, keys: Sequence[str]) -> dict[str, Sketch]:
    sketches = {key: Sketch() for key in keys}
    for batch in reader.batches(keys):
        for key, rows in _by_chat(batch):
            newer.sketched(sketches[key], rows)
    return sketches


def _pairs(
    connection: Connection,
    here: Sequence[RowMapping],
    asked: Sequence[sources.Chat],
    sketches: Mapping[str, Sketch],
    into: Into,
    check: Callable[[], None],
) -> dict[str, newer.Stored]:
    """Each of the file's chats with the one it continues; every chat at most once, the surest ones first."""
    logs = [sketches[chat.key].log() for chat in asked]
    index, titles, folk = likeness.Index(logs), _by(asked, _titles), _by(asked, _folk)
    found: list[tuple[int, int, newer.Stored]] = []
    for ours in here:
        old, names = newer.stored(connection, ours["id"], check), people.names_of(connection, ours["id"])
        titled = {at for title in (ours["key"], ours["name"]) for at in titles.get(title, ())}
        known = {at for some in names.values() for name in some for at in folk.get(name, ())[:_MANY]}
        forced = [at for at, chat in enumerate(asked) if into.get(chat.key) == ours["id"]]
        found += [(0, at, old) for at in forced]
        for at in sorted({*index.near(old.log), *titled, *known}):
            same_people = likeness.same_people(names, _names(asked[at]))
            if asked[at].key not in into and likeness.same_chat(
                old.log, logs[at], named=at in titled, people=same_people
            ):
                found.append((1 if at in titled else 2, at, old))
    return _best(found, asked)


_MANY = 20
"""Chats of one person that are looked at: whose name stands in more of them is the person who exported them."""


def _by(asked: Sequence[sources.Chat], names: Callable[[sources.Chat], Iterable[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for at, chat in enumerate(asked):
        for name in {*names(chat)} - {""}:
            found[name].append(at)
    return found


def _titles(chat: sources.Chat) -> Iterable[str]:
    return chat.key, chat.name


def _folk(chat: sources.Chat) -> Iterable[str]:
    return (name for names in _names(chat).values() for name in names)


def _best(found: list[tuple[int, int, newer.Stored]], asked: Sequence[sources.Chat]) -> dict[str, newer.Stored]:
    taken: set[int] = set()
    best: dict[str, newer.Stored] = {}
    for _, at, old in sorted(found, key=lambda one: one[:2]):
        if asked[at].key not in best and old.chat_id not in taken:
            best[asked[at].key] = old
            taken.add(old.chat_id)
    return best


def _addition(
    connection: Connection,
    old: newer.Stored,
    chat: sources.Chat,
    sketch: Sketch,
    full: bool,
    check: Callable[[], None],
) -> newer.Addition:
    names = people.names_of(connection, old.chat_id), _names(chat)
    known = likeness.who_is_who(old.log, sketch.log(), (old.sketch.senders, sketch.senders), names)
    return newer.Addition(old, sketch, known, full=full, check=check)


def _names(chat: sources.Chat) -> dict[str, Any]:
    return {sender.sender_id: {sender.name, *sender.aliases} - {""} for sender in chat.senders}
