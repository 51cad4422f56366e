"""Stickers without a description: how one is known again, how often each was sent, and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, func, select

from curation.workspace.queries import in_chunks
from curation.workspace.tables import messages, senders, stickers

_MD5 = re.compile(r"(?<![0-9a-z])[0-9a-f]{32}(?![0-9a-z])")
"""In the address or path of a sticker: WeChat's servers ask for it (``stodownload?m=…``), exporters name files so."""


def keys(kinds: Iterable[str], texts: Iterable[str], extras: Iterable[Any]) -> list[str | None]:
    """Of each message how its sticker is known; None where there is none, or where it has words."""
    return [
        key_of(extra) if kind == "sticker" and extra and not text.strip() else None
        for kind, text, extra in zip(kinds, texts, extras, strict=True)
    ]


def key_of(extra: str) -> str | None:
    """What an exporter left of a sticker (JSON): its md5, else the md5 in its address or path, else that itself."""
    told = orjson.loads(extra)
    where = [value for name in ("md5", "url", "path") if isinstance(value := told.get(name), str) and value]
    hashes = (found[0] for value in where if (found := _MD5.search(value.lower())))
    return next(hashes, where[0] if where else None)


@dataclass(frozen=True)
class Sent:
    """A sticker without a description: how often it was sent, and the first message that shows it."""

    key: str
    count: int
    first: int


def sent(connection: Connection) -> list[Sent]:
    """All of them, the most frequent first."""
    count = func.count().label("count")
    query = (
        select(messages.c.sticker, count, func.min(messages.c.id))
        .where(messages.c.sticker.is_not(None))
        .group_by(messages.c.sticker)
        .order_by(count.desc(), messages.c.sticker)
    )
    return [Sent(*row) for row in connection.execute(query)]


def names(connection: Connection) -> dict[str, str]:
    """Key -> name of all that have one."""
    return {row.key: row.name for row in connection.execute(select(stickers))}


def beside(connection: Connection, message: int, reach: int = 3) -> list[RowMapping]:
    """The messages next to one in its chat, oldest first, itself among them; each with its ``sender``'s name."""
    here = select(messages.c.chat_id, messages.c.seq).where(messages.c.id == message).subquery()
    query = (
        select(messages.c.id, messages.c.kind, messages.c.text, senders.c.name.label("sender"))
        .join(here, here.c.chat_id == messages.c.chat_id)
        .outerjoin(senders, (senders.c.chat_id == messages.c.chat_id) & (senders.c.sender_id == messages.c.sender_id))
        .where(messages.c.seq.between(here.c.seq - reach, here.c.seq + reach))
        .order_by(messages.c.seq)
    )
    return list(connection.execute(query).mappings())


def chats_with(connection: Connection, wanted: Sequence[str]) -> list[int]:
    """The chats in which these stickers were sent."""
    query = select(messages.c.chat_id).distinct()
    return sorted({row["chat_id"] for row in in_chunks(connection, query, messages.c.sticker, wanted)})
