"""What nobody wants to see again: a contact, a period, a word. Fragments that touch it are hidden, unread.

The rows of ``hides`` are journaled like any edit; which fragments they hide is derived from them and from the bubbles,
and derived again when either changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select, union

from curation.workspace.tables import bubbles, chats, fragments, hides, messages

Within = ColumnElement[bool] | None

KINDS = ("sender", "period", "word")


def touching(kind: str, value: Mapping[str, Any], within: Within = None) -> Select[Any]:
    """Ids of the fragments that a hide touches, of those ``within`` a condition or of all.

    ``value``: of a sender ``{"sender": sender_id}``; of a period ``{"since": …, "until": …}`` (microseconds since 1970,
    the end not included); of a word ``{"word": …}``. The persona itself is nobody to hide.
    """
    query = (
        select(bubbles.c.fragment_id)
        .outerjoin(messages, messages.c.id == bubbles.c.message_id)
        .where(_condition(kind, value))
    )
    return query if within is None else query.where(bubbles.c.fragment_id.in_(select(fragments.c.id).where(within)))


def _condition(kind: str, value: Mapping[str, Any]) -> ColumnElement[bool]:
    if kind == "sender":
        persona = select(chats.c.persona).where(chats.c.id == messages.c.chat_id).scalar_subquery()
        return and_(messages.c.sender_id == value["sender"], messages.c.sender_id != persona)
    if kind == "period":
        return and_(messages.c.time >= value["since"], messages.c.time < value["until"])
    shown = func.coalesce(bubbles.c.text, messages.c.text)
    return or_(
        _holds(shown, value["word"]), _holds(messages.c.text, value["word"]), _holds(messages.c.quote, value["word"])
    )


def _holds(column: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    return column.icontains(word, autoescape=True)


def count(connection: Connection, kind: str, value: Mapping[str, Any]) -> int:
    """How many fragments it would hide that are not hidden yet."""
    found = fragments.c.id.in_(touching(kind, value))
    query = select(func.count()).select_from(fragments).where(found, fragments.c.hidden == 0)
    return int(connection.execute(query).scalar_one())


def reach(connection: Connection, kind: str, value: Mapping[str, Any]) -> tuple[int | None, int | None, list[str]]:
    """When the first and the last of those fragments began, and the names of their chats."""
    found = (fragments.c.id.in_(touching(kind, value)), fragments.c.hidden == 0)
    first, last = connection.execute(
        select(func.min(fragments.c.start), func.max(fragments.c.start)).where(*found)
    ).one()
    names = select(chats.c.name).where(chats.c.id.in_(select(fragments.c.chat_id).where(*found))).order_by(chats.c.id)
    return first, last, list(connection.execute(names).scalars())


def every(connection: Connection) -> list[tuple[int, str, dict[str, Any]]]:
    """(id, kind, value), oldest first."""
    rows = connection.execute(select(hides).order_by(hides.c.id)).mappings()
    return [(row["id"], row["kind"], orjson.loads(row["value"])) for row in rows]


def apply(connection: Connection, within: Within = None) -> None:
    """Hide what is to be hidden and show what is not any more: ``within`` a condition on fragments, or everywhere."""
    known = every(connection)
    mine = [] if within is None else [within]
    found = [touching(kind, value, within) for _, kind, value in known]
    wanted = fragments.c.id.in_(union(*found)) if found else None
    show = fragments.update().where(fragments.c.hidden != 0, *mine).values(hidden=0)
    connection.execute(show if wanted is None else show.where(~wanted))
    if wanted is not None:
        connection.execute(fragments.update().where(fragments.c.hidden == 0, wanted, *mine).values(hidden=1))
