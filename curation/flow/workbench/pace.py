"""How far the review is, how fast it goes, and what came of it so far: a batch of fifty at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select

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
    """Of the last decisions, as many as this batch has (a whole batch at its end): kept, dropped, later; mended."""
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
    return Pace(
        done,
        total,
        done // BATCH + 1,
        in_batch,
        min(BATCH, total - done + in_batch),
        _lately(recent, in_batch or BATCH),
        _seconds([(one.at, one.fragments) for one in recent if one.kind == "status"]),
        Size(counts["rows"], counts["tokens"]),
    )


def size(connection: Connection) -> Size:
    """The data set if everything kept were exported now, background and system text not counted."""
    trains = (fragments.c.status == "kept", fragments.c.hidden == 0, fragments.c.tokens > 0)
    row = connection.execute(select(func.count(), func.coalesce(func.sum(fragments.c.tokens), 0)).where(*trains)).one()
    return Size(int(row[0]), int(row[1]))


class _Made(NamedTuple):
    """An edit. ``at`` in microseconds; ``status`` that it gave, to how many ``fragments``."""

    at: int
    kind: str
    status: str
    fragments: int


def _recent(connection: Connection) -> list[_Made]:
    """The newest edits that a person made and did not take back, the newest first."""
    return [_Made(at, kind, given or "", n or 1) for _, at, kind, given, n in connection.execute(_NEWEST)]


_OWN = changes.alias()
_CHANGED = select(func.count(_OWN.c.row.distinct())).where(_OWN.c.edit_id == edits.c.id).scalar_subquery()
_FIRST = and_(changes.c.edit_id == edits.c.id, changes.c.n == 1, changes.c.tab == "fragments", edits.c.kind == "status")
_NEWEST = (
    select(edits.c.id, edits.c.at, edits.c.kind, func.json_extract(changes.c.after, "$.status"), _CHANGED)
    .outerjoin(changes, _FIRST)
    .where(edits.c.kind.in_(("status", *_MENDING)), edits.c.undone.is_(None))
    .order_by(edits.c.id.desc())
    .limit(2 * BATCH)
)


def _lately(recent: Sequence[_Made], wanted: int) -> dict[str, int]:
    found: Counter[str] = Counter()
    decided = 0
    for one in recent:
        if decided == wanted:
            break
        if one.kind != "status":
            found["mended"] += 1
        elif one.status in ("kept", "dropped"):
            counted = min(one.fragments, wanted - decided)
            found[one.status] += counted
            decided += counted
        elif one.status:
            found[one.status] += one.fragments
    return dict(found)


def _seconds(made: Sequence[tuple[int, int]]) -> float | None:
    """``made``: microseconds and fragments of each decision, the newest first."""
    each: list[float] = []
    for (later, together), (earlier, _) in pairwise(made):
        gap = (later - earlier) / 1e6
        if gap <= max(AWAY, together * LONGEST):
            each += [gap / together] * together
    return median(each) if len(each) >= 5 else None
