"""What the pages and the next steps ask a workspace for. Plain rows out; nothing here changes anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import orjson
from sqlalchemy import ColumnElement, Connection, RowMapping, Select, and_, bindparam, case, func, select, text

from curation.workspace.tables import (
    bubbles,
    chats,
    edits,
    fragments,
    held_out,
    messages,
    senders,
    settings,
    sources,
    stickers,
)

Row = RowMapping
CHUNK = 500


def in_chunks(
    connection: Connection, query: Select[Any], column: ColumnElement[Any], keys: Iterable[Any]
) -> Iterator[Row]:
    """The rows of ``query`` whose ``column`` is one of ``keys``: one statement, however many there are."""
    ordered, listed = list(keys), _listed(query, column)
    for i in range(0, len(ordered), CHUNK):
        values = {"keys": orjson.dumps(ordered[i : i + CHUNK]).decode()}
        yield from connection.execute(listed, values).mappings().all()


_LISTED = text("SELECT value FROM json_each(:keys)")
"""As one value, keys need neither a variable each, of which SQLite has few, nor a statement for each number of keys."""


_made: WeakKeyDictionary[Select[Any], dict[ColumnElement[Any], Select[Any]]] = WeakKeyDictionary()


def _listed(query: Select[Any], column: ColumnElement[Any]) -> Select[Any]:
    """Made once for a query that stays: making a statement takes three times as long as running it.

    Of a query that is made for one call nothing is kept: what is kept is gone through after every click.
    """
    made = _made.setdefault(query, {})
    if column not in made:
        made[column] = query.where(column.in_(_LISTED))
    return made[column]


_SETTING = select(settings.c.value).where(settings.c.key == bindparam("key"))


def setting(connection: Connection, key: str, default: Any = None) -> Any:
    """A setting's value (JSON), or ``default``."""
    value = connection.execute(_SETTING, {"key": key}).scalar()
    return default if value is None else orjson.loads(value)


def all_sources(connection: Connection) -> list[dict[str, Any]]:
    """The sources with their reports decoded, oldest first."""
    rows = connection.execute(select(sources).order_by(sources.c.id)).mappings()
    return [
        {**row, "report": orjson.loads(row["report"]), "system_texts": orjson.loads(row["system_texts"])}
        for row in rows
    ]


def all_chats(connection: Connection) -> list[Row]:
    """The chats with the persona's name and the source they came with."""
    query = (
        select(chats, sources.c.name.label("source"), sources.c.zone, senders.c.name.label("persona_name"))
        .join(sources, sources.c.id == chats.c.source_id)
        .outerjoin(senders, and_(senders.c.chat_id == chats.c.id, senders.c.sender_id == chats.c.persona))
        .order_by(chats.c.id)
    )
    return list(connection.execute(query).mappings())


def names_of(connection: Connection, *, persona: bool | None = None) -> list[tuple[int, str]]:
    """(chat, name) of everyone who speaks, aliases included; ``persona``: only the personas, or only the others."""
    query = select(senders, (senders.c.sender_id == chats.c.persona).label("mine")).join(chats)
    rows = connection.execute(query).mappings()
    wanted = (row for row in rows if persona is None or bool(row["mine"]) == persona)
    return [(row["chat_id"], name) for row in wanted for name in (row["name"], *orjson.loads(row["aliases"])) if name]


def senders_of(connection: Connection, chat_id: int | None = None) -> list[Row]:
    """The senders of one chat or of all, the most talkative first."""
    query = select(senders).order_by(senders.c.count.desc(), senders.c.sender_id)
    if chat_id is not None:
        query = query.where(senders.c.chat_id == chat_id)
    return list(connection.execute(query).mappings())


SHOWN = func.coalesce(stickers.c.name, messages.c.text)
"""The words of a message, to be selected with an outer join of :data:`NAMED`: a sticker that has none may be named."""

NAMED = (stickers, stickers.c.key == messages.c.sticker)


def texts(connection: Connection, after: int, limit: int) -> list[Row]:
    """The words of the next messages behind the one ``after``, by their id."""
    query = select(messages.c.id, SHOWN.label("text")).outerjoin(*NAMED).where(messages.c.id > after)
    return list(connection.execute(query.order_by(messages.c.id).limit(limit)).mappings())


def fragments_by_id(connection: Connection, wanted: Sequence[int]) -> list[Row]:
    """Fragment rows with their chat's name, in the order of ``wanted``; vanished ones are left out."""
    found = {row["id"]: row for row in in_chunks(connection, _FRAGMENT, fragments.c.id, wanted)}
    return [found[i] for i in wanted if i in found]


_FRAGMENT = select(fragments, chats.c.name.label("chat"), chats.c.persona, chats.c.is_group).join(chats)


_SIDE = case(
    (bubbles.c.message_id.is_(None), bubbles.c.side),
    (messages.c.sender_id == chats.c.persona, "persona"),
    else_="human",
)
_BUBBLE = (
    select(
        bubbles.c.id,
        bubbles.c.fragment_id,
        bubbles.c.pos,
        bubbles.c.message_id,
        bubbles.c.removed,
        bubbles.c.pulled,
        _SIDE.label("side"),
        func.coalesce(messages.c.kind, "text").label("kind"),
        func.coalesce(bubbles.c.text, SHOWN).label("text"),
        SHOWN.label("original"),
        bubbles.c.text.label("typed"),
        messages.c.quote,
        messages.c.time,
        messages.c.time_precision,
        messages.c.extra,
        messages.c.seq,
        messages.c.sender_id,
        senders.c.name.label("sender"),
    )
    .select_from(bubbles)
    .join(fragments, fragments.c.id == bubbles.c.fragment_id)
    .join(chats, chats.c.id == fragments.c.chat_id)
    .outerjoin(messages, messages.c.id == bubbles.c.message_id)
    .outerjoin(*NAMED)
    .outerjoin(senders, and_(senders.c.chat_id == chats.c.id, senders.c.sender_id == messages.c.sender_id))
    .order_by(bubbles.c.fragment_id, bubbles.c.pos, bubbles.c.id)
)


def bubbles_of(connection: Connection, wanted: Iterable[int]) -> dict[int, list[Row]]:
    """Fragment id -> its bubbles in order, removed ones included, each with its text as it now stands."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in in_chunks(connection, _BUBBLE, bubbles.c.fragment_id, wanted):
        found[row["fragment_id"]].append(row)
    return found


def bubble_counts(connection: Connection, wanted: Sequence[int]) -> dict[int, int]:
    """Fragment id -> how many bubbles it has, removed ones included; not there where it has none."""
    return {row["fragment_id"]: row["n"] for row in in_chunks(connection, _COUNTS, bubbles.c.fragment_id, wanted)}


_COUNTS = select(bubbles.c.fragment_id, func.count().label("n")).group_by(bubbles.c.fragment_id)


def bubbles_by_id(connection: Connection, wanted: Iterable[int]) -> list[Row]:
    """The same rows for single bubbles."""
    return list(in_chunks(connection, _BUBBLE, bubbles.c.id, wanted))


def around(connection: Connection, fragment: int, before: int, after: int) -> tuple[list[Row], list[Row]]:
    """The source messages next to a fragment: up to ``before`` earlier and ``after`` later ones, oldest first.

    Each row says which fragment shows the message now (``fragment``, ``status``). Messages that were pulled in do
    not say where a fragment stands, unless it holds nothing else.
    """
    ends = connection.execute(
        select(fragments.c.chat_id, func.min(messages.c.seq), func.max(messages.c.seq))
        .select_from(fragments)
        .join(bubbles, bubbles.c.fragment_id == fragments.c.id)
        .join(messages, messages.c.id == bubbles.c.message_id)
        .where(fragments.c.id == fragment)
        .group_by(fragments.c.chat_id, bubbles.c.pulled)
        .order_by(bubbles.c.pulled)
    ).first()
    if ends is None:
        return [], []
    chat_id, first, last = ends
    earlier = connection.execute(
        _source(chat_id).where(messages.c.seq < first).order_by(messages.c.seq.desc()).limit(before)
    )
    later = connection.execute(_source(chat_id).where(messages.c.seq > last).order_by(messages.c.seq).limit(after))
    return list(earlier.mappings())[::-1], list(later.mappings())


def _source(chat_id: int) -> Select[Any]:
    return (
        select(
            *(column for column in messages.columns if column.name != "text"),
            SHOWN.label("text"),
            case((messages.c.sender_id == chats.c.persona, "persona"), else_="human").label("side"),
            senders.c.name.label("sender"),
            fragments.c.id.label("fragment"),
            fragments.c.status,
        )
        .join(chats, chats.c.id == messages.c.chat_id)
        .outerjoin(*NAMED)
        .outerjoin(senders, and_(senders.c.chat_id == chats.c.id, senders.c.sender_id == messages.c.sender_id))
        .outerjoin(bubbles, bubbles.c.message_id == messages.c.id)
        .outerjoin(fragments, fragments.c.id == bubbles.c.fragment_id)
        .where(messages.c.chat_id == chat_id, func.coalesce(fragments.c.hidden, 0) == 0)
    )


def held_out_fragments(connection: Connection, wanted: Iterable[int]) -> set[int]:
    """Which of these fragments show a message that was set aside for later tests."""
    return {row["fragment_id"] for row in in_chunks(connection, _HELD_OUT, bubbles.c.fragment_id, wanted)}


_HELD_OUT = select(bubbles.c.fragment_id).join(held_out, held_out.c.message_id == bubbles.c.message_id).distinct()


def message_count(connection: Connection) -> int:
    """Messages in the workspace."""
    return int(connection.execute(select(func.count()).select_from(messages)).scalar_one())


def last_edit(connection: Connection) -> int:
    """A number that changes with every edit: another tab compares it to see that something happened."""
    return int(connection.execute(select(func.coalesce(func.max(edits.c.id), 0))).scalar_one())
