"""How far the review is, how fast it goes, and what came of it so far: a batch of fifty at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from sqlalchemy import Connection, Integer, and_, bindparam, case, cast, func, select

from curation.workspace import Workspace, tally
from curation.workspace.tables import changes, edits, fragments

BATCH = 50
"""Decisions that make a batch: about ten minutes."""

AWAY = 180
"""Seconds without a decision after which the person was doing something else."""

LONGEST = 30
"""So many for each of several fragments that were decided together."""

_MENDING = ("edit", "split", "merge", "remove", "move", "add", "context", "pull", "repair", "replace")


@dataclass(frozen=True)
class Size:
    """A data set: conversations that can be trained, and about how many tokens their speech has."""

    rows: int
    tokens: int


@dataclass(frozen=True)
class Pace:
    """Where the review stands. ``done`` of ``total`` fragments are kept or dropped."""

    done: int
    total: int
    batch: int
    """Number of the batch at hand, from 1."""
    in_batch: int
    """Decisions of it that are made."""
    batch_size: int
    """How many it has: :data:`BATCH`, or what is left at the end."""
    lately: Mapping[str, int] = field(default_factory=dict)
    """What the fragments decided last are now, as many as this batch has (a whole batch at its end): kept and dropped,
    which is all of them; and how often meanwhile something was mended."""
    seconds: float | None = None
    """Median time a decision takes; None until there are a few."""
    size: Size = Size(0, 0)

    @property
    def left(self) -> float | None:
        """Seconds until everything is decided at this pace."""
        return None if self.seconds is None else self.seconds * (self.total - self.done)


def state(workspace: Workspace) -> Pace:
    """As things stand."""
    counts = tally.of(workspace)
    done = counts["kept"] + counts["dropped"]
    total = done + counts["pending"] + counts["later"]
    in_batch = done % BATCH
    with workspace.read() as connection:
        recent = _recent(connection)
        lately = _lately(connection, recent, in_batch or min(BATCH, done))
    return Pace(
        done,
        total,
        done // BATCH + 1,
        in_batch,
        min(BATCH, total - done + in_batch),
        lately,
        _seconds([(one.at, one.fragments) for one in recent if one.kind == "status"]),
        Size(counts["rows"], counts["tokens"]),
    )


def size(connection: Connection) -> Size:
    """The data set if everything kept were exported now, background and system text not counted."""
    trains = (fragments.c.status == "kept", fragments.c.hidden == 0, fragments.c.tokens > 0)
    row = connection.execute(select(func.count(), func.coalesce(func.sum(fragments.c.tokens), 0)).where(*trains)).one()
    return Size(int(row[0]), int(row[1]))


class _Made(NamedTuple):
    """An edit. ``at`` in microseconds; of how many ``fragments``."""

    edit: int
    at: int
    kind: str
    fragments: int


def _recent(connection: Connection) -> list[_Made]:
    """The newest edits that a person made and did not take back, the newest first."""
    return [_Made(*row) for row in connection.execute(_NEWEST)]


_OWN = changes.alias()
_TOGETHER = select(func.count(_OWN.c.row.distinct())).where(_OWN.c.edit_id == edits.c.id).scalar_subquery()
_NEWEST = (
    select(edits.c.id, edits.c.at, edits.c.kind, case((edits.c.kind == "status", _TOGETHER), else_=1))
    .where(edits.c.kind.in_(("status", *_MENDING)), edits.c.undone.is_(None))
    .order_by(edits.c.id.desc())
    .limit(2 * BATCH)
)


def _lately(connection: Connection, recent: Sequence[_Made], wanted: int) -> dict[str, int]:
    """Kept and dropped are left out where the journal does not tell of so many decisions: part of them is no count."""
    decided, since = _last_decided(connection, wanted)
    mended = sum(one.kind != "status" and one.edit >= since for one in recent)
    counts = Counter(decided.values()) if len(decided) == wanted else Counter[str]()
    return dict(counts) | ({"mended": mended} if mended else {})


def _last_decided(connection: Connection, wanted: int) -> tuple[dict[int, str], int]:
    """Fragment -> what it is now, of so many that were decided last; and the edit that decided the first of them."""
    found: dict[int, str] = {}
    since = 0
    given = connection.execute(_GIVEN)
    while len(found) < wanted and (rows := given.fetchmany(max(wanted - len(found), BATCH // 2))):
        now = connection.execute(_STANDING, {"those": [row.fragment for row in rows]})
        decided = {row.id: row.status for row in now if row.status in ("kept", "dropped") and not row.hidden}
        for edit, fragment in rows:
            if fragment in decided and fragment not in found and len(found) < wanted:
                found[fragment], since = decided[fragment], edit
    given.close()
    return found, since


_GIVEN = (
    select(edits.c.id, cast(func.json_extract(changes.c.row, "$.id"), Integer).label("fragment"))
    .join_from(edits, changes, and_(changes.c.edit_id == edits.c.id.op("+")(0), changes.c.n <= 2 * BATCH))
    .where(edits.c.inverts.is_(None), edits.c.undone.is_(None), changes.c.tab == "fragments")
    .where(func.json_extract(changes.c.after, "$.status").is_not(None))
    .order_by(edits.c.id.desc(), changes.c.n)
    .limit(8 * BATCH)
)
"""What got a status, the newest first; of an edit of very many, enough of them. (``+ 0`` keeps SQLite from beginning
with the changes, which are many more.)"""
_STANDING = select(fragments.c.id, fragments.c.status, fragments.c.hidden).where(
    fragments.c.id.in_(bindparam("those", expanding=True))
)


def _seconds(made: Sequence[tuple[int, int]]) -> float | None:
    """``made``: microseconds and fragments of each decision, the newest first."""
    each: list[float] = []
    for (later, together), (earlier, _) in pairwise(made):
        gap = (later - earlier) / 1e6
        if gap <= max(AWAY, together * LONGEST):
            each += [gap / together] * together
    return median(each) if len(each) >= 5 else None
