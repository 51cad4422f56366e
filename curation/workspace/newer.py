"""A newer export of a chat we have: what it adds is written, and nothing that is there is lost or changed."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from curation.frames import PRECISIONS
from curation.workspace import imports, merging, people
from curation.workspace.matching import Match, match
from curation.workspace.queries import in_chunks
from curation.workspace.renumbering import CHUNK, renumber
from curation.workspace.sketch import MISSING, NONE, Log, Mask, Numbers, Sketch
from curation.workspace.tables import chats, messages

_COLUMNS = ("export_id", "sender_id", "kind", "text", "time", "time_precision", "grp")
_TOLD = {name: "s" if name == "none" else name for name in PRECISIONS}
"""How exact a time is that another export tells."""


@dataclass(frozen=True)
class Stored:
    """A chat of the workspace, in its order."""

    chat_id: int
    ids: Numbers
    seqs: Numbers
    vanished: Mask
    sketch: Sketch
    log: Log


def stored(connection: Connection, chat_id: int, check: Callable[[], None] = lambda: None) -> Stored:
    """Read a chat, a piece at a time; ``check`` is called after each, and may raise."""
    columns = [messages.c[name] for name in ("id", "seq", "vanished", *_COLUMNS)]
    query = select(*columns).where(messages.c.chat_id == chat_id).order_by(messages.c.seq)
    sketch, places = Sketch(), [array(code) for code in "qqb"]
    for part in connection.execute(query).partitions(PART):
        ids, seqs, gone, *rest = zip(*part, strict=True)
        sketch.add(*rest)
        for held, column in zip(places, (ids, seqs, gone), strict=True):
            held.extend(column)
        check()
    joint = query.with_only_columns(messages.c.id).where(messages.c.extra.contains('"joint"')).limit(1)
    sketch.joins = connection.execute(joint).first() is not None
    at, seq, vanished = map(np.asarray, places)
    return Stored(chat_id, at, seq, vanished.view(np.bool_), sketch, sketch.log())


PART = 10_000
"""Messages read at once."""


def sketched(sketch: Sketch, rows: pd.DataFrame) -> None:
    """Add a messages frame of one chat to a sketch."""
    sketch.joins |= bool(rows["extra"].str.contains('"joint"', regex=False).any())
    sketch.add(
        rows["message_id"].tolist(),
        rows["sender_id"].tolist(),
        rows["kind"].tolist(),
        rows["text"].tolist(),
        imports.micros(rows["time"]),
        rows["time_precision"].tolist(),
        imports.or_none(rows["group"]),
    )


class Addition:
    """What a newer export adds to a chat. ``known``: its sender_ids -> the ones we have, of who is known again.

    ``full``: it is meant to hold everything of its time, so that what it does not hold has vanished.
    """

    def __init__(
        self,
        old: Stored,
        sketch: Sketch,
        known: Mapping[str, str],
        *,
        full: bool,
        check: Callable[[], None] = lambda: None,
    ) -> None:
        self.old, self.known = old, known
        new = _with_our_senders(sketch, old.sketch.senders, known)
        same = old.sketch.joins == sketch.joins
        found = match(old.log, new, check) if same else _by_phrases(old, sketch, new, check)
        self.shift = found.shift or 0
        moved = np.where(new.time == MISSING, MISSING, new.time - self.shift) if self.shift else new.time
        self.new = replace(new, time=moved)
        self.old_of = found.old_of
        self.fresh = self.old_of == NONE
        gone = merging.vanished(old.log, self.new, self.old_of) if full else np.zeros(len(old.log), dtype=bool)
        gone |= old.vanished
        gone[self.old_of[~self.fresh]] = False
        self.gone = gone

    @property
    def counts(self) -> dict[str, int]:
        """Messages of the newer export that we had, that are new, and of ours that it holds no more."""
        return {
            "matched": int((~self.fresh).sum()),
            "new": int(self.fresh.sum()),
            "vanished": int((self.gone & ~self.old.vanished).sum()),
        }


class AdditionWriter:
    """Writes an addition: first what moves, then its new messages batch by batch, then what hangs on neighbours."""

    def __init__(self, connection: Connection, addition: Addition, source_id: int) -> None:
        self._connection, self._addition, self._source = connection, addition, source_id
        self._done = 0
        old, new = addition.old, addition.new
        self._seqs = self._make_room()
        self._groups = _groups(addition)
        self._clash = addition.fresh.copy()
        self._clash[addition.fresh] = np.isin(new.name[addition.fresh], old.log.name)
        self.timed = self._tell_times()
        self._mark_vanished()

    def _make_room(self) -> Numbers:
        """Move the messages that are there apart; returns where each new one stands."""
        old, new, old_of = self._addition.old, self._addition.new, self._addition.old_of
        if not (self._addition.fresh.any() or (new.timed and not old.log.timed)):
            return np.zeros(0, dtype=np.int64)  # all stay where they are
        order = merging.order(old.log, new, old_of)
        place = np.zeros(len(old.log) + len(new), dtype=np.int64)
        place[order] = np.arange(len(order))
        renumber(self._connection, old.chat_id, old.ids, old.seqs, place[: len(old.log)])
        return place[len(old.log) :].copy()

    def add(self, rows: pd.DataFrame) -> None:
        """Insert those of the next messages of the export that are new."""
        here = slice(self._done, self._done + len(rows))
        self._done = here.stop
        wanted = self._addition.fresh[here]
        if wanted.any():
            self._insert(rows[wanted], np.flatnonzero(wanted) + here.start)

    def _insert(self, rows: pd.DataFrame, at: Numbers) -> None:
        known = self._addition.known
        rows = rows.assign(sender_id=[known.get(one, one) for one in rows["sender_id"]], seq=self._seqs[at])
        columns = imports.columns_of(rows)
        columns["time"] = [None if time == MISSING else time for time in self._addition.new.time[at].tolist()]
        columns["grp"] = [None if group == NONE else group for group in self._groups[at].tolist()]
        columns["export_id"] = self._names(columns["export_id"], at)
        columns["reply_to"] = self._targets(columns["reply_to"])
        size = len(rows)
        imports.insert(
            self._connection,
            {"chat_id": [self._addition.old.chat_id] * size, "source_id": [self._source] * size, **columns},
        )

    def _names(self, names: Sequence[str], at: Numbers) -> list[str]:
        """Ids that name one message of the chat only: some exporters count anew in every file."""
        clash = self._clash[at].tolist()
        return [f"{name}@{self._source}" if same else name for name, same in zip(names, clash, strict=True)]

    def _targets(self, replies: Sequence[str | None]) -> list[str | None]:
        """What a reply answers, by the id it has in the workspace."""
        at = {reply: j for reply in replies if reply and (j := self._place_of(reply)) is not None}
        fresh = {reply: self._names([reply], np.array([j]))[0] for reply, j in at.items()}
        had = {reply: int(i) for reply, j in at.items() if (i := self._addition.old_of[j]) != NONE}
        ids = {reply: int(self._addition.old.ids[i]) for reply, i in had.items()}
        rows = in_chunks(self._connection, select(messages.c.id, messages.c.export_id), messages.c.id, ids.values())
        names = {row["id"]: row["export_id"] for row in rows}
        ours = fresh | {reply: names[key] for reply, key in ids.items()}
        return [ours.get(reply, reply) if reply else None for reply in replies]

    @cached_property
    def _by_name(self) -> Numbers:
        return np.argsort(self._addition.new.name, kind="stable")

    def _place_of(self, name: str) -> int | None:
        """Where in the newer export the message with this id stands."""
        at = int(np.searchsorted(self._addition.new.name, hash(name), sorter=self._by_name))
        place = int(self._by_name[min(at, len(self._by_name) - 1)])
        return place if self._addition.new.name[place] == hash(name) else None

    def finish(self, speakers: Sequence[imports.SenderRow], *, is_group: bool) -> None:
        """Set what depends on all of them: neighbours' hashes, who speaks and how often."""
        chat = self._addition.old.chat_id
        if self._addition.fresh.any():
            self._connection.exec_driver_sql(_NEIGHBOURS, (chat,))
        people.tally(self._connection, chat, speakers, self._addition.known)
        if is_group:
            self._connection.execute(chats.update().where(chats.c.id == chat).values(is_group=1))

    def _tell_times(self) -> bool:
        """Messages that had no time get the one the newer export tells; returns whether there were any."""
        old, new = self._addition.old, self._addition.new
        if not (old.log.time == MISSING).any():
            return False
        j = np.flatnonzero(~self._addition.fresh & (new.time != MISSING))
        j = j[old.log.time[self._addition.old_of[j]] == MISSING]
        i, first = np.unique(self._addition.old_of[j], return_index=True)
        j = j[first]
        exact = [_TOLD[PRECISIONS[one]] for one in new.exact[j].tolist()]
        rows = list(zip(new.time[j].tolist(), exact, old.ids[i].tolist(), strict=True))
        _many(self._connection, "UPDATE messages SET time = ?, time_precision = ? WHERE id = ?", rows)
        return bool(rows)

    def _mark_vanished(self) -> None:
        old = self._addition.old
        at = np.flatnonzero(self._addition.gone != old.vanished)
        rows = list(zip(self._addition.gone[at].astype(int).tolist(), old.ids[at].tolist(), strict=True))
        _many(self._connection, "UPDATE messages SET vanished = ? WHERE id = ?", rows)


_NEIGHBOURS = """
UPDATE messages SET hash_before = beside.before, hash_after = beside.after
FROM (
    SELECT id, lag(hash) OVER line AS before, lead(hash) OVER line AS after
    FROM messages WHERE chat_id = ? WINDOW line AS (ORDER BY seq)
) AS beside
WHERE messages.id = beside.id
    AND (messages.hash_before IS NOT beside.before OR messages.hash_after IS NOT beside.after)
"""


def _with_our_senders(sketch: Sketch, ours: Mapping[str, int], known: Mapping[str, str]) -> Log:
    """The log with the numbers our own log gives its senders; who is new gets a new one."""
    log = sketch.log()
    numbers = np.zeros(len(sketch.senders), dtype=np.int32)
    for one, number in sketch.senders.items():
        numbers[number] = ours.get(known.get(one, one), len(ours) + number)
    return replace(log, sender=numbers[log.sender])


def _by_phrases(old: Stored, sketch: Sketch, new: Log, check: Callable[[], None]) -> Match:
    """The match where one exporter has joined bubbles: a message is known when all its phrases are.

    Several may then be the same old message, or the first of several old ones is the one.
    """
    (ours, our_row), (theirs, their_row) = old.sketch.phrases(old.log), sketch.phrases(new)
    found = match(ours, theirs, check)
    known = np.ones(len(new), dtype=bool)
    known[their_row[found.old_of == NONE]] = False
    first = np.flatnonzero(np.diff(their_row, prepend=-1))
    return replace(found, old_of=np.where(known, our_row[found.old_of[first]], NONE))


def _groups(addition: Addition) -> Numbers:
    """Groups of the newer messages. In a chat that has none, only a conversation that is new as a whole keeps one."""
    old, new = addition.old.log, addition.new
    found = merging.groups(old, new, addition.old_of)
    if (new.group == NONE).all() or (old.group != NONE).any():
        return found
    begun = np.isin(new.group, np.unique(new.group[~addition.fresh]))
    return np.where(begun, NONE, found)


def _many(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    for i in range(0, len(rows), CHUNK):
        connection.exec_driver_sql(statement, list(rows[i : i + CHUNK]))
