"""A chat from its first message to its last: as it was imported, or as the review left it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray
from sqlalchemy import Connection, exists, func, literal, select

from curation.fragments import NEVER
from curation.workspace import queries
from curation.workspace.queries import Row
from curation.workspace.tables import bubbles, chats, fragments, messages, sources

BATCH = 5000


def formats(connection: Connection) -> dict[int, str]:
    """Chat id -> the format of its source."""
    query = select(chats.c.id, sources.c.format).join(sources, sources.c.id == chats.c.source_id)
    return {row.id: row.format for row in connection.execute(query)}


def imported(connection: Connection, chat_id: int) -> Iterator[Row]:
    """Every message in its order, fetched a few thousand at a time."""
    names = (
        "seq", "export_id", "time", "time_precision", "sender_id", "kind", "text", "quote", "reply_to", "grp", "extra",
    )  # fmt: skip
    query = select(*(messages.c[name] for name in names)).where(messages.c.chat_id == chat_id).order_by(messages.c.seq)
    last = -1
    while rows := connection.execute(query.where(messages.c.seq > last).limit(BATCH)).mappings().all():
        yield from rows
        last = rows[-1]["seq"]


def reviewed(connection: Connection, chat_id: int) -> list[int]:
    """The fragments of the chat that were not dropped or hidden, in their order."""
    query = select(fragments.c.id).where(
        fragments.c.chat_id == chat_id, fragments.c.status != "dropped", fragments.c.hidden == 0
    )
    return list(connection.execute(query.order_by(fragments.c.place, fragments.c.id)).scalars())


def replies(connection: Connection, chat_id: int) -> dict[int, int]:
    """Message -> the message of the chat that it answers, by row id."""
    query = select(messages.c.id, messages.c.export_id, messages.c.reply_to).where(messages.c.chat_id == chat_id)
    answers = {row.id: row.reply_to for row in connection.execute(query.where(messages.c.reply_to.is_not(None)))}
    wanted = set(answers.values())
    known = {row.export_id: row.id for row in connection.execute(query) if row.export_id in wanted} if wanted else {}
    return {message: known[answer] for message, answer in answers.items() if answer in known}


PART = 10_000
"""Messages held at once while a chat is cut."""

Numbers = NDArray[np.int64]


class Free:
    """The messages of a chat that no touched fragment shows: by time where every message has one, else as in the file.

    Held as 8 bytes a message; 16 where a touched fragment shows some of the chat.
    """

    def __init__(self, connection: Connection, chat_id: int, told: Callable[[float], None]) -> None:
        """Read where they stand. ``told`` hears how far that is, 0 to 1."""
        self._connection, self._chat = connection, chat_id
        seqs, times, taken = _places(connection, chat_id, told)
        stretch = np.cumsum(taken, dtype=np.int64) if taken.any() else np.zeros(0, dtype=np.int64)
        if (times[1:] < times[:-1]).any() and int(times.min()) != NEVER:
            order = np.argsort(times, kind="stable")
            seqs, taken, stretch = seqs[order], taken[order], stretch[order] if len(stretch) else stretch
        self._seqs, self._stretch = (seqs[~taken], stretch[~taken]) if len(stretch) else (seqs, stretch)

    def __len__(self) -> int:
        return len(self._seqs)

    def stretches(self, begin: int, end: int) -> Numbers:
        """A number for each of these, which changes where something was left out since the one before."""
        return self._stretch[begin:end] if len(self._stretch) else np.zeros(end - begin, dtype=np.int64)

    def rows(self, begin: int, end: int) -> list[Any]:
        """Those from ``begin`` up to ``end``, in order: rows of id, seq, time, sender_id, kind, text, grp, extra."""
        seqs = self._seqs[begin:end]
        low, high = int(seqs.min()), int(seqs.max())
        wanted = seqs.tolist()
        here = messages.c.seq.between(low, high)
        if high - low > 2 * len(wanted):
            here = messages.c.seq.in_(select(func.json_each(orjson.dumps(wanted).decode()).table_valued("value")))
        query = select(*_CUT).outerjoin(*queries.NAMED).where(messages.c.chat_id == self._chat, here)
        found = {row.seq: row for row in self._connection.execute(query)}
        return [found[seq] for seq in wanted]


_CUT = (
    *(messages.c[name] for name in ("id", "seq", "time", "sender_id", "kind")),
    queries.SHOWN.label("text"), messages.c.grp, messages.c.extra,
)  # fmt: skip


def _places(
    connection: Connection, chat_id: int, told: Callable[[float], None]
) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
    """Seq, time and whether a touched fragment shows it, of each message of a chat."""
    touched = fragments.c.touched == 1
    shown = bubbles.c.message_id == messages.c.id, fragments.c.id == bubbles.c.fragment_id
    some = connection.execute(select(fragments.c.id).where(touched).limit(1)).first()
    # asked of each message: a list of all would be made anew for every chat
    taken = exists().where(*shown, touched).correlate(messages) if some else literal(0)
    last = connection.execute(select(func.max(messages.c.seq)).where(messages.c.chat_id == chat_id)).scalar()
    query = select(messages.c.seq, func.coalesce(messages.c.time, NEVER), taken)
    query = query.where(messages.c.chat_id == chat_id).order_by(messages.c.seq).limit(PART)
    found, seen = [array(code) for code in "qqb"], -1
    while rows := connection.execute(query.where(messages.c.seq > seen)).all():
        for held, column in zip(found, zip(*rows, strict=True), strict=True):
            held.extend(column)
        seen = rows[-1].seq
        told(seen / max(last or 0, 1))
    seqs, times, gone = map(np.asarray, found)
    return seqs, times, gone.view(np.bool_)
