"""Which fragments a second opinion is asked about, and putting it beside their other signals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, and_, case, func, or_, select

from curation.workspace import marks
from curation.workspace.marks import Mark
from curation.workspace.queries import in_chunks
from curation.workspace.tables import bubbles, fragments, messages, signals

KIND = "judge"

OPEN = ("pending", "later")
"""Statuses of fragments that nobody has decided on."""


def doubtful(connection: Connection, jump: tuple[int, int], unexplained: int) -> list[int]:
    """Open fragments with a reply that may answer something else (thousandths, from) or a jump that may be one (from,
    to): the replies first, the surest of each first. Left out is what is hidden, and what no scan has read yet.
    """
    strange = and_(signals.c.kind == "unexplained", signals.c.score >= unexplained)
    unsure = and_(signals.c.kind == "jump", signals.c.score.between(*jump))
    worst = func.max(signals.c.score + case((strange, 1000), else_=0))
    unread = select(bubbles.c.fragment_id).join(messages, messages.c.id == bubbles.c.message_id)
    query = (
        select(fragments.c.id)
        .join(signals, signals.c.fragment_id == fragments.c.id)
        .where(or_(strange, unsure), fragments.c.status.in_(OPEN), fragments.c.hidden == 0)
        .where(fragments.c.id.not_in(unread.where(messages.c.scanned == 0)))
        .group_by(fragments.c.id)
    )
    return list(connection.execute(query.order_by(worst.desc(), fragments.c.id)).scalars())


def held(connection: Connection, wanted: Iterable[int]) -> list[Mark]:
    """The opinions on these fragments."""
    rows = in_chunks(connection, _OPINIONS, signals.c.fragment_id, wanted)
    return [Mark(row["fragment_id"], row["bubble_id"], KIND, row["score"], row["reason"], None) for row in rows]


_OPINIONS = select(signals).where(signals.c.kind == KIND)


def put(connection: Connection, read: Mapping[int, int], found: Sequence[Mark]) -> list[int]:
    """Put opinions in the place of older ones, where the fragment is still of the version that was ``read``.

    Returns these fragments.
    """
    now = marks.versions(connection, list(read))
    fresh = [i for i, version in read.items() if now.get(i) == version]
    marks.replace_kind(connection, KIND, fresh, [mark for mark in found if mark.fragment in fresh])
    return fresh


def suggestions(connection: Connection) -> int:
    """How many fragments a second opinion speaks against."""
    return marks.count(connection, KIND, 1)
