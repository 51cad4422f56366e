"""Writing an imported source: messages frames in, rows out. Not an edit: it is undone by nothing but a backup."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson
import pandas as pd
from sqlalchemy import Connection

from curation.workspace import stickers
from curation.workspace.tables import chats, senders, sources


@dataclass(frozen=True)
class SourceRow:
    """What is kept of a source beside its messages."""

    name: str
    format: str
    zone: str
    system_texts: Sequence[str] = ()


@dataclass(frozen=True)
class SenderRow:
    """Somebody who speaks in a chat; ``aliases``: other names the file gives (a remark, a nickname)."""

    sender_id: str
    name: str
    count: int
    aliases: Sequence[str] = ()


@dataclass(frozen=True)
class ChatRow:
    """A chat of the source."""

    key: str
    name: str
    is_group: bool
    persona: str
    senders: Sequence[SenderRow] = ()


def content_hash(*parts: str) -> int:
    """64 bits (signed) of BLAKE2b over the parts: equal for equal content in every version of Ruwo."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "big", signed=True)


def add_source(connection: Connection, source: SourceRow) -> int:
    """Add the source's row; its report follows with :func:`set_report` when all is read."""
    row = {
        "name": source.name,
        "format": source.format,
        "zone": source.zone,
        "report": "{}",
        "imported_at": time.time_ns() // 1000,
        "system_texts": orjson.dumps(list(source.system_texts)).decode(),
    }
    return int(connection.execute(sources.insert().values(row).returning(sources.primary_key.columns[0])).scalar_one())


def set_report(connection: Connection, source_id: int, report: Mapping[str, Any]) -> None:
    """Keep the import report (a JSON object) with its source."""
    where = sources.update().where(sources.c.id == source_id)
    connection.execute(where.values(report=orjson.dumps(report).decode()))


def add_chats(connection: Connection, source_id: int, rows: Iterable[ChatRow]) -> dict[str, int]:
    """Add chats and their senders; returns chat key -> id."""
    ids: dict[str, int] = {}
    for chat in rows:
        row = {
            "source_id": source_id,
            "key": chat.key,
            "name": chat.name,
            "is_group": int(chat.is_group),
            "persona": chat.persona,
        }
        ids[chat.key] = int(
            connection.execute(chats.insert().values(row).returning(chats.primary_key.columns[0])).scalar_one()
        )
        people = [
            {**asdict(person), "chat_id": ids[chat.key], "aliases": orjson.dumps(list(person.aliases)).decode()}
            for person in chat.senders
        ]
        if people:
            connection.execute(senders.insert(), people)
    return ids


class MessageWriter:
    """Writes batches of one source; remembers the last message of each chat so that neighbours know each other."""

    def __init__(self, connection: Connection, chat_ids: Mapping[str, int]) -> None:
        self._connection = connection
        self._chat_ids = chat_ids
        self._last: dict[str, tuple[int, int]] = {}  # chat -> (seq, hash)
        self.count = 0

    def add(self, batch: pd.DataFrame) -> None:
        """Insert a messages frame (frames.MESSAGES). Rows of chats that were not asked for are left out."""
        for chat, rows in batch.groupby("chat", sort=False):
            if str(chat) in self._chat_ids:
                self._add_chat(str(chat), rows)

    def _add_chat(self, chat: str, rows: pd.DataFrame) -> None:
        chat_id, columns = self._chat_ids[chat], columns_of(rows)
        hashes = columns["hash"]
        last = self._last.get(chat)
        if last:
            self._connection.exec_driver_sql(
                "UPDATE messages SET hash_after = ? WHERE chat_id = ? AND seq = ?", (hashes[0], chat_id, last[0])
            )
        beside = {"hash_before": [last[1] if last else None, *hashes[:-1]], "hash_after": [*hashes[1:], None]}
        insert(self._connection, {"chat_id": [chat_id] * len(rows), **columns, **beside})
        self._last[chat] = (columns["seq"][-1], hashes[-1])
        self.count += len(rows)


def columns_of(rows: pd.DataFrame) -> dict[str, list[Any]]:
    """A messages frame as columns of the messages table, but for the chat and the neighbours."""
    columns = {name: rows[name].tolist() for name in ("seq", "time_precision", "sender_id", "kind", "text")}
    extra = or_none(rows["extra"])
    said = zip(columns["sender_id"], columns["kind"], columns["text"], strict=True)
    return columns | {
        "export_id": rows["message_id"].tolist(),
        "time": micros(rows["time"]),
        "quote": or_none(rows["quote"]),
        "reply_to": or_none(rows["reply_to"]),
        "grp": or_none(rows["group"]),
        "extra": extra,
        "sticker": stickers.keys(columns["kind"], columns["text"], extra),
        "hash": [content_hash(*parts) for parts in said],
    }


def insert(connection: Connection, columns: Mapping[str, Sequence[Any]]) -> None:
    """Add rows of the messages table, given column by column."""
    names = ", ".join(columns)
    places = ", ".join("?" * len(columns))
    rows = list(zip(*columns.values(), strict=True))
    if rows:
        connection.exec_driver_sql(f"INSERT INTO messages ({names}) VALUES ({places})", rows)


def micros(times: pd.Series[Any]) -> list[int | None]:
    """Times as microseconds since 1970; None where one is missing."""
    if not times.notna().any():
        return [None] * len(times)
    numbers = times.dt.as_unit("us").astype("int64").tolist()
    return [None if missing else n for n, missing in zip(numbers, times.isna().tolist(), strict=True)]


def or_none(values: pd.Series[Any]) -> list[Any]:
    """Values as they are; None where one is missing."""
    if not values.notna().any():
        return [None] * len(values)
    return [None if missing else v for v, missing in zip(values.tolist(), values.isna().tolist(), strict=True)]
